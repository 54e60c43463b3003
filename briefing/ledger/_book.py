"""What the ledger holds, as values: what a day is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import Field

from briefing.schema.base import Model
from briefing.schema.corrections import Correction
from briefing.schema.evidence import Evidence
from briefing.schema.ledger import (
    AddresseeStatus,
    Change,
    EntryKind,
    LedgerEntry,
    LedgerParty,
    LedgerState,
    LedgerStory,
    QuestionStatus,
)
from briefing.schema.terms import OfferStatus

PREFIX = {EntryKind.OFFER: "O", EntryKind.RESPONSE: "R", EntryKind.QUESTION: "Q"}
STORY_PREFIX = "S"

WAITING = frozenset(
    {
        OfferStatus.PLANNED,
        OfferStatus.OPEN,
        OfferStatus.ACKNOWLEDGED,
        OfferStatus.CONDITIONAL,
        OfferStatus.COUNTERED,
    }
)
"""An offer of such a status waits for an answer, or for a condition to be met."""


def number_of(ident: str) -> int:
    """The number in an id: 12 for ``O12``."""
    return int(ident[1:])


def still_open(entries: Iterable[LedgerEntry]) -> frozenset[str]:
    """The ids of what is still to come: offers that wait for an answer, questions that none has closed.

    A countered offer may still be taken up, until the offer that counters it is accepted. One that was raised,
    lowered or replaced is no more on the table.
    """
    held = tuple(entries)
    offers = [entry for entry in held if entry.kind is EntryKind.OFFER]
    settled = {entry.answers for entry in offers if entry.status == OfferStatus.ACCEPTED}
    settled |= {entry.version_of for entry in offers}
    return frozenset(entry.id for entry in held if entry.id not in settled and waits(entry))


def waits(entry: LedgerEntry) -> bool:
    """Whether an entry's own status leaves something to come."""
    if entry.kind is EntryKind.OFFER:
        return OfferStatus(entry.status) in WAITING
    return entry.kind is EntryKind.QUESTION and entry.status != QuestionStatus.CLOSED


@dataclass(frozen=True, slots=True)
class Telling:
    """A running story as one day told it: title and summary, its actors with their sides, the articles behind it."""

    day: date
    title: str
    summary: str
    sides: frozenset[str]
    articles: frozenset[str]
    actors: tuple[LedgerParty, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """All that the ledger holds.

    ``entries`` and ``tellings`` by id; ``last`` is the highest number given so far by the first letter of ids;
    ``corrections`` are those of editors that the entries are told with.
    """

    entries: Mapping[str, LedgerEntry] = field(default_factory=dict)
    tellings: Mapping[str, tuple[Telling, ...]] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()

    def stories(self) -> tuple[LedgerStory, ...]:
        """The running stories, by number."""
        return tuple(
            LedgerStory(id=ident, title=told[-1].title, opened=told[0].day, last_reported=told[-1].day)
            for ident, told in sorted(self.tellings.items(), key=lambda pair: number_of(pair[0]))
        )


class OfferStanding(Model):
    """Where an offer stands by the ledger: at which status, since which day, and what the day's sources tell instead;
    None in an outcome that an earlier release wrote."""

    status: OfferStatus
    since: date
    told: OfferStatus | None = None
    editor: str | None = None


class Beside(Model):
    """What an offer is to another one of the ledger: the next version of it, or perhaps the same."""

    version_of: str | None = None
    perhaps: str | None = None


class Reopened(Model):
    """The question that one of the day asks again, and when it was closed."""

    question: str
    closed: date


class Course(Model):
    """How a running story came to be what it is: which others it joins, and from which it is parted, on this day."""

    joins: tuple[str, ...] = ()
    parted_from: tuple[str, ...] = ()


class DayOutcome(Model):
    """What a recorded day came to, for its page.

    ``ids`` and ``stories`` lead from the keys of the day's items and stories to ids of the ledger. ``standing`` is that
    of the offers of which the day's sources say less than the ledger knows. ``changes`` are those of the stories on the
    page by their id, ``quiet`` of what fell silent or lapsed in others. ``beside`` says of offers by id what they are
    to other ones, ``each`` where they stand with each of several that were asked. ``reopened`` are the questions that
    ask again what was closed, ``courses`` what became of running stories, by id.
    """

    since: date | None
    ids: dict[str, str]
    stories: dict[str, str]
    standing: dict[str, OfferStanding] = Field(default_factory=dict)
    changes: dict[str, tuple[Change, ...]]
    quiet: tuple[Change, ...] = ()
    beside: dict[str, Beside] = Field(default_factory=dict)
    each: dict[str, tuple[AddresseeStatus, ...]] = Field(default_factory=dict)
    reopened: dict[str, Reopened] = Field(default_factory=dict)
    courses: dict[str, Course] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a day adds: entries it speaks of (with their state of the day), tellings, and its outcome."""

    day: date
    entries: tuple[LedgerEntry, ...]
    states: Mapping[str, LedgerState]
    tellings: Mapping[str, Telling]
    outcome: DayOutcome


Pieces = tuple[Evidence, ...]


def highest(ids: Iterable[str]) -> dict[str, int]:
    """The highest number given so far, by the first letter of ids."""
    found: dict[str, int] = {}
    for ident in ids:
        found[ident[0]] = max(found.get(ident[0], 0), number_of(ident))
    return found
