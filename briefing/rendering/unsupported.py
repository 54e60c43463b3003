"""What the check did not support, as lines for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.schema.briefing import BriefingData
from briefing.schema.draft import (
    DraftActor,
    DraftItem,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
)
from briefing.schema.evidence import Evidence, Reason


@dataclass(frozen=True, slots=True)
class UnsupportedLine:
    ruling: str
    section: str
    outlet: str
    claim: str
    reasons: str
    evidence: tuple[Evidence, ...]


def describe_unsupported(data: BriefingData) -> list[UnsupportedLine]:
    """Each unsupported item of each brief, in the order of the briefs."""
    return [
        UnsupportedLine(
            ruling=entry.verdict.ruling.value.replace("_", " "),
            section=entry.section.value.replace("_", " "),
            outlet=data.outlets.get(brief.article, brief.article),
            claim=claim_text(entry.item, {actor.id: actor.name for actor in brief.actors}),
            reasons="; ".join(map(reason_text, entry.verdict.reasons)) or "no reason given",
            evidence=entry.evidence,
        )
        for brief in data.briefs
        for entry in brief.unsupported
    ]


def claim_text(item: DraftItem, names: Mapping[str, str]) -> str:
    """What an item claims, in one line; ``names`` are those of the actors by id."""
    match item:
        case DraftActor():
            return f"{item.name}: {item.role}"
        case DraftOffer() | DraftResponse():
            return item.what
        case DraftOpenQuestion():
            return item.question
        case DraftQuotation():
            speaker = names.get(item.speaker or "", item.speaker) or "nobody named"
            return f"{item.kind.value.replace('_', ' ')} quotation by {speaker}"
        case _:
            return item.text


def reason_text(reason: Reason) -> str:
    """``number differs in what: claimed 12, source has 10``."""
    text = reason.code.value.replace("_", " ")
    if reason.field:
        text += f" in {reason.field.replace('_', ' ')}"
    details = [f"claimed {reason.claimed}"] if reason.claimed else []
    if reason.found:
        details.append(f"source has {reason.found}")
    return f"{text}: {', '.join(details)}" if details else text
