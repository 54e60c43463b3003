"""What people said, as evaluation data: the drafts of the articles that it concerns, as they should have been."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefing.schema.brief import Brief
from briefing.schema.briefing import BriefingData
from briefing.schema.corrections import Correction, CorrectionKind
from briefing.schema.draft import (
    BriefDraft,
    DraftActor,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
    QuotedItem,
)

_JUDGED = frozenset({CorrectionKind.CONFIRM, CorrectionKind.STRIKE, CorrectionKind.STATUS})
Said = dict[str, list[Correction]]
"""What people said of the items of one article's brief, by the id of the item there."""


def corrected_drafts(pages: Iterable[BriefingData], corrections: Iterable[Correction]) -> Iterator[str]:
    """A line of JSON for each article of which an item was confirmed, struck or given another status.

    Each has the article's text and id, the draft with what was said applied, and who said what when. A status is one of
    its own day: it is applied on the last page before it that tells of the entry, and on no other.
    """
    standing = [each for each in corrections if each.undone is None and each.kind in _JUDGED and not each.of_actor]
    held = sorted(pages, key=lambda page: page.date)
    last_told = _last_told(held, standing)
    for page in held:
        for article in page.articles:
            said = _said(page, article.id, standing, last_told)
            brief = next((each for each in page.briefs if each.article == article.id), None)
            if brief and said:
                yield _line(page, brief, said)


def _last_told(pages: list[BriefingData], corrections: list[Correction]) -> Mapping[int, BriefingData]:
    """The page that a status is applied on, by the number of the correction."""
    found: dict[int, BriefingData] = {}
    for page in pages:
        told = {item.id for story in page.stories for item in (*story.offers, *story.responses)}
        found |= {each.number: page for each in corrections if each.entry in told and page.date <= each.day}
    return found


def _said(
    page: BriefingData, article: str, corrections: list[Correction], last_told: Mapping[int, BriefingData]
) -> Said:
    said: Said = {}
    for story in page.stories:
        for item in (*story.offers, *story.responses, *story.open_questions):
            about = [
                each
                for each in corrections
                if each.entry == item.id
                and page.date <= each.day
                and (each.kind is not CorrectionKind.STATUS or last_told.get(each.number) is page)
            ]
            for member in item.members:
                if about and member.article == article:
                    said.setdefault(member.item, []).extend(about)
    return said


def _line(page: BriefingData, brief: Brief, said: Said) -> str:
    article = next(each for each in page.articles if each.id == brief.article)
    row = {
        "article": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "day": page.date.isoformat(),
        "text": article.text,
        "engine": brief.engine,
        "draft": draft_of(brief, said).model_dump(mode="json"),
        "said": [
            {"item": item, "kind": each.kind.value, "status": each.status, "note": each.note, "by": each.by}
            | {"made": each.made.isoformat()}
            for item, told in said.items()
            for each in told
        ],
    }
    # In ASCII: what a terminal obeys stands escaped.
    return json.dumps(row) + "\n"


def draft_of(brief: Brief, said: Said) -> BriefDraft:
    """The draft that a brief is the check of, as people say that it should have been: what they struck is left out."""

    def kept(kind: type[QuotedItem], items: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(_drafted(kind, item, said.get(item.id, [])) for item in items if not _is_struck(said, item.id))

    headline = _drafted(DraftStatement, brief.headline, []) if brief.headline else DraftStatement(text="", quotes=())
    assert isinstance(headline, DraftStatement)
    return BriefDraft(
        actors=kept(DraftActor, brief.actors),
        offers=kept(DraftOffer, brief.offers),
        responses=kept(DraftResponse, brief.responses),
        open_questions=kept(DraftOpenQuestion, brief.open_questions),
        quotations=kept(DraftQuotation, brief.quotations),
        gist=kept(DraftStatement, brief.gist),
        headline=headline,
    )


def _is_struck(said: Said, item: str) -> bool:
    return any(each.kind is CorrectionKind.STRIKE for each in said.get(item, ()))


def _drafted(kind: type[QuotedItem], item: Any, told: list[Correction]) -> QuotedItem:
    """An item with its quotes in the place of its evidence, and the last status that somebody gave it."""
    values = {name: getattr(item, name) for name in kind.model_fields if name != "quotes"}
    status = next((each.status for each in reversed(told) if each.kind is CorrectionKind.STATUS), None)
    if status:
        values |= {name: status for name in ("status", "stance") if name in values}
    return kind.model_validate({**values, "quotes": tuple(piece.quote for piece in item.evidence)})
