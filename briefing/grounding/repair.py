"""What failed was asked of the model once more: its second answers, checked like the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from briefing.grounding.assemble import add, drafted, with_needed_actors
from briefing.grounding.items import Checked, ItemChecker, claims_of, references_of
from briefing.grounding.recheck import drafted_actor
from briefing.schema.article import Article
from briefing.schema.brief import Brief, Unsupported
from briefing.schema.draft import BriefDraft, DraftActor, DraftItem
from briefing.schema.evidence import Ruling
from briefing.schema.terms import Section

_SAME_TEXT = 55.0
"""Likeness (0 to 100) from which an item without an id is taken for the correction of a failed one."""


def apply_repairs(article: Article, brief: Brief, repaired: BriefDraft) -> Brief:
    """``brief`` with the repairs that pass every check; what still fails stays rejected.

    A repair belongs to the rejected item of the same section with its id; headline, gist, questions and quotations
    have none and are matched by their text. What was not asked for is left out, save actors that a repair names.
    """
    checker = ItemChecker(
        article,
        {actor.id: actor for actor in (*repaired.actors, *map(drafted_actor, brief.actors))},
    ).with_answers(brief.responses)
    left = list(brief.unsupported)
    passed: list[Checked] = []
    for section, item in drafted(repaired):
        entry = _failed_before(section, item, left)
        checked = checker.check(section, item) if entry else None
        if entry and checked and checked.supported:
            left.remove(entry)
            passed.append(replace(checked, verdict=checked.verdict.model_copy(update={"repaired": True})))
    passed += _actors_named(passed, repaired, brief, checker)
    kept = with_needed_actors(passed, checker, {actor.id for actor in brief.actors})
    return add(brief.model_copy(update={"unsupported": tuple(left)}), kept)


def _failed_before(section: Section, item: DraftItem, failed: Sequence[Unsupported]) -> Unsupported | None:
    """The rejected item that ``item`` corrects."""
    same = [e for e in failed if e.section is section and e.verdict.ruling is Ruling.REJECTED]
    identity = getattr(item, "id", None)
    if identity is not None:
        return next((each for each in same if getattr(each.item, "id", None) == identity), None)
    if section is Section.HEADLINE:
        return same[0] if same else None
    scored = [(fuzz.ratio(_wording(item), _wording(each.item)), -at) for at, each in enumerate(same)]
    best, at = max(scored, default=(0.0, 0))
    return same[-at] if best >= _SAME_TEXT else None


def _actors_named(passed: Sequence[Checked], repaired: BriefDraft, brief: Brief, checker: ItemChecker) -> list[Checked]:
    """Actors that only the repairs name: the model may need one to say who made the offer."""
    held = {actor.id for actor in brief.actors}
    held |= {each.item.id for each in passed if isinstance(each.item, DraftActor)}
    named = {reference for each in passed for _, reference in references_of(each.item)} - held
    return [checker.check(Section.ACTORS, actor) for actor in repaired.actors if actor.id in named]


def _wording(item: DraftItem) -> str:
    return " ".join((*(claim.text for claim in claims_of(item)), *item.quotes))
