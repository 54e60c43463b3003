"""What of the ledger may concern a day, as a model is shown it that links the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from briefing.language.names import fold
from briefing.language.numbers import Unit, find_all
from briefing.ledger._book import Book, number_of
from briefing.ledger._day import DayRecord, DayStory
from briefing.ledger._parties import Near, Party, addressed, offerer, party, same_party
from briefing.schema.base import Model
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerState
from briefing.schema.linking import Linking, ShownEntry, ShownStory, ShownTie

MOST_OFFERS = 30
"""Offers that are shown for one story of a day: those that share most actors with it, the latest told first."""
MOST_QUESTIONS = 15
"""The same of questions."""
MOST_STORIES = 12
"""Running stories that are shown for one story of a day, beside those of its entries."""
MOST_TIES = 4
MOST_AMOUNTS = 8
MOST_NAMES = 5
MOST_CONDITIONS = 4

_NO_AMOUNT = frozenset({Unit.CLOCK, Unit.ORDINAL, None})


class Linkable(Model):
    """What a model that links a day is shown of the ledger.

    ``recorded`` says that the ledger holds the day with the same content, ``linking`` how that was linked.
    """

    entries: tuple[ShownEntry, ...] = ()
    stories: tuple[ShownStory, ...] = ()
    recorded: bool = False
    linking: Linking | None = None


def linkable(book: Book, record: DayRecord) -> Linkable:
    """The offers and questions that items of a day may be, as they stood before it.

    They share an actor with a story of the day, on either side, whatever their status; for each story a few dozen. Of
    an offer that was raised or replaced the latest version is shown, with what came before.
    """
    before = book.before(record.day)
    latest, earlier = _folded(before)
    near: defaultdict[str, set[str]] = defaultdict(set)
    for story in record.stories:
        offers = _ranked(story, latest)[:MOST_OFFERS]
        for entry in (*offers, *_asked(offers, before.values())[:MOST_QUESTIONS]):
            near[entry.id].add(story.key)
    answers = _answers(before.values())
    shown = sorted(near, key=lambda ident: (before[ident].kind.value, number_of(ident)))
    entries = tuple(_shown(before[ident], near[ident], earlier.get(ident, ()), answers) for ident in shown)
    return Linkable(entries=entries, stories=tuple(_stories(book, record, entries)))


def _stories(book: Book, record: DayRecord, shown: Sequence[ShownEntry]) -> Iterator[ShownStory]:
    """The running stories of the entries that are shown, and those in which nothing was offered but actors of the day
    act: for each of its stories the latest."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for entry in shown:
        near[entry.story].update(entry.near)
    told = {ident: [each for each in tellings if each.day < record.day] for ident, tellings in book.tellings.items()}
    told = {ident: tellings for ident, tellings in told.items() if tellings}
    sides = {ident: {side for each in tellings for side in each.sides} for ident, tellings in told.items()}
    for story in record.stories:
        acting = {each.side for each in story.parties}
        likely = [ident for ident in told if not sides[ident].isdisjoint(acting)]
        for ident in sorted(likely, key=lambda each: (told[each][-1].day, number_of(each)))[-MOST_STORIES:]:
            near[ident].add(story.key)
    for ident in sorted(near, key=number_of):
        if ident in told:
            last = told[ident][-1]
            yield ShownStory(id=ident, near=tuple(sorted(near[ident])), title=last.title, day=last.day)


def _folded(entries: Mapping[str, LedgerEntry]) -> tuple[list[LedgerEntry], Mapping[str, list[LedgerEntry]]]:
    """The offers that no other one replaced, and by their ids the versions before them, the latest first."""
    replaced = {entry.version_of for entry in entries.values() if entry.kind is EntryKind.OFFER}
    latest = [entry for entry in entries.values() if entry.kind is EntryKind.OFFER and entry.id not in replaced]
    earlier: dict[str, list[LedgerEntry]] = {}
    for entry in latest:
        at, found = entry, []
        while (before := entries.get(at.version_of or "")) and before not in found:
            found.append(before)
            at = before
        earlier[entry.id] = found
    return latest, earlier


def _ranked(story: DayStory, offers: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """The offers that share an actor with a story, or a word of its names: those that share more, and of these those
    that were told later first."""
    parties = [party(each) for each in story.parties]
    words = {word for name in story.names for word in _words(name)}
    found = []
    for entry in offers:
        sides = (*filter(None, (offerer(entry),)), *addressed(entry))
        shared = sum(_shared(side, parties, words) for side in sides[:_MOST_SIDES])
        if shared:
            found.append((-shared, -entry.last_reported.toordinal(), -number_of(entry.id), entry))
    return [entry for *_, entry in sorted(found, key=lambda each: each[:3])]


_MOST_SIDES = 3
"""Parties of an offer that are looked at, so that one to many does not stand before all others."""


def _shared(side: Party, parties: Sequence[Party], words: Collection[str]) -> int:
    """How much a party of an entry has to do with a story: 2 where it acts there, 1 where it is called like another."""
    if any(same_party(side, each, Near.MAYBE) for each in parties):
        return 2
    return int(any(not _words(name).isdisjoint(words) for name in side[1]))


@lru_cache(maxsize=8192)
def _words(name: str) -> frozenset[str]:
    """The words of a name that may tell it from others."""
    return frozenset(word for word in fold(name).replace("-", " ").split() if len(word) >= _LONG)


_LONG = 4
"""Letters of a word of a name that is looked at: shorter ones are mostly articles and titles."""


def _asked(offers: Sequence[LedgerEntry], entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """The questions about these offers, or of their stories, the latest first."""
    ids, stories = {entry.id for entry in offers}, {entry.story for entry in offers}
    found = [e for e in entries if e.kind is EntryKind.QUESTION and (e.answers in ids or e.story in stories)]
    return sorted(found, key=lambda entry: (-entry.last_reported.toordinal(), -number_of(entry.id)))


def _answers(entries: Iterable[LedgerEntry]) -> Mapping[str, list[LedgerEntry]]:
    found: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        if entry.kind is EntryKind.RESPONSE and entry.answers:
            found[entry.answers].append(entry)
    return found


def _shown(
    entry: LedgerEntry,
    near: Iterable[str],
    earlier: Sequence[LedgerEntry],
    answers: Mapping[str, Sequence[LedgerEntry]],
) -> ShownEntry:
    """An entry with the versions before it folded in."""
    versions = (entry, *earlier)
    ties = [tie for version in versions for tie in answers.get(version.id, ())]
    texts = list(dict.fromkeys((*entry.wordings, *(state.text for state in entry.states))))
    said = (*texts, *entry.conditions)
    by = offerer(entry)
    others = [name for side in addressed(entry) for name in side[1][:1]]
    return ShownEntry(
        id=entry.id,
        kind=entry.kind,
        story=entry.story,
        near=tuple(sorted(near)),
        parties=by[1][:MOST_NAMES] if by else (entry.party,) if entry.party else (),
        others=tuple(dict.fromkeys(others))[:MOST_NAMES],
        text=_most_specific(texts),
        conditions=entry.conditions[:MOST_CONDITIONS],
        amounts=tuple(dict.fromkeys(amount for text in said for amount in _amounts(text)))[:MOST_AMOUNTS],
        status=entry.status,
        opened=min(version.opened for version in versions),
        day=entry.current.day,
        quote=_quote(entry.states),
        about=entry.answers,
        earlier=tuple(map(_tie, earlier[:MOST_TIES])),
        ties=tuple(_tie(each) for each in sorted(ties, key=lambda e: (e.last_reported, number_of(e.id)))[-MOST_TIES:]),
    )


def _tie(entry: LedgerEntry) -> ShownTie:
    party = entry.party or "nobody named"
    return ShownTie(id=entry.id, party=party, text=entry.text, status=entry.status, day=entry.last_reported)


def _most_specific(texts: Sequence[str]) -> str:
    """The telling with most numbers, the longest of these, the latest of these."""
    best = max(range(len(texts)), key=lambda at: (len(find_all(texts[at])), len(texts[at]), at))
    return texts[best]


def _amounts(text: str) -> Iterator[str]:
    """Sums of money, percentages and the like, as printed."""
    yield from (text[each.start : each.end] for each in find_all(text) if each.unit not in _NO_AMOUNT)


def _quote(states: Sequence[LedgerState]) -> str:
    """The words behind the last status, else the latest there are."""
    return next((piece.quote for state in reversed(states) for piece in state.evidence), "")
