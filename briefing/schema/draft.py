"""A draft: what a model returns for one article or chunk. Not trusted.

The JSON Schema of `BriefDraft` is what models are asked to fill in. It is valid under strict structured output:
every property is required, none may be added. Quotes carry no offsets: those are computed afterwards.

Evidence comes first: in each item the quotes stand before what is claimed from them, status and stance last, and the
headline and the gist, which sum up the items, come last of all. Models fill a schema in its order.

What a model left blank is nothing: an item without words is left out, a speaker without a name is none. A draft of
version 1 is read as one of version 2 (`_migrated`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, model_validator

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


def _all_required(schema: dict[str, Any]) -> None:
    """Models are asked for every property, also those that a reader can do without."""
    schema["required"] = list(schema["properties"])


class QuotedItem(Model):
    """What every item of a draft begins with."""

    model_config = ConfigDict(json_schema_extra=_all_required)

    quotes: Quotes


# The fields of the last base come first.
class DraftStatement(StatementFields, QuotedItem):
    pass


class DraftActor(ActorFields, QuotedItem):
    pass


class DraftOffer(OfferFields, QuotedItem):
    pass


class DraftResponse(ResponseFields, QuotedItem):
    pass


class DraftOpenQuestion(OpenQuestionFields, QuotedItem):
    pass


class DraftQuotation(QuotationFields, QuotedItem):
    pass


class BriefDraft(Model):
    """What a model returns for one article (or chunk). Quotes are copied verbatim from the article; offsets are
    computed afterwards."""

    actors: Annotated[tuple[DraftActor, ...], _with("name")]
    offers: Annotated[tuple[DraftOffer, ...], _with("what")]
    responses: Annotated[tuple[DraftResponse, ...], _with("what")]
    open_questions: Annotated[tuple[DraftOpenQuestion, ...], _with("question")]
    quotations: Annotated[
        tuple[DraftQuotation, ...],
        Field(description="Words that the article prints inside quotation marks and that matter"),
    ]
    gist: Annotated[
        tuple[DraftStatement, ...],
        _with("text"),
        Field(description="One to three sentences that sum up the items, most important first"),
    ]
    headline: Annotated[DraftStatement, Field(description="One topic sentence, at most 16 words")]

    @classmethod
    def brought_up(cls, value: Any) -> Any:
        """A draft of version 1 as one of version 2."""
        return _migrated(value)

    @model_validator(mode="before")
    @classmethod
    def _brought_up(cls, value: Any) -> Any:
        return cls.brought_up(value)


DraftItem = DraftStatement | DraftActor | DraftOffer | DraftResponse | DraftOpenQuestion | DraftQuotation


def _migrated(draft: Any) -> Any:
    """``draft`` with each item of version 1 in the form of version 2; what is none of version 1 as it came.

    Version 1 had one ``recipient`` of an offer and one ``offer`` that an answer answers, said ``why`` a question is
    open, and knew neither who says so nor when.
    """
    if not isinstance(draft, dict):
        return draft
    return {name: _brought(_BROUGHT[name], items) if name in _BROUGHT else items for name, items in draft.items()}


def _brought(item: Callable[[Any], Any], items: Any) -> Any:
    """The items of a list, of a list that came as a string, or the one item that came in the place of a list."""
    if isinstance(items, str):
        try:
            items = json.loads(items)
        except (ValueError, RecursionError):
            return items
    return [item(each) for each in items] if isinstance(items, list) else item(items)


def _with_several(item: Any, one: str, several: str) -> Any:
    """An item with a list of references in the place of one."""
    if not isinstance(item, dict) or one not in item or several in item:
        return item
    held = item[one]
    if held is None or (isinstance(held, str) and held.strip().casefold() in ("", "null", "none")):
        held = []
    rest = {name: value for name, value in item.items() if name != one}
    return {**rest, several: held if isinstance(held, list) else [held]}


def _without_why(item: Any) -> Any:
    return {name: value for name, value in item.items() if name != "why"} if isinstance(item, dict) else item


_BROUGHT: dict[str, Callable[[Any], Any]] = {
    "offers": partial(_with_several, one="recipient", several="addressees"),
    "responses": partial(_with_several, one="offer", several="offers"),
    "open_questions": _without_why,
}
