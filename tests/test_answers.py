"""What an answer makes of the offer it answers: the same on a page and in the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.ledger import Ledger
from briefing.schema.briefing import BriefingData
from briefing.schema.terms import BROUGHT, ActorKind, OfferStatus, Stance
from tests.ledger.pages import page_of
from tests.stories.building import Notes, article

DAY = date(2024, 5, 3)
EXPECTED = {
    Stance.ACCEPTED: OfferStatus.ACCEPTED,
    Stance.REJECTED: OfferStatus.REJECTED,
    Stance.PENDING: OfferStatus.OPEN,
    Stance.COUNTER_OFFER: OfferStatus.COUNTERED,
    Stance.CONDITIONAL: OfferStatus.CONDITIONAL,
    Stance.PARTIAL: OfferStatus.PARTLY_ACCEPTED,
    Stance.OTHER: OfferStatus.OPEN,
}


def answered(stance: Stance) -> BriefingData:
    """A page on which an offer that its report calls open is answered."""
    text = "Pay at Gullwing\n\nGullwing offered the bakers a rise of four percent. The bakers gave an answer on Friday."
    notes = Notes(article("may3", "Daily Gull", DAY.isoformat(), text))
    firm = notes.actor("Gullwing", ActorKind.ORGANISATION, "Gullwing offered the bakers")
    guild = notes.actor("The bakers", ActorKind.GROUP, "The bakers gave an answer")
    offer = notes.offer(firm, guild, "a rise of four percent", "Gullwing offered the bakers a rise of four percent")
    notes.response(guild, offer, "the rise", stance, "Gave their answer", "The bakers gave an answer on Friday")
    return page_of(DAY, [(notes.article, notes.brief())])


def test_every_stance_has_its_status() -> None:
    assert EXPECTED.keys() == set(Stance)
    assert dict(BROUGHT) == {stance: status for stance, status in EXPECTED.items() if status is not OfferStatus.OPEN}


@pytest.mark.parametrize("stance", Stance)
def test_an_answer_brings_one_status_on_the_page_and_in_the_ledger(stance: Stance, tmp_path: Path) -> None:
    page = answered(stance)

    [offer] = page.stories[0].offers
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.record(page)
        [entry] = [entry for entry in ledger.entries() if entry.id.startswith("O")]

    assert (offer.status, entry.status) == (EXPECTED[stance], EXPECTED[stance])
