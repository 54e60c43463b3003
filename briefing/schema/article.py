"""An article: a document cleaned, with the way back to every character it came from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from briefing.schema.base import Model, Readable, SourceMap, Span
from briefing.schema.document import SourceRef


class ParagraphKind(StrEnum):
    """What a kept paragraph is. The first five tell the story; the others stand beside it."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    HEADING = "heading"
    BODY = "body"
    CUT_QUOTE = "cut_quote"
    """A quotation that a paywall or a teaser cut short."""
    CAPTION = "caption"
    AGENCY_NOTE = "agency_note"
    """ "auto-generated from a syndicated feed" and the like."""
    CORRECTION = "correction"
    """A correction or update note of the outlet."""


STORY_KINDS = frozenset(
    {
        ParagraphKind.TITLE,
        ParagraphKind.STANDFIRST,
        ParagraphKind.HEADING,
        ParagraphKind.BODY,
        ParagraphKind.CUT_QUOTE,
    }
)
_HEAD_KINDS = frozenset({ParagraphKind.TITLE, ParagraphKind.STANDFIRST})


class DropReason(StrEnum):
    """Why cleaning left a line out."""

    MENU = "menu"
    RELATED = "related"
    BIO = "bio"
    ADVERT = "advert"
    COMMENTS = "comments"
    COOKIES = "cookies"
    PAYWALL = "paywall"
    LEGAL = "legal"
    METADATA = "metadata"
    """Byline, dateline, dates and sections: read into the article's fields, not part of its text."""
    REPEATED = "repeated"
    HIDDEN = "hidden"
    """The page keeps it from its readers' eyes."""
    STRUCK = "struck"
    """Struck out: no longer said."""
    ADDRESSED = "addressed"
    """It addresses a language model and not a reader: it is shown to neither."""
    OTHER = "other"


class Paragraph(Model):
    """A paragraph of an article: ``span`` is a range of `Article.text`."""

    kind: ParagraphKind
    span: Span


class Dropped(Model):
    """A passage that cleaning left out: ``span`` is a range of the *document's* text."""

    span: Span
    reason: DropReason


class Timestamp(Model):
    """A point in time as precisely as the page gave it.

    ``time`` is None where only the day is known; it carries a zone only where the page names one that can be
    resolved. ``quote`` is the text that was read, None where a carrier (feed, JSONL) stated it.
    """

    day: date
    time: datetime | None = None
    quote: str | None = None

    def isoformat(self) -> str:
        """``2022-01-12T22:52+05:30``, or the day alone where no time is known."""
        return self.time.isoformat(timespec="minutes") if self.time else self.day.isoformat()


class Article(Model):
    """A cleaned article.

    ``text`` is the paragraphs joined by blank lines: first those that tell the story (`story`), then those that
    stand beside it (captions, notes). Every span of an article counts Unicode code points of ``text``. Metadata
    is None (or empty) where the page does not say; nothing is guessed.
    """

    id: str
    """Stable: derived from the source and the text."""
    ref: SourceRef
    title: Readable | None
    outlet: Readable | None
    """The outlet's name as the page, its domain or its carrier gives it."""
    authors: tuple[Readable, ...] = ()
    agency: Readable | None = None
    """The news agency whose text this is, such as ``ANI``."""
    origins: tuple[str, ...] = ()
    """Who the article says it has its news from, nearest first: ``("ANI", "Sputnik News Agency")``."""
    dateline: Readable | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    language: str | None = None
    """ISO 639-1 code, None where too short to tell."""
    url: Readable | None = None
    text: str
    paragraphs: tuple[Paragraph, ...]
    source_map: SourceMap
    cut: str | None = None
    """Why the text is known to be incomplete (``paywall``, ``teaser``), None where it seems whole."""
    dropped: tuple[Dropped, ...] = ()

    @property
    def story(self) -> Span:
        """The part of ``text`` that tells the story: what is chunked and shown to a model.

        It ends with the body. A standfirst that only repeats the body stands behind it, among what stands beside
        the story; where there is no body, title and standfirst are the story.
        """
        ends = [p.span.end for p in self.paragraphs if p.kind in STORY_KINDS - _HEAD_KINDS]
        ends = ends or [p.span.end for p in self.paragraphs if p.kind in STORY_KINDS]
        return Span(start=0, end=max(ends, default=0))

    @property
    def addressed(self) -> bool:
        """Whether the document holds text that addresses a language model; it was left out."""
        return any(passage.reason is DropReason.ADDRESSED for passage in self.dropped)

    def particulars(self) -> str:
        """Title, outlet, date with zone, language and address as far as they are known, a line each: for a model.

        The title is left out where the text begins with it.
        """
        facts = {
            "Title": None if self.title and self.text.startswith(self.title) else self.title,
            "Outlet": self.outlet,
            "Published": self.published.isoformat() if self.published else None,
            "Language": self.language,
            "Address": self.url,
        }
        return "\n".join(f"{name}: {' '.join(value.split())}" for name, value in facts.items() if value)

    @property
    def body(self) -> str:
        """The body alone, paragraphs joined by blank lines, without title, standfirst, captions and notes."""
        kinds = {ParagraphKind.HEADING, ParagraphKind.BODY, ParagraphKind.CUT_QUOTE}
        return "\n\n".join(self.slice(p.span) for p in self.paragraphs if p.kind in kinds)

    def slice(self, span: Span) -> str:
        """The characters of ``text`` that ``span`` covers."""
        return span.slice(self.text)

    def of_kind(self, kind: ParagraphKind) -> Iterator[str]:
        """The texts of the paragraphs of one kind, in order."""
        return (self.slice(p.span) for p in self.paragraphs if p.kind is kind)
