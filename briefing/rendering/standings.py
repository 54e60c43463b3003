"""What stands behind the items of a page: its marks, the objections that are printed and where, who proof-read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.schema.briefing import BriefingData, ProofRate
from briefing.schema.evidence import Evidence
from briefing.schema.linking import Linking
from briefing.schema.verdict import RULES, Objection, Standing

MARK = "°"
"""Stands behind whatever is unconfirmed."""


@dataclass(frozen=True, slots=True)
class StruckLine:
    section: str
    outlet: str
    claim: str
    objections: str
    evidence: tuple[Evidence, ...]


def describe_struck(data: BriefingData) -> list[StruckLine]:
    """Each struck item of each brief, in the order of the briefs."""
    return [
        StruckLine(
            section=entry.section.value.replace("_", " "),
            outlet=data.outlets.get(brief.article, brief.article),
            claim=entry.item.told(brief.cast),
            objections=in_words(entry.item.verdict.objections) or "no reason given",
            evidence=entry.item.evidence,
        )
        for brief in data.briefs
        for entry in brief.unsupported
    ]


def in_words(objections: Iterable[Objection]) -> str:
    """The objections as people say them, one after the other."""
    return "; ".join(map(_with_who, objections))


def _with_who(objection: Objection) -> str:
    return objection.told() if objection.by == RULES else f"{objection.told()}, says {objection.by}"


def proofread_by(data: BriefingData) -> str:
    """Who proof-read, and how many of the mistakes that were planted it struck."""
    if not data.proofs:
        return "not proof-read"
    return "; ".join(map(_rate, data.proofs))


def _rate(rate: ProofRate) -> str:
    if not rate.planted:
        return f"proof-read by {rate.by} (no mistake could be planted to test it, so it confirms nothing)"
    told = f"proof-read by {rate.by} (struck {rate.caught} of {rate.planted} planted mistakes)"
    return told if rate.trusted else f"{told}, too few to confirm anything"


def standing_mark(thing: object) -> str:
    """The mark of what is unconfirmed; empty for all else."""
    return MARK if getattr(thing, "standing", None) is Standing.UNCONFIRMED else ""


def linked_by(linking: Linking | None) -> str:
    """Who linked the day to the ledger, and how many planted offers rightly; it stands behind who proof-read."""
    if linking is None:
        return ""
    if linking.by is None:
        return ", linked to the ledger by rules, since no model was heard"
    told = f", linked to the ledger by {linking.by}"
    rightly = f"{linking.caught} of {linking.planted} planted offers linked rightly"
    if not linking.trusted:
        return f", linked to the ledger by rules, since {linking.by} had only {rightly}"
    if not linking.planted:
        return f"{told} (no link was known to test it)"
    return f"{told} ({rightly})"


def by_rules(engines: Sequence[str]) -> bool:
    """Whether a page was written by the embedded engine alone, be it with a parser beside its rules."""
    return bool(engines) and all(engine == "embedded" or engine.startswith("parsed/") for engine in engines)
