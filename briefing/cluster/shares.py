"""A worker's shares: what stands before each of its attempts.

Attempts are let through from what the worker holds, and cost no transaction each. A keeper renews the leases some times
within their term, tells the table what is wanted, and so takes part in what others leave. A worker that can't renew in
time lets nobody through: whoever keeps the table has then given its shares to others.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Self

from briefing import DataError, ModelFault, ModelSettings, PermanentModelError, RunBudget, Usage
from briefing.cluster.board import Board
from briefing.cluster.leases import BUDGET, CLOCK, RATE, SLOTS, Ask, Farewell, Grant, Renewal

TERM = 6.0
"""Seconds that a lease holds. So long are the connections of a lost worker missed."""

_RENEWALS = 3
"""Renewals within a term."""
_FIRST_PAUSE = 0.05
_LAST_PAUSE = 0.5
"""Seconds between two renewals where somebody waits, from the first to the longest."""
_AHEAD = 2
"""Units of a rate that are taken for each attempt that waits: there will be more."""
_LEAST = 1e-12
"""What is left of a budget in US dollars where anything is."""
_WHOLE = {"requests": True, "tokens": True, "cost": False}
_UNITS = {"requests": "requests", "tokens": "tokens", "cost": "US dollars", "seconds": "seconds"}


@dataclass(slots=True)
class _Waiting:
    model: str
    tokens: int
    turn: asyncio.Future[None]


@dataclass(slots=True)
class _ProviderShares:
    """What is held of one provider."""

    slots: int = 0
    in_use: int = 0
    requests: float = 0.0
    tokens: float = 0.0
    waiting: deque[_Waiting] = field(default_factory=deque)


class LeasedShares:
    """The shares of one worker, inside one event loop; closed at the end of a block.

    Args:
        worker: a name that no other worker has.
        run: whose budget it is.
        limits: those of the provider, for all workers together.
    """

    def __init__(
        self,
        board: Board,
        worker: str,
        run: str,
        limits: ModelSettings,
        *,
        term: float = TERM,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._board = board
        self._worker = worker
        self._limits = limits
        self._budget: RunBudget = limits.budget
        self._names = {name: f"{BUDGET}:{run}:{name}" for name in _WHOLE if getattr(self._budget, name) is not None}
        self._clock_name = f"{CLOCK}:{run}" if self._budget.seconds is not None else None
        self._term = term
        self._clock = clock
        self._until = 0.0
        self._desks: dict[str, _ProviderShares] = {}
        self._left = dict.fromkeys(self._names, 0.0)
        self._spent = dict.fromkeys(self._names, 0.0)
        self._gone: str | None = None
        self._needed = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def counts_tokens(self) -> bool:
        return self._limits.tokens_per_minute is not None

    @asynccontextmanager
    async def slot(self, provider: str, model: str, tokens: int) -> AsyncIterator[Callable[[Usage], None]]:
        """Wait for a connection, and for what the attempt takes of rates and budget.

        Raises:
            PermanentModelError: the budget is spent, or the shared database can't be used.
        """
        desk = self._desks.setdefault(provider, _ProviderShares())
        await self._enter(desk, model, tokens)
        try:
            yield lambda usage: self._used(desk, usage)
        finally:
            desk.in_use -= 1
            self._serve(desk)

    async def __aenter__(self) -> Self:
        """Be known as a worker that lives, and stay so."""
        await self._renew()
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Report what was spent, and give back all that is held."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        left = self._rates(0.0) if self._clock() < self._until else {}
        spent = {self._names[name]: amount for name, amount in self._spent.items()}
        await self._board.do(Farewell(self._worker, spent, left))

    async def _enter(self, desk: _ProviderShares, model: str, tokens: int) -> None:
        if self._keeper and self._keeper.done() and (lost := self._keeper.exception()):
            raise _unreachable(model, lost)
        if not desk.waiting and self._has(desk, tokens):
            self._take(desk, tokens)
            return
        entry = _Waiting(model, tokens, asyncio.get_running_loop().create_future())
        desk.waiting.append(entry)
        self._needed.set()
        try:
            await entry.turn
        except asyncio.CancelledError:
            if entry.turn.done() and not entry.turn.cancelled() and entry.turn.exception() is None:
                desk.in_use -= 1  # it was let through and did not go
                self._serve(desk)
            raise

    def _has(self, desk: _ProviderShares, tokens: int) -> bool:
        limits = self._limits
        return (
            self._clock() < self._until
            and desk.in_use < desk.slots
            and (limits.requests_per_minute is None or desk.requests >= 1)
            and (limits.tokens_per_minute is None or desk.tokens >= min(tokens, limits.tokens_per_minute))
            and all(left >= (_WHOLE[name] or _LEAST) for name, left in self._left.items())
        )

    def _take(self, desk: _ProviderShares, tokens: int) -> None:
        desk.in_use += 1
        desk.requests -= 1
        desk.tokens -= tokens
        self._spend("requests", 1)

    def _used(self, desk: _ProviderShares, usage: Usage) -> None:
        desk.tokens -= usage.output_tokens  # the next request pays for the reply
        self._spend("tokens", usage.input_tokens + usage.output_tokens)
        self._spend("cost", usage.cost or 0.0)

    def _spend(self, name: str, amount: float) -> None:
        if name in self._left:
            self._left[name] -= amount
            self._spent[name] += amount

    def _serve(self, desk: _ProviderShares) -> None:
        """Let through whoever waits longest, as far as it goes."""
        while desk.waiting:
            entry = desk.waiting[0]
            if entry.turn.done():
                desk.waiting.popleft()
            elif self._gone:
                desk.waiting.popleft()
                entry.turn.set_exception(self._told(entry.model))
            elif self._has(desk, entry.tokens):
                desk.waiting.popleft()
                self._take(desk, entry.tokens)
                entry.turn.set_result(None)
            else:
                self._needed.set()
                return

    async def _keep(self) -> None:
        """Renew, at once where somebody waits and else in time, until cancelled."""
        pause = _FIRST_PAUSE
        try:
            while True:
                await self._renew()
                for desk in self._desks.values():
                    self._serve(desk)
                # Where all is in use, as it should be, asking again soon would only cost.
                pause = min(_LAST_PAUSE, 2 * pause) if self._waits else _FIRST_PAUSE
                await asyncio.sleep(pause)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._term / _RENEWALS):
                        await self._needed.wait()
                self._needed.clear()
        except Exception as error:
            for desk in self._desks.values():
                for entry in desk.waiting:
                    if not entry.turn.done():
                        entry.turn.set_exception(_unreachable(entry.model, error))
                desk.waiting.clear()
            raise

    @property
    def _waits(self) -> bool:
        return any(desk.waiting for desk in self._desks.values())

    async def _renew(self) -> None:
        asked = self._clock()
        held = asked < self._until
        reported, self._spent = self._spent, dict.fromkeys(self._names, 0.0)
        returned = {provider: (desk.requests, desk.tokens) for provider, desk in self._desks.items()}
        asks = self._asks(reported, held=held)
        try:
            grants = await self._board.do(Renewal(self._worker, self._term, asks))
        except DataError:
            self._spent = {name: amount + reported[name] for name, amount in self._spent.items()}
            raise
        self._until = asked + self._term
        for provider, desk in self._desks.items():
            if provider in returned:
                self._granted(desk, provider, grants, returned[provider])
        for name, full in self._names.items():
            self._left[name] = grants[full].held - self._spent[name]  # what was spent meanwhile is reported next
        gone = [name for name, full in self._names.items() if grants[full].gone]
        if self._clock_name and grants[self._clock_name].gone:
            gone.append("seconds")
        self._gone = gone[0] if gone else None

    def _granted(
        self, desk: _ProviderShares, provider: str, grants: dict[str, Grant], returned: tuple[float, float]
    ) -> None:
        desk.slots = int(grants[f"{SLOTS}:{provider}"].held)
        requests, tokens = grants.get(f"{RATE}:{provider}:requests"), grants.get(f"{RATE}:{provider}:tokens")
        # What was taken while the renewal was under way is owed; a debt of replies stays one.
        desk.requests += requests.held - max(0.0, returned[0]) if requests else 0.0
        desk.tokens += tokens.held - max(0.0, returned[1]) if tokens else 0.0

    def _asks(self, reported: dict[str, float], *, held: bool) -> dict[str, Ask]:
        asks = self._rates(1.0 if held else 0.0, asking=True)
        for provider, desk in self._desks.items():
            wanted = desk.in_use + sum(not each.turn.done() for each in desk.waiting)
            asks[f"{SLOTS}:{provider}"] = Ask(self._limits.concurrency, wanted, used=desk.in_use)
        waiting = sum(len(desk.waiting) for desk in self._desks.values())
        for name, full in self._names.items():
            # As much as lasts until the next renewals: what one worker holds, another lacks.
            ahead = (
                max(_AHEAD * reported[name], float(waiting), 1.0) if _WHOLE[name] else _AHEAD * reported[name] + _LEAST
            )
            asks[full] = Ask(getattr(self._budget, name), ahead, used=reported[name], whole=_WHOLE[name])
        if self._clock_name:
            asks[self._clock_name] = Ask(self._budget.seconds or 0.0)
        return asks

    def _rates(self, kept: float, *, asking: bool = False) -> dict[str, Ask]:
        """What is wanted of each rate, and what is given back of it."""
        limits, asks = self._limits, {}
        for provider, desk in self._desks.items():
            waiting = [each for each in desk.waiting if not each.turn.done()]
            most = max(desk.in_use, len(waiting))
            if limits.requests_per_minute is not None:
                left = max(0.0, desk.requests) if kept or not asking else 0.0
                wanted = float(_AHEAD * most) - min(0.0, desk.requests)
                asks[f"{RATE}:{provider}:requests"] = Ask(limits.requests_per_minute, wanted, left=left)
            if limits.tokens_per_minute is not None:
                left = max(0.0, desk.tokens) if kept or not asking else 0.0
                mean = sum(each.tokens for each in waiting) / len(waiting) if waiting else 0.0
                wanted = _AHEAD * most * mean - min(0.0, desk.tokens)
                asks[f"{RATE}:{provider}:tokens"] = Ask(limits.tokens_per_minute, wanted, left=left)
        return asks

    def _told(self, model: str) -> PermanentModelError:
        name = self._gone or "requests"
        bound = getattr(self._budget, name)
        return PermanentModelError(
            f"{model}: not asked, the run's budget of {bound:g} {_UNITS[name]} is spent",
            fault=ModelFault.BUDGET,
            model=model,
            hint="what was done stands; raise the budget and run again to finish the rest",
        )


def _unreachable(model: str, error: BaseException) -> PermanentModelError:
    """Without leases nobody is asked: others may hold what this worker held."""
    told = error.message if isinstance(error, DataError) else f"its shares were lost ({type(error).__name__})"
    return PermanentModelError(
        f"{model}: not asked, {told}",
        fault=ModelFault.STORE,
        model=model,
        hint="see that the shared database is up, and run again",
    )
