"""Proof-reading: what is shown of a brief, what becomes of it when it was read, and what its reader's word is worth.

A fault of content strikes the item, a fault of the frame contests it, and what drew no objection is confirmed. A
proof-reader edits nothing, adds nothing, and never sees what was struck before it read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefing.checking.locate import Locator, Tier
from briefing.checking.planting import Claim, Mistake, Planted, mixed
from briefing.checking.sections import keep_needed, with_items, with_verdicts
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import SEVERAL, Actor, Brief, CheckedItem, Offer, Proofreading, Quotation, Response
from briefing.schema.briefing import ProofRate
from briefing.schema.items import IdNames
from briefing.schema.proof import Spotted
from briefing.schema.terms import Section
from briefing.schema.verdict import Level, Objection, Problem, Standing

_NAMED: dict[Section, str] = {
    Section.HEADLINE: "headline",
    Section.GIST: "gist",
    Section.ACTORS: "actor",
    Section.OFFERS: "offer",
    Section.RESPONSES: "answer",
    Section.OPEN_QUESTIONS: "open question",
    Section.QUOTATIONS: "quotation",
}
_BY_FIELD = {
    "status": Problem.WRONG_STATUS,
    "stance": Problem.WRONG_STATUS,
    "conditions": Problem.NOT_A_CONDITION,
    "offers": Problem.NOT_AN_ANSWER,
    "to": Problem.NOT_AN_ANSWER,
    "kind": Problem.WRONG_KIND,
}
"""The problem of the frame that an objection names by its field alone."""
_FITTING: dict[Mistake, frozenset[Problem]] = {
    Mistake.PARTIES: frozenset({Problem.NOT_AN_OFFER, Problem.NOT_AN_ANSWER}),
    Mistake.NEGATION: frozenset({Problem.WRONG_STATUS}),
    Mistake.STANCE: frozenset({Problem.WRONG_STATUS, Problem.NOT_AN_ANSWER}),
    Mistake.STATUS: frozenset({Problem.WRONG_STATUS}),
    Mistake.CONDITION: frozenset({Problem.NOT_A_CONDITION}),
}
"""Problems of the frame that name a planted mistake as well as one of content does: which of the two a false stance is
called is a matter of taste."""
_BY_ITEM: dict[type, Problem] = {
    Offer: Problem.NOT_AN_OFFER,
    Response: Problem.NOT_AN_ANSWER,
    Actor: Problem.WRONG_KIND,
    Quotation: Problem.WRONG_KIND,
}
"""The same by the kind of item, where the field does not tell."""
_PARTIES = frozenset({"offerer", "addressees", "responder", "speaker"})
"""Fields that hold an actor's id, or a name."""
BLIND = 2
"""So many planted mistakes on one sheet, and none of them objected to: whoever read it did not read it. An article may
have talked it out of that."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One call's worth of proof-reading: a part of the article, and the claims whose passages stand in it.

    A claim's number is its place in ``claims``, counting from 1.
    """

    part: int
    span: Span
    claims: tuple[Claim, ...]


def proof_sheets(
    brief: Brief, planted: Sequence[Planted], parts: Sequence[Span], only: Collection[str] | None = None
) -> tuple[Sheet, ...]:
    """The sheets of a brief: each item that was not struck is on exactly one, and so is each planted mistake.

    Args:
        parts: the parts in which the article was drafted; an item goes with the one that holds most of its evidence.
        only: ids of the items to be read; all of them if None.
    """
    claims = [claim for claim in mixed(brief, planted) if only is None or claim.item.id in only]
    home = {item.id: part_of(parts, [piece.span for piece in item.evidence]) for _, item in brief.items()}
    sheets = (
        Sheet(part, span, tuple(claim for claim in claims if home[claim.item.id] == part))
        for part, span in enumerate(parts)
    )
    return tuple(sheet for sheet in sheets if sheet.claims)


def part_of(parts: Sequence[Span], spans: Sequence[Span]) -> int:
    """The part that holds most of these spans; where none does, the one nearest to them; the first of equals."""

    def closeness(part: int) -> tuple[int, int]:
        here = parts[part]
        held = sum(here.overlap(span) for span in spans)
        away = min(map(here.gap, spans), default=0)
        return held, -away

    return max(range(len(parts)), key=closeness)


def shown(article: Article, span: Span) -> str:
    """A part of an article under what a reader of the page would see of where and when it appeared."""
    head = article.particulars()
    return f"{head}\n\n{article.slice(span)}" if head else article.slice(span)


def numbered(sheet: Sheet, cast: IdNames) -> str:
    """The claims of a sheet, numbered, in words. A planted mistake bears no mark."""
    return "\n".join(
        f"{number} {_NAMED[claim.section]}: {_told(claim.item, cast, sheet.span)}"
        for number, claim in enumerate(sheet.claims, 1)
    )


def in_full(item: CheckedItem, cast: IdNames) -> str:
    """An item in words on one line, with its words where it is a quotation."""
    told = item.told(cast)
    if isinstance(item, Quotation):
        told += ": " + " […] ".join(f"“{piece.quote}”" for piece in item.evidence)
    return " ".join(told.split())


def _told(item: CheckedItem, cast: IdNames, span: Span) -> str:
    """An item in full, with what it cites beyond the part that is shown."""
    beyond = [piece.quote for piece in item.evidence if not span.overlap(piece.span)]
    if isinstance(item, Quotation) or not beyond:
        return in_full(item, cast)
    quotes = "; ".join(f"“{' '.join(quote.split())}”" for quote in beyond)
    return f"{in_full(item, cast)} Quoted from elsewhere in the article: {quotes}"


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What came of one sheet: the objections of the model that read it, or why nobody did (``by`` is None then)."""

    sheet: Sheet
    by: str | None = None
    spotted: tuple[Spotted, ...] = ()
    failure: str = "no reply"

    def problems(self) -> dict[int, dict[Problem, Spotted]]:
        """The objections by the number of the claim, no problem of a claim twice."""
        found: dict[int, dict[Problem, Spotted]] = {number: {} for number, _ in enumerate(self.sheet.claims, 1)}
        for spotted in self.spotted:
            if spotted.claim in found:
                item = self.sheet.claims[spotted.claim - 1].item
                found[spotted.claim].setdefault(_problem(spotted, item), spotted)
        return found

    @property
    def unclear(self) -> int:
        """Objections that name no claim of the sheet."""
        return sum(not 1 <= spotted.claim <= len(self.sheet.claims) for spotted in self.spotted)

    @property
    def planted(self) -> int:
        return sum(claim.planted is not None for claim in self.sheet.claims)

    @property
    def caught(self) -> int:
        """The planted mistakes that were objected to."""
        problems = self.problems()
        return sum(
            _names(problems[number], claim.planted)
            for number, claim in enumerate(self.sheet.claims, 1)
            if claim.planted
        )

    @property
    def blind(self) -> bool:
        """Whether what it lets stand is worth nothing; its objections are looked at all the same."""
        return self.planted >= BLIND and not self.caught


def settle(article: Article, brief: Brief, readings: Sequence[SheetReading], prompt: str) -> Brief:
    """``brief`` as its proof-reader leaves it: its word on each item, and how it did on the planted mistakes.

    An item of a sheet that nobody read stays as it is. Pure: the same readings give the same brief.

    Args:
        prompt: id and version of the prompt that was used.
    """
    locator = Locator(article.text)
    read: dict[str, CheckedItem] = {}
    proof = brief.proof or Proofreading(by=None, prompt=prompt)
    for reading in readings:
        proof = _counted(proof, reading)
        if reading.by is None:
            continue
        problems = reading.problems()
        for number, claim in enumerate(reading.sheet.claims, 1):
            made = [_objection(*each, claim.item, brief.cast, locator, reading.by) for each in problems[number].items()]
            if claim.planted is None and (made or not reading.blind):
                read[claim.item.id] = _settled(claim.item, made, reading.by)
    items = [(section, read.get(item.id, item)) for section, item in brief.items()]
    return keep_needed(with_verdicts(brief, items).model_copy(update={"proof": proof}), locator)


def _settled(item: CheckedItem, objections: Sequence[Objection], by: str) -> CheckedItem:
    """An item as its proof-reader leaves it. What was noted of it before stays noted."""
    levels = {objection.problem.level for objection in objections}
    if Level.CONTENT in levels:
        standing, objecting = Standing.REFUTED, None
    elif levels:
        standing, objecting = Standing.UNCONFIRMED, None
    else:
        standing, objecting = Standing.QUOTED if item.standing is Standing.QUOTED else Standing.CONFIRMED, by
    changes = {"standing": standing, "by": objecting, "objections": (*objections, *item.verdict.objections)}
    return item.model_copy(update={"verdict": item.verdict.model_copy(update=changes)})


def _counted(proof: Proofreading, reading: SheetReading) -> Proofreading:
    """``proof`` with one more sheet."""
    if reading.by is None:
        return proof.model_copy(update={"failures": (*proof.failures, reading.failure)})
    readers = dict.fromkeys((*(proof.by.split(SEVERAL) if proof.by else ()), reading.by))
    passed = f"{reading.by} let all {reading.planted} planted mistakes pass: what it lets stand here is not confirmed"
    return proof.model_copy(
        update={
            "by": SEVERAL.join(readers),
            "planted": proof.planted + reading.planted,
            "caught": proof.caught + reading.caught,
            "unclear": proof.unclear + reading.unclear,
            "failures": (*proof.failures, passed) if reading.blind else proof.failures,
        }
    )


def _names(problems: Collection[Problem], planted: Planted) -> bool:
    """Whether one of these problems is what is wrong with a planted mistake."""
    fitting = _FITTING.get(planted.mistake, frozenset())
    return any(problem.level is Level.CONTENT or problem in fitting for problem in problems)


def _problem(spotted: Spotted, item: CheckedItem) -> Problem:
    """The problem that an objection names, else the general one of its level for the item."""
    if spotted.problem:
        return spotted.problem
    if spotted.level is Level.CONTENT:
        return Problem.CONTRADICTED
    return _BY_FIELD.get(spotted.field or "") or _BY_ITEM.get(type(item), Problem.HEDGE_DROPPED)


def _objection(
    problem: Problem, spotted: Spotted, item: CheckedItem, cast: IdNames, locator: Locator, by: str
) -> Objection:
    """An objection with its passage in the article. Words that the article does not have are no passage."""
    field = spotted.field if spotted.field in type(item).model_fields else None
    place = locator.locate(spotted.words, [piece.span for piece in item.evidence])
    at = place.spans[0] if place.tier is Tier.VERIFIED else None
    return Objection(
        problem=problem,
        field=field,
        claimed=_claimed(item, field, cast) if field else None,
        passage=at.slice(locator.text) if at else None,
        at=at,
        by=by,
    )


def _claimed(item: CheckedItem, field: str, cast: IdNames) -> str | None:
    """What an item has in a field, in words."""
    value: object = getattr(item, field)
    if field in _PARTIES and (value is None or isinstance(value, str)):
        return cast.actor(value)
    if isinstance(value, tuple):
        names = {"addressees": cast.actors, "offers": cast.offers}.get(field, {})
        return "; ".join(names.get(each, str(each)) for each in value) or None
    if isinstance(value, StrEnum):
        return value.value.replace("_", " ")
    return value if isinstance(value, str) and value else None


def proof_rates(briefs: Iterable[Brief], floor: float) -> tuple[ProofRate, ...]:
    """The rate of each proof-reader over a run, by name.

    Args:
        floor: the share of planted mistakes that a proof-reader must have struck to be trusted.
    """
    read: dict[str, list[Proofreading]] = {}
    for brief in briefs:
        if brief.proof and brief.proof.by:
            read.setdefault(brief.proof.by, []).append(brief.proof)
    return tuple(_rate(by, proofs, floor) for by, proofs in sorted(read.items()))


def _rate(by: str, proofs: Sequence[Proofreading], floor: float) -> ProofRate:
    planted = sum(proof.planted for proof in proofs)
    caught = sum(proof.caught for proof in proofs)
    return ProofRate(by=by, planted=planted, caught=caught, trusted=planted > 0 and caught >= floor * planted)


def distrust(brief: Brief, rates: Sequence[ProofRate]) -> Brief:
    """The brief without the word of proof-readers that are not to be trusted: what they confirmed is unconfirmed."""
    doubtful = {rate.by for rate in rates if not rate.trusted}
    readers = {brief.proof.by, *brief.proof.by.split(SEVERAL)} if brief.proof and brief.proof.by else set()
    if not doubtful & readers:
        return brief
    return with_items(brief, [(section, unvouched(item)) for section, item in brief.items()], brief.unsupported)


def unvouched(item: CheckedItem) -> CheckedItem:
    """An item without the word of its proof-reader."""
    verdict = item.verdict
    if verdict.by is None:
        return item
    standing = Standing.UNCONFIRMED if verdict.standing is Standing.CONFIRMED else verdict.standing
    return item.model_copy(update={"verdict": verdict.model_copy(update={"standing": standing, "by": None})})
