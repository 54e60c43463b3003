"""References of a page: numbers for passages, in the order in which they are read, and the passages themselves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from briefing.characters import visible
from briefing.rendering.layout import Reference
from briefing.rendering.words import moment
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.briefing import BriefingData
from briefing.schema.verdict import Evidence

_LINKED_WORDS = 6
"""Words at each end of a passage by which a browser finds it on the live page."""


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A piece of evidence in its surroundings, as the HTML page shows it."""

    reference: Reference
    before: str
    quote: str
    after: str
    source: str
    place: str
    """Where it stands: the half-open range of characters in the article's text; of a source with pages also the page
    that it begins on."""


class References:
    """Numbers for the evidence of one briefing, given when they are first asked for."""

    def __init__(self, data: BriefingData) -> None:
        self._day = data.date
        self._outlets = data.outlets
        self._articles = {article.id: article for article in data.articles}
        self._paragraphs: dict[str, list[Span]] = {}
        self._known: dict[tuple[str, int, int], Reference] = {}

    def of(self, evidence: Iterable[Evidence]) -> tuple[Reference, ...]:
        """The references of some evidence, each once. Passages of articles that the page does not hold have none."""
        found = (self._one(piece) for piece in evidence if piece.article in self._articles)
        return tuple(sorted(dict.fromkeys(found), key=lambda each: each.number))

    def all(self) -> tuple[Reference, ...]:
        """All that were given, in order."""
        return tuple(self._known.values())

    def _one(self, evidence: Evidence) -> Reference:
        key = (evidence.article, evidence.start, evidence.end)
        if key not in self._known:
            article = self._articles[evidence.article]
            self._known[key] = Reference(
                number=len(self._known) + 1,
                evidence=evidence,
                outlet=article.outlet or self._outlets.get(article.id, article.id),
                when=moment(article, self._day).partition(",")[0],
                link=_live(article, evidence),
            )
        return self._known[key]

    def passage(self, reference: Reference) -> ShownPassage:
        """The evidence within the paragraph (or paragraphs) that it stands in."""
        evidence = reference.evidence
        article = self._articles[evidence.article]
        around = self._surroundings(article, evidence.span)
        return ShownPassage(
            reference=reference,
            before=visible(article.text[around.start : evidence.start]),
            quote=visible(evidence.quote),
            after=visible(article.text[evidence.end : around.end]),
            source=str(article.ref),
            place=self._place(article, evidence),
        )

    def _place(self, article: Article, evidence: Evidence) -> str:
        place = f"{evidence.start}–{evidence.end}"
        ranges = article.source_map.to_source(evidence.span) if article.ref.pages else ()
        page = article.ref.page(ranges[0].start) if ranges else None
        return f"{place}, p. {page}" if page else place

    def _surroundings(self, article: Article, span: Span) -> Span:
        """From the start of the first paragraph that holds a character of the span to the end of the last."""
        if article.id not in self._paragraphs:
            self._paragraphs[article.id] = [paragraph.span for paragraph in article.paragraphs]
        spans = self._paragraphs[article.id]
        first = bisect_right(spans, span.start, key=lambda known: known.end)
        last = bisect_left(spans, span.end, key=lambda known: known.start) - 1
        if first > last or not len(span):
            return span
        return Span(start=min(span.start, spans[first].start), end=max(span.end, spans[last].end))


def live_address(article: Article) -> str | None:
    """The address of the live article, where it is one that a reader may follow."""
    address = article.url or ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def _live(article: Article, evidence: Evidence) -> str | None:
    """The live article at a passage, by the text fragment that browsers look for (WICG, Scroll-To-Text-Fragment)."""
    address = live_address(article)
    if address is None:
        return None
    words = evidence.quote.split()
    ends = [words] if len(words) <= 2 * _LINKED_WORDS else [words[:_LINKED_WORDS], words[-_LINKED_WORDS:]]
    # A comma and a hyphen have a meaning there; `quote` keeps the hyphen.
    text = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{address.partition('#')[0]}#:~:text={text}"
