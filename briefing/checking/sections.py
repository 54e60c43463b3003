"""The items of a brief put into its sections: counted anew, with the actors that they need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from briefing.checking.locate import Locator, Tier, evidence_at
from briefing.schema.brief import Actor, Brief, CheckedItem, CheckMetrics, Struck
from briefing.schema.terms import Section
from briefing.schema.verdict import Match, Objection, Problem, Standing, Verdict


def with_items(brief: Brief, items: Sequence[tuple[Section, CheckedItem]], struck: Sequence[Struck]) -> Brief:
    """``brief`` with these items in its sections, in their order, and its metrics counted anew."""
    held = {section: tuple(item for at, item in items if at is section) for section in Section}
    fields: dict[str, object] = {section.value: held[section] for section in Section}
    fields |= {"headline": next(iter(held[Section.HEADLINE]), None), "unsupported": tuple(struck)}
    whole = brief.model_copy(update=fields)
    return whole.model_copy(update={"metrics": measure(whole)})


def with_verdicts(brief: Brief, items: Sequence[tuple[Section, CheckedItem]]) -> Brief:
    """``brief`` with these items in its sections, those of them that are refuted among what was struck."""
    printed = [(section, item) for section, item in items if item.standing is not Standing.REFUTED]
    struck = [Struck(section=section, item=item) for section, item in items if item.standing is Standing.REFUTED]
    return with_items(brief, printed, [*brief.unsupported, *struck])


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


def measure(brief: Brief) -> CheckMetrics:
    """The metrics of a brief."""
    items = [*(item for _, item in brief.items()), *(each.item for each in brief.unsupported)]
    standings = Counter(item.standing.value for item in items)
    matches = Counter(piece.match for item in items for piece in item.evidence)
    problems = Counter(objection.problem for item in items for objection in item.verdict.objections)
    return CheckMetrics(
        items=len(items),
        **standings,
        repaired=sum(item.verdict.repaired for item in items),
        quotes=matches.total(),
        quotes_exact=matches[Match.EXACT],
        quotes_normalised=matches[Match.NORMALISED],
        quotes_joined=matches[Match.JOINED],
        problems={problem: problems[problem] for problem in Problem if problems[problem]},
    )


def total(metrics: Iterable[CheckMetrics]) -> CheckMetrics:
    """The metrics of several briefs together."""
    parts = list(metrics)
    counts = {
        name: sum(getattr(part, name) for part in parts)
        for name, field in CheckMetrics.model_fields.items()
        if field.annotation is int
    }
    problems = Counter[Problem]()
    for part in parts:
        problems.update(part.problems)
    return CheckMetrics(**counts, problems={problem: problems[problem] for problem in Problem if problems[problem]})


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
