"""What the ledger holds, as values: what a day is compared with and what it comes to; and asking it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import Field

from briefing.language.names import canonical_organisation, fold, same_actor, state_behind
from briefing.schema.base import Model
from briefing.schema.corrections import Correction
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
from briefing.schema.verdict import Evidence

PREFIX = {EntryKind.OFFER: "O", EntryKind.RESPONSE: "R", EntryKind.QUESTION: "Q"}
STORY_PREFIX = "S"


WAITING = frozenset(
    {OfferStatus.PLANNED, OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED, OfferStatus.CONDITIONAL, OfferStatus.COUNTERED}
)
"""An offer of such a status waits for an answer, or for a condition to be met."""


def number_of(ident: str) -> int:
    """The number in an id: 12 for ``O12``."""
    return int(ident[1:])


def still_open(entries: Iterable[LedgerEntry], struck: Container[str] = ()) -> frozenset[str]:
    """The ids of what is still to come: offers that wait for an answer, questions that none has closed.

    A countered offer may still be taken up, until the offer that counters it is accepted. One that was raised,
    lowered or replaced is no more on the table. What people struck waits for nothing, and settles nothing.
    """
    held = tuple(entry for entry in entries if entry.id not in struck)
    offers = [entry for entry in held if entry.kind is EntryKind.OFFER]
    settled = {entry.answers for entry in offers if entry.status == OfferStatus.ACCEPTED}
    settled |= {entry.version_of for entry in offers}
    return frozenset(entry.id for entry in held if entry.id not in settled and waits(entry))


def waits(entry: LedgerEntry) -> bool:
    """Whether an entry's own status leaves something to come."""
    if entry.kind is EntryKind.OFFER:
        return OfferStatus(entry.status) in WAITING
    return entry.kind is EntryKind.QUESTION and entry.status != QuestionStatus.CLOSED


def stood_before(entry: LedgerEntry, day: date) -> LedgerEntry | None:
    """An entry as it stood before a day, None where no earlier day told of it."""
    return entry if entry.current.day < day else entry.on(day - timedelta(days=1))


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

    def before(self, day: date) -> dict[str, LedgerEntry]:
        """The entries as they stood before a day, by id."""
        stood = ((ident, stood_before(entry, day)) for ident, entry in self.entries.items())
        return {ident: entry for ident, entry in stood if entry}

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


class LedgerQuery(Model):
    """Which entries to show. All that is given must hold; None asks for nothing.

    ``actor`` is who offers, responds or receives, by any name that means it; ``story`` an id such as ``S4``;
    ``status`` one of the statuses of offers, stances or questions; ``since`` and ``until`` bound the days on which
    sources spoke of it, both included; ``day`` shows the ledger as it stood at the end of that day. What people struck
    is found as well, and is marked; ``open_only`` leaves it out.
    """

    actor: str | None = None
    kind: EntryKind | None = None
    status: str | None = None
    story: str | None = None
    since: date | None = None
    until: date | None = None
    day: date | None = None
    open_only: bool = False


_KINDS = tuple(EntryKind)


def select_entries(
    entries: Iterable[LedgerEntry], query: LedgerQuery, struck: Container[str] = ()
) -> tuple[LedgerEntry, ...]:
    """The entries that a query asks for, in the order of kind and number; none of ``struck`` is open."""
    standing = [each for entry in entries if (each := entry.on(query.day) if query.day else entry) is not None]
    waiting = still_open(standing, struck)
    found = [entry for entry in standing if _holds(entry, query) and (not query.open_only or entry.id in waiting)]
    return tuple(sorted(found, key=lambda entry: (_KINDS.index(entry.kind), number_of(entry.id))))


def belonging_to(ident: str, entries: Mapping[str, LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """An entry with the versions before and after it, and what answers, counters or asks about one of these."""
    versions = [ident]
    for one in versions:  # it grows: each is looked at once
        beside = [entry.id for entry in entries.values() if entry.version_of == one]
        before = entries[one].version_of
        beside += [before] if before in entries and before else []
        versions += [each for each in beside if each not in versions]
    found = dict.fromkeys(versions)
    found |= dict.fromkeys(entry.id for entry in entries.values() if not found.keys().isdisjoint(entry.all_answers))
    return tuple(entries[each] for each in found)


def _holds(entry: LedgerEntry, query: LedgerQuery) -> bool:
    return (
        (query.kind is None or entry.kind is query.kind)
        and (query.status is None or entry.status == query.status)
        and (query.story is None or entry.story == query.story)
        and (query.actor is None or _concerns(entry, query.actor))
        and any(_within(state.day, query) for state in entry.states)
    )


def _within(day: date, query: LedgerQuery) -> bool:
    return (query.since is None or day >= query.since) and (query.until is None or day <= query.until)


def _concerns(entry: LedgerEntry, actor: str) -> bool:
    """Whether an actor is a party to an entry: by name, by part of it, or as the state or body that acts through it."""
    wanted = fold(state_behind(actor) or canonical_organisation(actor) or actor)
    names = [name for name in (entry.party, entry.other) if name]
    if wanted in (entry.party_side, entry.other_side) or any(same_actor(name, actor) for name in names):
        return True
    return bool(wanted) and any(f" {wanted} " in f" {fold(name)} " for name in names)
