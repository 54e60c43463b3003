"""Asking the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefing.language.names import fold, same_actor
from briefing.language.topics import content
from briefing.ledger._reckoning import is_open
from briefing.schema.base import Model
from briefing.schema.ledger import EntryKind, LedgerEntry


class LedgerQuery(Model):
    """Which entries to show. All that is given must hold; None asks for nothing.

    ``actor`` is who offers, responds or receives, by any name that means it; ``story`` an id such as ``S4``;
    ``words`` must all stand in the text; ``day`` shows the ledger as it stood at the end of that day.
    """

    actor: str | None = None
    kind: EntryKind | None = None
    status: str | None = None
    story: str | None = None
    words: str | None = None
    day: date | None = None
    reported_since: date | None = None
    open_only: bool = False


def select_entries(entries: Sequence[LedgerEntry], query: LedgerQuery) -> tuple[LedgerEntry, ...]:
    """The entries that a query asks for, in their order."""
    standing = (entry.on(query.day) if query.day else entry for entry in entries)
    return tuple(entry for entry in standing if entry and _holds(entry, query))


def _holds(entry: LedgerEntry, query: LedgerQuery) -> bool:
    return (
        (query.kind is None or entry.kind is query.kind)
        and (query.status is None or entry.status == query.status)
        and (query.story is None or entry.story == query.story)
        and (query.actor is None or _concerns(entry, query.actor))
        and (query.words is None or set(content(query.words)) <= set(content(entry.text)))
        and (query.reported_since is None or entry.last_reported >= query.reported_since)
        and (not query.open_only or is_open(entry.kind, entry.status))
    )


def _concerns(entry: LedgerEntry, actor: str) -> bool:
    names = [name for name in (entry.party, entry.other, entry.party_side, entry.other_side) if name]
    return any(fold(name) == fold(actor) or same_actor(name, actor) for name in names)
