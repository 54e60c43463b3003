"""Actors that other items need: kept by their name where their role was struck."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from briefing.checking.citing import evidence_at
from briefing.checking.locate import Locator, Tier
from briefing.checking.sections import with_verdicts
from briefing.language.names import fold, same_actor
from briefing.schema.brief import Actor, Brief, CheckedItem
from briefing.schema.items import ActorFields
from briefing.schema.terms import Section
from briefing.schema.verdict import Objection, Problem, Standing, Verdict

ActorT = TypeVar("ActorT", bound=ActorFields)


def keep_needed(brief: Brief, locator: Locator) -> Brief:
    """``brief`` with every actor in it that a printed item refers to.

    An actor whose role was struck is still who made the offer: beside the struck item stands its bare name, with the
    place where the article has it. An item whose actor the article never names falls with it.
    """
    items = list(brief.items())
    printed = {actor.id for actor in brief.actors}
    struck = {each.item.id: each.item for each in brief.unsupported if isinstance(each.item, Actor)}
    missing = {reference for _, item in items for _, reference in item.references()} & set(struck) - printed
    if not missing:
        return brief
    names = {reference: _bare(struck[reference], brief.article, locator) for reference in sorted(missing)}
    lost = {reference: struck[reference].name for reference, actor in names.items() if actor is None}
    kept = [(section, _without(item, lost)) for section, item in items]
    return with_verdicts(brief, [*kept, *((Section.ACTORS, actor) for actor in names.values() if actor is not None)])


def with_known_aliases(
    actor: ActorT, locator: Locator, others: Collection[str]
) -> tuple[ActorT, tuple[Objection, ...]]:
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


def _bare(actor: Actor, article: str, locator: Locator) -> Actor | None:
    """The actor with nothing but its name and the place where the article prints it; None where it prints none."""
    places = (locator.locate(form) for form in (actor.name, *actor.aliases) if form.strip())
    found = next((place for place in places if place.tier is Tier.VERIFIED), None)
    if found is None:
        return None
    evidence = tuple(evidence_at(article, locator.text, found))
    return actor.model_copy(
        update={"role": "", "aliases": (), "evidence": evidence, "verdict": Verdict(standing=Standing.QUOTED)}
    )


def _without(item: CheckedItem, lost: Mapping[str, str]) -> CheckedItem:
    """The item, refuted where it refers to an actor of ``lost``, a name by its id."""
    found = tuple(
        Objection(problem=Problem.UNKNOWN_REFERENCE, field=field, claimed=lost[reference])
        for field, reference in item.references()
        if reference in lost
    )
    if not found:
        return item
    verdict = Verdict(standing=Standing.REFUTED, objections=(*found, *item.verdict.objections))
    return item.model_copy(update={"verdict": verdict})
