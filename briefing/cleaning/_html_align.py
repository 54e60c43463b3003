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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from briefing.cleaning._html_text import Visible
from briefing.cleaning._pieces import Piece, Run, without_unseen
from briefing.schema.article import ParagraphKind

_WORDS = re.compile(r"(\w+)")
_MARKS = re.compile(r"\s+|\S")
_GLUE = "\x00"
_SKIP = 60
"""How many words of the document may be left out between two words of a paragraph."""
_MARKS_REACH = 400
"""How many characters of the document are searched for the punctuation between two words."""
_LEAST_SHARE = 0.8
"""The share of a paragraph's words that must be found again, in order."""


class _Tokens:
    """The words of a text: where each starts and ends, and all of them glued together for searching.

    All of it by splitting and adding up, half the time of a match object for each word.
    """

    def __init__(self, text: str) -> None:
        parts = _WORDS.split(text)  # white space and marks at even places, words at odd ones
        edges = list(accumulate(map(len, parts)))
        self.text = text
        self.words = parts[1::2]
        self.starts = edges[0:-1:2]
        self.ends = edges[1::2]
        self.glued = _GLUE + _GLUE.join(self.words) + _GLUE
        self._letters = list(accumulate(map(len, self.words), initial=0))

    def offset(self, index: int) -> int:
        """Where the glue mark of word ``index`` stands in ``glued``."""
        return self._letters[index] + index

    def index(self, offset: int) -> int:
        """The first word whose glue mark stands at ``offset`` or behind it."""
        return bisect_left(range(len(self.words)), offset, key=self.offset)


@dataclass(frozen=True, slots=True)
class _Match:
    """``count`` words of a paragraph, from ``wanted`` on, that follow each other on the page from ``found`` on."""

    wanted: int
    found: int
    count: int


class Aligner:
    """Finds paragraphs in a document's visible text, one after the other."""

    def __init__(self, page: Visible) -> None:
        self._page = page
        self._tokens = _Tokens(page.text)
        self._next = 0

    def find(self, text: str, kind: ParagraphKind) -> Piece | None:
        """The paragraph ``text`` as a piece made of the document's characters, None where it cannot be found."""
        wanted = _Tokens(text)
        if not wanted.words:
            return None
        matches = self._whole(wanted) or self._walk(wanted)
        if not matches:
            return None
        self._next = matches[-1].found + matches[-1].count
        return _Builder(self._page, wanted, self._tokens).build(matches, kind)

    def find_before(self, text: str, kind: ParagraphKind, limit: int | None) -> Piece | None:
        """As `find`, for one that stands as near as possible before the document's character ``limit``."""
        wanted = _Tokens(text)
        if not wanted.words:
            return None
        tokens = self._tokens
        high = len(tokens.glued)
        if limit is not None:
            index = bisect_left(tokens.starts, self._page.position(limit))
            high = tokens.offset(index) + 1 if index < len(tokens.words) else high
        at = tokens.glued.rfind(wanted.glued, 0, high)
        at = at if at >= 0 else tokens.glued.find(wanted.glued)
        if at < 0:
            return None
        match = _Match(0, tokens.index(at), len(wanted.words))
        return _Builder(self._page, wanted, tokens).build([match], kind)

    def _onward(self) -> int | None:
        """Where the words behind the last paragraph start in the glued ones; None where there are none."""
        return self._tokens.offset(self._next) if self._next < len(self._tokens.words) else None

    def _whole(self, wanted: _Tokens) -> list[_Match]:
        glued, onward = self._tokens.glued, self._onward()
        at = glued.find(wanted.glued, onward) if onward is not None else -1
        if at < 0:
            at = glued.find(wanted.glued)
        return [_Match(0, self._tokens.index(at), len(wanted.words))] if at >= 0 else []

    def _walk(self, wanted: _Tokens) -> list[_Match]:
        """Pairs of (wanted word, page word) from the best start, skipping words on the page."""
        best: list[tuple[int, int]] = []
        for start in self._starts(wanted):
            pairs = self._pairs_from(wanted, start)
            if len(pairs) > len(best):
                best = pairs
            if len(best) == len(wanted.words):
                break
        return list(_matches(best)) if len(best) >= _LEAST_SHARE * len(wanted.words) else []

    def _starts(self, wanted: _Tokens) -> list[int]:
        """Where the paragraph may start: its first words, the longest opening that is found at all."""
        glued = self._tokens.glued
        for length in (4, 3, 2, 1):
            if length > len(wanted.words):
                continue
            needle = _GLUE + _GLUE.join(wanted.words[:length]) + _GLUE
            hits = [at for low in (self._onward() or 0, 0) if (at := glued.find(needle, low)) >= 0]
            if hits:
                return [self._tokens.index(at) for at in dict.fromkeys(hits)]
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


def _matches(pairs: Sequence[tuple[int, int]]) -> Iterator[_Match]:
    """Pairs of words, those joined that follow each other on both sides."""
    first = 0
    for k in range(1, len(pairs) + 1):
        i, found = pairs[k - 1]
        if k == len(pairs) or pairs[k] != (i + 1, found + 1):
            yield _Match(*pairs[first], k - first)
            first = k


class _Builder:
    """Makes a piece of the document's characters, following an extractor's text.

    Characters of the document that follow each other are collected (``_low`` to ``_high``) and copied as one.
    """

    def __init__(self, page: Visible, wanted: _Tokens, tokens: _Tokens) -> None:
        self._page = page
        self._wanted = wanted
        self._tokens = tokens
        self._parts: list[str] = []
        self._runs: list[tuple[int, int, int, int]] = []
        self._length = 0
        self._low = self._high = 0

    def build(self, matches: Sequence[_Match], kind: ParagraphKind) -> Piece | None:
        wanted, tokens = self._wanted, self._tokens
        first, last = matches[0], matches[-1]
        self._lead_in(wanted.text[: wanted.starts[first.wanted]], tokens.starts[first.found])
        self._words(first)
        for before, match in pairwise(matches):
            i, at = before.wanted + before.count - 1, before.found + before.count - 1
            self._between(i, match.wanted, at, match.found)
            self._words(match)
        marks = wanted.text[wanted.ends[last.wanted + last.count - 1] :].rstrip()
        self._tail(marks, tokens.ends[last.found + last.count - 1])
        self._flush()
        text = "".join(self._parts)
        return without_unseen(Piece(kind, text, tuple(map(Run._make, self._runs))))

    def _words(self, match: _Match) -> None:
        """Takes over words and what stands between them: at once where the page has it as it is wanted (as nearly
        always), else by halves, down to the marks that differ."""
        wanted, tokens = self._wanted, self._tokens
        last, last_found = match.wanted + match.count - 1, match.found + match.count - 1
        low, high = tokens.starts[match.found], tokens.ends[last_found]
        if self._page.text[low:high] == wanted.text[wanted.starts[match.wanted] : wanted.ends[last]]:
            self._copy(low, high)
            return
        half = match.count // 2
        self._words(_Match(match.wanted, match.found, half))
        self._between(match.wanted + half - 1, match.wanted + half, match.found + half - 1, match.found + half)
        self._words(_Match(match.wanted + half, match.found + half, match.count - half))

    def _between(self, i: int, j: int, at: int, following: int) -> None:
        """What stands between word ``i`` and word ``j`` of the paragraph, on the page ``at`` and ``following``."""
        wanted, tokens = self._wanted, self._tokens
        low, high = tokens.ends[at], tokens.starts[following]
        between = wanted.text[wanted.ends[i] : wanted.starts[j]] if j == i + 1 else " "
        if following == at + 1 and self._page.text[low:high] == between:
            self._copy(low, high)
        else:
            self._separator(between, low, high)

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
        for mark in _MARKS.findall(marks):
            if mark.isspace():
                end = position
                while end < high and (source[end].isspace() or source[end] < " "):
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
