"""The script for the two seeds: the recorded replies of a large language model, as they are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from briefing.llm.envelope import unwrap
from briefing.schema.draft import BriefDraft
from tests.endpoint.answers import Answer, answer_with
from tests.endpoint.server import Seen

REPLIES = Path(__file__).parent.parent.parent / "cassettes" / "replies"


def seed_script(seen: Seen) -> Answer:
    """The reply whose quotes stand in the article of this request, byte for byte as the model wrote it.

    A request for a repair gets the same reply again: the model was asked once. A question of another kind, or about
    another article, gets an error that no retry helps.
    """
    article = next((found for message in seen.body["messages"] if (found := unwrap(_text(message)))), None)
    if article is not None and _asks_for_a_draft(seen):
        for reply, quotes in _replies():
            if all(quote in article for quote in quotes):
                return answer_with(reply)
    raw = json.dumps({"error": {"message": "no reply was recorded for this", "type": "invalid_request_error"}})
    return Answer(status=400, raw=raw)


def _asks_for_a_draft(seen: Seen) -> bool:
    form = seen.body.get("response_format") or {}
    properties = form.get("json_schema", {}).get("schema", {}).get("properties", {})
    return set(properties) == set(BriefDraft.model_fields)


def _text(message: dict[str, object]) -> str:
    return str(message.get("content"))


@cache
def _replies() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each reply with the quotes of its headline, which tell the article that it is about."""
    found = []
    for file in sorted(REPLIES.glob("*.json")):
        text = file.read_text(encoding="utf-8")
        found.append((text, tuple(json.loads(text)["headline"]["quotes"])))
    return tuple(found)
