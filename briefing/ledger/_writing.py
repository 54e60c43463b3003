"""A day into the ledger, and the days after it anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from briefing.ledger._book import Book
from briefing.ledger._day import DayRecord, read_day
from briefing.ledger._known import book_of, known_of
from briefing.ledger._placing import Placed, one_each, place
from briefing.ledger._reckoning import reckon
from briefing.ledger._rows import erase_from, read_book, read_records, write_day
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import LedgerOptions
from briefing.schema.links import Links

PageT = TypeVar("PageT", bound=BriefingData)

TellAgain = Callable[[PageT, Links, Mapping[str, str]], PageT]
"""A page told anew with the links of its items and the running story of each article."""


def rewrite(
    connection: Connection,
    page: PageT,
    held: Mapping[date, str],
    links: Links | None,
    tell_again: TellAgain[PageT] | None,
    options: LedgerOptions,
) -> PageT:
    """Write the day of a page, and what the ledger holds of later days anew. Gives the page as it was written."""
    record = read_day(page)
    remembered, later = Book(), []
    if held and record.day <= max(held):
        remembered = read_book(connection, evidence=False)
        later = read_records(connection, after=record.day)
        erase_from(connection, record.day)
    writer = _Writer(connection, {*held, record.day}, remembered, options)
    book = writer.book(record.day)
    placed = place(book, record, links)
    if tell_again:
        page = tell_again(page, placed.links, placed.running)
        writer.write(book, read_day(page), record.digest, placed)
    else:
        writer.write(book, record, record.digest, one_each(placed, record))
    for day in later:
        book = writer.book(day.record.day)
        writer.write(book, day.record, day.digest, one_each(place(book, day.record, day.links), day.record))
    return page


class _Writer:
    """Writes days, each with what the ledger holds by then."""

    def __init__(self, connection: Connection, days: set[date], remembered: Book, options: LedgerOptions) -> None:
        self._options = options
        self._connection = connection
        self._days = days
        self._remembered = remembered

    def book(self, day: date) -> Book:
        """What is held before a day, with what only days from it on spoke of before they were taken out: it gives its
        ids again."""
        begun = day - timedelta(days=self._options.window)
        book, remembered = read_book(self._connection, evidence=False, since=begun), self._remembered
        entries = {
            ident: entry.model_copy(update={"states": states})
            for ident, entry in remembered.entries.items()
            if ident not in book.entries and (states := tuple(s for s in entry.states if s.day >= day))
        }
        tellings = {
            ident: kept
            for ident, told in remembered.tellings.items()
            if ident not in book.tellings and (kept := tuple(each for each in told if each.day >= day))
        }
        return Book({**entries, **book.entries}, {**tellings, **book.tellings}, book.last)

    def write(self, book: Book, record: DayRecord, digest: str, placed: Placed) -> None:
        since = max((day for day in self._days if day < record.day), default=None)
        known = known_of(book, record, since, placed, self._options)
        # With what the page will keep of the book, and no more: so the page can be reckoned again.
        done = reckon(book_of(known), record, since, placed, self._options)
        write_day(self._connection, record, digest, known, done)
