"""What a text prints inside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.schema.base import Span

_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "”": "”"}
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*")
_MARK = re.compile(r"[\"“„«「『‘']")
_OPENING = re.compile(r'"(?=[^\s.,;:!?)])|[“„«「『]')
"""A straight mark opens where words follow it."""
_OPENS_AGAIN = re.compile(r'[.!?]\s+(["“](?=[^\W_]))')
"""A mark behind a whole sentence: the next paragraph of a quotation, where paragraphs are run together."""
_SINGLE = re.compile(r"(?<![\w’'])(?:‘(?=\S)([^‘\n]{2,300}?)(?<=\S)’|'(?=\S)([^'\n]{2,300}?)(?<=\S)')(?!\w)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch inside quotation marks.

    Attributes:
        inner: the words without the marks.
        closed: ends with a closing mark; an open one was broken off, or goes on in the next paragraph.
    """

    inner: Span
    closed: bool


def find_quoted(text: str) -> list[Quoted]:
    """The stretches inside quotation marks, outermost only, in order.

    A mark that nothing closes in its paragraph, or before another opens behind a sentence, opens a stretch that ends
    there. Single marks count
    where no double ones are around them, and only in pairs: a lone one is an apostrophe.
    """
    found: list[Quoted] = []
    if not _MARK.search(text):
        return found
    for paragraph in _PARAGRAPH.finditer(text):
        double = list(_double(text, paragraph.start(), paragraph.end()))
        found += double
        singles = "‘" in paragraph.group() or "'" in paragraph.group()
        for match in _SINGLE.finditer(text, paragraph.start(), paragraph.end()) if singles else ():
            group = 1 if match[1] is not None else 2
            inner = Span(start=match.start(group), end=match.end(group))
            if not any(inner.overlap(other.inner) for other in double):
                found.append(Quoted(inner, True))
    return sorted(found, key=lambda quoted: quoted.inner.start)


def _double(text: str, start: int, end: int) -> Iterator[Quoted]:
    position = start
    while opening := _OPENING.search(text, position, end):
        closers = _CLOSERS.get(opening[0], '"')
        again = _OPENS_AGAIN.search(text, opening.end(), end)
        limit = again.start(1) if again else end
        places = [at for closer in closers if (at := text.find(closer, opening.end(), limit)) >= 0]
        close = min(places, default=-1)
        inner_end = close if close >= 0 else opening.end() + len(text[opening.end() : limit].rstrip())
        if text[opening.end() : inner_end].strip():
            yield Quoted(Span(start=opening.end(), end=inner_end), close >= 0)
        position = inner_end + 1 if close >= 0 else limit
