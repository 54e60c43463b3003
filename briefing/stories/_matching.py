"""Which items of several articles are one: as whoever compared them with earlier days knows, else by average link.

Greedy average link over the scores of pairs: the best pair comes first.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import fmean
from typing import Generic, TypeVar

from briefing.schema.brief import Item
from briefing.schema.links import Links, OfferLink, QuestionLink
from briefing.stories._reports import Member

ItemT = TypeVar("ItemT", bound=Item)

SAME_ARTICLE = 0.75
"""Two items of one article are one only where they say nearly the same: the article itself kept them apart."""

MOST_PAIRED = 600
"""Items that are all compared with each other: three each of 200 outlets. The time for it grows with the square."""

_SPOKESMEN = 8
"""Items of a cluster that a further one is compared with, where there are more than `MOST_PAIRED`."""

NEVER = -math.inf
"""The score of two items that cannot be one: no average over others makes up for it."""

Score = Callable[[Member[ItemT], Member[ItemT]], float]


def join(
    members: Sequence[Member[ItemT]],
    score: Score[ItemT],
    threshold: float,
    *,
    kinds: Callable[[Member[ItemT]], Hashable] | None = None,
    handles: Callable[[Member[ItemT]], Iterable[Hashable]] | None = None,
) -> tuple[tuple[Member[ItemT], ...], ...]:
    """Cluster the members: the best pair first, while the average score between two clusters reaches ``threshold``.

    Members keep their order inside a cluster, clusters the order of their first members. The caller sorts the
    members; then no other order plays a part. Of more than `MOST_PAIRED` members each further one joins the cluster
    that it is most like, or begins one.

    Args:
        kinds: members of one kind score alike with whatever is compared, and are alike for sure: only the first of
            each is clustered, and the others go with it.
        handles: members that share none of them score 0, and are not compared.
    """
    kind = kinds or id
    of_kind: dict[Hashable, list[int]] = {}
    for at, member in enumerate(members):
        of_kind.setdefault(kind(member), []).append(at)
    firsts = [places[0] for places in of_kind.values()]
    clusters = _Clusters([members[at] for at in firsts], score, threshold)
    paired = firsts[:MOST_PAIRED]
    clusters.pair(len(paired), _sharing([handles(members[at]) for at in paired]) if handles else None)
    for at in range(MOST_PAIRED, len(firsts)):
        clusters.take(at)
    alike = list(of_kind.values())
    found = (sorted(place for at in group for place in alike[at]) for group in clusters.groups if group)
    return tuple(tuple(members[place] for place in group) for group in sorted(found))


def _sharing(handles: Sequence[Iterable[Hashable]]) -> Iterator[tuple[int, int]]:
    """The pairs (i, j), i < j, of which both have a handle in common."""
    holders: defaultdict[Hashable, list[int]] = defaultdict(list)
    for j, own in enumerate(handles):
        own = tuple(own)
        yield from ((i, j) for i in sorted({i for handle in own for i in holders[handle]}))
        for handle in own:
            holders[handle].append(j)


class _Clusters(Generic[ItemT]):
    """Clusters of places in a sequence of members, while they are made. A cluster is named by its lowest place."""

    def __init__(self, members: Sequence[Member[ItemT]], score: Score[ItemT], threshold: float) -> None:
        self._members = members
        self._score = score
        self._threshold = threshold
        self._home = list(range(len(members)))
        self._sums: list[dict[int, float]] = [{} for _ in members]
        """By cluster: the summed score with each other cluster that it has any with."""
        self.groups: list[list[int]] = [[] for _ in members]
        self._by_article: list[defaultdict[str, list[int]]] = [defaultdict(list) for _ in members]

    def pair(self, count: int, pairs: Iterable[tuple[int, int]] | None) -> None:
        """Cluster the first ``count`` members by the scores of pairs, of all if None."""
        for at in range(count):
            self._begin(at)
        for i, j in self._likeliest(combinations(range(count), 2) if pairs is None else pairs):
            one, other = sorted((self._home[i], self._home[j]))
            if one != other and self._are_one(one, other):
                self._merge(one, other)

    def take(self, at: int) -> None:
        """Let a further member join the cluster that it is most like by the mean over some of its members."""
        likely = [
            (mean, -cluster)
            for cluster, group in enumerate(self.groups)
            if group
            and (mean := fmean(self._between(i, at) for i in group[:_SPOKESMEN])) >= self._threshold
            and self._told_together(cluster, [at])
        ]
        self._begin(at)
        if likely:
            _, home = max(likely)
            self._move(at, -home)

    def _begin(self, at: int) -> None:
        self.groups[at] = [at]
        self._by_article[at][self._article(at)].append(at)

    def _article(self, at: int) -> str:
        return self._members[at].report.article.id

    def _between(self, i: int, j: int) -> float:
        return self._score(self._members[i], self._members[j])

    def _likeliest(self, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The pairs that may be one, the best first; the sums of all are filled in on the way."""
        found: list[tuple[float, int, int]] = []
        for i, j in pairs:
            value = self._between(i, j)
            if value:
                self._sums[i][j] = self._sums[j][i] = value
                if value >= self._threshold:
                    found.append((-value, i, j))
        return ((i, j) for _, i, j in sorted(found))

    def _are_one(self, one: int, other: int) -> bool:
        pairs = len(self.groups[one]) * len(self.groups[other])
        return self._sums[one][other] >= self._threshold * pairs and self._told_together(one, self.groups[other])

    def _told_together(self, cluster: int, others: Sequence[int]) -> bool:
        """Whether no article keeps a member of the cluster and one of the others apart."""
        known = self._by_article[cluster]
        pairs = ((i, j) for j in others for i in known.get(self._article(j), ()))
        return all(self._between(min(pair), max(pair)) >= SAME_ARTICLE for pair in pairs)

    def _merge(self, low: int, high: int) -> None:
        for other, total in self._sums[high].items():
            del self._sums[other][high]
            if other != low:
                self._sums[low][other] = self._sums[other][low] = self._sums[low].get(other, 0.0) + total
        self._sums[high] = {}
        self._move(high, low)

    def _move(self, cluster: int, into: int) -> None:
        """Put the members of one cluster into another."""
        for at in self.groups[cluster]:
            self._home[at] = into
            self._by_article[into][self._article(at)].append(at)
        self.groups[into] = sorted(self.groups[into] + self.groups[cluster])
        self.groups[cluster] = []


Ref = tuple[str, str]
"""The ids of an article and of an item of its brief."""


@dataclass(frozen=True, slots=True)
class ToldAs:
    """The name of what each item is: items of one name are one, of two names two. ``answers`` are the names of what a
    response answers, ``story`` the name of an article's story. What has no name goes by its words."""

    items: Mapping[Ref, str] = field(default_factory=dict)
    answers: Mapping[Ref, tuple[str, ...]] = field(default_factory=dict)
    story: Mapping[str, str] = field(default_factory=dict)

    def score(self, ref: Ref, other: Ref) -> float | None:
        """The score of two items that are known to be one, or two; None where nobody knows."""
        first, second = self.items.get(ref), self.items.get(other)
        return None if first is None or second is None else 1.0 if first == second else NEVER

    def regrouped(self, groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """Groups of articles put together by the names of their stories, in the order of their first articles; a group
        of articles of several stories is split."""
        found: dict[str, list[str]] = {}
        for group in groups:
            for article in group:
                found.setdefault(self.story.get(article, f"{group[0]} alone"), []).append(article)
        return tuple(map(tuple, found.values()))


NOTHING = ToldAs()


def told_as(links: Links, story: Mapping[str, str]) -> ToldAs:
    """What the links of a day say that items are."""
    every: tuple[OfferLink | QuestionLink, ...] = (*links.offers, *links.questions)
    items = {(link.item.article, link.item.item): link.entry for link in every}
    answers = {(link.item.article, link.item.item): link.answers for link in links.responses}
    return ToldAs(items, answers, dict(story))
