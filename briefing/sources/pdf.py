"""PDF, with the optional extra ``pdf``: its text in paragraphs, in the order of reading."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.sources.blobs import Blob, Record

logger = logging.getLogger("briefing")

_PROGRAM = Path(__file__).with_name("pdf_pages.py")
_MEMORY = 550_000_000
"""Bytes of addresses that reading one PDF may take; in memory, an article takes some 25 MB."""
_SECONDS = 60
_HYPHEN = "\x02"
"""What PDFium puts for a hyphen at the end of a line."""
_PARTED = re.compile(rf"(\w{{1,40}}){_HYPHEN}(\w{{1,40}})")
_SHORTEST = 3
"""Letters of a word that may be one of two which a hyphen joins: shorter ones are syllables."""
_WORD = re.compile(r"\w+(?:-\w+)*")
_MOST_CUTS = 6
_MOST_EDGES = 60
_FEWEST_ROWS = 3
"""Rows that must stand on both sides of a gap for it to part columns."""
_SLACK = 2.0
_JUMP = 1.35
"""How much farther than usual two lines of two paragraphs are apart."""
_OTHER_SIZE = 1.15
_LONG = 80
"""Letters above which a text without a full stop is no headline."""
_OUTER = 0.09
"""The part of a page's height that headers and footers stand in."""
_NUMBER = re.compile(r"(?:(?:page|seite|p\.|pág\.|–|-)\s?)?\d{1,4}(?:\s?(?:/|of|von|de)\s?\d{1,4})?(?:\s?[–-])?", re.I)
_ENDS = re.compile(r"[.!?:;…]['\"”’»)\]]{0,2}$")


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
    yield blob.document(text).on_pages(tuple(sorted((start, page) for page, start in starts.items())))


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

    return _PARTED.sub(whole, text).replace(_HYPHEN, "")


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


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of text and the rectangle that it stands in; ``y`` grows upwards."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    """The size of its letters, in whatever unit."""
    text: str

    @property
    def height(self) -> float:
        return max(1.0, self.top - self.bottom)


@dataclass(slots=True)
class _Paragraph:
    text: str
    page: int
    open: bool
    """Whether its last line fills the column and ends no sentence."""
    size: float


def paragraphs(pages: Sequence[Sequence[Box]], heights: Sequence[float]) -> list[tuple[str, int]]:
    """The paragraphs of the pages with the number of the page that each begins on; what stands in a header or footer
    of its own comes last, and what repeats on each page not at all."""
    lines = [_rows(page) for page in pages]
    running = _running(lines, heights)
    told: list[_Paragraph] = []
    aside: list[tuple[str, int]] = []
    for number, (found, height) in enumerate(zip(lines, heights, strict=True), 1):
        rows = [row for row in found if not (_is_outer(row, height) and _masked(row.text) in running)]
        edges = _edges(rows, height) if len(pages) > 1 else []
        kept = []
        for row in rows:
            text = row.text.strip()
            if row not in edges:
                kept.append(row)
            elif not _NUMBER.fullmatch(text):
                if row.top > height / 2 and not (told and told[-1].open):
                    kept.append(row)  # a headline: nothing goes on behind it
                else:
                    aside.append((text, number))
        for block in _ordered(kept):
            for paragraph in _parted(block, number):
                _join(told, paragraph)
    return [(p.text, p.page) for p in told] + aside


def _rows(boxes: Sequence[Box]) -> list[Box]:
    """The pieces of one line put together: a change of font parts them, a wide gap does part columns."""
    rows: list[Box] = []
    for box in sorted(boxes, key=lambda b: (-round(b.top), b.left)):
        near = next((i for i in range(len(rows) - 1, max(-1, len(rows) - 6), -1) if _continues(rows[i], box)), None)
        if near is None:
            rows.append(box)
            continue
        last = rows[near]
        gap = " " if box.left - last.right > 0.15 * last.height and not last.text.endswith(" ") else ""
        low, high = min(last.bottom, box.bottom), max(last.top, box.top)
        rows[near] = Box(last.left, low, box.right, high, last.size, last.text + gap + box.text)
    return rows


def _continues(row: Box, box: Box) -> bool:
    overlap = min(row.top, box.top) - max(row.bottom, box.bottom)
    beside = -_SLACK <= box.left - row.right <= 0.9 * min(row.height, box.height)
    return beside and overlap > 0.5 * min(row.height, box.height)


def _edges(rows: Sequence[Box], height: float) -> list[Box]:
    """The rows at the very top and bottom of a page that stand apart from the text."""
    by_place = sorted(rows, key=lambda row: -row.top)
    lead = _lead(by_place) or 12.0
    found: list[Box] = []
    for ordered in (by_place, by_place[::-1]):
        line = [row for row in ordered if abs(row.top - ordered[0].top) < 0.4 * lead]
        rest = [row for row in ordered if row not in line]
        outer = ordered and (ordered[0].top > (1 - _OUTER) * height or ordered[0].bottom < _OUTER * height)
        if outer and (not rest or abs(ordered[0].top - rest[0].top) > _JUMP * lead):
            found += line
    return found


def _running(pages: Sequence[Sequence[Box]], heights: Sequence[float]) -> set[str]:
    """The headers and footers that stand on several pages, their digits masked."""
    if len(pages) < 2:
        return set()
    seen = Counter(
        text
        for rows, height in zip(pages, heights, strict=True)
        for text in {_masked(row.text) for row in rows if _is_outer(row, height)}
    )
    return {text for text, count in seen.items() if count > 1 and text}


def _is_outer(row: Box, height: float) -> bool:
    return row.top > (1 - 1.3 * _OUTER) * height or row.bottom < 1.3 * _OUTER * height


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).lower())


def _ordered(rows: Sequence[Box], depth: int = 0) -> Iterator[list[Box]]:
    """The rows in blocks of one column each, in the order of reading."""
    gutter = _gutter(rows) if depth < _MOST_CUTS else None
    by_place = sorted(rows, key=lambda row: (-round(row.top), row.left))
    if gutter is None:
        if by_place:
            yield by_place
        return
    band: list[Box] = []
    for row in by_place:
        if row.left < gutter - _SLACK and row.right > gutter + _SLACK:
            yield from _columns(band, gutter, depth)
            band = []
            yield [row]
        else:
            band.append(row)
    yield from _columns(band, gutter, depth)


def _columns(band: Sequence[Box], gutter: float, depth: int) -> Iterator[list[Box]]:
    left = [row for row in band if row.right <= gutter + _SLACK]
    right = [row for row in band if row.right > gutter + _SLACK]
    yield from _ordered(left, depth + 1)
    yield from _ordered(right, depth + 1)


def _gutter(rows: Sequence[Box]) -> float | None:
    """The left edge of a column that has another beside it; None where there is one column."""
    starts = Counter(round(row.left / 3) for row in rows)
    leftmost = min((row.left for row in rows), default=0.0)
    best: tuple[int, float] | None = None
    for start, _ in starts.most_common(_MOST_EDGES):
        x = 3 * start - _SLACK
        if x <= leftmost + 20:
            continue
        right = [row for row in rows if row.left >= x - _SLACK]
        if len(right) < _FEWEST_ROWS:
            continue
        high, low = max(row.top for row in right), min(row.bottom for row in right)
        beside = [row for row in rows if row.right <= x and row.bottom >= low - 1 and row.top <= high + 1]
        crossing = [row for row in rows if row.left < x - _SLACK and row.right > x + _SLACK and low < row.top < high]
        count = min(len(right), len(beside))
        if count >= _FEWEST_ROWS and 4 * len(crossing) <= count and (best is None or count > best[0]):
            best = (count, x)
    return best[1] if best else None


@dataclass(frozen=True, slots=True)
class _Column:
    """How the lines of a block are set: its edges, the usual distance of two lines, the letters of a full one."""

    left: float
    right: float
    lead: float
    letters: int

    @classmethod
    def of(cls, block: Sequence[Box]) -> _Column:
        most = int(0.95 * (len(block) - 1))
        rights, letters = sorted(row.right for row in block), sorted(len(row.text.strip()) for row in block)
        return cls(min(row.left for row in block), rights[most], _lead(block), letters[most])


def _parted(block: Sequence[Box], page: int) -> Iterator[_Paragraph]:
    """The paragraphs of one column."""
    column = _Column.of(block)
    text = ""
    for place, row in enumerate(block):
        text += row.text.strip() if _HYPHEN in row.text[-2:] else f"{row.text.strip()} "
        following = block[place + 1] if place + 1 < len(block) else None
        if following is None or _ends(row, following, column):
            full = column.right - row.right < 0.25 * (column.right - column.left)
            yield _Paragraph(text.strip(" "), page, full and not _ENDS.search(text.strip()), row.size)
            text = ""


def _ends(row: Box, following: Box, column: _Column) -> bool:
    """Whether a paragraph ends with a row: by the white below it, another size of letters, an indent, or room that the
    next word would have had."""
    if row.text.rstrip().endswith(_HYPHEN):
        return False
    if abs(row.top - following.top) < 0.4 * column.lead:
        return False  # beside it, on the same line
    if column.lead and row.top - following.top > _JUMP * column.lead:
        return True
    if not 1 / _OTHER_SIZE < row.size / max(following.size, 0.1) < _OTHER_SIZE:
        return True
    if following.left - column.left > 0.8 * following.height and row.left - column.left < 0.3 * row.height:
        return True
    return _had_room(row, following, column)


def _had_room(row: Box, following: Box, column: _Column) -> bool:
    """Whether the first word of the next row would have fitted behind a row; and nothing says that the row goes on."""
    words = following.text.split(maxsplit=1)
    if not words or (words[0][:1].islower() and not _ENDS.search(row.text.strip())):
        return False
    width = (following.right - following.left) / max(1, len(following.text.strip()))
    fits = row.right + (len(words[0]) + 1) * width * 1.1 < column.right
    return fits and len(row.text.strip()) + 1 + len(words[0]) <= column.letters


def _lead(rows: Sequence[Box]) -> float:
    """The usual distance of two lines: that of most, in a short text of the closer ones."""
    gaps = sorted(a.top - b.top for a, b in pairwise(rows) if a.top - b.top > 1)
    return gaps[len(gaps) // 3] if gaps else 0.0


def _join(told: list[_Paragraph], new: _Paragraph) -> None:
    """A paragraph behind the others, or the end of the last where that goes on over a column or a page."""
    last = told[-1] if told else None
    if last and (last.text.endswith(_HYPHEN) or _goes_on(last, new)):
        last.text += new.text if last.text.endswith(_HYPHEN) else f" {new.text}"
        last.open = new.open
    else:
        told.append(new)


def _goes_on(last: _Paragraph, new: _Paragraph) -> bool:
    """Whether a sentence that a full line does not end goes on in what follows, in letters of the same size."""
    alike = 1 / _OTHER_SIZE < last.size / max(new.size, 0.1) < _OTHER_SIZE
    return last.open and alike and (new.text[:1].islower() or len(last.text) >= _LONG)
