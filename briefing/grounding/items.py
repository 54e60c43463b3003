"""Checking one item of a draft: its quotes located, then every field against the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from briefing.grounding.checks import Claim, Context, run
from briefing.grounding.claims import known_words, verdict_of
from briefing.grounding.locate import Location, Tier
from briefing.grounding.parties import Parties
from briefing.grounding.source import SourceIndex
from briefing.language.names import canonical_organisation, canonical_state, same_actor
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import Response, Unsupported
from briefing.schema.draft import (
    DraftActor,
    DraftItem,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.evidence import Evidence, Match, Reason, ReasonCode, Ruling, Verdict
from briefing.schema.terms import Section


@dataclass(frozen=True, slots=True)
class Checked:
    """An item of a draft with what the checks found."""

    section: Section
    item: DraftItem
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    suggestions: tuple[Evidence, ...] = ()
    precise: int = 0
    """Pieces of evidence that the item needs: 0 where it is not supported."""

    @property
    def supported(self) -> bool:
        return self.verdict.ruling is Ruling.SUPPORTED

    def unsupported(self) -> Unsupported:
        """The form in which a brief keeps it."""
        return Unsupported(
            section=self.section,
            item=self.item,
            verdict=self.verdict,
            evidence=self.evidence,
            suggestions=self.suggestions,
        )


@dataclass(frozen=True, slots=True)
class Cited:
    """The quotes of an item: where they stand, what is wrong with those that do not, what comes near them."""

    evidence: tuple[Evidence, ...]
    faults: tuple[Reason, ...] = ()
    suggestions: tuple[Evidence, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(evidence.span for evidence in self.evidence)


class ItemChecker:
    """Checks the items of one article.

    Args:
        actors: the actors of the draft by id; items refer to them.
    """

    def __init__(self, article: Article, actors: Mapping[str, DraftActor]) -> None:
        self._article = article.id
        self._index = SourceIndex(article.text, article.language or "en")
        self._anchor = article.published.day if article.published else None
        self._actors = actors
        self._parties = Parties(article, self._index, actors)
        self._known = known_words([name for actor in actors.values() for name in (actor.name, *actor.aliases)])

    def with_answers(self, answers: Iterable[Response | DraftResponse]) -> ItemChecker:
        """A checker that knows who answers which offer: nobody answers his own."""
        other = copy(self)
        other._parties = self._parties.with_answers(answers)
        return other

    def check(self, section: Section, item: DraftItem) -> Checked:
        """The verdict on one item. A quote that is missing is held against it only where none is left."""
        cited = self.cite(item.quotes)
        if not cited.evidence:
            faults = cited.faults or (Reason(code=ReasonCode.NO_QUOTE),)
            verdict = Verdict(ruling=Ruling.REJECTED, reasons=faults)
            return Checked(section, item, verdict, (), cited.suggestions)
        spans = cited.spans
        parties = list(self._parties.check(item, spans))
        certain = [finding.reason for finding in parties if finding.certain]
        doubts = [finding.reason for finding in parties if not finding.certain]
        verdict = verdict_of([*self._references(item), *self._claims(item, spans), *certain], doubts)
        precise = self._precise(item, spans) if verdict.ruling is Ruling.SUPPORTED else 0
        notes = list(cited.faults)
        if isinstance(item, DraftQuotation):
            item, corrected = self._with_shown_kind(item, spans)
            notes += corrected
        if isinstance(item, DraftActor):
            item, dropped = self._with_known_aliases(item)
            notes += dropped
        if notes:
            verdict = Verdict(ruling=verdict.ruling, reasons=(*verdict.reasons, *notes))
        return Checked(section, item, verdict, cited.evidence, cited.suggestions, precise)

    def _precise(self, item: DraftItem, spans: Sequence[Span]) -> int:
        """The citations that a supported item needs, after ALCE: one is idle where it does not support the item by
        itself and the others do without it."""
        if len(spans) < 2:
            return len(spans)
        idle = (
            any(self._claims(item, [span])) and not any(self._claims(item, [s for s in spans if s is not span]))
            for span in spans
        )
        return len(spans) - sum(idle)

    def named_only(self, actor: Checked) -> Checked:
        """An actor that failed, kept for its name where the article has it: without a role, and with the reasons."""
        item = actor.item
        assert isinstance(item, DraftActor)
        places = (self._index.locator.locate(form) for form in (item.name, *item.aliases) if form.strip())
        found = next((place for place in places if place.tier is Tier.VERIFIED), None)
        if found is None:
            return actor
        evidence = tuple(self._evidence(found))
        quotes = tuple(each.quote for each in evidence)
        bare, dropped = self._with_known_aliases(item.model_copy(update={"role": "", "quotes": quotes}))
        reasons = dict.fromkeys((*actor.verdict.reasons, *dropped))
        verdict = Verdict(ruling=Ruling.SUPPORTED, reasons=tuple(reasons))
        return Checked(actor.section, bare, verdict, evidence, precise=len(evidence))

    def _with_shown_kind(self, item: DraftQuotation, spans: Sequence[Span]) -> tuple[DraftQuotation, list[Reason]]:
        """A quotation of the kind that the article itself shows, with a note where the draft had another."""
        shown = self._parties.kind(item, spans)
        if shown is None or shown is item.kind:
            return item, []
        note = Reason(code=ReasonCode.QUOTATION_KIND, field="kind", claimed=item.kind.value, found=shown.value)
        return item.model_copy(update={"kind": shown}), [note]

    def actor_name(self, reference: str) -> str:
        """The name behind an actor id, the id itself where there is none."""
        return self._actors[reference].name if reference in self._actors else reference

    def _with_known_aliases(self, actor: DraftActor) -> tuple[DraftActor, list[Reason]]:
        """An actor with the aliases that the article prints or that are plain usage, and a note of the rest."""
        unknown = [
            alias
            for alias in actor.aliases
            if not self._index.locator.stands(alias) and not same_actor(actor.name, alias)
        ]
        kept = tuple(alias for alias in actor.aliases if alias not in unknown)
        notes = [Reason(code=ReasonCode.NAME_NEW, field="aliases", claimed=alias) for alias in unknown]
        return actor.model_copy(update={"aliases": kept}), notes

    def cite(self, quotes: Sequence[str]) -> Cited:
        """Locate quotes, those of one item near each other."""
        near: list[Span] = []
        evidence: list[Evidence] = []
        faults: list[Reason] = []
        suggestions: list[Evidence] = []
        for quote in dict.fromkeys(quotes):
            found = self._index.locator.locate(quote, near)
            if found.tier is Tier.VERIFIED:
                near += found.spans
                evidence += self._evidence(found)
            else:
                suggestions += self._evidence(found)
                faults.append(_fault(quote, found, self._index.text))
        return Cited(_distinct(evidence), tuple(faults), tuple(suggestions))

    def _evidence(self, found: Location) -> Iterator[Evidence]:
        for span in found.spans:
            others = found.occurrences if len(found.occurrences) > 1 and span is found.spans[0] else ()
            also_at = tuple(other.start for other in others if other != span)
            yield Evidence(
                article=self._article,
                start=span.start,
                end=span.end,
                quote=span.slice(self._index.text),
                match=found.match or Match.FUZZY,
                score=round(found.score, 4),
                also_at=also_at,
            )

    def _claims(self, item: DraftItem, spans: Sequence[Span]) -> Iterator[Reason]:
        for claim in claims_of(item):
            yield from run(Context(self._index, claim, spans, self._known, self._anchor))
        if isinstance(item, DraftActor) and not self._named(item):
            yield Reason(code=ReasonCode.NAME_NEW, field="name", claimed=item.name)

    def _named(self, actor: DraftActor) -> bool:
        """Whether the article names the actor, in any form that is one with the name."""
        forms = (actor.name, *actor.aliases)
        if any(self._index.locator.stands(form) for form in forms):
            return True
        return (canonical_state(actor.name) or canonical_organisation(actor.name)) in self._index.canonical

    def _references(self, item: DraftItem) -> Iterator[Reason]:
        for field, reference in references_of(item):
            if reference not in self._actors:
                yield Reason(code=ReasonCode.UNKNOWN_REFERENCE, field=field, claimed=reference)


def claims_of(item: DraftItem) -> Iterator[Claim]:
    """The texts of an item that say something about the article."""
    match item:
        case DraftStatement():
            yield Claim(item.text, "text")
        case DraftActor():
            yield Claim(item.role, "role")
        case DraftOffer():
            yield Claim(item.what, "what")
            yield from (Claim(condition, "conditions") for condition in item.conditions)
        case DraftResponse():
            yield Claim(item.to, "to")
            yield Claim(item.what, "what")
        case DraftOpenQuestion():
            yield Claim(item.question, "question")
            yield Claim(item.why, "why")
        case DraftQuotation():
            pass


def references_of(item: DraftItem) -> Iterator[tuple[str, str]]:
    """The actor ids that an item names, with their fields."""
    match item:
        case DraftOffer():
            yield "offerer", item.offerer
            if item.recipient is not None:
                yield "recipient", item.recipient
        case DraftResponse():
            yield "responder", item.responder
        case _:
            return


def _fault(quote: str, found: Location, text: str) -> Reason:
    if found.tier is Tier.SUGGESTED:
        span = found.spans[0]
        return Reason(code=ReasonCode.QUOTE_DIFFERS, field="quotes", claimed=quote, found=span.slice(text), at=span)
    code = ReasonCode.QUOTE_MISSING if quote.strip() else ReasonCode.NO_QUOTE
    return Reason(code=code, field="quotes", claimed=quote)


def _distinct(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple({(each.start, each.end): each for each in evidence}.values())
