"""The ledger: days recorded, asked and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection

from briefing.errors import UsageError
from briefing.ledger._actors import actors_of, selected
from briefing.ledger._book import Book, LedgerQuery, belonging_to, select_entries
from briefing.ledger._changes import differences
from briefing.ledger._concerned import count_recent, read_concerned
from briefing.ledger._correcting import corrected, part_of
from briefing.ledger._database import Database
from briefing.ledger._day import DayRecord, read_day
from briefing.ledger._editing import correction_of, correction_of_actor, to_undo, wanted_of
from briefing.ledger._identities import last_number, read_mentions
from briefing.ledger._linkable import Linkable, linkable
from briefing.ledger._pages import TellAgain, with_ledger
from briefing.ledger._rows import (
    latest_day,
    read_book,
    read_corrections,
    read_days,
    read_digest,
    read_outcome,
    read_record,
    read_sources,
    write_correction,
    write_entry,
)
from briefing.ledger._wikidata import with_items
from briefing.ledger._writing import is_told_otherwise, reckon_again, rewrite, rewrite_as_held, take_out
from briefing.schema.briefing import BriefingData
from briefing.schema.corrections import Correction, CorrectionKind, said_of, struck_of
from briefing.schema.ledger import (
    Change,
    LedgerActor,
    LedgerOptions,
    LedgerSource,
    LedgerStory,
    MarkedEntry,
    Qid,
    Timeline,
    timeline_of,
)
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

    def __exit__(self, *_: object) -> None:
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
        wikidata: Mapping[str, Qid] | None = None,
    ) -> PageT:
        """Record the day of a page, and give the page back with ids of the ledger and what changed.

        A day recorded twice with the same content changes nothing and gives the same page, but for what editors said
        since: the page has it, whether or not it replaces another.

        Args:
            replace: rewrite a day that the ledger holds with other content, or add one before the latest. The days
                after it are reckoned anew from what was read of them; what is known keeps its id.
            links: what whoever was asked says that the items of the day are; what it does not link goes by rules.
            tell_again: the page told anew with these links, each article in the running story that it is named with.
                Where None, each entry and each running story gets one of the page's at most.
            options: how days are held together.
            wikidata: items of actors by folded name, as `read_wikidata` gives them.

        Raises:
            UsageError: the day is recorded with other content, or lies before the latest, and ``replace`` is not set.
        """
        record = with_items(read_day(data), wikidata or {})
        with self._database.writing() as connection:
            same = read_digest(connection, record.day) == record.digest
            if not same or (replace and self._known_anew(connection, record)):
                if not replace:
                    self._refuse_to_rewrite(connection, record.day)
                data = rewrite(connection, data, links, tell_again, options or LedgerOptions(), wikidata or {})
            elif is_told_otherwise(connection, record.day):
                data = rewrite_as_held(connection, data, tell_again)
            else:
                _, known = read_outcome(connection, record.day)
                data = tell_again(data, known.links, known.running) if tell_again and known else data
            outcome, known = read_outcome(connection, record.day)
        return with_ledger(data, outcome, known)

    def linkable(
        self, data: BriefingData, *, replace: bool = False, entries: bool = True, options: LedgerOptions | None = None
    ) -> Linkable:
        """What a model that links the day of a page is shown, and how the day was linked where it is recorded.

        Args:
            entries: False where nobody is asked, and nothing is to be shown.
            options: how days are held together.

        Raises:
            UsageError: `record` would refuse the page: told before a model is paid.
        """
        record = read_day(data)
        with self._database.reading() as connection:
            recorded = read_digest(connection, record.day) == record.digest
            if not recorded and not replace:
                self._refuse_to_rewrite(connection, record.day)
            linking = read_record(connection, record.day).linking if recorded else None
            found = Linkable()
            if entries:
                made = read_corrections(connection)
                concerned = read_concerned(connection, record, options or LedgerOptions(), corrections=made, asked=True)
                found = linkable(corrected(concerned, made), record)
        return found.model_copy(update={"recorded": recorded, "linking": linking})

    def recent(self, options: LedgerOptions | None = None) -> int:
        """How many offers and questions the window told of that ends with the latest day: what a model may be shown."""
        with self._database.reading() as connection:
            return count_recent(connection, options or LedgerOptions())

    def _refuse_to_rewrite(self, connection: Connection, day: date) -> None:
        hint = "pass --replace-day (replace=True) to rewrite it, or use another ledger"
        latest = latest_day(connection)
        if read_digest(connection, day):
            raise UsageError(f"ledger {self._database.shown}: {day} is recorded already, with other content", hint=hint)
        if latest and day < latest:
            known = f"{day} is before the latest recorded day, {latest}"
            raise UsageError(f"ledger {self._database.shown}: {known}", hint=hint.replace("rewrite it", "add it"))

    @staticmethod
    def _known_anew(connection: Connection, record: DayRecord) -> bool:
        """Whether a recorded day was linked otherwise, has other items of Wikidata, or may have been told with what
        editors corrected or undid."""
        held = read_record(connection, record.day)
        told_anew = held.linking != record.linking or held.wikidata != record.wikidata
        return told_anew or bool(read_corrections(connection))

    def forget_day(self, day: date) -> None:
        """Take the latest recorded day back: where everything stands is as before it. Ids that it gave are not given
        again, entries of before keep the wordings in which it told of them, and its page stays where it was written.

        Raises:
            UsageError: the day is not recorded, is not the latest, or a correction was made since.
        """
        with self._database.writing() as connection:
            held, shown = read_days(connection), self._database.shown
            if day not in held:
                raise UsageError(f"ledger {shown}: {day} is not recorded", hint=f"the latest day is {_last(held)}")
            if day != held[-1]:
                hint = f"days after it were reckoned with it: take back {held[-1]} first, or record it again"
                raise UsageError(f"ledger {shown}: {day} is not the latest recorded day, {held[-1]}", hint=hint)
            resting = [each.number for each in read_corrections(connection) if each.day >= day and not each.undone]
            if resting:
                hint = f"undo it first: `briefing ledger undo {resting[-1]}`"
                raise UsageError(f"ledger {shown}: correction {resting[-1]} was made since {day}", hint=hint)
            take_out(connection, day)

    def days(self) -> tuple[date, ...]:
        """The recorded days, in order."""
        with self._database.reading() as connection:
            return read_days(connection)

    def entries(self, query: LedgerQuery | None = None) -> tuple[MarkedEntry, ...]:
        """The entries that a query asks for, in the order of kind and number, with what people say of each."""
        with self._database.reading() as connection:
            asked, made = query or LedgerQuery(), read_corrections(connection)
            evidence = None
            if query:
                chosen = select_entries(_corrected(connection, ()).entries.values(), query, struck_of(made))
                evidence = [each.id for each in chosen]
            entries = _corrected(connection, evidence).entries
        found = select_entries(entries.values(), asked, struck_of(made))
        return tuple(MarkedEntry(**dict(each), corrections=said_of(made, each.id)) for each in found)

    def stories(self) -> tuple[LedgerStory, ...]:
        """The running stories, by number."""
        with self._database.reading() as connection:
            return _corrected(connection, ()).stories()

    def timeline(self, ident: str) -> Timeline:
        """What became of an entry and of all that answers, counters or replaces it, or of a running story, over days.

        Raises:
            UsageError: the ledger holds nothing of this id.
        """
        with self._database.reading() as connection:
            book = _corrected(connection, ())
            story = next((each for each in book.stories() if each.id == ident), None)
            if not story and ident not in book.entries:
                raise UsageError(f"the ledger holds no {ident}", hint="ids are like S4, O3, R7 and Q12")
            own = [entry for entry in book.entries.values() if entry.story == ident]
            found = [each.id for each in (own if story else belonging_to(ident, book.entries))]
            entries, made = _corrected(connection, found).entries, read_corrections(connection)
        title = story.title if story else entries[ident].text
        return timeline_of(ident, title, [entries[each] for each in found], made)

    def actors(self, name: str | None = None, *, wikidata: Mapping[str, Qid] | None = None) -> tuple[LedgerActor, ...]:
        """Who acts in the ledger, by number: each with its names, roles, days and offers.

        Args:
            name: an id, a name, or words of one; unset, all.
            wikidata: items by folded name, for those of whom no recorded day says one.
        """
        with self._database.reading() as connection:
            corrections, book = read_corrections(connection), _corrected(connection, ())
            found = actors_of(read_mentions(connection), corrections, book.entries, wikidata or {})
        return found if name is None else selected(found, name)

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
            held = read_days(connection)
            book, struck = _corrected(connection), struck_of(read_corrections(connection))
        for day in (earlier, later):
            if day not in held:
                known = ", ".join(map(str, held)) or "none yet"
                raise UsageError(f"ledger {self._database.shown}: {day} is not recorded", hint=f"days: {known}")
        if earlier > later:
            raise UsageError(f"{earlier} is after {later}", hint="name the earlier day first")
        return differences(book.entries.values(), earlier, later, struck)

    def correct(
        self,
        kind: CorrectionKind,
        entry: str,
        *,
        by: str,
        other: str | None = None,
        since: date | None = None,
        status: str | None = None,
        note: str | None = None,
        name: str | None = None,
        now: datetime | None = None,
    ) -> Correction:
        """Correct an entry or an actor. No later run overwrites it; pages made from then on show it as an editor's.

        Args:
            entry: its id; those of actors, such as ``P7``, are in `actors`.
            by: who says so.
            other: the entry that is ``entry`` (`CorrectionKind.LINK`), and is called so from now on.
            since: the day from which on what was told of ``entry`` is another one (`CorrectionKind.SPLIT`).
            name: of an actor: what it is called (`CorrectionKind.RENAME`), or the name under which it is another one
                (`CorrectionKind.SPLIT`).
            status: where it stands (`CorrectionKind.STATUS`).
            note: what stands beside it (`CorrectionKind.NOTE`).
            now: when; unset, the time of the call.

        Raises:
            UsageError: the correction makes no sense.
        """
        asked = {"kind": kind, "entry": entry, "other": other, "since": since, "status": status, "note": note}
        with self._database.writing() as connection:
            found, book = _found(connection, asked | {"name": name}, by, now)
            write_correction(connection, found)
            if not found.of_actor and kind is CorrectionKind.SPLIT and (part := part_of(book.entries[entry], found)):
                write_entry(connection, part)
        return found

    def check_correction(self, kind: CorrectionKind, entry: str, *, by: str, **fields: Any) -> Correction:
        """What `correct` would write if it were called with the same now. Nothing is written.

        Raises:
            UsageError: the correction makes no sense.
        """
        with self._database.reading() as connection:
            return _found(connection, {"kind": kind, "entry": entry, **fields}, by, None)[0]

    def undo(self, number: int | None = None, *, by: str, now: datetime | None = None) -> Correction:
        """Take a correction back, the last where none is named. Days that were recorded since are reckoned anew.

        A page that told linked entries as one tells them apart when it is recorded again with ``replace``.

        Raises:
            UsageError: there is no such correction, it was undone, or others rest on it.
        """
        with self._database.writing() as connection:
            found = to_undo(read_corrections(connection), number)
            undone = {**found.model_dump(), "undone_by": by, "undone": now or datetime.now(UTC)}
            try:
                found = Correction.model_validate(undone)
            except ValidationError as error:
                raise UsageError("who undoes it is not named in a line of 1 to 100 characters") from error
            write_correction(connection, found)
            if not found.of_actor:  # what rules said of actors stays under what editors say
                reckon_again(connection, found.day)
        return found

    def corrections(self) -> tuple[Correction, ...]:
        """All corrections, also those that were undone, in the order in which they were made."""
        with self._database.reading() as connection:
            return read_corrections(connection)


def _last(days: Sequence[date]) -> str:
    return str(days[-1]) if days else "none yet"


def _found(connection: Connection, asked: dict[str, Any], by: str, now: datetime | None) -> tuple[Correction, Book]:
    """A correction that makes sense, and the ledger that it is about."""
    made, book = read_corrections(connection), _corrected(connection, ())
    wanted = wanted_of(made, asked, day=latest_day(connection), by=by, now=now or datetime.now(UTC))
    if wanted.of_actor:
        return correction_of_actor(wanted, made, read_mentions(connection), last_number(connection)), book
    return correction_of(book, made, wanted), book


def _corrected(connection: Connection, evidence: Sequence[str] | None = None) -> Book:
    """All that the ledger holds, as editors corrected it.

    Args:
        evidence: the entries whose evidence is wanted, unset of all.
    """
    made = read_corrections(connection)
    if evidence:  # what an editor made of others has theirs
        evidence = [*evidence, *(ident for each in made for ident in (each.entry, each.other) if ident)]
    return corrected(read_book(connection, evidence), made)
