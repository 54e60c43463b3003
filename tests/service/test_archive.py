"""Accepted pages: kept as they came, found by day and by word, each tenant's its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
from tests.ledger.conftest import postgres_schema
from tests.service.conftest import Desk, page_of

MONDAY, TUESDAY = date(2026, 4, 6), date(2026, 4, 7)
OTHER = "Mill workers reject the owners' plan\n\nThe mill workers rejected the plan of the owners on Tuesday."


def test_a_page_comes_back_byte_for_byte(archive: Archive) -> None:
    page = page_of("2026-04-06")
    archive.add("desk", page)
    found = archive.on("desk", MONDAY)
    assert found is not None
    assert found.json == page.to_json()
    assert found.briefing() == page
    assert found.head.digest == page.run.digest


def test_a_day_made_again_is_a_further_revision(archive: Archive) -> None:
    archive.add("desk", page_of("2026-04-06"))
    archive.add("desk", page_of("2026-04-06", OTHER))
    latest = archive.latest("desk")
    assert latest is not None
    assert latest.head.revision == 2
    assert [head.revision for head in archive.revisions("desk", MONDAY)] == [1, 2]
    assert [head.revision for head in archive.days("desk")] == [2]
    first = archive.on("desk", MONDAY, 1)
    assert first is not None
    assert "Norline" in first.json


def test_the_list_goes_on_before_a_day(archive: Archive) -> None:
    for day in ("2026-04-06", "2026-04-07"):
        archive.add("desk", page_of(day))
    (first,) = archive.days("desk", limit=1)
    assert first.day == TUESDAY
    assert [head.day for head in archive.days("desk", before=first.day)] == [MONDAY]


def test_another_tenant_sees_nothing(archive: Archive) -> None:
    archive.add("desk", page_of("2026-04-06"))
    assert archive.latest("other") is None
    assert archive.on("other", MONDAY) is None
    assert archive.head("other", MONDAY) is None
    assert archive.by_id("other", 1) is None
    assert archive.by_id("desk", 1) is not None
    assert archive.days("other") == ()
    assert archive.revisions("other", MONDAY) == ()
    assert archive.search("other", "ferry") == ()


def test_all_words_are_looked_for_in_the_latest_revision(archive: Archive) -> None:
    archive.add("desk", page_of("2026-04-06"))
    assert {hit.day for hit in archive.search("desk", "ferry deckhands")} == {MONDAY}
    assert archive.search("desk", "ferry elephants") == ()
    archive.add("desk", page_of("2026-04-06", OTHER))
    assert archive.search("desk", "deckhands") == ()
    assert archive.search("desk", "mill")


@pytest.mark.parametrize(
    "words", ['"', "ferry OR NOT", "ferry*", "text:ferry", "NEAR(a b)", "'; DROP TABLE x; --", " "]
)
def test_no_word_of_a_search_is_an_operator(archive: Archive, words: str) -> None:
    archive.add("desk", page_of("2026-04-06"))
    found = archive.search("desk", words)
    assert bool(found) == (words in ("ferry*",))


def test_a_database_is_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        database = ServiceDatabase.open(tmp_path / "s.db")
        Archive(database).add("desk", page_of("2026-04-06"))
        database.close()
    database = ServiceDatabase.open(tmp_path / "s.db")
    assert len(Archive(database).revisions("desk", MONDAY)) == 2
    database.close()


def test_postgres_keeps_and_finds_them_too() -> None:
    with postgres_schema() as url:
        database = ServiceDatabase.open(url)
        archive = Archive(database)
        archive.add("desk", page_of("2026-04-06"))
        archive.add("desk", page_of("2026-04-06", OTHER))
        assert [head.revision for head in archive.revisions("desk", MONDAY)] == [1, 2]
        assert archive.search("desk", "deckhands") == ()
        found = archive.search("desk", "workers mill")
        assert "mill" in found[0].snippet.lower()
        assert OTHER.partition("\n")[0] in {hit.title for hit in found}
        assert archive.search("other", "mill") == ()
        database.close()


async def test_days_are_asked_for_in_one_way(desk: Desk) -> None:
    desk.service.archive.add("main", page_of("2026-04-06"))
    async with desk.client("main:read") as client:
        found = {day: (await client.get(f"/v1/briefings/{day}")).status_code for day in DAYS}
    assert found == DAYS


DAYS = {"2026-04-06": 200, "2026-W15-1": 422, "20260406": 422, "2026-4-6": 422, "2026-04-07": 404}
