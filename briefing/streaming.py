"""Concurrency over a stream: at most so many in flight, results in order or as they finish, repeats told apart."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Mapped(Protocol):
    """Applies a function of a module to each of some values, and gives the results in their order."""

    def __call__(self, work: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]: ...


def each_in_turn(work: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]:
    """In this process, one after the other."""
    return map(work, values)


WINDOW = 2
"""How many times ``limit`` elements may be begun and not yet taken: room for those that overtake a slow one."""


async def bounded_map(
    stream: AsyncIterable[T], work: Callable[[T], Awaitable[R]], *, limit: int, ordered: bool = True
) -> AsyncIterator[R]:
    """``work`` applied to each element of ``stream``, at most ``limit`` at the same time.

    The stream is read only as fast as results leave: besides the ``limit`` under way, at most as many finished ones
    wait for a slow one before them, so that memory does not grow with the length of the stream. ``ordered``
    yields in the order of the stream, otherwise results come as they finish. Leaving the iteration early cancels
    what is under way; an exception of ``work`` or of the stream is raised after that.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, got {limit}")
    flights = _Flights[R](limit, ordered)
    elements = aiter(stream)
    more = True
    try:
        while more or flights.begun:
            while more and flights.room:
                try:
                    flights.begin(work(await anext(elements)))
                except StopAsyncIteration:
                    more = False
            landed = flights.take()
            if landed is not None:
                yield landed.result()
            elif flights.begun:
                await flights.landing()
    finally:
        await flights.cancel()


class _Flights(Generic[R]):
    """What is under way or waits to be taken. Each step takes the same time however many there are: asking
    `asyncio.wait` about 256 of them at every result took 5% of a run."""

    def __init__(self, limit: int, ordered: bool) -> None:
        self._limit = limit
        self._ordered = ordered
        self._flying = 0
        self._landed: deque[asyncio.Future[R]] = deque()
        self._landing = asyncio.Event()
        self.begun: dict[asyncio.Future[R], None] = {}
        """Begun and not yet taken, in the order of the stream."""

    @property
    def room(self) -> bool:
        return self._flying < self._limit and len(self.begun) < WINDOW * self._limit

    def begin(self, work: Awaitable[R]) -> None:
        task = asyncio.ensure_future(work)
        task.add_done_callback(self._land)
        self.begun[task] = None
        self._flying += 1

    def _land(self, task: asyncio.Future[R]) -> None:
        self._flying -= 1
        if not self._ordered:
            self._landed.append(task)
        self._landing.set()

    def take(self) -> asyncio.Future[R] | None:
        """The next one to hand out, None where it is still under way."""
        first = next(iter(self.begun), None) if self._ordered else next(iter(self._landed), None)
        if first is None or not first.done():
            return None
        if not self._ordered:
            self._landed.popleft()
        del self.begun[first]
        return first

    async def landing(self) -> None:
        """Wait until another one has landed."""
        self._landing.clear()
        await self._landing.wait()

    async def cancel(self) -> None:
        for task in self.begun:
            task.cancel()
        await asyncio.gather(*self.begun, return_exceptions=True)


class Repeats:
    """Tells which elements had come before. The first in the order of the stream counts, whichever is read first."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._last = asyncio.Event()
        self._last.set()

    def turn(self) -> Turn:
        """The turn of the next element of the stream; to be taken before anything is waited for."""
        turn = Turn(self._seen, self._last)
        self._last = turn.over
        return turn


class Turn:
    """When an element may ask, and must let the next one: `over` is to be set, whatever becomes of it."""

    def __init__(self, seen: set[str], before: asyncio.Event) -> None:
        self._seen = seen
        self._before = before
        self.over = asyncio.Event()

    async def repeats(self, key: str) -> bool:
        """Whether an element before this one had the same key."""
        await self._before.wait()
        known = key in self._seen
        self._seen.add(key)
        self.over.set()
        return known
