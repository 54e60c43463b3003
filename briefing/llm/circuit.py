"""Stops asking a provider that is down, and finds out when it is back."""

from __future__ import annotations

import time
from collections.abc import Callable

from briefing.errors import ModelError, ModelFault, TransientModelError

DOWN = frozenset({ModelFault.CONNECTION, ModelFault.TIMEOUT, ModelFault.SERVER, ModelFault.OVERLOADED})
"""Faults that a provider which is down shows. A 429 is the answer of one that is up."""


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
