"""The parts in which an event comes out that very many articles report.

An article is compared with few others, so the mean over all pairs keeps a group from growing much beyond that number.
Whole days of news have no such event; a text that two hundred outlets carry has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean

LEAST = 20
"""Articles of a group that may be a part: half of the candidates that each of them has."""

_SAMPLE = 5
"""Articles of each part that are compared with those of the other."""

_MOST_EVENTS = 40
"""Events that a part is compared with, the latest first: a bound on the work."""


def put_together(groups: Sequence[list[int]], chance: Callable[[int, int], float], threshold: float) -> list[list[int]]:
    """The groups, those of `LEAST` members put together whose samples are alike. ``chance`` takes the lower first."""
    events: list[list[int]] = []
    for part in (group for group in groups if len(group) >= LEAST):
        same = next((e for e in reversed(events[-_MOST_EVENTS:]) if _alike(e, part, chance) >= threshold), None)
        if same is None:
            events.append(list(part))
        else:
            same.extend(part)
    return sorted([*map(sorted, events), *(group for group in groups if len(group) < LEAST)])


def _alike(one: Sequence[int], other: Sequence[int], chance: Callable[[int, int], float]) -> float:
    """The mean likelihood over the pairs of two samples."""
    return fmean(chance(min(i, j), max(i, j)) for i in _sample(one) for j in _sample(other))


def _sample(group: Sequence[int]) -> Sequence[int]:
    return group[:: max(1, len(group) // _SAMPLE)][:_SAMPLE]
