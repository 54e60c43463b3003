"""The library's front door: what other services call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from briefing import pipeline, rendering
from briefing.errors import DataError, UsageError
from briefing.pipeline import Input, open_workers
from briefing.rendering.options import RenderingOptions
from briefing.schema.briefing import BRIEFING_VERSION, BriefingData
from briefing.schema.document import Document
from briefing.schema.results import ArticleResult
from briefing.settings import Settings
from briefing.sources import Rereader
from briefing.verification import VerifyReport
from briefing.verification import verify as check
from briefing.workers import Workers

__all__ = ["Briefing", "agenerate", "generate", "open_workers", "stream", "verify"]


class Briefing(BriefingData):
    """The page of one day. Markdown, HTML and JSON are renderings of this one object."""

    def to_markdown(self, options: RenderingOptions | None = None) -> str:
        """The page as Markdown."""
        return rendering.to_markdown(self, options)

    def to_html(self, options: RenderingOptions | None = None) -> str:
        """The page as one HTML file, each reference leading to the highlighted words of the source."""
        return rendering.to_html(self, options)

    def to_mail(self, options: RenderingOptions | None = None) -> bytes:
        """The page as a mail message, text and HTML, without sender and recipients."""
        return rendering.to_mail(self, options)

    def to_json(self) -> str:
        """All of it, as JSON that `from_json` reads back and `schemas/briefing.schema.json` describes."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read back what `to_json` wrote.

        Raises:
            DataError: not JSON, not a briefing, or of a version that this release does not read.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            path = ".".join(map(str, problem["loc"])) or "the file"
            raise DataError(
                f"not a briefing of version {BRIEFING_VERSION}: {path}: {problem['msg']}",
                hint="generate it again, or read it with the release that wrote it",
            ) from error


async def agenerate(
    inputs: Sequence[Input] | Input,
    settings: Settings | None = None,
    *,
    observer: Callable[[ArticleResult], None] | None = None,
    workers: Workers | None = None,
) -> Briefing:
    """The briefing of some inputs: paths, folders, globs, URLs, ``-`` for stdin, or documents.

    Inputs that fail are listed in ``coverage.failures``; the others stand. Where the settings name a ledger, the day
    is recorded there, and the page tells what changed since the last recorded one.

    Args:
        settings: what the run is told; the defaults if None, which ask no model. Neither a file nor the environment is
            read: `briefing.load_settings` does that.
        observer: called with each result as it leaves the pipeline.
        workers: processes of `open_workers`; if None, as many as ``settings.workers`` says.

    Raises:
        UsageError: settings are not valid, or name a model that can't be opened; the ledger holds the day with other
            content, or a later one, and ``replace_day`` is not set.
        DataError: the ledger can't be opened.
    """
    settings = settings or Settings()
    if settings.ledger:
        # A ledger that can't be opened is found out before a model is paid.
        await asyncio.to_thread(pipeline.check_ledger, settings.ledger)
    data = await pipeline.assemble(_listed(inputs), settings, observer, workers=workers)
    if settings.ledger and data.articles:
        data = await asyncio.to_thread(pipeline.remember, data, settings.ledger, replace=settings.replace_day)
    return Briefing.model_construct(**dict(data))


def generate(
    inputs: Sequence[Input] | Input,
    settings: Settings | None = None,
    *,
    observer: Callable[[ArticleResult], None] | None = None,
) -> Briefing:
    """`agenerate` for synchronous callers.

    Inside a running event loop (a notebook, an async service) the work is done on a loop of its own in another
    thread, and the caller's loop stands still meanwhile: prefer ``await agenerate(...)`` there.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(agenerate(inputs, settings, observer=observer))
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(agenerate(inputs, settings, observer=observer))).result()


def stream(
    inputs: Sequence[Input] | Input,
    settings: Settings | None = None,
    *,
    ordered: bool = False,
    workers: Workers | None = None,
) -> AsyncIterator[ArticleResult]:
    """The result of each article as it finishes, or in the order of the inputs. Memory does not grow.

    ``settings`` are those of `agenerate`. ``workers`` are processes of `open_workers`, which stay up for the next call.
    """
    return pipeline.stream(_listed(inputs), settings or Settings(), ordered=ordered, workers=workers)


def verify(data: BriefingData | str | bytes, *, base: Path | None = None) -> VerifyReport:
    """Check a finished briefing against its sources, offline.

    Args:
        data: a briefing, or its JSON.
        base: folder that relative source paths start from; the working directory where None.

    Raises:
        DataError: not a briefing.
    """
    if not isinstance(data, BriefingData | str | bytes):
        raise UsageError(f"no briefing: {type(data).__name__}", hint="pass a Briefing or its JSON")
    briefing = Briefing.from_json(data) if isinstance(data, str | bytes) else data
    return check(briefing, Rereader(base))


def _listed(inputs: Sequence[Input] | Input) -> Sequence[Input]:
    listed = inputs if isinstance(inputs, Sequence) and not isinstance(inputs, str) else [inputs]
    wrong = [entry for entry in listed if not isinstance(entry, str | Path | Document) or not str(entry)]
    if isinstance(inputs, bytes) or wrong:
        raise UsageError(
            f"no input: {wrong[0] if wrong else inputs!r}"[:120], hint="name files, folders, globs, URLs or documents"
        )
    return listed
