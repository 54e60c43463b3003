"""What a text prints inside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain
from typing import NamedTuple

from briefing.schema.base import Span

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*")
_MARK = re.compile(r"[\"“”„«»「」『』]|’’|''")
_SINGLE = re.compile(r"(?<![\w’'])(?:‘(?=\S)([^‘\n]{2,300}?)(?<=\S)’|'(?=\S)([^'\n]{2,300}?)(?<=\S)')(?!\w)")

_DOUBLE = '"'
_FAMILIES = {"«": "«", "»": "«", "「": "「", "」": "「", "『": "『", "』": "『"}
"""A mark closes one of its family; what is not named here is of the family of English and German double marks."""
_BEFORE_OPENING = frozenset("([{<=:/—–-‘'“„«")
_BEHIND_CLOSING = frozenset(")]}>.,;:!?/—–-…’'”»")
_SENTENCE_END = re.compile(r"[.!?…]\s{1,9}\Z")

_LONGEST = 8
"""Paragraphs without a mark over which a quotation may run: what is closed after more is a stray mark."""


@dataclass(frozen=True, slots=True)
class QuotedStretch:
    """A stretch inside quotation marks, within one paragraph.

    Attributes:
        inner: the words without the marks.
        closed: ends with a closing mark; an open one was broken off, or goes on in the next stretch.
        double: stands in double marks or those of another language, not in 'single' ones.
    """

    inner: Span
    closed: bool
    double: bool = True


def find_quoted(text: str) -> list[QuotedStretch]:
    """The stretches inside quotation marks, outermost only, in order. Takes linear time.

    Marks are paired within a paragraph, and by where they stand: one before a word opens, one behind a word closes.
    So a mark that nothing closes, as at the start of each paragraph of a long speech, swaps nothing behind it. It
    opens a stretch that ends before the next sentence with an opening mark, or with its paragraph; and where the
    next mark of the text closes, in a later paragraph, all up to there is spoken. Single marks count where no double
    ones are around them, and only in pairs: a lone one is an apostrophe.
    """
    pairing = _Pairing(text)
    for paragraph in _PARAGRAPH.finditer(text):
        pairing.read(paragraph.start(), paragraph.end())
    double = [each for each in pairing.found if each.inner.slice(text).strip()]
    if "‘" not in text and "'" not in text:
        return double
    return sorted(chain(double, _single(text, double)), key=lambda quoted: quoted.inner.start)


def _single(text: str, double: list[QuotedStretch]) -> Iterator[QuotedStretch]:
    """The stretches in single marks that share no character with one in double marks."""
    at = 0
    for match in _SINGLE.finditer(text):
        start, end = match.span(1 if match[1] is not None else 2)
        while at < len(double) and double[at].inner.end <= start:
            at += 1
        if at == len(double) or end <= double[at].inner.start:
            yield QuotedStretch(Span(start=start, end=end), closed=True, double=False)


class _Side(Enum):
    """What a mark may do. One that may do either closes what is open, and opens where nothing is."""

    OPENS = auto()
    CLOSES = auto()
    EITHER = auto()


class _Mark(NamedTuple):
    start: int
    end: int
    family: str
    side: _Side


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    for match in _MARK.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() > start else " "
        behind = text[match.end()] if match.end() < end else ""
        sign = match[0]
        yield _Mark(*match.span(), _FAMILIES.get(sign, _DOUBLE), _side(sign, before, behind))


def _side(sign: str, before: str, behind: str) -> _Side:
    """What a mark does, by its sign and the characters beside it; those of other languages turn some signs round."""
    stands = _stands(before, behind or " ")
    if sign in ('"', "''"):
        return stands
    if sign in "“«":  # „German“ and »German«, and one with nothing behind it to open
        return _Side.EITHER if stands is _Side.CLOSES or not behind else _Side.OPENS
    if sign in "”»":  # ”Swedish” and »German«
        return _Side.EITHER if stands is _Side.OPENS else _Side.CLOSES
    return _Side.OPENS if sign in "„「『" else _Side.CLOSES


def _stands(before: str, behind: str) -> _Side:
    if before.isspace() or behind.isspace():
        sides = {(True, False): _Side.OPENS, (False, True): _Side.CLOSES}
        return sides.get((before.isspace(), behind.isspace()), _Side.EITHER)
    if before in _BEFORE_OPENING:
        return _Side.OPENS
    return _Side.CLOSES if behind in _BEHIND_CLOSING else _Side.EITHER


class _Pairing:
    """Pairs the marks of a text, paragraph by paragraph."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.found: list[QuotedStretch] = []
        self._open: _Mark | None = None
        self._nested = False  # inside the last stretch another one opened
        self._doubtful: _Mark | None = None  # closed the last stretch, but may have opened one
        self._left_open: str | None = None  # the family of what an earlier paragraph left open
        self._passed: list[Span] = []  # the paragraphs since then

    def _goes_on(self, mark: _Mark, start: int) -> bool:
        """Whether a closing mark says that an open quotation goes on: French prints one before each paragraph of it."""
        at_start = not self._text[start : mark.start].strip()
        return at_start and mark.side is _Side.CLOSES and mark.family == self._left_open

    def read(self, start: int, end: int) -> None:
        """Pair the marks of the next paragraph."""
        self._open, self._nested, self._doubtful = None, False, None
        marks = list(_marks(self._text, start, end))
        if marks and self._goes_on(marks[0], start):
            marks[0] = marks[0]._replace(side=_Side.OPENS)
        if marks and marks[0].side is _Side.CLOSES and marks[0].family == self._left_open:
            self.found += [QuotedStretch(span, closed=False) for span in self._passed]
            self.found.append(QuotedStretch(Span(start=start, end=marks.pop(0).start), closed=True))
            self._left_open = None
        for mark in marks:
            if self._open is None:
                self._outside(mark)
            elif mark.family == self._open.family:
                self._inside(mark, self._open)
        if self._open is not None:
            self._end(self._open, end, closed=False)
            self._left_open, self._passed = self._open.family, []
        elif marks or len(self._passed) == _LONGEST:
            self._left_open = None
        elif self._left_open:
            self._passed.append(Span(start=start, end=end))

    def _outside(self, mark: _Mark) -> None:
        """A mark where nothing is open."""
        if mark.side is not _Side.CLOSES:
            self._open, self._nested, self._doubtful = mark, False, None
        elif self._doubtful:  # "…as we said."In the end…," he said: what seemed to close the first opened the second
            self.found[-1] = QuotedStretch(self.found[-1].inner, closed=False)
            self.found.append(QuotedStretch(Span(start=self._doubtful.end, end=mark.start), closed=True))
            self._doubtful = None
        elif self._nested:  # "We call it a "disaster" here," he said: what closed was the inner one
            self.found[-1] = QuotedStretch(Span(start=self.found[-1].inner.start, end=mark.start), closed=True)
            self._nested = False

    def _inside(self, mark: _Mark, opened: _Mark) -> None:
        """A mark while one of its family is open."""
        if mark.side is not _Side.OPENS:
            self._end(opened, mark.start, closed=True)
            self._open, self._doubtful = None, mark if mark.side is _Side.EITHER else None
        elif _SENTENCE_END.search(self._text, max(0, mark.start - 10), mark.start):
            self._end(opened, mark.start, closed=False)
            self._open, self._nested = mark, False
        else:
            self._nested = True

    def _end(self, opened: _Mark, end: int, *, closed: bool) -> None:
        self.found.append(QuotedStretch(Span(start=opened.end, end=end), closed))
