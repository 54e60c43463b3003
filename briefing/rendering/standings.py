"""What stands behind the items of a page, in words: marks, objections, what was struck, who proof-read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.schema.briefing import BriefingData, ProofRate
from briefing.schema.evidence import Evidence
from briefing.schema.verdict import RULES, Objection, Problem, Standing

MARK = "°"
"""Stands behind whatever is unconfirmed."""

_WORDS: dict[Problem, str] = {
    Problem.NO_QUOTE: "it came without a quote",
    Problem.QUOTE_MISSING: "its quote stands nowhere in the article",
    Problem.QUOTE_DIFFERS: "its quote is not the article's words",
    Problem.NEEDS_QUOTE: "none of its quotes shows this",
    Problem.UNKNOWN_REFERENCE: "it names an actor that the article does not",
    Problem.CONTRADICTED: "the article says otherwise",
    Problem.WRONG_PARTY: "the article names another party",
    Problem.WRONG_NUMBER: "the article has another number",
    Problem.WRONG_DATE: "the article has another date",
    Problem.NOT_STATED: "the article does not say it",
    Problem.QUOTATION_ALTERED: "the words in quotation marks are not the article's",
    Problem.HIDDEN_NEGATION: "its quote leaves out a word that turns the meaning round",
    Problem.NOT_AN_OFFER: "this is no offer addressed to somebody",
    Problem.NOT_AN_ANSWER: "this is no answer to that",
    Problem.NOT_A_CONDITION: "this is no stated condition",
    Problem.WRONG_STATUS: "the article leaves it at another status",
    Problem.HEDGE_DROPPED: "the article does not vouch for it",
    Problem.WRONG_KIND: "this is of another kind",
}


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
        for entry in brief.struck
    ]


def in_words(objections: Iterable[Objection]) -> str:
    """``the article has another number (what: 12; the article: "10 missiles")``, one after the other."""
    return "; ".join(map(_objection, objections))


def _objection(objection: Objection) -> str:
    details = []
    if objection.field and objection.claimed:
        details.append(f"{objection.field.replace('_', ' ')}: {objection.claimed}")
    elif objection.claimed or objection.field:
        details.append(objection.claimed or str(objection.field).replace("_", " "))
    if objection.passage:
        details.append(f"the article: “{objection.passage}”")
    if objection.by != RULES:
        details.append(f"says {objection.by}")
    said = _WORDS[objection.problem]
    return f"{said} ({'; '.join(details)})" if details else said


def proofread_by(data: BriefingData) -> str:
    """Who proof-read, and how many of the mistakes that were planted it struck."""
    if not data.proofs:
        return "not proof-read"
    return "; ".join(map(_rate, data.proofs))


def _rate(rate: ProofRate) -> str:
    if not rate.planted:
        return f"proof-read by {rate.by} (no mistakes planted)"
    told = f"proof-read by {rate.by} (struck {rate.caught} of {rate.planted} planted mistakes)"
    return told if rate.trusted else f"{told}, too few to confirm anything"


def unconfirmed(thing: object) -> bool:
    """Whether something on the page must bear the mark."""
    return getattr(thing, "standing", None) is Standing.UNCONFIRMED
