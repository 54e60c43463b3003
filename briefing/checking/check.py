"""From a draft to a brief: every item located and ruled on, ids made unique, actors kept where items need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from briefing.checking.locate import Location, Locator, Tier, evidence_at
from briefing.checking.reading import SourceIndex
from briefing.checking.rules import Rules
from briefing.checking.sections import keep_needed, with_items
from briefing.language.dates import find_text_dates
from briefing.language.names import fold, same_actor
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import (
    Actor,
    Brief,
    CheckedItem,
    CheckMetrics,
    Offer,
    OpenQuestion,
    Quotation,
    Response,
    Statement,
    Struck,
)
from briefing.schema.draft import (
    BriefDraft,
    DraftActor,
    DraftItem,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.items import ActorFields, SaidFields, blank
from briefing.schema.terms import Section
from briefing.schema.verdict import Evidence, Level, Objection, Problem, Standing, Verdict

_LEAST_QUOTED = 6
"""Characters of the quotes of an item together: of fewer, any article has some, and they show nothing."""
_PREFIX = {
    Section.HEADLINE: "h",
    Section.GIST: "g",
    Section.ACTORS: "a",
    Section.OFFERS: "o",
    Section.RESPONSES: "r",
    Section.OPEN_QUESTIONS: "q",
    Section.QUOTATIONS: "s",
}
_CHECKED: dict[type[DraftItem], type[CheckedItem]] = {
    DraftStatement: Statement,
    DraftActor: Actor,
    DraftOffer: Offer,
    DraftResponse: Response,
    DraftOpenQuestion: OpenQuestion,
    DraftQuotation: Quotation,
}
"""The item of a brief that an item of a draft becomes."""
_NOTHING_COUNTED = CheckMetrics()
_ActorT = TypeVar("_ActorT", bound=ActorFields)


def check(
    article: Article, draft: BriefDraft, *, engine: str, prompt: str | None = None, language: str | None = None
) -> Brief:
    """Check a draft against its article by location and rules.

    Every quote is located in the whole article, and what a rule refutes is struck; the rest stands in the sections of
    the brief, as quoted or unconfirmed. Pure: the same draft gives the same brief.

    Args:
        engine: the model that wrote the draft.
        prompt: id and version of the prompt, None where none was used.
        language: code of the language that items are written in, None for the article's own.
    """
    draft = with_unique_ids(draft)
    checker = ItemChecker(article, {actor.id: actor for actor in draft.actors}, language)
    checked = [checker.check(section, item) for section, item in drafted(draft)]
    # pydantic copies a default that is a model deeply, at every brief.
    language = language or article.language
    brief = Brief(
        article=article.id, engine=engine, prompt=prompt, language=language, headline=None, metrics=_NOTHING_COUNTED
    )
    return keep_needed(add(brief, checked), checker.locator)


def drafted(draft: BriefDraft) -> Iterator[tuple[Section, DraftItem]]:
    """The items of a draft in reading order. An empty headline is none."""
    if not blank(draft.headline.text):
        yield Section.HEADLINE, draft.headline
    for section in Section:
        if section is not Section.HEADLINE:
            for item in getattr(draft, section.value):
                yield section, item


def add(brief: Brief, checked: Iterable[Checked]) -> Brief:
    """``brief`` with more checked items, and its metrics counted anew."""
    items = list(brief.items())
    struck = list(brief.unsupported)
    checked = list(checked)
    taken = {item.id for _, item in items} | {each.item.id for each in struck}
    taken |= {getattr(each.item, "id", "") for each in checked}
    for each in checked:
        number = 1 + sum(section is each.section for section, _ in items)
        built = build(each, free_id(_PREFIX[each.section], number, taken))
        taken.add(built.id)
        if each.refuted:
            struck.append(Struck(section=each.section, item=built, suggestions=each.suggestions))
        else:
            items.append((each.section, built))
    return with_items(brief, items, struck)


def with_unique_ids(draft: BriefDraft) -> BriefDraft:
    """``draft`` with ids that no two actors, offers and responses share; references go to the first bearer."""
    taken: set[str] = set()
    renamed: dict[str, object] = {}
    for section in (Section.ACTORS, Section.OFFERS, Section.RESPONSES):
        items = []
        for item in getattr(draft, section.value):
            unique = item.id.strip() or section.value[0]
            number = 2
            while unique in taken:
                unique, number = f"{item.id}.{number}", number + 1
            taken.add(unique)
            items.append(item if unique == item.id else item.model_copy(update={"id": unique}))
        renamed[section.value] = tuple(items)
    return draft.model_copy(update=renamed)


def free_id(prefix: str, number: int, taken: Collection[str]) -> str:
    """``g1``, ``g2`` and so on: the first that no other item bears."""
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def build(each: Checked, numbered: str) -> CheckedItem:
    """The item of a brief that a checked item of a draft becomes."""
    fields = {name: getattr(each.item, name) for name in type(each.item).model_fields if name != "quotes"}
    return _CHECKED[type(each.item)].model_validate(
        {"id": numbered, **fields, **each.days, "evidence": each.evidence, "verdict": each.verdict}
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """An item of a draft with what the check found."""

    section: Section
    item: DraftItem
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    suggestions: tuple[Evidence, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    """What its words for when mean, by field of the item of a brief; without those that the article's date leaves
    open."""

    @property
    def refuted(self) -> bool:
        return self.verdict.standing is Standing.REFUTED


class ItemChecker:
    """Checks the items of one article.

    Args:
        actors: the actors of the draft by id; items refer to them.
        language: code of the language that items are written in, None for the article's own.
    """

    def __init__(self, article: Article, actors: Mapping[str, ActorFields], language: str | None = None) -> None:
        self._article = article.id
        self._published = article.published.day if article.published else None
        self._index = SourceIndex(article.text, article.language or "en")
        self._actors = actors
        self._rules = Rules(article, self._index, actors, language)

    def check(self, section: Section, item: DraftItem) -> Checked:
        """The item with its evidence and standing. A quote that is missing strikes it only where none is left, or
        where the quote is all that it says."""
        cited = _cite(self._article, self._index.locator, item.quotes)
        if not cited.evidence or (cited.objections and isinstance(item, DraftQuotation)):
            return self._refuted(section, item, cited, cited.objections)
        if not isinstance(item, DraftActor | DraftQuotation) and sum(map(len, cited.evidence_quotes)) < _LEAST_QUOTED:
            shown = Objection(problem=Problem.NO_QUOTE, field="quotes", claimed=" ".join(cited.evidence_quotes))
            return self._refuted(section, item, cited, (shown, *cited.objections))
        found = (*self._unknown(item), *self._rules.objections(item, cited.spans))
        if any(objection.problem.level is not Level.CITATION for objection in found):
            return self._refuted(section, item, cited, (*found, *cited.objections))
        item, notes = self._put_right(item, cited)
        quoted = not found and not cited.objections and self._rules.quoted(item, cited.spans)
        standing = Standing.QUOTED if quoted else Standing.UNCONFIRMED
        verdict = Verdict(standing=standing, objections=(*found, *cited.objections, *notes))
        return Checked(section, item, verdict, cited.evidence, cited.suggestions, self._days(item))

    @property
    def locator(self) -> Locator:
        """Finds quotes in the article."""
        return self._index.locator

    def _refuted(self, section: Section, item: DraftItem, cited: _Cited, objections: tuple[Objection, ...]) -> Checked:
        verdict = Verdict(standing=Standing.REFUTED, objections=objections)
        return Checked(section, item, verdict, cited.evidence, cited.suggestions, self._days(item))

    def _unknown(self, item: DraftItem) -> tuple[Objection, ...]:
        return tuple(
            Objection(problem=Problem.UNKNOWN_REFERENCE, field=field, claimed=reference)
            for field, reference in item.references()
            if reference not in self._actors
        )

    def _days(self, item: DraftItem) -> Mapping[str, date]:
        if self._published is None or not isinstance(item, SaidFields):
            return {}
        said = dict(item.said())
        meant = {
            "said_day": _day(said.get("said_on", ""), self._published),
            "due_day": _day(f"due {said.get('due', '')}", self._published),  # a bare weekday lies ahead
        }
        return {name: day for name, day in meant.items() if day is not None}

    def _put_right(self, item: DraftItem, cited: _Cited) -> tuple[DraftItem, tuple[Objection, ...]]:
        """The item with what the article itself shows otherwise put right, and a note of each change: who says so and
        when is told in words of the article, or not at all, and nobody addresses himself."""
        if isinstance(item, DraftQuotation):
            shown = self._rules.kind(item, cited.spans)
            if shown is not None and shown is not item.kind:
                note = Objection(
                    problem=Problem.WRONG_KIND,
                    field="kind",
                    claimed=item.kind.value,
                    passage=cited.evidence[0].quote,
                    at=cited.evidence[0].span,
                )
                return item.model_copy(update={"kind": shown}), (note,)
        if isinstance(item, DraftActor):
            others = [other.name for key, other in self._actors.items() if key != item.id]
            return _with_known_aliases(item, self.locator, others)
        if isinstance(item, DraftOffer | DraftResponse):
            unsaid = {name: words for name, words in item.said() if not self.locator.stands(words)}
            notes = [Objection(problem=Problem.NOT_STATED, field=n, claimed=words) for n, words in unsaid.items()]
            changed: dict[str, object] = dict.fromkeys(unsaid)
            if isinstance(item, DraftOffer) and item.offerer in item.addressees:
                changed["addressees"] = tuple(each for each in item.addressees if each != item.offerer)
                notes.append(Objection(problem=Problem.WRONG_PARTY, field="addressees", claimed=item.offerer))
            return item.model_copy(update=changed) if changed else item, tuple(notes)
        return item, ()


def _day(words: str, published: date) -> date | None:
    """The one day that words for when mean, in an article of this day."""
    found = find_text_dates(words, published)
    return found[0].day if len(found) == 1 else None


def _with_known_aliases(
    actor: _ActorT, locator: Locator, others: Collection[str]
) -> tuple[_ActorT, tuple[Objection, ...]]:
    """An actor with the aliases that the article prints or that are plain usage, and a note of the rest.

    Args:
        others: the names of the other actors: one of these is no alias, or what they said and did would become his.
    """
    taken = {fold(name) for name in others} - {fold(actor.name)}
    doubted = {
        alias: Problem.WRONG_PARTY if fold(alias) in taken else Problem.NOT_STATED
        for alias in actor.aliases
        if fold(alias) in taken or not (locator.stands(alias) or same_actor(actor.name, alias))
    }
    if not doubted:
        return actor, ()
    kept = tuple(alias for alias in actor.aliases if alias not in doubted)
    notes = tuple(Objection(problem=why, field="aliases", claimed=alias) for alias, why in doubted.items())
    return actor.model_copy(update={"aliases": kept}), notes


@dataclass(frozen=True, slots=True)
class _Cited:
    """The located quotes of an item, what is wrong with the others, and what comes near those."""

    evidence: tuple[Evidence, ...]
    objections: tuple[Objection, ...] = ()
    suggestions: tuple[Evidence, ...] = ()

    @property
    def evidence_quotes(self) -> tuple[str, ...]:
        return tuple(piece.quote.strip() for piece in self.evidence)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(piece.span for piece in self.evidence)


def _cite(article: str, locator: Locator, quotes: Sequence[str]) -> _Cited:
    """Locate the quotes of one item, near each other where the same words stand in several places.

    Args:
        article: the id that the evidence names.
    """
    near: list[Span] = []
    evidence: list[Evidence] = []
    objections: list[Objection] = []
    suggestions: list[Evidence] = []
    for quote in dict.fromkeys(quotes):
        found = locator.locate(quote, near)
        pieces = list(evidence_at(article, locator.text, found))
        if found.tier is Tier.VERIFIED:
            near += found.spans
            evidence += pieces
        else:
            suggestions += pieces
            objections.append(_of_quote(quote, found, locator.text))
    if not quotes:
        objections.append(Objection(problem=Problem.NO_QUOTE, field="quotes"))
    distinct = {(piece.start, piece.end): piece for piece in evidence}
    return _Cited(tuple(distinct.values()), tuple(objections), tuple(suggestions))


def _of_quote(quote: str, found: Location, text: str) -> Objection:
    if found.tier is Tier.SUGGESTED:
        span = found.spans[0]
        return Objection(
            problem=Problem.QUOTE_DIFFERS, field="quotes", claimed=quote, passage=span.slice(text), at=span
        )
    problem = Problem.QUOTE_MISSING if quote.strip() else Problem.NO_QUOTE
    return Objection(problem=problem, field="quotes", claimed=quote)
