"""The quotes of an item: where they stand, and what is wrong with those that stand nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.checking.locate import Location, Locator, Tier
from briefing.schema.base import Span
from briefing.schema.evidence import Evidence, Match
from briefing.schema.verdict import Objection, Problem


@dataclass(frozen=True, slots=True)
class Cited:
    """The located quotes of an item, what is wrong with the others, and what comes near those."""

    evidence: tuple[Evidence, ...]
    objections: tuple[Objection, ...] = ()
    suggestions: tuple[Evidence, ...] = ()

    @property
    def evidence_quotes(self) -> tuple[str, ...]:
        return tuple(piece.quote.strip() for piece in self.evidence)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(piece.span for piece in self.evidence)


def cite(article: str, locator: Locator, quotes: Sequence[str]) -> Cited:
    """Locate the quotes of one item, near each other where the same words stand in several places.

    Args:
        article: the id that the evidence names.
    """
    near: list[Span] = []
    evidence: list[Evidence] = []
    objections: list[Objection] = []
    suggestions: list[Evidence] = []
    for quote in dict.fromkeys(quotes):
        found = locator.locate(quote, near)
        pieces = list(evidence_at(article, locator.text, found))
        if found.tier is Tier.VERIFIED:
            near += found.spans
            evidence += pieces
        else:
            suggestions += pieces
            objections.append(_objection(quote, found, locator.text))
    if not quotes:
        objections.append(Objection(problem=Problem.NO_QUOTE, field="quotes"))
    distinct = {(piece.start, piece.end): piece for piece in evidence}
    return Cited(tuple(distinct.values()), tuple(objections), tuple(suggestions))


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


def _objection(quote: str, found: Location, text: str) -> Objection:
    if found.tier is Tier.SUGGESTED:
        span = found.spans[0]
        return Objection(
            problem=Problem.QUOTE_DIFFERS, field="quotes", claimed=quote, passage=span.slice(text), at=span
        )
    problem = Problem.QUOTE_MISSING if quote.strip() else Problem.NO_QUOTE
    return Objection(problem=problem, field="quotes", claimed=quote)
