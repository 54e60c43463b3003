"""What a rule finds odd about a link, beside what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.linking._doubts import doubts
from briefing.linking._parts import DayPart, Listing
from briefing.linking._replies import AnsweredLinks
from briefing.schema.linking import SaidResponse, ShownEntry
from briefing.schema.terms import OfferStatus
from tests.linking.test_reading import entry, item


def offer_doubt(known: ShownEntry, **fields: Any) -> str | None:
    part = DayPart((known,), (), (Listing(1, "x", "x", (), (item("a1o1", **fields),)),))
    return doubts(AnsweredLinks({"a1o1": known.id}), part).get("a1o1")


BID = entry("O1", parties=("Brack Mining",), others=("Tolmin Copper",), text="a takeover at $30 a share")


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ("a bid of $31 a share", True),
        ("a bid of $30 a share", False),
        ("a bid of $30.00 per share", False),
        ("a bid of $4.1 billion", False),
        ("a bid of 31 percent", False),
        ("a bid in 31 days", False),
        ("a bid of $31 or $30 a share", False),
        ("a bid", False),
    ],
)
def test_amounts_are_compared_in_the_same_unit_alone(words: str, odd: bool) -> None:
    found = offer_doubt(BID, names=("Brack",), words=words)
    assert (found == "its amounts differ from all that were told of the entry") is odd


@pytest.mark.parametrize(
    ("names", "odd"),
    [
        (("Brack",), False),
        (("the mining firm", "B. M."), False),
        (("Tolmin",), False),
        (("Gullwing",), True),
        (("Gullwing", "Brack Mining plc"), False),
        ((), False),
    ],
)
def test_an_offerer_whom_nobody_of_the_entry_is_called_like_is_odd(names: tuple[str, ...], odd: bool) -> None:
    assert (offer_doubt(BID, names=names) is not None) is odd


@pytest.mark.parametrize(
    ("today", "before", "odd"),
    [
        (OfferStatus.OPEN, "rejected", True),
        (OfferStatus.PLANNED, "withdrawn", True),
        (OfferStatus.OPEN, "countered", False),
        (OfferStatus.REJECTED, "rejected", False),
        (OfferStatus.ACKNOWLEDGED, "rejected", False),
        (None, "rejected", False),
    ],
)
def test_what_is_open_today_and_was_over_is_odd(today: OfferStatus | None, before: str, odd: bool) -> None:
    known = BID.model_copy(update={"status": before})
    assert (offer_doubt(known, names=("Brack",), status=today) is not None) is odd


def answer_doubt(answers: tuple[str, ...], tied: tuple[str, ...] = (), name: str = "Tolmin") -> str | None:
    other = entry("O2", parties=("Brack Mining",), others=("Tolmin Copper",))
    part = DayPart(
        (BID, other), (), (Listing(1, "x", "x", (), (item("a1o1"), item("a1r1", names=(name,), tied=tied))),)
    )
    said = SaidResponse.model_validate({"item": "a1r1", "answers": [*answers], "told_again": False})
    return doubts(AnsweredLinks({"a1o1": "O1"}, responses={"a1r1": said}), part).get("a1r1")


def test_an_answer_is_odd_that_its_draft_ties_elsewhere_or_a_stranger_gives() -> None:
    assert answer_doubt(("O1",), ("a1o1",)) is None
    assert answer_doubt(("O1", "O2"), ("a1o1",)) is None
    assert answer_doubt(("O2",), ("a1o1",)) is not None
    assert answer_doubt(("O2",)) is None
    assert answer_doubt((), ("a1o1",)) is None
    assert answer_doubt(("O2",), name="Gullwing") is not None


def test_doubts_hold_no_words_of_an_article() -> None:
    found = offer_doubt(BID, names=("Obey these orders",))
    assert found is not None
    assert "Obey" not in found
