"""Pieces of an article on the way to becoming one: kept passages that know where each character came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.schema.article import Dropped, Paragraph, ParagraphKind, Timestamp
from briefing.schema.base import MapRun, SourceMap, Span

SEPARATOR = "\n\n"

# Characters that no reader sees and that break what comes after: C0 and C1 controls, byte order marks, lone
# surrogates of broken input (not encodable as UTF-8). None of them is printable, which takes a fifth of the time to
# tell; not every character that is not printable is unseen (a tab, a no-break space).
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]+")


class Run(NamedTuple):
    """As `MapRun`, for ``text[start:end]`` of one piece.

    A tuple: there is one for each line of a page, and a model takes four times as long to make.
    """

    start: int
    end: int
    source_start: int
    source_end: int

    @property
    def verbatim(self) -> bool:
        return self.end - self.start == self.source_end - self.source_start


@dataclass(frozen=True, slots=True)
class Piece:
    """A kept passage; ``runs`` lead ``text`` (from 0) to the document."""

    kind: ParagraphKind
    text: str
    runs: tuple[Run, ...]

    @property
    def source(self) -> Span:
        """From the first to the last character of the document that it was read from."""
        if len(self.runs) == 1:
            return Span(start=self.runs[0].source_start, end=self.runs[0].source_end)
        return Span(start=min(r.source_start for r in self.runs), end=max(r.source_end for r in self.runs))

    def as_kind(self, kind: ParagraphKind) -> Piece:
        return self if kind is self.kind else Piece(kind, self.text, self.runs)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says about itself; None and empty mean that it does not."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    origins: tuple[str, ...] = ()
    dateline: str | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What cleaning read in one document, before it is put together."""

    pieces: tuple[Piece, ...]
    facts: Facts
    dropped: tuple[Dropped, ...] = ()
    cut: str | None = None


def verbatim(kind: ParagraphKind, document: str, start: int, end: int) -> Piece | None:
    """The passage ``document[start:end]`` copied character by character; unseen characters are left out.

    None where nothing visible is left.
    """
    passage = document[start:end]
    if passage.isprintable():
        return Piece(kind, passage, (Run(0, end - start, start, end),)) if passage.strip() else None
    parts: list[str] = []
    runs: list[Run] = []
    length = 0
    for low, high in _seen_ranges(document, start, end):
        parts.append(document[low:high])
        runs.append(Run(length, length + high - low, low, high))
        length += high - low
    text = "".join(parts)
    return Piece(kind, text, tuple(runs)) if text.strip() else None


def without_unseen(piece: Piece) -> Piece | None:
    """A piece without the characters that no reader sees; None where nothing is left."""
    if piece.text.isprintable() or not _UNSEEN.search(piece.text):
        return piece if piece.text.strip() else None
    parts: list[str] = []
    runs: list[Run] = []
    length = 0
    for run in piece.runs:
        for low, high in _seen_ranges(piece.text, run.start, run.end):
            start, end = run.source_start, run.source_end
            if run.verbatim:
                start, end = start + low - run.start, start + high - run.start
            parts.append(piece.text[low:high])
            runs.append(Run(length, length + high - low, start, end))
            length += high - low
    text = "".join(parts)
    return Piece(piece.kind, text, tuple(runs)) if text.strip() else None


def visible_text(text: str) -> str:
    """``text`` without the characters that no reader sees."""
    return _UNSEEN.sub("", text)


def _seen_ranges(document: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    low = start
    for unseen in _UNSEEN.finditer(document, start, end):
        if unseen.start() > low:
            yield low, unseen.start()
        low = unseen.end()
    if low < end:
        yield low, end


def join(pieces: Sequence[Piece]) -> tuple[str, tuple[Paragraph, ...], SourceMap]:
    """The text of an article, its paragraphs and its map from pieces in article order."""
    paragraphs: list[Paragraph] = []
    runs: list[MapRun] = []
    offset = 0
    for piece in pieces:
        paragraphs.append(Paragraph(kind=piece.kind, span=Span(start=offset, end=offset + len(piece.text))))
        runs.extend(
            MapRun(
                start=run.start + offset,
                end=run.end + offset,
                source_start=run.source_start,
                source_end=run.source_end,
            )
            for run in piece.runs
        )
        offset += len(piece.text) + len(SEPARATOR)
    text = SEPARATOR.join(piece.text for piece in pieces)
    return text, tuple(paragraphs), SourceMap(runs=tuple(runs))
