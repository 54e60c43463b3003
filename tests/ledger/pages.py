"""Pages of the days of `tests.ledger.cod`, as the pipeline composes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import BriefingData, RunStamp
from briefing.stories import article_keys, bottom_line, tell
from tests.ledger.cod import five_days

STAMP = RunStamp(generated=datetime(2023, 3, 1, tzinfo=UTC), version="0", engines=("ours",))


def page_of(day: date, told: Sequence[tuple[Article, Brief]]) -> BriefingData:
    """The page of a day that is told in these articles and briefs."""
    articles = tuple(article for article, _ in told)
    briefs = tuple(brief for _, brief in told)
    stories = tell(articles, briefs)
    return BriefingData(
        date=day,
        bottom_line=bottom_line(stories, articles),
        stories=stories,
        outlets=article_keys(articles),
        briefs=briefs,
        articles=articles,
        run=STAMP,
    )


PAGES = {day.day: page_of(day, told) for day, told in five_days().items()}
"""The page of each of the five days, by the day of the month."""


def page_on(day: date, like: int) -> BriefingData:
    """A page with the content of another day."""
    return PAGES[like].model_copy(update={"date": day})
