"""What cleaning did to a document, for a person: every line of it, kept or dropped, and why."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from collections.abc import Iterator

from briefing.schema.article import Article, DropReason, ParagraphKind, Timestamp
from briefing.schema.base import Model, Span
from briefing.schema.document import Document, MediaType

_WIDTH = 100
_LABEL = 16
# Where a browser begins a new line.
_BLOCKS = frozenset(
    [
        *("article", "aside", "body", "br", "button", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "li", "main", "nav", "ol", "option"),
        *("p", "section", "select", "table", "tbody", "td", "th", "thead", "title", "tr", "ul"),
    ]
)
_TAG = re.compile(r"<[^<>]*>")


class ExplainedLine(Model):
    """A passage of a document and its fate: ``kept`` as a kind of paragraph, ``dropped`` for a reason, or neither,
    where cleaning left it out and gives no reason.

    ``span`` is a range of the *document's* text, None where the passage came from the document's carrier (the
    title that a feed gave). ``text`` is what a reader sees: white space folded, markup and controls left out.
    """

    text: str
    span: Span | None
    kept: ParagraphKind | None = None
    dropped: DropReason | None = None


def explained(document: Document, article: Article) -> tuple[ExplainedLine, ...]:
    """The passages of ``document`` in its order, each with what ``article`` made of it."""
    lines = [*_kept(article), *_dropped(document, article)]
    for gap in _unclaimed(document, article):
        lines += _markup_lines(document, gap) if document.ref.media_type is MediaType.HTML else _lines(document, gap)
    return tuple(sorted(lines, key=lambda line: (line.span.start, line.span.end) if line.span else (-1, -1)))


def explain(document: Document, article: Article, *, width: int = _WIDTH) -> str:
    """The lines of ``document`` as text, ``+`` the kept ones with their kind, ``-`` the dropped ones with the
    reason, wrapped to ``width`` columns, below a few lines on what the article says about itself."""
    lines = explained(document, article)
    kept = sum(line.kept is not None for line in lines)
    head = [str(document.ref), *_facts(article), f"{kept} of {len(lines)} passages kept"]
    return "\n".join([*map(_visible, head), "", *(_row(line, width) for line in lines)]) + "\n"


def _kept(article: Article) -> Iterator[ExplainedLine]:
    for paragraph in article.paragraphs:
        sources = article.source_map.to_source(paragraph.span)
        start, end = min((s.start for s in sources), default=None), max((s.end for s in sources), default=None)
        span = None if start is None or end is None else Span(start=start, end=end)
        yield ExplainedLine(text=_visible(article.slice(paragraph.span)), span=span, kept=paragraph.kind)


def _dropped(document: Document, article: Article) -> Iterator[ExplainedLine]:
    for passage in article.dropped:
        text = _read(document, passage.span)
        yield ExplainedLine(text=text, span=passage.span, dropped=passage.reason)


def _unclaimed(document: Document, article: Article) -> Iterator[Span]:
    """The stretches of which the article says neither that it kept nor that it dropped them."""
    kept = (article.source_map.to_source(paragraph.span) for paragraph in article.paragraphs)
    claimed = [span for spans in kept for span in spans] + [passage.span for passage in article.dropped]
    at, size = 0, len(document.text)
    for span in [*sorted(claimed, key=lambda span: (span.start, span.end)), Span(start=size, end=size)]:
        if span.start > at:
            yield Span(start=at, end=span.start)
        at = max(at, span.end)


def _lines(document: Document, span: Span) -> Iterator[ExplainedLine]:
    start = span.start
    for line in span.slice(document.text).split("\n"):
        if any(character.isalnum() for character in line):
            own = Span(start=start, end=start + len(line))
            yield ExplainedLine(text=_read(document, own), span=own)
        start += len(line) + 1


def _markup_lines(document: Document, span: Span) -> Iterator[ExplainedLine]:
    """The visible lines of a stretch of HTML, a block each; all carry the span of the stretch."""
    for block in _TAG.split(_markup(span.slice(document.text), _BLOCKS)):
        text = _visible(html.unescape(block))
        if any(character.isalnum() for character in text):
            yield ExplainedLine(text=text, span=span)


def _facts(article: Article) -> list[str]:
    stated = {
        "title": article.title,
        "outlet": article.outlet,
        "by": ", ".join(article.authors),
        "agency": article.agency,
        "origins": ", ".join(article.origins),
        "dateline": article.dateline,
        "published": _time(article.published),
        "updated": _time(article.updated),
        "language": article.language,
        "url": article.url,
        "cut": article.cut,
    }
    return [f"{name}: {value}" for name, value in stated.items() if value]


def _time(stamp: Timestamp | None) -> str | None:
    if stamp is None:
        return None
    return f"{stamp.isoformat()} (from {stamp.quote!r})" if stamp.quote else stamp.isoformat()


def _row(line: ExplainedLine, width: int) -> str:
    mark, label = ("+", line.kept) if line.kept else ("-", line.dropped or "left out")
    first = f"{mark} {label:<{_LABEL - 2}}"
    return textwrap.fill(
        line.text,
        width=max(width, 2 * _LABEL),
        initial_indent=first,
        subsequent_indent=f"{mark:<{_LABEL}}",
        break_on_hyphens=False,
    )


def _read(document: Document, span: Span) -> str:
    text = span.slice(document.text)
    if document.ref.media_type is MediaType.HTML:
        text = html.unescape(_markup(text, frozenset()))
    return _visible(text)


def _markup(text: str, tags: frozenset[str]) -> str:
    """``text`` with no other tags than these, without attributes, scripts and styles."""
    import nh3

    return nh3.clean(text, tags=set(tags), attributes={}, clean_content_tags={"script", "style"}, link_rel=None)


def _visible(text: str) -> str:
    """``text`` on one line, without what could steer a terminal."""
    folded = " ".join(text.split())
    return "".join(
        character if character.isprintable() else "" if unicodedata.category(character) == "Cf" else "\ufffd"
        for character in folded
    )
