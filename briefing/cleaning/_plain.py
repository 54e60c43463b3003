"""Cleaning a text without markup: the dump of a page, or an article as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from briefing.cleaning._dated import parted
from briefing.cleaning._facts import PageText, read_facts
from briefing.cleaning._front import Front, read_front, with_front
from briefing.cleaning._lines import TextLine, split_lines
from briefing.cleaning._markdown import markdown_lines
from briefing.cleaning._pieces import DocumentReading, Facts, Piece, stitched, verbatim
from briefing.cleaning._roles import Labels, label
from briefing.cleaning._story import story_mask
from briefing.schema.article import Dropped, DropReason, ParagraphKind
from briefing.schema.base import Span


def read_plain(text: str, carried_title: str | None, *, keep_all: bool) -> DocumentReading:
    """The pieces and facts of a plain text; a reading without pieces where it holds no article."""
    lines = parted(split_lines(text))
    reading = _read(text, lines, lambda i: _copied(text, lines[i]), carried_title, keep_all)
    return replace(reading, words=frozenset().union(*(line.words for line in lines)))


def _copied(text: str, line: TextLine) -> Piece | None:
    """A line as the document has it, its line breaks folded."""
    if not line.breaks:
        return verbatim(ParagraphKind.BODY, text, line.start, line.end)
    found = [(verbatim(ParagraphKind.BODY, text, start, end), glue) for start, end, glue in line.ranges()]
    return stitched([piece for piece, _ in found if piece], [glue for piece, glue in found if piece])


def read_markdown(text: str, carried_title: str | None, *, keep_all: bool) -> DocumentReading:
    """As `read_plain`, for Markdown; the fields of a YAML block at its start win over what the text says."""
    front = read_front(text)
    lines, pieces = markdown_lines(text, front.end)
    title = carried_title or front.first(("title",))
    reading = _read(text, lines, pieces.__getitem__, title, keep_all)
    return replace(reading, facts=with_front(reading.facts, front), pieces=_titled(reading.pieces, front))


def _titled(pieces: tuple[Piece, ...], front: Front) -> tuple[Piece, ...]:
    """The pieces under the title that the block at the start states, where they have none of their own."""
    if front.title is None or not pieces or any(piece.kind is ParagraphKind.TITLE for piece in pieces):
        return pieces
    return (front.title, *pieces)


def _read(
    text: str,
    lines: Sequence[TextLine],
    piece_of: Callable[[int], Piece | None],
    carried_title: str | None,
    keep_all: bool,
) -> DocumentReading:
    story = [True] * len(lines) if keep_all else story_mask(lines)
    labels = label(lines, story, carried_title)
    if keep_all:
        labels = _all_kept(labels)
    kept, dropped = _cut_out(lines, piece_of, labels)
    facts = read_facts(PageText(text, lines, labels.roles, labels.title)) if kept else Facts()
    return DocumentReading(kept, facts, dropped, labels.cut)


def _all_kept(labels: Labels) -> Labels:
    roles = tuple(ParagraphKind.BODY if isinstance(role, DropReason) else role for role in labels.roles)
    return Labels(roles, labels.title, labels.cut)


def _cut_out(
    lines: Sequence[TextLine], piece_of: Callable[[int], Piece | None], labels: Labels
) -> tuple[tuple[Piece, ...], tuple[Dropped, ...]]:
    """The kept lines as pieces and the others as drops, both in document order."""
    kept: list[Piece] = []
    dropped: list[Dropped] = []
    for i, (line, role) in enumerate(zip(lines, labels.roles, strict=True)):
        if isinstance(role, DropReason):
            dropped.append(Dropped(span=Span(start=line.start, end=line.end), reason=role))
        elif piece := piece_of(i):
            kept.append(piece.as_kind(role))
    return tuple(kept), tuple(dropped)
