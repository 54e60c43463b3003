"""The lines of a text, with where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.cleaning._signs import Signs, signs_of

_BULLET = re.compile(r"(?:[•◦‣▪●○·*+–—-]|\d{1,2}[.)](?!\s[^\W\d_]{3,10}\.?\s\d{4}\b))\s+(?=\S)")  # no "2. März 2026"
# Scripts that set no spaces: Thai, Lao, Khmer, Kana, Han.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LONG_WORD = 10
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

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


def split_lines(text: str) -> list[Line]:
    """The lines of ``text`` that hold a visible character, in order."""
    lines: list[Line] = []
    offset = gap = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if body:
            lines.append(_line(raw, body, offset, gap))
            gap = 0
        else:
            gap += 1
        offset += len(raw)
    return lines


def _line(raw: str, body: str, offset: int, gap: int) -> Line:
    indent = len(raw) - len(raw.lstrip())
    start = offset + indent
    mark = _BULLET.match(body)
    if mark:
        body = body[mark.end() :]
        start += mark.end()
    words = tuple(_WORD.findall(body.lower()))
    signs = signs_of(body, words)
    return Line(body, start, start + len(body), gap, indent, mark is not None, words, size_of(body, words), signs)


def line_of(text: str, start: int, end: int, *, heading: bool = False) -> Line:
    """A paragraph that markup sets apart, as a line."""
    words = tuple(_WORD.findall(text.lower()))
    return Line(text, start, end, 1, 0, False, words, size_of(text, words), signs_of(text, words), heading)


def size_of(text: str, words: tuple[str, ...]) -> int:
    """The size of a line in words, whatever its script."""
    if len(text) <= _LONG_WORD * len(words) or text.isascii():
        return len(words)
    return max(len(words), len(_UNSPACED.findall(text)) // 2)
