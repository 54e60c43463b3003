"""The passage of a text that comes nearest to words that do not stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from briefing.checking._edges import TOKEN, shared_head, shared_tail

SUGGEST_FROM = 0.62
"""Similarity from which a passage is suggested. Chance passages of one language reach 0.5."""
MAX_QUOTE = 5_000
"""Characters of a quote that are aligned for a suggestion."""
MIN_WORDS = 3
"""Words from which a quote has a nearest passage: one or two come near to anything."""
_MAX_SEEDS = 40
_BIN = 4
_SHIFTS = ((-1, 0.0), (0, 0.1), (1, 0.0))
"""Places to try for an edge beyond which the quote has words that matched nothing, with a bonus on the similarity: that
alone would leave an edge word out rather than take in the word that was dropped before it."""
_rarest_first = itemgetter(0, 1)
_MATCHED = ((0, 0.15),)
"""The same where the quote's very edge matched."""


@dataclass(frozen=True, slots=True)
class WordChange:
    """One difference between a quote and the passage suggested for it; either side may be empty."""

    quoted: str
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    """``text[start:end]`` of the normalised text, how alike it is (0 to 1), and the words that differ, in order."""

    start: int
    end: int
    score: float
    changes: tuple[WordChange, ...]


class PassageIndex:
    """The words of a normalised text by place, to find the passage nearest to words that are not in it.

    Seed and extend: words of the quote vote for the place where the passage would start; the best places are
    aligned word by word, and their edges chosen by similarity. A sliding comparison (rapidfuzz's
    ``partial_ratio_alignment``) takes 40 times as long at 100,000 characters and cuts the passage to the
    quote's own length, which loses the word that was dropped.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [match.span() for match in TOKEN.finditer(text)]
        self._tokens = [text[s:e] for s, e in self._spans]
        places: dict[str, list[int]] = {}
        for index, token in enumerate(self._tokens):
            places.setdefault(token, []).append(index)
        self._places = places

    def nearest(self, folded: str) -> Passage | None:
        """The passage nearest to ``folded``, None where none is near enough."""
        folded = folded[:MAX_QUOTE]
        words = list(TOKEN.finditer(folded))
        tokens = [word.group() for word in words]
        best: tuple[float, int, int] = (0.0, 0, 0)
        for start in self._candidates(tokens):
            found = self._align(folded, tokens, start)
            if found[0] > best[0]:
                best = found
        score, low, high = best
        if score < SUGGEST_FROM or len(tokens) < MIN_WORDS:
            return None
        start, end = self._spans[low][0], self._spans[high - 1][1]
        start -= shared_tail(self._text[max(0, start - 8) : start], folded[: words[0].start()])
        end += shared_head(self._text, end, folded[words[-1].end() :])
        return Passage(start, end, score, tuple(_word_changes(tokens, self._tokens[low:high])))

    def _candidates(self, tokens: Sequence[str]) -> list[int]:
        """Up to three word positions where the passage may start, by the votes of the quote's rarer words."""
        votes: dict[int, int] = {}
        known = [(len(held), offset, held) for offset, token in enumerate(tokens) if (held := self._places.get(token))]
        known.sort(key=_rarest_first)
        seeds = 0
        for count, offset, held in known:
            if seeds and seeds + count > _MAX_SEEDS:
                break
            seeds += count
            # Starts fall into bins: a dropped or added word moves the later votes by one.
            for place in held[:_MAX_SEEDS]:
                start = (place - offset) // _BIN
                votes[start] = votes.get(start, 0) + 1
        ranked = [(count + votes.get(start + 1, 0), -start) for start, count in votes.items()]
        ranked.sort(reverse=True)
        best = ranked[0][0] if ranked else 0
        return [-start * _BIN + _BIN // 2 for count, start in ranked[:3] if 2 * count > best]

    def _align(self, folded: str, tokens: list[str], start: int) -> tuple[float, int, int]:
        """Score and word range of the best passage around a start."""
        low = max(0, start - _BIN)
        high = min(len(self._tokens), max(0, start) + len(tokens) + 2 * _BIN)
        window = self._tokens[low:high]
        blocks = [block for block in Levenshtein.opcodes(tokens, window) if block.tag == "equal"]
        if not blocks:
            return 0.0, 0, 0
        size, last = len(tokens), blocks[-1].dest_end
        # A common word may match too far out: the first and last few blocks all say where the edge may be.
        starts: dict[int, float] = {}
        ends: dict[int, float] = {}
        # A common word may match too far out: the first and last two blocks all say where the edge may be.
        for shifts, block in zip((_SHIFTS, _SHIFTS[1:2]), blocks[:2], strict=False):
            for by, bonus in shifts if block.src_start else _MATCHED:
                _keep_best(starts, _clamp(block.dest_start - block.src_start + by, 0, block.dest_start), bonus)
        for shifts, block in zip((_SHIFTS, _SHIFTS[1:2]), blocks[:-3:-1], strict=False):
            for by, bonus in shifts if block.src_end < size else _MATCHED:
                place = block.dest_end + size - block.src_end + by
                _keep_best(ends, _clamp(place, block.dest_end, len(window)), bonus)
        start = max((self._ratio(folded, low + s, low + last) + starts[s], s) for s in starts if s < last)[1]
        end = max((self._ratio(folded, low + start, low + e) + ends[e], -e, e) for e in ends if e > start)[2]
        return self._ratio(folded, low + start, low + end), low + start, low + end

    def _ratio(self, folded: str, low: int, high: int) -> float:
        return fuzz.ratio(folded, self._text[self._spans[low][0] : self._spans[high - 1][1]]) / 100


def _keep_best(places: dict[int, float], place: int, bonus: float) -> None:
    places[place] = max(bonus, places.get(place, 0.0))


def _clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


def _word_changes(quoted: list[str], source: list[str]) -> Iterator[WordChange]:
    for code in Levenshtein.opcodes(quoted, source):
        if code.tag != "equal":
            yield WordChange(
                " ".join(quoted[code.src_start : code.src_end]), " ".join(source[code.dest_start : code.dest_end])
            )
