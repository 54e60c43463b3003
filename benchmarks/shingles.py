"""The metric of the scrapinghub article extraction benchmark: multisets of four-word shingles.

Zyte, "Article extraction benchmark" (https://github.com/scrapinghub/article-extraction-benchmark): words are runs of
word characters, a page's shingles are its runs of four words (the whole text where it is shorter). Precision and
recall are means over pages, F1 is computed from those means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

_WORD = re.compile(r"\w+")
_SIZE = 4


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over pages; ``low`` counts pages with an F1 below one half."""

    f1: float
    precision: float
    recall: float
    low: int
    pages: int

    def __str__(self) -> str:
        return f"F1 {self.f1:.4f}  P {self.precision:.4f}  R {self.recall:.4f}  below .5: {self.low:2} of {self.pages}"


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The multiset of a text's shingles; empty for a text without words."""
    words = _WORD.findall(text)
    count = max(1, len(words) - _SIZE + 1)
    return Counter(shingle for i in range(count) if (shingle := tuple(words[i : i + _SIZE])))


def score_pages(pairs: Iterable[tuple[str, str]]) -> Scores:
    """The scores of (true body, predicted body) pairs."""
    precisions: list[float] = []
    recalls: list[float] = []
    low = pages = 0
    for true, predicted in pairs:
        wanted, given = shingles(true), shingles(predicted)
        hits = sum((wanted & given).values())
        total_given, total_wanted = sum(given.values()), sum(wanted.values())
        pages += 1
        low += 2 * hits < 0.5 * (total_given + total_wanted)
        if total_given:
            precisions.append(hits / total_given)
        if total_wanted:
            recalls.append(hits / total_wanted)
    return _scores(precisions, recalls, low, pages)


def _scores(precisions: Sequence[float], recalls: Sequence[float], low: int, pages: int) -> Scores:
    precision = fmean(precisions) if precisions else 0.0
    recall = fmean(recalls) if recalls else 0.0
    both = precision + recall
    return Scores(2 * precision * recall / both if both else 0.0, precision, recall, low, pages)
