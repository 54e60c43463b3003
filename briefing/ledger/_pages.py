"""The page of a recorded day: ids of the ledger in the place of its own, and what changed.

It keeps what of the ledger concerns the day, all that reckoning it can come to depend on and little else, and is told
from that again.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from briefing.language.calendar import shifted
from briefing.ledger._book import (
    PREFIX,
    STORY_PREFIX,
    WAITING,
    Beside,
    Book,
    Course,
    DayOutcome,
    OfferStanding,
    Reopened,
    number_of,
)
from briefing.ledger._correcting import shown_corrections
from briefing.ledger._day import DayRecord, actor_key, item_key, items_of, read_day, story_key
from briefing.ledger._placing import Placed
from briefing.ledger._reckoning import reckon
from briefing.ledger._statuses import may_change_untold
from briefing.schema.base import Model
from briefing.schema.briefing import BriefingData, Conflict, ConflictKind, Line, Story, StoryOffer, StoryQuestion
from briefing.schema.ledger import BY_EDITOR, BY_LEDGER, ActorIdentity, LedgerEntry, LedgerKnown, LedgerOptions
from briefing.schema.links import Links
from briefing.schema.terms import OfferStatus

PageT = TypeVar("PageT", bound=BriefingData)
ModelT = TypeVar("ModelT", bound=Model)

TellAgain = Callable[[PageT, Links, Mapping[str, str]], PageT]
"""A page told anew with the links of its items and the running story of each article."""

_REFERENCES = ("offers", "about", "part_of")
_ID = re.compile(r"\b[A-Z]\d+\b")
_LETTERS = sorted((*PREFIX.values(), STORY_PREFIX))


def with_ledger(data: PageT, outcome: DayOutcome, known: LedgerKnown | None) -> PageT:
    """The page with the ids that its stories, offers, responses and questions have in the ledger, and its changes.

    ``known`` is what the day was reckoned with; None where the ledger did not keep it.
    """
    new = {
        item.id: outcome.ids[item_key(kind, item)]
        for story in data.stories
        for kind, item in items_of(story)
        if item_key(kind, item) in outcome.ids
    }
    numbers = itertools.count(1 + sum(len(story.conflicts) for story in data.stories))
    own = {line.text for story in data.stories for line in (*story.gist, story.headline) if line}
    stories = (_story(story, new, outcome, numbers) for story in data.stories)
    fields = {
        "stories": tuple(_with_identities(story, known.actors if known else {}) for story in stories),
        "bottom_line": tuple(_line(line, new, composed=line.text not in own) for line in data.bottom_line),
        "since": outcome.since,
        "quiet": outcome.quiet,
        "known": known,
    }
    return data.model_copy(update=fields)


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


def _story(story: Story, new: Mapping[str, str], outcome: DayOutcome, numbers: Iterator[int]) -> Story:
    ident = outcome.stories[story_key(story)]
    fields: dict[str, Any] = {"id": ident, "changes": outcome.changes.get(ident, ())}
    for section in ("offers", "responses", "open_questions", "conflicts"):
        fields[section] = tuple(_led(item, new) for item in getattr(story, section))
    clashes = [each for offer in fields["offers"] for each in clash_of(offer, outcome.standing.get(offer.id))]
    clashes += [each for q in fields["open_questions"] for each in _reopened(q, outcome.reopened.get(q.id))]
    fields["conflicts"] += tuple(each.model_copy(update={"id": f"C{next(numbers)}"}) for each in clashes)
    fields["offers"] = tuple(_by_ledger(offer, outcome) for offer in fields["offers"])
    fields |= dict(outcome.courses.get(ident, Course()))
    fields["headline"] = _line(story.headline, new) if story.headline else None
    fields["gist"] = tuple(_line(line, new) for line in story.gist)
    return story.model_copy(update=fields)


def impossible(held: OfferStatus, told: OfferStatus) -> bool:
    """Whether an offer of the one status can't come to the other."""
    # What was rejected may well be offered again.
    return held is OfferStatus.ACCEPTED and told in WAITING


def clash_of(offer: StoryOffer, standing: OfferStanding | None) -> Iterator[Conflict]:
    """The conflict of an offer, as the day's sources tell it, with where the ledger holds it to stand.

    Sources that name an offer in passing call it open by default: that says nothing, and clashes with nothing. The id
    is empty: the page numbers conflicts.
    """
    if standing is None or standing.told is None or not impossible(standing.status, standing.told):
        return
    if standing.told is OfferStatus.OPEN and offer.status_reason is None:
        return
    yield Conflict(
        id="",
        kind=ConflictKind.STATUS,
        about=offer.id,
        sides=offer.evidence,
        shown=standing.status.words,
        rule=f"{standing.status.words} since {standing.since.isoformat()} by the ledger, told of today as "
        f"{standing.told.words}: an accepted offer does not become that again, so what was known is shown",
    )


def _reopened(question: StoryQuestion, known: Reopened | None) -> Iterator[Conflict]:
    """The conflict of a question that a source leaves open, and that an earlier one answered."""
    if known is None:
        return
    yield Conflict(
        id="",
        kind=ConflictKind.STATUS,
        about=question.id,
        sides=question.evidence,
        shown="open",
        rule=f"asked as {known.question} before and closed on {known.closed.isoformat()}; a closed question does not "
        "open again, so it is shown as a new one",
    )


def _with_identities(story: Story, known: Mapping[str, ActorIdentity]) -> Story:
    actors = (actor.model_copy(update={"identity": known.get(actor_key(actor))}) for actor in story.actors)
    return story.model_copy(update={"actors": tuple(actors)})


def _by_ledger(offer: StoryOffer, outcome: DayOutcome) -> StoryOffer:
    found = _beside(_standing(offer, outcome.standing), outcome.beside)
    each = outcome.each.get(offer.id, ())
    return found.model_copy(update={"each": each}) if each else found


def _standing(offer: StoryOffer, known: Mapping[str, OfferStanding]) -> StoryOffer:
    """The offer as it stands by the ledger, where the day's sources tell of it otherwise."""
    standing = known.get(offer.id)
    if standing is None:
        return offer
    told = f"told of today as {standing.told.value.replace('_', ' ')}" if standing.told else "not mentioned today"
    by = f"{BY_EDITOR}, {standing.editor}" if standing.editor else BY_LEDGER
    reason = f"since {standing.since.isoformat()}, {by}; {told}"
    return offer.model_copy(update={"status": standing.status, "status_reason": reason})


def _beside(offer: StoryOffer, known: Mapping[str, Beside]) -> StoryOffer:
    """The offer with what it is to others of the ledger, of which its status says nothing."""
    beside = known.get(offer.id)
    return offer.model_copy(update=dict(beside)) if beside else offer


def _led(item: ModelT, new: Mapping[str, str]) -> ModelT:
    """The item with its id and all its references to others led to the new ids. Conflicts keep their own."""
    held = {name: getattr(item, name, None) for name in ("id", *_REFERENCES)}
    return item.model_copy(update={name: _renamed(value, new) for name, value in held.items() if value})


def _renamed(value: str | Sequence[str], new: Mapping[str, str]) -> str | tuple[str, ...]:
    return new.get(value, value) if isinstance(value, str) else tuple(new.get(each, each) for each in value)


def _line(line: Line, new: Mapping[str, str], *, composed: bool = False) -> Line:
    """The line with its references renamed, and in a line that the page itself composed also the ids in its words."""
    refs = {ref: new.get(ref, ref) for ref in line.refs}
    text = _ID.sub(lambda found: refs.get(found[0], found[0]), line.text) if composed else line.text
    return line.model_copy(update={"text": text, "refs": tuple(refs.values())})


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
