"""A day into the ledger, and the days after it anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection

from briefing.language.names import fold
from briefing.ledger._actors import identities_of
from briefing.ledger._book import Book, Reckoning
from briefing.ledger._concerned import read_concerned
from briefing.ledger._correcting import corrected, shown_corrections, uncorrected
from briefing.ledger._day import DayRecord, read_day
from briefing.ledger._identities import Numbers, forget_from, identify, read_mentions, write_mentions
from briefing.ledger._pages import TellAgain, book_of, known_of, named
from briefing.ledger._placing import Placed, one_each, place
from briefing.ledger._reckoning import reckon
from briefing.ledger._rows import (
    Held,
    erase_from,
    latest_day,
    read_corrections,
    read_held,
    read_outcome,
    read_part,
    read_records,
    told_since,
    write_day,
)
from briefing.ledger._wikidata import with_items
from briefing.schema.briefing import BriefingData
from briefing.schema.corrections import Correction
from briefing.schema.ledger import LedgerOptions, Qid
from briefing.schema.links import Links

PageT = TypeVar("PageT", bound=BriefingData)


def rewrite(
    connection: Connection,
    page: PageT,
    links: Links | None,
    tell_again: TellAgain[PageT] | None,
    options: LedgerOptions,
    wikidata: Mapping[str, Qid],
) -> PageT:
    """Write the day of a page, and what the ledger holds of later days anew. Gives the page as it was written."""
    record = with_items(read_day(page), wikidata)
    later = read_records(connection, after=record.day)
    writer = _Writer(connection, *take_out(connection, record.day), options)
    book = writer.book(record, links)
    placed = place(book, record, links, writer.corrections)
    if tell_again:
        page = tell_again(page, placed.links, placed.running)
        writer.write(book, with_items(read_day(page), wikidata), record.digest, placed)
    else:
        writer.write(book, record, record.digest, one_each(placed, record))
    writer.write_again(later)
    return page


def is_told_otherwise(connection: Connection, day: date) -> bool:
    """Whether editors said, or took back, anything of what a recorded day tells since it was reckoned."""
    outcome, known = read_outcome(connection, day)
    if known is None:  # an earlier release recorded it, and did not keep what it was reckoned with
        return False
    made = read_corrections(connection)
    concerned = {*outcome.ids.values(), *(entry.id for entry in known.entries)}
    standing = (each for each in made if each.undone is None and not each.of_actor)
    if shown_corrections(standing, concerned) != known.corrections:
        return True
    return identities_of(read_mentions(connection, day=day), made) != known.actors


def rewrite_as_held(connection: Connection, page: PageT, tell_again: TellAgain[PageT] | None) -> PageT:
    """Write a recorded day, and those after it, anew with what editors said since: linked, held together and with the
    items of its actors as it was. Gives the page as it was written."""
    held = read_held(connection, page.date)
    page = page.model_copy(update={"linking": held.record.linking})
    actors = (actor for story in held.record.stories for actor in story.actors)
    items = {fold(name): actor.wikidata for actor in actors if actor.wikidata for name in (actor.name, *actor.names)}
    return rewrite(connection, page, held.links, tell_again, held.options, items)


def reckon_again(connection: Connection, after: date) -> None:
    """Reckon the days after one anew: what was known of them is another."""
    later = read_records(connection, after=after)
    if later:
        remembered, numbers = take_out(connection, later[0].record.day)
        _Writer(connection, remembered, numbers, LedgerOptions()).write_again(later, own_options=True)


def take_out(connection: Connection, first: date) -> tuple[Book, Numbers]:
    """Take a day and those after it out of the ledger, and give what they told of and the numbers that they gave."""
    latest = latest_day(connection)
    if latest is None or first > latest:
        return Book(), {}
    remembered = read_part(connection, *told_since(connection, first), first)
    numbers = forget_from(connection, first)
    erase_from(connection, first)
    return remembered, numbers


class _Writer:
    """Writes days, each with what the ledger holds by then."""

    def __init__(self, connection: Connection, remembered: Book, numbers: Numbers, options: LedgerOptions) -> None:
        self._options = options
        self._numbers = numbers
        self._connection = connection
        self._remembered = remembered
        self.corrections: Sequence[Correction] = read_corrections(connection)

    def book(self, record: DayRecord, links: Links | None) -> Book:
        """What is held before a day and concerns it, with what only days from it on spoke of before they were taken
        out: it gives its ids again."""
        day, remembered = record.day, self._remembered
        book = read_concerned(
            self._connection,
            record,
            self._options,
            named=(*remembered.entries, *(named(links) if links else ())),
            stories=remembered.tellings,
            corrections=self.corrections,
        )
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
        since = latest_day(self._connection, before=record.day)
        shown = corrected(book, self.corrections)
        known = known_of(shown, record, since, placed, self._options)
        # With what the page will keep of the book, and no more: so the page can be reckoned again.
        done = reckon(book_of(known), record, since, placed, self._options)
        mentions = identify(self._connection, record, done.outcome, window=self._options.window, given=self._numbers)
        known = known.model_copy(update={"actors": identities_of(mentions, self.corrections)})
        write_day(self._connection, record, digest, known, _as_recorded(done, shown, book))
        write_mentions(self._connection, mentions)

    def write_again(self, days: Iterable[Held], *, own_options: bool = False) -> None:
        """Write recorded days anew, each with what is known before it by now."""
        for day in days:
            if own_options:
                self._options = day.options
            book = self.book(day.record, day.links)
            placed = place(book, day.record, day.links, self.corrections)
            self.write(book, day.record, day.digest, one_each(placed, day.record))


def _as_recorded(done: Reckoning, shown: Book, book: Book) -> Reckoning:
    """What is written of a day: what editors say of entries stands in a table of its own."""
    if shown is book:
        return done
    entries = (uncorrected(each, shown.entries.get(each.id), book.entries.get(each.id)) for each in done.entries)
    return replace(done, entries=tuple(entries))
