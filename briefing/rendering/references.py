"""References of the page: ``[ani 58–161]`` leads to characters 58 to 161 of the article with the key ``ani``."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.rendering.escaping import visible
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.briefing import BriefingData, Line, Merged, Story
from briefing.schema.evidence import Evidence
from briefing.schema.ledger import Change


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence in its surroundings, as the HTML page shows it."""

    anchor: str
    label: str
    before: str
    quote: str
    after: str
    source: str


class References:
    """Labels and anchors for the evidence of one briefing."""

    def __init__(self, data: BriefingData) -> None:
        self._outlets = data.outlets
        self._articles = {article.id: article for article in data.articles}
        self._paragraphs: dict[str, list[Span]] = {}

    def label(self, evidence: Evidence) -> str:
        """``ani 58–161``: the outlet's key and the half-open range in the article's text; of a source with pages also
        the page that it begins on: ``ani 58–161, p. 3``."""
        label = f"{self._outlets.get(evidence.article, evidence.article)} {evidence.start}–{evidence.end}"
        page = self._page(evidence)
        return f"{label}, p. {page}" if page else label

    def _page(self, evidence: Evidence) -> int | None:
        article = self._articles.get(evidence.article)
        if article is None or not article.ref.pages:
            return None
        ranges = article.source_map.to_source(evidence.span)
        return article.ref.page(ranges[0].start) if ranges else None

    def anchor(self, evidence: Evidence) -> str:
        """The id of the passage on the HTML page."""
        return f"e-{self._outlets.get(evidence.article, evidence.article)}-{evidence.start}-{evidence.end}"

    def passage(self, evidence: Evidence) -> Passage:
        """The evidence within the paragraph (or paragraphs) that it stands in."""
        article = self._articles[evidence.article]
        around = self._surroundings(article, evidence.span)
        return Passage(
            anchor=self.anchor(evidence),
            label=self.label(evidence),
            before=visible(article.text[around.start : evidence.start]),
            quote=visible(evidence.quote),
            after=visible(article.text[evidence.end : around.end]),
            source=str(article.ref),
        )

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


def all_evidence(data: BriefingData) -> Iterator[Evidence]:
    """Every piece of evidence that the page refers to, once, in the order of the page."""
    seen: set[tuple[str, int, int]] = set()
    for evidence in _in_page_order(data):
        key = (evidence.article, evidence.start, evidence.end)
        if key not in seen:
            seen.add(key)
            yield evidence


def _in_page_order(data: BriefingData) -> Iterator[Evidence]:
    yield from _of(data.bottom_line)
    for story in data.stories:
        yield from _of_story(story)
    for brief in data.briefs:
        for entry in brief.unsupported:
            yield from entry.item.evidence


def _of_story(story: Story) -> Iterator[Evidence]:
    if story.headline:
        yield from story.headline.evidence
    yield from _of(story.gist)
    yield from _of(story.changes)
    for items in (story.actors, story.offers, story.responses, story.open_questions):
        yield from _of(items)
    for conflict in story.conflicts:
        yield from conflict.sides
    for caution in story.cautions:
        yield caution.evidence


def _of(items: Iterable[Line | Merged | Change]) -> Iterator[Evidence]:
    for item in items:
        yield from item.evidence
