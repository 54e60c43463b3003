"""Offers of a day and of the ledger as they are compared: parties first, then amounts, then what is offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from briefing.language.apart import (
    Terms,
    amount_of,
    apart,
    comparable,
    counts_apart,
    equal,
    terms_of,
    without_numbers,
)
from briefing.language.topics import SAME_OFFER, fold, likeness, word_set
from briefing.ledger._book import number_of
from briefing.ledger._day import DayItem
from briefing.ledger._matching import topics_of
from briefing.ledger._parties import Near, Party, addressed, naming, offerer, party, same_party, share_one
from briefing.schema.ledger import LedgerEntry

_ACROSS = 0.6
"""Least likeness of offers of different stories: what two stories both call "talks" is seldom one offer."""

_PERHAPS = 0.2
"""Least likeness of two offers of one party in one story that a reader should hold side by side."""

_EVENTS = frozenset({"MEET"})
"""Meetings come back: that both days speak of one says nothing about which."""

_PLANS = word_set(
    """plan roadmap map framework package initiative blueprint counteroffer counter-offer counterproposal
    counter-proposal counterbid counter-bid bid"""
)
_BARE = word_set("offer proposal deal agreement")
"""Said of anything that is offered: the plan of its party where nothing more, or an amount, is said of it."""

_PHRASE_ENDS = re.compile(r"[,;:(]| (?:to|of|for|with|that|which|in|on|by|from|worth|agreed|including|brokered|over) ")


@lru_cache(maxsize=8192)
def _is_plan(text: str) -> bool:
    """Whether an offer is told as a plan or a bid, of which a party has one at a time, whatever is told of it.

    "Road map with an immediate end to all fighting", "Plan to halt the civil war" and "$31 a share" are, "Proposal of
    a warning label" and "Call to stop" are not.
    """
    if amount_of(text) is not None:
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
    terms: Terms = field(init=False)
    plan: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", terms_of(self.texts))
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
    now, then = (terms_of(_latest_first(each)).amount for each in (entry, other))
    return now is not None and then is not None and comparable(now, then) and now.value > then.value


def is_event(text: str, stems: frozenset[str]) -> bool:
    """Whether a meeting is offered."""
    return not _EVENTS.isdisjoint(topics_of(text, stems))


def words_of(one: ComparedOffer, other: ComparedOffer, stems: frozenset[str]) -> float:
    """How alike the words of two tellings are, but for names, numbers and events."""
    return max(likeness(_thing(a, stems), _thing(b, stems)) for a in one.texts for b in other.texts)


def _thing(text: str, stems: frozenset[str]) -> frozenset[str]:
    return without_numbers(topics_of(text, stems)) - _EVENTS


def _near(one: ComparedOffer, other: ComparedOffer) -> Near:
    return Near.STORY if one.place == other.place else Near.APART


def same_offerer(one: ComparedOffer, other: ComparedOffer) -> bool:
    """Whether one party makes both; names that only a story makes plain count within one story alone."""
    return same_party(one.by, other.by, _near(one, other))


def may_be_one(one: ComparedOffer, other: ComparedOffer) -> bool:
    """Whether no amount, number of things or name keeps them apart."""
    return not apart(one.terms, other.terms, naming((one.by, *one.to, other.by, *other.to)))


def raised(one: ComparedOffer, other: ComparedOffer) -> bool:
    """Whether they are bids of different amounts, or of different numbers, for one thing."""
    if comparable(one.terms.amount, other.terms.amount):
        return not equal(one.terms.amount, other.terms.amount)
    differing = counts_apart(one.terms.counts, other.terms.counts)
    return differing is not None and comparable(*differing)


def _to_one(one: ComparedOffer, other: ComparedOffer) -> bool:
    """Whether both may be made to one party: they share one, or either names none."""
    return not one.to or not other.to or share_one(one.to, other.to, _near(one, other))


def rank_of(one: ComparedOffer, other: ComparedOffer, stems: frozenset[str]) -> Rank | None:
    """How surely two tellings are one offer by their own words; None where they are not."""
    if not same_offerer(one, other) or not may_be_one(one, other) or not _to_one(one, other):
        return None
    near = one.place == other.place
    if near and one.terms.amount is not None and equal(one.terms.amount, other.terms.amount):
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
