"""A draft: what a model returns for one article or chunk. Not trusted.

The JSON Schema of `BriefDraft` is what models are asked to fill in. It is valid under strict structured output:
every property is required, none may be added. Quotes carry no offsets: those are computed afterwards.

What a model left blank is nothing: an item without words is left out, a speaker without a name is none.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from briefing.schema.base import Model
from briefing.schema.items import (
    ActorFields,
    OfferFields,
    OpenQuestionFields,
    QuotationFields,
    ResponseFields,
    StatementFields,
    Texts,
    blank,
)


def _with(field: str) -> AfterValidator:
    """Leaves out the items that say nothing in a field."""
    return AfterValidator(lambda items: tuple(item for item in items if not blank(getattr(item, field))))


Quotes = Annotated[
    Texts,
    Field(
        description="One to three verbatim, contiguous passages of the article, each the shortest that shows "
        "the item by itself"
    ),
]


class DraftStatement(StatementFields):
    quotes: Quotes


class DraftActor(ActorFields):
    quotes: Quotes


class DraftOffer(OfferFields):
    quotes: Quotes


class DraftResponse(ResponseFields):
    quotes: Quotes


class DraftOpenQuestion(OpenQuestionFields):
    quotes: Quotes


class DraftQuotation(QuotationFields):
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
