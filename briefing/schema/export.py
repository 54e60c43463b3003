"""The JSON Schemas that ship in ``schemas/``, from the models."""

from __future__ import annotations

import json

from briefing.errors import UsageError
from briefing.schema.base import Model
from briefing.schema.brief import BRIEF_VERSION, Brief
from briefing.schema.briefing import BRIEFING_VERSION, BriefingData
from briefing.schema.draft import BriefDraft
from briefing.schema.linking import LinkReply
from briefing.schema.proof import ProofReply

DRAFT_VERSION = "1.0"
PROOF_VERSION = "1.0"
LINK_VERSION = "1.0"

SCHEMAS: dict[str, tuple[type[Model], str]] = {
    "draft": (BriefDraft, DRAFT_VERSION),
    "proof": (ProofReply, PROOF_VERSION),
    "link": (LinkReply, LINK_VERSION),
    "brief": (Brief, BRIEF_VERSION),
    "briefing": (BriefingData, BRIEFING_VERSION),
}
"""The families by name: the three that models fill in, and the two that are handed on. Each with its version."""

_FILLED_IN = ("draft", "proof", "link")


def schema_text(name: str) -> str:
    """The JSON Schema of a family, as the file in ``schemas/`` has it.

    Raises:
        UsageError: there is no such family.
    """
    if name not in SCHEMAS:
        raise UsageError(f"no schema {name!r}", hint=f"there are: {', '.join(SCHEMAS)}")
    model, version = SCHEMAS[name]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:briefing:schema:{name}:{version}",
        **model.model_json_schema(mode="validation" if name in _FILLED_IN else "serialization"),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
