"""The passage of a text that comes nearest to words that do not stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import Indel

from briefing.checking._edges import TOKEN, shared_head, shared_tail

SUGGEST_FROM = 0.62
"""Similarity from which a passage is suggested. Chance passages of one language reach 0.5."""
MAX_QUOTE = 5_000
"""Characters of a quote that are aligned for a suggestion."""
MIN_WORDS = 3
"""Words from which a quote has a nearest passage: one or two come near to anything."""
_RARE = 40
"""Places in the text up to which a word of the quote tells where it stands."""
_SLACK = 3
"""Words by which a passage may begin before or behind the place that the words of the quote vote for."""
_PLACES = 3
"""Places with most votes around which the passage may lie."""


@dataclass(frozen=True, slots=True)
class NearPassage:
    """``text[start:end]`` of the normalised text, and how alike it is (0 to 1)."""

    start: int
    end: int
    score: float


class PassageIndex:
    """The words of a normalised text by place, to find the passage nearest to words that are not in it.

    Words of the quote vote for the place where the passage would start, and its edges are those voted for that come out
    most alike. A sliding comparison (rapidfuzz's
    ``partial_ratio_alignment``) takes 40 times as long at 100,000 characters and cuts the passage to the
    quote's own length, which loses the word that was dropped.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [match.span() for match in TOKEN.finditer(text)]
        self._tokens = [text[start:end] for start, end in self._spans]
        self._places: dict[str, list[int]] = {}
        for index, token in enumerate(self._tokens):
            self._places.setdefault(token, []).append(index)

    def nearest(self, folded: str) -> NearPassage | None:
        """The passage nearest to ``folded``, None where none is near enough."""
        folded = folded[:MAX_QUOTE]
        words = list(TOKEN.finditer(folded))
        if len(words) < MIN_WORDS:
            return None
        tokens = [word.group() for word in words]
        ranges = self._ranges(tokens)
        near = [(score, *each) for each in ranges if (score := self._ratio(folded, *each)) >= SUGGEST_FROM]
        if not near:
            return None
        score, low, high = max(near)
        start, end = self._spans[low][0], self._spans[high - 1][1]
        lead, trail = folded[: words[0].start()], folded[words[-1].end() :]
        start -= shared_tail(self._text[max(0, start - len(lead)) : start], lead)
        end += shared_head(self._text[end : end + len(trail)], trail)
        return NearPassage(start, end, score)

    def _ranges(self, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The ranges of words that the passage may take. The rare words of the quote, all of them if none is rare, vote
        for where it begins; those behind a word that was dropped or added vote for another place, and so tell the end.
        """
        known = [(offset, held) for offset, token in enumerate(tokens) if (held := self._places.get(token))]
        rare = [(offset, held) for offset, held in known if len(held) <= _RARE] or known
        votes = Counter(place - offset for offset, held in rare for place in held[:_RARE])
        for best, _ in votes.most_common(_PLACES):
            near = [place for place in votes if abs(place - best) <= _SLACK]
            for start, other in product(near, near):
                yield max(start, 0), min(other + len(tokens), len(self._tokens))

    def _ratio(self, folded: str, low: int, high: int) -> float:
        """How alike the words of a range are to a quote: not at all where it ends before it begins."""
        return Indel.normalized_similarity(folded, self._text[self._spans[low][0] : self._spans[high - 1][1]])
