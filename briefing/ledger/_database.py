"""The database of a ledger: where it is, opened at the latest migration, and its transactions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, SQLAlchemyError
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from briefing.errors import DataError, UsageError
from briefing.ledger._identities import catch_up
from briefing.ledger._tables import HEAD, metadata, version
from briefing.redaction import redact, secrets_of_environment

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6272696566  # any number that nobody else locks: "brief" in ASCII
_WAIT = 60
"""Seconds that a writer waits for another."""
_KINDS = "give a file, sqlite:///file or postgresql://user@host/database"

_NO_FILE = re.compile(
    r"(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle|sqlite)(?:\+\w+)?(?::|//)"  # a URL with a slash too few
    r"|\s*(?:host|hostaddr|port|dbname|user|password|service)\s*="  # what libpq takes
    r"|[^/\s]+:[^/\s]*@",  # a URL without its scheme
    re.IGNORECASE,
)
"""What would be a file's name, and was meant for a database: made a file, its password would be written on it."""
_SECRET_PART = re.compile(r"pass|pwd|secret|token|key|options|cert", re.IGNORECASE)


class Database:
    """A database that holds a ledger. Everything that SQLite and PostgreSQL do differently is done here."""

    def __init__(self, engine: Engine, shown: str, secrets: Sequence[str] = ()) -> None:
        self._engine = engine
        self._secrets = secrets
        self.shown = shown
        """The database as messages name it, without a password."""

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True) -> Database:
        """Open a database, creating or migrating the ledger in it.

        Raises:
            UsageError: the URL is not understood, its driver is not installed, or there is no such file and none is to
                be created.
            DataError: the database can't be opened, or was written by another release.
        """
        url = _read_address(where)
        name = _shown(url)
        if not create and url.get_backend_name() == "sqlite" and not _exists(url.database):
            raise UsageError(
                f"there is no ledger {name}", hint="`briefing generate --ledger` makes one with its first day"
            )
        try:
            database = cls(_engine(url), name, _secrets(url))
            with ExitStack() as otherwise:
                otherwise.callback(database.close)
                database._prepare()
                otherwise.pop_all()
        except (ArgumentError, NoSuchModuleError, ValueError, TypeError) as error:
            raise UsageError(f"ledger {name}: not a database that can be opened", hint=_KINDS) from error
        except ImportError as error:
            hint = "install psycopg (in a new environment: auditable-briefing[postgres])"
            raise UsageError(f"ledger {name}: its driver is not installed", hint=hint) from error
        except (SQLAlchemyError, OSError) as error:
            reason = _reason(error, _secrets(url))
            raise DataError(f"ledger {name}: can't be opened: {reason}", hint=_KINDS) from error
        return database

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, with no other writer beside it: what it reads stays true until it has written.

        Raises:
            DataError: the database fails: another writer is not done in time, the disk is full, the server is gone.
        """
        with self._failures_told("written"), self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that sees the ledger as it stood when it began.

        Raises:
            DataError: the database fails.
        """
        with self._failures_told("read"), self._transaction() as connection:
            yield connection

    @contextmanager
    def _failures_told(self, done: str) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise DataError(f"ledger {self.shown}: can't be {done}: {_reason(error, self._secrets)}") from error

    @contextmanager
    def _transaction(self, *, writes: bool = False) -> Iterator[Connection]:
        with self._engine.connect().execution_options(writes=writes) as connection, connection.begin():
            if connection.dialect.name == "postgresql" and writes:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            elif connection.dialect.name == "postgresql":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield connection

    def _prepare(self) -> None:
        if self._engine.dialect.name == "sqlite":
            self._write_ahead()
        with self._transaction() as connection:
            revision = _revision(connection)
        if revision == HEAD:
            return
        if revision is not None and revision not in _known_revisions():
            which = "a newer release" if revision > HEAD else "another release"
            hint = "upgrade this program, or name another ledger"
            raise DataError(f"ledger {self.shown}: written by {which} (revision {revision[:40]!r})", hint=hint)
        with self._transaction(writes=True) as connection:
            if _revision(connection) is None:
                _make(connection)
            else:
                _migrate(connection)
                catch_up(connection)

    def _write_ahead(self) -> None:
        """Let readers read while one writes. A file is told once; SQLite's own wait does not cover the telling."""
        busy = Retrying(
            retry=retry_if_exception(_is_busy), stop=stop_after_delay(_WAIT), wait=wait_fixed(0.05), reraise=True
        )
        for attempt in busy:
            with attempt, self._engine.connect() as connection:
                _sqlite(connection.connection.driver_connection, "PRAGMA journal_mode=WAL")


def _sqlite(connection: Any, statement: str) -> None:
    """Run a statement outside any transaction."""
    import sqlite3

    try:
        connection.execute(statement).fetchall()
    except sqlite3.Error as error:
        raise DatabaseError(statement, None, error) from error


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, DatabaseError) and any(word in str(error.orig) for word in ("locked", "busy"))


def _reason(error: Exception, secrets: Sequence[str]) -> str:
    """What the driver says, in one line, without what opens the database."""
    said = str(getattr(error, "orig", None) or error).partition("\n")[0]
    return redact(said, (*secrets, *secrets_of_environment()))


def _read_address(where: str | Path) -> URL:
    """A path is SQLite; PostgreSQL means the psycopg driver unless the URL names one.

    Raises:
        UsageError: it is neither a file nor a database URL. The message does not show it: what can't be read may hold
            a password anywhere.
    """
    if isinstance(where, Path) or "://" not in where:
        if _NO_FILE.match(str(where)):
            raise UsageError("the ledger's name looks like a database URL, and is none", hint=_KINDS)
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise UsageError("the ledger's name is no database URL", hint=_KINDS) from error
    if url.drivername.lower() in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername.partition("+")[0] not in ("postgresql", "sqlite"):
        raise UsageError(f"ledger {_shown(url)}: no such kind of database", hint=_KINDS)
    return url


def _shown(url: URL) -> str:
    """A database as messages name it: a file by its name, a server without password and parameters."""
    if url.drivername.partition("+")[0] == "sqlite":
        return url.database or ":memory:"
    return url.set(query={}).render_as_string(hide_password=True)


def _secrets(url: URL) -> tuple[str, ...]:
    """The parts of a URL that no message may show."""
    parts = [str(url.password)] if url.password is not None else []
    for name, value in url.query.items():
        if _SECRET_PART.search(name):
            parts += [value] if isinstance(value, str) else value
    return tuple(part for part in parts if part)


def is_there(where: str | Path) -> bool:
    """Whether a ledger can be opened without making a file for it.

    Raises:
        UsageError: the URL is not understood.
    """
    url = _read_address(where)
    return url.get_backend_name() != "sqlite" or _exists(url.database)


def _exists(database: str | None) -> bool:
    try:
        return database is None or Path(database).exists()
    except ValueError:  # no name that a file can have
        return False


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, json_deserializer=from_json)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _WAIT}, json_deserializer=from_json)
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


def _revision(connection: Connection) -> str | None:
    """The revision of the ledger in a database, None where it holds none."""
    if not inspect(connection).has_table(version.name):
        return None
    return connection.scalar(select(version.c.version_num))


def _make(connection: Connection) -> None:
    """Make the tables where none are, as the migrations would one by one, in a fifth of the time."""
    metadata.create_all(connection, checkfirst=False)
    version.create(connection, checkfirst=True)
    connection.execute(insert(version).values(version_num=HEAD))


def _known_revisions() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}


def _migrate(connection: Connection) -> None:
    """Bring the tables to the latest revision; nothing happens where another process was faster."""
    from alembic import command

    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
