"""Five days of news, and the ledger that was written down for them beforehand."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.ledger import open_ledger
from briefing.schema.ledger import ChangeKind, DayOutcome, DayReport
from briefing.stories import bottom_line
from tests.ledger.days import five_days, stories_of

N, U, S, A, Q = (ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.UNCHANGED, ChangeKind.ANSWERED, ChangeKind.QUIET)

CHANGES = {
    1: {("O1", N, None, "open"), ("Q1", N, None, "open")},
    2: {
        ("O1", U, "open", "acknowledged"),
        ("R1", N, None, "pending"),
        ("Q1", Q, "open", "open"),
    },
    3: {
        ("O1", A, "acknowledged", "countered"),
        ("R2", N, None, "counter_offer"),
        ("O2", N, None, "open"),
        ("O3", N, None, "open"),
        ("Q1", Q, "open", "open"),
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
    5: {
        ("O1", S, "accepted", "accepted"),
        ("O2", U, "open", "withdrawn"),
        ("Q2", A, "open", "closed"),
    },
}

LEDGER = {
    # id: (story, who → whom, answers, statuses by day)
    "O1": ("S1", "Norway", "Iceland", None, "1 open, 2 acknowledged, 3 countered, 4 accepted, 5 accepted"),
    "O2": ("S1", "Iceland", "Norway", None, "3 open, 5 withdrawn"),
    "O3": ("S2", "Seafarers' League", "Stenmark Lines", None, "3 open, 4 rejected"),
    "R1": ("S1", "Iceland", None, "O1", "2 pending"),
    "R2": ("S1", "Iceland", None, "O1", "3 counter_offer"),
    "R3": ("S2", "Stenmark Lines", None, "O3", "4 rejected"),
    "R4": ("S1", "Iceland", None, "O1", "4 accepted"),
    "Q1": ("S1", None, None, "O1", "1 open, 4 closed"),
    "Q2": ("S2", None, None, None, "3 open, 5 closed"),
}


@pytest.fixture
def reports(where: str) -> dict[int, DayReport]:
    with open_ledger(where) as ledger:
        return {day.day: ledger.record(day, stories_of(told)) for day, told in five_days().items()}


def test_each_day_changes_what_was_written_down(reports: dict[int, DayReport]) -> None:
    found = {day: {(c.entry, c.kind, c.before, c.after) for c in r.changes} for day, r in reports.items()}
    assert found == CHANGES


def test_the_ledger_holds_what_was_written_down(where: str, reports: dict[int, DayReport]) -> None:
    with open_ledger(where) as ledger:
        found = {
            e.id: (e.story, e.party, e.other, e.answers, ", ".join(f"{s.day.day} {s.status}" for s in e.states))
            for e in ledger.entries()
        }
        assert found == LEDGER
        assert [(s.id, s.opened.day, s.last_reported.day) for s in ledger.stories()] == [("S1", 1, 5), ("S2", 3, 5)]


def test_every_report_follows_the_day_before(reports: dict[int, DayReport]) -> None:
    assert {r.outcome for r in reports.values()} == {DayOutcome.RECORDED}
    assert [r.previous.day if r.previous else None for r in reports.values()] == [None, 1, 2, 3, 4]


def test_a_closed_question_names_the_words_that_closed_it(reports: dict[int, DayReport]) -> None:
    closed = {
        c.entry: [p.quote for p in c.evidence] for r in reports.values() for c in r.changes if c.after == "closed"
    }
    assert closed == {
        "Q1": ["Iceland has accepted Norway's offer of a fifth of its cod quota in the Barents Sea"],
        "Q2": ["Sailings from Holyhead to Dublin resumed on Sunday"],
    }


def test_what_is_quiet_says_since_when_and_points_at_no_source_of_the_day(reports: dict[int, DayReport]) -> None:
    quiet = reports[4].of_kind(ChangeKind.QUIET)
    assert {(c.entry, c.since, c.item, c.evidence) for c in quiet} == {
        ("O2", date(2023, 3, 3), None, ()),
        ("Q2", date(2023, 3, 3), None, ()),
    }


def test_stories_go_on_under_their_ids(reports: dict[int, DayReport]) -> None:
    told = {day: {(s.story, s.kind) for s in r.stories} for day, r in reports.items()}
    assert told == {
        1: {("S1", N)},
        2: {("S1", U)},
        3: {("S1", U), ("S2", N)},
        4: {("S1", U), ("S2", U)},
        5: {("S1", U), ("S2", U)},
    }


def test_a_syndicated_copy_counts_as_one_origin() -> None:
    (story,) = stories_of(five_days()[date(2023, 3, 1)])
    (offer,) = story.offers
    assert offer.outlets == ("capitalwire", "morningcourier", "northherald")
    assert offer.origins == ("NTB", "northherald, own reporting")
    assert "2 origins" in story.importance.reasons


def test_the_conflict_of_the_second_day_is_shown_with_both_sides() -> None:
    (story,) = stories_of(five_days()[date(2023, 3, 2)])
    (conflict,) = story.conflicts
    assert (conflict.about, conflict.shown) == ("O1", "acknowledged, no answer")
    assert [piece.article for piece in conflict.sides] == ["d2-wire", "d2-herald"]
    assert conflict.id in {ref for line in bottom_line((story,)) for ref in line.refs}
