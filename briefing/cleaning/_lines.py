"""The lines of a text, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.cleaning._signs import Signs, signs_of
from briefing.cleaning._unwrapping import Row, glue, paragraphs

_BULLET = re.compile(r"(?:[•◦‣▪●○·*+–—-]|\d{1,2}[.)](?!\s[^\W\d_]{3,10}\.?\s\d{4}\b))\s+(?=\S)")  # no "2. März 2026"
# Scripts that set no spaces: Thai, Lao, Khmer, Kana, Han.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LONG_WORD = 10
_WORD = re.compile(r"\w+")


class Break(NamedTuple):
    """A line break of the document that is none of the line: its characters, and the white space that it became."""

    start: int
    end: int
    glue: str


class TextLine(NamedTuple):
    """A line that is not blank. A tuple: a page has two hundred, and a data class takes twice as long to make.

    ``start`` and ``end`` are its place in the document's text, without the white space and the list mark around
    it. ``gap`` is the number of blank lines before it, ``indent`` the columns before its first character (or its
    list mark).
    """

    text: str
    start: int
    end: int
    gap: int
    indent: int
    bullet: bool
    words: tuple[str, ...]
    """Its words in lower case."""
    size: int
    """How many words it is worth: scripts without spaces count two characters a word."""
    signs: Signs
    heading: bool = False
    """Whether markup says that it is a heading."""
    breaks: tuple[Break, ...] = ()
    """Where the text was broken inside it."""

    def ranges(self) -> Iterator[tuple[int, int, str]]:
        """The unbroken ranges of the document that it is made of, each with what its text has behind it."""
        start = self.start
        for broken in self.breaks:
            yield start, broken.start, broken.glue
            start = broken.end
        yield start, self.end, ""


def split_lines(text: str) -> list[TextLine]:
    """The lines of ``text`` that hold a visible character, in order; what was one line before it was wrapped is one."""
    rows = _rows(text)
    return [_line(rows, first, last) for first, last in paragraphs(rows)]


def _rows(text: str) -> list[Row]:
    rows: list[Row] = []
    offset = gap = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if body:
            indent = len(raw) - len(raw.lstrip()) if raw[0] != body[0] else 0
            rows.append(Row(body, offset + indent, gap, indent, raw[-1]))
            gap = 0
        else:
            gap += 1
        offset += len(raw)
    return rows


def _line(rows: Sequence[Row], at: int, last: int) -> TextLine:
    first = rows[at]
    body, start = first.text, first.start
    mark = _BULLET.match(body)
    if mark:
        body = body[mark.end() :]
        start += mark.end()
    end = start + len(body)
    breaks: tuple[Break, ...] = ()
    if last - at > 1:
        body, breaks = _joined(body, start, rows[at + 1 : last])
        end = rows[last - 1].start + len(rows[last - 1].text)
    words = tuple(_WORD.findall(body.lower()))
    signs = signs_of(body, words)
    size = size_of(body, words)
    return TextLine(body, start, end, first.gap, first.indent, mark is not None, words, size, signs, breaks=breaks)


def _joined(body: str, start: int, rows: Sequence[Row]) -> tuple[str, tuple[Break, ...]]:
    """A line whose further rows are ``rows``, and where it was broken."""
    parts, breaks, end = [body], list[Break](), start + len(body)
    for row in rows:
        between = glue(parts[-1], row.text)
        breaks.append(Break(end, row.start, between))
        parts += between, row.text
        end = row.start + len(row.text)
    return "".join(parts), tuple(breaks)


def line_of(text: str, start: int, end: int, *, heading: bool = False) -> TextLine:
    """A paragraph that markup sets apart, as a line."""
    words = tuple(_WORD.findall(text.lower()))
    return TextLine(text, start, end, 1, 0, False, words, size_of(text, words), signs_of(text, words), heading)


def size_of(text: str, words: tuple[str, ...]) -> int:
    """The size of a line in words, whatever its script."""
    if len(text) <= _LONG_WORD * len(words) or text.isascii():
        return len(words)
    return max(len(words), len(_UNSPACED.findall(text)) // 2)
