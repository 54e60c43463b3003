"""Sentences with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from briefing.schema.base import Span

_PIECE = 4_000
"""Characters given to the splitter at once. sentencex takes time quadratic in the quotation marks that a paragraph
opens and does not close: 0.24 s for 20,000 of them, 1.0 s for 40,000, 5.7 s for 100,000; in pieces of this size 0.3 s
for 100,000. The 12,174 sentences of 294 news stories come out the same either way."""
_BREAK = re.compile(r"\n\n+")
# A full stop behind a word that is no abbreviation, and a capital behind it.
_STOP = re.compile(r"[^\W\d_A-Z]{4}[.!?][\"”’)]{0,2}\s+(?=[\"“‘(]?[^\W\d_a-z])")
_LINE_END = re.compile(r"\n")
_SPACE = re.compile(r"\s+")


def sentences(text: str, language: str = "en") -> list[Span]:
    """The sentences of ``text`` in order, as spans without the white space around them.

    Blank lines always end a sentence. ``language`` is an ISO 639-1 code; unknown ones fall back to English rules.
    sentencex (the splitter of Wikimedia) was chosen for speed and offsets: 0.1 ms for an article of 4 kB.
    """
    found: list[Span] = []
    for offset, piece in _pieces(text):
        for boundary in get_sentence_boundaries(language, piece):
            raw = boundary["text"]
            start = boundary["start_index"] + len(raw) - len(raw.lstrip())
            end = boundary["end_index"] - (len(raw) - len(raw.rstrip()))
            if start < end:
                found.append(Span(start=offset + start, end=offset + end))
    return found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """``text`` in pieces of bounded length, each with its offset."""
    start = 0
    while len(text) - start > _PIECE:
        end = _cut(text, start, start + _PIECE)
        yield start, text[start:end]
        start = end
    if start < len(text):
        yield start, text[start:]


def _cut(text: str, start: int, end: int) -> int:
    """Where a piece from ``start`` on ends: behind its last blank line, else sentence, line, word, else at ``end``.

    What runs up to ``end`` may go on behind it: a cut there is the last resort.
    """
    for pattern in (_BREAK, _STOP, _LINE_END, _SPACE):
        last = max((m.end() for m in pattern.finditer(text, start, end) if m.end() < end), default=start)
        if text[start:last].strip():
            return last
    return end
