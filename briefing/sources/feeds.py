"""RSS and Atom: an entry is a document."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.language.outlets import as_claimed, short_name
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob, Record
from briefing.sources.carried import carried_time, people, titled, titled_fragment
from briefing.sources.sniffing import xml_kind

logger = logging.getLogger("briefing")

# feedparser 6.0.14 takes a second for a megabyte; the feeds of large outlets are below one.
_ROOTS = frozenset(("rss", "feed", "RDF"))
_MAX_BYTES = 5_000_000
_TAG = re.compile(r"</?[a-zA-Z!]")
_TAGS = re.compile(r"<[^<>]{1,2000}>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_ESCAPED_BLOCK = re.compile(r"\s*<(?:p|div|h[1-6]|ul|ol|figure|blockquote|br|img)\b|</(?:p|div|li|h[1-6])>", re.I)
_IN_TITLE = re.compile(
    r"</?(?:em|b|i|strong|span|a|u|small|big|font|br|wbr|sup|sub|mark|p|q|cite|abbr|div)\b[^<>]{0,300}>", re.I
)
# What no XML may hold, as it is or as a reference: the parser would drop the word that it stands in.
_ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));",
    re.I,
)
_MOST_ATTRIBUTES = 100
_OVERLOADED = re.compile(
    r"<[a-zA-Z][^\s<>]*+(?:\s*+[^\s=<>\"'/]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s\"'<>]++))"
    rf"{{{_MOST_ATTRIBUTES}}}"
)
"""A tag of so many attributes: feedparser takes minutes for one of 200,000, and no feed has them."""
_MOST_NAME_SPACES = 200
_NAME_SPACE = re.compile(r"\sxmlns:([^\s=<>]{1,200})\s*=")
"""A prefix that stands for a name space: feedparser looks through all of them at each tag (23 s for 28,000)."""


def entries(blob: Blob, max_records: int) -> Iterator[Record]:
    """The entries of a feed; the locator is the place in the feed, from 1.

    The text of an entry is its content, else its summary: HTML, or plain text where there is no tag in it. Its title is
    put above it. It may be empty: some feeds give titles and links alone.
    """
    if len(blob.data) > _MAX_BYTES:
        raise SourceError(blob.source, f"is a feed larger than {_MAX_BYTES // 1_000_000} MB", hint="split it")
    decoded = blob.decoded()
    if _OVERLOADED.search(decoded.text):
        raise SourceError(blob.source, f"is a feed with a tag of more than {_MOST_ATTRIBUTES} attributes")
    if len(set(_NAME_SPACE.findall(decoded.text))) > _MOST_NAME_SPACES:
        raise SourceError(blob.source, f"is a feed of more than {_MOST_NAME_SPACES} name spaces")
    feed = _parsed(_ILLEGAL.sub("", decoded.text), blob.url)
    if not feed.entries:
        root, problem = xml_kind(blob.data), feed.get("bozo_exception")
        if root and root.rpartition(":")[2] not in _ROOTS:
            raise SourceError(blob.source, f"is XML of a kind that is not read (<{root}>), no feed")
        raise NoArticleError(blob.source, f"is no feed with entries ({problem})" if problem else "is an empty feed")
    home = _text(feed.feed.get("link")) or blob.url
    outlet = short_name(_title(feed.feed.get("title")), home)
    for number, entry in enumerate(islice(feed.entries, max_records), 1):
        yield _document(blob, decoded.encoding, str(number), entry, outlet, home)
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


def _document(
    blob: Blob, encoding: str, locator: str, entry: Mapping[str, Any], outlet: str | None, home: str | None
) -> Document:
    text, media_type = _body(entry)
    is_plain = (entry.get("title_detail") or {}).get("type") == "text/plain" and "<" not in str(entry.get("title"))
    title = _text(entry.get("title")) if is_plain else _title(entry.get("title"))
    source = entry.get("source") or {}
    stated = entry.get("published") or entry.get("updated")
    published = carried_time(stated)
    if stated and published is None:
        logger.warning("%s#%s: states no date that can be told, and is read without one", blob.source, locator)
    link = _text(entry.get("link"))
    return blob.document(
        titled(text, title) if media_type is MediaType.TEXT else titled_fragment(text, title),
        media_type,
        locator=locator,
        encoding=encoding,
        carried=Carried(
            title=title,
            url=_absolute(link, home),
            published=published,
            updated=carried_time(entry.get("updated")) if entry.get("published") and "updated" in entry else None,
            outlet=as_claimed(_title(source.get("title")) or outlet, link or home),
            authors=_authors(entry),
        ),
    )


def _absolute(link: str | None, home: str | None) -> str | None:
    """The address of an entry, which may be relative to that of its feed; None where nothing makes it one."""
    joined = urljoin(home or "", link) if link else None
    return joined if joined and "://" in joined else None


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of an entry's authors. feedparser knows endings of domains up to four letters: behind a longer one it
    takes the rest of the address for the name's start."""
    names = [author.get("name") for author in entry.get("authors") or [] if author.get("name")]
    whole = str(entry.get("author") or "")
    if len(names) <= 1 and "@" in whole:
        names = [whole]
    return people([usable(name) for name in names if isinstance(name, str)])


def _body(entry: Mapping[str, Any]) -> tuple[str, MediaType]:
    """The longest text of an entry, whatever element it stands in: a caption or a teaser may stand beside it.

    A description without a tag is plain text whose entities were escaped twice; so may be a whole page.
    """
    summary = entry.get("summary_detail") or {}
    parts = [*(entry.get("content") or []), summary, {**summary, "value": entry.get("summary") or ""}]
    part = max(parts, key=lambda part: len(_TAGS.sub("", part.get("value") or "")))
    text = _CDATA.sub("", usable(part.get("value") or ""))
    if not _TAG.search(text):
        read = html.unescape(text)
        text, is_page = (read, True) if _ESCAPED_BLOCK.search(read) else (text, False)
        if not is_page:
            return (text if part.get("type") == "text/plain" else _CDATA.sub("", read)), MediaType.TEXT
    elif part.get("type") == "text/plain" and not _ESCAPED_BLOCK.search(text):
        return text, MediaType.TEXT
    return _CDATA.sub("", text), MediaType.HTML


def _title(value: object) -> str | None:
    """A title without the tags that some feeds put into theirs; what is no markup of a line stays: ``<3``."""
    if not isinstance(value, str):
        return None
    return _text(_IN_TITLE.sub("", html.unescape(_IN_TITLE.sub("", _CDATA.sub("", value)))))


def _text(value: object) -> str | None:
    """A short text on one line: titles carry HTML entities even where the feed calls them plain."""
    return usable(html.unescape(" ".join(value.split()))) or None if isinstance(value, str) else None
