"""What recording does to a ledger, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.errors import UsageError
from briefing.ledger import Ledger, LedgerQuery
from briefing.schema.briefing import BriefingData
from briefing.schema.corrections import CorrectionKind
from briefing.schema.ledger import Change, ChangeKind, EntryKind
from tests.ledger.pages import PAGES, page_on
from tests.ledger.reckoned import NEXT_DAY

N, U, S, A, Q = (ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.UNCHANGED, ChangeKind.ANSWERED, ChangeKind.QUIET)

CHANGES = {
    1: set(),
    2: {("O1", U, "open", "acknowledged"), ("R1", N, None, "pending"), ("Q1", Q, "open", "open")},
    3: {
        ("O1", A, "acknowledged", "countered"),
        ("R2", N, None, "counter_offer"),
        ("O2", N, None, "open"),
        ("O3", N, None, "open"),
        ("Q2", N, None, "open"),
    },
    4: {
        ("O1", A, "countered", "accepted"),
        ("R4", N, None, "accepted"),
        ("Q1", A, "open", "closed"),
        ("O2", Q, "open", "open"),
        ("O3", A, "open", "rejected"),
        ("R3", N, None, "rejected"),
        ("Q2", Q, "open", "open"),
    },
    5: {("O1", S, "accepted", "accepted"), ("O2", U, "open", "withdrawn"), ("Q2", A, "open", "closed")},
}

LEDGER = {
    # id: (story, who → whom, answers, statuses by day)
    "O1": ("S1", "Norway", "Iceland", None, "1 open, 2 acknowledged, 3 countered, 4 accepted, 5 accepted"),
    "O2": ("S1", "Iceland", "Norway", "O1", "3 open, 5 withdrawn"),
    "O3": ("S2", "Seafarers' League", "Stenmark Lines", None, "3 open, 4 rejected"),
    "R1": ("S1", "Iceland", None, "O1", "2 pending"),
    "R2": ("S1", "Iceland", None, "O1", "3 counter_offer"),
    "R3": ("S2", "Stenmark Lines", None, "O3", "4 rejected"),
    "R4": ("S1", "Iceland", None, "O1", "4 accepted"),
    "Q1": ("S1", None, None, "O1", "1 open, 4 closed"),
    "Q2": ("S2", None, None, None, "3 open, 5 closed"),
}


def filled(where: str | Path, *days: int) -> dict[int, BriefingData]:
    with Ledger.open(where) as ledger:
        return {number: ledger.record(PAGES[number], options=NEXT_DAY) for number in days}


def changes(page: BriefingData) -> list[Change]:
    return [*(change for story in page.stories for change in story.changes), *page.quiet]


def standing(ledger: Ledger) -> dict[str, tuple[object, ...]]:
    return {
        e.id: (e.story, e.party, e.other, e.answers, ", ".join(f"{s.day.day} {s.status}" for s in e.states))
        for e in ledger.entries()
    }


def test_the_ledger_and_its_changes_are_those_written_down(where: str) -> None:
    pages = filled(where, 1, 2, 3, 4, 5)
    found = {day: {(c.item, c.kind, c.before, c.after) for c in changes(page)} for day, page in pages.items()}
    assert found == CHANGES
    with Ledger.open(where) as ledger:
        assert standing(ledger) == LEDGER
        assert [(s.id, s.opened.day, s.last_reported.day) for s in ledger.stories()] == [("S1", 1, 5), ("S2", 3, 5)]


def test_a_closed_question_names_the_words_that_closed_it(where: str) -> None:
    pages = filled(where, 1, 2, 3, 4, 5)
    closed = {
        c.item: [p.quote for p in c.evidence] for page in pages.values() for c in changes(page) if c.after == "closed"
    }
    assert closed == {
        "Q1": ["Iceland has accepted Norway's offer of a fifth of its cod quota in the Barents Sea"],
        "Q2": ["Sailings from Holyhead to Dublin resumed on Sunday"],
    }


def test_what_is_quiet_says_since_when_and_points_at_no_source_of_the_day(where: str) -> None:
    quiet = [c for c in changes(filled(where, 1, 2, 3, 4)[4]) if c.kind is Q]
    assert {(c.item, c.since, c.evidence) for c in quiet} == {
        ("O2", date(2023, 3, 3), ()),
        ("Q2", date(2023, 3, 3), ()),
    }


def test_an_offer_that_the_day_only_mentions_stands_as_the_ledger_knows(where: str) -> None:
    page = filled(where, 1, 2, 3, 4, 5)[5]
    (offer,) = [offer for story in page.stories for offer in story.offers if offer.id == "O1"]
    assert offer.status == "accepted"
    assert offer.status_reason == "since 2023-03-04, by the ledger; told of today as open"


def test_the_same_day_twice_changes_nothing_and_gives_the_same_page(where: str) -> None:
    pages = filled(where, 1, 2, 3)
    with Ledger.open(where) as ledger:
        before = ledger.entries()
        assert {number: ledger.record(PAGES[number]) for number in (3, 1, 2)} == pages
        assert ledger.entries() == before


def test_a_recorded_page_is_of_the_class_that_was_given(where: str) -> None:
    class Own(BriefingData):
        pass

    with Ledger.open(where) as ledger:
        assert type(ledger.record(Own.model_validate(PAGES[1].model_dump()))) is Own


def test_words_of_a_model_that_no_database_holds_are_recorded_all_the_same(where: str) -> None:
    page = PAGES[1]
    odd = page.stories[0].offers[0].model_copy(update={"what": "cod\x00 quota “ü” 🐟; DROP TABLE ledger_days"})
    story = page.stories[0].model_copy(update={"offers": (odd,)})
    with Ledger.open(where) as ledger:
        ledger.record(page.model_copy(update={"stories": (story,)}))
        assert ledger.entries()[0].text == "cod  quota “ü” 🐟; DROP TABLE ledger_days"


def test_a_day_with_other_content_is_refused(where: str) -> None:
    filled(where, 1, 2, 3)
    with Ledger.open(where) as ledger:
        before = ledger.entries()
        with pytest.raises(UsageError, match=r"2023-03-02 is recorded already, with other content.*replace=True"):
            ledger.record(page_on(date(2023, 3, 2), like=5))
        assert ledger.entries() == before


def test_a_day_before_the_latest_is_refused(where: str) -> None:
    filled(where, 1, 3)
    with Ledger.open(where) as ledger:
        before = ledger.entries()
        with pytest.raises(UsageError, match=r"2023-03-02 is before the latest recorded day, 2023-03-03"):
            ledger.record(PAGES[2])
        assert ledger.entries() == before


def test_a_day_that_comes_late_is_reckoned_as_if_it_had_come_in_time(where: str, tmp_path: Path) -> None:
    filled(where, 1, 3, 4)
    with Ledger.open(where) as ledger:
        page = ledger.record(PAGES[2], replace=True)
        assert page.since == date(2023, 3, 1)
        offer = ledger.entries(LedgerQuery(kind=EntryKind.OFFER))[0]
        assert [state.status for state in offer.states] == ["open", "acknowledged", "countered", "accepted"]
        # What was known keeps its id: the response of the second day is numbered after those of later days.
        assert {e.id for e in ledger.entries(LedgerQuery(day=date(2023, 3, 2)))} == {"O1", "Q1", "R4"}
        again = ledger.record(PAGES[3])
        assert again.since == date(2023, 3, 2)
        assert ("O1", A, "acknowledged", "countered") in {(c.item, c.kind, c.before, c.after) for c in changes(again)}


def test_a_replaced_day_keeps_the_ids_of_what_it_still_tells(where: str) -> None:
    filled(where, 1, 2, 3, 4)
    third = PAGES[3]
    kept = next(story for story in third.stories if len(story.offers) == 2)
    with Ledger.open(where) as ledger:
        before = standing(ledger)
        ledger.record(third.model_copy(update={"stories": (kept,)}), replace=True)
        left = standing(ledger)
        # The demand is told of on the fourth day still; the question was of the third day alone.
        assert set(before) - set(left) == {"Q2"}
        assert {ident: told for ident, told in left.items() if ident != "O3"} == {
            ident: told for ident, told in before.items() if ident not in ("O3", "Q2")
        }
        ledger.record(third, replace=True)
        assert standing(ledger) == {ident: told for ident, told in before.items() if ident != "Q2"} | {
            "Q3": before["Q2"]
        }


def test_an_id_is_never_given_to_something_else(where: str) -> None:
    filled(where, 1, 3)
    with Ledger.open(where) as ledger:
        held = {entry.id for entry in ledger.entries()}
        empty = PAGES[3].model_copy(update={"stories": (), "bottom_line": ()})
        ledger.record(empty, replace=True)
        assert {entry.id for entry in ledger.entries()} == {"O1", "Q1"}
        late = ledger.record(page_on(date(2023, 3, 9), like=2))
        (response,) = [r for story in late.stories for r in story.responses]
        assert response.id not in held


def test_a_report_without_the_answer_takes_no_answer_back(where: str) -> None:
    filled(where, 1, 4)
    with Ledger.open(where) as ledger:
        found = changes(ledger.record(page_on(date(2023, 3, 9), like=1)))
        assert [(c.kind, c.after) for c in found if c.item == "O1"] == [(S, "accepted")]


def test_a_question_asked_again_after_it_was_closed_is_a_new_one_that_refers_back(where: str) -> None:
    filled(where, 3, 5)
    with Ledger.open(where) as ledger:
        found = changes(ledger.record(page_on(date(2023, 3, 9), like=3)))
        assert [(c.item, c.kind, c.after) for c in found if c.item[0] == "Q"] == [("Q2", N, "open")]
        asked = {entry.id: (entry.status, entry.version_of) for entry in ledger.entries(LedgerQuery(kind="question"))}
        assert asked == {"Q1": ("closed", None), "Q2": ("open", "Q1")}


def test_a_day_without_stories_makes_what_was_open_quiet(where: str) -> None:
    filled(where, 3)
    with Ledger.open(where) as ledger:
        page = ledger.record(PAGES[4].model_copy(update={"stories": (), "bottom_line": ()}), options=NEXT_DAY)
        # The countered offer may still be taken up: only a final answer ends it.
        assert {c.item for c in page.quiet} == {"O1", "O2", "O3", "Q1"}
        later = ledger.record(PAGES[5].model_copy(update={"stories": (), "bottom_line": ()}))
        assert later.quiet == ()


def test_entries_are_found_by_actor_status_date_and_story(where: str) -> None:
    filled(where, 1, 2, 3, 4, 5)
    with Ledger.open(where) as ledger:

        def ids(**wanted: object) -> list[str]:
            return [entry.id for entry in ledger.entries(LedgerQuery.model_validate(wanted))]

        assert ids(actor="Oslo", kind="offer") == ["O1", "O2"]
        assert ids(actor="Seafarers' League") == ["O3"]
        assert ids(status="withdrawn") == ["O2"]
        assert ids(story="S2") == ["O3", "R3", "Q2"]
        assert ids(day="2023-03-02") == ["O1", "R1", "Q1"]
        assert ids(day="2023-03-02", status="acknowledged") == ["O1"]
        assert ids(day="2023-03-03", open_only=True) == ["O1", "O2", "O3", "Q1", "Q2"]
        assert ids(open_only=True) == []
        assert ids(since="2023-03-05") == ["O1", "O2", "Q2"]


def test_two_days_are_compared_by_what_stood_at_their_ends(where: str) -> None:
    filled(where, 1, 2, 3, 4)
    with Ledger.open(where) as ledger:
        found = {(c.item, c.kind, c.before, c.after) for c in ledger.diff(date(2023, 3, 2), date(2023, 3, 4))}
    assert found == {
        ("O1", A, "acknowledged", "accepted"),
        ("O2", N, None, "open"),
        ("O3", N, None, "rejected"),
        ("Q1", A, "open", "closed"),
        ("Q2", N, None, "open"),
        ("R2", N, None, "counter_offer"),
        ("R4", N, None, "accepted"),
        ("R3", N, None, "rejected"),
    }


def test_what_stands_still_between_two_days_is_unchanged_or_quiet(where: str) -> None:
    filled(where, 1, 2, 3)
    with Ledger.open(where) as ledger:
        ledger.record(page_on(date(2023, 3, 9), like=2))
        found = {(c.item, c.kind) for c in ledger.diff(date(2023, 3, 3), date(2023, 3, 9))}
    assert found == {("O1", S), ("O2", Q), ("O3", Q), ("Q1", Q), ("Q2", Q), ("R1", S)}


def test_days_that_are_not_recorded_or_stand_in_the_wrong_order_are_refused(where: str) -> None:
    with Ledger.open(where) as ledger:
        with pytest.raises(UsageError, match="days: none yet"):
            ledger.diff(date(2023, 3, 1), date(2023, 3, 2))
        ledger.record(PAGES[1])
        ledger.record(PAGES[2])
        with pytest.raises(UsageError, match="2023-03-07 is not recorded; days: 2023-03-01, 2023-03-02"):
            ledger.diff(date(2023, 3, 1), date(2023, 3, 7))
        with pytest.raises(UsageError, match="name the earlier day first"):
            ledger.diff(date(2023, 3, 2), date(2023, 3, 1))
        assert ledger.days() == (date(2023, 3, 1), date(2023, 3, 2))


def test_the_latest_day_can_be_taken_back(where: str) -> None:
    filled(where, 1, 2, 3)
    with Ledger.open(where) as ledger:
        before, held = standing(ledger), ledger.days()
        ledger.record(PAGES[4].model_copy(update={"date": date(2023, 3, 9)}), options=NEXT_DAY)
        ledger.forget_day(date(2023, 3, 9))
        assert (standing(ledger), ledger.days()) == (before, held)
        page = ledger.record(PAGES[4], options=NEXT_DAY)
        assert ledger.days()[-1] == date(2023, 3, 4)
        answers = {(c.item, c.kind, c.before, c.after) for c in changes(page)}
        assert ("O1", A, "countered", "accepted") in answers


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2023, 3, 2), r"not the latest recorded day, 2023-03-03; .*take back 2023-03-03 first"),
        (date(2023, 3, 4), r"is not recorded; the latest day is 2023-03-03"),
    ],
)
def test_only_a_day_on_which_no_other_rests_is_taken_back(where: str, day: date, reason: str) -> None:
    filled(where, 1, 2, 3)
    with Ledger.open(where) as ledger:
        with pytest.raises(UsageError, match=reason):
            ledger.forget_day(day)
        assert len(ledger.days()) == 3


def test_a_day_that_a_correction_rests_on_is_not_taken_back(where: str) -> None:
    filled(where, 1, 2)
    with Ledger.open(where) as ledger:
        ledger.correct(CorrectionKind.NOTE, "O1", note="By telephone.", by="Ann")
        with pytest.raises(UsageError, match=r"correction 1 was made since 2023-03-02; undo it first"):
            ledger.forget_day(date(2023, 3, 2))
        ledger.undo(by="Ann")
        ledger.forget_day(date(2023, 3, 2))
        assert ledger.days() == (date(2023, 3, 1),)
