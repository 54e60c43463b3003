"""PDF, with the optional extra ``pdf``."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.records import Record

_PROGRAM = Path(__file__).with_name("pdf_pages.py")
_MEMORY = 1_500_000_000
"""Bytes of addresses that reading one PDF may take; in memory, an article takes some 25 MB."""
_SECONDS = 60
# What PDFium puts for a hyphen at the end of a line.
_HYPHEN = "\x02"
_PARTED = re.compile(rf"(\w{{1,40}}){_HYPHEN}(\w{{1,40}})")
_WORD = re.compile(r"\w+(?:-\w+)*")
# The share of the column that a line fills if it goes on (0.9 of all lines are no longer than the column), and the
# length below which there is no telling.
_FULL = 0.8
_NARROW = 15


def pdf(blob: Blob) -> Iterator[Record]:
    """The text of a PDF, a paragraph a line, pages parted by blank lines.

    A PDF knows lines, not paragraphs: a line that fills the column is taken to go on in the next one.
    """
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


def _pages(blob: Blob) -> list[str]:
    """The texts of the pages, by a process that has no more than so much memory and time to read them."""
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
