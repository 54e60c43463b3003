"""Pieces of an article, kept passages that know where each character came from, and the article that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from briefing.language.outlets import as_claimed
from briefing.schema.article import Article, Dropped, DropReason, Paragraph, ParagraphKind, Timestamp
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.document import Carried, Document, MediaType, SourceRef

Role = ParagraphKind | DropReason
"""What a passage is: a kind of paragraph, or a reason to leave it out."""
_SEPARATOR = "\n\n"

# Scripts that join letters or parts of a picture by U+200C and U+200D: Arabic, the scripts of India, emoji.
_JOINING = "\u0600-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
# Characters that no reader sees and that break what comes after, steer the direction of what is printed, or tell a
# model what no reader reads: C0 and C1 controls, format characters, tags, lone surrogates of broken input (not
# encodable as UTF-8). None of them is printable, which takes a fifth of the time to tell; not every character that is
# not printable is unseen (a tab, a no-break space).
_ALWAYS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_UNSEEN = re.compile(f"(?:[{_ALWAYS}]|[\u200c\u200d](?![{_JOINING}])|(?<![{_JOINING}])[\u200c\u200d])+")
_ANY_UNSEEN = re.compile(f"[{_ALWAYS}\u200c\u200d]")
_SEEN_CONTROLS = frozenset("\t\n\r ")
# Variation selectors are printable. One behind an ideograph chooses its form; others carry letters that none sees.
_SELECTORS = re.compile(
    "(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]+|[\U000e0100-\U000e01ef]{2,}"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_ASIDE = frozenset({ParagraphKind.CAPTION, ParagraphKind.AGENCY_NOTE, ParagraphKind.CORRECTION})
_HEAD = (ParagraphKind.TITLE, ParagraphKind.STANDFIRST)


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

    def between(self, low: int, high: int, to: int = 0) -> Run:
        """What of it leads ``text[low:high]``, from the place ``to`` of another text on; all of the source where that
        is not copied character by character."""
        start, end = max(self.start, low), min(self.end, high)
        source = self.source_start, self.source_end
        if self.verbatim:
            source = self.source_start + start - self.start, self.source_start + end - self.start
        return Run(to + start - low, to + end - low, *source)


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
class DocumentReading:
    """What cleaning read in one document, before it is put together."""

    pieces: tuple[Piece, ...]
    facts: Facts
    dropped: tuple[Dropped, ...] = ()
    cut: str | None = None
    words: frozenset[str] | None = None
    """The words of the document in lower case, where they are at hand and the document is plain text."""

    @classmethod
    def of(cls, pieces: Iterable[tuple[Piece, Role]], facts: Facts, cut: str | None) -> DocumentReading:
        """The reading of pieces with what each of them is: to be kept as a kind, or left out for a reason."""
        kept: list[Piece] = []
        dropped: list[Dropped] = []
        for piece, role in pieces:
            if isinstance(role, DropReason):
                dropped.append(Dropped(span=piece.source, reason=role))
            else:
                kept.append(piece.as_kind(role))
        return cls(tuple(kept), facts, tuple(dropped), cut)


def verbatim(kind: ParagraphKind, document: str, start: int, end: int) -> Piece | None:
    """The passage ``document[start:end]`` copied character by character; unseen characters are left out.

    None where nothing visible is left.
    """
    return without_unseen(Piece(kind, document[start:end], (Run(0, end - start, start, end),)))


def stitched(parts: Sequence[tuple[Piece, str]]) -> Piece | None:
    """Pieces put together into one, each with the glue behind it; None where there are none.

    Glue is white space for a line break of the document, and leads nowhere.
    """
    if not parts:
        return None
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for part, glue in parts:
        runs.extend(Run(run.start + length, run.end + length, run.source_start, run.source_end) for run in part.runs)
        texts += part.text, glue
        length += len(part.text) + len(glue)
    text = "".join(texts)
    return Piece(parts[0][0].kind, text.rstrip() if glue else text, tuple(runs))


def cut_out(piece: Piece, ranges: Sequence[tuple[int, int]]) -> tuple[list[Piece], list[Piece]]:
    """What is left of a piece without some ranges of its text, and what stood in them."""
    edges = [0, *(edge for each in ranges for edge in each), len(piece.text)]
    left = [_part(piece, low, high) for low, high in zip(edges[::2], edges[1::2], strict=True)]
    out = [_part(piece, low, high) for low, high in ranges]
    return [part for part in left if part], [part for part in out if part]


def _part(piece: Piece, low: int, high: int) -> Piece | None:
    """A range of a piece without the white space around it; None where nothing visible is in it."""
    text = piece.text[low:high]
    low += len(text) - len(text.lstrip())
    high = low + len(text.strip())
    runs = tuple(run.between(low, high) for run in piece.runs if max(run.start, low) < min(run.end, high))
    return Piece(piece.kind, piece.text[low:high], runs) if runs else None


def without_unseen(piece: Piece) -> Piece | None:
    """A piece without the characters that no reader sees; None where nothing is left.

    A control character between two words stands for the white space that some program took it for.
    """
    if not _may_hold_unseen(piece.text):
        return piece if piece.text.strip() else None
    parts: list[str] = []
    runs: list[Run] = []
    length = first = 0
    for low, high, glue in _seen_ranges(piece.text):
        length += len(glue)
        while first < len(piece.runs) and piece.runs[first].end <= low:
            first += 1
        for run in islice(piece.runs, first, None):
            if run.start >= high:
                break
            runs.append(run.between(low, high, length))
        parts += glue, piece.text[low:high]
        length += high - low
    text = "".join(parts)
    return Piece(piece.kind, text, tuple(runs)) if text.strip() else None


def visible_text(text: str) -> str:
    """``text`` without the characters that no reader sees."""
    if not _may_hold_unseen(text):
        return text
    return "".join(glue + text[low:high] for low, high, glue in _seen_ranges(text))


def unseen_letters(text: str) -> str:
    """The letters that ``text`` spells in characters that no reader sees: tags, and variation selectors."""
    codes = (ord(sign) for sign in text if sign >= "\U000e0000")
    return "".join(
        chr(code - 0xE0000) if code < 0xE0080 else chr(code - 0xE0100 + 16)
        for code in codes
        if 0xE0020 <= code < 0xE007F or 0xE0100 <= code < 0xE01F0
    )


def holds_unseen(text: str) -> bool:
    """Whether some characters of ``text`` are seen by no reader."""
    signs = "".join({*text} - _SEEN_CONTROLS)  # a page has some hundred: looking at each once takes a third of the time
    if not signs.isprintable() and _ANY_UNSEEN.search(signs):
        return True
    return any("\U000e0100" <= sign <= "\U000e01ef" for sign in signs) and _SELECTORS.search(text) is not None


def _may_hold_unseen(text: str) -> bool:
    if not text.isprintable():
        return True
    # Lone surrogates are not printable; the bytes that selectors begin with are found in a tenth of the time.
    return not text.isascii() and b"\xf3\xa0" in text.encode() and _SELECTORS.search(text) is not None


def _seen_ranges(text: str) -> Iterator[tuple[int, int, str]]:
    """The ranges of ``text`` that a reader sees, each with the white space that stands for what is left out before."""
    unseen = [*_UNSEEN.finditer(text), *(() if text.isascii() else _SELECTORS.finditer(text))]
    low, glue = 0, ""
    for match in sorted(unseen, key=lambda match: match.start()):
        start, end = match.span()
        if start > low:
            yield low, start, glue
            glue = ""
        words = start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()
        glue = " " if glue or (words and _CONTROL.search(match[0])) else ""
        low = max(low, end)
    if low < len(text):
        yield low, len(text), glue


def _joined(pieces: Sequence[Piece]) -> tuple[str, tuple[Paragraph, ...], SourceMap]:
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
        offset += len(piece.text) + len(_SEPARATOR)
    text = _SEPARATOR.join(piece.text for piece in pieces)
    return text, tuple(paragraphs), SourceMap(runs=tuple(runs))


def assemble(document: Document, reading: DocumentReading, carried: Carried, language: str | None) -> Article:
    """The article of a reading. What its carrier states wins over what was read."""
    text, paragraphs, source_map = _joined(_ordered(reading.pieces))
    facts = _visible(reading.facts)
    url = carried.url or facts.url or own_url(document)
    stated = facts.outlet
    if document.ref.media_type is MediaType.HTML:  # a page says of itself what it likes
        stated = as_claimed(stated, own_url(document) or url)
    published = facts.published
    if carried.published:
        published = Timestamp(day=carried.published.date(), time=carried.published)
    updated = facts.updated
    if carried.updated:
        updated = Timestamp(day=carried.updated.date(), time=carried.updated)
    return Article(
        id=_article_id(document.ref),
        ref=document.ref,
        title=carried.title or facts.title,
        outlet=carried.outlet or stated or _domain(url),
        authors=carried.authors or facts.authors,
        agency=facts.agency,
        origins=facts.origins,
        dateline=facts.dateline,
        published=published,
        updated=updated,
        language=language,
        url=url,
        text=text,
        paragraphs=paragraphs,
        source_map=source_map,
        cut=reading.cut,
        dropped=tuple(sorted(reading.dropped, key=lambda drop: drop.span.start)),
    )


def _visible(facts: Facts) -> Facts:
    """The facts without characters that no reader sees; of broken input some cannot even be written down."""
    return replace(
        facts,
        title=facts.title and visible_text(facts.title),
        outlet=facts.outlet and visible_text(facts.outlet),
        dateline=facts.dateline and visible_text(facts.dateline),
        url=facts.url and visible_text(facts.url),
        authors=tuple(map(visible_text, facts.authors)),
        published=_visible_stamp(facts.published),
        updated=_visible_stamp(facts.updated),
    )


def _visible_stamp(stamp: Timestamp | None) -> Timestamp | None:
    return stamp.model_copy(update={"quote": visible_text(stamp.quote)}) if stamp and stamp.quote else stamp


def _article_id(ref: SourceRef) -> str:
    """The first twelve digits of the text's SHA-256, with the record's locator where there is one."""
    digits = ref.sha256[:12]
    return f"{digits}-{ref.locator}" if ref.locator else digits


def _ordered(pieces: Sequence[Piece]) -> list[Piece]:
    """Title and standfirst, the body in document order, then what stands beside it.

    A standfirst that only repeats the body goes to the end: it would be counted, and quoted, twice.
    """
    body = [p for p in pieces if p.kind not in _ASIDE and p.kind not in _HEAD]
    heads = [p for kind in _HEAD for p in pieces if p.kind is kind]
    standfirsts = [p for p in heads if p.kind is ParagraphKind.STANDFIRST]
    told = _squeeze(" ".join(p.text for p in body)) if standfirsts else ""
    repeats = [p for p in standfirsts if body and _squeeze(p.text) in told]
    beside = [p for p in pieces if p.kind in _ASIDE]
    return [p for p in heads if p not in repeats] + body + beside + repeats


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def own_url(document: Document) -> str | None:
    """The address that the carrier states, or that the document was fetched from."""
    ref = document.ref
    fetched = ref.source if ref.source.startswith(("http://", "https://")) and not ref.locator else None
    return document.carried.url or fetched


def _domain(url: str | None) -> str | None:
    match = re.match(r"https?://(?:[^/@]{1,100}@)?(?:www\d?\.)?([^/:?#]{3,253})", url or "")
    return match[1].lower() if match else None
