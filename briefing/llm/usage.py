"""What a run used, by model and stage, and the bound on it. Every attempt counts, those that failed too."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import Field

from briefing.errors import ModelError, ModelFault, PermanentModelError
from briefing.schema.base import Model
from briefing.schema.briefing import Usage, UsageRow

_TOKENS = ("input_tokens", "output_tokens", "cached_tokens", "cache_write_tokens", "reasoning_tokens")

_UNITS = {"requests": "requests", "tokens": "tokens", "cost": "US dollars", "seconds": "seconds"}


@dataclass(slots=True)
class _Tally:
    requests: int = 0
    failed: int = 0
    replayed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    seconds: float = 0.0
    cost: float = 0.0
    unpriced: int = 0
    """Sound replies whose price is not known."""
    faults: Counter[str] = field(default_factory=Counter)

    def add_tokens(self, usage: Usage) -> None:
        for kind in _TOKENS:
            setattr(self, kind, getattr(self, kind) + getattr(usage, kind))

    def tokens(self) -> dict[str, int]:
        return {kind: getattr(self, kind) for kind in _TOKENS}


class UsageLedger:
    """Sums, not entries: its size does not grow with the run."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str], _Tally] = {}

    def succeeded(self, model: str, stage: str, usage: Usage, seconds: float) -> None:
        """Count an attempt that brought a reply."""
        tally = self._tally(model, stage)
        tally.requests += 1
        tally.seconds += seconds
        tally.add_tokens(usage)
        if usage.cost is None:
            tally.unpriced += 1
        else:
            tally.cost += usage.cost

    def failed(self, model: str, stage: str, error: ModelError, seconds: float) -> None:
        """Count an attempt that brought none, unless nothing was sent."""
        if error.fault is ModelFault.NOT_RECORDED:
            return
        tally = self._tally(model, stage)
        tally.requests += 1
        tally.failed += 1
        tally.seconds += seconds
        tally.faults[error.fault.value if error.fault else "other"] += 1

    def replayed(self, model: str, stage: str) -> None:
        """Count a reply that came from the store."""
        self._tally(model, stage).replayed += 1

    def add(self, row: UsageRow) -> None:
        """Count what another process used."""
        tally = self._tally(row.model, row.stage)
        for name in ("requests", "failed", "replayed", "seconds", *_TOKENS):
            setattr(tally, name, getattr(tally, name) + getattr(row, name))
        tally.cost += row.cost or 0.0
        tally.unpriced += row.cost is None
        tally.faults.update(row.faults)

    def rows(self) -> tuple[UsageRow, ...]:
        """One row for each model and stage, sorted by both."""
        return tuple(
            UsageRow(
                model=model,
                stage=stage,
                requests=tally.requests,
                failed=tally.failed,
                replayed=tally.replayed,
                **tally.tokens(),
                seconds=round(tally.seconds, 3),
                cost=None if tally.unpriced else tally.cost,
                faults=dict(sorted(tally.faults.items())),
            )
            for (model, stage), tally in sorted(self._tallies.items())
        )

    def total(self) -> Usage:
        """All attempts of all models. The cost is None where one of the prices is not known."""
        tallies = self._tallies.values()
        tokens = [tally.tokens() for tally in tallies]
        return Usage(
            requests=sum(tally.requests for tally in tallies),
            **{kind: sum(each[kind] for each in tokens) for kind in _TOKENS},
            cost=None if any(tally.unpriced for tally in tallies) else sum(tally.cost for tally in tallies),
        )

    @property
    def known_cost(self) -> float:
        """US dollars of all replies whose price is known: what a bound on cost is held against."""
        return sum(tally.cost for tally in self._tallies.values())

    def _tally(self, model: str, stage: str) -> _Tally:
        return self._tallies.setdefault((model, stage), _Tally())


class RunBudget(Model):
    """What a run may use in all, over all its models. None is no bound."""

    requests: int | None = Field(default=None, ge=0, description="attempts, failed ones too")
    tokens: int | None = Field(default=None, ge=0, description="prompt and reply together")
    cost: float | None = Field(default=None, ge=0, description="US dollars")
    seconds: float | None = Field(default=None, gt=0, description="time from the first request on")


class BudgetGuard:
    """Holds a run to its budget.

    The bound is checked before each attempt. What is in flight then is let finish, so that nothing paid for is
    lost: a run may end above its bound by as many requests as are in flight at once.
    """

    def __init__(self, budget: RunBudget, ledger: UsageLedger, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._budget = budget
        self._ledger = ledger
        self._clock = clock
        self._started: float | None = None
        self._unbounded = budget == RunBudget()

    def check(self, model: str) -> None:
        """Pass, or raise.

        Raises:
            PermanentModelError: a bound is reached; the message names it.
        """
        if self._unbounded:
            return
        if self._started is None:
            self._started = self._clock()
        total = self._ledger.total()
        used = {
            "requests": total.requests,
            "tokens": total.input_tokens + total.output_tokens,
            "cost": self._ledger.known_cost,
            "seconds": self._clock() - self._started,
        }
        for name, value in used.items():
            bound = getattr(self._budget, name)
            if bound is not None and value >= bound:
                raise PermanentModelError(
                    f"{model}: not asked, the run's budget of {bound:g} {_UNITS[name]} is spent",
                    fault=ModelFault.BUDGET,
                    model=model,
                    hint="what was done stands; raise the budget and run again to finish the rest",
                )
