"""What only computes: cleaning, checking, planting, made by a worker process or in a thread beside the event loop.

Between processes their models travel as JSON, which pydantic writes and reads in a third of the time that pickling the
same models takes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import TypeAdapter

from briefing.aside import aside
from briefing.checking import check, plant
from briefing.checking.planting import Planted
from briefing.cleaning import clean
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.workers import Workers

R = TypeVar("R")

_PLANTED = TypeAdapter(tuple[Planted, ...])


class Computing:
    """Cleaning and checking for the articles of one run, on one event loop, which stays free.

    Here one call is made after the other, and the next one only asks for a worker when it is its turn: whatever waits
    goes to the first that has room.
    """

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._turn = asyncio.Lock()

    async def _make(self, here: Callable[[], R], there: Callable[[], Awaitable[R]]) -> R:
        """The result of a call that can be made here or by a worker."""
        async with self._turn:
            if not self._workers.has_room():
                return await aside(here)
            given = there()
        return await given

    async def clean(self, document: Document, *, keep_all: bool) -> Article:
        """`briefing.cleaning.clean`.

        Raises:
            NoArticleError: nothing in the document tells a story.
        """
        return await self._make(
            lambda: clean(document, keep_all=keep_all), lambda: self._given_clean(document, keep_all)
        )

    async def check(
        self, article: Article, draft: BriefDraft, *, engine: str, prompt: str | None, language: str | None
    ) -> Brief:
        """`briefing.checking.check`."""
        return await self._make(
            lambda: check(article, draft, engine=engine, prompt=prompt, language=language),
            lambda: self._given_check(article, draft, engine, prompt, language),
        )

    async def plant(self, article: Article, brief: Brief) -> tuple[Planted, ...]:
        """`briefing.checking.plant`."""
        return await self._make(lambda: plant(article, brief), lambda: self._given_plant(article, brief))

    def _given_clean(self, document: Document, keep_all: bool) -> Awaitable[Article]:
        given = self._workers.give(_clean, document.model_dump_json(), keep_all)
        return _read(given, Article.model_validate_json)

    def _given_check(
        self, article: Article, draft: BriefDraft, engine: str, prompt: str | None, language: str | None
    ) -> Awaitable[Brief]:
        sent = article.model_dump_json(), draft.model_dump_json()
        return _read(self._workers.give(_check, *sent, engine, prompt, language), Brief.model_validate_json)

    def _given_plant(self, article: Article, brief: Brief) -> Awaitable[tuple[Planted, ...]]:
        given = self._workers.give(_plant, article.model_dump_json(), brief.model_dump_json())
        return _read(given, _PLANTED.validate_json)


async def _read(given: Awaitable[str], read: Callable[[str], R]) -> R:
    return read(await given)


class CleanedAhead(Computing):
    """Gives what it cleaned ahead of time, each article once."""

    def __init__(self, workers: Workers) -> None:
        super().__init__(workers)
        self._ahead: dict[int, Article | Exception] = {}
        """By the identity of the document: the caller holds them all."""

    async def ahead(self, document: Document, *, keep_all: bool) -> Article | None:
        """The article of a document that `clean` will be asked for; None where that will raise."""
        try:
            found: Article | Exception = await super().clean(document, keep_all=keep_all)
        except Exception as error:  # whatever it is, it is raised where this document is asked for
            found = error
        self._ahead[id(document)] = found
        return found if isinstance(found, Article) else None

    async def clean(self, document: Document, *, keep_all: bool) -> Article:
        found = self._ahead.pop(id(document), None)
        if isinstance(found, Exception):
            raise found
        return found or await super().clean(document, keep_all=keep_all)


def _clean(document: str, keep_all: bool) -> str:
    return clean(Document.model_validate_json(document), keep_all=keep_all).model_dump_json()


def _plant(article: str, brief: str) -> str:
    planted = plant(Article.model_validate_json(article), Brief.model_validate_json(brief))
    return _PLANTED.dump_json(planted).decode()


def _check(article: str, draft: str, engine: str, prompt: str | None, language: str | None) -> str:
    read, drafted = Article.model_validate_json(article), BriefDraft.model_validate_json(draft)
    return check(read, drafted, engine=engine, prompt=prompt, language=language).model_dump_json()
