"""RSS and Atom: an entry is a document."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import Any

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.dates import carried_time
from briefing.sources.decoding import decode
from briefing.sources.records import Record, titled, titled_fragment

# feedparser 6.0.14 takes a second for a megabyte; the feeds of large outlets are below one.
_MAX_BYTES = 5_000_000
_TAG = re.compile(r"</?[a-zA-Z!]")


def entries(blob: Blob, max_records: int) -> Iterator[Record]:
    """The entries of a feed; the locator is the place in the feed, from 1.

    The text of an entry is its content, else its summary: HTML, or plain text where there is no tag in it. Its title is
    put above it. It may be empty: some feeds give titles and links alone.
    """
    if len(blob.data) > _MAX_BYTES:
        raise SourceError(blob.source, f"is a feed larger than {_MAX_BYTES // 1_000_000} MB", hint="split it")
    decoded = decode(blob.data, blob.source, declared=blob.charset, known=blob.known_encoding)
    feed = _parsed(decoded.text, blob.url)
    if not feed.entries:
        problem = feed.get("bozo_exception")
        raise NoArticleError(blob.source, f"is no feed with entries ({problem})" if problem else "is an empty feed")
    outlet = _text(feed.feed.get("title"))
    for number, entry in enumerate(islice(feed.entries, max_records), 1):
        yield _document(blob, decoded.encoding, str(number), entry, outlet)
    if len(feed.entries) > max_records:
        yield SourceError(blob.source, f"holds more than {max_records} records; the rest was not read")


def _parsed(text: str, url: str | None) -> Any:
    """The feed as feedparser reads it. It is given bytes, for it would fetch or open what a string names.

    Its sanitiser and the rewriting of addresses are off: cleaning reads the text, and nothing here is rendered.
    """
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    if url:
        headers["content-location"] = url
    stream = BytesIO(text.encode("utf-8"))
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _document(blob: Blob, encoding: str, locator: str, entry: Mapping[str, Any], outlet: str | None) -> Document:
    text, media_type = _body(entry)
    title = _text(entry.get("title"))
    source = entry.get("source") or {}
    return Document.of(
        titled(text, title) if media_type is MediaType.TEXT else titled_fragment(text, title),
        blob.source,
        media_type,
        locator=locator,
        encoding=encoding,
        carried=Carried(
            title=title,
            url=_text(entry.get("link")),
            published=carried_time(entry.get("published") or entry.get("updated")),
            outlet=_text(source.get("title")) or outlet,
            authors=tuple(name for author in entry.get("authors") or [] if (name := _text(author.get("name")))),
        ),
        keep_content=blob.keep_content,
    )


def _body(entry: Mapping[str, Any]) -> tuple[str, MediaType]:
    """The longest text of an entry. A description without a tag is plain text whose entities were escaped twice."""
    parts = entry.get("content") or [entry.get("summary_detail") or {}]
    part = max(parts, key=lambda part: len(part.get("value", "")))
    text = usable(part.get("value") or "")
    if part.get("type") == "text/plain":
        return text, MediaType.TEXT
    return (text, MediaType.HTML) if _TAG.search(text) else (html.unescape(text), MediaType.TEXT)


def _text(value: object) -> str | None:
    """A short text on one line: titles carry HTML entities even where the feed calls them plain."""
    return usable(html.unescape(" ".join(value.split()))) or None if isinstance(value, str) else None
