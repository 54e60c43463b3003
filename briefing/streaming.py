"""Bounded concurrency over a stream: at most so many in flight, results in order or as they finish."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def bounded_map(
    stream: AsyncIterable[T], work: Callable[[T], Awaitable[R]], *, limit: int, ordered: bool = True
) -> AsyncIterator[R]:
    """``work`` applied to each element of ``stream``, at most ``limit`` at the same time.

    The stream is read only as fast as results leave, so that memory does not grow with its length. ``ordered``
    yields in the order of the stream, otherwise results come as they finish. Leaving the iteration early cancels
    what is under way; an exception of ``work`` or of the stream is raised after that.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, got {limit}")
    pending: deque[asyncio.Future[R]] = deque()
    try:
        async for element in stream:
            pending.append(asyncio.ensure_future(work(element)))
            if len(pending) >= limit:
                yield await _next(pending, ordered)
        while pending:
            yield await _next(pending, ordered)
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)


async def _next(pending: deque[asyncio.Future[R]], ordered: bool) -> R:
    if ordered:
        task = pending[0]
        await asyncio.wait((task,))
    else:
        done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        # Several may have finished: the one that was started first, so that no order of a set shows.
        task = next(task for task in pending if task in done)
    pending.remove(task)
    return task.result()
