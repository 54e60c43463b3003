"""Where an offer stands with each of several parties that were asked."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.ledger._book import number_of
from briefing.ledger._parties import Near, addressed, offerer, same_party
from briefing.ledger._statuses import BROUGHT
from briefing.schema.ledger import AddresseeStatus, EntryKind, LedgerEntry
from briefing.schema.terms import Stance


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
