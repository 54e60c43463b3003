"""Which running story each story of a day belongs to."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from briefing.language.topics import rarity
from briefing.ledger._book import Book, number_of
from briefing.ledger._day import DayRecord, DayStory
from briefing.ledger._matching import name_stems, topics_of
from briefing.ledger._parties import Index, Near, Party, party, same_party

NEW = "T"
"""First letter of the names that new running stories have until they have an id."""

_PARTIES = 0.8
"""Least weight of the actors that two accounts share; one that is in n running stories counts 1/n. A president who is
in all news of a capital ties nothing together."""

_WORDS = 0.85
"""Least weight of the words that they share: two that are not common. Accounts of other events of the same actors had
0.7 at the most, those of one event 1.1 and more."""


def continued(record: DayRecord, book: Book, index: Index) -> dict[str, str]:
    """The running story that each story of the day continues by its articles, or by its actors and words, by its key.

    Two actors are needed that act for different parties, or the only one of the day where no other story has it, and
    words that the running story was told in: on all of its days for their full weight.
    """
    found: dict[str, str] = {}
    for story in record.stories:
        likely = ((_weight(story, ident, book, index), -number_of(ident), ident) for ident in _candidates(story, index))
        weight, _, best = max(likely, default=(0.0, 0, ""))
        if weight:
            found[story.key] = best
    return found


def _candidates(story: DayStory, index: Index) -> frozenset[str]:
    """The running stories that share an article or a named party."""
    found = index.told_from(story.articles)
    for each in story.parties:
        found |= index.stories_with(party(each), Near.MAYBE)
    return found


def _weight(story: DayStory, ident: str, book: Book, index: Index) -> float:
    if ident in index.told_from(story.articles):
        return math.inf
    actors = _actors_weight(story, index.actors[ident], index)
    words = _words_weight(story, ident, book, index)
    return actors * words if actors >= _PARTIES and words >= _WORDS else 0.0


def _actors_weight(story: DayStory, known: Iterable[Party], index: Index) -> float:
    """The weight of the actors in common; 0 where they are one party, and others act on this day."""
    by_side: dict[str, float] = {}
    matched: set[Party] = set()
    for each in map(party, story.parties):
        same = [other for other in known if same_party(each, other, Near.MAYBE)]
        if same:
            stories = len(index.stories_with(each, Near.MAYBE)) or 1
            by_side[each[0]] = max(by_side.get(each[0], 0.0), 1 / stories)
            matched.update(same)
    alone = len({each.side for each in story.parties}) == 1
    several = len(by_side) > 1 and len({side for side, _ in matched}) > 1
    return sum(by_side.values()) if several or (alone and 1.0 in by_side.values()) else 0.0


def _words_weight(story: DayStory, ident: str, book: Book, index: Index) -> float:
    stems = name_stems(story)
    told: defaultdict[object, set[str]] = defaultdict(set)
    for telling in book.tellings[ident]:
        told[telling.day] |= _telling_words(topics_of(f"{telling.title} {telling.summary}", stems))
    for entry in index.by_story(ident):
        for state in entry.states:
            if state.day in told and state.reported:
                told[state.day] |= _telling_words(topics_of(state.text, stems))
    held = Counter(word for words in told.values() for word in words)
    here = _telling_words(
        topics_of(
            " ".join((story.title, *(line.text for line in story.lines), *(item.text for item in story.items))), stems
        )
    )
    return sum(math.sqrt(held[word] / len(told)) * rarity(word) for word in sorted(here) if word in held)


def _telling_words(words: Iterable[str]) -> set[str]:
    """Words without figures and what they count: any two stories have millions."""
    return {word for word in words if word not in _SCALES and not any(letter.isdigit() for letter in word)}


_SCALES = frozenset({"thousand", "million", "billion", "trillion", "percent", "dollar", "euro"})


def running_of(
    record: DayRecord, likely: Mapping[str, str], entries_of: Mapping[str, Sequence[str]], book: Book
) -> dict[str, str]:
    """The running story of each article of the day, by an id of the ledger or by a name that is new.

    Stories of the day that share an entry are one, and so are those that continue one running story. Where items are
    linked to entries of several, that of most of them goes on; among equals the one that the accounts continue.

    Args:
        likely: see `continued`.
        entries_of: names of the entries of its items and of what they answer, by the key of the story of the day.
    """
    chosen = {story.key: _chosen(story.key, likely, entries_of, book) for story in record.stories}
    groups = _NameGroups(story.key for story in record.stories)
    holders: dict[str, str] = {}
    for key, names in entries_of.items():
        for name in names:
            groups.join(holders.setdefault(name, key), key)
    for key, ident in chosen.items():
        if ident:
            groups.join(holders.setdefault(ident, key), key)
    found: dict[str, str] = {}
    new = 0
    for members in groups.all():
        known = sorted({ident for key in members if (ident := chosen[key])}, key=number_of)
        if not known:
            new += 1
        label = known[0] if known else f"{NEW}{new}"
        found.update(dict.fromkeys(members, label))
    return {article: found[story.key] for story in record.stories for article in story.told_from}


def _chosen(key: str, likely: Mapping[str, str], entries_of: Mapping[str, Sequence[str]], book: Book) -> str | None:
    linked = Counter(book.entries[name].story for name in entries_of.get(key, ()) if name in book.entries)
    if not linked:
        return likely.get(key)
    return min(linked, key=lambda ident: (-linked[ident], ident != likely.get(key), number_of(ident)))


class _NameGroups:
    """Groups of names that belong together, in the order of their first members."""

    def __init__(self, names: Iterable[str]) -> None:
        self._home = {name: name for name in names}

    def join(self, one: str, other: str) -> None:
        first, second = self._home[one], self._home[other]
        if first != second:
            self._home = {name: first if home == second else home for name, home in self._home.items()}

    def all(self) -> list[list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name, home in self._home.items():
            found[home].append(name)
        return list(found.values())
