"""The lines of a text, with where they stand. What was one line before it was wrapped at a column, or broken where no
sentence ends, is one.

A program that wraps puts into a line what fits. So each break inside a paragraph tells of the width that it was made
for: the line fits, and with the next word it would not. Where most breaks inside sentences agree on one width, every
break that this width explains is no paragraph's end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from briefing.cleaning._cues import Signs, signs_of
from briefing.cleaning._pieces import Piece, stitched

_BULLET = re.compile(r"(?:[•◦‣▪●○·*+–—-]|\d{1,2}[.)](?!\s[^\W\d_]{3,10}\.?\s\d{4}\b))\s+(?=\S)")  # no "2. März 2026"
# Scripts that set no spaces: Thai, Lao, Khmer, Kana, Han; and their letters and marks.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_SIGN = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uff00-\uff65\u3000-\u303f]")
_LONG_WORD = 10
_WORD = re.compile(r"\w+")
_NARROWEST, _WIDEST = 30, 260
"""Columns that texts are wrapped at: 120 ideographs take 240."""
_LEAST_BREAKS = 2
_LEAST_SHARE = 0.5
"""How many breaks inside sentences, and which share of them, agree on the width of a wrapped text."""
_LONGEST_WORD = 30
"""A longer word (an address) says nothing about where a line had to end."""
_FULL = 0.5
"""From this share of the width on, a line that breaks inside a sentence is a wrapped one, if not by the first rule."""
_LEAST_WORDS = 8
"""Words of a sentence that a single break may stand in: labels of two lines are shorter."""

_ENDED = re.compile(r"""[.!?…。！？؟।:;][\]"'”’»)]{0,3}$""")
_STOP = re.compile(r"""[.!?…。！？][\]"'”’»)]{0,3}$""")
_ITEM = re.compile(r"(?:[•◦‣▪●○·*+>|–—-]|\d{1,2}[.)])(?:\s|$)")
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
"""Characters that take two columns."""
_WIDE_SLACK = 4
"""Columns: no line of such a script begins with a mark, so that some end a character or two early."""
_FIRST = re.compile(r"\S[^\s-]*-?")
_SOFT = ("\x0b", "\u2028")
"""Line ends that by their definition end no paragraph."""


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

    def copied(self, copy: Callable[[int, int], Piece | None]) -> Piece | None:
        """The line as the document has it, the breaks in it folded; ``copy`` gives a range of the document."""
        if not self.breaks:
            return copy(self.start, self.end)
        found = [(copy(start, end), glue) for start, end, glue in self.ranges()]
        return stitched([(piece, glue) for piece, glue in found if piece])


def split_lines(text: str) -> list[TextLine]:
    """The lines of ``text`` that hold a visible character, in order; what was one line before it was wrapped is one."""
    rows = _rows(text)
    return [_line(rows, first, last) for first, last in _paragraphs(rows)]


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
    return line_of(body, start, end, gap=first.gap, indent=first.indent, bullet=mark is not None, breaks=breaks)


def _joined(body: str, start: int, rows: Sequence[Row]) -> tuple[str, tuple[Break, ...]]:
    """A line whose further rows are ``rows``, and where it was broken."""
    parts, breaks, end = [body], list[Break](), start + len(body)
    for row in rows:
        between = _glue(parts[-1], row.text)
        breaks.append(Break(end, row.start, between))
        parts += between, row.text
        end = row.start + len(row.text)
    return "".join(parts), tuple(breaks)


def line_of(
    text: str,
    start: int,
    end: int,
    *,
    gap: int = 1,
    indent: int = 0,
    bullet: bool = False,
    heading: bool = False,
    breaks: tuple[Break, ...] = (),
) -> TextLine:
    """A text as a line: unless told otherwise, a paragraph that markup sets apart."""
    words = tuple(_WORD.findall(text.lower()))
    size, signs = size_of(text, words), signs_of(text, words)
    return TextLine(text, start, end, gap, indent, bullet, words, size, signs, heading, breaks)


def size_of(text: str, words: tuple[str, ...]) -> int:
    """The size of a line in words, whatever its script."""
    if len(text) <= _LONG_WORD * len(words) or text.isascii():
        return len(words)
    return max(len(words), len(_UNSPACED.findall(text)) // 2)


class Row(NamedTuple):
    """A row that is not blank: ``text`` without the white space around it, which starts at ``start`` of the document.

    ``gap`` is the number of blank rows before it, ``indent`` the columns before its first character, ``end`` the
    characters that end it.
    """

    text: str
    start: int
    gap: int
    indent: int
    end: str


class _Ruler(NamedTuple):
    """How a program counts columns: some take an ideograph for two of them, and some for one."""

    wide: bool

    def columns(self, row: Row) -> int:
        return row.indent + len(row.text) + (len(_WIDE.findall(row.text)) if self.wide else 0)

    def room(self, row: Row, following: Row) -> int:
        """How many columns ``row`` would have had with the first word of the next."""
        if _UNSPACED_SIGN.match(following.text):
            return self.columns(row) + (_WIDE_SLACK if self.wide else _WIDE_SLACK // 2)
        word = _FIRST.match(following.text)
        longest = min(len(word[0]), _LONGEST_WORD) if word else 1
        return self.columns(row) + len(_glue(row.text, following.text)) + longest


class _Width(NamedTuple):
    """The width of a wrapped text, and how many of its breaks inside sentences agree on it."""

    agreeing: int
    columns: int
    ruler: _Ruler


def _paragraphs(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The half-open ranges of rows that are one paragraph each; most are one row."""
    inside = [i for i, pair in enumerate(pairwise(rows)) if _inside_sentence(*pair)]
    soft = [i for i in range(len(rows) - 1) if rows[i].end in _SOFT]
    if not inside and not soft:
        return [(i, i + 1) for i in range(len(rows))]
    breaks = [i for i in range(len(rows) - 1) if rows[i + 1].gap == 0]
    width = _width(rows, breaks, inside)
    joined = {i for i in breaks if width and _is_wrapped(rows[i], rows[i + 1], width)} | set(_single(rows, inside))
    joined.update(i for i in soft if rows[i + 1].gap == 0 and not _ENDED.search(rows[i].text))
    starts = [0, *(i + 1 for i in range(len(rows) - 1) if i not in joined), len(rows)]
    return list(pairwise(starts))


def _glue(before: str, after: str) -> str:
    """What stands between two rows of a paragraph: nothing behind a hyphen and between scripts that set no spaces."""
    if _UNSPACED_SIGN.match(before[-1:]) and _UNSPACED_SIGN.match(after[:1]):
        return ""
    return "" if len(before) > 1 and before[-1] == "-" and before[-2].isalnum() and after[:1].isalnum() else " "


def _inside_sentence(row: Row, following: Row) -> bool:
    """Whether a line ends where no sentence does, and the next one goes on with it."""
    if following.gap:
        return False
    first = following.text[0]
    return first.isalpha() and not first.isupper() and not _ENDED.search(row.text[-6:])


def _width(rows: Sequence[Row], breaks: Sequence[int], inside: Sequence[int]) -> _Width | None:
    """The width that most breaks inside sentences agree on; None where the text was not wrapped.

    Where several widths explain as many of them, it is the least of those that explain most breaks of all.
    """
    if len(inside) < _LEAST_BREAKS:
        return None
    rulers = [_Ruler(False), *([_Ruler(True)] if any(_WIDE.search(rows[i].text) for i in inside) else [])]
    found = max((_measured(rows, breaks, inside, ruler) for ruler in rulers), key=lambda width: width.agreeing)
    return found if found.agreeing >= max(_LEAST_BREAKS, _LEAST_SHARE * len(inside)) else None


def _measured(rows: Sequence[Row], breaks: Sequence[int], inside: Sequence[int], ruler: _Ruler) -> _Width:
    agreeing, of_all = _explained(rows, inside, ruler), _explained(rows, breaks, ruler)
    most = max(agreeing)
    columns = max((w for w in range(_WIDEST + 1) if agreeing[w] == most), key=lambda w: (of_all[w], -w))
    return _Width(most, columns, ruler)


def _explained(rows: Sequence[Row], breaks: Sequence[int], ruler: _Ruler) -> list[int]:
    """For each width how many breaks it explains."""
    changes: Counter[int] = Counter()
    for i in breaks:
        columns = ruler.columns(rows[i])
        if columns <= _WIDEST:
            changes[max(_NARROWEST, columns)] += 1
            changes[max(_NARROWEST, ruler.room(rows[i], rows[i + 1]))] -= 1
    return list(accumulate(changes[width] for width in range(_WIDEST + 1)))


def _is_wrapped(row: Row, following: Row, width: _Width) -> bool:
    """Whether ``width`` made the break between two rows."""
    ended = bool(_ENDED.search(row.text[-6:]))
    if _ITEM.match(following.text) and (ended or _ITEM.match(row.text)):
        return False
    columns = width.ruler.columns(row)
    if columns <= width.columns < width.ruler.room(row, following):
        return not (ended and _is_label(following, width))
    return width.columns >= columns >= _FULL * width.columns and _inside_sentence(row, following)


def _is_label(row: Row, width: _Width) -> bool:
    """Whether a row behind a sentence's end is one of its own: short, and no sentence."""
    return width.ruler.columns(row) < _FULL * width.columns and not _STOP.search(row.text[-6:])


def _single(rows: Sequence[Row], inside: Sequence[int]) -> list[int]:
    """The breaks in the middle of a sentence that begins and ends as one."""
    found: list[int] = []
    at = 0
    while at < len(inside):
        last = at
        while last + 1 < len(inside) and inside[last + 1] == inside[last] + 1:
            last += 1
        chain = rows[inside[at] : inside[last] + 2]
        if _is_sentence(chain):
            found.extend(inside[at : last + 1])
        at = last + 1
    return found


def _is_sentence(rows: Sequence[Row]) -> bool:
    first, last = rows[0].text, rows[-1].text
    begins = first.lstrip("\"'“‘„«([")[:1]
    words = sum(len(row.text.split()) for row in rows)
    return (
        (begins.isupper() or begins.isdigit())
        and last[0].islower()
        and len(first.split()) >= 2
        and words >= _LEAST_WORDS
        and bool(_STOP.search(last[-6:]))
        and not _ITEM.match(first)
    )
