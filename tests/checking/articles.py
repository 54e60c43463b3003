"""Articles for the tests of the check, of our own making."""

from __future__ import annotations

from briefing.schema.article import Article, Paragraph, ParagraphKind
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.document import Document
from briefing.schema.draft import (
    BriefDraft,
    DraftActor,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance

FERRY = (
    "Ferry union offers talks as strike enters third week\n\n"
    "The Harbour Workers' Union has offered to suspend its strike for 14 days if Northline Ferries reopens talks on "
    "night shifts, its leader Maria Okafor said on Tuesday.\n\n"
    "“We are ready to sit down tomorrow,” Okafor told reporters in Aberdeen. “The company has not answered us.”\n\n"
    "Northline, which carried 2.4 million passengers last year, said it was studying the letter. Its chief, "
    "Tom Reyes, rejected a demand by the Scottish government to hire 60 more sailors.\n\n"
    "The company did not say when it would reply. A spokesman said that “the union should end the strike first”."
)
"""A dispute with an offer, a refusal and a silence."""


def article(text: str = FERRY, article_id: str = "art-1", language: str = "en") -> Article:
    """An article of one paragraph whose text is its document, character for character."""
    whole = Span(start=0, end=len(text))
    run = MapRun(start=0, end=len(text), source_start=0, source_end=len(text))
    return Article(
        id=article_id,
        ref=Document.of(text, f"{article_id}.txt").ref,
        title=None,
        outlet=None,
        language=language,
        text=text,
        paragraphs=(Paragraph(kind=ParagraphKind.BODY, span=whole),),
        source_map=SourceMap(runs=(run,) if text else ()),
    )


def statement(text: str, *quotes: str) -> DraftStatement:
    return DraftStatement(text=text, quotes=quotes)


def actor(
    actor_id: str,
    name: str,
    *quotes: str,
    aliases: tuple[str, ...] = (),
    role: str = "",
    kind: ActorKind = ActorKind.ORGANISATION,
) -> DraftActor:
    return DraftActor(id=actor_id, name=name, aliases=aliases, kind=kind, role=role, quotes=quotes)


UNION = actor("a1", "Harbour Workers' Union", "The Harbour Workers' Union has offered to suspend its strike")
COMPANY = actor("a2", "Northline Ferries", "if Northline Ferries reopens talks", aliases=("Northline", "the company"))
OFFER_QUOTE = "has offered to suspend its strike for 14 days if Northline Ferries reopens talks on night shifts"


def offer(
    what: str,
    *quotes: str,
    offer_id: str = "o1",
    offerer: str = "a1",
    recipient: str | None = "a2",
    status: OfferStatus = OfferStatus.OPEN,
    conditions: tuple[str, ...] = (),
) -> DraftOffer:
    return DraftOffer(
        id=offer_id,
        offerer=offerer,
        addressees=(recipient,) if recipient else (),
        what=what,
        conditions=conditions,
        status=status,
        quotes=quotes or (OFFER_QUOTE,),
    )


def response(
    what: str,
    *quotes: str,
    offer_id: str | None = "o1",
    responder: str = "a2",
    to: str = "the union's offer",
    stance: Stance = Stance.PENDING,
) -> DraftResponse:
    return DraftResponse(
        id="r1",
        responder=responder,
        offers=(offer_id,) if offer_id else (),
        to=to,
        stance=stance,
        what=what,
        quotes=quotes,
    )


def question(text: str, *quotes: str) -> DraftOpenQuestion:
    return DraftOpenQuestion(question=text, quotes=quotes)


def quotation(speaker: str | None, *quotes: str, kind: QuotationKind = QuotationKind.DIRECT) -> DraftQuotation:
    return DraftQuotation(speaker=speaker, kind=kind, quotes=quotes)


def draft(
    *items: DraftActor | DraftOffer | DraftResponse | DraftOpenQuestion | DraftQuotation,
    headline: DraftStatement | None = None,
    gist: tuple[DraftStatement, ...] = (),
) -> BriefDraft:
    """A draft of the items given, sorted into their sections."""
    return BriefDraft(
        headline=headline or DraftStatement(text="", quotes=()),
        gist=gist,
        actors=tuple(item for item in items if isinstance(item, DraftActor)),
        offers=tuple(item for item in items if isinstance(item, DraftOffer)),
        responses=tuple(item for item in items if isinstance(item, DraftResponse)),
        open_questions=tuple(item for item in items if isinstance(item, DraftOpenQuestion)),
        quotations=tuple(item for item in items if isinstance(item, DraftQuotation)),
    )
