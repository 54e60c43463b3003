"""From articles and briefs to the stories of a page, with ids that count over the whole page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from briefing.schema.article import Article
from briefing.schema.base import Model
from briefing.schema.brief import Brief
from briefing.schema.briefing import Conflict, Line, Story, StoryOffer, StoryResponse
from briefing.schema.verdict import Evidence
from briefing.stories._actors import StoryCast, cast_of
from briefing.stories._conflicts import status_conflict, wording_conflicts
from briefing.stories._figures import date_conflicts, number_conflicts, statement_conflicts
from briefing.stories._grouping import group
from briefing.stories._importance import weigh
from briefing.stories._lines import gist_of, headline_of, with_refs
from briefing.stories._matching import NOTHING, ToldAs
from briefing.stories._merging import MergedOffers, merge_offers, merge_questions, merge_responses
from briefing.stories._quotations import attribution_conflicts, cautions_of
from briefing.stories._reports import Report, article_order, outlet_key, provenance_of, unique
from briefing.stories._status import settle
from briefing.stories.options import StoryOptions
from briefing.streaming import Mapped, each_in_turn

_STORY = "S"
"""Stands for the id of the story itself until it has one."""

_PREFIXES = {"actors": "A", "offers": "O", "responses": "R", "open_questions": "Q", "conflicts": "C"}
_REFERENCES = ("offerer", "addressees", "responder", "offers", "about")


def tell(
    articles: Sequence[Article],
    briefs: Sequence[Brief],
    options: StoryOptions | None = None,
    *,
    known: ToldAs = NOTHING,
    mapped: Mapped = each_in_turn,
) -> tuple[Story, ...]:
    """The stories that these articles tell, in order of importance.

    Articles are matched with briefs by id; one without a brief is in no story, since nothing in it was checked.
    Ids of stories (``S1``) and items (``O1``, ``R1``, ``Q1``, ``C1``, ``A1``) are unique over all stories and
    count in the order of the page. The order of the inputs makes no difference.

    Args:
        known: which items are one and which articles tell one story, where that is known from elsewhere.
        mapped: applies a function to each of many values, here or elsewhere.
    """
    options = options or StoryOptions()
    brief_of = {brief.article: brief for brief in briefs}
    told = sorted((article for article in articles if article.id in brief_of), key=article_order)
    sources = provenance_of(told)
    reports = {a.id: Report(a, brief_of[a.id], outlet_key(a), sources[a.id].origin, sources[a.id].hand) for a in told}
    groups = known.regrouped(group(told, briefs, mapped=mapped))
    places = {article.id: place for place, article in enumerate(told)}
    ordered = [sorted(ids, key=places.__getitem__) for ids in groups]
    stories = [_story([reports[ident] for ident in ids], options, known) for ids in ordered]
    return _numbered(sorted(stories, key=_page_order))


def _page_order(story: Story) -> tuple[float, int, tuple[str, ...]]:
    return (-story.importance.score, -len(story.articles), story.articles)


def _story(reports: Sequence[Report], options: StoryOptions, known: ToldAs) -> Story:
    cast = cast_of(reports)
    merged = merge_offers(reports, cast, known)
    responses = merge_responses(reports, cast, merged, known)
    questions = merge_questions(reports, cast, known)
    offers, conflicts = _settle_all(reports, cast, merged, responses)
    items = (*offers, *responses, *questions)
    headline = headline_of(reports, (*offers, *responses), conflicts)
    return Story(
        id="",
        headline=with_refs(headline, items, cast) if headline else None,
        title=headline.text if headline else "",
        importance=weigh(reports, cast, offers, options.watch),
        articles=tuple(report.article.id for report in reports),
        gist=tuple(with_refs(line, items, cast) for line in gist_of(reports, headline, options.gist_lines)),
        actors=cast.actors,
        offers=offers,
        responses=responses,
        open_questions=questions,
        conflicts=conflicts,
        cautions=cautions_of(reports, cast),
    )


def _settle_all(
    reports: Sequence[Report], cast: StoryCast, merged: MergedOffers, responses: Sequence[StoryResponse]
) -> tuple[tuple[StoryOffer, ...], tuple[Conflict, ...]]:
    by_id: Mapping[str, Report] = {report.article.id: report for report in reports}
    offers: list[StoryOffer] = []
    conflicts: list[Conflict] = []
    for offer, cluster in zip(merged.offers, merged.clusters, strict=True):
        settled = settle(offer, cluster, responses, by_id, cast)
        offers.append(offer.model_copy(update={"status": settled.status, "status_reason": settled.reason}))
        conflicts.extend(status_conflict(offer, settled))
        conflicts.extend(wording_conflicts(offer, cluster))
        conflicts.extend(number_conflicts(offer.id, cluster))
        conflicts.extend(date_conflicts(offer.id, cluster))
    conflicts.extend(statement_conflicts(_STORY, reports, lambda piece: _offered_in(piece, offers)))
    conflicts.extend(attribution_conflicts(_STORY, reports, cast, (*offers, *responses)))
    return tuple(offers), unique(conflicts)


def _offered_in(piece: Evidence, offers: Sequence[StoryOffer]) -> frozenset[str]:
    """The offers that rest on words of a passage."""
    return frozenset(
        offer.id
        for offer in offers
        for other in offer.evidence
        if other.article == piece.article and piece.span.overlap(other.span)
    )


def _numbered(stories: Sequence[Story]) -> tuple[Story, ...]:
    """Give every story and item its id on the page, and lead all references to the new ids.

    The ids that come in need only be unique within a section of one story.
    """
    counted = dict.fromkeys(_PREFIXES, 0)
    numbered = []
    for place, story in enumerate(stories, start=1):
        new = {_STORY: f"S{place}"}
        updates: dict[str, Any] = {"id": f"S{place}"}
        for section, prefix in _PREFIXES.items():
            items = getattr(story, section)
            ids = [f"{prefix}{counted[section] + turn}" for turn in range(1, len(items) + 1)]
            counted[section] += len(items)
            new.update((item.id, ident) for item, ident in zip(items, ids, strict=True) if item.id)
            updates[section] = [item.model_copy(update={"id": ident}) for item, ident in zip(items, ids, strict=True)]
        for section in _PREFIXES:
            updates[section] = tuple(_lead(item, new) for item in updates[section])
        updates["gist"] = tuple(_lead_line(line, new) for line in story.gist)
        updates["headline"] = _lead_line(story.headline, new) if story.headline else None
        numbered.append(story.model_copy(update=updates))
    return tuple(numbered)


def _lead(item: Model, new: Mapping[str, str]) -> Model:
    changed: dict[str, object] = {}
    for field in _REFERENCES:
        value = getattr(item, field, None)
        if isinstance(value, str):
            changed[field] = new.get(value, value)
        elif value:
            changed[field] = tuple(new.get(each, each) for each in value)
    return item.model_copy(update=changed)


def _lead_line(line: Line, new: Mapping[str, str]) -> Line:
    return line.model_copy(update={"refs": tuple(new.get(ref, ref) for ref in line.refs)})
