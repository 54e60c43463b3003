"""The arithmetic of shares: pure functions over values, for whoever keeps the table.

Three kinds of things are shared. *Slots* (connections) are held and given back. A *rate* (requests or tokens a minute)
is a bucket that time fills. A *budget* is spent once: what is leased of it and not yet reported counts as spent, so
that the bound holds whoever is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

MINUTE = 60.0
_PARTS = 200.0
"""A lease of a budget is at least this part of the whole: the last of it is not handed out in crumbs."""


def fair_shares(capacity: int, wanted: Mapping[str, int]) -> dict[str, int]:
    """Slots for each worker: what it wants, or an equal part of what the others leave (max-min fairness).

    What does not divide goes to the first by name. Shares add up to the capacity or to what is wanted, whichever is
    less.
    """
    shares = dict.fromkeys(wanted, 0)
    left = capacity
    waiting = sorted(wanted, key=lambda name: (wanted[name], name))
    while waiting:
        part = left // len(waiting)
        name = waiting.pop(0) if wanted[waiting[0]] <= part else None
        if name is None:
            for place, other in enumerate(sorted(waiting)):
                shares[other] = part + (place < left % len(waiting))
            break
        shares[name] = wanted[name]
        left -= wanted[name]
    return shares


def slots_for(worker: str, capacity: int, wanted: Mapping[str, int], held: Mapping[str, int]) -> int:
    """Slots that a worker may hold now: its fair share, as far as the others have given theirs back."""
    others = sum(count for name, count in held.items() if name != worker)
    return max(0, min(fair_shares(capacity, wanted)[worker], capacity - others))


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of at most a minute's worth, with its level at a time."""

    per_minute: float
    level: float
    at: float

    def now(self, time: float) -> Rate:
        """The bucket as it is later. A clock that goes back fills nothing."""
        gained = self.per_minute * max(0.0, time - self.at) / MINUTE
        return replace(self, level=min(self.per_minute, self.level + gained), at=max(time, self.at))

    def taken(self, wanted: float, workers: int) -> tuple[float, Rate]:
        """What one of so many workers gets of what it wants, in whole units, and the bucket after that."""
        part = -(-self.level // max(1, workers))
        got = float(max(0, int(min(wanted, part, self.level))))
        return got, replace(self, level=self.level - got)

    def given_back(self, units: float) -> Rate:
        """The bucket with what a worker did not use."""
        return replace(self, level=min(self.per_minute, self.level + units))


@dataclass(frozen=True, slots=True)
class Budget:
    """A bound, what was spent of it, and what workers hold of it."""

    bound: float
    spent: float
    leased: float

    @property
    def left(self) -> float:
        return max(0.0, self.bound - self.spent - self.leased)

    def lease(self, workers: int, *, whole: bool) -> float:
        """What one of so many workers may hold more: a part that shrinks with what is left, so that all come to an end
        together. ``whole`` leases whole units."""
        part = max(self.left / (2 * max(1, workers)), self.bound / _PARTS, 1.0 if whole else 0.0)
        part = min(part, self.left)
        return float(int(part)) if whole else part
