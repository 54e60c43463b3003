"""Five more written days, and the ledger that was written down for them: what follows when no words alone say it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from briefing.ledger import Ledger
from briefing.remembering import recall, remember
from briefing.rendering import to_markdown
from briefing.schema.briefing import BriefingData, StoryOffer
from briefing.schema.corrections import CorrectionKind
from briefing.schema.ledger import ChangeKind
from briefing.schema.linking import Linking
from briefing.schema.links import BY_RULES, Links, StoryLink
from briefing.settings import PageSettings
from tests.ledger.pages import page_of
from tests.ledger.quay import DAYS, PARTLY

SETTINGS = PageSettings()

GOLD = {
    # what is offered: each status with its day
    "Bid of £30 a share": ["1 open"],
    "Bid of £31 a share": ["2 open", "3 rejected"],  # and no step on the 5th, when it is told again
    "Sign the night rota": ["1 open", "3 lapsed"],
    "Stalls on the quay and a tram toll": ["1 open"],
    # By one of two on the 2nd, of the other nothing is known: the page says so. On the 3rd the other rejects it:
    # it takes both.
    "A truce of ten days on the lake": ["1 open", "2 accepted", "3 rejected"],
    "Its painting of the flood on loan": ["2 open", "4 withdrawn"],
    "A winter bonus": ["3 accepted"],
}


def pages(where: str, *days: int) -> dict[int, BriefingData]:
    made = {day: page_of(date(2023, 5, day), DAYS[day]) for day in days}
    told = {day: remember(page, where, SETTINGS) for day, page in made.items()}
    for day, page in told.items():
        assert page.known is not None
        assert recall(made[day], page.known, SETTINGS).model_dump_json() == page.model_dump_json()
    return told


def history(where: str) -> dict[str, list[str]]:
    with Ledger.open(where) as ledger:
        offers = [entry for entry in ledger.entries() if entry.id[0] == "O"]
    found = {entry.text: [f"{state.day.day} {state.status}" for state in entry.history] for entry in offers}
    assert len(found) == len(offers)
    return found


def offer_of(page: BriefingData, what: str) -> StoryOffer:
    return next(offer for story in page.stories for offer in story.offers if offer.what == what)


def test_the_statuses_of_five_days_are_those_written_down(where: str) -> None:
    pages(where, 1, 2, 3, 4, 5)
    assert history(where) == GOLD


def test_a_model_that_says_what_the_rules_say_comes_to_the_same(where: str, tmp_path: Path) -> None:
    by_rules = pages(where, 1, 2, 3, 4, 5)
    other = str(tmp_path / "other.db")
    for day, page in by_rules.items():
        assert page.known is not None
        links = page.known.links.model_copy(update={"by": "scripted"})
        said = Linking(by="scripted", prompt="link@1", links=links)
        told = remember(page_of(date(2023, 5, day), DAYS[day]).model_copy(update={"linking": said}), other, SETTINGS)
        assert told.known is not None
        assert told.known.links.by == "scripted"
    assert history(other) == GOLD


def test_links_of_a_model_that_is_not_trusted_are_left_to_the_rules(where: str) -> None:
    apart = Links(stories=(StoryLink(article="q2-bid", story="T7"),), by="scripted")
    said = Linking(by="scripted", prompt="link@1", links=apart, planted=2, caught=0, trusted=False)
    for day in DAYS:
        page = page_of(date(2023, 5, day), DAYS[day]).model_copy(update={"linking": said})
        known = remember(page, where, SETTINGS).known
        assert known is not None
        assert known.links.by == BY_RULES
    assert history(where) == GOLD


def test_a_raised_bid_is_told_as_such(where: str) -> None:
    page = pages(where, 1, 2)[2]
    offer = offer_of(page, "Bid of £31 a share")
    assert offer.version_of is not None
    (change,) = [c for s in page.stories for c in s.changes if c.kind is ChangeKind.RAISED]
    assert (change.item, change.instead_of) == (offer.id, offer.version_of)
    assert f"a higher bid in the place of {offer.version_of} (1 May)" in to_markdown(page)


def test_a_deadline_that_passed_is_told_with_its_date(where: str) -> None:
    page = pages(where, 1, 2, 3)[3]
    (change,) = [c for c in (*page.quiet, *(c for s in page.stories for c in s.changes)) if c.after == "lapsed"]
    assert "(due 2023-05-02)" in change.text


def test_each_of_two_that_were_asked_stands_by_its_own_answer(where: str) -> None:
    told = pages(where, 1, 2, 3)
    each = [
        {one.name: (one.status, one.since and one.since.day) for one in offer_of(told[day], truce).each}
        for day in (1, 2, 3)
        for truce in ("A truce of ten days on the lake",)
    ]
    assert each == [
        {},
        {"Velm": ("accepted", 2), "Ostra": (None, None)},
        {"Velm": ("accepted", 2), "Ostra": ("rejected", 3)},
    ]
    assert "Velm: accepted (2 May); Ostra: rejected (3 May)" in to_markdown(told[3])
    assert "no answer of Ostra was found" in to_markdown(told[2])


def test_an_answer_that_is_told_again_is_no_news(where: str) -> None:
    page = pages(where, 1, 2, 3, 4, 5)[5]
    ident = offer_of(page, "Bid of £31 a share").id
    assert [c.kind for s in page.stories for c in s.changes if c.item == ident] == [ChangeKind.UNCHANGED]


def test_a_report_that_has_what_was_accepted_still_weighed_is_a_clash(where: str) -> None:
    page = pages(where, 1, 2, 3, 4, 5)[5]
    offer = offer_of(page, "A winter bonus")
    assert offer.status == "accepted"
    (clash,) = [c for s in page.stories for c in s.conflicts if c.about == offer.id]
    assert clash.shown == "accepted"
    assert "told of today as acknowledged" in clash.rule


def test_a_late_article_is_taken_in_where_it_belongs(where: str) -> None:
    pages(where, 1, 2, 3, 4)
    remember(page_of(date(2023, 5, 2), (*DAYS[2], PARTLY)), where, SETTINGS, replace=True)
    late = {"Stalls on the quay and a tram toll": ["1 open", "2 partly_accepted"]}
    pages(where, 5)
    assert history(where) == GOLD | late


def test_what_an_editor_corrected_holds_through_the_days_after(where: str) -> None:
    pages(where, 1, 2)
    with Ledger.open(where) as ledger:
        loan = next(entry for entry in ledger.entries() if entry.text == "Its painting of the flood on loan")
        ledger.correct(CorrectionKind.STATUS, loan.id, status="accepted", by="Ann")
    page = pages(where, 3, 4)[4]
    assert history(where)["Its painting of the flood on loan"] == ["2 open", "2 accepted"]
    assert "set by an editor, Ann; told of today as withdrawn" in (offer_of(page, loan.text).status_reason or "")
