"""The JSON Schemas that models are asked to fill in, made strict."""

from __future__ import annotations

from functools import cache
from typing import Any

from briefing.llm.protocol import ReplySchema
from briefing.schema.base import Model
from briefing.schema.draft import BriefDraft
from briefing.schema.proof import ProofReply


@cache
def draft_schema() -> ReplySchema:
    """The schema of `BriefDraft` as sent to models."""
    return ReplySchema(name="brief_draft", definition=strict_schema(BriefDraft))


@cache
def proof_schema() -> ReplySchema:
    """The schema of `ProofReply` as sent to models."""
    return ReplySchema(name="proof_reading", definition=strict_schema(ProofReply))


def strict_schema(model: type[Model]) -> dict[str, Any]:
    """A model's JSON Schema in the form that strict structured output takes.

    Every property is required and none may be added (the models are built so); titles and defaults, which strict
    mode does not need and which cost tokens in every request, are left out.
    """
    schema: dict[str, Any] = _without_titles(model.model_json_schema())
    return schema


def _without_titles(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_titles(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        if key == "properties":
            kept[key] = {name: _without_titles(schema) for name, schema in value.items()}
        elif key not in ("title", "default"):
            kept[key] = _without_titles(value)
    return kept
