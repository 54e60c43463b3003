"""Articles and briefs of our own writing, as cleaning and checking would hand them on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from briefing.schema.article import Article, Paragraph, ParagraphKind, Timestamp
from briefing.schema.base import SourceMap, Span
from briefing.schema.brief import Actor, Brief, Offer, OpenQuestion, Quotation, Response, Statement
from briefing.schema.document import Document
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance
from briefing.schema.verdict import Evidence, Match, Standing, Verdict

CONFIRMED = Verdict(standing=Standing.CONFIRMED, by="test")


def article(
    ident: str,
    outlet: str | None,
    day: str | None,
    text: str,
    *,
    agency: str | None = None,
    origins: Sequence[str] = (),
    cut_quote: bool = False,
    titled: bool = True,
) -> Article:
    """An article of a text whose first paragraph is its title and whose last may be a quotation cut short."""
    paragraphs, start = [], 0
    parts = text.split("\n\n")
    for place, part in enumerate(parts):
        kind = ParagraphKind.TITLE if place == 0 and titled else ParagraphKind.BODY
        if cut_quote and place == len(parts) - 1:
            kind = ParagraphKind.CUT_QUOTE
        paragraphs.append(Paragraph(kind=kind, span=Span(start=start, end=start + len(part))))
        start += len(part) + 2
    return Article(
        id=ident,
        ref=Document.of(text, f"{ident}.txt").ref,
        title=parts[0] if titled else None,
        outlet=outlet,
        agency=agency,
        origins=tuple(origins),
        published=Timestamp(day=date.fromisoformat(day)) if day else None,
        text=text,
        paragraphs=tuple(paragraphs),
        source_map=SourceMap(runs=()),
    )


def evidence(of: Article, *quotes: str) -> tuple[Evidence, ...]:
    """The quotes where they stand in the article."""
    found = []
    for quote in quotes:
        start = of.text.index(quote)
        found.append(
            Evidence(article=of.id, start=start, end=start + len(quote), quote=quote, match=Match.EXACT, score=1.0)
        )
    return tuple(found)


class Notes:
    """Collects the items of one article's brief; ids are given in the order of the calls."""

    def __init__(self, of: Article) -> None:
        self.article = of
        self.verdict = CONFIRMED
        """That of the items that are noted next."""
        self._items: dict[str, list[Any]] = {}
        self._headline: Statement | None = None

    def _common(self, prefix: str, section: str, quotes: Sequence[str]) -> dict[str, Any]:
        ident = f"{prefix}{len(self._items.setdefault(section, [])) + 1}"
        return {"id": ident, "evidence": evidence(self.article, *quotes), "verdict": self.verdict}

    def headline(self, text: str, *quotes: str) -> Notes:
        common = self._common("h", "headline", quotes)
        self._headline = Statement(text=text, **common)
        return self

    def gist(self, text: str, *quotes: str) -> Notes:
        common = self._common("g", "gist", quotes)
        self._items["gist"].append(Statement(text=text, **common))
        return self

    def actor(self, name: str, kind: ActorKind, *quotes: str, aliases: Sequence[str] = (), role: str = "") -> str:
        common = self._common("a", "actors", quotes)
        self._items["actors"].append(Actor(name=name, kind=kind, role=role, aliases=tuple(aliases), **common))
        return str(common["id"])

    def offer(
        self,
        offerer: str,
        to: str | Sequence[str] | None,
        what: str,
        *quotes: str,
        status: OfferStatus = OfferStatus.OPEN,
        conditions: Sequence[str] = (),
        reported: str | None = None,
        due: str | None = None,
        due_day: date | None = None,
    ) -> str:
        common = self._common("o", "offers", quotes)
        self._items["offers"].append(
            Offer(
                offerer=offerer,
                addressees=_several(to),
                what=what,
                conditions=tuple(conditions),
                status=status,
                reported=reported,
                due=due,
                due_day=due_day,
                **common,
            )
        )
        return str(common["id"])

    def response(
        self,
        responder: str,
        offer: str | Sequence[str] | None,
        to: str,
        stance: Stance,
        what: str,
        *quotes: str,
        said_day: date | None = None,
    ) -> str:
        common = self._common("r", "responses", quotes)
        self._items["responses"].append(
            Response(
                responder=responder,
                offers=_several(offer),
                to=to,
                stance=stance,
                what=what,
                said_day=said_day,
                **common,
            )
        )
        return str(common["id"])

    def question(self, question: str, *quotes: str) -> Notes:
        common = self._common("q", "open_questions", quotes)
        self._items["open_questions"].append(OpenQuestion(question=question, **common))
        return self

    def quotation(self, speaker: str | None, kind: QuotationKind, *quotes: str) -> Notes:
        common = self._common("s", "quotations", quotes)
        self._items["quotations"].append(Quotation(speaker=speaker, kind=kind, **common))
        return self

    def brief(self) -> Brief:
        sections: Mapping[str, Any] = {name: tuple(items) for name, items in self._items.items() if name != "headline"}
        return Brief(article=self.article.id, engine="test", prompt=None, headline=self._headline, **sections)


def _several(ids: str | Sequence[str] | None) -> tuple[str, ...]:
    return (ids,) if isinstance(ids, str) else tuple(ids or ())
