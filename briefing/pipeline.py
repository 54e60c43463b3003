"""The whole flow: sources → cleaning → chunking → extraction → checking → stories → one briefing → linking → ledger.

This module alone knows all stages, and holds no logic of theirs.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefing.aside import aside
from briefing.briefs import BriefOptions, brief_article
from briefing.checking import distrust, proof_rates, total
from briefing.cleaning import clean
from briefing.cleaning.duplicates import find_duplicates
from briefing.computing import CleanedAhead, Computing
from briefing.errors import BriefingError, ModelError, OtherKindError, SourceError
from briefing.extraction import (
    Asker,
    Estimate,
    ExtractionOptions,
    ModelAsker,
    Trail,
    estimate_article,
    estimate_proof,
)
from briefing.linking import estimate_linking, link_day, parts_of
from briefing.llm import Given, LanguageModel, ModelRun, UsageLedger, open_model
from briefing.llm.given import NONE_GIVEN
from briefing.llm.observing import about, span
from briefing.llm.prices import cost
from briefing.llm.tasks import Task
from briefing.outside import is_unfit, outside, page_day
from briefing.pages import coverage, run_stamp, run_time, with_linking
from briefing.redaction import redact
from briefing.schema.article import Article
from briefing.schema.brief import UNASKED, Brief
from briefing.schema.briefing import LEFT_OUT, BriefingData, Failure, Outside, Story, Usage
from briefing.schema.document import Document, SourceRef
from briefing.schema.ledger import LedgerKnown, LedgerOptions
from briefing.schema.links import Links
from briefing.schema.results import ArticleResult, Cleaned
from briefing.schema.trail import ArticleTrail, Lost
from briefing.settings import EMBEDDED, SAME, PageSettings, Settings
from briefing.sources import read, read_bytes
from briefing.stories import ToldAs, article_keys, bottom_line, tell, told_as, weigh_changes
from briefing.streaming import Mapped, Repeats, Turn, bounded_map, each_in_turn
from briefing.workers import ALONE, Workers, raised_at

if TYPE_CHECKING:
    from briefing.ledger import Linkable

logger = logging.getLogger("briefing")

Input = str | Path | Document


class Askers(Protocol):
    """Who answers the questions about an article."""

    def of(self, trail: Trail) -> tuple[Asker, Asker | None]:
        """The author and, where there is one, the proof-reader; they put what they are asked into the trail."""
        ...


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


async def clean_all(inputs: Sequence[Input], settings: Settings) -> AsyncIterator[Cleaned]:
    """Cleaning alone, of every document of the inputs, in order."""
    async for found in read(inputs, settings.sources):
        if isinstance(found, SourceError):
            yield Cleaned(source=found.source, failure=failure_of(found))
            continue
        source = str(found.ref)
        try:
            yield Cleaned(source=source, document=found, article=clean(found, keep_all=settings.keep_all))
        except BriefingError as error:
            yield Cleaned(source=source, document=found, failure=_failure(source, "cleaning", error))


async def estimate(
    inputs: Sequence[Input], settings: Settings, missed: Callable[[Failure], None] = lambda _: None
) -> dict[str, Estimate]:
    """What drafting the inputs, proof-reading the drafts and linking the day to a ledger would take, by who does it,
    without asking a model; re-asks and corrections come on top. Drafting comes first, and each is counted by itself
    where one model does several.

    Replies that a store holds already are counted as if they had to be paid again; articles that stand outside the page
    are not counted, nor is the same text twice.

    Args:
        missed: called with each input that gives no article.
    """
    author = open_model(settings.drafting_model, settings.llm)
    reader = open_model(settings.proof_model, settings.llm) if settings.proof_model else None
    drafting, proof = Estimate(), Estimate()
    articles: dict[str, Article] = {}
    try:
        async for each in clean_all(inputs, settings):
            if each.failure:
                missed(each.failure)
            if each.article:
                articles.setdefault(each.article.id, each.article)
        day = settings.date or page_day(list(articles.values()), run_time(), settings.max_age)
        for article in articles.values():
            if not is_unfit(article, day, settings.max_age):
                drafting += estimate_article(article, author, settings.extraction)
                if reader:
                    proof += estimate_proof(article, author, reader, settings.extraction)
    finally:
        await author.aclose()
        if reader:
            await reader.aclose()
    found = {settings.drafting_model: _priced(drafting, settings.drafting_model, settings)}
    if settings.proof_model:
        found[f"proof-reading by {settings.proof_model}"] = _priced(proof, settings.proof_model, settings)
    if settings.ledger and settings.link_model:
        linking = await _estimate_linking(drafting.articles, settings.ledger, settings.link_model, settings)
        found[f"linking by {settings.link_model}"] = _priced(linking, settings.link_model, settings)
    return found


async def _estimate_linking(articles: int, ledger: str, name: str, settings: Settings) -> Estimate:
    model = open_model(name, settings.llm)
    try:
        entries = await asyncio.to_thread(_recent, ledger, settings.days)
        return estimate_linking(articles, entries, model)
    finally:
        await model.aclose()


def _recent(ledger: str, options: LedgerOptions) -> int:
    """How many entries a ledger holds that may be shown; an estimate makes no file for one."""
    from briefing.ledger import Ledger, is_there  # imports the database library

    if not is_there(ledger):
        return 0
    with Ledger.open(ledger, create=False) as opened:
        return opened.recent(options)


def _priced(found: Estimate, model: str, settings: Settings) -> Estimate:
    used = Usage(input_tokens=found.input_tokens, output_tokens=found.output_tokens)
    return replace(found, cost=0.0 if model == EMBEDDED else cost(model, used, batch=settings.llm.batch))


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
        if settings.max_age is not None and day is None:
            found = [each async for each in documents]
            day = await _day_of(found, computing, settings)
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


def documents(data: bytes, name: str, settings: Settings) -> Iterator[Document | SourceError]:
    """The documents in the bytes of a file of that name, with their texts kept."""
    try:
        for found in read_bytes(data, name, settings.sources):
            yield found.kept() if isinstance(found, Document) else found
    except SourceError as error:
        yield error


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
    stories = _told(articles, briefs, left_out, settings, mapped=mapped)
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


def _told(
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


def check_ledger(ledger: str, wikidata: str | None = None) -> None:
    """Open a ledger, making or migrating it where needed, and close it; read the file that names items of its actors.

    Raises:
        UsageError: the URL is not understood, its driver is not installed, or the file can't be read.
        DataError: the database can't be opened, or the file is none such.
    """
    from briefing.ledger import Ledger, read_wikidata  # imports the database library

    if wikidata:
        read_wikidata(wikidata)
    Ledger.open(ledger).close()


async def link(
    data: BriefingData, ledger: str, settings: Settings, run: ModelRun, given: Given = NONE_GIVEN
) -> BriefingData:
    """The briefing with how a model links its items to a ledger, for `remember` to record.

    As it is where nobody links, or nothing is to be linked. A day that is recorded with the same content is as it was
    linked then, unless it is to be replaced and nobody was heard on a part of it, or nobody who was trusted.

    Raises:
        UsageError: the ledger would refuse the day, or the model can't be opened.
    """
    name = settings.link_model
    found = await asyncio.to_thread(
        _linkable, data, ledger, settings.days, replace=settings.replace_day, entries=name is not None
    )
    heard = found.linking is None or (found.linking.trusted and not found.linking.failures)
    if found.recorded and (heard or not settings.replace_day):
        return with_linking(data, found.linking) if found.linking else data
    if name is None or not parts_of(data, found.entries, found.stories):
        return data
    model = _linking_model(name, settings, run, given)
    try:
        trail = Trail()
        asker = ModelAsker(model, settings.extraction, trail, settings.llm.reply_limit)
        linking = await link_day(data, found.entries, found.stories, asker, settings.extraction, settings.link_floor)
    finally:
        await model.aclose()
    return with_linking(data, linking.model_copy(update={"answers": trail.answers}), run.ledger)


def _linking_model(name: str, settings: Settings, run: ModelRun, given: Given) -> LanguageModel:
    if settings.link == SAME:
        return open_model(name, settings.llm, fallback=settings.fallback, run=run, given=given)
    return open_model(name, settings.reaching(name, given.owner, Task.LINK), run=run, given=given)


def _linkable(data: BriefingData, ledger: str, options: LedgerOptions, *, replace: bool, entries: bool) -> Linkable:
    from briefing.ledger import Ledger  # imports the database library

    with Ledger.open(ledger) as opened:
        return opened.linkable(data, replace=replace, entries=entries, options=options)


def remember(
    data: BriefingData, ledger: str, settings: PageSettings, *, replace: bool = False, wikidata: str | None = None
) -> BriefingData:
    """The briefing with the ids of a ledger and what changed, once its day is recorded there; what repeats sinks.

    Its stories are told again with what the ledger holds its items to be: what a model said that the page keeps, and
    what the rules of the ledger say of the rest.
    """
    from briefing.ledger import Ledger, read_wikidata  # imports the database library

    teller = _Teller(settings, data)
    links = data.linking.used if data.linking else None
    items = read_wikidata(wikidata) if wikidata else {}
    with Ledger.open(ledger) as opened:
        page = opened.record(
            data,
            replace=replace,
            links=links,
            tell_again=teller.tell_again,
            options=settings.days,
            wikidata=items,
        )
    return teller.with_changes(page)


def recall(data: BriefingData, known: LedgerKnown, settings: PageSettings) -> BriefingData:
    """The briefing as `remember` gave it when the ledger knew this.

    Raises:
        ValueError: what was known is nothing that a ledger can hold.
    """
    from briefing.ledger import retell  # imports the database library

    teller = _Teller(settings, data)
    return teller.with_changes(retell(data, known, teller.tell_again))


@dataclass(slots=True)
class _Teller:
    """Tells a page again with what its items are known to be. ``told`` is the page as it was told last."""

    settings: PageSettings
    told: BriefingData

    def tell_again(self, data: BriefingData, links: Links, running: Mapping[str, str]) -> BriefingData:
        known = told_as(links, running)
        stories = _told(data.articles, data.briefs, data.coverage.outside, self.settings, known)
        self.told = data.model_copy(update={"stories": stories, "bottom_line": bottom_line(stories, data.articles)})
        return self.told

    def with_changes(self, page: BriefingData) -> BriefingData:
        """The page of the ledger with its stories weighed by what changed."""
        stories = weigh_changes(page.stories, page.since, told=self.told.stories)
        return page.model_copy(update={"stories": stories, "bottom_line": bottom_line(stories, page.articles)})


async def brief_document(
    found: Document | SourceError,
    askers: Askers,
    computing: Computing,
    settings: PageSettings,
    turn: Turn,
    day: date | None = None,
) -> ArticleResult:
    """One input's way through the stages; the edge at which its errors are caught.

    Args:
        day: of the page, where it is known: nobody is asked about an article that stands outside of it.
    """
    if isinstance(found, SourceError):
        return lost(failure_of(found))
    source, trail = str(found.ref), Trail()
    try:
        article = await computing.clean(found, keep_all=settings.keep_all)
        if await turn.repeats(article.id):
            return ArticleResult(source=source, duplicate_of=article.id, trail=trail.whole(found.ref))
        if is_unfit(article, day, settings.max_age):
            unasked = Brief(article=article.id, engine=UNASKED, prompt=None, headline=None)
            return ArticleResult(
                source=source, article=article, brief=unasked, trail=trail.whole(found.ref, article.id)
            )
        author, proofreader = askers.of(trail)
        with about(article.id), span("article", {"briefing.article": article.id}):
            options = BriefOptions(settings.extraction, settings.correct)
            brief = await brief_article(article, author, proofreader, computing, options)
    except BriefingError as error:
        return _failed(found.ref, _stage_of(error), error, trail)
    except Exception as error:
        # A fault of ours in one article must not cost the others theirs.
        # The exception's own words may be the article's: they are for whoever asks for everything.
        what = f"{type(error).__name__} in {raised_at(error)}"
        logger.error("unexpected fault: %s", what, extra={"article": source})
        logger.debug("traceback of the unexpected fault", exc_info=error, extra={"article": source})
        return lost(_failure(source, "briefing", error))
    return ArticleResult(source=source, article=article, brief=brief, trail=trail.whole(found.ref, article.id))


def _stage_of(error: BriefingError) -> str:
    if isinstance(error, ModelError):
        return "extraction"
    return "cleaning" if isinstance(error, SourceError) else "briefing"


def _failed(ref: SourceRef, stage: str, error: Exception, trail: Trail) -> ArticleResult:
    failure = _failure(str(ref), stage, error)
    return (
        lost(failure)
        if stage == "briefing"
        else ArticleResult(source=str(ref), failure=failure, trail=trail.whole(ref))
    )


def lost(failure: Failure) -> ArticleResult:
    """The result of an input of which there is nothing to rebuild."""
    trail = ArticleTrail(source=failure.source, lost=Lost(stage=failure.stage, reason=failure.reason))
    return ArticleResult(source=failure.source, failure=failure, trail=trail)


def failure_of(error: SourceError) -> Failure:
    """What is said of an input that can't be read."""
    return _failure(error.source, "sources", error)


def _failure(source: str, stage: str, error: Exception) -> Failure:
    reason = redact(str(error))  # what is no error of ours may say anything
    stage = LEFT_OUT if isinstance(error, OtherKindError) else stage
    return Failure(source=source, stage=stage, reason=reason if source in reason else f"{source}: {reason}")


def _age(article: Article) -> tuple[str, str]:
    return (article.published.isoformat() if article.published else "", article.id)


def _input_key(entry: Input) -> str:
    return str(entry.ref) if isinstance(entry, Document) else str(entry)
