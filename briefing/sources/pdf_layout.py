"""From the pieces of text on the pages of a PDF, each with its place, to paragraphs in the order of reading.

A PDF knows where letters stand, and nothing of columns, paragraphs, headers or footers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

HYPHEN = "\x02"
"""What PDFium puts for a hyphen at the end of a line."""
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
    running = _running([_rows(page) for page in pages], heights)
    told: list[_Paragraph] = []
    aside: list[tuple[str, int]] = []
    for number, page in enumerate(pages, 1):
        height = heights[number - 1]
        height = heights[number - 1]
        rows = [row for row in _rows(page) if not (_is_outer(row, height) and _masked(row.text) in running)]
        edges = _edges(rows, height) if len(pages) > 1 else []
        kept = []
        for row in rows:
            text = row.text.strip()
            if row not in edges:
                kept.append(row)
            elif not _NUMBER.fullmatch(text):
                at_top = row.top > height / 2
                if at_top and not (told and told[-1].open):
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
        text += row.text.strip() if HYPHEN in row.text[-2:] else f"{row.text.strip()} "
        following = block[place + 1] if place + 1 < len(block) else None
        if following is None or _ends(row, following, column):
            full = column.right - row.right < 0.25 * (column.right - column.left)
            yield _Paragraph(text.strip(" "), page, full and not _ENDS.search(text.strip()), row.size)
            text = ""


def _ends(row: Box, following: Box, column: _Column) -> bool:
    """Whether a paragraph ends with a row: by the white below it, another size of letters, an indent, or room that the
    next word would have had."""
    if row.text.rstrip().endswith(HYPHEN):
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
    if last and (last.text.endswith(HYPHEN) or _goes_on(last, new)):
        last.text += new.text if last.text.endswith(HYPHEN) else f" {new.text}"
        last.open = new.open
    else:
        told.append(new)


def _goes_on(last: _Paragraph, new: _Paragraph) -> bool:
    """Whether a sentence that a full line does not end goes on in what follows, in letters of the same size."""
    alike = 1 / _OTHER_SIZE < last.size / max(new.size, 0.1) < _OTHER_SIZE
    return last.open and alike and (new.text[:1].islower() or len(last.text) >= _LONG)
