"""One article's way from its text to a checked brief: draft, check, proof-read, correct.

The same way is gone when a model answers and when a kept trail is read again.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.computing import Computing
from briefing.errors import ModelError
from briefing.extraction import Asker, ExtractionOptions, extract
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.schema.article import Article
from briefing.schema.brief import Brief


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """How articles are briefed. ``correct`` sends what was struck or contested back to its author once."""

    extraction: ExtractionOptions = ExtractionOptions()
    correct: bool = True


async def brief_article(
    article: Article, author: Asker, proofreader: Asker | None, computing: Computing, options: BriefOptions
) -> Brief:
    """The checked brief of one article.

    Args:
        author: who drafts it.
        proofreader: who proof-reads it; None where nobody does.

    Raises:
        ModelError: no part of the article could be drafted.
    """
    extraction = await extract(article, author, options.extraction)
    if extraction.draft is None:
        raise extraction.error or ModelError(f"{author.name} gave no draft")
    engine = " + ".join(extraction.engines)
    prompt = None if engine == EMBEDDED else extraction.prompt
    brief = await computing.check(article, extraction.draft, engine=engine, prompt=prompt)
    return brief.model_copy(update={"partial": extraction.problems}) if extraction.problems else brief
