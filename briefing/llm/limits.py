"""How much a provider is asked at once. It adapts: a 429 halves it, replies bring it back.

Additive increase, multiplicative decrease, as TCP does it (Chiu and Jain 1989): many runs that share one quota
settle at equal shares without knowing of each other.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiolimiter import AsyncLimiter

MINUTE = 60.0


class PauseTooLongError(Exception):
    """The provider wants a longer pause than the caller would wait: ``seconds`` are left of it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s of pause")
        self.seconds = seconds


class AdaptiveLimiter:
    """Slots for requests to one provider.

    Args:
        ceiling: the most slots; the limit starts here.
        requests_per_minute: None for no bound.
        tokens_per_minute: None for no bound. A prompt's tokens are taken before it is sent, a reply's when the next
            request is.
        clock, sleep: for tests.
    """

    def __init__(
        self,
        ceiling: int,
        *,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._ceiling = float(ceiling)
        self._limit = float(ceiling)
        self._in_flight = 0
        self._begun = 0
        self._last_cut = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._requests = _per_minute(requests_per_minute)
        self._tokens = _per_minute(tokens_per_minute)
        self._owed = 0
        self._clock = clock
        self._sleep = sleep
        self._paused_until = 0.0

    @property
    def limit(self) -> int:
        """Requests that may be in flight now."""
        return max(1, int(self._limit))

    @property
    def counts_tokens(self) -> bool:
        """Whether `slot` needs to know the tokens of a prompt."""
        return self._tokens is not None

    @property
    def owed(self) -> int:
        """Tokens of replies that the next request pays for."""
        return self._owed

    @property
    def pause(self) -> float:
        """Seconds for which the provider has asked not to be asked."""
        return max(0.0, self._paused_until - self._clock())

    @asynccontextmanager
    async def slot(self, tokens: int = 0, *, longest_pause: float = math.inf) -> AsyncIterator[int]:
        """Hold one of the slots; gives the request's number, to be passed to `throttled`.

        Raises:
            PauseTooLongError: the provider wants a pause of more than ``longest_pause`` seconds, be it that it said
                so while this caller waited for its turn.
        """
        self._refuse_longer(longest_pause)
        await self._enter()
        try:
            await self._sit_out(longest_pause)
            await self._pace(tokens)
            await self._sit_out(longest_pause)
            self._begun += 1
            yield self._begun
        finally:
            self._in_flight -= 1
            self._wake()

    def succeeded(self, tokens: int = 0) -> None:
        """A reply came: one more slot for each full round of replies. ``tokens`` are the reply's."""
        self._limit = min(self._ceiling, self._limit + 1 / self._limit)
        if self._tokens is not None:
            self._owed += tokens

    def throttled(self, number: int, wait: float = 0.0) -> None:
        """The provider said 429 to request ``number``: half the slots, and nobody asks for ``wait`` seconds.

        Requests that were under way when the limit fell last say nothing new, or one burst would bring it to 1.
        """
        self._paused_until = max(self._paused_until, self._clock() + wait)
        if number > self._last_cut:
            self._limit = max(1.0, self._limit / 2)
            self._last_cut = self._begun

    def _refuse_longer(self, longest: float) -> None:
        if self.pause > longest:
            raise PauseTooLongError(self.pause)

    async def _sit_out(self, longest: float) -> None:
        while self.pause:
            self._refuse_longer(longest)
            await self._sleep(self.pause)

    async def _enter(self) -> None:
        if self._in_flight >= self.limit or self._waiting:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            self._wake()
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._in_flight -= 1  # the slot was given and nobody took it
                    self._wake()
                raise
        else:
            self._in_flight += 1

    def _wake(self) -> None:
        """Give free slots to whoever waits longest."""
        while self._waiting and self._in_flight < self.limit:
            turn = self._waiting.popleft()
            if not turn.done():
                self._in_flight += 1
                turn.set_result(None)

    async def _pace(self, tokens: int) -> None:
        if self._requests is not None:
            await self._requests.acquire()
        if self._tokens is not None:
            wanted, self._owed = tokens + self._owed, 0
            # More than a minute's worth can't be had at once: the rest stays owed.
            now = min(float(wanted), self._tokens.max_rate)
            self._owed += int(wanted - now)
            try:
                await self._tokens.acquire(now)
            except asyncio.CancelledError:
                self._owed += int(now) - tokens  # the replies' part stays owed
                raise


def _per_minute(rate: int | None) -> AsyncLimiter | None:
    if rate is None:
        return None
    from aiolimiter import AsyncLimiter

    return AsyncLimiter(rate, MINUTE)
