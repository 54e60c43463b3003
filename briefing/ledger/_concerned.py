"""What of the ledger a day may come to depend on. It grows with the day and with the window, not with the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Text, cast, func, or_, select

from briefing.language.calendar import shifted
from briefing.ledger import _tables as t
from briefing.ledger._book import Book
from briefing.ledger._day import DayParty, DayRecord, DayStory
from briefing.ledger._parties import Near, Party, is_sound, keys_of, party, same_party
from briefing.ledger._rows import latest_day, read_part, rows_of, values_of
from briefing.schema.corrections import Correction
from briefing.schema.ledger import EntryKind, LedgerOptions


def read_concerned(
    connection: Connection,
    record: DayRecord,
    options: LedgerOptions,
    *,
    named: Iterable[str] = (),
    stories: Iterable[str] = (),
    corrections: Sequence[Correction] = (),
    asked: bool = False,
) -> Book:
    """The part of the book that decides where a day belongs and what becomes of it: with more it comes to the same.

    Those are the entries and stories of the window that share an article or something of a name with the day, and
    their whole stories as far as the window goes; what may lapse or fall silent on the day; and what answers, replaces
    or is corrected to be one of these, or is answered or replaced by it.

    Args:
        named: entries that are wanted in any case, as are ``stories``.
        asked: whether a model will be asked: that is shown more, and evidence with it.
    """
    looked_up = _Concerned(connection, record, options, corrections, asked=asked)
    return looked_up.read(frozenset(named), frozenset(stories))


def count_recent(connection: Connection, options: LedgerOptions) -> int:
    """How many offers and questions the window told of that ends with the latest day."""
    latest = latest_day(connection)
    if latest is None:
        return 0
    told = select(t.states.c.entry).where(t.states.c.day >= shifted(latest, -options.window))
    kinds = (EntryKind.OFFER.value, EntryKind.QUESTION.value)
    asked = select(func.count()).select_from(t.entries).where(t.entries.c.kind.in_(kinds), t.entries.c.id.in_(told))
    return connection.execute(asked).scalar_one()


class _Concerned:
    """Looks up the ids first, and reads what they are of at the end, once."""

    def __init__(
        self,
        connection: Connection,
        record: DayRecord,
        options: LedgerOptions,
        corrections: Sequence[Correction],
        *,
        asked: bool,
    ) -> None:
        self._asked = asked
        self._connection = connection
        self._record = record
        self._options = options
        self._begun = shifted(record.day, -options.window)
        self._keys, self._articles = _keys_of(record), {each for story in record.stories for each in story.told_from}
        self._same = [(each.entry, each.other or each.entry) for each in corrections if each.undone is None]
        """Entries of which an editor says that they are, or were, one."""

    def read(self, named: frozenset[str], stories: frozenset[str]) -> Book:
        alike, theirs = self._alike_entries()
        stories |= self._alike_stories() | theirs
        found = alike | self._untold() | named | self._of_stories(stories) | self._of_each_party(stories)
        return read_part(self._connection, self._with_related(found), stories, self._begun, evidence=self._asked)

    def _alike_stories(self) -> frozenset[str]:
        """The running stories that share an article or an actor with the day."""
        own = t.tellings.c
        asked = select(own.story, own.sides, own.articles, own.actors).where(own.day >= self._begun)
        return frozenset(
            row.story
            for row in self._connection.execute(asked)
            if not self._articles.isdisjoint(row.articles) or self._is_named(_acting(row.actors or (), row.sides))
        )

    def _alike_entries(self) -> tuple[frozenset[str], frozenset[str]]:
        """The offers of the window that share a party with the day, and the running stories that they are of."""
        own = t.entries.c
        sides = (own.other, own.other_side, own.addressees) if self._asked else ()
        asked = select(own.id, own.story, own.party, own.party_side, own.forms, *sides)
        offers = asked.where(own.kind == EntryKind.OFFER.value, own.id.in_(self._recent()))
        rows = [
            (row.id, row.story)
            for row in self._connection.execute(offers)
            if self._is_named(_offering(row)) or (sides and self._is_named(_asked(row)))
        ]
        return frozenset(ident for ident, _ in rows), frozenset(story for _, story in rows)

    def _recent(self) -> Select[Any]:
        """The ids of entries that a day of the window told of."""
        return select(t.states.c.entry).where(t.states.c.day >= self._begun)

    def _of_stories(self, stories: Iterable[str]) -> frozenset[str]:
        """The entries of some stories that the window told of: an item is also known by its story."""
        asked = select(t.entries.c.id).where(t.entries.c.id.in_(self._recent()))
        return values_of(self._connection, asked, t.entries.c.story, stories)

    def _of_each_party(self, stories: Iterable[str]) -> frozenset[str]:
        """An entry of each party of some stories, however long ago: who has been named there is not new."""
        own = t.entries.c
        one = select(func.min(own.id).label("id"))
        firsts = (one.group_by(own.story, side) for side in (own.party_side, own.other_side))
        return frozenset().union(*(values_of(self._connection, first, own.story, stories) for first in firsts))

    def _is_named(self, parties: Iterable[Party]) -> bool:
        return any(self._is_one(each) for each in parties)

    def _is_one(self, each: Party) -> bool:
        """Whether a party may be one of the day; for a model that is asked, a word of its name in common will do."""
        shared = self._keys.keys() & keys_of(each)
        if self._asked and not all(map(is_sound, shared)):
            return True
        return any(same_party(own, each, Near.MAYBE) for key in shared for own in self._keys[key])

    def _untold(self) -> frozenset[str]:
        """The entries that may fall silent or lapse because the day before this one is over.

        What has been due for longer was looked at then, but for what that day told of, or an editor corrected.
        """
        day, own, due = self._record.day, t.states.c, t.entries.c.due
        since = latest_day(self._connection, before=day)
        if since is None:
            return frozenset()
        after = -self._options.silent_after
        silent = select(own.entry).where(own.reported, own.day > shifted(since, after), own.day <= shifted(day, after))
        told = select(own.entry).where(own.day == since)
        late = select(t.entries.c.id).where(due < day, or_(due >= since, t.entries.c.id.in_(told)))
        corrected = select(t.entries.c.id).where(due < day)
        held = values_of(self._connection, corrected, t.entries.c.id, (ident for same in self._same for ident in same))
        scalars = self._connection.scalars
        return frozenset((*scalars(silent), *scalars(late), *held))

    def _with_related(self, entries: frozenset[str]) -> set[str]:
        """With what is related to these, and to those of the window that are related to them, and so on."""
        found: set[str] = set()
        waiting = set(entries)
        corrected = {ident for same in self._same for ident in same}
        recent = select(t.states.c.entry).where(t.states.c.day >= self._begun).distinct()
        while waiting:
            found |= waiting
            related = self._related(waiting) - found
            told = values_of(self._connection, recent, t.states.c.entry, related)
            waiting = (related & corrected) | told
            found |= related
        return found

    def _related(self, entries: set[str]) -> set[str]:
        own = t.entries.c
        rows = rows_of(
            self._connection, select(own.story, own.answers, own.version_of, own.also_answers), own.id, entries
        )
        found = {row[name] for row in rows for name in ("answers", "version_of") if row[name]}
        found.update(each for row in rows for each in row["also_answers"] or ())
        for column in (own.answers, own.version_of):
            found |= values_of(self._connection, select(own.id), column, entries)
        several = select(own.id, own.also_answers).where(cast(own.also_answers, Text).not_in(("[]", "null")))
        for row in rows_of(self._connection, several, own.story, (row["story"] for row in rows)):
            if not entries.isdisjoint(row["also_answers"] or ()):
                found.add(row["id"])
        return found.union(*(same for same in self._same if not entries.isdisjoint(same)))


def _keys_of(record: DayRecord) -> Mapping[str, set[Party]]:
    """What names of the day may have in common with others, and the parties that have such names."""
    found: defaultdict[str, set[Party]] = defaultdict(set)
    for story in record.stories:
        own = {party(each) for each in (*story.parties, *_of_items(story))}
        for each in (*own, *(("", (name,)) for name in story.names)):
            for key in keys_of(each):
                found[key].add(each)
    return found


def _of_items(story: DayStory) -> Iterator[DayParty]:
    for item in story.items:
        yield from (each for each in (item.party, *item.others) if each)


def _acting(actors: Iterable[Mapping[str, Any]], sides: Iterable[str]) -> Iterator[Party]:
    """The actors of a telling; of one of an earlier release the sides alone are known."""
    found = [_party(each) for each in actors]
    yield from found
    yield from ((side, (side,)) for side in set(sides).difference(side for side, _ in found))


def _offering(row: Row[Any]) -> Iterator[Party]:
    """Who makes an offer."""
    if row.party_side:
        yield row.party_side, (row.party or row.party_side, *(row.forms or ()))


def _asked(row: Row[Any]) -> Iterator[Party]:
    """Whom an offer is made to."""
    if row.other_side:
        yield row.other_side, (row.other or row.other_side,)
    yield from map(_party, row.addressees or ())


def _party(row: Mapping[str, Any]) -> Party:
    return row["side"], (row["name"], *row["forms"])
