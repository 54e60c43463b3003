"""Planted offers: some of which the right link is known, to measure how well a model links.

A few stand among the offers of a day, unmarked. Each retells an entry of the ledger that is shown:

- in its own words, by its own side: it is that entry;
- with another amount of money or another percentage: by the rule of the prompt it is another offer;
- as made by a party of another story of the day, which no name of the entry is like: it is another offer.

So who joins whatever is alike misses the second and third kind, and who joins nothing the first. What is planted, and
where, follows from a hash of the day and the entries. It is no item of a brief: nothing that a reply says of it is kept
but whether it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from briefing.language.names import fold, same_actor
from briefing.language.numbers import Number, Unit, find_all
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import ShownEntry

OFFERS_FOR_EACH = 6
"""One planted offer for so many of a day."""
MOST = 4
"""Planted offers in one request: more would only lengthen it."""

COMPARED = frozenset(unit for unit in Unit if unit not in (Unit.CLOCK, Unit.ORDINAL))
"""Units of amounts that are compared: one sum of money is not another."""

_DIGITS = re.compile(r"\d+")


class Retelling(StrEnum):
    """How a planted offer differs from the entry that it retells."""

    AS_IT_IS = "as it is"
    OTHER_AMOUNT = "other amount"
    OTHER_SIDE = "other side"


@dataclass(frozen=True, slots=True)
class PlantedOffer:
    """An offer of which it is known whether it is ``entry``, for the article with the number ``article``."""

    entry: str
    how: Retelling
    article: int
    told: str

    def right(self, linked: str | None) -> bool:
        """Whether the entry that it was linked to is right; what was not linked is not."""
        return linked is not None and (linked == self.entry) is (self.how is Retelling.AS_IT_IS)


@dataclass(frozen=True, slots=True)
class PlantingPlace:
    """An article in which an offer can be planted: its number, its story, and the names of those who offer there."""

    article: int
    story: str
    sides: tuple[str, ...]


def plant(
    day: date, entries: Sequence[ShownEntry], places: Sequence[PlantingPlace], offers: int
) -> tuple[PlantedOffer, ...]:
    """Offers of which the right link is known, about one for six of the day's ``offers``; none where none is known."""
    wanted = min(MOST, max(1, round(offers / OFFERS_FOR_EACH))) if offers else 0
    known = [entry for entry in entries if entry.kind is EntryKind.OFFER]
    left = sorted(_candidates(day, known, places), key=lambda each: _hash(day, each.entry, each.how, each.article))
    chosen: list[PlantedOffer] = []
    first = _hash(day, "first") % 2
    while left and len(chosen) < wanted:
        # By turns one that it is and one that it is not; which comes first differs from day to day.
        same = (len(chosen) + first) % 2 == 0
        sought = [each for each in left if (each.how is Retelling.AS_IT_IS) is same]
        best = (sought or left)[0]
        chosen.append(best)
        left = [each for each in left if each.entry != best.entry]
    return tuple(sorted(chosen, key=lambda each: (each.article, _hash(day, each.entry, "order"))))


def place_of(day: date, planted: PlantedOffer, among: int) -> int:
    """Before which of the offers of its article one stands."""
    return _hash(day, planted.entry, "place") % (among + 1)


def _candidates(day: date, entries: Sequence[ShownEntry], places: Sequence[PlantingPlace]) -> Iterator[PlantedOffer]:
    for entry in entries:
        here = [place for place in places if place.story in entry.near]
        elsewhere = [place for place in places if place.story not in entry.near]
        if here:
            at = here[_hash(day, entry.id, "article") % len(here)]
            yield PlantedOffer(entry.id, Retelling.AS_IT_IS, at.article, told(entry))
            changed = _other_amount(entry)
            if changed:
                yield PlantedOffer(entry.id, Retelling.OTHER_AMOUNT, at.article, told(entry, changed=changed))
        for place in elsewhere:
            side = next((name for name in place.sides if _stranger(name, entry)), None)
            if side and not _names_in_words(entry):
                yield PlantedOffer(entry.id, Retelling.OTHER_SIDE, place.article, told(entry, side=side))


def told(entry: ShownEntry, *, side: str | None = None, changed: Mapping[str, str] | None = None) -> str:
    """An entry in the words of an item of a day."""
    whom = ", ".join(entry.others[:1]) or "nobody stated"
    conditions = "; ".join(entry.conditions) or "none stated"
    text = f"{side or next(iter(entry.parties), 'nobody named')} to {whom}: {entry.text}. Conditions: {conditions}."
    text += f" Status: {entry.status.replace('_', ' ')}." + (f" “{entry.quote}”" if entry.quote else "")
    for printed, other in (changed or {}).items():
        text = text.replace(printed, other)
    return " ".join(text.split())


def _other_amount(entry: ShownEntry) -> dict[str, str] | None:
    """The only amount of an entry, and another one to stand for it; None where it has none, or several."""
    found = {(number.unit, number.value): number for number in amounts(entry.text)}
    everywhere = {(n.unit, n.value) for text in (*entry.amounts, *entry.conditions, entry.quote) for n in amounts(text)}
    if len(found) != 1 or len(everywhere | set(found)) != 1:
        return None
    number = next(iter(found.values()))
    printed = entry.text[number.start : number.end]
    digits = _DIGITS.search(printed)
    if digits is None or len(digits[0]) > 9:
        return None
    value = int(digits[0])
    other = printed[: digits.start()] + str(value + max(1, value * 15 // 100)) + printed[digits.end() :]
    same = [number.value for number in amounts(other)] == [number.value]
    return None if same else {printed: other}


def amounts(text: str) -> list[Number]:
    """The sums of money and percentages of a text."""
    return [number for number in find_all(text) if number.unit in COMPARED]


def _stranger(name: str, entry: ShownEntry) -> bool:
    """Whether nobody of an entry could be called by a name."""
    words = set(fold(name).split())
    known = (*entry.parties, *entry.others, *(tie.party for tie in entry.ties))
    return bool(known) and not any(same_actor(name, each) or words & set(fold(each).split()) for each in known)


def _names_in_words(entry: ShownEntry) -> bool:
    """Whether the words of an entry name a side of it, and so would give another offerer the lie."""
    said = set(fold(" ".join((entry.text, *entry.conditions, entry.quote))).split())
    return any(set(fold(name).split()) & said for name in entry.parties)


def _hash(day: date, *parts: object) -> int:
    """A number that is the same in every process."""
    text = "\0".join((day.isoformat(), *map(str, parts)))
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
