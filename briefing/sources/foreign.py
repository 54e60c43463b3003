"""Files of kinds that other packages read: see `briefing.plugins`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from briefing.errors import SourceError, UsageError
from briefing.plugins import READERS, broken, load_plugin, plugin_names
from briefing.schema.document import Carried, Document
from briefing.sources.blobs import Blob
from briefing.sources.records import Record
from briefing.sources.sniffing import KNOWN_SUFFIXES


def is_readable(suffix: str) -> bool:
    """Whether files of a suffix can be read, by us or by a plug-in."""
    return suffix in KNOWN_SUFFIXES or suffix[1:] in plugin_names(READERS)


def foreign(blob: Blob, max_records: int) -> Iterator[Record] | None:
    """The documents of a file whose suffix is none of ours, as a plug-in reads it; None where there is none for it.

    Raises:
        SourceError: the plug-in is broken; the message names it.
    """
    if not blob.suffix or blob.suffix in KNOWN_SUFFIXES:
        return None
    try:
        reader = load_plugin(READERS, blob.suffix[1:])
    except UsageError as error:
        raise SourceError(blob.source, error.message, hint=error.hint) from error
    return _records(reader, blob, max_records) if reader else None


def _records(reader: Callable[..., Any], blob: Blob, max_records: int) -> Iterator[Record]:
    try:
        found = reader(blob.data, blob.name)
        listed: list[str | Document] = (
            [found] if isinstance(found, str) else list(islice(_documents(found), max_records))
        )
    except SourceError:
        raise
    except Exception as error:  # whatever a stranger's function raises
        told = broken(READERS, blob.suffix[1:], f"{type(error).__name__}: {error}")
        raise SourceError(blob.source, told.message, hint=told.hint) from error
    for number, each in enumerate(listed, start=1):
        yield _ours(each, blob, str(number) if len(listed) > 1 else None)


def _documents(found: Iterable[Any]) -> Iterator[str | Document]:
    for each in found:
        if not isinstance(each, str | Document):
            raise TypeError(f"it gave {type(each).__name__}, and no text or Document")
        yield each


def _ours(each: str | Document, blob: Blob, locator: str | None) -> Document:
    """A document that leads back to its file, whatever the plug-in calls it."""
    if isinstance(each, str):
        carried = Carried(url=blob.url)
        return Document.of(each, blob.source, locator=locator, carried=carried, keep_content=blob.keep_content)
    return Document.of(
        each.text,
        blob.source,
        each.ref.media_type,
        locator=locator,
        carried=each.carried,
        keep_content=blob.keep_content,
    )
