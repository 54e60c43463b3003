"""Threads beside that of an event loop: the one in which this process computes, and one to wait in for async work."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_Call = tuple[Future[Any], Callable[[], Any]]


class _ComputeThread(Executor):
    """One thread, not several: only one of them could compute at a time, and the loop's thread would have to wait for
    the interpreter's lock behind each of the others.

    A `ThreadPoolExecutor` is waited for when the program ends, and a computation that never ends would keep it.
    """

    def __init__(self) -> None:
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._starting = Lock()
        self._started = False

    def submit(self, call: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        future: Future[R] = Future()
        self.submit_as(future, lambda: call(*arguments, **named))
        return future

    def submit_as(self, future: Future[Any], call: Callable[[], Any]) -> None:
        """Let a call be made whose result somebody waits for already."""
        self._calls.put((future, call))
        with self._starting:
            if not self._started:
                self._started = True
                Thread(target=_answer, args=(self._calls,), name="briefing", daemon=True).start()

    def leave_to(self, other: _ComputeThread) -> None:
        """Give what has not begun to another one, and end with the call that runs."""
        with suppress(Empty):
            while waiting := self._calls.get_nowait():
                other.submit_as(*waiting)
        self._calls.put(None)


def _answer(calls: SimpleQueue[_Call | None]) -> None:
    while (given := calls.get()) is not None:
        future, call = given
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)
        del given, future, call  # what a call made is not kept until the next one


class _Current:
    """The thread that computes now."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self.thread = _ComputeThread()


_current = _Current()
# A process that is forked has the calls and not their thread: a call would wait for ever.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_current.renew)


async def aside(call: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """The result of a call that only computes, made in that thread, one call after the other.

    Whoever stops waiting for a call that has begun leaves it to its thread: the next calls get another one, since
    nothing ends a thread that computes for ever.
    """
    made = copy_context().run
    thread = _current.thread
    begun = False

    def work() -> R:
        nonlocal begun
        begun = True
        return made(call, *arguments, **named)

    try:
        return await asyncio.get_running_loop().run_in_executor(thread, work)
    except asyncio.CancelledError:
        if begun and thread is _current.thread:
            _current.renew()
            thread.leave_to(_current.thread)
        raise


def waited_for(work: Coroutine[Any, Any, R]) -> R:
    """The result of some work, for a caller who is not async; in another thread where this one has a running event
    loop."""
    done: list[R] = []

    async def run() -> None:
        # Into a list: of what is returned to it, `asyncio.run` makes the repr (Python 3.11, by `signal.signal`), which
        # for a page takes about a tenth of the time of making it.
        done.append(await work)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(run())
    else:
        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(lambda: asyncio.run(run())).result()
    return done[0]
