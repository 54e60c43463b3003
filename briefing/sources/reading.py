"""Reading inputs into documents: one after the other, as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import islice
from pathlib import Path

from briefing.errors import SourceError
from briefing.schema.document import Document
from briefing.sources.blobs import Blob, read_file, read_stdin
from briefing.sources.inputs import File, Stdin, Target, Url, targets
from briefing.sources.options import SourceOptions
from briefing.sources.parsing import parse
from briefing.sources.records import Record

_BATCH = 64


async def read(
    inputs: Sequence[str | Path | Document], options: SourceOptions | None = None
) -> AsyncIterator[Document | SourceError]:
    """Read inputs into documents, in the order given; folders and globs in the order of their names.

    An input is a file, a folder (searched below, hidden files left out), a glob, ``-`` for standard input, an
    http(s) URL, or a document, which passes through. Files may be plain text, Markdown, HTML, JSONL or JSON
    ({title, text or html, url, published, outlet, authors}), mail (``.eml``), RSS or Atom, PDF (with the extra
    ``pdf``), each also as gzip.

    Nothing is raised for a bad input: it is yielded as a `SourceError` that names it and the reason, and the
    others go on.
    """
    options = options or SourceOptions()
    for given in inputs:
        if isinstance(given, Document):
            yield given
            continue
        for target in targets(given):
            if isinstance(target, SourceError):
                yield target
                continue
            async for record in _records(target, options):
                yield record


async def _records(target: Target, options: SourceOptions) -> AsyncIterator[Record]:
    try:
        blob = await _blob(target, options)
        records = await asyncio.to_thread(parse, blob, options.max_records)
        while batch := await asyncio.to_thread(_take, records):
            for record in batch:
                yield record
    except SourceError as error:
        yield error


async def _blob(target: Target, options: SourceOptions) -> Blob:
    match target:
        case File():
            return await asyncio.to_thread(read_file, target.path, target.source, options.max_bytes)
        case Stdin():
            return await asyncio.to_thread(read_stdin, options.max_bytes)
        case Url():
            raise SourceError(target.url, "URLs are not read yet")


def _take(records: Iterator[Record]) -> list[Record]:
    """The next few records; what spoils the rest becomes the last of them."""
    taken: list[Record] = []
    try:
        for record in islice(records, _BATCH):
            taken.append(record)
    except SourceError as error:
        taken.append(error)
    return taken
