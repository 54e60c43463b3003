"""What no check without a model can tell: one question an item, and what an answer does to the brief.

A judge confirms or rejects. It edits nothing, and it is never asked about what a rule has rejected.
"""

from __future__ import annotations

from briefing.grounding.assemble import add
from briefing.grounding.items import Checked, claims_of, references_of
from briefing.grounding.reading import Reading
from briefing.grounding.source import SourceIndex
from briefing.schema.article import Article
from briefing.schema.base import Model
from briefing.schema.brief import Brief, Unsupported
from briefing.schema.document import digest
from briefing.schema.draft import (
    DraftActor,
    DraftItem,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.evidence import Reason, ReasonCode, Ruling, Verdict
from briefing.schema.terms import Section

SENTENCES = 5
"""Sentences shown to the judge besides the quotes: the five that share most telling words with the claim hold the one
that decides in 98.6% of cases (news claims with a known sentence behind them)."""


class JudgeQuestion(Model):
    """One item to decide.

    ``key`` names the item within its brief, ``claim`` is all that the item says, as text; ``quotes`` are its
    evidence and ``passages`` the other sentences of the article that come nearest, in text order. ``source`` is the
    digest of the article's text: with the claim and the prompt's version it is what an answer is cached by.
    """

    key: str
    section: Section
    claim: str
    quotes: tuple[str, ...]
    passages: tuple[str, ...]
    source: str


def judge_questions(article: Article, brief: Brief) -> tuple[JudgeQuestion, ...]:
    """A question for each item of the brief that only a judge can decide, in the order of the brief."""
    waiting = [each for each in brief.unsupported if each.verdict.ruling is Ruling.NEEDS_JUDGE]
    if not waiting:
        return ()
    index = SourceIndex(article.text, article.language or "en")
    names = {actor.id: actor.name for actor in brief.actors}
    source = digest(article.text)
    return tuple(_question(each, index, names, source) for each in waiting)


def apply_judgement(brief: Brief, question: JudgeQuestion, confirmed: bool, reason: str, judge: str) -> Brief:
    """The brief with one question answered.

    Args:
        confirmed: the judge finds the claim supported.
        reason: why, in the judge's words; kept in the verdict.
        judge: the model that answered.

    An item that a rule rejected, or that is not there any more, stays as it is: a judge never overrules a rule.
    """
    entry = next((e for e in brief.unsupported if _key(e) == question.key), None)
    if entry is None or entry.verdict.ruling is not Ruling.NEEDS_JUDGE:
        return brief
    rest = list(brief.unsupported)
    rest.remove(entry)
    held = {actor.id for actor in brief.actors}
    unresolved = [(name, ref) for name, ref in references_of(entry.item) if ref not in held]
    reasons = list(entry.verdict.reasons)
    if not confirmed:
        reasons.append(Reason(code=ReasonCode.JUDGE_SAYS_NO, claimed=question.claim))
    reasons += [Reason(code=ReasonCode.UNKNOWN_REFERENCE, field=name, claimed=ref) for name, ref in unresolved]
    ruling = Ruling.SUPPORTED if confirmed and not unresolved else Ruling.REJECTED
    verdict = Verdict(
        ruling=ruling, reasons=tuple(reasons), repaired=entry.verdict.repaired, judge=f"{judge}: {reason}"
    )
    precise = len(entry.evidence) if ruling is Ruling.SUPPORTED else 0
    decided = Checked(entry.section, entry.item, verdict, entry.evidence, entry.suggestions, precise)
    return add(brief.model_copy(update={"unsupported": tuple(rest)}), [decided])


def claim_text(item: DraftItem, names: dict[str, str]) -> str:
    """All that an item says, as one text for a judge; ``names`` are those of the actors by id."""

    def name(reference: str | None) -> str:
        return names.get(reference or "", reference or "someone")

    match item:
        case DraftStatement():
            return item.text
        case DraftActor():
            return f"{item.name}: {item.role}" if item.role else item.name
        case DraftOffer():
            terms = f" Conditions: {'; '.join(item.conditions)}." if item.conditions else ""
            whom = f" to {name(item.recipient)}" if item.recipient else ""
            return f"{name(item.offerer)} puts this{whom}: {item.what}.{terms} Status: {item.status.value}."
        case DraftResponse():
            return f"{name(item.responder)} answers {item.to}: {item.what}. Stance: {item.stance.value}."
        case DraftOpenQuestion():
            return f"The article leaves open: {item.question} {item.why}".strip()
        case DraftQuotation():
            return f"{name(item.speaker)} is quoted ({item.kind.value}): {' … '.join(item.quotes)}"


def _question(entry: Unsupported, index: SourceIndex, names: dict[str, str], source: str) -> JudgeQuestion:
    words = Reading(" ".join(claim.text for claim in claims_of(entry.item))).words
    best = index.best_sentences(index.weights({word.stem for word in words}), SENTENCES)
    spans = [index.sentences[number] for number in sorted(best)]
    covered = [evidence.span for evidence in entry.evidence]
    return JudgeQuestion(
        key=_key(entry),
        section=entry.section,
        claim=claim_text(entry.item, names),
        quotes=tuple(evidence.quote for evidence in entry.evidence),
        passages=tuple(span.slice(index.text) for span in spans if not any(held.contains(span) for held in covered)),
        source=source,
    )


def _key(entry: Unsupported) -> str:
    return digest(f"{entry.section.value}\n{entry.item.model_dump_json()}")[:16]
