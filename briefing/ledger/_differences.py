"""What became of the entries between two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefing.ledger._reckoning import is_answer, is_open
from briefing.schema.ledger import ChangeKind, LedgerChange, LedgerEntry


def differences(entries: Sequence[LedgerEntry], earlier: date, later: date) -> tuple[LedgerChange, ...]:
    """One change for each entry that was open at the end of ``earlier`` or reported since."""
    return tuple(change for entry in entries if (change := _difference(entry, earlier, later)) is not None)


def _difference(entry: LedgerEntry, earlier: date, later: date) -> LedgerChange | None:
    before, after = entry.on(earlier), entry.on(later)
    if after is None:
        return None
    reported = after.last_reported > earlier
    if before is None:
        kind = ChangeKind.NEW
    elif before.status != after.status:
        kind = ChangeKind.ANSWERED if is_answer(entry.kind, after.status) else ChangeKind.UPDATED
    elif reported:
        kind = ChangeKind.UNCHANGED
    elif is_open(entry.kind, after.status):
        kind = ChangeKind.QUIET
    else:
        return None
    return LedgerChange(
        kind=kind,
        entry=entry.id,
        entry_kind=entry.kind,
        story=entry.story,
        text=after.text,
        before=before.status if before else None,
        after=after.status,
        since=before.last_reported if before else None,
        evidence=after.current.evidence if after.current.day > earlier else (),
    )
