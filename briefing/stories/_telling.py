"""From articles and briefs to the stories of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import Conflict, Story, StoryOffer, StoryResponse
from briefing.stories._actors import StoryCast, cast_of
from briefing.stories._attribution import attribution_conflicts
from briefing.stories._cautions import cautions_of
from briefing.stories._conflicts import status_conflict, wording_conflicts
from briefing.stories._figures import date_conflicts, number_conflicts, statement_conflicts
from briefing.stories._grouping import group
from briefing.stories._importance import weigh
from briefing.stories._lines import gist_of, headline_of, with_refs
from briefing.stories._numbering import STORY, number
from briefing.stories._offers import MergedOffers, merge_offers
from briefing.stories._origins import provenance_of
from briefing.stories._questions import merge_questions
from briefing.stories._reports import Report, article_order, outlet_key, unique
from briefing.stories._responses import merge_responses
from briefing.stories._status import settle
from briefing.stories._told_as import NOTHING, ToldAs
from briefing.stories.options import StoryOptions
from briefing.streaming import Mapped, each_in_turn


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
    return number(sorted(stories, key=_page_order))


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
    conflicts.extend(statement_conflicts(STORY, reports))
    conflicts.extend(attribution_conflicts(STORY, reports, cast, (*offers, *responses)))
    return tuple(offers), unique(conflicts)
