"""A draft: what a model returns for one article or chunk. Not trusted.

The JSON Schema of `BriefDraft` is what models are asked to fill in. It is valid under strict structured output:
every property is required, none may be added. Quotes carry no offsets: those are computed afterwards.

What a model left blank is nothing: an item without words is left out, a speaker without a name is none.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from briefing.schema.base import Model
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance


def _blank(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _spoken(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in texts if not _blank(text))


def _with(field: str) -> AfterValidator:
    """Leaves out the items that say nothing in a field."""
    return AfterValidator(lambda items: tuple(item for item in items if not _blank(getattr(item, field))))


def _stated(text: str | None) -> str | None:
    return None if text is None or _blank(text) else text


Texts = Annotated[tuple[str, ...], AfterValidator(_spoken)]
Reference = Annotated[str | None, AfterValidator(_stated)]

Quotes = Annotated[
    Texts,
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
    aliases: Texts
    kind: ActorKind
    role: str
    quotes: Quotes


class DraftOffer(Model):
    id: Annotated[str, Field(description="o1, o2, ...")]
    offerer: Annotated[str, Field(description="actor id")]
    recipient: Annotated[Reference, Field(description="actor id, null where not stated")]
    what: str
    conditions: Texts
    status: OfferStatus
    quotes: Quotes


class DraftResponse(Model):
    id: Annotated[str, Field(description="r1, r2, ...")]
    responder: Annotated[str, Field(description="actor id")]
    offer: Annotated[
        Reference,
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
        Reference,
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
        _with("text"),
        Field(description="One to three sentences, most important first"),
    ]
    actors: Annotated[tuple[DraftActor, ...], _with("name")]
    offers: Annotated[tuple[DraftOffer, ...], _with("what")]
    responses: Annotated[tuple[DraftResponse, ...], _with("what")]
    open_questions: Annotated[tuple[DraftOpenQuestion, ...], _with("question")]
    quotations: Annotated[
        tuple[DraftQuotation, ...],
        Field(description="Words that the article prints inside quotation marks and that matter"),
    ]


DraftItem = DraftStatement | DraftActor | DraftOffer | DraftResponse | DraftOpenQuestion | DraftQuotation
