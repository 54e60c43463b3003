"""From a draft to a brief: every item located and ruled on, ids made unique, actors kept where items need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from briefing.checking.checker import Checked, ItemChecker
from briefing.checking.needed import keep_needed
from briefing.checking.sections import with_items
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
from briefing.schema.items import blank
from briefing.schema.terms import Section

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
