"""A page with what the ledger says of its day, from what the ledger knew then: a pure function."""

from __future__ import annotations

from typing import TypeVar

from briefing.ledger._day import read_day
from briefing.ledger._known import book_of, in_order, known_of, placed_of
from briefing.ledger._pages import with_ledger
from briefing.ledger._reckoning import reckon
from briefing.ledger._writing import TellAgain
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import LedgerKnown

PageT = TypeVar("PageT", bound=BriefingData)


def retell(page: PageT, known: LedgerKnown, tell_again: TellAgain[PageT] | None = None) -> PageT:
    """The page as `Ledger.record` gave it when the ledger knew this.

    Raises:
        ValueError: what was known is nothing that a ledger can hold.
    """
    if tell_again:
        page = tell_again(page, known.links, known.running)
    record = in_order(read_day(page), known.order)
    book = book_of(known)
    placed = placed_of(known)
    needed = known_of(book, record, known.since, placed, known.options)
    needed = needed.model_copy(update={"actors": known.actors})
    return with_ledger(page, reckon(book, record, known.since, placed, known.options).outcome, needed)
