"""One article's way from its text to a checked brief: draft, check, proof-read, correct.

The same way is gone when a model answers and when a kept trail is read again: all that lies between the answers is a
pure function of them, the article and the settings.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from briefing.aside import aside
from briefing.checking import contested, corrected, proof_sheets, settle, told_anew
from briefing.checking.planting import Planted
from briefing.computing import Computing
from briefing.errors import BriefingError, FailureCode, ModelError, OtherKindError, SourceError
from briefing.extraction import Asker, Extraction, ExtractionOptions, Trail, ask_author, extract, read_sheets
from briefing.extraction.prompts import load_prompt
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.observing import about, span
from briefing.outside import is_unfit
from briefing.redaction import redact
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import SEVERAL, UNASKED, Brief
from briefing.schema.document import Document
from briefing.schema.results import LEFT_OUT, ArticleResult, ArticleTrail, Failure, Lost
from briefing.settings import PageSettings
from briefing.streaming import Turn
from briefing.workers import raised_at

logger = logging.getLogger("briefing")

_AT_ALL = "briefing"
"""The stage of a fault of ours: it is none of the input's, and making it again may well succeed."""


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


class Askers(Protocol):
    """Who answers the questions about an article."""

    def of(self, trail: Trail) -> tuple[Asker, Asker | None]:
        """The author and, where there is one, the proof-reader; they put what they are asked into the trail."""
        ...


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
        day: of the page, if it is known: nobody is asked about an article that stands outside of it.
    """
    if isinstance(found, SourceError):
        return lost(failure_of(found.source, "sources", found))
    way = _Way(found, Trail())
    try:
        return await way.gone(askers, computing, settings, turn, day)
    except (SourceError, ModelError) as error:
        failure = failure_of(way.source, way.stage, error)
        return ArticleResult(source=way.source, failure=failure, trail=way.trail.whole(found.ref))
    except BriefingError as error:
        return lost(failure_of(way.source, _AT_ALL, error))
    except Exception as error:
        # A fault of ours in one article must not cost the others theirs.
        # The exception's own words may be the article's: they are for whoever asks for everything.
        what = f"{type(error).__name__} in {raised_at(error)}"
        logger.error("unexpected fault: %s", what, extra={"article": way.source})
        logger.debug("traceback of the unexpected fault", exc_info=error, extra={"article": way.source})
        return lost(failure_of(way.source, _AT_ALL, error))


@dataclass(slots=True)
class _Way:
    """One document's way to its brief. ``stage`` is the one that it is in, and so the one that a failure is of."""

    document: Document
    trail: Trail
    stage: str = "cleaning"

    @property
    def source(self) -> str:
        return str(self.document.ref)

    async def gone(
        self, askers: Askers, computing: Computing, settings: PageSettings, turn: Turn, day: date | None
    ) -> ArticleResult:
        """What becomes of the document when nothing fails."""
        article = await computing.clean(self.document, keep_all=settings.keep_all)
        if await turn.repeats(article.id):
            return ArticleResult(source=self.source, duplicate_of=article.id, trail=self.trail.whole(self.document.ref))
        brief = Brief(article=article.id, engine=UNASKED, prompt=None, headline=None)
        if not is_unfit(article, day, settings.max_age):
            self.stage = "extraction"
            author, proofreader = askers.of(self.trail)
            with about(article.id), span("article", {"briefing.article": article.id}):
                options = BriefOptions(settings.extraction, settings.correct)
                brief = await brief_article(article, author, proofreader, computing, options)
        trail = self.trail.whole(self.document.ref, article.id)
        return ArticleResult(source=self.source, article=article, brief=brief, trail=trail)


def lost(failure: Failure) -> ArticleResult:
    """The result of an input of which there is nothing to rebuild."""
    kept = Lost(stage=failure.stage, reason=failure.reason, code=failure.code)
    return ArticleResult(source=failure.source, failure=failure, trail=ArticleTrail(source=failure.source, lost=kept))


def failure_of(source: str, stage: str, error: Exception) -> Failure:
    """The failure that an error at a stage is for an input. Only errors of a source name it in their words."""
    code = error.code if isinstance(error, BriefingError) else FailureCode.FAULT
    reason = redact(str(error))  # what is no error of ours may say anything
    return Failure(
        source=source,
        stage=LEFT_OUT if isinstance(error, OtherKindError) else stage,
        reason=reason if isinstance(error, SourceError) else f"{source}: {reason}",
        code=code,
    )
