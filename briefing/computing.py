"""What only computes: cleaning, checking, planting, made here or by a worker process.

Between processes their models travel as JSON, which pydantic writes and reads in a third of the time that pickling the
same models takes.
"""

from __future__ import annotations

import asyncio
from collections import deque

from pydantic import TypeAdapter

from briefing.checking import check, plant
from briefing.checking.planting import Planted
from briefing.cleaning import clean
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.workers import Workers

AT_ONCE = 4
"""Articles that are cleaned, or checked, before the event loop is free again. Of 1, 4, 8 and 16, four gave the shortest
runs at 200 ms a reply; more at once are quicker to compute (2 to 5%) and leave the wire idle.

One where workers help: this process must not be busy while one of them waits for the next call (1.39 times the ideal
with one at once, 1.64 with two, 1.99 with four, where a single process takes 1.8)."""


_PLANTED = TypeAdapter(tuple[Planted, ...])


class Computing:
    """Cleaning and checking for the articles of one run, on one event loop.

    Both are done a few articles at a time, with the loop free in between. When many articles or replies come at once,
    they would otherwise be worked on in one go, and no request be sent meanwhile: at 64 requests in flight and 200 ms
    each the wire then stood still for a fifth of the time.
    """

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        at_once = 1 if workers.count else AT_ONCE
        self._cleaning = _Turns(at_once)
        self._checking = _Turns(at_once)

    async def clean(self, document: Document, *, keep_all: bool) -> Article:
        """`briefing.cleaning.clean`.

        Raises:
            NoArticleError: nothing in the document tells a story.
        """
        await self._cleaning.mine()
        if not self._workers.has_room():
            return clean(document, keep_all=keep_all)
        return Article.model_validate_json(await self._workers.give(_clean, document.model_dump_json(), keep_all))

    async def check(
        self, article: Article, draft: BriefDraft, *, engine: str, prompt: str | None, language: str | None
    ) -> Brief:
        """`briefing.checking.check`."""
        await self._checking.mine()
        if not self._workers.has_room():
            return check(article, draft, engine=engine, prompt=prompt, language=language)
        sent = article.model_dump_json(), draft.model_dump_json()
        found = await self._workers.give(_check, *sent, engine, prompt, language)
        return Brief.model_validate_json(found)

    async def plant(self, article: Article, brief: Brief) -> tuple[Planted, ...]:
        """`briefing.checking.plant`."""
        await self._checking.mine()
        if not self._workers.has_room():
            return plant(article, brief)
        return _PLANTED.validate_json(
            await self._workers.give(_plant, article.model_dump_json(), brief.model_dump_json())
        )


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


class _Turns:
    """Lets a few of those who wait go on in each round of the event loop, in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def mine(self) -> None:
        """Wait for the turn of the caller."""
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        self._waiting.append(turn)
        if len(self._waiting) == 1:
            loop.call_soon(self._let_go_on)
        await turn

    def _let_go_on(self) -> None:
        for _ in range(min(self._at_once, len(self._waiting))):
            turn = self._waiting.popleft()
            if not turn.done():  # one who waited may have been cancelled
                turn.set_result(None)
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._let_go_on)


def _clean(document: str, keep_all: bool) -> str:
    return clean(Document.model_validate_json(document), keep_all=keep_all).model_dump_json()


def _plant(article: str, brief: str) -> str:
    planted = plant(Article.model_validate_json(article), Brief.model_validate_json(brief))
    return _PLANTED.dump_json(planted).decode()


def _check(article: str, draft: str, engine: str, prompt: str | None, language: str | None) -> str:
    read, drafted = Article.model_validate_json(article), BriefDraft.model_validate_json(draft)
    return check(read, drafted, engine=engine, prompt=prompt, language=language).model_dump_json()
