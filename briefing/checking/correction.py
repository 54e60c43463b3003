"""What an author makes of objections to a brief: items put right, withdrawn, or stood by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from briefing.checking.check import Checked, ItemChecker, build, free_id
from briefing.checking.proofing import unvouched
from briefing.checking.sections import keep_needed, with_items
from briefing.language.names import same_actor
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import Brief, CheckedItem, Struck
from briefing.schema.draft import BriefDraft, DraftActor, DraftItem, DraftStatement
from briefing.schema.items import ActorFields
from briefing.schema.terms import Section
from briefing.schema.verdict import RULES, Level, Objection, Problem, Standing, Verdict

_WITH_IDS = (Section.ACTORS, Section.OFFERS, Section.RESPONSES)

_ALIKE = (False, 50.0)
"""From here on an item without an id is taken for the answer to another (see `_likeness`); lines about other things
share some letters too."""


@dataclass(frozen=True, slots=True)
class Contested:
    """An item that its author is asked about: struck, or printed with an objection that is not settled."""

    section: Section
    item: CheckedItem
    struck: bool
    spans: tuple[Span, ...]
    """Where the article is about it."""

    @property
    def disputed(self) -> bool:
        """Whether a proof-reader says that its content is false."""
        found = self.item.verdict.objections
        return any(objection.problem.level is Level.CONTENT and objection.by != RULES for objection in found)


def contested(brief: Brief) -> tuple[Contested, ...]:
    """What goes back to the author: all that was struck, and what is printed with a fault of the frame that a
    proof-reader named, or with a figure that no quote shows."""
    struck = [_contested(each.section, each.item, each) for each in brief.unsupported]
    doubtful = [
        _contested(section, item) for section, item in brief.items() if any(map(_unsettled, item.verdict.objections))
    ]
    return tuple(sorted((*struck, *doubtful), key=lambda each: list(Section).index(each.section)))


def corrected(article: Article, brief: Brief, asked: Sequence[Contested], reply: BriefDraft) -> Brief:
    """``brief`` with what its author answered, located and ruled on as the draft was.

    An item that comes back with no quotes is withdrawn, one that comes back changed takes the place of the old one
    unless a rule refutes it again, and everything else stays as it was. Nothing is added but the actors that a
    corrected item names, and a line of the gist for each offer or answer that was withdrawn. Pure.
    """
    answers = _Answers.read(brief, asked, reply)
    checker = ItemChecker(article, {**_actors(brief), **answers.actors}, brief.language)
    page = _CorrectedBrief(brief)
    for each, draft in answers.to_asked:
        if not draft.quotes:
            page.withdraw(each)
        else:
            page.exchange(each, checker.check(each.section, draft))
    for draft in answers.lines[: answers.lines_owed]:
        page.enter(checker.check(Section.GIST, draft))
    page.enter_named(checker, answers.actors)
    return keep_needed(page.brief(), checker.locator)


def told_anew(before: Brief, after: Brief) -> frozenset[str]:
    """The ids of printed items that say something else than before, or rest on something else: those that were
    corrected, and those that name what was corrected."""
    known = {item.id: _said(item, before) for _, item in before.items()}
    return frozenset(item.id for _, item in after.items() if known.get(item.id) != _said(item, after))


def _said(item: CheckedItem, brief: Brief) -> tuple[str, tuple[Span, ...]]:
    return item.told(brief.cast), tuple(piece.span for piece in item.evidence)


def _unsettled(objection: Objection) -> bool:
    by_reader = objection.problem.level is Level.FRAME and objection.by != RULES
    return by_reader or objection.problem is Problem.NEEDS_QUOTE


def _contested(section: Section, item: CheckedItem, struck: Struck | None = None) -> Contested:
    pieces = (*item.evidence, *(struck.suggestions if struck else ()))
    passages = (objection.at for objection in item.verdict.objections if objection.at)
    return Contested(section, item, struck is not None, (*(piece.span for piece in pieces), *passages))


def _actors(brief: Brief) -> dict[str, ActorFields]:
    struck = (each.item for each in brief.unsupported)
    return {actor.id: actor for actor in (*struck, *brief.actors) if isinstance(actor, ActorFields)}


@dataclass(frozen=True, slots=True)
class _Answers:
    """An author's reply, item by item."""

    to_asked: tuple[tuple[Contested, DraftItem], ...]
    actors: Mapping[str, DraftActor]
    """Actors that the brief does not have."""
    lines: tuple[DraftStatement, ...]
    """Lines of the gist that answer to nothing that was asked about, and are not in the brief."""

    @classmethod
    def read(cls, brief: Brief, asked: Sequence[Contested], reply: BriefDraft) -> _Answers:
        reply = _with_own_actors(brief, asked, reply)
        known = _actors(brief)
        pairs = [pair for section in Section for pair in _paired(section, asked, reply)]
        used = [id(draft) for _, draft in pairs]
        printed = {item.text for item in brief.gist}
        return cls(
            to_asked=tuple(pairs),
            actors={actor.id: actor for actor in reply.actors if actor.id not in known},
            lines=tuple(line for line in reply.gist if id(line) not in used and line.text not in printed),
        )

    @property
    def lines_owed(self) -> int:
        """How many offers and answers were withdrawn: each may be told in a line instead."""
        told = (Section.OFFERS, Section.RESPONSES)
        return sum(each.section in told and not draft.quotes for each, draft in self.to_asked)


def _with_own_actors(brief: Brief, asked: Sequence[Contested], reply: BriefDraft) -> BriefDraft:
    """``reply`` with new ids for actors of its own that bear the id of another actor of the brief."""
    known = _actors(brief)
    open_to_change = {each.item.id for each in asked}
    taken = {*known, *(item.id for _, item in brief.items()), *(actor.id for actor in reply.actors)}
    renamed: dict[str, str] = {}
    for actor in reply.actors:
        other = known.get(actor.id)
        if other and actor.id not in open_to_change and not same_actor(other.name, actor.name):
            renamed[actor.id] = free_id("a", 1, taken)
            taken.add(renamed[actor.id])
    if not renamed:
        return reply
    return reply.model_copy(
        update={
            section.value: tuple(_with_references(item, renamed) for item in getattr(reply, section.value))
            for section in (*_WITH_IDS, Section.QUOTATIONS)
        }
    )


def _with_references(item: DraftItem, renamed: Mapping[str, str]) -> DraftItem:
    fields = ("id",) if isinstance(item, DraftActor) else ("offerer", "addressees", "responder", "speaker")
    changed: dict[str, object] = {}
    for field in fields:
        held = getattr(item, field, None)
        if isinstance(held, tuple):
            changed[field] = tuple(renamed.get(each, each) for each in held)
        elif isinstance(held, str) and held in renamed:
            changed[field] = renamed[held]
    return item.model_copy(update=changed) if changed else item


def _paired(section: Section, asked: Sequence[Contested], reply: BriefDraft) -> Iterator[tuple[Contested, DraftItem]]:
    """What was asked about in a section with what was answered: by id where items bear one, else by their likeness."""
    waiting = [each for each in asked if each.section is section]
    held = getattr(reply, section.value)
    drafts: list[DraftItem] = list(held) if isinstance(held, tuple) else [held]
    if section in _WITH_IDS:
        by_id = {each.item.id: each for each in waiting}
        first = {getattr(draft, "id", ""): draft for draft in reversed(drafts)}
        yield from ((each, first[key]) for key, each in by_id.items() if key in first)
        return
    if section is Section.HEADLINE:
        drafts = [draft for draft in drafts if _words(draft).strip()]
    while waiting and drafts:
        each, draft = max(((w, d) for w in waiting for d in drafts), key=lambda pair: _likeness(*pair))
        if _likeness(each, draft) < _ALIKE:
            return
        yield each, draft
        waiting.remove(each)
        drafts.remove(draft)


def _likeness(each: Contested, draft: DraftItem) -> tuple[bool, float]:
    """Whether two items share a quote, and how alike their words are."""
    quotes = {piece.quote for piece in each.item.evidence}
    return bool(quotes & set(draft.quotes)), fuzz.token_sort_ratio(_words(each.item), _words(draft))


def _words(item: CheckedItem | DraftItem) -> str:
    claimed = " ".join(text for _, text in item.claims())
    if claimed:
        return claimed
    return " ".join(item.quotes if isinstance(item, DraftItem) else (piece.quote for piece in item.evidence))


class _CorrectedBrief:
    """A brief while its corrections are entered."""

    def __init__(self, brief: Brief) -> None:
        self._before = brief
        self._items = list(brief.items())
        self._struck = list(brief.unsupported)

    def withdraw(self, each: Contested) -> None:
        """Its author takes it back: what was printed of it is struck with the objection."""
        for section, item in [] if each.struck else list(self._items):
            if item.id == each.item.id:
                verdict = item.verdict.model_copy(update={"standing": Standing.REFUTED, "by": None})
                self._items.remove((section, item))
                self._struck.append(Struck(section=section, item=item.model_copy(update={"verdict": verdict})))

    def exchange(self, each: Contested, answer: Checked) -> None:
        """Put the author's second answer in the place of the first, unless it is refuted again or says the same.

        Another quote for the same words answers those who missed one, and not who read the article and disagrees.
        """
        item = build(_repaired(answer), each.item.id)
        same = item.model_copy(update={"evidence": each.item.evidence, "verdict": each.item.verdict}) == each.item
        if answer.refuted or (same and (each.disputed or item.evidence == each.item.evidence)):
            return
        self._struck = [struck for struck in self._struck if struck.item.id != item.id]
        at = next((at for at, (_, held) in enumerate(self._items) if held.id == item.id), None)
        if at is None:
            self._items.append((each.section, item))
        else:
            self._items[at] = (each.section, item)

    def enter(self, answer: Checked) -> None:
        """A further line, unless it is refuted."""
        if not answer.refuted:
            taken = {item.id for _, item in self._items} | {struck.item.id for struck in self._struck}
            self._items.append((answer.section, build(_repaired(answer), free_id("g", 1, taken))))

    def enter_named(self, checker: ItemChecker, actors: Mapping[str, DraftActor]) -> None:
        """The new actors that items of the brief name."""
        named = {reference for _, item in self._items for _, reference in item.references()}
        for actor in actors.values():
            if actor.id in named:
                answer = _repaired(checker.check(Section.ACTORS, actor))
                item = build(answer, actor.id)
                if answer.refuted:
                    self._struck.append(Struck(section=Section.ACTORS, item=item, suggestions=answer.suggestions))
                else:
                    self._items.append((Section.ACTORS, item))

    def brief(self) -> Brief:
        """The brief, without the word of a proof-reader on items that now say something else."""
        page = with_items(self._before, self._items, self._struck)
        anew = told_anew(self._before, page)
        items = [(section, unvouched(item) if item.id in anew else item) for section, item in page.items()]
        return with_items(page, items, self._struck)


def _repaired(answer: Checked) -> Checked:
    verdict: Verdict = answer.verdict.model_copy(update={"repaired": True})
    return replace(answer, verdict=verdict)
