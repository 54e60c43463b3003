"""Processes beside this one, for what only computes.

Not `concurrent.futures`: its threads wait for the interpreter's lock of a process that is busy itself, at every step of
every call. A worker of its took over 150 of the 800 calls of a run, and the run took longer than without; over pipes
that the event loop itself reads, a run takes a quarter to a third less time.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import pickle
import sys
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from traceback import extract_tb, format_exception
from types import TracebackType
from typing import BinaryIO, Self

logger = logging.getLogger("briefing")

ALONE = 32
"""Calls that are made here before any process is started: starting one takes about a second of its time, which a few
articles never give back."""

WAITING = 8
"""Calls a worker is given at once: the one that it is at and the next ones, so that it does not wait for this process,
which is busy too. Of 2, 3, 5, 8, 16 and 32, eight gave the shortest runs of 400 articles."""

_GRACE = 2.0
"""Seconds that a worker whose pipe has closed may take to end."""

_LONGEST = 1 << 28
"""Bytes of one call or result, as JSON. A longer one counts as the death of its worker, and is made here."""


Call = Callable[..., str]
"""A function of a module; its arguments are strings, flags or None."""

_Answer = dict[str, str]
"""What a worker says of a call: its ``result``, or what it ``raised``: pickled, or nothing where no pickle
holds it, in ``words``, ``at`` which place, with its ``traceback``."""


class ElsewhereError(Exception):
    """The cause of an error that a worker brought back: ``at`` is where it was raised, the text is its traceback."""

    def __init__(self, at: str, traceback: str) -> None:
        super().__init__(f"in a worker process:\n{traceback}")
        self.at = at


class UnsendableError(RuntimeError):
    """What a call raised in a worker can't be brought back as it is: the text is its name and its words."""


@dataclass(eq=False, slots=True)
class _Worker:
    process: asyncio.subprocess.Process
    asked: deque[asyncio.Future[_Answer]] = field(default_factory=deque)
    """What it owes, in the order in which it was asked. A cancelled future is its death."""
    reading: asyncio.Task[None] | None = None
    up: bool = False


class Workers:
    """Makes calls in worker processes, and here while all of those are busy or not up yet.

    Args:
        count: processes; 0 makes all calls here.
        modules: what a worker imports when it starts.
        alone: calls made here before the workers are started.

    To be used on one event loop, and closed there (``async with``). Workers end with this process, however it ends:
    they read from a pipe that closes with it.
    """

    def __init__(self, count: int, modules: Sequence[str] = (), *, alone: int = ALONE) -> None:
        self.count = count
        """How many are to be used: 0 once they are closed."""
        self._modules = tuple(modules)
        self._alone = alone
        self._starting: asyncio.Task[None] | None = None
        self.started = False
        """Whether workers have been asked for."""
        self._workers: list[_Worker] = []
        self._lost: list[_Worker] = []
        self.made = 0
        """Calls that workers have made."""

    def has_room(self) -> bool:
        """Whether a worker is up and has room for another call. To be asked once a call: the workers are started when
        the first ``alone`` have been made here."""
        if self._alone:
            self._alone -= 1
        elif self.count and not self.started:
            self.started = True
            self._starting = asyncio.ensure_future(self.start())
        return self._least_busy() is not None

    def _least_busy(self) -> _Worker | None:
        ready = [worker for worker in self._workers if worker.up and len(worker.asked) < WAITING]
        return min(ready, key=lambda worker: len(worker.asked), default=None)

    async def start(self) -> None:
        """Start the workers, and wait until all of them are up."""
        self.started = True
        greetings = []
        try:
            for _ in range(self.count):
                greetings.append(await self._start_one())
        except OSError as error:
            logger.warning("no worker process can be started (%s): the work is done here", error.strerror)
        if greetings:
            await asyncio.wait(greetings)

    async def _start_one(self) -> asyncio.Future[_Answer]:
        """Start a worker; the future is its greeting."""
        process = await asyncio.create_subprocess_exec(
            # -P: files of the working directory, which may be anybody's, are no modules.
            *(sys.executable, "-P", "-m", "briefing.workers", *self._modules),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            limit=_LONGEST,
            start_new_session=True,  # Ctrl-C is the business of this process
        )
        worker = _Worker(process)
        greeting: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        worker.asked.append(greeting)
        worker.reading = asyncio.ensure_future(self._read(worker))
        self._workers.append(worker)
        return greeting

    async def _read(self, worker: _Worker) -> None:
        """Hand out what a worker answers, until it ends."""
        assert worker.process.stdout is not None
        try:
            while line := await worker.process.stdout.readline():
                worker.asked.popleft().set_result(json.loads(line))
                worker.up = True
        except (ValueError, IndexError, asyncio.InvalidStateError, OSError) as error:
            logger.debug("a worker's answer can't be read: %s", type(error).__name__)
        self._lose(worker)

    def _lose(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        self._lost.append(worker)
        if self.count:
            logger.warning("a worker process died: its work is done by the others, or here")
        while worker.asked:
            worker.asked.popleft().cancel()

    def give(self, call: Call, *arguments: str | bool | None) -> Awaitable[str]:
        """Hand a call to a worker now; its result is to be awaited.

        What a call raises there is raised here, with an `ElsewhereError` as its cause. The calls of a worker that dies,
        killed for its memory, say, are made here.
        """
        worker = self._least_busy()
        owed: asyncio.Future[_Answer] | None = None
        if worker is not None:
            assert worker.process.stdin is not None
            owed = asyncio.get_running_loop().create_future()
            worker.asked.append(owed)
            line = json.dumps([call.__module__, call.__qualname__, *arguments])
            worker.process.stdin.write(line.encode() + b"\n")
        return self._made(owed, call, arguments)

    async def _made(
        self, owed: asyncio.Future[_Answer] | None, call: Call, arguments: Sequence[str | bool | None]
    ) -> str:
        if owed is not None:
            await asyncio.wait((owed,))
            if not owed.cancelled():
                self.made += 1
                return _unwrapped(owed.result())
        return call(*arguments)

    async def aclose(self) -> None:
        """End the workers; what they are at is not waited for, and made here if anyone still does."""
        self.count = 0
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        for worker in self._lost:
            # Mostly gone already: to kill it would take its exit code from under asyncio's eyes, which says so.
            await _end(worker, _GRACE)
        for worker in list(self._workers):
            await _end(worker, 0)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()


async def _end(worker: _Worker, grace: float) -> None:
    """End a worker, by force after so many seconds."""
    assert worker.process.stdin is not None and worker.reading is not None
    worker.process.stdin.close()
    ended = asyncio.ensure_future(worker.process.wait())
    await asyncio.wait((ended,), timeout=grace)
    if not ended.done():
        worker.process.kill()
    await ended
    await worker.reading


def serve(calls: Iterable[bytes], answers: BinaryIO) -> None:
    """The worker's side: a line of JSON with a greeting, then one for each call."""
    _answer(answers, {"result": "up"})
    for line in calls:
        module, name, *arguments = json.loads(line)
        try:
            answer = {"result": getattr(import_module(module), name)(*arguments)}
        except Exception as error:  # raised by the process that gave the call
            answer = _wrapped(error)
        _answer(answers, answer)


def _answer(answers: BinaryIO, answer: _Answer) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def raised_at(error: BaseException) -> str:
    """The function, file and line that raised an error, be it here or in a worker."""
    if isinstance(error.__cause__, ElsewhereError):
        return error.__cause__.at
    at = extract_tb(error.__traceback__)[-1]
    return f"{at.name}, {Path(at.filename).name}:{at.lineno}"


def _wrapped(error: Exception) -> _Answer:
    told = {
        "words": f"{type(error).__name__}: {error}",
        "at": raised_at(error),
        "traceback": "".join(format_exception(error)),
    }
    try:
        raised = pickle.dumps(error)
        pickle.loads(raised)  # noqa: S301  # our own, just written: what can be written can't always be read
    except Exception:
        raised = b""
    return {**told, "raised": b64encode(raised).decode()}


def _unwrapped(answer: _Answer) -> str:
    if "raised" not in answer:
        return answer["result"]
    # From a process that this one started, which runs the same program on the same inputs.
    raised = b64decode(answer["raised"])
    error: Exception = pickle.loads(raised) if raised else UnsendableError(answer["words"])  # noqa: S301  # written by a process of ours
    raise error from ElsewhereError(answer["at"], answer["traceback"])


def main() -> None:
    """A worker process, with the modules that it is to import as arguments."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints must not be taken for an answer
    for module in sys.argv[1:]:
        import_module(module)
    try:
        serve(sys.stdin.buffer, answers)
    except BrokenPipeError:
        # The process that asked has ended, killed perhaps: nobody is there to be told, and what is not sent is lost.
        os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())


if __name__ == "__main__":
    main()
