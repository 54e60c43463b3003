"""The work of grouping in blocks, each of which any process can do, and what they give put together by key.

A block is given all that it needs and nothing else: texts to read, words to weigh, an index of the rare words of its
articles, or pairs to compare with the readings of both. Which block an article falls into makes no difference: every
number is computed from the same numbers in the same order. Profiles, which are large, live inside a block alone.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import TypeVar

from briefing.schema.article import Article
from briefing.stories._grouping._model import load_model
from briefing.stories._grouping._pairs import Holders, TopWords, candidates_of, features, heaviest, holders_of
from briefing.stories._grouping._profile import (
    ArticleWords,
    Profile,
    Sheet,
    Vector,
    read,
    sheet,
    weighed_alone,
    weights_of,
)
from briefing.streaming import Mapped

T = TypeVar("T")
Pair = tuple[int, int]

BLOCK = 2_000
"""Articles of a block of texts or words."""

_SEARCHES = 8
"""Blocks that look for candidates, at most: each is sent the words of its articles, which is most of the index."""

_PAIRS = 60_000
"""Pairs of a block: some three seconds of comparing. More where there would be more than `_COMPARISONS` such blocks."""

_COMPARISONS = 4
"""Blocks that compare, but for what tiles add: each makes profiles of its own."""

_TILE = 25_000
"""Articles of either side of a block of pairs. A block makes the profiles of all of its articles, and there is little
that brings unlike pairs together: with tiles, an article's is made once for each tile, not once for each pair."""

_NEVER = 0.002
"""Pairs less likely than this count as no link at all: they cost memory and move no average."""

_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class _Words:
    """Readings by the place of their article, with the weights of their words."""

    readings: Mapping[int, ArticleWords]
    weight: Vector

    def profile(self, at: int) -> Profile:
        return weighed_alone(self.readings[at], self.weight)


@dataclass(frozen=True, slots=True)
class _Search:
    """Articles with their heaviest words, and who else has these."""

    top: Mapping[int, TopWords]
    holders: Holders
    most: int


@dataclass(frozen=True, slots=True)
class _Comparison:
    words: _Words
    pairs: Sequence[Pair]
    bonded: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Compared:
    """The pairs that may be one event, how likely any other pair is, and the heaviest words of an article."""

    likely: Mapping[Pair, float]
    chance: Callable[[int, int], float]
    words: Callable[[int], Collection[str]]


def compare(articles: Sequence[Article], fresh: frozenset[int], bonded: Collection[Pair], mapped: Mapped) -> Compared:
    """Compare articles, in their order; at least one of each pair is in ``fresh``."""
    sheets = [sheet(article) for article in articles]
    readings = [_shared(each) for block in mapped(_read, _cut(sheets, BLOCK)) for each in block]
    weight = weights_of(readings, load_model().background)
    words = [_words(range(at, at + len(block)), readings, weight) for at, block in _numbered(readings, BLOCK)]
    top = [each for block in mapped(_weigh, words) for each in block]
    del words
    pairs = pairs_of(top, fresh, mapped) | {pair for pair in bonded if fresh.intersection(pair)}
    blocks = [
        _Comparison(_words(_both(block), readings, weight), block, frozenset(block) & frozenset(bonded))
        for block in _tiles(pairs, len(readings))
    ]
    found = [value for block in mapped(_likely, blocks) for value in block]
    likely = {pair: value for pair, value in sorted(found) if value > _NEVER}
    chances = _Chances(readings, weight, frozenset(bonded))
    return Compared(likely, chances, chances.words)


class _Chances:
    """How likely pairs are, one at a time; the latest profiles are kept."""

    def __init__(self, readings: Sequence[ArticleWords], weight: Vector, bonded: frozenset[Pair]) -> None:
        self._profile = lru_cache(_KEPT)(lambda at: weighed_alone(readings[at], weight))
        self._bonded = bonded

    def words(self, at: int) -> list[str]:
        return [word for word, _ in heaviest(self._profile(at))]

    def __call__(self, one: int, other: int) -> float:
        return load_model().chance(features(self._profile(one), self._profile(other)), (one, other) in self._bonded)


def _read(sheets: Sequence[Sheet]) -> list[ArticleWords]:
    return [read(*each) for each in sheets]


def _weigh(words: _Words) -> list[TopWords]:
    return [heaviest(words.profile(at)) for at in words.readings]


def _search(search: _Search) -> set[Pair]:
    return {
        (min(at, other), max(at, other))
        for at, top in search.top.items()
        for other in candidates_of(at, top, search.holders, search.most)
    }


def _likely(comparison: _Comparison) -> list[tuple[Pair, float]]:
    model, words = load_model(), comparison.words
    profiles = {at: words.profile(at) for at in words.readings}
    return [
        ((one, other), model.chance(features(profiles[one], profiles[other]), (one, other) in comparison.bonded))
        for one, other in comparison.pairs
    ]


def pairs_of(top: Sequence[TopWords], fresh: frozenset[int], mapped: Mapped) -> set[Pair]:
    """The pairs that are worth comparing, at least one of each in ``fresh``, by the heaviest words of all."""
    holders = holders_of(top)
    most = max(60, int(3 * math.sqrt(len(top))))
    searches = []
    for block in _cut(sorted(fresh), max(BLOCK, -(-len(fresh) // _SEARCHES))):
        own = {at: top[at] for at in block}
        index = {word: holders[word] for words in own.values() for word, _ in words}
        searches.append(_Search(own, index, most))
    return {pair for block in mapped(_search, searches) for pair in block}


def _tiles(pairs: Collection[Pair], count: int) -> list[Sequence[Pair]]:
    """The pairs in blocks that need few profiles: articles of one event stand together, and a block has two tiles."""
    place, size = _neighbours(pairs, count), max(_PAIRS, -(-len(pairs) // _COMPARISONS))
    tiles: defaultdict[tuple[int, int], list[tuple[int, Pair]]] = defaultdict(list)
    for pair in sorted(pairs):
        low, high = sorted((place[pair[0]], place[pair[1]]))
        tiles[low // _TILE, high // _TILE].append((low, pair))
    return [block for key in sorted(tiles) for block in _cut([pair for _, pair in sorted(tiles[key])], size)]


def _neighbours(pairs: Collection[Pair], count: int) -> list[int]:
    """The place of each article in an order in which those of one event come together."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for one, other in sorted(pairs):
        beside[one].append(other)
        beside[other].append(one)
    place: dict[int, int] = {}
    for start in range(count):
        line = deque((start,))
        while line:
            at = line.popleft()
            if at not in place:
                place[at] = len(place)
                line.extend(other for other in beside[at] if other not in place)
    return [place[at] for at in range(count)]


def _shared(reading: ArticleWords) -> ArticleWords:
    """The reading with each word once in memory, however many articles have it."""
    return ArticleWords(
        reading.day,
        tuple(map(intern, reading.title)),
        tuple(map(intern, reading.body)),
        tuple(map(intern, reading.names)),
    )


def _words(places: Iterable[int], readings: Sequence[ArticleWords], weight: Vector) -> _Words:
    own = {at: readings[at] for at in places}
    return _Words(own, {word: weight[word] for each in own.values() for word in (*each.title, *each.body)})


def _both(pairs: Sequence[Pair]) -> list[int]:
    return sorted({at for pair in pairs for at in pair})


def _cut(values: Sequence[T], size: int) -> list[Sequence[T]]:
    return [values[at : at + size] for at in range(0, len(values), size)]


def _numbered(values: Sequence[T], size: int) -> list[tuple[int, Sequence[T]]]:
    return [(at * size, block) for at, block in enumerate(_cut(values, size))]
