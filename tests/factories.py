"""Small articles and drafts of our own writing, for tests of single rooms."""

from __future__ import annotations

from briefing.schema.article import Article, Paragraph, ParagraphKind
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.document import MediaType, SourceRef, digest
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

STORY = (
    "Harbour union offers ferry firm a truce\n\n"
    "The harbour union offered Norline a truce of ten days if the ferry firm takes back 40 dismissed deckhands.\n\n"
    "Norline has not yet answered the offer, a spokeswoman said on Monday."
)


def article(text: str = STORY, source: str = "harbour.txt", **fields: object) -> Article:
    """An article whose first paragraph is the title and whose document is the text itself."""
    paragraphs = []
    start = 0
    for index, part in enumerate(text.split("\n\n")):
        kind = ParagraphKind.BODY if index else ParagraphKind.TITLE
        paragraphs.append(Paragraph(kind=kind, span=Span(start=start, end=start + len(part))))
        start += len(part) + 2
    ref = SourceRef(source=source, media_type=MediaType.TEXT, encoding="utf-8", sha256=digest(text), content=text)
    values = {
        "id": ref.sha256[:12],
        "ref": ref,
        "title": text.partition("\n\n")[0],
        "outlet": None,
        "text": text,
        "paragraphs": tuple(paragraphs),
        "source_map": SourceMap(
            runs=(MapRun(start=0, end=len(text), source_start=0, source_end=len(text)),) if text else ()
        ),
    }
    return Article.model_validate(values | fields)


def draft() -> BriefDraft:
    """What a model could return for `STORY`."""
    offer = "The harbour union offered Norline a truce of ten days if the ferry firm takes back 40 dismissed deckhands."
    silence = "Norline has not yet answered the offer"
    return BriefDraft(
        headline=DraftStatement(text="Harbour union offers Norline a truce of ten days.", quotes=(offer,)),
        gist=(DraftStatement(text="The harbour union offered Norline a truce of ten days.", quotes=(offer,)),),
        actors=(
            DraftActor(
                id="a1",
                name="harbour union",
                aliases=(),
                kind=ActorKind.ORGANISATION,
                role="offers a truce",
                quotes=("The harbour union offered Norline a truce",),
            ),
            DraftActor(
                id="a2",
                name="Norline",
                aliases=("the ferry firm",),
                kind=ActorKind.ORGANISATION,
                role="has not yet answered",
                quotes=(silence,),
            ),
        ),
        offers=(
            DraftOffer(
                id="o1",
                offerer="a1",
                addressees=("a2",),
                what="A truce of ten days",
                conditions=("the ferry firm takes back 40 dismissed deckhands",),
                status=OfferStatus.OPEN,
                quotes=(offer,),
            ),
        ),
        responses=(
            DraftResponse(
                id="r1",
                responder="a2",
                offers=("o1",),
                to="the union's offer of a truce",
                stance=Stance.PENDING,
                what="Has not yet answered the offer",
                quotes=(silence,),
            ),
        ),
        open_questions=(DraftOpenQuestion(question="Will Norline accept the truce?", quotes=(silence,)),),
        quotations=(),
    )


def quotation(quote: str, kind: QuotationKind = QuotationKind.DIRECT, speaker: str | None = None) -> DraftQuotation:
    return DraftQuotation(speaker=speaker, kind=kind, quotes=(quote,))
