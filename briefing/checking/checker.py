"""One item of a draft: its quotes located, then the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from briefing.checking.citing import Cited, cite
from briefing.checking.locate import Locator
from briefing.checking.needed import with_known_aliases
from briefing.checking.rules import Rules
from briefing.checking.source import SourceIndex
from briefing.language.dates import find_text_dates
from briefing.schema.article import Article
from briefing.schema.draft import DraftActor, DraftItem, DraftOffer, DraftQuotation, DraftResponse
from briefing.schema.evidence import Evidence
from briefing.schema.items import ActorFields, SaidFields
from briefing.schema.terms import Section
from briefing.schema.verdict import Level, Objection, Problem, Standing, Verdict


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


_LEAST_QUOTED = 6
"""Characters of the quotes of an item together: of fewer, any article has some, and they show nothing."""


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
        cited = cite(self._article, self._index.locator, item.quotes)
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

    def _refuted(self, section: Section, item: DraftItem, cited: Cited, objections: tuple[Objection, ...]) -> Checked:
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

    def _put_right(self, item: DraftItem, cited: Cited) -> tuple[DraftItem, tuple[Objection, ...]]:
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
            return with_known_aliases(item, self.locator, others)
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
