"""Small articles with briefs of our own writing, built without the check."""

from __future__ import annotations

from briefing.schema.article import Article
from briefing.schema.brief import (
    Actor,
    Brief,
    CheckedItem,
    Offer,
    OpenQuestion,
    Quotation,
    Response,
    Statement,
)
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Section, Stance
from briefing.schema.verdict import Evidence, Match, Objection, Standing, Verdict

VERDICT = Verdict(standing=Standing.UNCONFIRMED)
SECTIONS: dict[type[CheckedItem], Section] = {
    Actor: Section.ACTORS,
    Offer: Section.OFFERS,
    Response: Section.RESPONSES,
    OpenQuestion: Section.OPEN_QUESTIONS,
    Quotation: Section.QUOTATIONS,
    Statement: Section.GIST,
}


class Story:
    """Makes items whose evidence stands in one article, and the brief of them."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def evidence(self, *quotes: str) -> tuple[Evidence, ...]:
        found = []
        for quote in quotes:
            start = self.article.text.index(quote)
            end = start + len(quote)
            found.append(
                Evidence(article=self.article.id, start=start, end=end, quote=quote, match=Match.EXACT, score=1)
            )
        return tuple(found)

    def statement(self, text: str, *quotes: str, id: str = "g1", objections: tuple[Objection, ...] = ()) -> Statement:
        verdict = Verdict(standing=Standing.UNCONFIRMED, objections=objections)
        return Statement(id=id, text=text, evidence=self.evidence(*quotes), verdict=verdict)

    def actor(
        self,
        id: str,
        name: str,
        *quotes: str,
        role: str = "",
        kind: ActorKind = ActorKind.ORGANISATION,
        aliases: tuple[str, ...] = (),
    ) -> Actor:
        evidence = self.evidence(*(quotes or (name,)))
        return Actor(id=id, name=name, role=role, kind=kind, aliases=aliases, evidence=evidence, verdict=VERDICT)

    def person(self, id: str, name: str, *quotes: str, role: str = "", aliases: tuple[str, ...] = ()) -> Actor:
        return self.actor(id, name, *quotes, role=role, kind=ActorKind.PERSON, aliases=aliases)

    def offer(
        self,
        what: str,
        *quotes: str,
        id: str = "o1",
        offerer: str = "a1",
        recipient: str | None = "a2",
        conditions: tuple[str, ...] = (),
        status: OfferStatus = OfferStatus.OPEN,
    ) -> Offer:
        return Offer(
            id=id,
            offerer=offerer,
            addressees=(recipient,) if recipient else (),
            what=what,
            conditions=conditions,
            status=status,
            evidence=self.evidence(*quotes),
            verdict=VERDICT,
        )

    def response(
        self,
        what: str,
        *quotes: str,
        id: str = "r1",
        responder: str = "a2",
        offer: str | None = "o1",
        to: str = "the offer",
        stance: Stance = Stance.REJECTED,
    ) -> Response:
        return Response(
            id=id,
            responder=responder,
            offers=(offer,) if offer else (),
            to=to,
            stance=stance,
            what=what,
            evidence=self.evidence(*quotes),
            verdict=VERDICT,
        )

    def question(self, question: str, *quotes: str, id: str = "q1") -> OpenQuestion:
        return OpenQuestion(id=id, question=question, evidence=self.evidence(*quotes), verdict=VERDICT)

    def quotation(
        self, speaker: str | None, *quotes: str, id: str = "s1", kind: QuotationKind = QuotationKind.DIRECT
    ) -> Quotation:
        return Quotation(id=id, speaker=speaker, kind=kind, evidence=self.evidence(*quotes), verdict=VERDICT)

    def brief(self, *items: CheckedItem, headline: Statement | None = None) -> Brief:
        """The items in their sections; statements are lines of the gist."""
        held: dict[str, tuple[CheckedItem, ...]] = {}
        for item in items:
            section = SECTIONS[type(item)].value
            held[section] = (*held.get(section, ()), item)
        return Brief.model_validate(
            {"article": self.article.id, "engine": "test", "prompt": None, "headline": headline, **held}
        )
