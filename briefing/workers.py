"""Processes beside this one, for what only computes."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

logger = logging.getLogger("briefing")

R = TypeVar("R")

ALONE = 32
"""Calls that are made here before any process is started: starting one takes about a second of its time, which a few
articles never give back."""

WAITING = 2
"""Calls a worker is given at once: the one that it is at, and the next, so that it never waits for this process."""


class Workers:
    """Makes calls in worker processes, and here while all of those are busy or not up yet.

    Args:
        count: processes; 0 makes all calls here.
        modules: what a worker imports when it starts.
        alone: calls made here before the workers are started.

    Functions must be importable by name, and their arguments and results must pickle. Workers are spawned, not
    forked: a fork would copy the event loop, its sockets and the locks of other threads. A script must therefore
    keep its start under ``if __name__ == "__main__":``, as multiprocessing asks. Not for use from several threads.
    """

    def __init__(self, count: int, modules: Sequence[str] = (), *, alone: int = ALONE) -> None:
        self._count = count
        self._modules = tuple(modules)
        self._alone = alone
        self._pool: ProcessPoolExecutor | None = None
        self._started: list[Future[None]] = []
        self._given = 0
        self.made = 0
        """Calls that workers have made."""

    @property
    def free(self) -> bool:
        """Whether a worker is up and has room for another call; the first questions start them."""
        if not self._count:
            return False
        if self._alone:
            self._alone -= 1
            return False
        if self._pool is None:
            self.start()
        return self._given < WAITING * sum(future.done() for future in self._started)

    def start(self) -> None:
        """Start the workers now, without waiting until they are up."""
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self._count, mp_context=context)
        self._started = [self._pool.submit(_prepare, self._modules) for _ in range(self._count)]

    @property
    def up(self) -> bool:
        """Whether workers have been started."""
        return self._pool is not None

    def wait(self) -> None:
        """Wait until all workers that were started are up."""
        for future in self._started:
            future.result()

    async def run(self, function: Callable[..., R], *arguments: object) -> R:
        """The result of ``function(*arguments)``, made by a worker.

        A call that raises there is made again here, so that what it raises is raised where it can be read, whether
        it pickles or not. The same goes for the calls of a worker that dies, killed for its memory, say; the workers
        are then given up.
        """
        if self._pool is None:
            return function(*arguments)
        from concurrent.futures.process import BrokenProcessPool

        self._given += 1
        try:
            results = await asyncio.wrap_future(self._pool.submit(_attempt, function, arguments))
        except BrokenProcessPool:
            self._give_up()
            results = ()
        finally:
            self._given -= 1
        for result in results:
            self.made += 1
            return result
        return function(*arguments)

    def _give_up(self) -> None:
        if self._count:
            logger.warning("a worker process died: the work goes on in this process alone")
        self.close()

    def close(self) -> None:
        """End the workers; what they are at is not waited for. Calls after that are made here."""
        self._count = 0
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _prepare(modules: Sequence[str]) -> None:
    """Make a process ready for work. Ctrl-C is the business of the process that gave it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in modules:
        import_module(module)


def _attempt(function: Callable[..., R], arguments: Sequence[object]) -> tuple[R, ...]:
    """The result as a tuple of one; empty where the function raises."""
    try:
        return (function(*arguments),)
    except Exception:  # made again, and raised, by the process that gave the call
        return ()
