"""Cleaning a text without markup: the dump of a page, or an article as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from briefing.cleaning._facts import PageText, read_facts
from briefing.cleaning._lines import TextLine, line_of, split_lines
from briefing.cleaning._pieces import DocumentReading, Facts, Piece, verbatim
from briefing.cleaning._roles import label
from briefing.cleaning._story import story_mask
from briefing.schema.article import Dropped, DropReason, ParagraphKind
from briefing.schema.base import Span

_PREFIX = re.compile(
    r"(?:[Dd]ate\s?:?\s)?\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?\s{1,3}(?=[^\W\d_\s]|[\"'“‘«„])"
)
_LONG = 8
"""Words that must follow for the rest to be the story's: ``2022-01-12 Ad`` is a line of the page."""


def read_plain(text: str, carried_title: str | None, *, keep_all: bool) -> DocumentReading:
    """The pieces and facts of a plain text; a reading without pieces where it holds no article."""
    lines = _parted(split_lines(text))
    copy = partial(verbatim, ParagraphKind.BODY, text)
    reading = read_lines(text, lines, lambda i: lines[i].copied(copy), carried_title, keep_all=keep_all)
    return replace(reading, words=frozenset().union(*(line.words for line in lines)))


def read_lines(
    text: str,
    lines: Sequence[TextLine],
    piece_of: Callable[[int], Piece | None],
    carried_title: str | None,
    *,
    keep_all: bool,
) -> DocumentReading:
    """The pieces and facts of a text by its lines, of which ``piece_of`` gives the piece by the line's index."""
    story = [True] * len(lines) if keep_all else story_mask(lines)
    labels = label(lines, story, carried_title)
    if keep_all:
        roles = tuple(ParagraphKind.BODY if isinstance(role, DropReason) else role for role in labels.roles)
        labels = replace(labels, roles=roles)
    kept: list[Piece] = []
    dropped: list[Dropped] = []
    for i, (line, role) in enumerate(zip(lines, labels.roles, strict=True)):
        if isinstance(role, DropReason):
            dropped.append(Dropped(span=Span(start=line.start, end=line.end), reason=role))
        elif piece := piece_of(i):
            kept.append(piece.as_kind(role))
    facts = read_facts(PageText(text, lines, labels.roles, labels.title)) if kept else Facts()
    return DocumentReading(tuple(kept), facts, tuple(dropped), labels.cut)


def _parted(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, the first of them as two where it is a date and the start of the story: ``date 2022-01-12 Nato and
    Russia are...``."""
    if not lines or not (prefix := _PREFIX.match(lines[0].text)):
        return list(lines)
    first = lines[0]
    cut = prefix.end()
    if first.breaks and first.breaks[0].start < first.start + cut:
        return list(lines)  # broken inside the date
    bullet, breaks = first.bullet, first.breaks
    story = line_of(
        first.text[cut:], first.start + cut, first.end, gap=0, indent=first.indent, bullet=bullet, breaks=breaks
    )
    if len(story.words) < _LONG:
        return list(lines)
    date = prefix[0].rstrip()
    return [line_of(date, first.start, first.start + len(date)), story, *lines[1:]]
