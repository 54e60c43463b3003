"""Between rows and values: the whole book out of the tables, and one day into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Select, Table, bindparam, cast, delete, func, insert, or_, select, update
from sqlalchemy.engine import RowMapping

from briefing.ledger import _tables as t
from briefing.ledger._book import Book, DayOutcome, Reckoning, Telling
from briefing.ledger._day import DayRecord
from briefing.schema.corrections import Correction
from briefing.schema.evidence import Evidence
from briefing.schema.ledger import LedgerEntry, LedgerKnown, LedgerOptions, LedgerParty, LedgerSource, LedgerState
from briefing.schema.links import BY_RULES, Links


def read_digests(connection: Connection) -> dict[date, str]:
    """The digest of each recorded day, in the order of the days."""
    rows = connection.execute(select(t.days.c.day, t.days.c.digest).order_by(t.days.c.day))
    return {row.day: row.digest for row in rows}


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
    _keep(connection, t.entries, "id", [entry.model_dump(exclude={"states"})])


def read_sources(connection: Connection) -> dict[str, LedgerSource]:
    """The articles that evidence stands in, by id."""
    rows = connection.execute(select(t.sources)).mappings()
    return {row["article"]: LedgerSource.model_validate(dict(row)) for row in rows}


def read_book(connection: Connection, *, evidence: bool = True, since: date | None = None) -> Book:
    """All stories and entries. What no recorded day speaks of any more only keeps its number from being given again.

    Nothing is decided by the evidence of earlier days but whether a deadline has passed: who decides may leave the
    rest where it is.

    Args:
        since: leave out the stories that no day from this one on tells of, but those with a deadline since then.
    """
    stories = _stories_since(since)
    tellings: defaultdict[str, list[Telling]] = defaultdict(list)
    told = select(t.tellings).where(t.tellings.c.story.in_(stories)).order_by(t.tellings.c.day)
    for row in connection.execute(told).mappings():
        tellings[row["story"]].append(_telling(row))
    entries = select(t.entries).where(t.entries.c.story.in_(stories))
    states = _read_states(connection, entries, _read_pieces(connection, entries, all_of_them=evidence))
    rows = (dict(zip(t.entries.c.keys(), row, strict=True)) for row in connection.execute(entries))
    return Book(
        entries={row["id"]: _entry(row, states[row["id"]]) for row in rows if row["id"] in states},
        tellings={story: tuple(told) for story, told in tellings.items()},
        last=_highest(connection),
    )


def _stories_since(since: date | None) -> Select[tuple[str]]:
    if since is None:
        return select(t.stories.c.id)
    told = select(t.tellings.c.story).where(t.tellings.c.day >= since)
    due = select(t.entries.c.story).where(t.entries.c.due >= since)
    return select(t.stories.c.id).where(or_(t.stories.c.id.in_(told), t.stories.c.id.in_(due)))


def _highest(connection: Connection) -> dict[str, int]:
    """The highest number given so far, by the first letter of ids."""
    found: dict[str, int] = {}
    for column in (t.stories.c.id, t.entries.c.id):
        number = cast(func.substr(column, 2), Integer)
        letter = func.substr(column, 1, 1)
        found.update({row[0]: row[1] for row in connection.execute(select(letter, func.max(number)).group_by(letter))})
    return dict(sorted(found.items()))


def _telling(row: RowMapping) -> Telling:
    actors = tuple(LedgerParty.model_validate(actor) for actor in row["actors"] or ())
    sides, articles = frozenset(row["sides"]), frozenset(row["articles"])
    return Telling(row["day"], row["title"], row["summary"], sides, articles, actors)


def _read_pieces(
    connection: Connection, entries: Select[Any], *, all_of_them: bool
) -> dict[tuple[str, date], list[Evidence]]:
    """The evidence by entry and day; of entries with a deadline alone where not all is asked for."""
    pieces: defaultdict[tuple[str, date], list[Evidence]] = defaultdict(list)
    wanted = entries.with_only_columns(t.entries.c.id)
    if not all_of_them:
        wanted = wanted.where(t.entries.c.due.is_not(None))
    asked = select(t.evidence).where(t.evidence.c.entry.in_(wanted)).order_by(t.evidence.c.place)
    for row in connection.execute(asked).mappings():
        fields = {name: row[name] for name in _PIECE}
        pieces[row["entry"], row["day"]].append(Evidence.model_validate(fields))
    return pieces


def _read_states(
    connection: Connection, entries: Select[Any], pieces: Mapping[tuple[str, date], list[Evidence]]
) -> dict[str, list[LedgerState]]:
    states: defaultdict[str, list[LedgerState]] = defaultdict(list)
    wanted = entries.with_only_columns(t.entries.c.id)
    asked = select(t.states).where(t.states.c.entry.in_(wanted)).order_by(t.states.c.day)
    for row in connection.execute(asked).mappings():
        fields = {name: row[name] for name in ("day", "status", "text", "reported", "by")}
        states[row["entry"]].append(LedgerState(**fields, evidence=tuple(pieces.get((row["entry"], row["day"]), ()))))
    return states


def _entry(row: dict[str, Any], states: list[LedgerState]) -> LedgerEntry:
    lists = {name: tuple(row[name] or ()) for name in ("forms", "addressees", "wordings", "also_answers")}
    return LedgerEntry.model_validate({**row, **lists, "states": tuple(states)})


_PIECE = ("article", "start", "end", "quote", "match", "score", "also_at")


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
    _insert(connection, t.tellings, [_telling_row(*told) for told in sorted(reckoning.tellings.items())])
    _keep(connection, t.entries, "id", [entry.model_dump(exclude={"states"}) for entry in reckoning.entries])
    states = sorted(reckoning.states.items())
    _insert(connection, t.states, [{"entry": ident, **_state_row(state)} for ident, state in states])
    pieces = [
        {"entry": ident, "day": day, "place": place, **piece.model_dump(mode="json")}
        for ident, state in states
        for place, piece in enumerate(state.evidence)
    ]
    _insert(connection, t.evidence, pieces)


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


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


_AT_ONCE = 500
"""Values in one query: databases bound them."""


def _keep(connection: Connection, table: Table, key: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or bring those up to date that are there."""
    column = table.c[key]
    there: set[Any] = set()
    for at in range(0, len(rows), _AT_ONCE):
        asked = select(column).where(column.in_([row[key] for row in rows[at : at + _AT_ONCE]]))
        there.update(connection.scalars(asked))
    _insert(connection, table, [row for row in rows if row[key] not in there])
    known = [{f"_{key}": row[key], **row} for row in rows if row[key] in there]
    if known and len(table.c) > 1:
        connection.execute(update(table).where(column == bindparam(f"_{key}")), known)


def erase_from(connection: Connection, day: date) -> None:
    """Take a day and all later ones out again. Their entries and stories keep their rows, so that no id is given
    to something else."""
    for table in (t.evidence, t.states, t.tellings, t.days):
        connection.execute(delete(table).where(table.c.day >= day))
