"""Leading an extractor's paragraphs back to the characters they were taken from.

An extractor returns text of its own making: entities decoded, white space folded, elements left out in between.
A paragraph is found again by its words: first as one unbroken run of words, searched onward from the paragraph
before it, then from its start word by word, over words that the extractor left out. What is kept is not the
extractor's text but the document's own characters between the words that matched:

* a character of the document stands for itself (a verbatim run),
* a decoded entity (``&amp;``), and white space of other length than one, is a run of its own, not verbatim: the
  decoded character, or one space, for the whole source range,
* a space that the extractor put between two elements stands for the tags between them,
* words that the extractor left out in between (a footnote mark, a button) are left out here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from briefing.cleaning._markup import Visible
from briefing.cleaning._pieces import Piece, Run, without_unseen
from briefing.schema.article import ParagraphKind

_WORD = re.compile(r"\w+")
_GLUE = "\x00"
_SKIP = 60
"""How many words of the document may be left out between two words of a paragraph."""
_MARKS_REACH = 400
"""How many characters of the document are searched for the punctuation between two words."""
_LEAST_SHARE = 0.8
"""The share of a paragraph's words that must be found again, in order."""


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of a text: where each starts and ends, and all of them glued together for searching."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    glued: str
    offsets: tuple[int, ...]
    """Where each word's glue mark stands in ``glued``."""


def _tokens(text: str) -> _Tokens:
    spans = tuple(match.span() for match in _WORD.finditer(text))
    words = tuple(text[start:end] for start, end in spans)
    offsets = tuple(accumulate((len(word) + 1 for word in words[:-1]), initial=0)) if words else ()
    return _Tokens(words, spans, _GLUE + _GLUE.join(words) + _GLUE, offsets)


class Aligner:
    """Finds paragraphs in a document's visible text, one after the other."""

    def __init__(self, page: Visible) -> None:
        self._page = page
        self._tokens = _tokens(page.text)
        self._next = 0

    def find(self, text: str, kind: ParagraphKind) -> Piece | None:
        """The paragraph ``text`` as a piece made of the document's characters, None where it cannot be found."""
        wanted = _tokens(text)
        if not wanted.words:
            return None
        matched = self._whole(wanted) or self._walk(wanted)
        if matched is None:
            return None
        self._next = matched[-1][1] + 1
        return _Builder(self._page, text).build(wanted, self._tokens, matched, kind)

    def find_before(self, text: str, kind: ParagraphKind, limit: int | None) -> Piece | None:
        """As `find`, for one that stands as near as possible before the document's character ``limit``."""
        wanted = _tokens(text)
        if not wanted.words:
            return None
        needle, high = wanted.glued, len(self._tokens.glued)
        if limit is not None:
            index = bisect_left(self._tokens.spans, (self._page.position(limit), 0))
            high = self._tokens.offsets[index] + 1 if index < len(self._tokens.offsets) else high
        at = self._tokens.glued.rfind(needle, 0, high)
        at = at if at >= 0 else self._tokens.glued.find(needle)
        if at < 0:
            return None
        return _Builder(self._page, text).build(wanted, self._tokens, self._pairs(wanted, at), kind)

    def _whole(self, wanted: _Tokens) -> list[tuple[int, int]] | None:
        glued, offsets = self._tokens.glued, self._tokens.offsets
        onward = offsets[self._next] if self._next < len(offsets) else len(glued)
        at = glued.find(wanted.glued, onward)
        if at < 0:
            at = glued.find(wanted.glued)
        return self._pairs(wanted, at) if at >= 0 else None

    def _pairs(self, wanted: _Tokens, at: int) -> list[tuple[int, int]]:
        first = bisect_left(self._tokens.offsets, at)
        return [(i, first + i) for i in range(len(wanted.words))]

    def _walk(self, wanted: _Tokens) -> list[tuple[int, int]] | None:
        """Pairs of (wanted word, page word) from the best start, skipping words on the page."""
        best: list[tuple[int, int]] = []
        for start in self._starts(wanted):
            pairs = self._pairs_from(wanted, start)
            if len(pairs) > len(best):
                best = pairs
            if len(best) == len(wanted.words):
                break
        return best if len(best) >= _LEAST_SHARE * len(wanted.words) else None

    def _starts(self, wanted: _Tokens) -> list[int]:
        """Where the paragraph may start: its first words, the longest opening that is found at all."""
        glued = self._tokens.glued
        onward = self._tokens.offsets[self._next] if self._next < len(self._tokens.offsets) else 0
        for length in (4, 3, 2, 1):
            if length > len(wanted.words):
                continue
            needle = _GLUE + _GLUE.join(wanted.words[:length]) + _GLUE
            hits = [at for low in (onward, 0) if (at := glued.find(needle, low)) >= 0]
            if hits:
                return [bisect_left(self._tokens.offsets, at) for at in dict.fromkeys(hits)]
        return []

    def _pairs_from(self, wanted: _Tokens, start: int) -> list[tuple[int, int]]:
        words = self._tokens.words
        pairs: list[tuple[int, int]] = []
        position = start
        for i, word in enumerate(wanted.words):
            try:
                found = words.index(word, position, position + _SKIP)
            except ValueError:
                continue
            pairs.append((i, found))
            position = found + 1
        return pairs


class _Builder:
    """Makes a piece of the document's characters, following an extractor's text.

    Characters of the document that follow each other are collected (``_low`` to ``_high``) and copied as one.
    """

    def __init__(self, page: Visible, text: str) -> None:
        self._page = page
        self._wanted = text
        self._parts: list[str] = []
        self._runs: list[tuple[int, int, int, int]] = []
        self._length = 0
        self._low = self._high = 0

    def build(
        self, wanted: _Tokens, tokens: _Tokens, matched: Sequence[tuple[int, int]], kind: ParagraphKind
    ) -> Piece | None:
        text, spans, theirs = self._page.text, tokens.spans, wanted.spans
        first_wanted, first = matched[0]
        self._lead_in(self._wanted[: theirs[first_wanted][0]], spans[first][0])
        for (i, at), (j, following) in pairwise(matched):
            self._copy(*spans[at])
            low, high = spans[at][1], spans[following][0]
            between = self._wanted[theirs[i][1] : theirs[j][0]] if j == i + 1 else " "
            if following == at + 1 and text[low:high] == between:
                self._copy(low, high)
            else:
                self._separator(between, low, high)
        i, at = matched[-1]
        self._copy(*spans[at])
        self._tail(self._wanted[theirs[i][1] :].rstrip(), spans[at][1])
        self._flush()
        text = "".join(self._parts)
        return without_unseen(Piece(kind, text, tuple(map(Run._make, self._runs))))

    def _lead_in(self, marks: str, before: int) -> None:
        """The marks in front of the first word, such as an opening quotation mark."""
        marks = marks.lstrip()
        low = before - len(marks)
        if marks and low >= 0 and self._page.text[low:before] == marks:
            self._copy(low, before)

    def _tail(self, marks: str, low: int) -> None:
        """The marks behind the last word."""
        if self._page.text.startswith(marks, low):
            self._copy(low, low + len(marks))
        else:
            self._separator(marks, low, len(self._page.text))

    def _separator(self, marks: str, low: int, high: int) -> None:
        """The punctuation and white space between two words, as far as the document has them in this order."""
        source = self._page.text
        position, limit = low, min(high, low + _MARKS_REACH)
        for mark in re.findall(r"\s+|\S", marks):
            if mark.isspace():
                end = position
                while end < high and source[end].isspace():
                    end += 1
                self._space(position, end)
                position = end
                continue
            found = source.find(mark, position, limit)
            if found >= 0:
                self._copy(found, found + 1)
                position = found + 1

    def _copy(self, low: int, high: int) -> None:
        """Takes over the visible characters from ``low`` to ``high``."""
        if low != self._high:
            self._flush()
            self._low = low
        self._high = high

    def _flush(self) -> None:
        for start, end, raw_start, raw_end in self._page.chunks(self._low, self._high):
            self._append(self._page.text[start:end], raw_start, raw_end)
        self._low = self._high = -1

    def _space(self, low: int, high: int) -> None:
        """White space, folded into one character; where there is none, the tags that the space stands for."""
        self._flush()
        if self._parts and self._parts[-1][-1].isspace():
            return
        chunks = list(self._page.chunks(low, high)) if high > low else []
        if chunks:
            raw_start, raw_end = chunks[0][2], chunks[-1][3]
        else:
            raw_start, raw_end = self._runs[-1][3] if self._runs else 0, self._page.raw_at(high)
        if raw_end - raw_start == 1:
            self._append(self._page.text[low:high] or " ", raw_start, raw_end)
        elif raw_end > raw_start:
            self._append(" ", raw_start, raw_end)

    def _append(self, text: str, raw_start: int, raw_end: int) -> None:
        """Adds a run, joined to the one before it where both are verbatim and touch."""
        end = self._length + len(text)
        if self._runs and len(text) == raw_end - raw_start:
            start, last_end, last_raw, last_raw_end = self._runs[-1]
            if last_raw_end == raw_start and last_end - start == last_raw_end - last_raw:
                self._runs[-1] = (start, end, last_raw, raw_end)
                self._parts.append(text)
                self._length = end
                return
        self._runs.append((self._length, end, raw_start, raw_end))
        self._parts.append(text)
        self._length = end
