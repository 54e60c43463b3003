"""Which items of several articles are one: greedy average link over the scores of pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from briefing.schema.brief import Item
from briefing.stories._reports import Member

ItemT = TypeVar("ItemT", bound=Item)

SAME_ARTICLE = 0.75
"""Two items of one article are one only where they say nearly the same: the article itself kept them apart."""


def join(
    members: Sequence[Member[ItemT]],
    score: Callable[[Member[ItemT], Member[ItemT]], float],
    threshold: float,
) -> tuple[tuple[Member[ItemT], ...], ...]:
    """Cluster the members: the best pair first, while the average score between two clusters reaches ``threshold``.

    Members keep their order inside a cluster, clusters the order of their first members. The caller sorts the
    members; then no other order plays a part.
    """
    scores = {(i, j): score(members[i], members[j]) for i in range(len(members)) for j in range(i + 1, len(members))}
    cluster = [[i] for i in range(len(members))]
    home = list(range(len(members)))
    for (i, j), value in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        if value < threshold:
            break
        one, other = home[i], home[j]
        if one == other:
            continue
        between = [(min(a, b), max(a, b)) for a in cluster[one] for b in cluster[other]]
        if sum(scores[pair] for pair in between) < threshold * len(between):
            continue
        if any(_one_article(members, pair) and scores[pair] < SAME_ARTICLE for pair in between):
            continue
        low, high = sorted((one, other))
        for moved in cluster[high]:
            home[moved] = low
        cluster[low] = sorted(cluster[low] + cluster[high])
        cluster[high] = []
    return tuple(tuple(members[i] for i in group) for group in cluster if group)


def _one_article(members: Sequence[Member[ItemT]], pair: tuple[int, int]) -> bool:
    return members[pair[0]].report.article.id == members[pair[1]].report.article.id
