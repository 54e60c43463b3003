"""Finding a quote in an article: verified where the words are the same, suggested where they only come near.

A fuzzy hit is never verification: a similarity of 95% accepts every changed number and every "not".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import product, takewhile

from rapidfuzz.distance import Indel

from briefing.language.normalise import Normalised, normalise
from briefing.schema.base import Span
from briefing.schema.verdict import Evidence, Match

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts written without spaces between words: their characters count as words, and end nowhere."""
TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['.,][^\W_{_UNSPACED}]+)*")
UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")
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

    @cached_property
    def _passages(self) -> _PassageIndex:
        return _PassageIndex(self._folded.text)

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
            (s - _shared_tail(text[max(0, s - len(lead)) : s], lead), e + _shared_head(text[e : e + len(trail)], trail))
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
    return min(found, key=lambda span: min(map(span.gap, near))) if near else found[0]


def evidence_at(article: str, text: str, found: Location) -> Iterator[Evidence]:
    """The evidence of a location."""
    for span in found.spans:
        others = found.occurrences if span is found.spans[0] else ()
        yield Evidence(
            article=article,
            start=span.start,
            end=span.end,
            quote=span.slice(text),
            match=found.match or Match.FUZZY,
            score=round(found.score, 4),
            also_at=tuple(other.start for other in others if other != span),
        )


@dataclass(frozen=True, slots=True)
class _NearPassage:
    """``text[start:end]`` of the normalised text, and how alike it is (0 to 1)."""

    start: int
    end: int
    score: float


class _PassageIndex:
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

    def nearest(self, folded: str) -> _NearPassage | None:
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
        start -= _shared_tail(self._text[max(0, start - len(lead)) : start], lead)
        end += _shared_head(self._text[end : end + len(trail)], trail)
        return _NearPassage(start, end, score)

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


def _shared_head(text: str, wanted: str) -> int:
    """How many of the first characters of ``wanted`` begin ``text``."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(text, wanted, strict=False))
    return len("".join(char for char, _ in pairs).rstrip())


def _shared_tail(text: str, wanted: str) -> int:
    """How many of the last characters of ``wanted`` end ``text``."""
    return _shared_head(text[::-1], wanted[::-1])
