"""What of the ledger concerns a day: all that reckoning it can come to depend on, and little else.

A page keeps that, and is told from it again as the ledger told it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from briefing.language.calendar import shifted
from briefing.ledger._book import PREFIX, STORY_PREFIX, Book, number_of
from briefing.ledger._correcting import shown_corrections
from briefing.ledger._day import DayRecord, read_day
from briefing.ledger._pages import with_ledger
from briefing.ledger._placing import Placed
from briefing.ledger._reckoning import reckon
from briefing.ledger._statuses import may_change_untold
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import LedgerEntry, LedgerKnown, LedgerOptions
from briefing.schema.links import Links

PageT = TypeVar("PageT", bound=BriefingData)

TellAgain = Callable[[PageT, Links, Mapping[str, str]], PageT]
"""A page told anew with the links of its items and the running story of each article."""

_LETTERS = sorted((*PREFIX.values(), STORY_PREFIX))


def known_of(book: Book, record: DayRecord, since: date | None, placed: Placed, options: LedgerOptions) -> LedgerKnown:
    """What of a book concerns a day, so that `reckon` comes to the same with it as with all of the book.

    Those are the entries that its items are linked to, all entries of the running stories that it continues, those
    that may lapse or fall silent on it, and whatever answers one of these or is answered by it. What is known of what
    is known is the same.
    """
    links, running = placed
    stories = frozenset(running.values())
    concerned = {entry.id for entry in book.entries.values() if entry.story in stories}
    concerned |= {name for name in named(links) if name in book.entries}
    concerned |= {
        entry.id for entry in book.entries.values() if may_change_untold(entry, record.day, since, options.silent_after)
    }
    begun = shifted(record.day, -options.window)
    kept = _with_answers(concerned, book.entries, begun)
    return LedgerKnown(
        since=since,
        last={letter: book.last[letter] for letter in _LETTERS if letter in book.last},
        order=tuple(story.key for story in record.stories),
        running=dict(sorted(running.items())),
        options=options,
        links=links,
        entries=tuple(_bare(book.entries[ident]) for ident in sorted(kept, key=_place)),
        corrections=shown_corrections(book.corrections, kept),
    )


def book_of(known: LedgerKnown) -> Book:
    """The book that a day was reckoned with."""
    entries = {entry.id: entry for entry in known.entries}
    return Book(entries=entries, last=dict(known.last), corrections=known.corrections)


def retell(page: PageT, known: LedgerKnown, tell_again: TellAgain[PageT] | None = None) -> PageT:
    """The page as `Ledger.record` gave it when the ledger knew this.

    Raises:
        ValueError: what was known is nothing that a ledger can hold.
    """
    if tell_again:
        page = tell_again(page, known.links, known.running)
    record = _in_order(read_day(page), known.order)
    book = book_of(known)
    placed = Placed(known.links, known.running)
    needed = known_of(book, record, known.since, placed, known.options)
    needed = needed.model_copy(update={"actors": known.actors})
    return with_ledger(page, reckon(book, record, known.since, placed, known.options).outcome, needed)


def _in_order(record: DayRecord, order: Iterable[str]) -> DayRecord:
    """The day with its stories in the order in which they were entered: by that, new ones are numbered."""
    places = {key: place for place, key in enumerate(order)}
    stories = sorted(record.stories, key=lambda story: places.get(story.key, len(places)))
    return record.model_copy(update={"stories": tuple(stories)})


def named(links: Links) -> Iterator[str]:
    """All entries that links name."""
    yield from (link.entry for link in links.offers)
    for new in links.new:
        yield from filter(None, (new.version_of, new.counter_to, new.perhaps))
    for response in links.responses:
        yield from response.answers
    yield from (link.entry for link in links.questions)
    yield from (closed.question for closed in links.closed)


def _with_answers(concerned: set[str], entries: Mapping[str, LedgerEntry], begun: date) -> set[str]:
    """These entries with what they answer and what answers them, with their versions, and so on, as long as it was
    told of since the window began."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries.values():
        for other in (*entry.all_answers, entry.version_of):
            if other and other in entries:
                beside[entry.id].add(other)
                beside[other].add(entry.id)
    found: set[str] = set()
    waiting = list(concerned)
    while waiting:
        ident = waiting.pop()
        if ident not in found:
            found.add(ident)
            if ident in concerned or entries[ident].current.day >= begun:
                waiting += beside[ident]
    return found


def _bare(entry: LedgerEntry) -> LedgerEntry:
    """The entry without evidence, by which nothing is decided, but for what shows a deadline."""
    if entry.due:
        return entry
    states = tuple(state.model_copy(update={"evidence": ()}) if state.evidence else state for state in entry.states)
    return entry.model_copy(update={"states": states})


def _place(ident: str) -> tuple[str, int]:
    return ident[0], number_of(ident)
