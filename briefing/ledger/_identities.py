"""Identities in the database: of a day only those are read that share a name with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, not_, or_, select, update

from briefing.language.calendar import shifted
from briefing.language.parties import sound_key
from briefing.ledger import _tables as t
from briefing.ledger._book import DayOutcome
from briefing.ledger._day import DayRecord
from briefing.ledger._identifying import DaySpan, IdentityFacts, identified
from briefing.ledger._names import (
    PASSING,
    SHORT,
    SOUND,
    ActorMention,
    NameKeys,
    facts_of,
    keys_of,
    mentions_of,
    person_key,
)
from briefing.ledger._rows import in_parts, insert_rows, read_outcome, read_records, rows_of, values_of

Numbers = Mapping[str, int]
"""The numbers of identities by the key that founded them."""


def identify(
    connection: Connection, record: DayRecord, outcome: DayOutcome, *, window: int, given: Numbers | None = None
) -> tuple[ActorMention, ...]:
    """The actors of a day with the identities that they are, by what is recorded of the days before.

    Args:
        outcome: what the day came to: the running stories and entries of its stories and items.
        window: days over which a last name alone counts.
        given: numbers that this and later days gave before they were taken out: they are given again.
    """
    mentions = mentions_of(record, outcome.stories, outcome.ids)
    begun = shifted(record.day, -window)
    return identified(mentions, _read_facts(connection, mentions, begun), begun, _Numbering(connection, given or {}))


class _Numbering:
    """Gives numbers to new identities."""

    def __init__(self, connection: Connection, given: Numbers) -> None:
        self._given = dict(given)
        self._last = last_number(connection)

    def __call__(self, keys: NameKeys) -> int:
        again = next((self._given.pop(key) for key in _founding(keys) if key in self._given), None)
        if again is not None:
            self._given = {key: number for key, number in self._given.items() if number != again}
            return again
        self._last += 1
        return self._last


def _founding(keys: NameKeys) -> Iterator[str]:
    yield from keys.own
    if keys.person:
        yield person_key(keys.person)
    yield from filter(None, (keys.short, keys.scoped))


def last_number(connection: Connection) -> int:
    """The highest number that an identity has, or had: those that editors made too."""
    made = select(t.corrections.c.other).where(t.corrections.c.other.like("P%"))
    numbers = [int(other[1:]) for other in connection.scalars(made)]
    return max((connection.scalar(select(func.max(t.actors.c.number))) or 0, *numbers))


def _read_facts(connection: Connection, mentions: Sequence[ActorMention], begun: date) -> IdentityFacts:
    keys = {key for mention in mentions for key in _asked(keys_of(mention))}
    lasting = not_(or_(*(t.facts.c.key.startswith(prefix) for prefix in PASSING)))
    counts = or_(t.facts.c.last >= begun, lasting)
    actors = values_of(connection, select(t.facts.c.actor).where(counts), t.facts.c.key, keys)
    facts = IdentityFacts()
    for row in rows_of(connection, select(t.facts).where(counts), t.facts.c.actor, actors):
        facts.add(row["actor"], row["key"], DaySpan(row["first"], row["last"]))
    return facts


def _asked(keys: NameKeys) -> Iterator[str]:
    """What identities are looked up by."""
    yield from (*keys.own, *keys.also, *keys.offices)
    yield from filter(None, (keys.short, keys.scoped))
    if keys.person:
        yield person_key(keys.person)
        yield f"{SHORT}{keys.person.last}"
        sound = sound_key(keys.person)
        yield from (f"{SOUND}{sound}",) if sound else ()


def write_mentions(connection: Connection, mentions: Sequence[ActorMention]) -> None:
    """Add what a recorded day tells of identities."""
    if not mentions:
        return
    numbers = {mention.actors[0] for mention in mentions if len(mention.actors) == 1}
    held = values_of(connection, select(t.actors.c.number), t.actors.c.number, numbers)
    insert_rows(connection, t.actors, [{"number": number} for number in sorted(numbers - held)])
    insert_rows(connection, t.mentions, [_row(mention) for mention in mentions])
    told: dict[tuple[int, str], date] = {}
    for mention in mentions:
        if len(mention.actors) == 1:
            told.update(dict.fromkeys(((mention.actors[0], fact) for fact in facts_of(mention)), mention.day))
    _keep_facts(connection, told)


def _row(mention: ActorMention) -> dict[str, Any]:
    actor = mention.actors[0] if len(mention.actors) == 1 else None
    return {"day": mention.day, "place": mention.place, "actor": actor, "mention": mention.model_dump_json()}


def _keep_facts(connection: Connection, told: Mapping[tuple[int, str], date]) -> None:
    """Add facts, or say of those that are held when they were told last."""
    by_actor: defaultdict[int, list[str]] = defaultdict(list)
    for actor, key in told:
        by_actor[actor].append(key)
    held: set[tuple[int, str]] = set()
    for actors in in_parts(sorted(by_actor), 50):
        keys = sorted({key for actor in actors for key in by_actor[actor]})
        for some in in_parts(keys):
            wanted = select(t.facts.c.actor, t.facts.c.key).where(t.facts.c.actor.in_(actors), t.facts.c.key.in_(some))
            held.update((row.actor, row.key) for row in connection.execute(wanted))
    fresh = [pair for pair in told if pair not in held]
    rows = [{"actor": actor, "key": key, "first": told[actor, key], "last": told[actor, key]} for actor, key in fresh]
    insert_rows(connection, t.facts, rows)
    known = [{"_actor": pair[0], "_key": pair[1], "last": day} for pair, day in told.items() if pair in held]
    if known:
        this = (t.facts.c.actor == bindparam("_actor"), t.facts.c.key == bindparam("_key"))
        connection.execute(update(t.facts).where(*this), known)


def forget_from(connection: Connection, day: date) -> Numbers:
    """Take out what a day and all later ones told, and give the numbers that only they gave."""
    numbers: dict[str, int] = {}
    later = read_mentions(connection, since=day)
    connection.execute(delete(t.mentions).where(t.mentions.c.day >= day))
    connection.execute(delete(t.facts).where(t.facts.c.first >= day))
    touched = set(connection.scalars(select(t.facts.c.actor).where(t.facts.c.last >= day).distinct()))
    for mention in later:
        if len(mention.actors) == 1 and mention.actors[0] not in touched:
            for key in _founding(keys_of(mention)):
                numbers.setdefault(key, mention.actors[0])
    _tell_anew(connection, touched)
    return numbers


def _tell_anew(connection: Connection, actors: Collection[int]) -> None:
    """Say of the facts of identities when they were told last, by the mentions that there still are."""
    last: dict[tuple[int, str], date] = {}
    for some in in_parts(sorted(actors)):
        for mention in read_mentions(connection, actors=some):
            last.update(dict.fromkeys(((mention.actors[0], fact) for fact in facts_of(mention)), mention.day))
    _keep_facts(connection, last)


def read_mentions(
    connection: Connection, *, since: date | None = None, day: date | None = None, actors: Iterable[int] | None = None
) -> tuple[ActorMention, ...]:
    """Mentions in the order of the days: all, or those from a day on, of a day, or of some identities."""
    wanted = select(t.mentions.c.mention).order_by(t.mentions.c.day, t.mentions.c.place)
    if since is not None:
        wanted = wanted.where(t.mentions.c.day >= since)
    if day is not None:
        wanted = wanted.where(t.mentions.c.day == day)
    if actors is not None:
        wanted = wanted.where(t.mentions.c.actor.in_(tuple(actors)))
    return tuple(map(ActorMention.model_validate_json, connection.scalars(wanted)))


def catch_up(connection: Connection) -> None:
    """Identify the actors of all days that an earlier release recorded; nothing where that is done."""
    if connection.execute(select(t.mentions.c.day).limit(1)).first():
        return
    for held in read_records(connection, after=date.min):
        outcome, known = read_outcome(connection, held.record.day)
        window = known.options.window if known else held.options.window
        write_mentions(connection, identify(connection, held.record, outcome, window=window))
