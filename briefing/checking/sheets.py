"""What a proof-reader is shown: the claims of a brief in words, beside the part of the article that they rest on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from briefing.checking.planting import Claim, Planted, mixed
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import Brief, CheckedItem, Quotation
from briefing.schema.items import Cast
from briefing.schema.terms import Section

_NAMED: dict[Section, str] = {
    Section.HEADLINE: "headline",
    Section.GIST: "gist",
    Section.ACTORS: "actor",
    Section.OFFERS: "offer",
    Section.RESPONSES: "answer",
    Section.OPEN_QUESTIONS: "open question",
    Section.QUOTATIONS: "quotation",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One call's worth of proof-reading: a part of the article, and the claims whose passages stand in it.

    A claim's number is its place in ``claims``, counting from 1.
    """

    part: int
    span: Span
    claims: tuple[Claim, ...]


def proof_sheets(
    brief: Brief, planted: Sequence[Planted], parts: Sequence[Span], only: Collection[str] | None = None
) -> tuple[Sheet, ...]:
    """The sheets of a brief: each item that was not struck is on exactly one, and so is each planted mistake.

    Args:
        parts: the parts in which the article was drafted; an item goes with the one that holds most of its evidence.
        only: ids of the items to be read; all of them if None.
    """
    claims = [claim for claim in mixed(brief, planted) if only is None or claim.item.id in only]
    home = {item.id: part_of(parts, [piece.span for piece in item.evidence]) for _, item in brief.items()}
    sheets = (
        Sheet(part, span, tuple(claim for claim in claims if home[claim.item.id] == part))
        for part, span in enumerate(parts)
    )
    return tuple(sheet for sheet in sheets if sheet.claims)


def part_of(parts: Sequence[Span], spans: Sequence[Span]) -> int:
    """The part that holds most of these spans; where none does, the one nearest to them; the first of equals."""

    def closeness(part: int) -> tuple[int, int]:
        here = parts[part]
        held = sum(here.overlap(span) for span in spans)
        away = min((max(here.start - span.end, span.start - here.end, 0) for span in spans), default=0)
        return held, -away

    return max(range(len(parts)), key=closeness)


def shown(article: Article, span: Span) -> str:
    """A part of an article under what a reader of the page would see of where and when it appeared."""
    head = article.particulars()
    return f"{head}\n\n{article.slice(span)}" if head else article.slice(span)


def numbered(sheet: Sheet, cast: Cast) -> str:
    """The claims of a sheet, numbered, in words. A planted mistake bears no mark."""
    return "\n".join(
        f"{number} {_NAMED[claim.section]}: {_told(claim.item, cast, sheet.span)}"
        for number, claim in enumerate(sheet.claims, 1)
    )


def in_full(item: CheckedItem, cast: Cast) -> str:
    """An item in words on one line, with its words where it is a quotation."""
    told = item.told(cast)
    if isinstance(item, Quotation):
        told += ": " + " […] ".join(f"“{piece.quote}”" for piece in item.evidence)
    return " ".join(told.split())


def _told(item: CheckedItem, cast: Cast, span: Span) -> str:
    """An item in full, with what it cites beyond the part that is shown."""
    beyond = [piece.quote for piece in item.evidence if not span.overlap(piece.span)]
    if isinstance(item, Quotation) or not beyond:
        return in_full(item, cast)
    quotes = "; ".join(f"“{' '.join(quote.split())}”" for quote in beyond)
    return f"{in_full(item, cast)} Quoted from elsewhere in the article: {quotes}"
