"""What the desk's pages show of accepted pages and the ledger; articles cut at the edges of their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from briefing.errors import UsageError
from briefing.ledger import LedgerQuery
from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData, Merged
from briefing.schema.corrections import Correction
from briefing.schema.ledger import LedgerSource, MarkedEntry, Timeline
from briefing.schema.verdict import Evidence
from briefing.service.said import NOBODY, PeopleSay
from briefing.service.shelf import Shelf

MOST_RUNS = 60
_STRUCK = " (struck)"
_LONGEST_PLACE = 9
"""Digits: what a database takes as an offset."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry of the ledger with its history and what people said of it."""

    entry: MarkedEntry
    timeline: Timeline
    corrections: tuple[Correction, ...]
    sources: dict[str, LedgerSource]


@dataclass(frozen=True, slots=True)
class PastRun:
    """What a page cost, and how its proof-reader did on planted mistakes."""

    day: date
    engines: tuple[str, ...]
    requests: int
    cost: float | None
    planted: int
    caught: int

    @property
    def share(self) -> float | None:
        """The part of the planted mistakes that was caught, None where none was planted."""
        return self.caught / self.planted if self.planted else None


def timeline_of(shelf: Shelf, ident: str) -> Timeline | None:
    """What the ledger knows of an id; None where none is kept, or it knows nothing of it."""
    try:
        with shelf.ledger() as ledger:
            return ledger.timeline(ident)
    except UsageError:
        return None


def entry_page(shelf: Shelf, ident: str) -> EntryPage:
    """An entry with all that belongs to it.

    Raises:
        UsageError: there is no ledger, or no such entry.
    """
    with shelf.ledger() as ledger:
        timeline = ledger.timeline(ident)
        entry = next((each for each in ledger.entries() if each.id == ident), None)
        if entry is None:
            raise UsageError(f"{ident} is a story", hint="stories have a page of their own")
        said = tuple(each for each in ledger.corrections() if ident in (each.entry, each.other))
        return EntryPage(entry, timeline, said, ledger.sources())


def entries(shelf: Shelf, query: LedgerQuery) -> tuple[MarkedEntry, ...]:
    """The entries of the ledger that a query asks for."""
    with shelf.ledger() as ledger:
        return ledger.entries(query)


def article_of(page: BriefingData, ident: str) -> Article:
    """An article of a page.

    Raises:
        UsageError: the page has none of this id.
    """
    found = next((each for each in page.articles if each.id == ident), None)
    if found is None:
        raise UsageError(f"the page of {page.date} has no article {ident}")
    return found


def runs(shelf: Shelf) -> tuple[PastRun, ...]:
    """The latest runs, the first of them first."""
    return tuple(_run(shelf.page(day)) for day in shelf.days()[-MOST_RUNS:])


def _run(page: BriefingData) -> PastRun:
    return PastRun(
        day=page.date,
        engines=page.run.engines,
        requests=page.run.usage.requests,
        cost=page.run.usage.cost,
        planted=sum(rate.planted for rate in page.proofs),
        caught=sum(rate.caught for rate in page.proofs),
    )


def place_of(cursor: str | None) -> int:
    """Where a list goes on.

    Raises:
        UsageError: no list goes on there.
    """
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= _LONGEST_PLACE):
        raise UsageError("no list goes on there", hint="follow the link below the list")
    return int(cursor)


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """``article.text[start:end]`` and the items whose evidence covers all of it."""

    start: int
    text: str
    items: tuple[str, ...]


def marked(page: BriefingData, article: Article, people: PeopleSay = NOBODY) -> tuple[MarkedPiece, ...]:
    """The text of an article in pieces, in order, that together are all of it. What ``people`` struck says so."""
    spans = [(e.start, e.end, label) for label, e in _cited(page, people) if e.article == article.id]
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


def _cited(page: BriefingData, people: PeopleSay) -> Iterator[tuple[str, Evidence]]:
    """All items of a page with each of their passages."""
    for story in page.stories:
        told: list[tuple[Merged, str]] = [(offer, offer.what) for offer in story.offers]
        told += [(response, response.what) for response in story.responses]
        told += [(question, question.question) for question in story.open_questions]
        for item, text in told:
            label = f"{item.id} {text}{_STRUCK if people.struck(item.id) else ''}"
            yield from ((label, e) for e in item.evidence)
        for line in story.gist:
            label = f"{line.text}{_STRUCK if people.struck(*line.refs) else ''}"
            yield from ((label, e) for e in line.evidence)
