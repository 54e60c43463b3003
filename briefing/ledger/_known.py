"""What of the ledger concerns a day: all that reckoning it can come to depend on, and little else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from briefing.ledger._book import PREFIX, STORY_PREFIX, Book, Telling, number_of, waits
from briefing.ledger._day import DayRecord
from briefing.ledger._index import Index
from briefing.ledger._matching import continued, name_stems, offer_likeness
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerKnown, LedgerTelling

_LETTERS = sorted((*PREFIX.values(), STORY_PREFIX))


def known_of(book: Book, record: DayRecord, since: date | None) -> LedgerKnown:
    """What of a book concerns a day, so that `reckon` comes to the same with it as with all of the book.

    Those are the running stories that a story of the day may continue, with all their entries; the offers elsewhere
    that an offer of the day may be; what fell silent since the day before; and whatever answers one of these or is
    answered by it. What is known of what is known is the same.
    """
    index = Index(book)
    stories = {f"{STORY_PREFIX}{number}" for _, number, _ in continued(record.stories, book, index)}
    concerned = {entry.id for story in stories for entry in index.all_of(story)}
    concerned |= {entry.id for entry in _alike(record, index)}
    concerned |= {entry.id for entry in book.entries.values() if _may_fall_silent(entry, record.day, since)}
    kept = _with_answers(concerned, book.entries)
    return LedgerKnown(
        since=since,
        last={letter: book.last[letter] for letter in _LETTERS if letter in book.last},
        order=tuple(story.key for story in record.stories),
        entries=tuple(_bare(book.entries[ident]) for ident in sorted(kept, key=_place)),
        tellings=tuple(
            _telling(ident, told) for ident in sorted(stories, key=number_of) for told in book.tellings[ident]
        ),
    )


def book_of(known: LedgerKnown) -> Book:
    """The book that a day was reckoned with."""
    tellings: defaultdict[str, list[Telling]] = defaultdict(list)
    for told in known.tellings:
        sides, articles = frozenset(told.sides), frozenset(told.articles)
        tellings[told.story].append(Telling(told.day, told.title, told.summary, sides, articles))
    return Book(
        entries={entry.id: entry for entry in known.entries},
        tellings={story: tuple(told) for story, told in tellings.items()},
        last=dict(known.last),
    )


def in_order(record: DayRecord, order: Iterable[str]) -> DayRecord:
    """The day with its stories in the order in which they were entered: by that, new ones are numbered."""
    places = {key: place for place, key in enumerate(order)}
    stories = sorted(record.stories, key=lambda story: places.get(story.key, len(places)))
    return record.model_copy(update={"stories": tuple(stories)})


def _alike(record: DayRecord, index: Index) -> Iterator[LedgerEntry]:
    """The offers that offers of the day may be."""
    for story in record.stories:
        stems = name_stems(story)
        for item in story.items:
            if item.kind is EntryKind.OFFER:
                known = index.by_party(item.party, EntryKind.OFFER)
                yield from (entry for entry in known if offer_likeness(item, entry, stems, index))


def _may_fall_silent(entry: LedgerEntry, day: date, since: date | None) -> bool:
    states = tuple(state for state in entry.states if state.day < day)
    before = entry.model_copy(update={"states": states}) if states else None
    return before is not None and before.last_reported == since and waits(before)


def _with_answers(concerned: set[str], entries: Mapping[str, LedgerEntry]) -> set[str]:
    """These entries with what they answer and what answers them, and so on."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries.values():
        if entry.answers and entry.answers in entries:
            beside[entry.id].add(entry.answers)
            beside[entry.answers].add(entry.id)
    found: set[str] = set()
    waiting = list(concerned)
    while waiting:
        ident = waiting.pop()
        if ident not in found:
            found.add(ident)
            waiting += beside[ident]
    return found


def _bare(entry: LedgerEntry) -> LedgerEntry:
    """The entry without evidence, by which nothing is decided."""
    states = tuple(state.model_copy(update={"evidence": ()}) if state.evidence else state for state in entry.states)
    return entry.model_copy(update={"states": states})


def _telling(story: str, told: Telling) -> LedgerTelling:
    sides, articles = tuple(sorted(told.sides)), tuple(sorted(told.articles))
    return LedgerTelling(
        story=story, day=told.day, title=told.title, summary=told.summary, sides=sides, articles=articles
    )


def _place(ident: str) -> tuple[str, int]:
    return ident[0], number_of(ident)
