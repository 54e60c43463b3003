"""Reading inputs into documents: one after the other, as they come."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path, PurePosixPath

from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Document
from briefing.sources.blobs import Blob, Record, read_file, read_stdin, too_large, unzipped
from briefing.sources.fetching import Fetcher
from briefing.sources.inputs import File, Target, Url, targets
from briefing.sources.options import SourceOptions
from briefing.sources.parsing import article_sized, parse
from briefing.sources.sniffing import InputForm, form_of, is_own, is_own_file

_BATCH = 64
# How many inputs ahead of the one that is being read are looked at, so that several URLs are fetched at once.
_AHEAD = 8
_NAMED = 5
"""Files left out that are named."""

logger = logging.getLogger("briefing")


@dataclass(frozen=True, slots=True)
class _Pending:
    """An input in line, with its fetch under way where it is a URL."""

    target: Target | SourceError
    fetched: asyncio.Task[Blob] | None = None


async def read(
    inputs: Sequence[str | Path | Document], options: SourceOptions | None = None
) -> AsyncIterator[Document | SourceError]:
    """Read inputs into documents, in the order given; folders and globs in the order of their names.

    An input is a file, a folder (searched below, hidden files left out), a glob, ``-`` for standard input, an
    http(s) URL, or a document, which passes through; ``options.allow`` lets less in. Files may be plain text, Markdown,
    HTML, JSONL, JSON or CSV (title, text or html, url, published, outlet, authors, also under the names that other
    programs have for them), Parquet (extra ``parquet``), mail (``.eml``, ``.mbox``), RSS or Atom, PDF (with the
    extra ``pdf``), each also as gzip.

    Pages that this program wrote are left out of folders and globs, which is logged; one that is named is an error.

    Nothing is raised for a bad input: it is yielded as a `SourceError` that names it and the reason, and the
    others go on.
    """
    options = options or SourceOptions()
    fetcher = Fetcher(options)
    waiting: deque[_Pending] = deque()
    own: list[str] = []
    try:
        for target in chain.from_iterable(targets(each, options.allow) for each in inputs):
            if isinstance(target, File) and target.found and await asyncio.to_thread(is_own_file, target.path):
                own.append(target.source)
                continue
            fetched = asyncio.create_task(fetcher.fetch(target.url)) if isinstance(target, Url) else None
            waiting.append(_Pending(target, fetched))
            if len(waiting) > _AHEAD:
                async for record in _records(waiting.popleft(), fetcher, options):
                    yield record
        while waiting:
            async for record in _records(waiting.popleft(), fetcher, options):
                yield record
        if own:
            more = f" and {len(own) - _NAMED} more" if len(own) > _NAMED else ""
            logger.warning("left out, since briefing wrote them: %s%s", ", ".join(own[:_NAMED]), more)
    finally:
        await _abandon([pending.fetched for pending in waiting if pending.fetched])
        await fetcher.aclose()


def read_bytes(data: bytes, name: str, options: SourceOptions) -> Iterator[Record]:
    """The records in the bytes of a file of that name, which came from elsewhere.

    Raises:
        SourceError: they can't be read, or are more than there may be.
    """
    if len(data) > options.max_bytes:
        raise too_large(name, options.max_bytes)
    blob = unzipped(Blob(name, data, PurePosixPath(name).name, keep_content=True), options.max_bytes)
    for record in parse(blob, options):
        yield record if isinstance(record, SourceError) else _with_text(record)


async def _abandon(tasks: list[asyncio.Task[Blob]]) -> None:
    """Stop fetches that nobody waits for any more: the caller has left early."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _records(pending: _Pending, fetcher: Fetcher, options: SourceOptions) -> AsyncIterator[Record]:
    if isinstance(pending.target, Document | SourceError):
        yield article_sized(pending.target, options)
        return
    try:
        blob = await (pending.fetched or _blob(pending.target, options))
        if is_own(blob.data):
            raise NoArticleError(blob.source, "is a page that briefing wrote", hint="name what it was made of")
        follow = options.follow_feeds and form_of(blob) is InputForm.FEED
        async for record in _parsed(blob, options):
            if isinstance(record, SourceError):
                yield record
            elif follow:
                async for page in _followed(record, fetcher, options):
                    yield page
            else:
                yield _with_text(record)
    except SourceError as error:
        yield error


async def _parsed(blob: Blob, options: SourceOptions) -> AsyncIterator[Record]:
    """The records of an input, parsed a batch at a time off the event loop."""
    records = await asyncio.to_thread(parse, blob, options)
    while batch := await asyncio.to_thread(_take, records):
        for record in batch:
            yield record


async def _followed(entry: Document, fetcher: Fetcher, options: SourceOptions) -> AsyncIterator[Record]:
    """The page that a feed's entry links to, with what the feed says about it; the entry itself where it has none."""
    if entry.carried.url is None:
        yield _with_text(entry)
        return
    try:
        blob = await fetcher.fetch(entry.carried.url)
        pages = [record async for record in _parsed(blob, options)]
    except SourceError as error:
        pages = [error]
    for page in pages:
        yield page.model_copy(update={"carried": entry.carried}).kept() if isinstance(page, Document) else page
    if entry.text.strip() and not any(isinstance(page, Document) for page in pages):
        yield entry


def _with_text(document: Document) -> Record:
    """The document, or the error that stands for the entry of a feed of titles."""
    if document.text.strip():
        return document
    hint = "set follow_feeds to fetch the page behind it" if document.carried.url else None
    return NoArticleError(str(document.ref), "is an entry without a text", hint=hint)


async def _blob(target: Target, options: SourceOptions) -> Blob:
    if isinstance(target, File):
        return await asyncio.to_thread(read_file, target.path, target.source, options.max_bytes)
    return await asyncio.to_thread(read_stdin, options.max_bytes)


def _take(records: Iterator[Record]) -> list[Record]:
    """The next few records; what spoils the rest becomes the last of them."""
    taken: list[Record] = []
    try:
        for record in islice(records, _BATCH):
            taken.append(record)
    except SourceError as error:
        taken.append(error)
    return taken
