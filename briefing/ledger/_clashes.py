"""Steps that no status can take, as conflicts for the page: what the ledger holds, and what the day's sources tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.ledger._book import OfferStanding, Reopened
from briefing.schema.briefing import Conflict, ConflictKind, StoryOffer, StoryQuestion
from briefing.schema.terms import OfferStatus

_NEVER_AFTER_ACCEPTANCE = frozenset(
    {
        OfferStatus.PLANNED,
        OfferStatus.OPEN,
        OfferStatus.ACKNOWLEDGED,
        OfferStatus.CONDITIONAL,
        OfferStatus.COUNTERED,
    }
)
"""What was accepted is none of these again; what was rejected may well be offered again."""


def impossible(held: OfferStatus, told: OfferStatus) -> bool:
    """Whether an offer of the one status can't come to the other."""
    return held is OfferStatus.ACCEPTED and told in _NEVER_AFTER_ACCEPTANCE


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
        f"{standing.told.words}: an "
        "accepted offer does not become that again, so what was known is shown",
    )


def reopened(question: StoryQuestion, known: Reopened | None) -> Iterator[Conflict]:
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


def numbered(conflicts: Iterable[Conflict], numbers: Iterator[int]) -> tuple[Conflict, ...]:
    """The conflicts with ids of the page."""
    return tuple(each.model_copy(update={"id": f"C{next(numbers)}"}) for each in conflicts)
