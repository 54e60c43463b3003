"""The whole flow: sources → cleaning → chunking → extraction → checking → stories → one briefing → linking → ledger.

This module alone knows all stages, and holds no logic of theirs.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import date

from briefing.aside import aside
from briefing.briefs import brief_document
from briefing.computing import CleanedAhead, Computing
from briefing.errors import SourceError
from briefing.extraction import (
    Asker,
    ExtractionOptions,
    ModelAsker,
    Trail,
)
from briefing.llm import Given, LanguageModel, ModelRun, open_model
from briefing.llm.given import NONE_GIVEN
from briefing.outside import is_unfit, page_day
from briefing.pages import compose, refuse_ahead, run_time
from briefing.schema.article import Article
from briefing.schema.brief import UNASKED
from briefing.schema.briefing import BriefingData
from briefing.schema.document import Document, Input
from briefing.schema.results import ArticleResult
from briefing.settings import SAME, Settings
from briefing.sources import read
from briefing.streaming import Repeats, bounded_map
from briefing.workers import ALONE, Workers

logger = logging.getLogger("briefing")


@dataclass(frozen=True, slots=True)
class _Models:
    """The models of a run. ``proof`` may be the very model that drafts."""

    drafting: LanguageModel
    proof: LanguageModel | None
    options: ExtractionOptions
    limits: Callable[[str], int | None]

    def of(self, trail: Trail) -> tuple[Asker, Asker | None]:
        author = ModelAsker(self.drafting, self.options, trail, self.limits)
        return author, ModelAsker(self.proof, self.options, trail, self.limits) if self.proof else None

    async def aclose(self) -> None:
        await self.drafting.aclose()
        if self.proof and self.proof is not self.drafting:
            await self.proof.aclose()


def _models(settings: Settings, run: ModelRun, given: Given) -> _Models:
    drafting = open_model(settings.drafting_model, settings.llm, fallback=settings.fallback, run=run, given=given)
    return _Models(
        drafting, _proof_model(settings, drafting, run, given), settings.extraction, settings.llm.reply_limit
    )


def _proof_model(settings: Settings, drafting: LanguageModel, run: ModelRun, given: Given) -> LanguageModel | None:
    name = settings.proof_model
    if name is None or settings.proof == SAME:
        return drafting if name else None
    return open_model(name, settings.reaching(name, given.owner), run=run, given=given)


def open_workers(count: int, *, alone: int = ALONE) -> Workers:
    """Processes that clean and ground, to be used by one run after the other and closed at the end.

    Args:
        alone: calls that are made here before the processes are started; 0 starts them with the first.
    """
    return Workers(count, ["briefing.computing"], alone=alone)


Observer = Callable[[ArticleResult], None]
"""Called with each result as it leaves the pipeline; for progress."""


async def stream(
    inputs: Sequence[Input],
    settings: Settings,
    *,
    ordered: bool = True,
    run: ModelRun | None = None,
    workers: Workers | None = None,
    given: Given = NONE_GIVEN,
) -> AsyncGenerator[ArticleResult, None]:
    """Brief every article of the inputs, a bounded number at a time.

    Args:
        ordered: results in the order of the inputs; otherwise as they finish.
        run: counts what the models use and holds them to the budget; one of its own if None.
        workers: processes that are up already, and stay so; those that the settings ask for if None.
        given: models that the caller passes as objects, by the names that the settings have for them.

    An input that can't be read, holds no article or finds no model is a result with its failure; the others go on.

    Raises:
        UsageError: the settings name a model that can't be opened.
    """
    async with _desk(settings, run, workers, given) as (models, helping):
        documents = read(_kept(inputs), settings.sources)
        async for result in _brief_all(documents, models, Computing(helping), settings, settings.date, ordered=ordered):
            yield result


def _kept(inputs: Sequence[Input]) -> list[Input]:
    """A caller's document keeps its text, whatever its source is called: no reading is sure to give it again."""
    return [each.kept() if isinstance(each, Document) else each for each in inputs]


@asynccontextmanager
async def _desk(
    settings: Settings, run: ModelRun | None, workers: Workers | None, given: Given
) -> AsyncIterator[tuple[_Models, Workers]]:
    """The models of a run and the processes that help with it."""
    async with nullcontext(workers) if workers else open_workers(settings.workers or 0) as helping:
        models = _models(settings, run or ModelRun(settings.llm.budget), given)
        try:
            yield models, helping
        finally:
            await models.aclose()


async def _brief_all(
    documents: AsyncIterable[Document | SourceError],
    models: _Models,
    computing: Computing,
    settings: Settings,
    day: date | None,
    *,
    ordered: bool = True,
) -> AsyncIterator[ArticleResult]:
    repeats = Repeats()

    async def work(found: Document | SourceError) -> ArticleResult:
        turn = repeats.turn()
        try:
            return await brief_document(found, models, computing, settings, turn, day)
        finally:
            turn.over.set()

    async for result in bounded_map(documents, work, limit=settings.in_flight, ordered=ordered):
        yield result


async def assemble(
    inputs: Sequence[Input],
    settings: Settings,
    observer: Observer | None = None,
    *,
    run: ModelRun | None = None,
    workers: Workers | None = None,
    given: Given = NONE_GIVEN,
) -> BriefingData:
    """The briefing of all inputs. The order in which they are named does not show in it."""
    run = run or ModelRun(settings.llm.budget)
    async with _desk(settings, run, workers, given) as (models, helping):
        computing = CleanedAhead(helping)
        documents = read(_kept(sorted(inputs, key=_input_key)), settings.sources)
        day, found = settings.date, []
        if day is None and (settings.max_age is not None or settings.ledger):
            found = [each async for each in documents]
            day = await _day_of(found, computing, settings)
            if settings.ledger:
                refuse_ahead(day)
            documents = _each(found)
        results: list[ArticleResult] = []
        async for result in _brief_all(documents, models, computing, settings, day):
            if observer:
                observer(result)
            results.append(result)
        if found:
            await _settle(results, found, models, computing, settings, day)
    return await aside(compose, results, settings, run.ledger)


async def _settle(
    results: list[ArticleResult],
    found: Sequence[Document | SourceError],
    models: _Models,
    computing: Computing,
    settings: Settings,
    day: date | None,
) -> None:
    """Brief anew whom the day of the page, another one where its articles got no brief, lets in or leaves out."""
    for _ in range(len(found)):
        articles = {r.article.id: r.article for r in results if r.article and r.brief}
        settled = page_day(list(articles.values()), run_time(), settings.max_age)
        if settled == day:
            return
        day = settled
        for i, result in enumerate(results):
            unasked = result.brief and result.brief.engine == UNASKED
            if result.article and unasked != is_unfit(result.article, day, settings.max_age):
                turn = Repeats().turn()
                results[i] = await brief_document(found[i], models, computing, settings, turn, day)


async def _each(found: Sequence[Document | SourceError]) -> AsyncIterator[Document | SourceError]:
    for each in found:
        yield each


async def _day_of(found: Sequence[Document | SourceError], computing: CleanedAhead, settings: Settings) -> date | None:
    """The day that the articles of some documents are of, before anybody is asked about them."""

    async def work(each: Document | SourceError) -> Article | None:
        return await computing.ahead(each, keep_all=settings.keep_all) if isinstance(each, Document) else None

    articles = [a async for a in bounded_map(_each(found), work, limit=settings.in_flight) if a]
    return page_day(list({article.id: article for article in articles}.values()), run_time(), settings.max_age)


def told_apart(results: Iterable[ArticleResult]) -> list[ArticleResult]:
    """Results of several runs as one run gives them: in the order of their sources, and of one text only the first."""
    seen: set[str] = set()
    apart: list[ArticleResult] = []
    for result in sorted(results, key=lambda each: each.source):
        article = result.article
        if article and article.id in seen:
            trail = Trail().whole(article.ref)
            result = ArticleResult(source=result.source, duplicate_of=article.id, trail=trail)
        elif article:
            seen.add(article.id)
        apart.append(result)
    return apart


def _input_key(entry: Input) -> str:
    return str(entry.ref) if isinstance(entry, Document) else str(entry)
