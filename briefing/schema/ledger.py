"""The ledger: offers, responses and open questions over days, and what changed from one day to the next."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from briefing.schema.base import Model
from briefing.schema.evidence import Evidence


class EntryKind(StrEnum):
    """What an entry of the ledger remembers."""

    OFFER = "offer"
    RESPONSE = "response"
    QUESTION = "question"


class QuestionStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    """A later source answers it."""


class ChangeKind(StrEnum):
    """What became of an entry on a day."""

    NEW = "new"
    UPDATED = "updated"
    """Its status changed, short of an answer."""
    UNCHANGED = "unchanged"
    """It is reported again, and stands where it stood."""
    ANSWERED = "answered"
    """An offer was answered, or a question closed."""
    QUIET = "quiet"
    """It is still open, and none of the day's sources speaks of it."""


class DayOutcome(StrEnum):
    """What recording a day did."""

    RECORDED = "recorded"
    SAME = "same"
    """The day stands in the ledger with the same content: nothing was written."""
    DIFFERS = "differs"
    """The day stands in the ledger with other content: nothing was written, and what would differ is reported."""
    LATE = "late"
    """Recorded after a later day: its entries were added, what later days said of change was left as it was."""
    COMPARED = "compared"
    """Only compared; nothing was to be written."""


class LedgerState(Model):
    """An entry as one day's sources report it.

    ``status`` is an `OfferStatus`, a `Stance` or a `QuestionStatus` by the kind of the entry, as of the end of the
    day. ``reported`` is False where the status follows from something else that was reported: a question is closed
    by the answer to the offer that it asks about.
    """

    day: date
    status: str
    text: str
    reason: str | None = None
    reported: bool = True
    conditions: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class LedgerEntry(Model):
    """An offer, response or question with all that days have said of it.

    ``id`` stays the same from day to day: ``O7``, ``R3``, ``Q12`` count over the whole ledger. ``party`` offers or
    responds, ``other`` receives; both are names as the page shows them, with ``party_side`` and ``other_side`` to
    compare by. ``answers`` is the id of the offer that a response answers, or that a question asks about.
    """

    id: str
    kind: EntryKind
    story: str
    party: str | None = None
    party_side: str | None = None
    other: str | None = None
    other_side: str | None = None
    answers: str | None = None
    states: tuple[LedgerState, ...] = Field(min_length=1, description="in the order of the days")

    @property
    def current(self) -> LedgerState:
        return self.states[-1]

    @property
    def status(self) -> str:
        return self.current.status

    @property
    def text(self) -> str:
        """The words of the latest report of it."""
        return next((s.text for s in reversed(self.states) if s.reported), self.current.text)

    @property
    def opened(self) -> date:
        return self.states[0].day

    @property
    def last_reported(self) -> date:
        return max((state.day for state in self.states if state.reported), default=self.opened)

    def on(self, day: date) -> LedgerEntry | None:
        """The entry as it stood at the end of a day, None where it was not known yet."""
        states = tuple(state for state in self.states if state.day <= day)
        return self.model_copy(update={"states": states}) if states else None


class LedgerStory(Model):
    """A running story: ``id`` (``S4``) stays the same from day to day."""

    id: str
    title: str
    opened: date
    last_reported: date


class LedgerChange(Model):
    """What became of one entry. ``item`` is its id on the day's page, None where the page does not hold it.

    ``before`` and ``after`` are statuses, ``before`` None for what is new; ``since`` is the last day that sources
    spoke of it before.
    """

    kind: ChangeKind
    entry: str
    entry_kind: EntryKind
    story: str
    item: str | None = None
    text: str
    before: str | None = None
    after: str
    since: date | None = None
    evidence: tuple[Evidence, ...] = ()


class StoryChange(Model):
    """What became of a story: ``item`` is its id on the page, None where the page does not hold it."""

    kind: ChangeKind
    story: str
    item: str | None = None
    title: str
    since: date | None = None


class DayReport(Model):
    """What a day changed. ``previous`` is the day before it in the ledger, None for the first."""

    day: date
    outcome: DayOutcome
    previous: date | None = None
    changes: tuple[LedgerChange, ...] = ()
    stories: tuple[StoryChange, ...] = ()

    def of_kind(self, kind: ChangeKind) -> tuple[LedgerChange, ...]:
        """The changes of one kind, in order."""
        return tuple(change for change in self.changes if change.kind is kind)
