"""What the desk's pages show, gathered from accepted pages and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing.errors import UsageError
from briefing.ledger import LedgerQuery
from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData
from briefing.schema.corrections import Correction
from briefing.schema.ledger import LedgerEntry, LedgerSource
from briefing.schema.timelines import Timeline
from briefing.service.shelf import Shelf

MOST_RUNS = 60
MOST_HITS = 50
_AROUND = 90
"""Characters shown on each side of what was looked for."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry of the ledger with its history and what people said of it."""

    entry: LedgerEntry
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


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place of an article that has the words that were looked for."""

    day: date
    article: str
    title: str
    start: int
    snippet: str


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


def entries(shelf: Shelf, query: LedgerQuery) -> tuple[LedgerEntry, ...]:
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


def found_in(days: Sequence[BriefingData], words: str) -> tuple[SearchHit, ...]:
    """Articles of some pages that have all of some words, whatever their case; the first place of the first word."""
    wanted = words.casefold().split()
    hits: dict[str, SearchHit] = {}
    for page in days:
        for article in page.articles:
            text = article.text.casefold()
            if wanted and article.id not in hits and all(word in text for word in wanted):
                # Folding can change the length: the place is looked for in the text itself, and is the start else.
                at = max(0, article.text.lower().find(wanted[0])) if len(text) == len(article.text) else 0
                snippet = article.text[max(0, at - _AROUND) : at + _AROUND]
                hits[article.id] = SearchHit(page.date, article.id, article.title or "untitled", at, snippet)
            if len(hits) == MOST_HITS:
                return tuple(hits.values())
    return tuple(hits.values())
