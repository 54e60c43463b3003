"""Between rows and values: the whole book out of the tables, and one day into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    false,
    func,
    insert,
    select,
    true,
    union,
    update,
)
from sqlalchemy.engine import RowMapping

from briefing.ledger import _tables as t
from briefing.ledger._book import Book, DayOutcome, Reckoning, Telling, highest
from briefing.ledger._day import DayRecord
from briefing.schema.corrections import Correction
from briefing.schema.ledger import LedgerEntry, LedgerKnown, LedgerOptions, LedgerParty, LedgerSource, LedgerState
from briefing.schema.links import BY_RULES, Links
from briefing.schema.verdict import Evidence

KeyT = TypeVar("KeyT")

_AT_ONCE = 500
"""Values in one query: databases bound them."""
_LISTS = ("forms", "addressees", "wordings", "conditions", "also_answers")
_STATE = ("day", "status", "text", "reported", "by")
_PIECE = ("article", "start", "end", "quote", "match", "score", "also_at")


def read_days(connection: Connection) -> tuple[date, ...]:
    """The recorded days, in order."""
    return tuple(connection.scalars(select(t.days.c.day).order_by(t.days.c.day)))


def read_digest(connection: Connection, day: date) -> str | None:
    """The digest of a day, None where it is not recorded."""
    return connection.scalar(select(t.days.c.digest).filter_by(day=day))


def latest_day(connection: Connection, before: date | None = None) -> date | None:
    """The latest recorded day, or the one before another."""
    asked = select(t.days.c.day).order_by(t.days.c.day.desc()).limit(1)
    found: date | None = connection.scalar(asked.where(t.days.c.day < before) if before else asked)
    return found


def read_outcome(connection: Connection, day: date) -> tuple[DayOutcome, LedgerKnown | None]:
    """What a recorded day came to, and what was known before; None where an earlier release recorded it."""
    row = connection.execute(select(t.days.c.outcome, t.days.c.known).filter_by(day=day)).one()
    known = LedgerKnown.model_validate_json(row.known) if row.known else None
    return DayOutcome.model_validate_json(row.outcome), known


def read_record(connection: Connection, day: date) -> DayRecord:
    """What was read of a recorded day."""
    return DayRecord.model_validate_json(connection.execute(select(t.days.c.record).filter_by(day=day)).scalar_one())


class Held(NamedTuple):
    """A recorded day: what was read of it, the digest of what was told first, the links that a model gave it, and how
    it was held together with others."""

    record: DayRecord
    digest: str
    links: Links | None
    options: LedgerOptions


def read_held(connection: Connection, day: date) -> Held:
    """A recorded day."""
    columns = select(t.days.c.record, t.days.c.digest, t.days.c.known)
    row = connection.execute(columns.where(t.days.c.day == day)).one()
    return Held(DayRecord.model_validate_json(row.record), row.digest, *_links(row.known))


def read_records(connection: Connection, after: date) -> list[Held]:
    """The days after one, in order."""
    columns = select(t.days.c.record, t.days.c.digest, t.days.c.known)
    rows = connection.execute(columns.where(t.days.c.day > after).order_by(t.days.c.day))
    return [Held(DayRecord.model_validate_json(row.record), row.digest, *_links(row.known)) for row in rows]


def _links(text: str | None) -> tuple[Links | None, LedgerOptions]:
    known = LedgerKnown.model_validate_json(text) if text else LedgerKnown()
    return known.links if known.links.by != BY_RULES else None, known.options


def read_corrections(connection: Connection) -> tuple[Correction, ...]:
    """All corrections, also those that were undone, in the order in which they were made."""
    rows = connection.execute(select(t.corrections).order_by(t.corrections.c.number)).mappings()
    return tuple(Correction.model_validate(dict(row)) for row in rows)


def write_correction(connection: Connection, correction: Correction) -> None:
    """Add a correction, or write down that it was undone."""
    row = correction.model_dump()
    row |= {name: row[name].isoformat() if row[name] else None for name in ("made", "undone")}
    _keep(connection, t.corrections, "number", [row])


def write_entry(connection: Connection, entry: LedgerEntry) -> None:
    """Add an entry that others may refer to before a day tells of it."""
    _keep_last(connection, [entry.id])
    _keep(connection, t.entries, "id", [entry.model_dump(exclude={"states"})])


def read_sources(connection: Connection) -> dict[str, LedgerSource]:
    """The articles that evidence stands in, by id."""
    rows = connection.execute(select(t.sources)).mappings()
    return {row["article"]: LedgerSource.model_validate(dict(row)) for row in rows}


def read_book(connection: Connection, evidence: Iterable[str] | None = None) -> Book:
    """All stories and entries. What no recorded day speaks of any more only keeps its number from being given again.

    Args:
        evidence: the entries whose evidence is read, unset of all: most of what a ledger holds is evidence.
    """
    entries = connection.execute(select(t.entries)).mappings().all()
    states = connection.execute(select(t.states).order_by(t.states.c.day)).mappings().all()
    asked = select(t.evidence).order_by(t.evidence.c.place)
    if evidence is None:
        pieces: Sequence[RowMapping] = connection.execute(asked).mappings().all()
    else:
        pieces = rows_of(connection, asked, t.evidence.c.entry, evidence)
    told = connection.execute(select(t.tellings).order_by(t.tellings.c.day)).mappings().all()
    return _book(entries, states, pieces, told, _read_last(connection))


def read_part(
    connection: Connection, entries: Iterable[str], stories: Iterable[str], since: date, *, evidence: bool = False
) -> Book:
    """Some entries, and what some stories told from a day on.

    Of the days before, an entry keeps how it began, where its status became another, and when it was last told of.

    Args:
        evidence: False where that of entries with a deadline is enough: nothing else is decided by it.
    """
    rows = rows_of(connection, select(t.entries), t.entries.c.id, entries)
    ids = [row["id"] for row in rows]
    due = [row["id"] for row in rows if evidence or row["due"]]
    states = [row for some in in_parts(ids) for row in connection.execute(_steps(some, since)).mappings()]
    pieces = rows_of(connection, select(t.evidence).order_by(t.evidence.c.place), t.evidence.c.entry, due)
    told = select(t.tellings).where(t.tellings.c.day >= since).order_by(t.tellings.c.day)
    return _book(rows, states, pieces, rows_of(connection, told, t.tellings.c.story, stories), _read_last(connection))


def told_since(connection: Connection, day: date) -> tuple[list[str], list[str]]:
    """The ids of the entries, and of the running stories, that a day or one after it tells of."""
    entries = connection.scalars(select(t.states.c.entry).where(t.states.c.day >= day).distinct())
    stories = connection.scalars(select(t.tellings.c.story).where(t.tellings.c.day >= day).distinct())
    return list(entries), list(stories)


def _steps(entries: Sequence[str], since: date) -> Select[Any]:
    """The states of entries from a day on; of those before it the first, each with a new status, and the last that was
    reported and the last that was not."""
    own, other = t.states.c, t.states.alias("other").c
    keys = select(own.entry, own.day).where(own.entry.in_(entries))
    last = select(func.max(other.day)).where(other.entry == t.entries.c.id)
    of_each = (
        select(t.entries.c.id, last.where(other.reported.is_(reported)).scalar_subquery())
        for reported in (true(), false())
    )
    # Each of these goes by an index: what an entry came to on all its days would be read, and grow with them.
    kept = union(
        keys.where(own.day >= since),
        keys.where(own.turned.is_(true())),
        *(asked.where(t.entries.c.id.in_(entries)) for asked in of_each),
    ).subquery()
    return select(t.states).join(kept, (own.entry == kept.c.entry) & (own.day == kept.c.day)).order_by(own.day)


def rows_of(
    connection: Connection, asked: Select[Any], column: ColumnElement[Any], keys: Iterable[Any]
) -> list[RowMapping]:
    """The rows of some keys, in the order in which they are asked for by each key."""
    parts = in_parts(sorted(set(keys)))
    return [row for part in parts for row in connection.execute(asked.where(column.in_(part))).mappings()]


def values_of(
    connection: Connection, asked: Select[Any], column: ColumnElement[Any], keys: Iterable[Any]
) -> frozenset[Any]:
    """What the rows of some keys have in the first column that is asked for."""
    parts = in_parts(sorted(set(keys)))
    return frozenset(value for part in parts for value in connection.scalars(asked.where(column.in_(part))))


def in_parts(keys: Sequence[KeyT], count: int = _AT_ONCE) -> Iterator[Sequence[KeyT]]:
    """The keys, so many at once."""
    for at in range(0, len(keys), count):
        yield keys[at : at + count]


def _read_last(connection: Connection) -> dict[str, int]:
    """The highest number given so far, by the first letter of ids."""
    rows = connection.execute(select(t.numbers).order_by(t.numbers.c.letter))
    return {row.letter: row.last for row in rows}


def _keep_last(connection: Connection, ids: Iterable[str]) -> None:
    """Let no number be given again, whatever becomes of the entry or story."""
    given, last = highest(ids), _read_last(connection)
    rows = [{"letter": letter, "last": max(number, last.get(letter, 0))} for letter, number in given.items()]
    _keep(connection, t.numbers, "letter", rows)


def _book(
    entries: Iterable[RowMapping],
    states: Iterable[RowMapping],
    pieces: Iterable[RowMapping],
    told: Iterable[RowMapping],
    last: Mapping[str, int],
) -> Book:
    tellings: defaultdict[str, list[Telling]] = defaultdict(list)
    for row in told:
        tellings[row["story"]].append(_telling(row))
    evidence: defaultdict[tuple[str, date], list[Evidence]] = defaultdict(list)
    for row in pieces:
        evidence[row["entry"], row["day"]].append(Evidence.model_validate({name: row[name] for name in _PIECE}))
    known: defaultdict[str, list[LedgerState]] = defaultdict(list)
    for row in states:
        fields = {name: row[name] for name in _STATE}
        known[row["entry"]].append(LedgerState(**fields, evidence=tuple(evidence.get((row["entry"], row["day"]), ()))))
    return Book(
        entries={row["id"]: _entry(row, known[row["id"]]) for row in entries if row["id"] in known},
        tellings={story: tuple(each) for story, each in tellings.items()},
        last=last,
    )


def _telling(row: RowMapping) -> Telling:
    actors = tuple(LedgerParty.model_validate(actor) for actor in row["actors"] or ())
    sides, articles = frozenset(row["sides"]), frozenset(row["articles"])
    return Telling(row["day"], row["title"], row["summary"], sides, articles, actors)


def _entry(row: RowMapping, states: list[LedgerState]) -> LedgerEntry:
    lists = {name: tuple(row[name] or ()) for name in _LISTS}
    return LedgerEntry.model_validate({**row, **lists, "states": tuple(states)})


def write_day(connection: Connection, record: DayRecord, digest: str, known: LedgerKnown, reckoning: Reckoning) -> None:
    """Add a day that the ledger does not hold, with what it was reckoned with and the digest of what was told first."""
    day = reckoning.day
    texts = {
        "record": record.model_dump_json(),
        "known": known.model_dump_json(),
        "outcome": reckoning.outcome.model_dump_json(),
    }
    connection.execute(insert(t.days).values(day=day, digest=digest, **texts))
    _keep(connection, t.sources, "article", [source.model_dump() for source in record.sources])
    _keep(connection, t.stories, "id", [{"id": ident} for ident in sorted(reckoning.tellings)])
    insert_rows(connection, t.tellings, [_telling_row(*told) for told in sorted(reckoning.tellings.items())])
    _keep(connection, t.entries, "id", [entry.model_dump(exclude={"states"}) for entry in reckoning.entries])
    states = sorted(reckoning.states.items())
    before = _statuses_before(connection, (ident for ident, _ in states), day)
    rows = [
        {"entry": ident, **_state_row(state), "turned": state.status != before.get(ident)} for ident, state in states
    ]
    insert_rows(connection, t.states, rows)
    pieces = [
        {"entry": ident, "day": day, "place": place, **piece.model_dump(mode="json")}
        for ident, state in states
        for place, piece in enumerate(state.evidence)
    ]
    insert_rows(connection, t.evidence, pieces)
    _keep_last(connection, (*reckoning.tellings, *(entry.id for entry in reckoning.entries)))


def _statuses_before(connection: Connection, entries: Iterable[str], day: date) -> dict[str, str]:
    """The status of each entry on the last of its days before one."""
    own, earlier = t.states.c, t.states.alias("earlier").c
    latest = select(func.max(earlier.day)).where(earlier.entry == own.entry, earlier.day < day)
    asked = select(own.entry, own.status).where(own.day == latest.scalar_subquery())
    return {row["entry"]: row["status"] for row in rows_of(connection, asked, own.entry, entries)}


def _telling_row(ident: str, telling: Telling) -> dict[str, Any]:
    return {
        "story": ident,
        "day": telling.day,
        "title": telling.title,
        "summary": telling.summary,
        "sides": sorted(telling.sides),
        "articles": sorted(telling.articles),
        "actors": [actor.model_dump() for actor in telling.actors],
    }


def _state_row(state: LedgerState) -> dict[str, Any]:
    return state.model_dump(exclude={"evidence", "editor"}) | {"by": list(state.by)}


def insert_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add rows to a table."""
    if rows:
        connection.execute(insert(table), rows)


def _keep(connection: Connection, table: Table, key: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or bring those up to date that are there."""
    column = table.c[key]
    there = values_of(connection, select(column), column, (row[key] for row in rows))
    insert_rows(connection, table, [row for row in rows if row[key] not in there])
    known = [{f"_{key}": row[key], **row} for row in rows if row[key] in there]
    if known and len(table.c) > 1:
        connection.execute(update(table).where(column == bindparam(f"_{key}")), known)


def erase_from(connection: Connection, day: date) -> None:
    """Take a day and all later ones out again. Their entries and stories keep their rows, so that no id is given
    to something else."""
    connection.execute(delete(t.days).where(t.days.c.day >= day))  # what was told and known on it goes with it
