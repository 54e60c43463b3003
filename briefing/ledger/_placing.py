"""Where all of a day belongs: the entry of each item, and the running story of each article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple, TypeVar

from briefing.ledger._book import Book
from briefing.ledger._correcting import corrected
from briefing.ledger._day import DayRecord
from briefing.ledger._linking import NEW_OFFER, NEW_QUESTION, linked
from briefing.ledger._parties import Index
from briefing.ledger._running import NEW as NEW_STORY
from briefing.ledger._running import continued, running_of
from briefing.schema.base import ItemRef
from briefing.schema.corrections import Correction, names_now
from briefing.schema.ledger import EntryKind
from briefing.schema.links import Links, NewOffer, OfferLink, QuestionLink

KeyT = TypeVar("KeyT")
LinkT = TypeVar("LinkT", OfferLink, QuestionLink)

_RELATIONS = ("version_of", "counter_to", "perhaps")
"""What a new offer may be to others."""


class Placed(NamedTuple):
    """The links of a day, and the running story of each of its articles, by an id or by a name that is new."""

    links: Links
    running: Mapping[str, str]


def place(book: Book, record: DayRecord, said: Links | None = None, corrections: Sequence[Correction] = ()) -> Placed:
    """Where the items and articles of a day belong: as whoever was asked says, and by rules where nobody says it.

    What editors hold to be one is known by the words of each, and called by one name.
    """
    apart = corrected(book, corrections, fold=False)
    index = Index(apart)
    likely = continued(record, apart, index)
    links = linked(record, index, likely)
    if said is not None:
        links = _completed(_sound(said, apart, record), links)
    links = _renamed(links, names_now(corrections))
    running = running_of(record, likely, _entries_of(record, links), corrected(book, corrections))
    return Placed(links, {**running, **_said_stories(links, running)})


def _renamed(links: Links, now: Mapping[str, str]) -> Links:
    """The links with the names that entries have by now."""
    if not now:
        return links

    def name(each: str | None) -> str | None:
        return now.get(each, each) if each else each

    return links.model_copy(
        update={
            "offers": tuple(e.model_copy(update={"entry": name(e.entry)}) for e in links.offers),
            "new": tuple(e.model_copy(update={r: name(getattr(e, r)) for r in _RELATIONS}) for e in links.new),
            "responses": tuple(
                e.model_copy(update={"answers": tuple(dict.fromkeys(now.get(a, a) for a in e.answers))})
                for e in links.responses
            ),
            "questions": tuple(e.model_copy(update={"entry": name(e.entry)}) for e in links.questions),
            "closed": tuple(e.model_copy(update={"question": name(e.question)}) for e in links.closed),
        }
    )


def _said_stories(links: Links, running: Mapping[str, str]) -> dict[str, str]:
    """The running stories that were said of articles, new ones under names that nothing else has."""
    fresh = _unused(NEW_STORY, running.values())
    names: dict[str, str] = {}
    for link in links.stories:
        if link.story[0] == NEW_STORY and link.story not in names:
            names[link.story] = next(fresh)
    return {link.article: names.get(link.story, link.story) for link in links.stories}


def names_of(links: Links) -> dict[ItemRef, str]:
    """The entry of each offer and question, by the item of its brief."""
    every: tuple[OfferLink | QuestionLink, ...] = (*links.offers, *links.questions)
    return {link.item: link.entry for link in every}


def one_each(placed: Placed, record: DayRecord) -> Placed:
    """The same for a page that is not told again: an entry, or a running story, gets the first of the day's alone, and
    what would have joined it is new."""
    links = placed.links
    running = _each_once([(story.told_from, placed.running[story.told_from[0]]) for story in record.stories], NEW_STORY)
    update = {
        "offers": _parted(links.offers, record, EntryKind.OFFER, NEW_OFFER),
        "questions": _parted(links.questions, record, EntryKind.QUESTION, NEW_QUESTION),
    }
    return Placed(
        links.model_copy(update=update), {article: label for articles, label in running for article in articles}
    )


def _parted(links: tuple[LinkT, ...], record: DayRecord, kind: EntryKind, letter: str) -> tuple[LinkT, ...]:
    entry = {link.item: link.entry for link in links}
    items = [(item.refs, entry[item.refs[0]]) for _, item in record.items(kind) if item.refs[0] in entry]
    parted = {ref: name for refs, name in _each_once(items, letter) for ref in refs}
    return tuple(link.model_copy(update={"entry": parted.get(link.item, link.entry)}) for link in links)


def _each_once(named: Sequence[tuple[KeyT, str]], letter: str) -> list[tuple[KeyT, str]]:
    """The same with each name given once, and new names for those that come after."""
    fresh = _unused(letter, (name for _, name in named))
    seen: set[str] = set()
    found = []
    for key, name in named:
        found.append((key, name if name not in seen else next(fresh)))
        seen.add(name)
    return found


def _unused(letter: str, names: Iterable[str]) -> Iterator[str]:
    """Names of new entries that none of these is."""
    number = max((int(name[1:]) for name in names if name[0] == letter and name[1:].isdigit()), default=0)
    return (f"{letter}{following}" for following in count(number + 1))


def _sound(said: Links, book: Book, record: DayRecord) -> Links:
    """What was said of the day's items and of entries that there are: the rest goes by rules."""
    refs = {kind: {ref for _, item in record.items(kind) for ref in item.refs} for kind in EntryKind}
    articles = {article for story in record.stories for article in story.told_from}

    def held(name: str | None, kind: EntryKind, letter: str) -> bool:
        entry = book.entries.get(name or "")
        return (entry is not None and entry.kind is kind) or bool(name and name[0] == letter)

    def offer(name: str | None) -> bool:
        return held(name, EntryKind.OFFER, NEW_OFFER)

    def question(name: str) -> bool:
        return held(name, EntryKind.QUESTION, NEW_QUESTION)

    def story(name: str) -> bool:
        return name in book.tellings or name[0] == NEW_STORY

    new = (e.model_copy(update={r: None for r in _RELATIONS if not offer(getattr(e, r))}) for e in said.new)
    responses = (e for e in said.responses if e.item in refs[EntryKind.RESPONSE])
    return said.model_copy(
        update={
            "offers": tuple(e for e in said.offers if e.item in refs[EntryKind.OFFER] and offer(e.entry)),
            "new": tuple(new),
            "responses": tuple(e.model_copy(update={"answers": tuple(filter(offer, e.answers))}) for e in responses),
            "questions": tuple(e for e in said.questions if e.item in refs[EntryKind.QUESTION] and question(e.entry)),
            "closed": tuple(e for e in said.closed if question(e.question)),
            "stories": tuple(e for e in said.stories if e.article in articles and story(e.story)),
        }
    )


def _completed(said: Links, rules: Links) -> Links:
    """What was said, and what rules say of the items of which nothing was."""
    fresh = {NEW_OFFER: _unused(NEW_OFFER, _named(said)), NEW_QUESTION: _unused(NEW_QUESTION, _named(said))}
    new_name: dict[str, str] = {}

    def renamed(name: str) -> str:
        if name[0] not in fresh:
            return name
        if name not in new_name:
            new_name[name] = next(fresh[name[0]])
        return new_name[name]

    def rest(mine: tuple[LinkT, ...], theirs: tuple[LinkT, ...]) -> Iterator[LinkT]:
        told = {link.item for link in mine}
        for link in theirs:
            if link.item not in told:
                yield link.model_copy(update={"entry": renamed(link.entry)})

    offers = (*said.offers, *rest(said.offers, rules.offers))
    questions = (*said.questions, *rest(said.questions, rules.questions))
    of_item = {link.item: link.entry for link in said.offers}
    by_rules = {link.entry: of_item[link.item] for link in rules.offers if link.item in of_item}
    answered = {link.item for link in said.responses}
    responses = tuple(
        link.model_copy(update={"answers": tuple(by_rules.get(each) or renamed(each) for each in link.answers)})
        for link in rules.responses
        if link.item not in answered
    )

    new = _new_of_rules(rules, by_rules, new_name)
    return said.model_copy(
        update={
            "offers": offers,
            "new": (*said.new, *new),
            "responses": (*said.responses, *responses),
            "questions": questions,
        }
    )


def _new_of_rules(rules: Links, by_rules: Mapping[str, str], new_name: Mapping[str, str]) -> Iterator[NewOffer]:
    """The new entries of the rules that are kept, with what they are related to by the names that it has now."""

    def related(name: str | None) -> str | None:
        if name is None or name[0] not in (NEW_OFFER, NEW_QUESTION):
            return name
        return by_rules.get(name) or new_name.get(name)

    for each in rules.new:
        if each.entry in new_name:
            now = {name: related(getattr(each, name)) for name in _RELATIONS}
            yield each.model_copy(update={"entry": new_name[each.entry], **now})


def _named(links: Links) -> Iterator[str]:
    for named in (links.offers, links.new, links.questions):
        yield from (each.entry for each in named)


def _entries_of(record: DayRecord, links: Links) -> dict[str, tuple[str, ...]]:
    """The entries that the items of each story of the day are, and those that they answer or close, by its key."""
    names = names_of(links)
    beside: dict[ItemRef, tuple[str, ...]] = {link.item: link.answers for link in links.responses}
    related = {each.entry: (each.version_of, each.counter_to) for each in links.new}
    for closed in links.closed:
        beside[closed.by] = (*beside.get(closed.by, ()), closed.question)
    found: dict[str, tuple[str, ...]] = {}
    for story in record.stories:
        held: dict[str, None] = {}
        for ref in (ref for item in story.items for ref in item.refs):
            entry = names.get(ref)
            mine = (entry, *related.get(entry or "", ()), *beside.get(ref, ()))
            held.update(dict.fromkeys(name for name in mine if name))
        found[story.key] = tuple(held)
    return found
