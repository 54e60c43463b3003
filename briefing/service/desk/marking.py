"""An article cut at the edges of its evidence: each piece with the items that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData
from briefing.schema.evidence import Evidence


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """``article.text[start:end]`` and the items whose evidence covers all of it."""

    start: int
    text: str
    items: tuple[str, ...]


def marked(page: BriefingData, article: Article) -> tuple[MarkedPiece, ...]:
    """The text of an article in pieces, in order, that together are all of it."""
    spans = [(e.start, e.end, label) for label, e in _cited(page) if e.article == article.id]
    edges = sorted({0, len(article.text), *(edge for start, end, _ in spans for edge in (start, end))})
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for start, end, label in spans:
        starts.setdefault(start, []).append(label)
        ends.setdefault(end, []).append(label)
    pieces: list[MarkedPiece] = []
    open_now: dict[str, int] = {}
    for start, end in pairwise(edges):
        for label in ends.get(start, ()):
            open_now[label] -= 1
        for label in starts.get(start, ()):
            open_now[label] = open_now.get(label, 0) + 1
        items = tuple(label for label, count in open_now.items() if count > 0)
        pieces.append(MarkedPiece(start, article.text[start:end], items))
    return tuple(pieces)


def _cited(page: BriefingData) -> Iterator[tuple[str, Evidence]]:
    """All items of a page with each of their passages."""
    for story in page.stories:
        for offer in story.offers:
            yield from ((f"{offer.id} {offer.what}", e) for e in offer.evidence)
        for response in story.responses:
            yield from ((f"{response.id} {response.what}", e) for e in response.evidence)
        for question in story.open_questions:
            yield from ((f"{question.id} {question.question}", e) for e in question.evidence)
        for line in story.gist:
            yield from ((line.text, e) for e in line.evidence)
