"""From the bytes of one input to its documents, by our own readers and those of other packages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from briefing.errors import NoArticleError, SourceError, UsageError
from briefing.plugins import READERS, broken, load_plugin, plugin_names
from briefing.schema.document import Document, MediaType
from briefing.sources.blobs import Blob, Record
from briefing.sources.feeds import entries
from briefing.sources.mail import mail, mailbox
from briefing.sources.options import SourceOptions
from briefing.sources.pdf import pdf
from briefing.sources.rows import json_file, json_lines, parquet, table
from briefing.sources.sniffing import KNOWN_SUFFIXES, InputForm, binary_kind, form_of, xml_kind

_MEDIA_TYPES = {InputForm.TEXT: MediaType.TEXT, InputForm.MARKDOWN: MediaType.MARKDOWN, InputForm.HTML: MediaType.HTML}


# Cleaning takes some 40 microseconds and 2 kB a line, however short, and extractors time quadratic in the elements of
# a page: of 294 news pages the fullest had 3,258.
_MAX_LINES = 50_000
_MAX_ELEMENTS = 30_000
_HTML_SHARE = 5
_MAX_ATTRIBUTES = 1_000
_OVERLOADED = re.compile(
    r"<[a-zA-Z][^\s<>/]*+(?:[\s/]*+(?:[^\s=<>\"'/]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?+|[\"'=]))"
    rf"{{{_MAX_ATTRIBUTES}}}"
)
"""A tag of so many attributes: libxml2 compares each with all before it, in one call that no signal ends (200,000 took
minutes). What is no attribute counts as one."""


def parse(blob: Blob, options: SourceOptions) -> Iterator[Record]:
    """The documents of one input, in order.

    A record that cannot be read is an item of the result; what spoils the whole input is raised.

    Raises:
        SourceError: it is empty, binary, or not what it claims to be.
    """
    if not blob.data.strip():
        raise NoArticleError(blob.source, "is empty")
    if (others := _foreign(blob, options.max_records)) is not None:
        return (article_sized(record, options) for record in others)
    if kind := binary_kind(blob.data):
        raise SourceError(blob.source, f"is not text but {kind}")
    form = form_of(blob)
    if form is InputForm.TEXT and (root := xml_kind(blob.data)):
        raise SourceError(blob.source, f"is XML of a kind that is not read (<{root}>), neither a feed nor a page")
    records = iter((_whole(blob, _MEDIA_TYPES[form]),)) if form in _MEDIA_TYPES else _records(blob, form, options)
    return (article_sized(record, options) for record in records)


def article_sized(record: Record, options: SourceOptions) -> Record:
    """The record itself, or the error that stands for a document too large to be an article."""
    if isinstance(record, SourceError):
        return record
    is_html = record.ref.media_type is MediaType.HTML
    limit = options.max_characters * (_HTML_SHARE if is_html else 1)
    if len(record.text) > limit:
        reason = f"is larger than an article ({len(record.text)} characters, at most {limit})"
        return SourceError(str(record.ref), reason, hint="split it, or raise max_characters")
    count, most, parts = _parts(record.text, is_html)
    if count > most:
        return SourceError(str(record.ref), f"is larger than an article (at most {most} {parts})", hint="split it")
    if is_html and _OVERLOADED.search(record.text):
        return SourceError(str(record.ref), f"is no article: it has a tag of more than {_MAX_ATTRIBUTES} attributes")
    return record


def _parts(text: str, is_html: bool) -> tuple[int, int, str]:
    """What a document is made of: how many, how many are let through, and their name."""
    if is_html:
        return text.count("<") - text.count("</"), _MAX_ELEMENTS, "elements"
    return len(text.splitlines()), _MAX_LINES, "lines"


def _whole(blob: Blob, media_type: MediaType) -> Document:
    decoded = blob.decoded()
    if not decoded.text.strip():
        raise NoArticleError(blob.source, "is empty")
    return blob.document(decoded.text, media_type, encoding=decoded.encoding)


def _records(blob: Blob, form: InputForm, options: SourceOptions) -> Iterator[Record]:
    match form:
        case InputForm.ROWS:
            return json_lines(blob, options)
        case InputForm.JSON:
            return json_file(blob, options)
        case InputForm.TABLE:
            return table(blob, options)
        case InputForm.PARQUET:
            return parquet(blob, options)
        case InputForm.MAIL:
            return mail(blob)
        case InputForm.MAILBOX:
            return mailbox(blob, options.max_records)
        case InputForm.FEED:
            return entries(blob, options.max_records)
        case _:
            return pdf(blob)


def is_readable(suffix: str) -> bool:
    """Whether files of a suffix can be read, by us or by a plug-in."""
    return suffix in KNOWN_SUFFIXES or suffix[1:] in plugin_names(READERS)


def _foreign(blob: Blob, max_records: int) -> Iterator[Record] | None:
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
    return _foreign_records(reader, blob, max_records) if reader else None


def _foreign_records(reader: Callable[..., Any], blob: Blob, max_records: int) -> Iterator[Record]:
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
        return blob.document(each, locator=locator)
    return blob.document(each.text, each.ref.media_type, locator=locator, carried=each.carried)
