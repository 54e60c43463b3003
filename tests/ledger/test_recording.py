"""What recording does to a ledger, and what it leaves alone."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from briefing.errors import DataError, UsageError
from briefing.ledger import LedgerQuery, open_ledger
from briefing.schema.briefing import Story
from briefing.schema.ledger import ChangeKind, DayOutcome, EntryKind
from briefing.schema.terms import OfferStatus
from tests.ledger.days import five_days, stories_of

DAYS = {day.day: (day, stories_of(told)) for day, told in five_days().items()}


def filled(where: str | Path, *days: int) -> None:
    with open_ledger(where) as ledger:
        for number in days:
            ledger.record(*DAYS[number])


def test_the_same_day_twice_changes_nothing(where: str) -> None:
    filled(where, 1, 2)
    with open_ledger(where) as ledger:
        before = ledger.entries()
        first = ledger.compare(*DAYS[2])
        again = ledger.record(*DAYS[2])
        assert again.outcome is DayOutcome.SAME
        assert again.changes == first.changes
        assert ledger.entries() == before


def test_a_day_whose_page_is_ordered_otherwise_is_the_same_day(where: str) -> None:
    filled(where, 1, 2, 3)
    day, stories = DAYS[3]
    with open_ledger(where) as ledger:
        assert ledger.record(day, stories[::-1]).outcome is DayOutcome.SAME


def test_an_earlier_day_with_other_content_is_reported_and_not_rewritten(where: str) -> None:
    filled(where, 1, 2, 3)
    with open_ledger(where) as ledger:
        before = ledger.entries()
        report = ledger.record(DAYS[2][0], DAYS[5][1], replace=True)
        assert report.outcome is DayOutcome.DIFFERS
        assert {(c.entry, c.after) for c in report.changes} >= {("O2", "withdrawn")}
        assert ledger.entries() == before


def test_the_latest_day_is_replaced_only_when_told_so(where: str) -> None:
    filled(where, 1, 3)
    day = DAYS[3][0]
    with open_ledger(where) as ledger:
        assert ledger.record(day, DAYS[2][1]).outcome is DayOutcome.DIFFERS
        assert ledger.record(day, DAYS[2][1], replace=True).outcome is DayOutcome.RECORDED
        assert [(e.id, e.status) for e in ledger.entries()] == [
            ("O1", "acknowledged"),
            ("Q1", "open"),
            ("R1", "pending"),
        ]
        assert [story.id for story in ledger.stories()] == ["S1"]


def test_a_day_that_comes_late_is_added_and_leaves_later_days_as_they_were(where: str) -> None:
    filled(where, 1, 3)
    with open_ledger(where) as ledger:
        later = ledger.entries(LedgerQuery(kind=EntryKind.OFFER))
        report = ledger.record(*DAYS[2])
        assert report.outcome is DayOutcome.LATE
        assert report.previous == date(2023, 3, 1)
        offer = ledger.entries(LedgerQuery(kind=EntryKind.OFFER))[0]
        assert [state.status for state in offer.states] == ["open", "acknowledged", "countered"]
        assert [e.current for e in ledger.entries(LedgerQuery(kind=EntryKind.OFFER))] == [e.current for e in later]


def test_a_report_without_the_answer_takes_no_answer_back(where: str) -> None:
    filled(where, 1, 4)
    with open_ledger(where) as ledger:
        report = ledger.record(date(2023, 3, 9), DAYS[1][1])
        offer = next(c for c in report.changes if c.entry_kind is EntryKind.OFFER)
        assert (offer.kind, offer.after) == (ChangeKind.UNCHANGED, "accepted")


def test_a_question_asked_again_after_it_was_closed_is_open_again(where: str) -> None:
    filled(where, 3, 5)
    with open_ledger(where) as ledger:
        report = ledger.record(date(2023, 3, 9), DAYS[3][1])
        question = next(c for c in report.changes if c.entry_kind is EntryKind.QUESTION)
        assert (question.kind, question.before, question.after) == (ChangeKind.UPDATED, "closed", "open")


def test_an_empty_day_makes_what_is_open_quiet(where: str) -> None:
    filled(where, 3)
    with open_ledger(where) as ledger:
        report = ledger.record(date(2023, 3, 4), ())
        # The countered offer may still be taken up: only a final answer ends it.
        assert {c.entry for c in report.of_kind(ChangeKind.QUIET)} == {"O1", "O2", "O3", "Q1"}
        assert {(s.story, s.kind) for s in report.stories} == {("S1", ChangeKind.QUIET), ("S2", ChangeKind.QUIET)}


def test_a_planned_offer_becomes_open_and_not_the_other_way() -> None:
    from briefing.ledger._reckoning import advance

    assert advance(OfferStatus.PLANNED, OfferStatus.OPEN) is OfferStatus.OPEN
    assert advance(OfferStatus.OPEN, OfferStatus.PLANNED) is OfferStatus.OPEN
    assert advance(OfferStatus.ACCEPTED, OfferStatus.WITHDRAWN) is OfferStatus.WITHDRAWN


def test_entries_are_found_by_actor_status_date_story_and_words(where: str) -> None:
    filled(where, 1, 2, 3, 4, 5)
    with open_ledger(where) as ledger:

        def ids(**wanted: object) -> list[str]:
            return [entry.id for entry in ledger.entries(LedgerQuery.model_validate(wanted))]

        assert ids(actor="Oslo", kind="offer") == ["O1", "O2"]
        assert ids(actor="Seafarers' League") == ["O3"]
        assert ids(status="withdrawn") == ["O2"]
        assert ids(story="S2") == ["O3", "Q2", "R3"]
        assert ids(words="herring", kind="offer") == ["O2"]
        assert ids(day="2023-03-02") == ["O1", "Q1", "R1"]
        assert ids(day="2023-03-02", status="acknowledged") == ["O1"]
        assert ids(day="2023-03-03", open_only=True) == ["O1", "O2", "O3", "Q1", "Q2"]
        assert ids(open_only=True) == []
        assert ids(reported_since="2023-03-05") == ["O1", "O2"]


def test_two_days_are_compared_by_what_stood_at_their_ends(where: str) -> None:
    filled(where, 1, 2, 3, 4)
    with open_ledger(where) as ledger:
        found = {(c.entry, c.kind, c.before, c.after) for c in ledger.diff(date(2023, 3, 2), date(2023, 3, 4))}
    assert found == {
        ("O1", ChangeKind.ANSWERED, "acknowledged", "accepted"),
        ("O2", ChangeKind.NEW, None, "open"),
        ("O3", ChangeKind.NEW, None, "rejected"),
        ("Q1", ChangeKind.ANSWERED, "open", "closed"),
        ("Q2", ChangeKind.NEW, None, "open"),
        ("R2", ChangeKind.NEW, None, "counter_offer"),
        ("R3", ChangeKind.NEW, None, "rejected"),
        ("R4", ChangeKind.NEW, None, "accepted"),
    }


def test_what_stands_still_between_two_days_is_unchanged_or_quiet(where: str) -> None:
    filled(where, 1, 2, 3)
    with open_ledger(where) as ledger:
        ledger.record(date(2023, 3, 9), DAYS[2][1])
        found = {(c.entry, c.kind) for c in ledger.diff(date(2023, 3, 3), date(2023, 3, 9))}
    assert found == {
        ("O1", ChangeKind.UNCHANGED),
        ("O2", ChangeKind.QUIET),
        ("O3", ChangeKind.QUIET),
        ("Q1", ChangeKind.QUIET),
        ("Q2", ChangeKind.QUIET),
        ("R1", ChangeKind.UNCHANGED),
    }


def test_days_that_the_ledger_does_not_hold_or_in_the_wrong_order_are_refused(where: str) -> None:
    with open_ledger(where) as ledger:
        with pytest.raises(UsageError, match="the ledger is empty"):
            ledger.diff(date(2023, 3, 1), date(2023, 3, 2))
        for number in (1, 2):
            ledger.record(*DAYS[number])
        with pytest.raises(UsageError, match="holds 2023-03-01 to 2023-03-02"):
            ledger.diff(date(2023, 3, 1), date(2023, 3, 7))
        with pytest.raises(UsageError, match="name the earlier day first"):
            ledger.diff(date(2023, 3, 2), date(2023, 3, 1))
        assert ledger.days() == (date(2023, 3, 1), date(2023, 3, 2))


def _record(where: str, day: date, stories: tuple[Story, ...], start: object) -> None:
    start.wait()  # type: ignore[attr-defined]  # an Event, whose class is private to multiprocessing
    with open_ledger(where) as ledger:
        ledger.record(day, stories)


def test_processes_that_write_at_once_lose_nothing(where: str) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Event()
    writers = [context.Process(target=_record, args=(where, *DAYS[number], start)) for number in (3, 4)]
    for writer in writers:
        writer.start()
    start.set()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_ledger(where) as ledger:
        assert ledger.days() == (DAYS[3][0], DAYS[4][0])
        offers = ledger.entries(LedgerQuery(kind=EntryKind.OFFER))
        assert sorted(tuple(s.status for s in offer.states) for offer in offers) == [
            ("countered", "accepted"),
            ("open",),
            ("open", "rejected"),
        ]


def test_both_databases_hold_the_same_ledger(postgres: str, tmp_path: Path) -> None:
    held = []
    for place in (postgres, str(tmp_path / "ledger.db")):
        filled(place, 1, 2, 3, 4, 5)
        with open_ledger(place) as ledger:
            held.append((ledger.entries(), ledger.stories()))
    assert held[0] == held[1]


def test_the_migrations_lead_to_the_tables_that_the_code_uses(where: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from briefing.ledger._store import Ledger
    from briefing.ledger._tables import metadata

    ledger = Ledger.open(where)
    with ledger._reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "ledger_version"})
        assert compare_metadata(context, metadata) == []
    ledger.close()


def test_a_ledger_can_be_taken_down_and_built_again(where: str) -> None:
    from alembic import command
    from alembic.config import Config

    from briefing.ledger import _store

    ledger = _store.Ledger.open(where)
    with ledger._writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(_store._MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    ledger.close()
    with open_ledger(where) as again:
        assert again.days() == ()


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "ledger.db"
    filled(file, 1)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE ledger_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(DataError, match="written by another version"):
        open_ledger(file)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but long enough to be looked at as one" * 30)
    with pytest.raises(DataError, match="can't be opened"):
        open_ledger(file)


@pytest.mark.parametrize("url", ["nosuch://host/db", "://"])
def test_a_url_of_no_known_kind_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="postgresql://user@host/database"):
        open_ledger(url)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"briefing\[postgres\]"):
        open_ledger("postgresql://nobody@127.0.0.1:1/none")


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is an extra")
    with pytest.raises(DataError, match="can't be opened") as caught:
        open_ledger("postgresql://nobody:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_the_database_library_is_imported_only_when_a_ledger_is_opened() -> None:
    code = "import briefing.ledger, briefing.stories, sys; print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
