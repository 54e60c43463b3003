"""What the command line does to the world: the forms of a page as files, standard streams, progress, exit codes."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import IntEnum, StrEnum
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from briefing.characters import json_shown, shown
from briefing.cli.files import check_writable, encoded, is_folder
from briefing.errors import DataError, UsageError
from briefing.redaction import redact, secrets_of_environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.api import Briefing
    from briefing.rendering import RenderingOptions
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


class Format(StrEnum):
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    MAIL = "eml"


FILES = (Format.MARKDOWN, Format.HTML, Format.JSON)
"""The forms that a folder gets where none is asked for."""


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


def emit(text: str | bytes) -> None:
    """A result on stdout, as UTF-8 whatever the locale; a text as a terminal may be given it, since it may quote a
    stranger.

    Raises:
        BrokenPipeError: who reads it has left.
        UsageError: it can't be written.
    """
    if sys.stdout is None:
        raise UsageError("standard output is closed", hint=_NAME_OUT)
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


def render(briefing: Briefing, form: Format, options: RenderingOptions | None = None) -> str | bytes:
    """The briefing in one of its forms."""
    match form:
        case Format.MARKDOWN:
            return briefing.to_markdown(options)
        case Format.HTML:
            return briefing.to_html(options)
        case Format.JSON:
            return briefing.to_json()
        case Format.MAIL:
            return briefing.to_mail(options)


def check_out(out: Path | None, forms: tuple[Format, ...]) -> None:
    """Find out before any work whether the forms asked for can go where they are asked to go.

    Raises:
        UsageError: several forms for stdout or one file, a form that is not the file's, a file of no form, or a place
            that can't be written to.
    """
    if out is None:
        if sys.stdout is None:
            raise UsageError("standard output is closed", hint=_NAME_OUT)
        if len(forms) > 1:
            raise UsageError("stdout takes one --format", hint="name a folder with --out for several")
        return
    suffix = out.suffix.lstrip(".").lower()
    as_folder = is_folder(out) or not suffix
    if not as_folder and suffix not in set(Format):
        raise UsageError(f"{out} is no folder and no .md, .html, .json or .eml file", hint="choose another --out")
    if not as_folder and any(form.value != suffix for form in forms):
        raise UsageError(f"{out} takes --format {suffix} alone", hint="name a folder with --out for several")
    check_writable(out, as_folder=as_folder)


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
    import signal

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
