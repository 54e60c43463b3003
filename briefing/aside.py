"""The one thread in which this process computes, so that the event loop is free meanwhile."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class _Thread:
    """One, not several: only one of them could compute at a time, and the loop's thread would have to wait for the
    interpreter's lock behind each of the others."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="briefing")


_thread = _Thread()
# A process that is forked has the pool and not its thread: a call would wait for ever.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_thread.renew)


async def aside(call: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """The result of a call that only computes, made in that thread, one call after the other.

    Whoever stops waiting for a call that has begun leaves it to its thread: the next calls get another one, since
    nothing ends a thread that computes for ever.
    """
    made = copy_context().run
    pool = _thread.pool
    begun = False

    def work() -> R:
        nonlocal begun
        begun = True
        return made(call, *arguments, **named)

    try:
        return await asyncio.get_running_loop().run_in_executor(pool, work)
    except asyncio.CancelledError:
        if begun and pool is _thread.pool:
            _thread.renew()
        raise
