"""What an input is: told by its first bytes, then by its name and what its carrier declared.

What this program wrote itself is told by what it says: no page is briefed from a page.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from briefing.sources.blobs import Blob

_HEAD = 4096
"""Bytes within which every form says what it is."""
_MARKS = tuple(
    re.compile(mark)
    for mark in (
        # Markdown, and its first screen alone.
        rb"\A# Daily briefing, (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]{2,8} \d{4}\n\n"
        rb"\d{1,6} articles?, [^\n]{1,300} \xc2\xb7 (?:AI-generated: )?written by ",
        rb'<meta name="generator" content="briefing [^"\n]{1,80}">\n<meta name="ai-generated" content="',
        rb"(?im:^message-id:\s{1,3}<[0-9a-f]{32}@briefing\.invalid>)",
        rb"<id>urn:briefing:feed</id>",
        # JSON, with any white space for a blank: a briefing, a brief, annotations, events, a signature.
        *(
            mark.replace(b" ", rb"\s{0,9}")
            for mark in (
                rb'\A \{ "version" : "\d\.\d" , "date" : "[\d-]{10}" , "undated"',
                rb'\A \{ "version" : "\d\.\d" , "article" : "[^"\n]{1,80}" , "engine"',
                rb'\A \{ "@context" : "http://www\.w3\.org/ns/anno\.jsonld" , "id" : "urn:briefing:',
                rb'\A \{ "scheme" : "PLOVER" , "day"',
                rb'\A \{ "algorithm" : "Ed25519" , "sha256"',
            )
        ),
    )
)


class InputForm(StrEnum):
    """The forms of input that can be read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    ROWS = "JSONL"
    JSON = "JSON"
    TABLE = "CSV"
    PARQUET = "Parquet"
    MAIL = "mail"
    MAILBOX = "mailbox"
    FEED = "feed"
    PDF = "PDF"


_BY_SUFFIX = {
    **dict.fromkeys((".txt", ".text"), InputForm.TEXT),
    **dict.fromkeys((".md", ".markdown"), InputForm.MARKDOWN),
    **dict.fromkeys((".html", ".htm", ".xhtml"), InputForm.HTML),
    **dict.fromkeys((".jsonl", ".ndjson"), InputForm.ROWS),
    ".json": InputForm.JSON,
    **dict.fromkeys((".csv", ".tsv"), InputForm.TABLE),
    ".parquet": InputForm.PARQUET,
    **dict.fromkeys((".eml", ".mht", ".mhtml"), InputForm.MAIL),
    ".mbox": InputForm.MAILBOX,
    **dict.fromkeys((".rss", ".atom", ".xml"), InputForm.FEED),
    ".pdf": InputForm.PDF,
}
_BY_CONTENT_TYPE = {
    "text/markdown": InputForm.MARKDOWN,
    "text/html": InputForm.HTML,
    "application/xhtml+xml": InputForm.HTML,
    **dict.fromkeys(("application/jsonl", "application/x-ndjson", "application/x-jsonlines"), InputForm.ROWS),
    **dict.fromkeys(("application/json", "application/feed+json"), InputForm.JSON),
    **dict.fromkeys(("text/csv", "text/tab-separated-values"), InputForm.TABLE),
    "application/vnd.apache.parquet": InputForm.PARQUET,
    **dict.fromkeys(("message/rfc822", "multipart/related", "application/x-mimearchive"), InputForm.MAIL),
    "application/mbox": InputForm.MAILBOX,
    **dict.fromkeys(("application/rss+xml", "application/atom+xml", "application/rdf+xml"), InputForm.FEED),
    "application/pdf": InputForm.PDF,
}
_BINARY_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, audio or video file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "rich text of a word processor (RTF)"),
    (b"bplist00", "a property list or a web archive of Safari"),
)
_WINDOW = 4096
_PROLOGUE = rb"\A(?:\xef\xbb\xbf)?\s{0,999}"
_FEED_ROOT = re.compile(_PROLOGUE + rb"(?:<[?!][^<>]{0,999}>\s{0,999}){0,9}<(?:\w{1,20}:)?(?:rss|feed|RDF)[\s>]")
_HTML_ROOT = re.compile(
    _PROLOGUE
    + rb"(?:<[?!][^<>]{0,999}>\s{0,999}){0,9}<(?:html|head|body|title|meta|article|main|div|section|p|h1)[\s>]",
    re.I,
)
_DOCTYPE_HTML = re.compile(_PROLOGUE + rb"(?:<[?!](?!doctype)[^<>]{0,999}>\s{0,999}){0,9}<!doctype\s{1,99}html", re.I)
_XML_ROOT = re.compile(
    _PROLOGUE + rb"(?:<\?xml[^<>]{0,999}\?>\s{0,999}(?:<[?!][^<>]{0,999}>\s{0,999}){0,9}<([\w:.-]{1,40})|<(svg)[\s>])"
)
_MAILBOX = re.compile(rb"\AFrom [^\n]{1,200}\n[A-Za-z][\w-]{1,40}:")
_MAIL = re.compile(
    rb"\A(?:[A-Za-z][\w-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}){1,60}?MIME-Version:", re.I
)
_JSON_OBJECT = re.compile(_PROLOGUE + rb'\{\s{0,99}"')
_JSON_LIST = re.compile(_PROLOGUE + rb'\[\s{0,99}\{\s{0,99}"')

KNOWN_SUFFIXES = frozenset(_BY_SUFFIX)
"""The extensions that a folder is searched for."""


def binary_kind(data: bytes) -> str | None:
    """What the first bytes say a binary file is, None where they say nothing."""
    return next((kind for magic, kind in _BINARY_MAGIC if data.startswith(magic)), None)


def form_of(blob: Blob) -> InputForm:
    """The form of an input.

    PDF, HTML and feed roots are believed over anything said; then what a server declared, unless that is general
    (plain text, bytes); then the name. Where none says anything, JSON and mail are recognised by their first
    characters, and what is left is plain text.
    """
    head = _ascii_view(blob.data[:_WINDOW])
    if head.startswith(b"%PDF-"):
        return InputForm.PDF
    if blob.data.startswith(b"PAR1"):
        return InputForm.PARQUET
    named = _BY_CONTENT_TYPE.get((blob.content_type or "").lower()) or _BY_SUFFIX.get(blob.suffix)
    if named in (InputForm.ROWS, InputForm.JSON, InputForm.TABLE, InputForm.MAIL, InputForm.MAILBOX):
        return named
    if _FEED_ROOT.match(head):
        return InputForm.FEED
    if _DOCTYPE_HTML.match(head) or _HTML_ROOT.match(head):
        return InputForm.HTML
    return named or _by_content(head)


def xml_kind(data: bytes) -> str | None:
    """The root of an XML document, None where the first bytes are no XML."""
    root = _XML_ROOT.match(_ascii_view(data[:_WINDOW]))
    return (root[1] or root[2]).decode("ascii", "replace") if root else None


def _ascii_view(head: bytes) -> bytes:
    """The ASCII characters of UTF-16 or UTF-32 as single bytes; other encodings as they are."""
    return head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")


def _by_content(head: bytes) -> InputForm:
    lines = head.replace(b"\r\n", b"\n")
    if _MAILBOX.match(lines):
        return InputForm.MAILBOX
    if _MAIL.match(lines):
        return InputForm.MAIL
    if _JSON_LIST.match(head):
        return InputForm.JSON
    return InputForm.ROWS if _JSON_OBJECT.match(head) else InputForm.TEXT


def is_own(data: bytes) -> bool:
    """Whether bytes are a briefing in one of its forms, by the shipped templates."""
    head = data[:_HEAD].replace(b"\r\n", b"\n")
    return any(mark.search(head) for mark in _MARKS)


def is_own_file(path: Path) -> bool:
    """The same of a regular file, of which no more than its head is read; False where it can't be."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return is_own(stream.read(_HEAD))
    except OSError:
        return False
