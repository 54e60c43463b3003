"""Days of a few made-up words, reckoned one after the other as values: no page, no article, no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefing.ledger._book import Book, Reckoning, highest
from briefing.ledger._day import DayItem, DayLine, DayParty, DayRecord, DayStory
from briefing.ledger._placing import one_each, place
from briefing.ledger._reckoning import reckon
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerOptions
from briefing.schema.terms import OfferStatus, Stance
from briefing.schema.verdict import Evidence, Match

NEXT_DAY = LedgerOptions(silent_after=1)
"""What waits falls silent on the first day that says nothing of it."""

FIRM, GUILD, PORT = (DayParty(side=name, name=name.title()) for name in ("gullwing", "guild", "harbour"))


def piece(article: str, start: int = 0) -> tuple[Evidence, ...]:
    return (Evidence(article=article, start=start, end=start + 9, quote="nine char", match=Match.EXACT, score=1.0),)


def offer(
    text: str,
    *more: str,
    key: str = "o",
    by: DayParty = FIRM,
    to: DayParty | None = GUILD,
    status: OfferStatus = OfferStatus.OPEN,
    at: int = 0,
) -> DayItem:
    return DayItem(
        key=key,
        kind=EntryKind.OFFER,
        text=text,
        texts=(text, *more),
        status=status.value,
        party=by,
        other=to,
        evidence=piece("x", at),
    )


def response(
    text: str,
    *,
    key: str = "r",
    by: DayParty = GUILD,
    answers: str | None = None,
    to: str = "the weather",
    stance: Stance = Stance.REJECTED,
    at: int = 20,
) -> DayItem:
    return DayItem(
        key=key,
        kind=EntryKind.RESPONSE,
        text=text,
        texts=(text,),
        status=stance.value,
        party=by,
        answers=answers,
        to=to,
        evidence=piece("x", at),
    )


def question(text: str, *more: str, key: str = "q", at: int = 40) -> DayItem:
    return DayItem(
        key=key, kind=EntryKind.QUESTION, text=text, texts=(text, *more), status="open", evidence=piece("x", at)
    )


def story(
    *items: DayItem,
    key: str = "s",
    title: str = "",
    parties: Sequence[DayParty] = (FIRM, GUILD),
    articles: Sequence[str] = (),
    lines: Sequence[str] = (),
) -> DayStory:
    return DayStory(
        key=key,
        title=title,
        articles=tuple(articles),
        parties=tuple(parties),
        names=tuple(party.name for party in parties),
        items=items,
        lines=tuple(DayLine(text=line, evidence=piece("x", 60)) for line in lines),
    )


def reckoned(*days: Sequence[DayStory]) -> list[Reckoning]:
    """What each day comes to, from the first of May on, with a ledger that was empty before the first."""
    found: list[Reckoning] = []
    book = Book()
    for number, stories in enumerate(days, start=1):
        since = date(2024, 5, number - 1) if found else None
        done = reckoned_with(book, DayRecord(day=date(2024, 5, number), stories=tuple(stories)), since)
        found.append(done)
        book = recorded(book, done)
    return found


def reckoned_with(book: Book, record: DayRecord, since: date | None) -> Reckoning:
    """What a day comes to by rules, with a page that is not told again."""
    return reckon(book, record, since, one_each(place(book, record), record), NEXT_DAY)


def recorded(book: Book, done: Reckoning) -> Book:
    """The book once a day is written."""
    entries: dict[str, LedgerEntry] = dict(book.entries)
    for entry in done.entries:
        states = book.entries[entry.id].states if entry.id in book.entries else ()
        moved = done.states.get(entry.id)
        entries[entry.id] = entry.model_copy(update={"states": (*states, *((moved,) if moved else ()))})
    tellings = {**book.tellings}
    for ident, telling in done.tellings.items():
        tellings[ident] = (*tellings.get(ident, ()), telling)
    return Book(entries, tellings, highest((*entries, *tellings)))
