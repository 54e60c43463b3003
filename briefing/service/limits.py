"""Rates: how many requests a minute, by key or by address. Kept by each process for itself."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

_MOST = 10_000
"""Names that are remembered; who was not seen for longest is forgotten, and has a full bucket again."""


class Rates:
    """Token buckets: as many requests at once as a minute has, then as many as flow in."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, per_minute: int) -> float:
        """Take one: 0 where there was one, else the seconds after which there is."""
        now = self._now()
        left, since = self._buckets.pop(name, (float(per_minute), now))
        left = min(float(per_minute), left + (now - since) * per_minute / 60)
        wait = 0.0 if left >= 1 else (1 - left) * 60 / per_minute
        self._buckets[name] = (left - 1 if wait == 0 else left, now)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return wait
