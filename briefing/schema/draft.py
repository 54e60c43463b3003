"""A draft: what a model returns for one article or chunk. Not trusted.

The JSON Schema of `BriefDraft` is what models are asked to fill in. It is valid under strict structured output:
every property is required, none may be added. Quotes carry no offsets: those are computed afterwards.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from briefing.schema.base import Model
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance

Quotes = Annotated[
    tuple[str, ...],
    Field(
        description="One to three verbatim, contiguous passages of the article, each the shortest that shows "
        "the item by itself"
    ),
]


class DraftStatement(Model):
    text: str
    quotes: Quotes


class DraftActor(Model):
    id: Annotated[str, Field(description="a1, a2, ...")]
    name: Annotated[str, Field(description="fullest form in the article")]
    aliases: tuple[str, ...]
    kind: ActorKind
    role: str
    quotes: Quotes


class DraftOffer(Model):
    id: Annotated[str, Field(description="o1, o2, ...")]
    offerer: Annotated[str, Field(description="actor id")]
    recipient: Annotated[str | None, Field(description="actor id, null where not stated")]
    what: str
    conditions: tuple[str, ...]
    status: OfferStatus
    quotes: Quotes


class DraftResponse(Model):
    id: Annotated[str, Field(description="r1, r2, ...")]
    responder: Annotated[str, Field(description="actor id")]
    offer: Annotated[
        str | None,
        Field(description="id of the offer answered, null where what is answered is no offer in this list"),
    ]
    to: Annotated[str, Field(description="what is answered, naming whose it is")]
    stance: Stance
    what: str
    quotes: Quotes


class DraftOpenQuestion(Model):
    question: str
    why: str
    quotes: Quotes


class DraftQuotation(Model):
    speaker: Annotated[
        str | None,
        Field(description="actor id or name as printed; null where the article does not say"),
    ]
    kind: QuotationKind
    quotes: Quotes


class BriefDraft(Model):
    """What a model returns for one article (or chunk). Quotes are copied verbatim from the article; offsets are
    computed afterwards."""

    headline: Annotated[DraftStatement, Field(description="One topic sentence, at most 16 words")]
    gist: Annotated[
        tuple[DraftStatement, ...],
        Field(description="One to three sentences, most important first"),
    ]
    actors: tuple[DraftActor, ...]
    offers: tuple[DraftOffer, ...]
    responses: tuple[DraftResponse, ...]
    open_questions: tuple[DraftOpenQuestion, ...]
    quotations: Annotated[
        tuple[DraftQuotation, ...],
        Field(description="Words that the article prints inside quotation marks and that matter"),
    ]


DraftItem = DraftStatement | DraftActor | DraftOffer | DraftResponse | DraftOpenQuestion | DraftQuotation
