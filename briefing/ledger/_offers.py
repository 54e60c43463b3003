"""Offers of a day and of the ledger as they are compared: parties first, then amounts, then what is offered."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from briefing.language.numbers import Unit, find_all
from briefing.language.topics import SAME_OFFER, fold, likeness, word_set
from briefing.ledger._book import number_of
from briefing.ledger._day import DayItem
from briefing.ledger._matching import topics_of
from briefing.ledger._parties import Near, Party, addressed, offerer, party, same_party, share_one
from briefing.schema.ledger import LedgerEntry

_ACROSS = 0.6
"""Least likeness of offers of different stories: what two stories both call "talks" is seldom one offer."""

_PERHAPS = 0.2
"""Least likeness of two offers of one party in one story that a reader should hold side by side."""

_EVENTS = frozenset({"MEET"})
"""Meetings come back: that both days speak of one says nothing about which."""

_NOT_MONEY = frozenset({Unit.CLOCK, Unit.ORDINAL})
_INSTEAD = re.compile(r"\b(?:from|than|over|above|below|beyond|of the) (?:\w+ ){0,3}[^\w\s]?$", re.IGNORECASE)
"""Before an amount that the offer is compared with, and that is not its own."""

_SAME_SCALE = 10.0
"""Amounts further apart are no two bids for one thing: a price a share and a price in total, a part and the whole."""

_ROUNDED = 1e5
"""Amounts from here on are told in rounded figures; a price is told to the cent."""

_PLANS = word_set(
    """plan roadmap map framework package initiative blueprint counteroffer counter-offer counterproposal
    counter-proposal counterbid counter-bid bid"""
)
_BARE = word_set("offer proposal deal agreement")
"""Said of anything that is offered: the plan of its party where nothing more, or an amount, is said of it."""

_PHRASE_ENDS = re.compile(r"[,;:(]| (?:to|of|for|with|that|which|in|on|by|from|worth|agreed|including|brokered|over) ")


class _Amount(NamedTuple):
    """``step`` is the worth of the last figure that was written."""

    value: float
    unit: Unit
    step: float


@lru_cache(maxsize=8192)
def _amount_of(text: str) -> _Amount | None:
    """The amount that an offer names first as its own, None where it names none."""
    for found in find_all(text):
        if found.unit is None or found.unit in _NOT_MONEY or _INSTEAD.search(text[: found.start]):
            continue
        figures = re.search(r"\d[\d,]*(?:\.(\d+))?", text[found.start : found.end])
        if figures is None:
            return _Amount(found.value, found.unit, 1.0)
        written = float(figures[0].replace(",", ""))
        scale = found.value / written if written else 1.0
        return _Amount(found.value, found.unit, scale / 10 ** len(figures[1] or ""))
    return None


def _amount_in(texts: Iterable[str]) -> _Amount | None:
    """The first amount in some texts."""
    return next((found for text in texts if (found := _amount_of(text))), None)


def _comparable(one: _Amount | None, other: _Amount | None) -> bool:
    """Whether both are amounts of one thing."""
    if one is None or other is None or one.unit is not other.unit:
        return False
    low, high = sorted((abs(one.value), abs(other.value)))
    return high <= low * _SAME_SCALE


def _equal(one: _Amount | None, other: _Amount | None) -> bool:
    """Whether both are one amount; of large ones also where the one rounds the other."""
    if one is None or other is None or one.unit is not other.unit:
        return False
    if one.value == other.value:
        return True
    coarse, fine = (one, other) if one.step > other.step else (other, one)
    return min(one.value, other.value) >= _ROUNDED and _rounds(fine, coarse)


def _rounds(fine: _Amount, coarse: _Amount) -> bool:
    """Whether the one is the other in fewer figures, of which at least two are left."""
    steps = Decimal(f"{fine.value:.9g}") / Decimal(f"{coarse.step:.9g}")
    rounded = steps.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return rounded >= 10 and math.isclose(float(rounded) * coarse.step, coarse.value)


@lru_cache(maxsize=8192)
def _is_plan(text: str) -> bool:
    """Whether an offer is told as a plan or a bid, of which a party has one at a time, whatever is told of it.

    "Road map with an immediate end to all fighting", "Plan to halt the civil war" and "$31 a share" are, "Proposal of
    a warning label" and "Call to stop" are not.
    """
    if _amount_of(text) is not None:
        return True
    phrase, *rest = _PHRASE_ENDS.split(fold(text), maxsplit=1)
    head = (phrase.split() or [""])[-1]
    return head in _PLANS or (head in _BARE and not rest)


class Sure(IntEnum):
    """By what two tellings are one offer, the surest first."""

    AMOUNT = 0
    WORDS = 1
    WORDS_ACROSS = 2
    PLAN = 3
    """The one plan or bid of its party in the story."""


Rank = tuple[Sure, float]
"""How surely two tellings are one, of all that are compared at once: the less, the surer."""


@dataclass(frozen=True, slots=True, eq=False)
class ComparedOffer:
    """An offer as far as it is compared. ``place`` is the running story or, on its day, the story that it stands in."""

    by: Party
    to: tuple[Party, ...]
    texts: tuple[str, ...]
    place: str
    articles: frozenset[str] = frozenset()
    amount: _Amount | None = field(init=False)
    plan: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", _amount_in(self.texts))
        object.__setattr__(self, "plan", any(map(_is_plan, self.texts)))


def told_today(item: DayItem, place: str) -> ComparedOffer | None:
    """An offer of the day, None where nobody is named who makes it."""
    if item.party is None:
        return None
    to = tuple(map(party, item.others or ((item.other,) if item.other else ())))
    articles = frozenset(ref.article for ref in item.refs)
    return ComparedOffer(party(item.party), to, (item.text, *item.texts), place, articles)


def told_before(entry: LedgerEntry) -> ComparedOffer:
    """An offer of the ledger whose party is known, its latest words first."""
    by = offerer(entry)
    assert by is not None  # callers leave out those of nobody named
    return ComparedOffer(by, addressed(entry), tuple(dict.fromkeys(_latest_first(entry))), entry.story)


def _latest_first(entry: LedgerEntry) -> tuple[str, ...]:
    return (*reversed([state.text for state in entry.states]), *reversed(entry.wordings))


def bids_more(entry: LedgerEntry, other: LedgerEntry) -> bool:
    """Whether an offer names more of the same than another."""
    now, then = (_amount_in(_latest_first(each)) for each in (entry, other))
    return now is not None and then is not None and _comparable(now, then) and now.value > then.value


def is_event(text: str, stems: frozenset[str]) -> bool:
    """Whether a meeting is offered."""
    return not _EVENTS.isdisjoint(topics_of(text, stems))


def words_of(one: ComparedOffer, other: ComparedOffer, stems: frozenset[str]) -> float:
    """How alike the words of two tellings are, but for names and events."""
    return max(
        likeness(topics_of(a, stems) - _EVENTS, topics_of(b, stems) - _EVENTS) for a in one.texts for b in other.texts
    )


def _near(one: ComparedOffer, other: ComparedOffer) -> Near:
    return Near.STORY if one.place == other.place else Near.APART


def same_offerer(one: ComparedOffer, other: ComparedOffer) -> bool:
    """Whether one party makes both; names that only a story makes plain count within one story alone."""
    return same_party(one.by, other.by, _near(one, other))


def may_be_one(one: ComparedOffer, other: ComparedOffer) -> bool:
    """Whether no amount keeps them apart: another amount is another bid."""
    return one.amount is None or other.amount is None or _equal(one.amount, other.amount)


def raised(one: ComparedOffer, other: ComparedOffer) -> bool:
    """Whether they are bids of different amounts for one thing."""
    return _comparable(one.amount, other.amount) and not _equal(one.amount, other.amount)


def _to_one(one: ComparedOffer, other: ComparedOffer) -> bool:
    """Whether both may be made to one party: they share one, or either names none."""
    return not one.to or not other.to or share_one(one.to, other.to, _near(one, other))


def rank_of(one: ComparedOffer, other: ComparedOffer, stems: frozenset[str]) -> Rank | None:
    """How surely two tellings are one offer by their own words; None where they are not."""
    if not same_offerer(one, other) or not may_be_one(one, other) or not _to_one(one, other):
        return None
    near = one.place == other.place
    if near and one.amount is not None and _equal(one.amount, other.amount):
        return Sure.AMOUNT, 0.0
    value = words_of(one, other, stems)
    if value < (SAME_OFFER if near else _ACROSS):
        return None
    return (Sure.WORDS if near else Sure.WORDS_ACROSS), -value


def perhaps_one(one: ComparedOffer, other: ComparedOffer, stems: frozenset[str]) -> float:
    """How much two tellings of one story may be one offer, 0 where a reader need not be told."""
    if one.place != other.place or not same_offerer(one, other) or raised(one, other):
        return 0.0
    value = words_of(one, other, stems)
    if one.plan and other.plan:
        return 1 + value
    return value if value >= _PERHAPS else 0.0


def latest(entries: Iterable[LedgerEntry]) -> LedgerEntry:
    """The one that was told of last."""
    return max(entries, key=lambda entry: (entry.last_reported, number_of(entry.id)))


def families(entries: Sequence[LedgerEntry]) -> list[list[LedgerEntry]]:
    """Offers with those that raised, lowered or replaced them, by number."""
    root: dict[str, str] = {}
    for entry in sorted(entries, key=lambda each: number_of(each.id)):
        root[entry.id] = root.get(entry.version_of or "", entry.id)
    found: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        found.setdefault(root[entry.id], []).append(entry)
    return [found[ident] for ident in sorted(found, key=number_of)]
