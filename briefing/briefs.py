"""One article's way from its text to a checked brief: draft, check, proof-read, correct.

The same way is gone when a model answers and when a kept trail is read again: all that lies between the answers is a
pure function of them, the article and the settings.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from briefing.aside import aside
from briefing.checking import contested, corrected, proof_sheets, settle, told_anew
from briefing.checking.planting import Planted
from briefing.computing import Computing
from briefing.errors import ModelError
from briefing.extraction import Asker, Extraction, ExtractionOptions, ask_author, extract, read_sheets
from briefing.extraction.prompts import load_prompt
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import SEVERAL, Brief


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """How articles are briefed. ``correct`` sends what was struck or contested back to its author once."""

    extraction: ExtractionOptions = field(default_factory=ExtractionOptions)
    correct: bool = True


async def brief_article(
    article: Article, author: Asker, proofreader: Asker | None, computing: Computing, options: BriefOptions
) -> Brief:
    """The checked brief of one article.

    Args:
        author: who drafts it.
        proofreader: who proof-reads it; None where nobody does. One of the author's name is the author: then they read
            who wrote, and nobody where the embedded engine did.

    Raises:
        ModelError: no part of the article could be drafted.
    """
    extraction = await extract(article, author, options.extraction)
    if extraction.draft is None:
        raise extraction.error or ModelError(f"{author.name} gave no draft")
    engine = SEVERAL.join(extraction.engines)
    prompt = None if engine == EMBEDDED else extraction.prompt
    language = options.extraction.language if prompt else None
    brief = await computing.check(article, extraction.draft, engine=engine, prompt=prompt, language=language)
    if extraction.problems or extraction.malformed:
        brief = brief.model_copy(update={"partial": extraction.problems, "malformed": extraction.malformed})
    desk = _Desk(article, extraction, author, _reader(author, proofreader, extraction), computing, options)
    return await desk.corrected(await desk.proofread(brief))


def _reader(author: Asker, proofreader: Asker | None, extraction: Extraction) -> Asker | None:
    if proofreader and proofreader.name == author.name:
        return author.writer(extraction.engines)
    return proofreader


async def proofread(
    article: Article,
    brief: Brief,
    parts: Sequence[Span],
    reader: Asker,
    options: ExtractionOptions,
    *,
    planted: Sequence[Planted] = (),
    only: Collection[str] | None = None,
) -> Brief:
    """The brief as its proof-reader leaves it; as it is where there is nothing to read.

    Args:
        parts: those in which the article was drafted, in the order of its text.
        planted: mistakes to be put among the claims.
        only: ids of the items to be read; all of them if None.
    """
    sheets = await aside(proof_sheets, brief, planted, parts, only)
    if not sheets:
        return brief
    readings = await read_sheets(article, sheets, len(parts), brief.cast, reader, options)
    return await aside(settle, article, brief, readings, load_prompt("proof").reference)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What happens to the brief of one article once it is drafted and checked."""

    article: Article
    extraction: Extraction
    author: Asker
    reader: Asker | None
    computing: Computing
    options: BriefOptions

    async def proofread(self, brief: Brief) -> Brief:
        """The brief as its proof-reader leaves it, with mistakes planted among its claims."""
        if self.reader is None:
            return brief
        planted = await self.computing.plant(self.article, brief)
        return await proofread(self.article, brief, self._parts, self.reader, self.options.extraction, planted=planted)

    async def corrected(self, brief: Brief) -> Brief:
        """The brief with its author's corrections, proof-read again where they changed what it says."""
        asked = contested(brief)
        if not asked or not self.options.correct:
            return brief
        options = self.options.extraction
        answers = await ask_author(asked, self.extraction.parts, brief.cast, self.author, options)
        failures = tuple(each.failure for each in answers if each.reply is None)
        malformed = brief.malformed + tuple(f"corrected {line}" for each in answers for line in each.dropped)
        after = brief.model_copy(update={"uncorrected": failures, "malformed": malformed})
        for each in answers:
            if each.reply is not None:
                after = await aside(corrected, self.article, after, each.asked, each.reply)
        anew = told_anew(brief, after)
        if not anew or self.reader is None:
            return after
        return await proofread(self.article, after, self._parts, self.reader, options, only=anew)

    @property
    def _parts(self) -> list[Span]:
        return [part.span for part in self.extraction.parts]
