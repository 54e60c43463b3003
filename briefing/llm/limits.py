"""How much a provider is asked at once, and whether at all while it is down.

The limit adapts: a 429 halves it, replies bring it back. Additive increase, multiplicative decrease, as TCP does it
(Chiu and Jain 1989): many runs that share one quota settle at equal shares without knowing of each other.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from briefing.errors import ModelError, ModelFault, TransientModelError

if TYPE_CHECKING:
    from aiolimiter import AsyncLimiter

MINUTE = 60.0

DOWN = frozenset({ModelFault.CONNECTION, ModelFault.TIMEOUT, ModelFault.SERVER, ModelFault.OVERLOADED})
"""Faults that a provider which is down shows. A 429 is the answer of one that is up."""


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


class Circuit:
    """Opens after ``threshold`` attempts in a row that failed as a provider does that is down.

    While it is open nothing is sent. After ``pause`` seconds one attempt goes through: if it brings a reply the
    circuit closes, else the pause doubles, up to ``longest``.
    """

    def __init__(
        self,
        *,
        threshold: int = 10,
        pause: float = 5.0,
        longest: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._threshold = threshold
        self._pause = pause
        self._longest = longest
        self._clock = clock
        self._failures = 0
        self._open_until: float | None = None
        self._next_pause = pause
        self._probing = False

    def check(self, model: str) -> None:
        """Pass, or raise.

        Raises:
            TransientModelError: the circuit is open; ``retry_after`` is what is left of the pause.
        """
        if self._open_until is None:
            return
        left = self._open_until - self._clock()
        if left <= 0 and not self._probing:
            self._probing = True
            return
        error = TransientModelError(
            f"{model}: not asked, the last {self._failures} attempts found the provider down",
            fault=ModelFault.PROVIDER_DOWN,
            model=model,
            hint="run again later, or name a fallback model",
        )
        # Who comes while the probe is under way must not use up its attempts before that one is back.
        error.retry_after = left if left > 0 else self._pause
        raise error

    def succeeded(self) -> None:
        """An attempt brought a reply."""
        self._failures = 0
        self._open_until = None
        self._next_pause = self._pause
        self._probing = False

    def failed(self, error: ModelError) -> None:
        """An attempt brought none. Any answer of the provider itself shows that it is up."""
        self._probing = False
        if error.fault not in DOWN:
            self.succeeded()
            return
        self._failures += 1
        if self._failures >= self._threshold and (self._open_until is None or self._open_until <= self._clock()):
            self._open_until = self._clock() + self._next_pause
            self._next_pause = min(self._longest, self._next_pause * 2)

    def abandoned(self) -> None:
        """An attempt was cancelled: it says nothing, and another may probe."""
        self._probing = False
