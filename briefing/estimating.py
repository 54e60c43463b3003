"""What can be had of inputs without asking a model: their articles, and what asking would take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

from briefing.briefs import failure_of
from briefing.cleaning import clean
from briefing.errors import BriefingError, SourceError
from briefing.extraction import Estimate, estimate_article, estimate_proof
from briefing.linking import estimate_linking
from briefing.llm import open_model
from briefing.llm.prices import cost
from briefing.outside import is_unfit, page_day
from briefing.pages import run_time
from briefing.schema.article import Article
from briefing.schema.briefing import Usage
from briefing.schema.document import Input
from briefing.schema.ledger import LedgerOptions
from briefing.schema.results import Cleaned, Failure
from briefing.settings import EMBEDDED, Settings
from briefing.sources import read


async def clean_all(inputs: Sequence[Input], settings: Settings) -> AsyncIterator[Cleaned]:
    """Cleaning alone, of every document of the inputs, in order."""
    async for found in read(inputs, settings.sources):
        if isinstance(found, SourceError):
            yield Cleaned(source=found.source, failure=failure_of(found.source, "sources", found))
            continue
        source = str(found.ref)
        try:
            yield Cleaned(source=source, document=found, article=clean(found, keep_all=settings.keep_all))
        except BriefingError as error:
            yield Cleaned(source=source, document=found, failure=failure_of(source, "cleaning", error))


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
