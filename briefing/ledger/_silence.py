"""What becomes of an entry of which a day says nothing: a deadline passes, or it falls silent."""

from __future__ import annotations

from datetime import date

from briefing.language.calendar import shifted
from briefing.ledger._book import waits
from briefing.schema.ledger import EntryKind, LedgerEntry
from briefing.schema.terms import OfferStatus

_UNANSWERED = frozenset({OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED})


def lapses(entry: LedgerEntry, day: date) -> bool:
    """Whether an offer, as it stood before a day, has had its deadline pass without an answer."""
    return (
        entry.kind is EntryKind.OFFER
        and entry.due is not None
        and entry.due < day
        and OfferStatus(entry.status) in _UNANSWERED
        and entry.history[-1].editor is None
    )


def falls_silent(entry: LedgerEntry, day: date, since: date | None, after: int) -> bool:
    """Whether this is the first recorded day on which what waits has not been spoken of for so many days."""
    due = shifted(entry.last_reported, after)
    return since is not None and since < due <= day and waits(entry)


def may_change_untold(entry: LedgerEntry, day: date, since: date | None, after: int) -> bool:
    """Whether a day may change an entry that none of its sources speaks of."""
    before: LedgerEntry | None = entry
    if entry.current.day >= day:
        states = tuple(state for state in entry.states if state.day < day)
        before = entry.model_copy(update={"states": states}) if states else None
    return before is not None and (lapses(before, day) or falls_silent(before, day, since, after))
