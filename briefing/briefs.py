"""One article's way from its text to a checked brief: draft, check, proof-read, correct.

The same way is gone when a model answers and when a kept trail is read again: all that lies between the answers is a
pure function of them, the article and the settings.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from briefing.checking import contested, corrected, plant, proof_sheets, settle, told_anew
from briefing.checking.planting import Planted
from briefing.computing import Computing
from briefing.errors import ModelError
from briefing.extraction import Asker, Extraction, ExtractionOptions, ask_author, extract, read_sheets
from briefing.extraction.prompts import load_prompt
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.schema.article import Article
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
    brief = await computing.check(article, extraction.draft, engine=engine, prompt=prompt)
    if extraction.problems:
        brief = brief.model_copy(update={"partial": extraction.problems})
    desk = _Desk(article, extraction, author, _reader(author, proofreader, extraction), computing, options)
    return await desk.corrected(await desk.proofread(brief))


def _reader(author: Asker, proofreader: Asker | None, extraction: Extraction) -> Asker | None:
    if proofreader and proofreader.name == author.name:
        return author.writer(extraction.engines)
    return proofreader


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
        await self.computing.turn()
        return await self._read(brief, plant(self.article, brief))

    async def corrected(self, brief: Brief) -> Brief:
        """The brief with its author's corrections, proof-read again where they changed what it says."""
        asked = contested(brief)
        if not asked or not self.options.correct:
            return brief
        extraction, options = self.extraction, self.options.extraction
        corrections = await ask_author(asked, extraction.parts, brief.cast, self.author, options)
        await self.computing.turn()
        failures = tuple(each.failure for each in corrections if each.reply is None)
        after = brief.model_copy(update={"uncorrected": failures}) if failures else brief
        for each in corrections:
            if each.reply is not None:
                after = corrected(self.article, after, each.asked, each.reply)
        anew = told_anew(brief, after)
        return await self._read(after, (), anew) if anew and self.reader else after

    async def _read(self, brief: Brief, planted: Sequence[Planted], only: Collection[str] | None = None) -> Brief:
        if self.reader is None:
            return brief
        parts = [part.span for part in self.extraction.parts]
        sheets = proof_sheets(brief, planted, parts, only)
        if not sheets:
            return brief
        readings = await read_sheets(self.article, sheets, len(parts), brief.cast, self.reader, self.options.extraction)
        await self.computing.turn()
        return settle(self.article, brief, readings, load_prompt("proof").reference)
