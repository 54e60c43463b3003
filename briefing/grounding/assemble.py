"""From checked items to a brief: ids made unique, references that resolve, actors kept where items need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefing.grounding.items import Checked, ItemChecker, references_of
from briefing.grounding.metrics import measure, precise_quotes
from briefing.schema.article import Article
from briefing.schema.brief import (
    Actor,
    Brief,
    CheckedItem,
    GroundingMetrics,
    Offer,
    OpenQuestion,
    Quotation,
    Response,
    Statement,
    Unsupported,
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
from briefing.schema.evidence import Reason, ReasonCode, Ruling, Verdict
from briefing.schema.terms import Section

_PREFIX = {
    Section.HEADLINE: "h",
    Section.GIST: "g",
    Section.OPEN_QUESTIONS: "q",
    Section.QUOTATIONS: "s",
}


_NOTHING_COUNTED = GroundingMetrics()


def ground(article: Article, draft: BriefDraft, *, engine: str, prompt: str | None = None) -> Brief:
    """Check a draft against its article.

    Every quote is located in the whole article and every field checked; what is supported stands in the sections of
    the brief, the rest in `Brief.unsupported` with its reasons. Pure: the same draft gives the same brief.

    Args:
        engine: the model that wrote the draft.
        prompt: id and version of the prompt, None where none was used.
    """
    draft = with_unique_ids(draft)
    checker = ItemChecker(article, {actor.id: actor for actor in draft.actors})
    items = list(drafted(draft))
    # Who answers what may speak against an offer, so the answers are checked before the offers.
    answers = {
        n: checker.check(section, item) for n, (section, item) in enumerate(items) if section is Section.RESPONSES
    }
    supported = (each.item for each in answers.values() if each.supported)
    checker = checker.with_answers(item for item in supported if isinstance(item, DraftResponse))
    checked = [answers.get(n) or checker.check(section, item) for n, (section, item) in enumerate(items)]
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
    sections: dict[Section, list[CheckedItem]] = {section: [] for section in Section}
    for section, item in brief.items():
        sections[section].append(item)
    unsupported = list(brief.unsupported)
    precise = precise_quotes(brief.metrics)
    checked = list(checked)
    taken = {item.id for _, item in brief.items()} | {getattr(each.item, "id", "") for each in checked}
    for each in checked:
        precise += each.precise
        if each.supported:
            built = _build(each, _free_id(_PREFIX.get(each.section, ""), len(sections[each.section]) + 1, taken))
            taken.add(built.id)
            sections[each.section].append(built)
        else:
            unsupported.append(each.unsupported())
    return _closed(brief, sections, unsupported, precise)


def _closed(
    brief: Brief,
    sections: Mapping[Section, Sequence[CheckedItem]],
    unsupported: Sequence[Unsupported],
    precise: int,
) -> Brief:
    headline = next(iter(sections[Section.HEADLINE]), None)
    offers = {item.id for item in sections[Section.OFFERS]}
    responses = tuple(_linked(item, offers) for item in sections[Section.RESPONSES] if isinstance(item, Response))
    fields: dict[str, object] = {
        section.value: tuple(items) for section, items in sections.items() if section is not Section.HEADLINE
    }
    fields |= {"headline": headline, "responses": responses, "unsupported": tuple(unsupported)}
    whole = brief.model_copy(update=fields)
    return whole.model_copy(update={"metrics": measure(whole, precise)})


def _linked(response: Response, offers: Collection[str]) -> Response:
    """A response tied to its offer only where the brief holds that offer.

    The tie that was cut is noted among the reasons, and made again when a repair brings the offer back.
    """
    noted = {r.claimed: r for r in response.verdict.reasons if r.field == "offer" and r.claimed}
    if response.offer is None:
        back = next((offer for offer in noted if offer in offers), None)
        return response.model_copy(update={"offer": back}) if back else response
    if response.offer in offers:
        return response
    note = Reason(code=ReasonCode.UNKNOWN_REFERENCE, field="offer", claimed=response.offer)
    verdict = response.verdict.model_copy(update={"reasons": (*response.verdict.reasons, note)})
    return response.model_copy(update={"offer": None, "verdict": verdict})


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
    """The checked items with those actors kept that supported items name and that the article names.

    An actor whose own quote failed is still who made the offer: it keeps its name, with the place where the article
    has it, and loses its role. An item whose actor the article never names falls with it.

    Args:
        present: ids of actors that the brief holds already.
    """
    actors = {each.item.id: each for each in checked if isinstance(each.item, DraftActor)}
    # What is left for a judge may yet be supported.
    alive = (each for each in checked if each.verdict.ruling is not Ruling.REJECTED)
    needed = {reference for each in alive for _, reference in references_of(each.item)}
    for reference in sorted(needed & actors.keys() - set(present)):
        if not actors[reference].supported:
            actors[reference] = checker.named_only(actors[reference])
    held = {reference for reference, actor in actors.items() if actor.supported}.union(present)
    kept = (actors[each.item.id] if isinstance(each.item, DraftActor) else each for each in checked)
    return [_without_lost(each, needed - held, checker) for each in kept]


def _without_lost(each: Checked, lost: set[str], checker: ItemChecker) -> Checked:
    missing = [(name, ref) for name, ref in references_of(each.item) if ref in lost]
    if not missing or not each.supported:
        return each
    reasons = tuple(
        Reason(code=ReasonCode.NAME_NEW, field=name, claimed=checker.actor_name(ref)) for name, ref in missing
    )
    verdict = Verdict(ruling=Ruling.REJECTED, reasons=(*reasons, *each.verdict.reasons))
    return replace(each, verdict=verdict, precise=0)


def _free_id(prefix: str, number: int, taken: Collection[str]) -> str:
    """``g1``, ``g2`` and so on: the first that no other item bears."""
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def _build(each: Checked, numbered: str) -> CheckedItem:
    """The item of a brief that a supported item of a draft becomes."""
    item = each.item
    common: dict[str, Any] = {"evidence": each.evidence, "verdict": each.verdict}
    match item:
        case DraftActor():
            return Actor(**common, **item.model_dump(exclude={"quotes"}))
        case DraftOffer():
            return Offer(**common, **item.model_dump(exclude={"quotes"}))
        case DraftResponse():
            return Response(**common, **item.model_dump(exclude={"quotes"}))
        case DraftOpenQuestion():
            return OpenQuestion(**common, id=numbered, question=item.question, why=item.why)
        case DraftQuotation():
            return Quotation(**common, id=numbered, speaker=item.speaker, kind=item.kind)
        case DraftStatement():
            return Statement(**common, id=numbered, text=item.text)
