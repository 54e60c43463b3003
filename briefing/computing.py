"""The stages that only compute, made here or by a worker process.

Between processes their models travel as JSON, which pydantic writes and reads in a third of the time that pickling the
same models takes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from briefing.cleaning import clean
from briefing.grounding import ground
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.workers import Workers


class Computing:
    """Cleaning and grounding for the articles of one run, on one event loop.

    Both are done one article at a time, with the loop free in between. When many articles or replies come at once, they
    would otherwise be worked on in one go, and no request be sent meanwhile: at 64 requests in flight and 200 ms each
    the wire then stood still for a fifth of the time.
    """

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._cleaning = asyncio.Lock()
        self._grounding = asyncio.Lock()

    async def clean(self, document: Document, *, keep_all: bool) -> Article:
        """`briefing.cleaning.clean`.

        Raises:
            NoArticleError: nothing in the document tells a story.
        """
        async with _turn(self._cleaning):
            if not self._workers.free:
                return clean(document, keep_all=keep_all)
            made = self._workers.give(_clean, document.model_dump_json(), keep_all)
        return Article.model_validate_json(await made)

    async def ground(self, article: Article, draft: BriefDraft, *, engine: str, prompt: str | None) -> Brief:
        """`briefing.grounding.ground`."""
        async with _turn(self._grounding):
            if not self._workers.free:
                return ground(article, draft, engine=engine, prompt=prompt)
            made = self._workers.give(_ground, article.model_dump_json(), draft.model_dump_json(), engine, prompt)
        return Brief.model_validate_json(await made)


@asynccontextmanager
async def _turn(lock: asyncio.Lock) -> AsyncIterator[None]:
    """The lock, and a pause with it in hand: it would otherwise be free again before anyone else asked for it."""
    async with lock:
        await asyncio.sleep(0)
        yield


def _clean(document: str, keep_all: bool) -> str:
    return clean(Document.model_validate_json(document), keep_all=keep_all).model_dump_json()


def _ground(article: str, draft: str, engine: str, prompt: str | None) -> str:
    drafted = BriefDraft.model_validate_json(draft)
    return ground(Article.model_validate_json(article), drafted, engine=engine, prompt=prompt).model_dump_json()
