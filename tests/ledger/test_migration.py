"""A ledger that a release before wrote goes on: `ledger_0002.sql` and those after it hold the first three days."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from briefing.ledger import Ledger
from briefing.schema.corrections import CorrectionKind
from briefing.schema.terms import ActorKind
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY
from tests.ledger.test_recording import LEDGER, changes, standing

_HERE = Path(__file__).parent


@pytest.fixture(params=["0002", "0003", "0004"])
def revision(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def old(tmp_path: Path, revision: str) -> Path:
    file = tmp_path / "ledger.db"
    with sqlite3.connect(file) as connection:
        connection.executescript((_HERE / f"ledger_{revision}.sql").read_text(encoding="utf-8"))
    return file


def test_the_days_after_it_come_to_what_was_written_down(old: Path) -> None:
    with Ledger.open(old) as ledger:
        assert ledger.days() == tuple(PAGES[number].date for number in (1, 2, 3))
        pages = [ledger.record(PAGES[number], options=NEXT_DAY) for number in (4, 5)]
        assert standing(ledger) == LEDGER
        assert {c.item for c in changes(pages[0])} >= {"O1", "O3", "Q1"}


def test_a_day_that_it_holds_is_not_taken_for_another(old: Path, revision: str) -> None:
    with Ledger.open(old) as ledger:
        before = ledger.entries()
        page = ledger.record(PAGES[2])
        assert ledger.entries() == before
        assert (page.known is None, page.since) == (revision == "0002", date(2023, 3, 1))


def test_it_can_be_corrected(old: Path) -> None:
    with Ledger.open(old) as ledger:
        assert ledger.corrections() == ()
        ledger.correct(CorrectionKind.STATUS, "O1", status="rejected", by="Ann")
        assert {entry.id: entry.status for entry in ledger.entries()}["O1"] == "rejected"


def test_who_acts_in_its_days_is_known_by_name_alone(old: Path) -> None:
    with Ledger.open(old) as ledger:
        before = {actor.name: actor for actor in ledger.actors()}
        assert {"Norway", "Iceland"} <= before.keys()
        assert (before["Norway"].id, before["Norway"].kind) == ("P2", None)
        assert before["Norway"].made == ("O1",)
        ledger.record(PAGES[4], options=NEXT_DAY)
        (norway,) = ledger.actors("P2")
        assert (norway.name, norway.kind, norway.last) == ("Norway", ActorKind.STATE, PAGES[4].date)
    with Ledger.open(old) as ledger:
        assert ledger.actors("P2") == (norway,)


def test_its_days_can_be_reckoned_anew(old: Path) -> None:
    with Ledger.open(old) as ledger:
        ledger.record(PAGES[4])
        one = PAGES[2].model_copy(update={"stories": (), "bottom_line": ()})
        ledger.record(one, replace=True)
        ledger.record(PAGES[2], replace=True)
        ledger.record(PAGES[5])
        assert {ident: row for ident, row in standing(ledger).items() if ident[0] == "O"} == {
            ident: row for ident, row in LEDGER.items() if ident[0] == "O"
        }


def test_no_number_that_it_gave_is_given_again(old: Path) -> None:
    with sqlite3.connect(old) as connection:  # an entry of which no recorded day speaks any more
        connection.execute("INSERT INTO ledger_entries (id, kind, story) VALUES ('R99', 'response', 'S1')")
    with Ledger.open(old) as ledger:
        before = {entry.id for entry in ledger.entries()}
        ledger.record(PAGES[4])
        new = {entry.id for entry in ledger.entries()} - before
    assert "R100" in new
    assert not new & {f"R{number}" for number in range(100)}
