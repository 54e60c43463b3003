"""Average link over a sparse graph, and the parts put together in which an event comes out that very many report.

Pairs that are not in the graph count as unlike. An article is compared with few others, so the mean over all pairs
keeps a group from growing much beyond that number. Whole days of news have no such event; a text that two hundred
outlets carry has.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

_LEAST = 20
"""Articles of a group that may be a part: half of the candidates that each of them has."""

_SAMPLE = 5
"""Articles of each part that are compared with those of the other."""

_MOST_EVENTS = 40
"""Events that a part is compared with, the latest first: a bound on the work."""


def average_link(
    count: int,
    likely: Mapping[tuple[int, int], float],
    threshold: float,
    standing: Sequence[Sequence[int]] = (),
    fresh: frozenset[int] | None = None,
) -> list[list[int]]:
    """Merge the two likeliest groups while the mean over all their pairs reaches ``threshold``.

    ``likely`` holds pairs (i, j) with i < j < ``count``. ``standing`` groups are kept whole and, where ``fresh`` is
    given, two groups without a fresh member between them are never merged. Groups and members come in rising order.
    """
    groups = _Groups(count, likely, standing, fresh)
    heap = [entry for at in range(count) for entry in groups.links(at, threshold, above=at)]
    heapq.heapify(heap)
    while heap:
        _, low, high, size_low, size_high = heapq.heappop(heap)
        if groups.current(low, size_low) and groups.current(high, size_high) and groups.may_merge(low, high):
            groups.merge(low, high)
            for entry in groups.links(low, threshold):
                heapq.heappush(heap, entry)
    return sorted(members for members in groups.members if members)


class _Groups:
    """The groups so far, and the summed likelihood between neighbours. A group is named by its lowest member."""

    def __init__(
        self,
        count: int,
        likely: Mapping[tuple[int, int], float],
        standing: Sequence[Sequence[int]],
        fresh: frozenset[int] | None,
    ) -> None:
        self.members = [[at] for at in range(count)]
        self._stands = [fresh is not None and at not in fresh for at in range(count)]
        self._sums: list[dict[int, float]] = [{} for _ in range(count)]
        for (low, high), value in sorted(likely.items()):
            self._sums[low][high] = self._sums[high][low] = value
        for ids in standing:
            for member in ids[1:]:
                self.merge(ids[0], member)

    def current(self, at: int, size: int) -> bool:
        """Whether a group is still what an entry of the heap was made for."""
        return len(self.members[at]) == size

    def may_merge(self, one: int, other: int) -> bool:
        return not (self._stands[one] and self._stands[other])

    def links(self, at: int, threshold: float, above: int = -1) -> list[tuple[float, int, int, int, int]]:
        """The entries of the heap for a group: what could be merged with it now, the likeliest first."""
        size = len(self.members[at])
        entries = []
        for other, total in self._sums[at].items():
            mean = total / (size * len(self.members[other]))
            if other > above and mean >= threshold:
                low, high = min(at, other), max(at, other)
                entries.append((-mean, low, high, len(self.members[low]), len(self.members[high])))
        return entries

    def merge(self, low: int, high: int) -> None:
        """Put the second group into the first."""
        self.members[low] = sorted(self.members[low] + self.members[high])
        self.members[high] = []
        self._stands[low] = self._stands[low] or self._stands[high]
        for other, total in self._sums[high].items():
            del self._sums[other][high]
            if other != low:
                self._sums[low][other] = self._sums[other][low] = self._sums[low].get(other, 0.0) + total
        self._sums[high] = {}


@dataclass(slots=True)
class _Event:
    """Parts put together, and the heaviest words of the articles that were compared."""

    members: list[int]
    words: set[str]


def put_together(
    groups: Sequence[list[int]],
    chance: Callable[[int, int], float],
    words: Callable[[int], Iterable[str]],
    threshold: float,
) -> list[list[int]]:
    """The groups, those of `_LEAST` members put together whose samples are alike.

    ``chance`` takes the lower first. ``words`` gives the heaviest words of an article: samples that share none of
    them are not alike, and are not compared.
    """
    events: list[_Event] = []
    for part in (group for group in groups if len(group) >= _LEAST):
        own = {word for at in _sample(part) for word in words(at)}
        near = (e for e in reversed(events[-_MOST_EVENTS:]) if not own.isdisjoint(e.words))
        same = next((e for e in near if _alike(e.members, part, chance) >= threshold), None)
        if same is None:
            events.append(_Event(list(part), own))
        else:
            same.members.extend(part)
            same.words |= {word for at in _sample(same.members) for word in words(at)}
    small = (group for group in groups if len(group) < _LEAST)
    return sorted([*(sorted(event.members) for event in events), *small])


def _alike(one: Sequence[int], other: Sequence[int], chance: Callable[[int, int], float]) -> float:
    """The mean likelihood over the pairs of two samples."""
    return fmean(chance(min(i, j), max(i, j)) for i in _sample(one) for j in _sample(other))


def _sample(group: Sequence[int]) -> Sequence[int]:
    return group[:: max(1, len(group) // _SAMPLE)][:_SAMPLE]
