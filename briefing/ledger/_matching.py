"""What items of a day and entries of the ledger are compared by, and which responses and questions are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from briefing.language.topics import SAME_OFFER, SAME_QUESTION, content, likeness, question_topics, topics
from briefing.ledger._book import number_of
from briefing.ledger._day import DayItem, DayStory
from briefing.schema.ledger import LedgerEntry

ItemT = TypeVar("ItemT")

Rank = tuple[float, ...]
"""How surely two things are one, of all that are compared at once: the less, the surer."""


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


@lru_cache(maxsize=8192)
def topics_of(text: str, stems: frozenset[str]) -> frozenset[str]:
    """`topics`, kept: each item of a day is compared with many entries."""
    return topics(text, stems)


@lru_cache(maxsize=8192)
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
    return tuple(dict.fromkeys((*(state.text for state in entry.states), *entry.wordings)))


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


def offer_topics_of(entry: LedgerEntry, stems: frozenset[str]) -> tuple[frozenset[str], ...]:
    """What an entry is about, in each of its wordings."""
    return tuple(topics_of(text, stems) for text in texts_of(entry))
