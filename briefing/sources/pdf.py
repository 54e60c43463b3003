"""PDF, with the optional extra ``pdf``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Lock

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.records import Record

# PDFium must not be entered by two threads, not even for two documents.
_ONE_AT_A_TIME = Lock()
# What PDFium puts for a hyphen at the end of a line.
_HYPHEN = "\x02"
_PARTED = re.compile(rf"(\w{{1,40}}){_HYPHEN}(\w{{1,40}})")
_WORD = re.compile(r"\w+(?:-\w+)*")
# The share of the column that a line fills if it goes on (0.9 of all lines are no longer than the column), and the
# length below which there is no telling.
_FULL = 0.8
_NARROW = 15
_MAX_PAGES = 500
_MAX_CHARACTERS = 20_000_000


def pdf(blob: Blob) -> Iterator[Record]:
    """The text of a PDF, a paragraph a line, pages parted by blank lines.

    A PDF knows lines, not paragraphs: a line that fills the column is taken to go on in the next one.
    """
    with _ONE_AT_A_TIME:
        pages = [usable(page).splitlines() for page in _pages(blob)]
    text = _rejoined("\n\n".join(_unwrapped(pages)))
    if not text.strip():
        raise NoArticleError(blob.source, "is a PDF without a text layer", hint="run it through OCR first")
    yield Document.of(text, blob.source, MediaType.TEXT, carried=Carried(url=blob.url), keep_content=blob.keep_content)


def _unwrapped(pages: list[list[str]]) -> Iterator[str]:
    """The pages with their full lines joined to the next. (PDFium has joined those that end in a hyphen.)"""
    lengths = sorted(len(part) for lines in pages for line in lines for part in line.split(_HYPHEN) if part.strip())
    full = _FULL * lengths[int(0.9 * len(lengths))] if lengths else 0
    for lines in pages:
        text = ""
        for line in lines:
            goes_on = len(line.rpartition(_HYPHEN)[2]) >= full > _NARROW
            text += line.rstrip() + (" " if goes_on else "\n")
        yield text.rstrip()


def _rejoined(text: str) -> str:
    """``text`` with parted words made whole: without the hyphen, unless they are written with one elsewhere."""

    def whole(match: re.Match[str]) -> str:
        joined, hyphened = match[1] + match[2], f"{match[1]}-{match[2]}"
        return hyphened if joined not in words and hyphened in words else joined

    words = set(_WORD.findall(text))
    return _PARTED.sub(whole, text).replace(_HYPHEN, "")


def _pages(blob: Blob) -> Iterator[str]:
    try:
        import pypdfium2
    except ImportError as error:
        hint = "install pypdfium2 (in a new environment: auditable-briefing[pdf])"
        raise SourceError(blob.source, "is a PDF", hint=hint) from error
    try:
        document = pypdfium2.PdfDocument(blob.data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(blob.source, f"is a damaged or locked PDF ({error})") from error
    try:
        if len(document) > _MAX_PAGES:
            raise SourceError(blob.source, f"is a PDF of more than {_MAX_PAGES} pages")
        size = 0
        for page in document:
            text = page.get_textpage().get_text_bounded()
            size += len(text)
            if size > _MAX_CHARACTERS:
                raise SourceError(blob.source, "is a PDF with too much text")
            yield text
    except pypdfium2.PdfiumError as error:
        raise SourceError(blob.source, f"is a damaged PDF ({error})") from error
    finally:
        document.close()
