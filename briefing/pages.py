"""What a page needs beside its stories: its day, its coverage, the stamp of its run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from briefing._version import __version__
from briefing.cleaning.duplicates import Duplicate
from briefing.llm import UsageLedger
from briefing.schema.article import Article
from briefing.schema.brief import UNASKED, Brief
from briefing.schema.briefing import BriefingData, Coverage, Failure, Outside, RunStamp
from briefing.schema.linking import Linking
from briefing.schema.results import ArticleResult

PageT = TypeVar("PageT", bound=BriefingData)


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
            yield Failure(source=result.source, stage="sources", reason=reason)


def _near_copies(articles: Sequence[Article], copies: Sequence[Duplicate]) -> Iterator[Failure]:
    """Articles that were briefed, and carry another's text or address."""
    refs = {article.id: str(article.ref) for article in articles}
    for copy in copies:
        kind = copy.kind.value.replace("_", " ")
        reason = f"{refs[copy.article]} is a copy of {refs[copy.of]} ({kind}, {copy.similarity:.0%} of the text)"
        yield Failure(source=refs[copy.article], stage="cleaning", reason=reason)


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
