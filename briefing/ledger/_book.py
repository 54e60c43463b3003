"""What the ledger holds, as values: what a day is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from briefing.schema.base import Model
from briefing.schema.evidence import Evidence
from briefing.schema.ledger import Change, EntryKind, LedgerEntry, LedgerState, LedgerStory, QuestionStatus
from briefing.schema.terms import OfferStatus

PREFIX = {EntryKind.OFFER: "O", EntryKind.RESPONSE: "R", EntryKind.QUESTION: "Q"}
STORY_PREFIX = "S"

WAITING = frozenset({OfferStatus.PLANNED, OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED, OfferStatus.CONDITIONAL})
"""An offer of such a status waits for an answer, or for a condition to be met."""


def number_of(ident: str) -> int:
    """The number in an id: 12 for ``O12``."""
    return int(ident[1:])


def is_open(kind: EntryKind, status: str) -> bool:
    """Whether something is still to come: an offer that waits for an answer, a question that none has closed."""
    if kind is EntryKind.OFFER:
        return OfferStatus(status) in WAITING
    return kind is EntryKind.QUESTION and status == QuestionStatus.OPEN


@dataclass(frozen=True, slots=True)
class Telling:
    """A running story as one day told it: its title, the sides of its actors and the articles it was told from."""

    day: date
    title: str
    sides: frozenset[str]
    articles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Book:
    """All that the ledger holds.

    ``entries`` and ``tellings`` by id; ``last`` is the highest number given so far by the first letter of ids.
    """

    entries: Mapping[str, LedgerEntry] = field(default_factory=dict)
    tellings: Mapping[str, tuple[Telling, ...]] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)

    def stories(self) -> tuple[LedgerStory, ...]:
        """The running stories, by number."""
        return tuple(
            LedgerStory(id=ident, title=told[-1].title, opened=told[0].day, last_reported=told[-1].day)
            for ident, told in sorted(self.tellings.items(), key=lambda pair: number_of(pair[0]))
        )


class DayOutcome(Model):
    """What a recorded day came to, for its page.

    ``ids`` leads from the keys of the day's items and stories to ids of the ledger. ``changes`` are those of the
    stories on the page by their id, ``quiet`` of what fell silent with its story.
    """

    since: date | None
    ids: dict[str, str]
    stories: dict[str, str]
    changes: dict[str, tuple[Change, ...]]
    quiet: tuple[Change, ...] = ()


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
