"""Cleaning a text without markup: the dump of a page, or an article as it is."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.cleaning._facts import PageText, read_facts
from briefing.cleaning._lines import Line, split_lines
from briefing.cleaning._pieces import Facts, Piece, Reading, verbatim
from briefing.cleaning._roles import Labels, label
from briefing.cleaning._story import story_mask
from briefing.schema.article import Dropped, DropReason, ParagraphKind
from briefing.schema.base import Span


def read_plain(text: str, carried_title: str | None, *, keep_all: bool) -> Reading:
    """The pieces and facts of a plain text; a reading without pieces where it holds no article."""
    lines = split_lines(text)
    story = [True] * len(lines) if keep_all else story_mask(lines)
    labels = label(lines, story, carried_title)
    if keep_all:
        labels = _all_kept(labels)
    pieces, dropped = cut_out(text, lines, labels)
    facts = read_facts(PageText(text, lines, labels.roles, labels.title)) if pieces else Facts()
    return Reading(pieces, facts, dropped, labels.cut)


def _all_kept(labels: Labels) -> Labels:
    roles = tuple(ParagraphKind.BODY if isinstance(role, DropReason) else role for role in labels.roles)
    return Labels(roles, labels.title, labels.cut)


def cut_out(text: str, lines: Sequence[Line], labels: Labels) -> tuple[tuple[Piece, ...], tuple[Dropped, ...]]:
    """The kept lines as pieces and the others as drops, both in document order."""
    pieces: list[Piece] = []
    dropped: list[Dropped] = []
    for line, role in zip(lines, labels.roles, strict=True):
        if isinstance(role, DropReason):
            dropped.append(Dropped(span=Span(start=line.start, end=line.end), reason=role))
        elif piece := verbatim(role, text, line.start, line.end):
            pieces.append(piece)
    return tuple(pieces), tuple(dropped)
