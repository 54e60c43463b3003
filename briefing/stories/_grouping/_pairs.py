"""Which pairs of articles are worth comparing, and what is compared."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from heapq import nsmallest

from briefing.stories._grouping._profile import Profile, Vector

TOP_WORDS = 25
"""Heaviest words of an article that find it candidates. With 25 and the caps below, candidates hold 95 to 100% of
the true pairs of every kind of news it was measured on."""

_LEAST_SHARED = 0.04
_MOST_CANDIDATES = 40
_BESIDE = 30
"""Articles before one and behind it, in the order of date and outlet, that words which stand everywhere find."""
_MOST_READ = 1_500
"""Entries of the index that an article reads in full, over all of its words, the rarest word first. The 3,457
labelled articles need 1,421 at most, so that this bounds larger days alone; with 100 they find the same true pairs."""
_LIKELIEST = 60
"""Articles for which the words beyond `_MOST_READ` are counted too."""
_FAR_APART = 30
"""Days apart beyond which it makes no difference how many more."""

FEATURES = (
    "cosine", "title", "lead", "headline_found_max", "headline_found_min", "names", "contained", "days", "undated",
    "length", "length_ratio", "word_pairs", "shared_names", "rarest", "third_rarest", "numbers",
)  # fmt: skip
"""What is compared of two articles, in the order of `features`."""


TopWords = Sequence[tuple[str, float]]
"""The heaviest words of an article with their weights."""

Holders = Mapping[str, tuple["array[int]", "array[float]"]]
"""By word, the articles that have it among their heaviest, in order, and its weight in each."""


def holders_of(top: Sequence[TopWords]) -> Holders:
    """Who has which words."""
    holders: defaultdict[str, tuple[array[int], array[float]]] = defaultdict(lambda: (array("l"), array("d")))
    for at, words in enumerate(top):
        for word, value in words:
            places, values = holders[word]
            places.append(at)
            values.append(value)
    return holders


def candidates_of(at: int, top: TopWords, holders: Holders, most: int) -> list[int]:
    """The articles that share enough of the heaviest words of one.

    The rarest words find all who have them, as long as these are no more than `_MOST_READ` together; each other word
    finds the articles beside this one, and counts for the likeliest of those that others found. Words that more than
    ``most`` share, about three times the square root of all articles, find nobody, unless an article has little else:
    then they too find the articles beside it. So the work for an article has a bound that does not depend on how many
    there are, and each keeps its 40 best candidates, which bounds the memory to n.
    """
    whole, everywhere = _read_whole(top, holders, most), _everywhere(top, holders, most)
    shared: defaultdict[int, float] = defaultdict(float)
    for word, value in top:
        if word in whole:
            _add(shared, value, *holders[word])
    for word, value in top:
        if word in everywhere:
            _add(shared, value, *_beside(at, *holders[word]))
    rest = [(word, value) for word, value in top if word not in whole and len(holders[word][0]) <= most]
    if rest:
        seen = shared.copy()
        for word, value in rest:
            _add(seen, value, *_beside(at, *holders[word]))
        likeliest = nsmallest(_LIKELIEST, seen, key=lambda other: (-seen[other], other))
        shared = defaultdict(float, {other: shared[other] + _shared(other, rest, holders) for other in likeliest})
    shared.pop(at, None)
    best = sorted(((-score, other) for other, score in shared.items() if score >= _LEAST_SHARED))
    return [other for _, other in best[:_MOST_CANDIDATES]]


def _add(shared: defaultdict[int, float], value: float, places: Sequence[int], values: Sequence[float]) -> None:
    for other, its in zip(places, values, strict=True):
        shared[other] += value * its


def _beside(at: int, places: Sequence[int], values: Sequence[float]) -> tuple[Sequence[int], Sequence[float]]:
    """The holders of a word that stand next to an article."""
    place = bisect_left(places, at)
    near = slice(max(0, place - _BESIDE), place + _BESIDE)
    return places[near], values[near]


def _shared(other: int, words: TopWords, holders: Holders) -> float:
    """What these words add for another article."""
    total = 0.0
    for word, value in words:
        places, values = holders[word]
        place = bisect_left(places, other)
        if place < len(places) and places[place] == other:
            total += value * values[place]
    return total


def _read_whole(top: TopWords, holders: Holders, most: int) -> Collection[str]:
    """The words whose holders are all looked at: the rarest, as far as `_MOST_READ` goes."""
    found, left = set(), _MOST_READ
    for length, word in sorted((len(holders[word][0]), word) for word, _ in top):
        if length > min(most, left):
            break
        found.add(word)
        left -= length
    return found


def _everywhere(top: TopWords, holders: Holders, most: int) -> Collection[str]:
    """The words that too many articles share, where they are most of an article's: it is one of very many on one
    event. None otherwise."""
    found = {word for word, _ in top if len(holders[word][0]) > most}
    return found if 2 * len(found) > len(top) else ()


def heaviest(profile: Profile) -> list[tuple[str, float]]:
    """The words of an article that find it candidates."""
    return sorted(profile.all.items(), key=lambda item: (-item[1], item[0]))[:TOP_WORDS]


def features(one: Profile, other: Profile) -> list[float]:
    """The comparison of two articles: the values of `FEATURES`.

    Sums run over sets, whose order changes from run to run: `math.fsum` is exact, and so the same in any order.
    """
    shared = one.all.keys() & other.all.keys()
    rarest = sorted((one.all[word] * other.all[word] for word in shared), reverse=True)
    found = sorted((_found(one.title, other), _found(other.title, one)))
    dated = one.day is not None and other.day is not None
    days = min(abs((one.day or 0) - (other.day or 0)), _FAR_APART) if dated else -1
    short, long = sorted((one.words, other.words))
    return [
        math.fsum(rarest),
        _dot(one.title, other.title),
        _dot(one.lead, other.lead),
        found[1],
        found[0],
        _dot(one.names, other.names),
        math.fsum(map(one.weight.__getitem__, shared)) / (min(one.mass, other.mass) or 1.0),
        float(days),
        float(not dated),
        math.log(short),
        math.log(long / short),
        math.log1p(len(one.pairs & other.pairs)),
        math.log1p(len(one.names.keys() & other.names.keys())),
        rarest[0] if rarest else 0.0,
        rarest[2] if len(rarest) > 2 else 0.0,
        math.log1p(len(one.numbers & other.numbers)),
    ]


def _dot(one: Vector, other: Vector) -> float:
    return math.fsum(one[word] * other[word] for word in one.keys() & other.keys())


def _found(title: Vector, other: Profile) -> float:
    """The share of a headline's weight that the other article has too."""
    whole = math.fsum(title.values())
    return math.fsum(map(title.__getitem__, title.keys() & other.all.keys())) / whole if whole else 0.0
