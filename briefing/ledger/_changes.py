"""What became of the entries of the ledger: from one day to the next, or between two days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from briefing.ledger._book import Pieces, number_of, still_open
from briefing.ledger._offers import bids_more
from briefing.ledger._parties import Near, Party, addressed, offerer, same_party
from briefing.ledger._statuses import falls_silent, is_answer
from briefing.schema.ledger import Change, ChangeKind, EntryKind, LedgerEntry, LedgerState
from briefing.schema.terms import OfferStatus

_ORDER = (
    ChangeKind.ANSWERED,
    ChangeKind.UPDATED,
    ChangeKind.RAISED,
    ChangeKind.REPLACED,
    ChangeKind.NEW,
    ChangeKind.NEW_PARTY,
    ChangeKind.UNCHANGED,
    ChangeKind.QUIET,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """The state of an entry at the end of a day, and the evidence that shows what brought it. ``again`` says that it
    was answered on this day as it had been answered before."""

    state: LedgerState
    shown: Pieces
    again: bool = False


def changes_of(
    before: Mapping[str, LedgerEntry],
    entries: Mapping[str, LedgerEntry],
    moved: Mapping[str, Moved],
    pages: Mapping[str, str],
    day: date,
    since: date | None,
    silent_after: int,
    struck: Container[str] = (),
) -> tuple[dict[str, tuple[Change, ...]], tuple[Change, ...]]:
    """The changes of a day by the story they stand in, and those of stories that the day does not tell.

    On the first day nothing has changed: there is nothing to compare with. Of what people struck nothing is awaited,
    and so its silence is not told.
    """
    if since is None:
        return {}, ()
    found: dict[str, list[Change]] = {}
    quiet: list[Change] = []
    for ident, entry in entries.items():
        if ident in moved:
            change = _change(entry, before.get(ident), moved[ident], before.get(entry.version_of or ""))
            (found.setdefault(pages[ident], []) if ident in pages else quiet).append(change)
    for change in _new_parties(before, entries, moved):
        found.setdefault(pages[change.item], []).append(change)
    stand = (after(entry, moved.get(entry.id)) for entry in {**before, **entries}.values())
    waiting = still_open(stand, struck)
    for entry in before.values():
        if entry.id not in moved and entry.id in waiting and falls_silent(entry, day, since, silent_after):
            (found.setdefault(pages[entry.id], []) if entry.id in pages else quiet).append(_quiet(entry))
    return {story: _in_order(changes) for story, changes in found.items()}, _in_order(quiet)


def after(entry: LedgerEntry, moved: Moved | None) -> LedgerEntry:
    """The entry as it stands at the end of the day."""
    return entry.model_copy(update={"states": (*entry.states, moved.state)}) if moved else entry


def _change(
    entry: LedgerEntry, before: LedgerEntry | None, moved: Moved, instead_of: LedgerEntry | None = None
) -> Change:
    state = moved.state
    replaced = instead_of if before is None and entry.kind is EntryKind.OFFER else None
    kind = ChangeKind.ANSWERED if moved.again else _kind(entry.kind, before.status if before else None, state.status)
    if replaced:
        kind = ChangeKind.RAISED if bids_more(entry, replaced) else ChangeKind.REPLACED
    return Change(
        kind=kind,
        instead_of=replaced.id if replaced else None,
        item=entry.id,
        text=_told(entry, state),
        before=before.status if before else None,
        after=state.status,
        by=state.by if before is None or before.status != state.status or moved.again else (),
        since=before.last_reported if before else replaced.last_reported if replaced else None,
        evidence=moved.shown,
    )


def _new_parties(
    before: Mapping[str, LedgerEntry], entries: Mapping[str, LedgerEntry], moved: Mapping[str, Moved]
) -> Iterator[Change]:
    """Who offers or answers in a running story in which it has not been named as a party before, once each."""
    known: defaultdict[str, list[Party]] = defaultdict(list)
    for entry in before.values():
        known[entry.story] += [*addressed(entry), *((by,) if (by := offerer(entry)) else ())]
    for ident, entry in sorted(entries.items(), key=lambda each: (each[0][0], number_of(each[0]))):
        by = offerer(entry)
        if ident in before or ident not in moved or by is None or entry.story not in known:
            continue
        if not any(same_party(by, other, Near.STORY) for other in known[entry.story]):
            known[entry.story].append(by)
            state = moved[ident].state
            text, shown = _told(entry, state), moved[ident].shown
            yield Change(
                kind=ChangeKind.NEW_PARTY, item=ident, text=text, after=state.status, party=entry.party, evidence=shown
            )


def _told(entry: LedgerEntry, state: LedgerState) -> str:
    """What is said of an entry, with the date that says so where it has lapsed untold."""
    lapsed = state.status == OfferStatus.LAPSED and not state.reported and entry.due
    return f"{state.text} (due {entry.due.isoformat()})" if lapsed and entry.due else state.text


def _kind(kind: EntryKind, before: str | None, after: str) -> ChangeKind:
    if before is None:
        return ChangeKind.NEW
    if before == after:
        return ChangeKind.UNCHANGED
    return ChangeKind.ANSWERED if is_answer(kind, after) else ChangeKind.UPDATED


def _quiet(entry: LedgerEntry) -> Change:
    return Change(
        kind=ChangeKind.QUIET,
        item=entry.id,
        text=entry.text,
        before=entry.status,
        after=entry.status,
        since=entry.last_reported,
    )


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """What was answered first, then what changed, is new, stands, is silent; by id within each."""
    return tuple(sorted(changes, key=lambda c: (_ORDER.index(c.kind), c.item[0], number_of(c.item))))


def differences(
    entries: Iterable[LedgerEntry], earlier: date, later: date, struck: Container[str] = ()
) -> tuple[Change, ...]:
    """What became of each entry between the ends of two days: one change for each that was reported or still open."""
    known = {entry.id: entry for entry in entries}
    stood = {ident: before for ident, entry in known.items() if (before := entry.on(earlier))}
    stands = {ident: after for ident, entry in known.items() if (after := entry.on(later))}
    waiting = still_open(stands.values(), struck)
    found = (_difference(stood.get(ident), after, earlier, waiting) for ident, after in stands.items())
    return _in_order(change for change in found if change is not None)


def _difference(
    before: LedgerEntry | None, after: LedgerEntry, earlier: date, waiting: Collection[str]
) -> Change | None:
    if before is not None and after.current.day <= earlier:
        return _quiet(before) if before.id in waiting else None
    moved = Moved(_last_step(after, earlier), ())
    change = _change(after, before, moved)
    return change.model_copy(update={"after": after.status, "evidence": moved.state.evidence})


def _last_step(entry: LedgerEntry, earlier: date) -> LedgerState:
    """The state after a day that brought the status the entry has now; its latest where that is older."""
    steps = [state for state in entry.history if state.day > earlier]
    return steps[-1] if steps else entry.current
