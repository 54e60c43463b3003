"""The database that workers share: a file on one machine, PostgreSQL on several.

What is asked of it at the same time by one process goes into one transaction: a reply and a lease cost a tenth of what
they would in transactions of their own.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Column, Connection, Float, MetaData, String, Table, Text, create_engine, event, select, text
from sqlalchemy.exc import SQLAlchemyError

from briefing import DataError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

T = TypeVar("T")
Work = Callable[[Connection, float], T]
"""What is done inside a transaction; it is given the time of the database."""

metadata = MetaData()
workers = Table("cluster_workers", metadata, Column("id", String, primary_key=True), Column("until", Float))
pools = Table(
    "cluster_pools",
    metadata,
    Column("name", String, primary_key=True),
    Column("capacity", Float, nullable=False),
    Column("level", Float, nullable=False),
    Column("at", Float, nullable=False),
)
holdings = Table(
    "cluster_holdings",
    metadata,
    Column("pool", String, primary_key=True),
    Column("worker", String, primary_key=True),
    Column("held", Float, nullable=False),
    Column("wanted", Float, nullable=False),
)
replies = Table(
    "cluster_replies",
    metadata,
    Column("key", String, primary_key=True),
    Column("completion", Text, nullable=False),
    Column("digest", String, nullable=False),
)
claims = Table(
    "cluster_claims", metadata, Column("key", String, primary_key=True), Column("worker", String, nullable=False)
)

_BUSY_SECONDS = 60.0


class Board:
    """Transactions on the shared database, from a thread of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _opened(url)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cluster-board")
        self._lock = threading.Lock()
        self._waiting: list[tuple[Work[Any], Future[Any]]] = []

    def prepare(self) -> None:
        """Make the tables where there are none.

        Raises:
            DataError: the database can't be used.
        """
        try:
            with self._engine.begin() as db:
                metadata.create_all(db)
        except SQLAlchemyError as error:
            raise _told(error) from error

    async def do(self, work: Work[T]) -> T:
        """What some work gives, once it is committed.

        Raises:
            DataError: the database can't be used.
        """
        return await asyncio.wrap_future(self._put(work))

    def close(self) -> None:
        self._thread.shutdown()
        self._engine.dispose()

    def _put(self, work: Work[T]) -> Future[T]:
        future: Future[T] = Future()
        with self._lock:
            self._waiting.append((work, future))
            first = len(self._waiting) == 1
        if first:
            self._thread.submit(self._drain)
        return future

    def _drain(self) -> None:
        with self._lock:
            taken, self._waiting = self._waiting, []
        # From here on nobody can cancel: a future that was cancelled between a look at it and its result would leave
        # those behind it without theirs. What nobody waits for any more is done all the same: it may be a paid reply.
        jobs = [(work, future, future.set_running_or_notify_cancel()) for work, future in taken]
        try:
            with self._engine.begin() as db:
                now = _now(db)
                done = [(future, wanted, work(db, now)) for work, future, wanted in jobs]
        except Exception as error:
            told = _told(error) if isinstance(error, SQLAlchemyError) else error
            for _, future, wanted in jobs:
                if wanted:
                    future.set_exception(told)
            return
        for future, wanted, value in done:
            if wanted:
                future.set_result(value)


def database_url(named: str) -> str:
    """The URL of a database that is named as a file or by a URL, with the driver that we have for it."""
    if "://" not in named:
        return f"sqlite:///{named}"
    kind, _, rest = named.partition("://")
    return f"postgresql+psycopg://{rest}" if kind in ("postgres", "postgresql") else named


def _opened(url: str) -> Engine:
    is_file = url.startswith("sqlite:")
    try:
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS} if is_file else {}, pool_pre_ping=True)
    except (SQLAlchemyError, ImportError) as error:
        raise UsageError(
            f"the shared database can't be opened ({type(error).__name__})",
            hint="name a file, or postgresql://... with the extra auditable-briefing[postgres]",
        ) from error
    if is_file:
        event.listen(engine, "connect", _plain)
        event.listen(engine, "begin", partial(Connection.exec_driver_sql, statement="BEGIN IMMEDIATE"))
    return engine


def _plain(connection: Any, _: object) -> None:
    """SQLite begins when it is told to: a read lock that is to become a write lock is never waited for."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _now(db: Connection) -> float:
    """One clock for all: that of the database server, which on one machine is everybody's."""
    if db.dialect.name == "sqlite":
        return time.time()
    return float(db.execute(select(text("extract(epoch from clock_timestamp())"))).scalar_one())


def _told(error: SQLAlchemyError) -> DataError:
    # Its own words may hold the URL with its password.
    return DataError(
        f"the shared database can't be used ({type(error).__name__})", hint="see that it is up, and whose it is"
    )
