"""How the status of an entry moves from day to day: by answers, by those of each who was asked, and untold.

What waits for an answer lapses where a deadline passes, or falls silent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from briefing.language.calendar import shifted
from briefing.ledger._book import WAITING, number_of, stood_before, waits
from briefing.ledger._parties import Near, addressed, offerer, same_party
from briefing.schema.ledger import AddresseeStatus, EntryKind, LedgerEntry, QuestionStatus
from briefing.schema.terms import BROUGHT, OfferStatus, Stance

FINAL = frozenset(OfferStatus) - WAITING
_ANSWERS = frozenset(BROUGHT.values())
_WEIGHT = {
    OfferStatus.PLANNED: 0,
    OfferStatus.OPEN: 1,
    OfferStatus.ACKNOWLEDGED: 2,
    OfferStatus.CONDITIONAL: 3,
    OfferStatus.COUNTERED: 3,
    OfferStatus.PARTLY_ACCEPTED: 3,
}
_DECIDED = 4
_UNANSWERED = frozenset({OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED})


def advance(before: OfferStatus, today: OfferStatus, answers: Collection[OfferStatus] = ()) -> OfferStatus:
    """The status of an offer after a day whose sources put it at ``today``.

    ``answers`` are the statuses that answers first reported on this day bring: an answer moves a status in any
    direction. A mention in passing takes nothing back: sources that tell of an offer again call it open by default.
    """
    if today in answers:
        return today
    return today if _weight(today) >= _weight(before) else before


def _weight(status: OfferStatus) -> int:
    """How far towards a decision a status is."""
    return _WEIGHT.get(status, _DECIDED)


def is_answer(kind: EntryKind, status: str) -> bool:
    """Whether a status says that an offer was answered or a question closed."""
    if kind is EntryKind.OFFER:
        return OfferStatus(status) in _ANSWERS
    return kind is EntryKind.QUESTION and status == QuestionStatus.CLOSED


def lapses(entry: LedgerEntry, day: date) -> bool:
    """Whether an offer, as it stood before a day, has had its deadline pass without an answer."""
    return (
        entry.kind is EntryKind.OFFER
        and entry.due is not None
        and entry.due < day
        and OfferStatus(entry.status) in _UNANSWERED
        and entry.history[-1].editor is None
    )


def falls_silent(entry: LedgerEntry, day: date, since: date | None, after: int) -> bool:
    """Whether this is the first recorded day on which what waits has not been spoken of for so many days."""
    due = shifted(entry.last_reported, after)
    return since is not None and since < due <= day and waits(entry)


def may_change_untold(entry: LedgerEntry, day: date, since: date | None, after: int) -> bool:
    """Whether a day may change an entry that none of its sources speaks of."""
    before = stood_before(entry, day)
    return before is not None and (lapses(before, day) or falls_silent(before, day, since, after))


def with_each(offer: LedgerEntry, responses: Iterable[LedgerEntry]) -> tuple[AddresseeStatus, ...]:
    """The status that the latest answer of each addressee brings; empty where one alone, or nobody, was asked.

    Only words of a party itself say where it stands: of the others no status is told.
    """
    asked = addressed(offer)
    if len(asked) < 2:
        return ()
    answers = [
        (entry.current.day, number_of(entry.id), entry)
        for entry in responses
        if entry.kind is EntryKind.RESPONSE and offer.id in entry.all_answers and Stance(entry.status) in BROUGHT
    ]
    found: list[AddresseeStatus] = []
    for each in asked:
        given = [row for row in answers if (by := offerer(row[2])) and same_party(by, each, Near.STORY)]
        if not given:
            found.append(AddresseeStatus(name=each[1][0]))
            continue
        day, _, answer = max(given, key=lambda row: row[:2])
        found.append(AddresseeStatus(name=each[1][0], status=BROUGHT[Stance(answer.status)], since=day, by=answer.id))
    return tuple(found) if any(each.status for each in found) else ()
