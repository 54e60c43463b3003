"""What the checks are given: a claim read, and the part of the source that it should rest on."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from briefing.grounding.reading import Reading
from briefing.grounding.source import SourceIndex
from briefing.language.dates import find_text_dates
from briefing.language.sentences import sentences
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode

_ENDS = re.compile(r"[.!?。！？]['\"”’)]*\s+\S|\n")
_STATING = frozenset({None, "text", "what"})
ALIGNED = 3
"""Sentences that a claim without evidence is compared with: those that share its most telling words."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A text to check, and the field of an item that it stands in."""

    text: str
    field: str | None = None


class Context:
    """A claim and the source that it is checked against.

    Args:
        index: the source.
        claim: the text to check.
        evidence: where the claim's quotes stand; without any, the nearest sentences take their place.
        known: folded words of names that need not stand in the source.
        anchor: the day that relative dates count from, None where it is not known.
    """

    def __init__(
        self,
        index: SourceIndex,
        claim: Claim,
        evidence: Sequence[Span] = (),
        known: Collection[str] = (),
        anchor: date | None = None,
    ) -> None:
        self.index = index
        self.claim = claim
        self.known = known
        self.anchor = anchor
        self._evidence = evidence
        self.read = Reading(claim.text)
        """The claim's words, numbers and names."""
        self.stems = frozenset([word.stem for word in self.read.words if word.content])
        """The stems of the claim's content words."""
        self.cited = [n for span in evidence for n in index.sentences_in(span)]
        """The sentences that the claim's quotes stand in."""
        self._overlaps: dict[int, float] = {}

    def sentences(self) -> list[Context]:
        """The contexts of the claim's sentences: each rests on sentences of its own."""
        spans = sentences(self.claim.text) if _ENDS.search(self.claim.text) else []
        if len(spans) < 2:
            return [self]
        parts = (Claim(span.slice(self.claim.text), self.claim.field) for span in spans)
        return [Context(self.index, part, self._evidence, self.known, self.anchor) for part in parts]

    @property
    def states(self) -> bool:
        """Whether the claim says what the source says, in a sentence: a question, a reason or the name of what is
        answered may use words of its own."""
        return self.claim.field in _STATING

    @cached_property
    def aligned(self) -> list[int]:
        """The sentences of the source that the claim should rest on: those of its evidence, then the nearest."""
        held = self.cited
        best = self.index.best_sentences(self._weights[0], ALIGNED)
        return list(dict.fromkeys((*held, *best)))

    @cached_property
    def nearest(self) -> int | None:
        """The one sentence that comes nearest to the claim."""
        pool = self.aligned
        return max(pool, key=lambda n: (self.overlap(n), -n)) if pool else None

    @cached_property
    def dated(self) -> list[tuple[int, int]]:
        """Where the claim names a day that the source names too, in whatever words."""
        if self.anchor is None:
            return []
        days = self.index.days(self.anchor)
        found = find_text_dates(self.claim.text, self.anchor)
        return [(date.span.start, date.span.end) for date in found if date.day in days]

    def overlap(self, sentence: int) -> float:
        """The share (0 to 1) of the claim's telling words that one sentence holds."""
        known = self._overlaps.get(sentence)
        if known is None:
            weights, whole = self._weights
            held = self.index.sentence_stems[sentence]
            shared = sum([weight for stem, weight in weights if stem in held])
            known = self._overlaps[sentence] = shared / whole if whole else 0.0
        return known

    def share_in(self, sentences: Sequence[int]) -> float:
        """The share (0 to 1) of the claim's telling words that several sentences hold together."""
        weights, whole = self._weights
        held = frozenset[str]().union(*(self.index.sentence_stems[n] for n in sentences))
        return sum([weight for stem, weight in weights if stem in held]) / whole if whole else 1.0

    @cached_property
    def _weights(self) -> tuple[list[tuple[str, float]], float]:
        weights = self.index.weights(self.stems)
        return weights, sum([weight for _, weight in weights])

    def reason(self, code: ReasonCode, claimed: str, found: str | None = None, at: Span | None = None) -> Reason:
        """A finding on this claim."""
        return Reason(code=code, field=self.claim.field, claimed=claimed, found=found, at=at)
