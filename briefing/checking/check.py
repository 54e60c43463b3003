"""From a draft to a brief: every item located and ruled on, ids made unique, actors kept where items need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from briefing.checking.checker import Checked, ItemChecker
from briefing.checking.metrics import measure
from briefing.schema.article import Article
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
from briefing.schema.terms import Section
from briefing.schema.verdict import Objection, Problem, Standing, Verdict

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


def check(article: Article, draft: BriefDraft, *, engine: str, prompt: str | None = None) -> Brief:
    """Check a draft against its article by location and rules.

    Every quote is located in the whole article, and what a rule refutes is struck; the rest stands in the sections of
    the brief, as quoted or unconfirmed. Pure: the same draft gives the same brief.

    Args:
        engine: the model that wrote the draft.
        prompt: id and version of the prompt, None where none was used.
    """
    draft = with_unique_ids(draft)
    checker = ItemChecker(article, {actor.id: actor for actor in draft.actors})
    checked = [checker.check(section, item) for section, item in drafted(draft)]
    # pydantic copies a default that is a model deeply, at every brief.
    brief = Brief(article=article.id, engine=engine, prompt=prompt, headline=None, metrics=_NOTHING_COUNTED)
    return add(brief, with_needed_actors(checked, checker))


def drafted(draft: BriefDraft) -> Iterator[tuple[Section, DraftItem]]:
    """The items of a draft in reading order. An empty headline is none."""
    if draft.headline.text.strip() or draft.headline.quotes:
        yield Section.HEADLINE, draft.headline
    for section in Section:
        if section is not Section.HEADLINE:
            for item in getattr(draft, section.value):
                yield section, item


def add(brief: Brief, checked: Iterable[Checked]) -> Brief:
    """``brief`` with more checked items, and its metrics counted anew."""
    items = list(brief.items())
    struck = list(brief.struck)
    checked = list(checked)
    taken = {item.id for _, item in items} | {each.item.id for each in struck}
    taken |= {getattr(each.item, "id", "") for each in checked}
    for each in checked:
        number = 1 + sum(section is each.section for section, _ in items)
        built = _build(each, _free_id(_PREFIX[each.section], number, taken))
        taken.add(built.id)
        if each.refuted:
            struck.append(Struck(section=each.section, item=built, suggestions=each.suggestions))
        else:
            items.append((each.section, built))
    return with_items(brief, items, struck)


def with_items(brief: Brief, items: Sequence[tuple[Section, CheckedItem]], struck: Sequence[Struck]) -> Brief:
    """``brief`` with these items in its sections, in their order, and its metrics counted anew."""
    held = {section: tuple(item for at, item in items if at is section) for section in Section}
    fields: dict[str, object] = {section.value: held[section] for section in Section}
    fields |= {"headline": next(iter(held[Section.HEADLINE]), None), "struck": tuple(struck)}
    whole = brief.model_copy(update=fields)
    return whole.model_copy(update={"metrics": measure(whole)})


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


def with_needed_actors(
    checked: Sequence[Checked], checker: ItemChecker, present: Collection[str] = ()
) -> list[Checked]:
    """The checked items, and the bare names of those struck actors that other items need.

    An actor whose role was struck is still who made the offer: beside the struck item stands its name, with the place
    where the article has it. An item whose actor the article never names falls with it.

    Args:
        present: ids of actors that the brief holds already.
    """
    actors = {each.item.id: each for each in checked if isinstance(each.item, DraftActor)}
    needed = {reference for each in checked if not each.refuted for _, reference in each.item.references()}
    missing = sorted(
        reference for reference in needed - set(present) if reference in actors and actors[reference].refuted
    )
    bare = {reference: checker.named_only(actors[reference]) for reference in missing}
    lost = {reference for reference, actor in bare.items() if actor is None}
    return [
        *(_without_lost(each, lost, checker) for each in checked),
        *(actor for actor in bare.values() if actor is not None),
    ]


def _without_lost(each: Checked, lost: set[str], checker: ItemChecker) -> Checked:
    found = tuple(
        Objection(problem=Problem.UNKNOWN_REFERENCE, field=field, claimed=checker.actor_name(reference))
        for field, reference in each.item.references()
        if reference in lost
    )
    if not found or each.refuted:
        return each
    return replace(each, verdict=Verdict(standing=Standing.REFUTED, objections=(*found, *each.verdict.objections)))


def _free_id(prefix: str, number: int, taken: Collection[str]) -> str:
    """``g1``, ``g2`` and so on: the first that no other item bears."""
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def _build(each: Checked, numbered: str) -> CheckedItem:
    """The item of a brief that a checked item of a draft becomes."""
    fields = {name: getattr(each.item, name) for name in type(each.item).model_fields if name != "quotes"}
    return _CHECKED[type(each.item)].model_validate(
        {"id": numbered, **fields, "evidence": each.evidence, "verdict": each.verdict}
    )
