"""Cleaning a text without markup: the dump of a page, or an article as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from briefing.cleaning._bylines import split_names
from briefing.cleaning._facts import PageText, read_facts
from briefing.cleaning._lines import Line, split_lines
from briefing.cleaning._markdown import front_matter, markdown_lines
from briefing.cleaning._pieces import Facts, Piece, Reading, stitched, verbatim
from briefing.cleaning._roles import Labels, label
from briefing.cleaning._story import story_mask
from briefing.language.dates import find_stamps
from briefing.schema.article import Dropped, DropReason, ParagraphKind, Timestamp
from briefing.schema.base import Span


def read_plain(text: str, carried_title: str | None, *, keep_all: bool) -> Reading:
    """The pieces and facts of a plain text; a reading without pieces where it holds no article."""
    lines = split_lines(text)
    reading = _read(text, lines, lambda i: _copied(text, lines[i]), carried_title, keep_all)
    return replace(reading, words=frozenset().union(*(line.words for line in lines)))


def _copied(text: str, line: Line) -> Piece | None:
    """A line as the document has it, its line breaks folded."""
    if not line.breaks:
        return verbatim(ParagraphKind.BODY, text, line.start, line.end)
    found = [(verbatim(ParagraphKind.BODY, text, start, end), glue) for start, end, glue in line.ranges()]
    return stitched([piece for piece, _ in found if piece], [glue for piece, glue in found if piece])


def read_markdown(text: str, carried_title: str | None, *, keep_all: bool) -> Reading:
    """As `read_plain`, for Markdown; the fields of a YAML block at its start win over what the text says."""
    fields, start = front_matter(text)
    lines, pieces = markdown_lines(text, start)
    reading = _read(text, lines, pieces.__getitem__, carried_title or fields.get("title"), keep_all)
    return replace(reading, facts=_with_fields(reading.facts, fields))


def _with_fields(facts: Facts, fields: Mapping[str, str]) -> Facts:
    stamp = next((s for s in find_stamps(fields.get("date") or fields.get("published") or "") if s.day), None)
    names = fields.get("author") or fields.get("authors") or ""
    return replace(
        facts,
        title=fields.get("title") or facts.title,
        authors=split_names(names.strip("[]")) or facts.authors,
        published=Timestamp(day=stamp.day, time=stamp.moment) if stamp and stamp.day else facts.published,
        url=fields.get("url") or fields.get("link") or facts.url,
        outlet=fields.get("outlet") or fields.get("source") or facts.outlet,
    )


def _read(
    text: str, lines: Sequence[Line], piece_of: Callable[[int], Piece | None], carried_title: str | None, keep_all: bool
) -> Reading:
    story = [True] * len(lines) if keep_all else story_mask(lines)
    labels = label(lines, story, carried_title)
    if keep_all:
        labels = _all_kept(labels)
    kept, dropped = _cut_out(lines, piece_of, labels)
    facts = read_facts(PageText(text, lines, labels.roles, labels.title)) if kept else Facts()
    return Reading(kept, facts, dropped, labels.cut)


def _all_kept(labels: Labels) -> Labels:
    roles = tuple(ParagraphKind.BODY if isinstance(role, DropReason) else role for role in labels.roles)
    return Labels(roles, labels.title, labels.cut)


def _cut_out(
    lines: Sequence[Line], piece_of: Callable[[int], Piece | None], labels: Labels
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
