"""Copies: texts of which one holds most of the other's words, in their order. One measure for the list of copies on a
page and for its count of origins, so that no page says "one origin" of what it does not call a copy."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from briefing.language.normalise import normalise

COPY = 0.5
"""The share of the shorter text's sequences of five words that a copy has in common with its original.

Over 3,259 articles of eight public collections, no two on different events shared .20 or more of the shorter
one's sequences of five words, but for two pairs of interviews from one questionnaire (.43, .54). Two reporters at one
event share quotations, some 5 to 15 %; rewrites of one agency's text keep half and more.
"""

# A token is a word, or one character of a script that puts no spaces between words.
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_]+")
_SHINGLE = 5
_MIN_SHINGLES = 15
# How many shingles stand for a text while candidates are looked for (those with the smallest hashes, which are
# a fair sample of any two texts), and how many texts a shingle may point to: one that stands in more of them is
# boilerplate, and looking all of them up would make the index quadratic.
_SKETCH = 128
_MAX_POSTINGS = 64
_MAX_CANDIDATES = 8
_REMEMBERED = 256
"""Texts whose words are kept: a page asks for those of each article twice."""


class Copied(NamedTuple):
    """A text repeats an earlier one: ``of`` is its name, ``similarity`` the share of the shorter text that stands in
    the other, 0 to 1."""

    of: str
    similarity: float


class ShingledText(NamedTuple):
    """A text for comparing: the digest of its words in order (None where it has none), and its sequences of five."""

    digest: bytes | None
    shingles: array[int]


@lru_cache(maxsize=_REMEMBERED)
def words_of(text: str) -> ShingledText:
    """The words of a text; marks, case and white space do not count."""
    tokens = _TOKEN.findall(normalise(text).text)
    digest = blake2b("\0".join(tokens).encode("utf-8", "replace"), digest_size=16).digest()
    return ShingledText(digest if tokens else None, array("Q", sorted(set(_shingles(tokens)))))


def similarity(first: ShingledText, second: ShingledText) -> float:
    """The share of the shorter text's sequences of five words that stand in the other."""
    shorter, longer = sorted((first.shingles, second.shingles), key=len)
    return len(set(shorter).intersection(longer)) / len(shorter) if shorter else 0.0


class CopyIndex:
    """Finds the copies of texts in a stream. The work for a text grows with its length and not with their number."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._words: list[ShingledText] = []
        self._postings: defaultdict[int, list[int]] = defaultdict(list)

    def find(self, words: ShingledText) -> Copied | None:
        """The text that this one is a copy of: the most similar, then the earliest; None where it is none."""
        near = [(similarity(words, self._words[other]), -other) for other in self._candidates(words.shingles)]
        share, other = max(near, default=(0.0, 0))
        return Copied(self._names[-other], share) if share >= COPY else None

    def add(self, name: str, words: ShingledText) -> None:
        """Remembers a text."""
        number = len(self._names)
        self._names.append(name)
        self._words.append(words)
        if len(words.shingles) < _MIN_SHINGLES:
            return
        for shingle in words.shingles[:_SKETCH]:
            if len(postings := self._postings[shingle]) < _MAX_POSTINGS:
                postings.append(number)

    def _candidates(self, shingles: array[int]) -> list[int]:
        """The earlier texts that share most of the sketch, the earliest first among equals."""
        if len(shingles) < _MIN_SHINGLES:
            return []
        shared = Counter(other for shingle in shingles[:_SKETCH] for other in self._postings.get(shingle, ()))
        return sorted(shared, key=lambda other: (-shared[other], other))[:_MAX_CANDIDATES]


def _shingles(tokens: list[str]) -> Iterator[int]:
    for start in range(len(tokens) - _SHINGLE + 1):
        text = " ".join(tokens[start : start + _SHINGLE]).encode("utf-8", "replace")
        yield int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
