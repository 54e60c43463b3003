"""Which states turned their entries is written down with them, whatever is recorded, replaced or brought over."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url

from briefing.ledger import Ledger
from briefing.ledger import _tables as t
from briefing.ledger._rows import read_part
from tests.ledger.made_up import made_up
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY


def check_turned(where: str) -> int:
    """Compare what is written with what the days before say; gives how many states turned nothing."""
    url = make_url(where) if "://" in where else make_url(f"sqlite:///{where}")
    engine = create_engine(url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url)
    with engine.connect() as connection:
        rows = connection.execute(select(t.states).order_by(t.states.c.entry, t.states.c.day)).mappings().all()
    engine.dispose()
    seen: dict[str, str] = {}
    for row in rows:
        assert row["turned"] == (row["status"] != seen.get(row["entry"])), row
        seen[row["entry"]] = row["status"]
    return sum(not row["turned"] for row in rows)


def test_recorded_and_replaced(where: str) -> None:
    with Ledger.open(where) as ledger:
        for page in PAGES.values():
            ledger.record(page, options=NEXT_DAY)
        check_turned(where)
        ledger.record(PAGES[2].model_copy(update={"stories": (), "bottom_line": ()}), replace=True, options=NEXT_DAY)
        check_turned(where)
        ledger.record(PAGES[2], replace=True, options=NEXT_DAY)
        check_turned(where)


def made_up_days(where: Path) -> None:
    """A ledger in which stories go on over days."""
    random = Random(1)
    with Ledger.open(where) as ledger:
        for day in range(8):
            ledger.record(made_up(date(2030, 1, 1) + timedelta(days=day), [0, 1, 2 + day // 3], random, articles=1))


def test_brought_over_from_the_release_before(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    made_up_days(file)
    with sqlite3.connect(file) as connection:
        connection.executescript(
            """DROP INDEX ix_ledger_states_turned; DROP INDEX ix_ledger_states_reported;
            ALTER TABLE ledger_states DROP COLUMN turned; UPDATE ledger_version SET version_num = '0006';"""
        )
    with Ledger.open(file):
        pass
    assert check_turned(str(file)) > 0


def test_of_what_is_long_past_the_turns_and_the_last_are_read(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    made_up_days(file)
    with Ledger.open(file) as ledger:
        every = {entry.id: entry for entry in ledger.entries()}
    engine = create_engine(f"sqlite:///{file}")
    left_out = 0
    with engine.connect() as connection:
        for since in (date(2030, 1, 1), date(2030, 1, 5), date(2031, 1, 1)):
            part = read_part(connection, every, (), since)
            for ident, entry in every.items():
                kept = {state.day for state in part.entries[ident].states}
                last = {state.reported: state.day for state in entry.states}
                before: defaultdict[date, str] = defaultdict(str)
                for one, then in zip(entry.states, entry.states[1:], strict=False):
                    before[then.day] = one.status
                assert kept == {
                    state.day
                    for state in entry.states
                    if state.day >= since or state.status != before[state.day] or state.day == last[state.reported]
                }
                left_out += len(entry.states) - len(kept)
    engine.dispose()
    assert left_out > 0
