"""What the command line does to the world: standard streams, logs, progress, signals, exit codes."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import warnings
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import IntEnum, StrEnum
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from briefing.characters import json_shown, shown
from briefing.cli.files import encoded
from briefing.errors import DataError, UsageError
from briefing.redaction import redact, secrets_of_environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.schema.results import ArticleResult

T = TypeVar("T")
_NAME_OUT = "name a file or a folder with --out"
MOST_WORKERS = 4
"""Worker processes by default: calling models takes this process about as long as cleaning and checking takes three."""


class Exit(IntEnum):
    """What the exit code says."""

    WELL = 0
    PARTLY = 1
    """Done, with parts that failed or were rejected."""
    USAGE = 2
    NOTHING = 3
    """Nothing could be done."""
    INTERRUPTED = 130
    """Ctrl-C, as shells have it."""
    TERMINATED = 143
    """SIGTERM, as shells have it."""


class LogForm(StrEnum):
    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class SafeStream:
    """A text stream in which keys and passwords are struck out: whatever is said to the person at the terminal, by
    whichever library, goes through one."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.secrets: tuple[str, ...] = ()
        """Those that are known, beside what the environment holds and what looks like one."""

    def write(self, text: str) -> int:
        self._stream.write(redact(text, (*self.secrets, *secrets_of_environment())))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def hide(secrets: Sequence[str]) -> None:
    """Show these nowhere on stderr from now on."""
    if isinstance(sys.stderr, SafeStream):
        sys.stderr.secrets += tuple(secrets)


def say(message: str) -> None:
    """A line for the person at the terminal: stderr, so that results can be piped."""
    print(shown(message), file=sys.stderr)  # noqa: T201 - this module is where printing is done


def fault_told(error: Exception) -> str:
    """A fault of ours in a line: its kind and place, and none of its words, which may be a stranger's or a secret."""
    at = extract_tb(error.__traceback__)[-1]
    where = f"{at.name}, {Path(at.filename).name}:{at.lineno}"
    return f"unexpected fault: {type(error).__name__} in {where}; --log-level debug shows all of it"


class _OutOfTimeError(BaseException):
    """Not an `Exception`: whoever catches the faults of one article must not go on with the next."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop what takes longer; 0 lets it. Only where the system has timers.

    Raises:
        DataError: it took longer.
    """
    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _OutOfTimeError as error:
        raise DataError(f"took longer than {seconds:g} seconds", hint="raise --timeout if you trust it") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def check_stdout() -> None:
    """Find out whether there is a standard output.

    Raises:
        UsageError: there is none.
    """
    if sys.stdout is None:
        raise UsageError("standard output is closed", hint=_NAME_OUT)


def emit(text: str | bytes) -> None:
    """A result on stdout, as UTF-8 whatever the locale; a text as a terminal may be given it, since it may quote a
    stranger.

    Raises:
        BrokenPipeError: who reads it has left.
        UsageError: it can't be written.
    """
    check_stdout()
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text if isinstance(text, bytes) else encoded(shown(text)))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # Python would try once more at its end, and complain.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - must outlive this function
        why = error.strerror or error
        raise UsageError(f"standard output can't be written: {why}", hint=_NAME_OUT) from error


def emit_json(text: str) -> None:
    """JSON on stdout, with nothing in it that a terminal could obey."""
    emit(json_shown(text))


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[ArticleResult], None] | None]:
    """A live count of finished articles on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda result: bar.update(task, advance=1, description=result.source[-60:])


def run(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run`, ended by SIGTERM in the same order as by Ctrl-C: no process is left behind, nothing is half kept.

    Raises:
        SystemExit: with `Exit.TERMINATED`, where it was.
    """
    import asyncio

    terminated = False
    # Into a list: of what is returned to it, `asyncio.run` makes the repr (Python 3.11, by `signal.signal`), which for
    # a page takes about a tenth of the time of making it.
    done: list[T] = []

    async def until_terminated() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def terminate() -> None:
            nonlocal terminated
            terminated = True
            loop.remove_signal_handler(signal.SIGTERM)  # a second one ends it at once
            assert task is not None
            task.cancel()

        with suppress(NotImplementedError, RuntimeError):  # Windows has no such signals, other threads get none
            loop.add_signal_handler(signal.SIGTERM, terminate)
        done.append(await work)

    try:
        asyncio.run(until_terminated())
    except asyncio.CancelledError:
        if terminated:
            sys.exit(Exit.TERMINATED)
        raise
    return done[0]


def spare_cores() -> int:
    """The cores that this process may use besides the one that it is on; at most as many as it can keep busy."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable - 1, MOST_WORKERS)


def settling(observer: Callable[[ArticleResult], None] | None) -> Callable[[ArticleResult], None]:
    """``observer``, with the modules that are imported by the first result out of the garbage collector's sight.

    They stay as long as the process does, and looking through them again and again took a tenth of the processor time
    of a run over 400 articles.
    """
    settled = False

    def observe(result: ArticleResult) -> None:
        nonlocal settled
        if not settled:
            gc.freeze()
            settled = True
        if observer:
            observer(result)

    return observe


class _Line(logging.Formatter):
    """One line a record; the traceback of a fault only where details were asked for."""

    def __init__(self, traceback: bool) -> None:
        super().__init__("%(levelname)s %(message)s")
        self._traceback = traceback

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and not self._traceback:
            fault = record.exc_info[1]
            line = (
                f"{record.levelname} {record.getMessage()}: {type(fault).__name__}: {fault} (--log-level debug: more)"
            )
        else:
            line = super().format(record)
        source = getattr(record, "article", None)
        return shown(f"{line} [{source}]" if source else line)


def set_up(level: LogLevel, form: LogForm) -> None:
    """Send what this package logs to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    if form is LogForm.JSON:
        from pythonjsonlogger.json import JsonFormatter

        handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", timestamp=False))
    else:
        handler.setFormatter(_Line(traceback=level is LogLevel.DEBUG))
    package = logging.getLogger("briefing")
    package.handlers = [handler]
    package.setLevel(level.value.upper())
    package.propagate = False
    # litellm serialises replies of a shape it does not expect; pydantic's warning would quote them.
    warnings.filterwarnings("ignore", message="Pydantic serializer warnings", category=UserWarning)
