"""How the status of an offer moves from day to day."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from briefing.schema.ledger import EntryKind, QuestionStatus
from briefing.schema.terms import OfferStatus, Stance

BROUGHT: Mapping[Stance, OfferStatus] = {
    Stance.ACCEPTED: OfferStatus.ACCEPTED,
    Stance.REJECTED: OfferStatus.REJECTED,
    Stance.COUNTER_OFFER: OfferStatus.COUNTERED,
    Stance.CONDITIONAL: OfferStatus.CONDITIONAL,
    Stance.PARTIAL: OfferStatus.PARTLY_ACCEPTED,
}
"""The status that an answer brings. Silence brings none."""

FINAL = frozenset(
    {
        OfferStatus.ACCEPTED,
        OfferStatus.PARTLY_ACCEPTED,
        OfferStatus.REJECTED,
        OfferStatus.WITHDRAWN,
        OfferStatus.LAPSED,
    }
)
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


def advance(before: OfferStatus, today: OfferStatus, answers: Collection[OfferStatus] = ()) -> OfferStatus:
    """The status of an offer after a day whose sources put it at ``today``.

    ``answers`` are the statuses that answers first reported on this day bring: an answer moves a status in any
    direction. A mention in passing takes nothing back: sources that tell of an offer again call it open by default.
    """
    if today in answers:
        return today
    return today if weight(today) >= weight(before) else before


def weight(status: OfferStatus) -> int:
    """How far towards a decision a status is."""
    return _WEIGHT.get(status, _DECIDED)


def is_answer(kind: EntryKind, status: str) -> bool:
    """Whether a status says that an offer was answered or a question closed."""
    if kind is EntryKind.OFFER:
        return OfferStatus(status) in _ANSWERS
    return kind is EntryKind.QUESTION and status == QuestionStatus.CLOSED
