"""Asking the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from briefing.language.names import canonical_organisation, fold, same_actor, state_behind
from briefing.ledger._book import number_of, still_open
from briefing.schema.base import Model
from briefing.schema.ledger import EntryKind, LedgerEntry


class LedgerQuery(Model):
    """Which entries to show. All that is given must hold; None asks for nothing.

    ``actor`` is who offers, responds or receives, by any name that means it; ``story`` an id such as ``S4``;
    ``status`` one of the statuses of offers, stances or questions; ``since`` and ``until`` bound the days on which
    sources spoke of it, both included; ``day`` shows the ledger as it stood at the end of that day.
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


def select_entries(entries: Iterable[LedgerEntry], query: LedgerQuery) -> tuple[LedgerEntry, ...]:
    """The entries that a query asks for, in the order of kind and number."""
    standing = [each for entry in entries if (each := entry.on(query.day) if query.day else entry) is not None]
    waiting = still_open(standing)
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
