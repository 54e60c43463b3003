"""The ledger in a database: SQLite or PostgreSQL, through SQLAlchemy, at the latest migration."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from briefing.errors import DataError, UsageError
from briefing.ledger._differences import differences
from briefing.ledger._query import LedgerQuery, select_entries
from briefing.ledger._reckoning import Book, Reckoning, reckon
from briefing.ledger._rows import erase_day, read_book, read_digests, write_day
from briefing.schema.briefing import Story
from briefing.schema.ledger import DayOutcome, DayReport, LedgerChange, LedgerEntry, LedgerStory

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6272696566  # any number that nobody else locks: "brief"
_WAIT = 60
"""Seconds that a writer waits for another."""


class Ledger:
    """What was offered, answered and asked, over days. Use as a context manager, or `close` it.

    Every write is one transaction behind a lock, so that processes that write at once wait for each other.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """Open a ledger, creating or migrating it as needed.

        Args:
            where: a file for SQLite, or a database URL (``sqlite:///...``, ``postgresql://...``).

        Raises:
            UsageError: the URL is not understood, or its driver is not installed.
            DataError: the database can't be opened, or was written by a newer version.
        """
        url = _url(where)
        try:
            engine = _engine(url)
            ledger = cls(engine)
            with ledger._writing() as connection:
                _migrate(connection)
        except (ArgumentError, NoSuchModuleError) as error:
            raise UsageError(f"ledger {_shown(url)}: no such kind of database", hint=_KINDS) from error
        except ImportError as error:
            hint = 'install it with: pip install "briefing[postgres]"'
            raise UsageError(f"ledger {_shown(url)}: its driver is not installed", hint=hint) from error
        except CommandError as error:
            hint = "upgrade this program, or name another ledger"
            raise DataError(f"ledger {_shown(url)}: written by another version ({error})", hint=hint) from error
        except (DatabaseError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise DataError(f"ledger {_shown(url)}: can't be opened: {reason}") from error
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def record(self, day: date, stories: Sequence[Story], *, replace: bool = False) -> DayReport:
        """Enter a day, and say what it changed.

        A day that the ledger holds is never rewritten silently: with the same content nothing happens (`SAME`), with
        other content nothing is written and the report says what would differ (`DIFFERS`). A day before the latest
        that the ledger does not hold is added under its date (`LATE`); what was reported after it stays.

        Args:
            replace: write the latest day anew where it differs. Ids of entries that it alone spoke of may change.
        """
        with self._writing() as connection:
            held = read_digests(connection)
            digest = digest_of(stories)
            outcome = _outcome(day, digest, held)
            if outcome is DayOutcome.DIFFERS and replace and day == max(held):
                erase_day(connection, day)
                outcome = DayOutcome.RECORDED
            reckoning = reckon(read_book(connection), day, stories)
            if outcome in (DayOutcome.RECORDED, DayOutcome.LATE):
                write_day(connection, reckoning, digest)
        return _report(reckoning, outcome, held)

    def compare(self, day: date, stories: Sequence[Story]) -> DayReport:
        """What recording a day would change; nothing is written. New entries have the ids that they would get."""
        with self._reading() as connection:
            held = read_digests(connection)
            return _report(reckon(read_book(connection), day, stories), DayOutcome.COMPARED, held)

    def days(self) -> tuple[date, ...]:
        """The recorded days, in order."""
        with self._reading() as connection:
            return tuple(read_digests(connection))

    def entries(self, query: LedgerQuery | None = None) -> tuple[LedgerEntry, ...]:
        """The entries that a query asks for, as of its day, in the order of kind and id."""
        return select_entries(self._book().entries, query or LedgerQuery())

    def stories(self) -> tuple[LedgerStory, ...]:
        """The running stories, in the order of their ids."""
        return self._book().stories

    def diff(self, earlier: date, later: date) -> tuple[LedgerChange, ...]:
        """What became of each entry between the ends of two days.

        Raises:
            UsageError: one of the days is not in the ledger, or they stand in the wrong order.
        """
        with self._reading() as connection:
            held = read_digests(connection)
            book = read_book(connection)
        for day in (earlier, later):
            if day not in held:
                known = f"the ledger holds {min(held)} to {max(held)}" if held else "the ledger is empty"
                raise UsageError(f"{day}: no such day in the ledger", hint=known)
        if earlier > later:
            raise UsageError(f"{earlier} is after {later}", hint="name the earlier day first")
        return differences(book.entries, earlier, later)

    def _book(self) -> Book:
        with self._reading() as connection:
            return read_book(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            yield connection


_KINDS = "give a file, sqlite:///file or postgresql://user@host/database"


def _url(where: str | Path) -> URL:
    """A path is SQLite; PostgreSQL means the psycopg driver unless the URL names one."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise UsageError(f"ledger {where}: not a database URL", hint=_KINDS) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url


def _shown(url: URL) -> str:
    return url.database or "" if url.drivername == "sqlite" else url.render_as_string(hide_password=True)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _WAIT})
    event.listen(engine, "connect", _own_transactions)
    event.listen(engine, "begin", _begin)
    return engine


def _own_transactions(connection: Any, _record: Any) -> None:
    """Let us say BEGIN: the driver would begin only at the first write, after what we decide on was read."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def digest_of(stories: Sequence[Story]) -> str:
    """The digest of what the ledger keeps of a day's stories, whatever ids and order they have on the page."""
    told = []
    for story in stories:
        names = {actor.id: actor.name for actor in story.actors}
        offers = {offer.id: offer.what for offer in story.offers}
        items = [
            *([names[o.offerer], names.get(o.recipient or ""), o.what, o.status, o.conditions] for o in story.offers),
            *([names[r.responder], offers.get(r.offer or ""), r.what, r.stance] for r in story.responses),
            *([q.question] for q in story.open_questions),
        ]
        pieces = [
            [piece.article, piece.start, piece.end]
            for item in (*story.offers, *story.responses, *story.open_questions)
            for piece in item.evidence
        ]
        told.append(json.dumps([sorted(story.articles), story.title, items, pieces], sort_keys=True))
    return sha256("\n".join(sorted(told)).encode("utf-8", "surrogatepass")).hexdigest()


def _outcome(day: date, digest: str, held: dict[date, str]) -> DayOutcome:
    if day in held:
        return DayOutcome.SAME if held[day] == digest else DayOutcome.DIFFERS
    return DayOutcome.LATE if held and day < max(held) else DayOutcome.RECORDED


def _report(reckoning: Reckoning, outcome: DayOutcome, held: dict[date, str]) -> DayReport:
    return DayReport(
        day=reckoning.day,
        outcome=outcome,
        previous=max((day for day in held if day < reckoning.day), default=None),
        changes=tuple(reckoning.changes),
        stories=tuple(reckoning.story_changes),
    )
