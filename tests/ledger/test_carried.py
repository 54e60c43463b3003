"""An answer of an earlier day is carried to the very same offer alone, and shown as of that day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import briefing
from briefing.ledger import Ledger
from briefing.rendering import to_html, to_markdown
from briefing.rendering.annotations import to_annotations
from briefing.schema.briefing import BriefingData, StoryOffer
from briefing.schema.corrections import CorrectionKind
from briefing.schema.ledger import BY_EDITOR, BY_LEDGER, held_since
from briefing.schema.terms import OfferStatus


def told(folder: Path, *days: str) -> BriefingData:
    """The page of the last of some days, an article each, with one ledger."""
    page = None
    for number, text in enumerate(days, start=1):
        path = folder / f"{number}.jsonl"
        fields = {"id": f"a{number}", "title": "The talks", "text": text, "outlet": f"Outlet {number}"}
        path.write_text(json.dumps(fields | {"published": f"2022-02-0{number}"}), encoding="utf-8")
        settings = briefing.Settings(model="embedded", keep_all=True, ledger=str(folder / "days.db"))
        page = briefing.generate([str(path)], settings=settings)
    assert page is not None
    return page


def only_offer(page: BriefingData) -> StoryOffer:
    (offer,) = [offer for story in page.stories for offer in story.offers]
    return offer


ACCEPTED = "Japan offered China to buy 20 aircraft. China accepted the offer."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(ACCEPTED, "Japan offered China to buy 500 aircraft.", id="number"),
        pytest.param(ACCEPTED, "Japan offered China to buy thirty aircraft.", id="number in letters"),
        pytest.param(ACCEPTED, "Japan offered China to buy 20 tanks.", id="thing of one number"),
        pytest.param(
            "Turkey offered Greece to withdraw troops from Rhodes. Greece accepted the offer.",
            "Turkey offered Greece to withdraw troops from Cyprus.",
            id="island",
        ),
        pytest.param(
            "Israel offered Egypt to release prisoners held in Gaza. Egypt rejected the offer.",
            "Israel offered Egypt to release prisoners held in Egypt.",
            id="the place of a party",
        ),
        pytest.param(
            "Spain offered France to open the port of Cadiz. France accepted the offer.",
            "Spain offered France to open the port of Vigo.",
            id="port",
        ),
    ],
)
def test_the_answer_to_one_offer_is_not_carried_to_another(first: str, second: str, tmp_path: Path) -> None:
    page = told(tmp_path, first, second)
    offer = only_offer(page)
    assert (offer.id, offer.status) == ("O2", OfferStatus.OPEN)
    assert held_since(offer.status_reason) is None
    assert "*No answer found* (2 February)." in to_markdown(page), "rules can't say that nobody answered"


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("Japan proposed to China to purchase 20 aircraft.", id="other words"),
        pytest.param("Japan offered China to buy twenty aircraft.", id="in letters"),
        pytest.param("Japan offered China to buy aircraft.", id="no number"),
    ],
)
def test_the_same_offer_is_known_and_its_answer_shown_as_that_of_its_day(second: str, tmp_path: Path) -> None:
    page = told(tmp_path, ACCEPTED, second)
    offer = only_offer(page)
    assert (offer.id, offer.status) == ("O1", OfferStatus.ACCEPTED)
    markdown = to_markdown(page)
    assert "*Accepted* (since 1 February, not by these sources)." in markdown
    assert "Held from the page of 1 February: by the answer of China (R1) to “buy 20 aircraft”." in markdown
    assert "1. The talks · accepted (1 February)" in markdown
    assert "(2 February)" not in markdown
    assert "Before:" not in markdown, "it stood nowhere else"
    (line,) = (line for line in markdown.splitlines() if line.startswith("**Japan"))
    assert line.index("[") < line.index("*Accepted*"), "the passage stands behind the offer, not behind the answer"
    html = to_html(page)
    assert "(since 1 February, not by these sources)" in html
    assert "offer, accepted since 2022-02-01, not by these words" in to_annotations(page)


def test_a_day_that_is_made_again_keeps_its_ids_whatever_a_later_day_settled(tmp_path: Path) -> None:
    talks = "Norland offered Sudmark talks on fishing quotas in the Skarn Strait."
    accepted = "Sudmark accepted Norland's offer of talks on fishing quotas in the Skarn Strait."
    told(tmp_path, talks, accepted)
    with Ledger.open(tmp_path / "days.db") as ledger:
        ledger.correct(CorrectionKind.NOTE, "O1", note="Checked by phone.", by="Ann")
        before = ledger.entries()

    settings = briefing.Settings(
        model="embedded", keep_all=True, ledger=str(tmp_path / "days.db"), replace_day=True, date=date(2022, 2, 1)
    )
    page = briefing.generate([str(tmp_path / "1.jsonl")], settings=settings)

    with Ledger.open(tmp_path / "days.db") as ledger:
        assert ledger.entries() == before
    assert {entry.id: entry.status for entry in before} == {"O1": "accepted", "R1": "accepted"}
    offer = only_offer(page)
    assert (offer.id, offer.status) == ("O1", OfferStatus.OPEN)
    assert "Note: “Checked by phone.”" in to_markdown(page)


def test_talks_that_are_offered_after_they_were_settled_are_others(tmp_path: Path) -> None:
    talks = "Norland offered Sudmark talks on fishing quotas in the Skarn Strait."
    page = told(tmp_path, f"{talks} Sudmark accepted the offer.", talks)
    assert only_offer(page).id == "O2"


def test_an_answer_that_a_source_of_the_day_gives_is_the_day_s(tmp_path: Path) -> None:
    page = told(tmp_path, "Japan offered China to buy 20 aircraft.", ACCEPTED)
    offer = only_offer(page)
    assert (offer.id, offer.status) == ("O1", OfferStatus.ACCEPTED)
    markdown = to_markdown(page)
    assert "*Accepted* (2 February)" in markdown
    assert "not by these sources" not in markdown


def test_what_a_held_status_was_before_is_told_and_not_the_status_itself(tmp_path: Path) -> None:
    offered = "Japan offered China to buy 20 aircraft."
    markdown = to_markdown(told(tmp_path, offered, ACCEPTED, offered))
    assert "*Accepted* (since 2 February, not by these sources)." in markdown
    assert "\n- Before: open (1 February)\n" in markdown


@pytest.mark.parametrize(("number", "answered"), [("20", True), ("500", False)])
def test_an_answer_without_its_offer_is_to_none_of_another_number(number: str, answered: bool, tmp_path: Path) -> None:
    second = f"China rejected Japan's offer to buy {number} aircraft."
    page = told(tmp_path, "Japan offered China to buy 20 aircraft.", second)
    assert bool([change for story in page.stories for change in story.changes if change.item == "O1"]) is answered


@pytest.mark.parametrize(
    ("reason", "since"),
    [
        (f"since 2022-02-01, {BY_LEDGER}; told of today as open", date(2022, 2, 1)),
        (f"since 2022-02-01, {BY_EDITOR}, Ann; told of today as open", date(2022, 2, 1)),
        ("answer of the party asked, unnamed 2022-02-01", None),
        ("perhaps the same as O1", None),
        (None, None),
    ],
)
def test_a_status_is_held_where_its_reason_says_so(reason: str | None, since: date | None) -> None:
    assert held_since(reason) == since
