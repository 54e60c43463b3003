"""The schema of a reply, made for one request: its keys and the known ids are closed lists."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from briefing.extraction.prompts import strict_schema
from briefing.linking._parts import DayPart
from briefing.llm.protocol import ReplySchema
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import LinkReply

NEW_OFFER, NEW_QUESTION, NEW_STORY = "N", "M", "T"
"""First letters of the names of new entries."""

_NONE = "none"
"""Stands where a list of words would be empty, which no schema may be."""


def link_schema(part: DayPart, only: Collection[str] | None = None) -> ReplySchema:
    """The schema of `LinkReply` for one request.

    Args:
        only: keys of the items that are asked about; all if None.
    """
    asked = {kind: [i.key for i in part.items(kind) if only is None or i.key in only] for kind in EntryKind}
    offers = [each.key for each in part.items(EntryKind.OFFER)]
    questions = len(list(part.items(EntryKind.QUESTION)))
    words = {
        "offer_item": asked[EntryKind.OFFER],
        "response_item": asked[EntryKind.RESPONSE],
        "question_item": asked[EntryKind.QUESTION],
        "closing_item": [*offers, *(each.key for each in part.items(EntryKind.RESPONSE))],
        "new_offer": _numbered(NEW_OFFER, len(offers)),
        "offer": [*part.known(EntryKind.OFFER), *_numbered(NEW_OFFER, len(offers))],
        "known_question": part.known(EntryKind.QUESTION),
        "article": [listing.key for listing in part.listings] if only is None else [],
        "story": [*(story.id for story in part.stories), *_numbered(NEW_STORY, len(part.listings))],
        "question": [*part.known(EntryKind.QUESTION), *_numbered(NEW_QUESTION, questions)],
    }
    definition = strict_schema(LinkReply)
    definitions = definition["$defs"]
    for place, name in _PLACES.items():
        row, field = place.split(".")
        _refer(definitions[row]["properties"][field], f"#/$defs/{name}")
    definitions |= {name: {"type": "string", "enum": listed or [_NONE]} for name, listed in words.items()}
    return ReplySchema(name="linking", definition=definition)


_PLACES = {
    "SaidOffer.item": "offer_item",
    "SaidOffer.entry": "offer",
    "SaidNew.entry": "new_offer",
    "SaidNew.version_of": "offer",
    "SaidNew.counter_to": "offer",
    "SaidResponse.item": "response_item",
    "SaidResponse.answers": "offer",
    "SaidQuestion.item": "question_item",
    "SaidQuestion.entry": "question",
    "SaidClosed.question": "known_question",
    "SaidClosed.by": "closing_item",
    "SaidStory.article": "article",
    "SaidStory.story": "story",
}


def _refer(node: dict[str, Any], reference: str) -> None:
    """Have a string, or the string in a list or beside null, be one of a closed list."""
    if "anyOf" in node:
        node["anyOf"] = [{"$ref": reference}, {"type": "null"}]
    elif node.get("type") == "array":
        node["items"] = {"$ref": reference}
    else:
        node.clear()
        node["$ref"] = reference


def _numbered(letter: str, many: int) -> list[str]:
    return [f"{letter}{number}" for number in range(1, many + 1)]
