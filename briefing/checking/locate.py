"""Finding a quote in an article: verified where the words are the same, suggested where they only come near.

A fuzzy hit is never verification: a similarity of 95% accepts every changed number and every "not".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rapidfuzz.distance import Indel

from briefing.checking._edges import TOKEN, UNSPACED_CHAR, shared_head, shared_tail
from briefing.checking.nearest import PassageIndex
from briefing.language.normalise import Normalised, normalise
from briefing.schema.base import Span
from briefing.schema.evidence import Match

_DOTS = r"(?:[\[(]\s?)?(?:\.\s?\.\s?\.|…)(?:\s?[\])])?"
_ELLIPSIS = re.compile(rf"\s{{0,8}}{_DOTS}\s{{0,8}}")
_EDGE_ELLIPSIS = re.compile(rf"^{_DOTS}|{_DOTS}$")
_ELLIPSIS_SIGN = re.compile(r"…|\.\s?\.")
_PAD = "' \t\n.,;:"

MIN_PART_WORDS = 2
"""Words that a part of a quote joined by an ellipsis needs: one word alone stands almost anywhere."""
MAX_GAP = 2_000
"""Characters that an ellipsis may leave out: further apart, two parts no longer make one statement."""
_MAX_OCCURRENCES = 64


class Tier(StrEnum):
    """What a location is worth."""

    VERIFIED = "verified"
    """The article has these words."""
    SUGGESTED = "suggested"
    """It has a passage that comes near: a repair to propose, never evidence."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a quote stands.

    Attributes:
        tier: what the location is worth.
        spans: where, in code points of the text; several where an ellipsis joins parts, none for `Tier.NONE`.
        match: how it matched; None for `Tier.NONE`.
        score: 1.0 for the same characters; below that, the share of characters that are the same.
        occurrences: all places with the same words (of the first part, where there are several), in order.
    """

    tier: Tier
    spans: tuple[Span, ...] = ()
    match: Match | None = None
    score: float = 0.0
    occurrences: tuple[Span, ...] = ()


NOWHERE = Location(Tier.NONE)


class Locator:
    """Finds quotes in one text, which is normalised at most once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._passages: PassageIndex | None = None

    @cached_property
    def _folded(self) -> Normalised:
        """Made at the first quote that does not stand in the text as it is: most do."""
        return normalise(self.text)

    def locate(self, quote: str, near: Sequence[Span] = ()) -> Location:
        """Find ``quote``; of several places with the same words the one nearest to ``near`` (else the first)."""
        quote = quote.strip()
        found = self._found(quote, near)
        if found is not None:
            return found
        folded = _folded(quote)
        return self._suggest(folded) if TOKEN.search(folded) else NOWHERE

    def find(self, quote: str, near: Sequence[Span] = ()) -> Location | None:
        """Where `locate` verifies ``quote``, None where it would at best suggest: much faster where it is not there."""
        return self._found(quote.strip(), near)

    def stands(self, quote: str) -> bool:
        """Whether `locate` would verify ``quote``, wherever."""
        return self.find(quote) is not None

    def _found(self, quote: str, near: Sequence[Span]) -> Location | None:
        exact = self._exact(quote)
        if exact:
            return self._verified(exact, Match.EXACT, quote, near)
        folded = _folded(quote)
        if not TOKEN.search(folded):
            return None
        found = self._folded_spans(folded) or self._core_spans(folded)
        if found:
            return self._verified(found, Match.NORMALISED, quote, near)
        return self._joined(quote, near) if _ELLIPSIS_SIGN.search(quote) else None

    def _exact(self, quote: str) -> list[Span]:
        if not TOKEN.search(quote):
            return []
        return [Span(start=s, end=e) for s, e in _occurrences(self.text, quote)]

    def _folded_spans(self, folded: str) -> list[Span]:
        to_source = self._folded.to_source
        return [to_source(s, e) for s, e in _occurrences(self._folded.text, folded)]

    def _core_spans(self, folded: str) -> list[Span]:
        """The same without the quotation marks and stops around the quote, save those that stand here too."""
        core = folded.strip(_PAD)
        text = self._folded.text
        lead, _, trail = folded.partition(core)
        reach = (
            (s - shared_tail(text[max(0, s - len(lead)) : s], lead), e + shared_head(text[e : e + len(trail)], trail))
            for s, e in _occurrences(text, core)
        )
        return [self._folded.to_source(s, e) for s, e in reach]

    def _verified(self, found: list[Span], match: Match, quote: str, near: Sequence[Span]) -> Location:
        best = _nearest(found, near)
        slice_ = best.slice(self.text)
        score = 1.0 if slice_ == quote else min(Indel.normalized_similarity(quote, slice_), 0.999)
        return Location(Tier.VERIFIED, (best,), match, score, tuple(found))

    def _joined(self, quote: str, near: Sequence[Span]) -> Location | None:
        """The parts of a quote that an ellipsis joins, in order and not far apart; None where one is missing."""
        parts = [part for part in map(_folded, _ELLIPSIS.split(quote)) if part.strip(_PAD)]
        if not parts:
            return None
        if len(parts) > 1 and any(_weight(part) < MIN_PART_WORDS for part in parts):
            return None
        starts = self._core_spans(parts[0])
        chains = [chain for first in starts if (chain := self._chain(first, parts[1:]))]
        if not chains:
            return None
        first = _nearest([chain[0] for chain in chains], near)
        spans = next(chain for chain in chains if chain[0] == first)
        joined = " ".join(span.slice(self.text) for span in spans)
        match = Match.JOINED if len(spans) > 1 else Match.NORMALISED
        score = min(Indel.normalized_similarity(quote, joined), 0.999)
        return Location(Tier.VERIFIED, spans, match, score, tuple(starts))

    def _chain(self, first: Span, parts: Sequence[str]) -> tuple[Span, ...] | None:
        spans = [first]
        for part in parts:
            after = (s for s in self._core_spans(part) if s.start >= spans[-1].end)
            following = next(after, None)
            if following is None or not self._may_skip(spans[-1].end, following.start):
                return None
            spans.append(following)
        return tuple(spans)

    def _may_skip(self, start: int, end: int) -> bool:
        """Whether the quoter's ellipsis may stand for the passage.

        Not where the source itself prints one at its edge: the quote then claims to have copied that, and its
        words beside it are not the source's.
        """
        return end - start <= MAX_GAP and not _EDGE_ELLIPSIS.search(self.text[start:end].strip())

    def _suggest(self, folded: str) -> Location:
        if self._passages is None:
            self._passages = PassageIndex(self._folded.text)
        found = self._passages.nearest(folded)
        if found is None:
            return NOWHERE
        span = self._folded.to_source(found.start, found.end)
        return Location(Tier.SUGGESTED, (span,), Match.FUZZY, found.score, (span,))


def _folded(text: str) -> str:
    return normalise(text).text.strip()


def _weight(part: str) -> int:
    """Words of a part; two characters of an unspaced script weigh as much as a word."""
    unspaced = len(UNSPACED_CHAR.findall(part))
    return len(TOKEN.findall(part)) - unspaced + unspaced // 2


def _occurrences(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where ``wanted`` stands in ``text`` without cutting a word at either end; the first places."""
    found: list[tuple[int, int]] = []
    if not wanted:
        return found
    size = len(wanted)
    guard_start, guard_end = _is_word(wanted[0]), _is_word(wanted[-1])
    at = text.find(wanted)
    while at >= 0 and len(found) < _MAX_OCCURRENCES:
        end = at + size
        cut = (guard_start and at > 0 and _is_word(text[at - 1])) or (
            guard_end and end < len(text) and _is_word(text[end])
        )
        if not cut:
            found.append((at, end))
        at = text.find(wanted, at + 1)
    return found


def _is_word(char: str) -> bool:
    return char.isalnum() and not UNSPACED_CHAR.match(char)


def _nearest(found: Sequence[Span], near: Sequence[Span]) -> Span:
    return min(found, key=lambda span: min(_distance(span, other) for other in near)) if near else found[0]


def _distance(a: Span, b: Span) -> int:
    return max(0, a.start - b.end, b.start - a.end)
