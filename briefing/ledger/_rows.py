"""Between rows and values: the whole book out of the tables, and one day into them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.engine import RowMapping

from briefing.ledger import _tables as t
from briefing.ledger._matching import number_of
from briefing.ledger._reckoning import Book, Reckoning
from briefing.schema.evidence import Evidence
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerState, LedgerStory

_PREFIX = {EntryKind.OFFER: "O", EntryKind.RESPONSE: "R", EntryKind.QUESTION: "Q"}
_KIND = {prefix: kind for kind, prefix in _PREFIX.items()}

_Key = tuple[str, int]


def read_digests(connection: Connection) -> dict[date, str]:
    """The digest of each recorded day, in order of the days."""
    rows = connection.execute(select(t.days).order_by(t.days.c.day)).mappings()
    return {row["day"]: row["digest"] for row in rows}


def read_book(connection: Connection) -> Book:
    """All stories and entries, in the order of their numbers."""
    titles: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
    for row in connection.execute(select(t.story_days).order_by(t.story_days.c.day)).mappings():
        titles[row["story"]].append((row["day"], row["title"]))
    stories = tuple(
        LedgerStory(
            id=f"S{row['number']}",
            title=titles[row["number"]][-1][1],
            opened=titles[row["number"]][0][0],
            last_reported=titles[row["number"]][-1][0],
        )
        for row in connection.execute(select(t.stories).order_by(t.stories.c.number)).mappings()
    )
    return Book(stories, _read_entries(connection))


def _read_entries(connection: Connection) -> tuple[LedgerEntry, ...]:
    pieces: defaultdict[tuple[str, int, date], list[Evidence]] = defaultdict(list)
    by_place = select(t.evidence).order_by(t.evidence.c.place)
    for row in connection.execute(by_place).mappings():
        pieces[row["kind"], row["number"], row["day"]].append(Evidence.model_validate(row["piece"]))
    states: defaultdict[_Key, list[LedgerState]] = defaultdict(list)
    for row in connection.execute(select(t.states).order_by(t.states.c.day)).mappings():
        key = (row["kind"], row["number"], row["day"])
        states[row["kind"], row["number"]].append(_state(row, tuple(pieces[key])))
    rows = connection.execute(select(t.entries).order_by(t.entries.c.kind, t.entries.c.number)).mappings()
    return tuple(_entry(row, tuple(states[row["kind"], row["number"]])) for row in rows)


def _state(row: RowMapping, pieces: tuple[Evidence, ...]) -> LedgerState:
    fields = ("day", "status", "text", "reason", "reported", "conditions", "outlets", "origins")
    return LedgerState(**{name: row[name] for name in fields}, evidence=pieces)


def _entry(row: RowMapping, states: tuple[LedgerState, ...]) -> LedgerEntry:
    kind = EntryKind(row["kind"])
    return LedgerEntry(
        id=f"{_PREFIX[kind]}{row['number']}",
        kind=kind,
        story=f"S{row['story']}",
        party=row["party"],
        party_side=row["party_side"],
        other=row["other"],
        other_side=row["other_side"],
        answers=f"O{row['answers']}" if row["answers"] is not None else None,
        states=states,
    )


def write_day(connection: Connection, reckoning: Reckoning, digest: str) -> None:
    """Add a day that the ledger does not hold."""
    day = reckoning.day
    connection.execute(insert(t.days).values(day=day, digest=digest))
    _insert(connection, t.stories, [{"number": number_of(s.id), "opened": s.opened} for s in reckoning.stories])
    told = sorted(reckoning.told.items())
    _insert(connection, t.story_days, [{"story": number_of(i), "day": day, "title": title} for i, title in told])
    _insert(connection, t.entries, [_entry_row(entry) for entry in reckoning.entries])
    states = sorted(reckoning.states.items())
    _insert(connection, t.states, [{**_key(ident), **_state_row(state)} for ident, state in states])
    _insert(
        connection,
        t.evidence,
        [
            {**_key(ident), "day": day, "place": place, **_piece_row(piece)}
            for ident, state in states
            for place, piece in enumerate(state.evidence)
        ],
    )


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _key(ident: str) -> dict[str, Any]:
    return {"kind": _KIND[ident[0]].value, "number": number_of(ident)}


def _entry_row(entry: LedgerEntry) -> dict[str, Any]:
    own = entry.model_dump(include={"party", "party_side", "other", "other_side"})
    answers = number_of(entry.answers) if entry.answers else None
    return {**_key(entry.id), "story": number_of(entry.story), **own, "answers": answers}


def _state_row(state: LedgerState) -> dict[str, Any]:
    return state.model_dump(exclude={"evidence"})


def _piece_row(piece: Evidence) -> dict[str, Any]:
    own = piece.model_dump(include={"article", "start", "end", "quote"})
    return {**own, "piece": piece.model_dump(mode="json")}


def erase_day(connection: Connection, day: date) -> None:
    """Take a day out again, with the stories and entries that no other day speaks of."""
    connection.execute(delete(t.evidence).where(t.evidence.c.day == day))
    connection.execute(delete(t.states).where(t.states.c.day == day))
    held = select(t.states.c.number).where(t.states.c.kind == t.entries.c.kind, t.states.c.number == t.entries.c.number)
    connection.execute(delete(t.entries).where(~held.exists()))
    connection.execute(delete(t.story_days).where(t.story_days.c.day == day))
    told = select(t.story_days.c.story).where(t.story_days.c.story == t.stories.c.number)
    connection.execute(delete(t.stories).where(~told.exists()))
    connection.execute(delete(t.days).where(t.days.c.day == day))
