"""The stages that only compute, made here or by a worker process.

Between processes their models travel as JSON, which pydantic writes and reads in a third of the time that pickling the
same models takes.
"""

from __future__ import annotations

from briefing.cleaning import clean
from briefing.grounding import ground
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.workers import Workers


async def cleaned(document: Document, workers: Workers, *, keep_all: bool) -> Article:
    """`briefing.cleaning.clean`.

    Raises:
        NoArticleError: nothing in the document tells a story.
    """
    if not workers.free:
        return clean(document, keep_all=keep_all)
    return Article.model_validate_json(await workers.run(_clean, document.model_dump_json(), keep_all))


async def grounded(article: Article, draft: BriefDraft, workers: Workers, *, engine: str, prompt: str | None) -> Brief:
    """`briefing.grounding.ground`."""
    if not workers.free:
        return ground(article, draft, engine=engine, prompt=prompt)
    found = await workers.run(_ground, article.model_dump_json(), draft.model_dump_json(), engine, prompt)
    return Brief.model_validate_json(found)


def _clean(document: str, keep_all: bool) -> str:
    return clean(Document.model_validate_json(document), keep_all=keep_all).model_dump_json()


def _ground(article: str, draft: str, engine: str, prompt: str | None) -> str:
    drafted = BriefDraft.model_validate_json(draft)
    return ground(Article.model_validate_json(article), drafted, engine=engine, prompt=prompt).model_dump_json()
