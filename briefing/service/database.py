"""The database of the service: opened, migrated, its two kinds of transaction, and the audit log of who did what."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from briefing import DataError, UsageError
from briefing.service.tables import audit

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x627266_73  # any number that nobody else locks
_WAIT = 60
"""Seconds that a writer waits for another."""


class ServiceDatabase:
    """Pages, jobs and keys. Every call blocks: the event loop hands it to a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True) -> ServiceDatabase:
        """Open a database (a file for SQLite, or a URL), creating or migrating the service's tables.

        Args:
            create: whether a file that is not there is made.

        Raises:
            UsageError: it is no database that can be opened, or there is none.
            DataError: it fails.
        """
        try:
            url = address(where)
            if not create and url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
                raise UsageError(f"there is no database {url.database}", hint="name it with --db")
            database = cls(_engine(url))
            with database.writing() as connection:
                _migrate(connection)
        except (ArgumentError, ImportError) as error:
            raise UsageError(
                "the service's database can't be opened", hint="give a file, or postgresql://... with psycopg installed"
            ) from error
        return database

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def writing(self, *, alone: bool = True) -> Iterator[Connection]:
        """One transaction that writes.

        Args:
            alone: with no other such beside it. SQLite has one writer in any case; on PostgreSQL, claiming a job
                needs none, since it locks its row.

        Raises:
            DataError: the database fails.
        """
        with _told(), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            if alone and connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that reads."""
        with _told(), self._engine.connect() as connection, connection.begin():
            yield connection


def address(where: str | Path) -> URL:
    """A path is SQLite; PostgreSQL means the psycopg driver unless the URL names one."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    url = make_url(where)
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]
        raise DataError(f"the service's database fails: {said}") from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
    if url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(f"{Path(url.database).parent} can't be made ({error.strerror})") from error
        _make_private(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": _WAIT})
    event.listen(engine, "connect", _own_transactions)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(file: Path) -> None:
    """Make the file of a database that is not there yet, for its owner alone: secrets of webhooks are in it. SQLite
    gives the files that it makes beside it (-wal, -shm) the same mode."""
    if file.name == ":memory:":
        return
    with suppress(OSError):  # it is there, or SQLite says why it can't be
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _own_transactions(connection: Any, _record: Any) -> None:
    """Let us say BEGIN: the driver would begin only at the first write, after what we decide on was read."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def add_audit_line(connection: Connection, tenant: str, who: str, did: str, what: str, at: float) -> None:
    """Write down who did what and when, in the transaction that does it. No line is ever changed."""
    connection.execute(insert(audit).values(at=at, tenant=tenant, who=who, did=did, what=what[:500]))


def audit_lines(
    database: ServiceDatabase, tenant: str, *, before: int | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The audit log of a tenant, latest first; those before a number where one is named."""
    query = select(audit).where(audit.c.tenant == tenant)
    if before is not None:
        query = query.where(audit.c.id < before)
    with database.reading() as connection:
        rows = connection.execute(query.order_by(audit.c.id.desc()).limit(limit)).all()
    return [{"id": row.id, "at": row.at, "who": row.who, "did": row.did, "what": row.what} for row in rows]
