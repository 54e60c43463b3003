"""Which stories and items of a day the ledger knows already."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from briefing.language.numbers import find_all
from briefing.language.topics import SAME_OFFER, SAME_QUESTION, content, likeness, question_topics, topics
from briefing.ledger._book import Book, Telling, number_of
from briefing.ledger._day import DayItem, DayStory
from briefing.ledger._index import Index
from briefing.schema.ledger import EntryKind, LedgerEntry

ItemT = TypeVar("ItemT")

Rank = tuple[float, ...]
"""How surely two things are one, of all that are compared at once: the less, the surer."""

APART = 0.0
"""The likeness of what cannot be one."""

SAME_STORY = 0.35
"""Least likeness of two days' accounts of one story, of which an actor is in both."""

ACROSS = 0.6
"""Least likeness of offers of different stories: what two stories both call "talks" is seldom one offer."""


def pair(
    items: Sequence[ItemT],
    known: Callable[[ItemT], Iterable[LedgerEntry]],
    rank: Callable[[ItemT, LedgerEntry], Rank | None],
) -> dict[int, LedgerEntry]:
    """The entry of each item that has one, by the item's place: the best pair first, each entry once.

    ``rank`` is None for an item that an entry is not.
    """
    ranked = {
        (ranks, number_of(entry.id), place): entry
        for place, item in enumerate(items)
        for entry in known(item)
        if (ranks := rank(item, entry))
    }
    found: dict[int, LedgerEntry] = {}
    taken: set[str] = set()
    for (_, _, place), entry in sorted(ranked.items(), key=itemgetter(0)):
        if place not in found and entry.id not in taken:
            found[place] = entry
            taken.add(entry.id)
    return found


@lru_cache(maxsize=65536)
def topics_of(text: str, stems: frozenset[str]) -> frozenset[str]:
    """`topics`, kept: each item of a day is compared with many entries."""
    return topics(text, stems)


@lru_cache(maxsize=65536)
def topics_asked(text: str, stems: frozenset[str]) -> frozenset[str]:
    """`question_topics`, kept."""
    return question_topics(text, stems)


def name_stems(story: DayStory) -> frozenset[str]:
    """The stems of all names of a story's actors: they say nothing about what is offered or asked."""
    return _stems_of(story.names)


@lru_cache(maxsize=1024)
def _stems_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(content(" ".join(names)))


def texts_of(entry: LedgerEntry) -> tuple[str, ...]:
    """All that days called it, each once."""
    return tuple(dict.fromkeys(state.text for state in entry.states))


def offer_likeness(item: DayItem, entry: LedgerEntry, stems: frozenset[str], index: Index) -> float:
    """How surely an offer is one that the ledger knows: same offerer, no other recipient, like topics; 0 where not.

    Offers of other amounts are other offers, however alike the rest of their words.
    """
    if not index.same(item.party, entry.party_side, entry.party):
        return APART
    if item.other and entry.other_side and not index.same(item.other, entry.other_side, entry.other):
        return APART
    known = texts_of(entry)
    if _other_amounts(item.texts, known):
        return APART
    value = max(likeness(topics_of(one, stems), topics_of(other, stems)) for one in item.texts for other in known)
    return value if value >= SAME_OFFER else APART


def _other_amounts(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether both name amounts and share none."""
    named = frozenset().union(*map(_amounts, ours))
    others = frozenset().union(*map(_amounts, theirs))
    return bool(named and others and named.isdisjoint(others))


@lru_cache(maxsize=65536)
def _amounts(text: str) -> frozenset[float]:
    return frozenset(number.value for number in find_all(text) if number.unit is not None)


def same_offer(item: DayItem, story: str, entry: LedgerEntry, stems: frozenset[str], index: Index) -> Rank | None:
    """By `offer_likeness`, with the bar of the same or of another story; the same story comes first."""
    value = offer_likeness(item, entry, stems, index)
    elsewhere = entry.story != story
    return (elsewhere, -value) if value >= (ACROSS if elsewhere else SAME_OFFER) else None


def same_response(
    item: DayItem, story: str, answers: str | None, entry: LedgerEntry, stems: frozenset[str]
) -> Rank | None:
    """A response of one party is known by its stance and offer, or by like words in its story where it answers none."""
    if entry.status != item.status or entry.answers != answers:
        return None
    words = max(likeness(topics_of(item.text, stems), topics_of(other, stems)) for other in texts_of(entry))
    return (-words,) if answers or (entry.story == story and words >= SAME_OFFER) else None


def same_question(item: DayItem, entry: LedgerEntry, stems: frozenset[str]) -> Rank | None:
    """A question of a story is known by what it asks about; the same words come first."""
    reworded = not any(text in item.texts for text in texts_of(entry))
    known = [topics_asked(text, stems) for text in texts_of(entry)]
    value = max(likeness(topics_asked(text, stems), other) for text in item.texts for other in known)
    return (reworded, -value) if value >= SAME_QUESTION or not reworded else None


def match_stories(stories: Sequence[DayStory], book: Book, index: Index) -> dict[str, str]:
    """The running story that each story of the day continues, by the story's key: the best pair first.

    Two accounts are of one story where they were told from one article, where they have an offer in common, or where
    they have an actor in common and speak of like things.
    """
    found: dict[int, int] = {}
    for _, number, place in sorted(continued(stories, book, index)):
        if place not in found and number not in found.values():
            found[place] = number
    return {stories[place].key: f"S{number}" for place, number in found.items()}


def continued(stories: Sequence[DayStory], book: Book, index: Index) -> list[tuple[float, int, int]]:
    """The running stories that stories of the day may continue: how surely (negated), its number, the story's place."""
    return [
        (-value, number_of(ident), place)
        for place, story in enumerate(stories)
        for ident in index.candidates(story)
        if (value := _continues(story, book.tellings[ident], index.all_of(ident), index))
    ]


def _continues(story: DayStory, told: Sequence[Telling], entries: Sequence[LedgerEntry], index: Index) -> float:
    articles = frozenset(story.articles)
    if any(articles & telling.articles for telling in told):
        return math.inf
    stems = name_stems(story)
    offers = [item for item in story.items if item.kind is EntryKind.OFFER]
    known = [entry for entry in entries if entry.kind is EntryKind.OFFER]
    common = max((offer_likeness(item, entry, stems, index) for item in offers for entry in known), default=APART)
    alike = _account_likeness(story, told, entries, stems)
    if not common and alike < SAME_STORY:
        return APART
    return common * 2 + alike


def _account_likeness(
    story: DayStory, told: Sequence[Telling], entries: Sequence[LedgerEntry], stems: frozenset[str]
) -> float:
    here = frozenset(party.side for party in story.parties)
    days = [telling for telling in told if telling.sides & here]
    lines = (line.text for line in story.lines)
    now = topics_of(" ".join((story.title, *lines, *(item.text for item in story.items))), stems)
    said = {telling.day: [telling.title, telling.summary] for telling in days}
    for entry in entries:
        for state in entry.states:
            if state.day in said:
                said[state.day].append(state.text)
    accounts = (" ".join(dict.fromkeys(texts)) for texts in said.values())
    return max((likeness(now, topics_of(account, stems)) for account in accounts), default=APART)


def offer_topics_of(entry: LedgerEntry, stems: frozenset[str]) -> tuple[frozenset[str], ...]:
    """What an entry is about, in each of its wordings."""
    return tuple(topics_of(text, stems) for text in texts_of(entry))
