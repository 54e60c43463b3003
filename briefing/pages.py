"""A page put together from the results of its articles: its day, its stories, its coverage, the stamp of its run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

from briefing._version import __version__
from briefing.checking import distrust, proof_rates, total
from briefing.cleaning.duplicates import Duplicate, find_duplicates
from briefing.errors import FailureCode, UsageError
from briefing.llm import UsageLedger
from briefing.outside import AHEAD, is_ahead, outside, page_day
from briefing.schema.article import Article
from briefing.schema.brief import UNASKED, Brief
from briefing.schema.briefing import BriefingData, Coverage, Outside, RunStamp, Story
from briefing.schema.linking import Linking
from briefing.schema.results import ArticleResult, Failure
from briefing.settings import PageSettings
from briefing.stories import ToldAs, article_keys, bottom_line, tell
from briefing.streaming import Mapped, each_in_turn

PageT = TypeVar("PageT", bound=BriefingData)


def compose(
    results: Iterable[ArticleResult],
    settings: PageSettings,
    usage: UsageLedger | None = None,
    made: datetime | None = None,
    *,
    mapped: Mapped = each_in_turn,
) -> BriefingData:
    """One briefing from the results of its articles, and what making them used.

    Args:
        made: when; now where None.
        mapped: applies a function to each of many values: what takes long on a large day.
    """
    results, made = list(results), made or run_time()
    done = sorted(((r.article, r.brief) for r in results if r.article and r.brief), key=lambda pair: _age(pair[0]))
    articles = tuple(article for article, _ in done)
    rates = proof_rates((brief for _, brief in done), settings.proof_floor)
    briefs = tuple(distrust(brief, rates) for _, brief in done)
    found_day = page_day(articles, made, settings.max_age)
    day = settings.date or found_day or made.date()
    left_out = outside(articles, day, settings.max_age)
    stories = told(articles, briefs, left_out, settings, mapped=mapped)
    return BriefingData(
        date=day,
        undated=settings.date is None and found_day is None,
        bottom_line=bottom_line(stories, articles),
        stories=stories,
        outlets=article_keys(articles),
        briefs=briefs,
        articles=articles,
        coverage=coverage(results, articles, briefs, find_duplicates(articles), left_out),
        metrics=total(brief.metrics for brief in briefs),
        proofs=rates,
        made_with=settings.shown(),
        trails=tuple(result.trail for result in results if result.trail),
        run=run_stamp(briefs, usage or UsageLedger(), made),
    )


def told(
    articles: Sequence[Article],
    briefs: Sequence[Brief],
    left_out: Sequence[Outside],
    settings: PageSettings,
    known: ToldAs | None = None,
    mapped: Mapped = each_in_turn,
) -> tuple[Story, ...]:
    """The stories of the articles that are told on the page."""
    gone = {each.article for each in left_out}
    kept = [(article, brief) for article, brief in zip(articles, briefs, strict=True) if article.id not in gone]
    return tell(
        [article for article, _ in kept],
        [brief for _, brief in kept],
        settings.stories,
        known=known or ToldAs(),
        mapped=mapped,
    )


def _age(article: Article) -> tuple[str, str]:
    return (article.published.isoformat() if article.published else "", article.id)


def coverage(
    results: Sequence[ArticleResult],
    articles: Sequence[Article],
    briefs: Sequence[Brief],
    copies: Sequence[Duplicate],
    left_out: tuple[Outside, ...] = (),
) -> Coverage:
    """What was read, and what is missing from the page."""
    dropped = Counter(line.reason.value for article in articles for line in article.dropped)
    replaced = {each.article: each.by for each in left_out if each.by}
    copies = [c for c in copies if replaced.get(c.article) != c.of and replaced.get(c.of) != c.article]
    return Coverage(
        failures=tuple(r.failure for r in results if r.failure),
        duplicates=(*_same_texts(results, articles), *_near_copies(articles, copies)),
        outside=left_out,
        cut=tuple(article.id for article in articles if article.cut),
        partial=tuple(brief.article for brief in briefs if brief.partial),
        malformed=tuple(brief.article for brief in briefs if brief.malformed),
        uncorrected=tuple(brief.article for brief in briefs if brief.uncorrected),
        unread=tuple(brief.article for brief in briefs if brief.proof and brief.proof.failures),
        addressed=tuple(article.id for article in articles if article.addressed),
        dropped=dict(sorted(dropped.items())),
    )


def _same_texts(results: Sequence[ArticleResult], articles: Sequence[Article]) -> Iterator[Failure]:
    """Inputs that were not briefed since they hold the very text of another."""
    kept = {article.id: str(article.ref) for article in articles}
    for result in results:
        if result.duplicate_of and result.duplicate_of in kept:
            reason = f"{result.source} has the text of {kept[result.duplicate_of]} and was not briefed again"
            yield Failure(source=result.source, stage="sources", reason=reason, code=FailureCode.SAME_TEXT)


def _near_copies(articles: Sequence[Article], copies: Sequence[Duplicate]) -> Iterator[Failure]:
    """Articles that were briefed, and carry another's text or address."""
    refs = {article.id: str(article.ref) for article in articles}
    for copy in copies:
        kind = copy.kind.value.replace("_", " ")
        reason = f"{refs[copy.article]} is a copy of {refs[copy.of]} ({kind}, {copy.similarity:.0%} of the text)"
        yield Failure(source=refs[copy.article], stage="cleaning", reason=reason, code=FailureCode.NEAR_COPY)


def run_stamp(briefs: Sequence[Brief], usage: UsageLedger, made: datetime) -> RunStamp:
    """How and when this run was made, and what its models used."""
    return RunStamp(
        generated=made,
        version=__version__,
        engines=tuple(sorted({brief.engine for brief in briefs} - {UNASKED})) or (UNASKED,),
        prompts=tuple(sorted({prompt for brief in briefs for prompt in _prompts(brief)})),
        usage=usage.total(),
        usage_by_stage=usage.rows(),
    )


def with_linking(data: PageT, linking: Linking, usage: UsageLedger | None = None) -> PageT:
    """The page with how it was linked, and what its models used with that."""
    fields: dict[str, object] = {"prompts": tuple(sorted({*data.run.prompts, linking.prompt}))}
    if usage is not None:
        fields |= {"usage": usage.total(), "usage_by_stage": usage.rows()}
    return data.model_copy(update={"linking": linking, "run": data.run.model_copy(update=fields)})


def _prompts(brief: Brief) -> Iterator[str]:
    if brief.prompt:
        yield brief.prompt
    if brief.proof:
        yield brief.proof.prompt


def run_time() -> datetime:
    """Now, to the second; the time in SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)


def clock() -> datetime:
    """What time it is: the later of this machine's clock and of SOURCE_DATE_EPOCH, which a build sets back and whoever
    has a clock that is slow sets right."""
    return max(run_time(), datetime.now(UTC))


def refuse_ahead(day: date | None) -> None:
    """Refuse a day that is to be kept, and is further ahead than tomorrow: no day before it could be added later.

    Raises:
        UsageError: it is.
    """
    now = clock()
    if day is None or not is_ahead(day, now):
        return
    raise UsageError(
        f"the day of the page is {day}, further ahead than tomorrow ({now.date() + AHEAD}, UTC)",
        hint="put right the date that its articles are published; or pass --date to name the day; where this clock is "
        "wrong, SOURCE_DATE_EPOCH=SECONDS says what time it is",
    )
