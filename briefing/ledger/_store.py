"""The ledger: days recorded, asked and compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection

from briefing.errors import UsageError
from briefing.ledger._book import Book
from briefing.ledger._changes import differences
from briefing.ledger._database import Database
from briefing.ledger._day import DayRecord, read_day
from briefing.ledger._linkable import Linkable, linkable
from briefing.ledger._pages import with_ledger
from briefing.ledger._query import LedgerQuery, select_entries
from briefing.ledger._rows import read_book, read_digests, read_outcome, read_record, read_sources
from briefing.ledger._writing import TellAgain, rewrite
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import Change, LedgerEntry, LedgerOptions, LedgerSource, LedgerStory
from briefing.schema.links import Links

PageT = TypeVar("PageT", bound=BriefingData)


class Ledger:
    """What was offered, answered and asked, over days. Use as a context manager, or `close` it.

    Every write is one transaction behind a lock: processes that write at once wait for each other.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True) -> Self:
        """Open a ledger, creating or migrating it as needed.

        Args:
            where: a file for SQLite, or a database URL (``sqlite:///...``, ``postgresql://...``).
            create: whether to create the file where there is none.

        Raises:
            UsageError: the URL is not understood, its driver is not installed, or there is no such file and none is to
                be created.
            DataError: the database can't be opened, or was written by another release.
        """
        return cls(Database.open(where, create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def record(
        self,
        data: PageT,
        *,
        replace: bool = False,
        links: Links | None = None,
        tell_again: TellAgain[PageT] | None = None,
        options: LedgerOptions | None = None,
    ) -> PageT:
        """Record the day of a page, and give the page back with ids of the ledger and what changed.

        A day recorded twice with the same content changes nothing and gives the same page.

        Args:
            replace: rewrite a day that the ledger holds with other content, or add one before the latest. The days
                after it are reckoned anew from what was read of them; what is known keeps its id.
            links: what whoever was asked says that the items of the day are; what it does not link goes by rules.
            tell_again: the page told anew with these links, each article in the running story that it is named with.
                Where None, each entry and each running story gets one of the page's at most.
            options: how days are held together.

        Raises:
            UsageError: the day is recorded with other content, or lies before the latest, and ``replace`` is not set.
        """
        record = read_day(data)
        with self._database.writing() as connection:
            held = read_digests(connection)
            if held.get(record.day) != record.digest or (replace and self._linked_anew(connection, record)):
                if not replace:
                    self._refuse_to_rewrite(record.day, held)
                data = rewrite(connection, data, held, links, tell_again, options or LedgerOptions())
                outcome, known = read_outcome(connection, record.day)
            else:
                outcome, known = read_outcome(connection, record.day)
                data = tell_again(data, known.links, known.running) if tell_again and known else data
        return with_ledger(data, outcome, known)

    def linkable(self, data: BriefingData, *, replace: bool = False, entries: bool = True) -> Linkable:
        """What a model that links the day of a page is shown, and how the day was linked where it is recorded.

        Args:
            entries: False where nobody is asked, and nothing is to be shown.

        Raises:
            UsageError: `record` would refuse the page: told before a model is paid.
        """
        record = read_day(data)
        with self._database.reading() as connection:
            held = read_digests(connection)
            recorded = held.get(record.day) == record.digest
            if not recorded and not replace:
                self._refuse_to_rewrite(record.day, held)
            linking = read_record(connection, record.day).linking if recorded else None
            found = linkable(read_book(connection), record) if entries else Linkable()
        return found.model_copy(update={"recorded": recorded, "linking": linking})

    def _refuse_to_rewrite(self, day: date, held: Mapping[date, str]) -> None:
        hint = "pass --replace-day (replace=True) to rewrite it, or use another ledger"
        if day in held:
            raise UsageError(f"ledger {self._database.shown}: {day} is recorded already, with other content", hint=hint)
        if held and day < max(held):
            known = f"{day} is before the latest recorded day, {max(held)}"
            raise UsageError(f"ledger {self._database.shown}: {known}", hint=hint.replace("rewrite it", "add it"))

    @staticmethod
    def _linked_anew(connection: Connection, record: DayRecord) -> bool:
        return read_record(connection, record.day).linking != record.linking

    def days(self) -> tuple[date, ...]:
        """The recorded days, in order."""
        with self._database.reading() as connection:
            return tuple(read_digests(connection))

    def entries(self, query: LedgerQuery | None = None) -> tuple[LedgerEntry, ...]:
        """The entries that a query asks for, in the order of kind and number."""
        return select_entries(self._book().entries.values(), query or LedgerQuery())

    def stories(self) -> tuple[LedgerStory, ...]:
        """The running stories, by number."""
        return self._book().stories()

    def sources(self) -> dict[str, LedgerSource]:
        """The articles that evidence of the ledger stands in, by id."""
        with self._database.reading() as connection:
            return read_sources(connection)

    def diff(self, earlier: date, later: date) -> tuple[Change, ...]:
        """What became of each entry between the ends of two recorded days.

        Raises:
            UsageError: one of the days is not recorded, or they stand in the wrong order.
        """
        with self._database.reading() as connection:
            held = read_digests(connection)
            book = read_book(connection)
        for day in (earlier, later):
            if day not in held:
                known = ", ".join(map(str, held)) or "none yet"
                raise UsageError(f"ledger {self._database.shown}: {day} is not recorded", hint=f"days: {known}")
        if earlier > later:
            raise UsageError(f"{earlier} is after {later}", hint="name the earlier day first")
        return differences(book.entries.values(), earlier, later)

    def _book(self) -> Book:
        with self._database.reading() as connection:
            return read_book(connection)
