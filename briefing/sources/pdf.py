"""PDF, with the optional extra ``pdf``."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.pdf_layout import HYPHEN, Box, paragraphs
from briefing.sources.records import Record

logger = logging.getLogger("briefing")

_PROGRAM = Path(__file__).with_name("pdf_pages.py")
_MEMORY = 550_000_000
"""Bytes of addresses that reading one PDF may take; in memory, an article takes some 25 MB."""
_SECONDS = 60
_PARTED = re.compile(rf"(\w{{1,40}}){HYPHEN}(\w{{1,40}})")
_SHORTEST = 3
"""Letters of a word that may be one of two which a hyphen joins: shorter ones are syllables."""
_WORD = re.compile(r"\w+(?:-\w+)*")


def pdf(blob: Blob) -> Iterator[Record]:
    """The text of a PDF, a paragraph a line with blank lines between them; where each page begins is kept with it."""
    pages = _pages(blob)
    boxes = [[_box(each) for each in page["boxes"] if each[5].strip()] for page in pages]
    found = paragraphs(boxes, [page["height"] for page in pages])
    words = set(_WORD.findall(_PARTED.sub(" ", "\n".join(text for text, _ in found))))
    text, starts = "", dict[int, int]()
    for part, page in found:
        text += "\n\n" * bool(text)
        starts.setdefault(page, len(text))
        text += _rejoined(part, words)
    unseen = sum(page["unseen"] for page in pages)
    if unseen and not text.strip():
        hint = "if it is a scan, save what was recognised in it as a text and check that"
        raise NoArticleError(blob.source, "is a PDF with no text that its readers see", hint=hint)
    if unseen:
        logger.warning("%s: %d letters are left out that no reader of the PDF sees", blob.source, unseen)
    if not text.strip():
        raise NoArticleError(blob.source, "is a PDF without a text layer", hint="run it through OCR first")
    document = Document.of(
        text, blob.source, MediaType.TEXT, carried=Carried(url=blob.url), keep_content=blob.keep_content
    )
    yield document.on_pages(tuple(sorted((start, page) for page, start in starts.items())))


def _box(each: Sequence[Any]) -> Box:
    left, bottom, right, top, size, text = each
    return Box(left, bottom, right, top, size, usable(text))


def _rejoined(text: str, words: set[str]) -> str:
    """``text`` with parted words made whole: without the hyphen, unless the document writes them with one elsewhere, or
    has both halves as words of their own and nowhere the whole."""

    def whole(match: re.Match[str]) -> str:
        joined, hyphened = match[1] + match[2], f"{match[1]}-{match[2]}"
        if joined in words:
            return joined
        halves = min(len(match[1]), len(match[2])) >= _SHORTEST and {match[1], match[2]} <= words
        return hyphened if hyphened in words or halves else joined

    return _PARTED.sub(whole, text).replace(HYPHEN, "")


def _pages(blob: Blob) -> list[dict[str, Any]]:
    """What stands on the pages, by a process that has no more than so much memory and time to read them."""
    if find_spec("pypdfium2") is None:
        hint = "install pypdfium2 (in a new environment: auditable-briefing[pdf])"
        raise SourceError(blob.source, "is a PDF", hint=hint)
    # -P: the folder of the program holds modules of ours, which are not for it to import.
    command = [sys.executable, "-P", str(_PROGRAM), str(_MEMORY), str(_SECONDS)]
    try:
        done = subprocess.run(command, input=blob.data, capture_output=True, timeout=2 * _SECONDS, check=True)  # noqa: S603 - our own program
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        most = f"{_MEMORY // 1_000_000} MB of memory or {_SECONDS} seconds"
        raise SourceError(blob.source, f"is a PDF that takes more than {most} to read, or a damaged one") from error
    if isinstance(found, str):
        raise SourceError(blob.source, found)
    return list(found)
