"""A bound on a whole run: requests, tokens, money, time."""

from __future__ import annotations

import time
from collections.abc import Callable

from pydantic import Field

from briefing.errors import ModelFault, PermanentModelError
from briefing.llm.usage import UsageLedger
from briefing.schema.base import Model


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


_UNITS = {"requests": "requests", "tokens": "tokens", "cost": "US dollars", "seconds": "seconds"}
