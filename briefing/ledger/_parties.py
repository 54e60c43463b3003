"""Whether two parties are one: by their side, their names, or what stories call them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from briefing.language.names import same_actor
from briefing.language.parties import described_alike, is_generic, spelled_alike
from briefing.ledger._day import DayParty
from briefing.schema.ledger import LedgerEntry, LedgerParty

Party = tuple[str, tuple[str, ...]]
"""The side of a party, and all its names."""

_MOST_FORMS = 12
"""Names of a party that are compared: an article that calls it by more is no help."""


def party(one: DayParty | LedgerParty) -> Party:
    """A party of a day or of an entry, to be compared."""
    return one.side, (one.name, *(form for form in one.forms if form != one.name))


def offerer(entry: LedgerEntry) -> Party | None:
    """Who offers or answers, by all names that days gave it."""
    if entry.party_side is None:
        return None
    name = entry.party or entry.party_side
    return entry.party_side, (name, *(form for form in entry.forms if form != name))


def addressed(entry: LedgerEntry) -> tuple[Party, ...]:
    """All that an offer was said to be made to."""
    if entry.addressees:
        return tuple(map(party, entry.addressees))
    return ((entry.other_side, (entry.other or entry.other_side,)),) if entry.other_side else ()


class Near(IntEnum):
    """How near two parties stand to each other in the news."""

    APART = 0
    """Anywhere: names alone say that they are one."""
    MAYBE = 1
    """Perhaps in one story: another spelling of a name will do, Gadhafi is Gaddafi."""
    STORY = 2
    """In one story: a part of a description will do, "rebels" are the Libyan rebels."""


@lru_cache(maxsize=8192)
def same_party(one: Party, other: Party, near: Near) -> bool:
    """Whether two parties are one, of which is known how near they stand."""
    if one[0] == other[0]:
        return True
    named, others = _names(one), _names(other)
    pairs = [(a, b) for a in named for b in others]
    if any(same_actor(a, b) for a, b in pairs):
        return True
    if near is Near.STORY and described_alike(one[1][0], other[1][0]):
        return True
    return near is not Near.APART and any(spelled_alike(a, b) for a, b in pairs)


def _names(one: Party) -> tuple[str, ...]:
    """Its name, and what else it is called that names it: "the guild" says who only inside its own article."""
    name, *aliases = one[1]
    forms = (name, *(alias for alias in aliases if alias.casefold() != alias))
    return tuple(form for form in forms if not is_generic(form))[:_MOST_FORMS]


def share_one(ours: Iterable[Party], theirs: Iterable[Party], near: Near) -> bool:
    """Whether a party of the one list is one of the other."""
    others = tuple(theirs)
    return any(same_party(one, other, near) for one in ours for other in others)
