"""What a request asks for: a draft, a proof-reading, or corrections; and the claims that it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any

from briefing.checking.proofing import in_full
from briefing.llm.envelope import unwrap
from briefing.schema.brief import Brief
from briefing.schema.draft import BriefDraft
from briefing.schema.linking import LinkReply
from briefing.schema.proof import ProofReply

_CLAIM = re.compile(r"(\d+) [a-z ]+: (.*)")


class Asked(StrEnum):
    DRAFT = "draft"
    CORRECTION = "correction"
    PROOF = "proof"
    LINK = "link"
    OTHER = "other"


def asked_for(properties: Iterable[str], messages: Iterable[str]) -> Asked:
    """What is asked for, by the properties of the schema and the texts of the messages."""
    if set(properties) == set(ProofReply.model_fields):
        return Asked.PROOF
    if set(properties) == set(LinkReply.model_fields):
        return Asked.LINK
    if set(properties) != set(BriefDraft.model_fields):
        return Asked.OTHER
    told = any(text.startswith("Your brief was checked") for text in messages)
    return Asked.CORRECTION if told else Asked.DRAFT


def properties_of(body: dict[str, Any]) -> list[str]:
    """The properties of the schema in the body of a request, whichever API it came by."""
    return list(schema_of(body).get("properties", ()))


def schema_of(body: dict[str, Any]) -> dict[str, Any]:
    """The schema in the body of a request, whichever API it came by; empty where there is none."""
    forms = (
        body.get("response_format", {}).get("json_schema", {}).get("schema"),
        body.get("output_format", {}).get("schema"),
        *(tool.get("input_schema") for tool in body.get("tools", [])),
    )
    return next((form for form in forms if form), {})


def claims_text(message: str) -> str:
    """The claims that a request for proof-reading shows, as they stand there."""
    return unwrap(message.rpartition("The claims stand between the next two marks.")[2]) or ""


def claims_in(message: str) -> dict[int, str]:
    """The same by number."""
    found = (_CLAIM.fullmatch(line) for line in claims_text(message).splitlines())
    return {int(claim[1]): claim[2] for claim in found if claim}


def own_claims(brief: Brief) -> frozenset[str]:
    """The claims of a brief, as a proof-reader is shown them."""
    return frozenset(in_full(item, brief.cast) for _, item in brief.items())


def objection(claim: int, problem: str, field: str = "text", words: str = "", level: str = "content") -> dict[str, Any]:
    return {"claim": claim, "level": level, "field": field, "problem": problem, "words": words}


def objecting(*objections: dict[str, Any]) -> str:
    """A reply to a request for proof-reading."""
    return json.dumps({"objections": list(objections)}, ensure_ascii=False)


def objecting_to_strangers(message: str, own: Collection[str], *more: dict[str, Any]) -> str:
    """A reply that objects to every claim that is none of a brief's own: to what was planted, and to nothing else."""
    planted = [number for number, claim in claims_in(message).items() if claim not in own]
    return objecting(*(objection(number, "contradicted") for number in planted), *more)


STOOD_BY = json.dumps(
    {
        "headline": {"text": "", "quotes": []},
        **{name: [] for name in BriefDraft.model_fields if name != "headline"},
    }
)
"""A reply to objections that changes nothing."""
