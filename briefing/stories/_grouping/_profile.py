"""An article as the words that tell it from others, weighted by rarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefing.language.topics import STOPWORDS, fold, stem
from briefing.schema.article import Article, ParagraphKind

MOST_WORDS = 300
"""Content words of the body that count: news says first what happened; the rest is background."""

_TITLE_WORDS = 60
_LEAD_WORDS = 50
_TITLE_WEIGHT = 2
_LEAST_IDF = 0.05
_RARE_PAIR = 6.0
"""Least sum of the weights of two neighbouring words that count as a pair: "prime minister" does not."""

_KNOWN = 65_536
"""Words of which it is kept whether they are numbers."""

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_STARTS_SENTENCE = frozenset('.!?:\n"“”')

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """The words of one article: stems in order, and those printed with a capital inside a sentence."""

    day: int | None
    title: tuple[str, ...]
    body: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A reading with weights. Vectors have length 1; ``mass`` is the sum of the weights of all different words.
    ``weight`` is that of its words and, since profiles share it, of others.

    ``day`` is a day's ordinal, None where the article has no date.
    """

    day: int | None
    words: int
    all: Vector
    title: Vector
    lead: Vector
    names: Vector
    weight: Vector
    mass: float
    numbers: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of ``documents`` articles each common stem stands; stems that are not in ``counts`` are rare."""

    documents: int
    counts: Mapping[str, int]


Sheet = tuple[str, str, int | None]
"""The title and the text of an article, and its day."""


def profile(article: Article) -> ArticleWords:
    """Read the words of an article."""
    return read(*sheet(article))


def sheet(article: Article) -> Sheet:
    """What is read of an article."""
    titles = {paragraph.span for paragraph in article.paragraphs if paragraph.kind is ParagraphKind.TITLE}
    end = article.story.end
    story = [p.span for p in article.paragraphs if p.span not in titles and p.span.end <= end]
    text = "\n\n".join(map(article.slice, story)) if article.paragraphs else article.text
    title = article.title or "\n".join(map(article.slice, sorted(titles, key=lambda span: span.start)))
    return title, text, article.published.day.toordinal() if article.published else None


def read(title: str, text: str, day: int | None) -> ArticleWords:
    """The words of a title and a text. Without a title its first words stand in for one."""
    body, names = _stems(text, MOST_WORDS)
    heading, _ = _stems(title, _TITLE_WORDS)
    return ArticleWords(day, tuple(heading or body[:12]), tuple(body), tuple(dict.fromkeys(names)))


def _stems(text: str, most: int) -> tuple[list[str], list[str]]:
    found: list[str] = []
    names: list[str] = []
    for match in _WORD.finditer(text):
        word = fold(match.group()).removesuffix("'s").replace(".", "")
        if not word or word in STOPWORDS:
            continue
        found.append(stem(word))
        if match.group()[0].isupper() and not _opens(text, match.start()):
            names.append(found[-1])
        if len(found) >= most:
            break
    return found, names


def _opens(text: str, start: int) -> bool:
    """Whether a word opens a sentence: its capital says nothing there."""
    before = text[max(0, start - 2) : start]
    return start == 0 or "\n" in before or (bool(before.strip()) and before.strip()[-1] in _STARTS_SENTENCE)


def weigh(readings: Sequence[ArticleWords], background: Background) -> list[Profile]:
    """Weight the words of each reading by how rare they are, here and in the background.

    The background keeps rare words heavy where there are few articles: among the four of a small day, every word
    of an event stands in half of them.
    """
    weight = weights_of(readings, background)
    return [weighed_alone(reading, weight) for reading in readings]


def weights_of(readings: Sequence[ArticleWords], background: Background) -> dict[str, float]:
    """The weight of each word of the readings."""
    counts = Counter(word for reading in readings for word in dict.fromkeys((*reading.title, *reading.body)))
    total = len(readings) + background.documents
    return {
        word: max(_LEAST_IDF, math.log(total / (here + background.counts.get(word, 0) + 0.5)))
        for word, here in counts.items()
    }


def weighed_alone(reading: ArticleWords, weight: Vector) -> Profile:
    """One reading with the weights of its words, which may be among others."""
    times = Counter(reading.body)
    for word in reading.title:
        times[word] += _TITLE_WEIGHT
    return Profile(
        day=reading.day,
        words=len(reading.body) + 1,
        all=_unit({word: (1 + math.log(count)) * weight[word] for word, count in times.items()}),
        title=_unit(_pick(weight, reading.title)),
        lead=_unit(_pick(weight, (*reading.body[:_LEAD_WORDS], *reading.title))),
        names=_unit(_pick(weight, reading.names)),
        weight=weight,
        mass=sum(map(weight.__getitem__, times)),
        numbers=frozenset(filter(_is_number, times)),
        pairs=frozenset(
            (first, second)
            for first, second in pairwise((*reading.title, "", *reading.body))
            if weight.get(first, 0.0) + weight.get(second, 0.0) > _RARE_PAIR
        ),
    )


def _pick(weight: Vector, words: Iterable[str]) -> dict[str, float]:
    return {word: weight[word] for word in dict.fromkeys(words)}


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / length for word, value in vector.items()}


@lru_cache(_KNOWN)
def _is_number(word: str) -> bool:
    """Numbers but years: every article of a year has its year in common."""
    return any(c.isdigit() for c in word) and not (len(word) == 4 and word[:2] in {"19", "20"})
