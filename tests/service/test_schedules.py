"""Schedules: when they are due, and that each due time becomes one job."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError
from sqlalchemy import update

from briefing import DataError, SourceOptions
from briefing.service.database import ServiceDatabase
from briefing.service.requests import JobRequest
from briefing.service.scheduled import ScheduleIn, next_due
from briefing.service.schedules import MOST, Clockwork, TooManySchedulesError
from briefing.service.tables import schedules as table
from tests.factories import STORY
from tests.service.conftest import Desk, page_of
from tests.service.owing import URLS, Owing

BERLIN = "Europe/Berlin"


@pytest.fixture
def owing(opened: ServiceDatabase) -> Owing:
    return Owing(opened)


def at(text: str) -> float:
    return dt.datetime.fromisoformat(text).timestamp()


def times(cron: str, zone: str, after: str, count: int) -> list[str]:
    found, last = [], at(after)
    for _ in range(count):
        following = next_due(cron, zone, last)
        assert following is not None
        found.append(dt.datetime.fromtimestamp(following, dt.UTC).strftime("%d %H:%M"))
        last = following
    return found


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        # Six in the morning stays six in the morning.
        ("0 6 * * *", "2026-03-28T00:00Z", ["28 05:00", "29 04:00", "30 04:00"]),
        ("0 6 * * *", "2026-10-24T00:00Z", ["24 04:00", "25 05:00", "26 05:00"]),
        # Half past two is skipped, and comes after the gap.
        ("30 2 * * *", "2026-03-28T00:00Z", ["28 01:30", "29 01:00", "30 00:30"]),
        # Half past two is there twice, and comes once.
        ("30 2 * * *", "2026-10-24T00:00Z", ["24 00:30", "25 00:30", "26 01:30"]),
        # From within the second of both hours.
        ("30 2 * * *", "2026-10-25T01:15Z", ["26 01:30"]),
        # What comes every half hour goes by the time that passes.
        ("*/30 * * * *", "2026-10-25T00:00Z", ["25 00:30", "25 01:00", "25 01:30", "25 02:00"]),
        ("*/30 * * * *", "2026-03-29T00:29Z", ["29 00:30", "29 01:00", "29 01:30"]),
    ],
)
def test_where_clocks_change(cron: str, after: str, expected: list[str]) -> None:
    assert times(cron, BERLIN, after, len(expected)) == expected


@pytest.mark.parametrize("zone", [BERLIN, "America/St_Johns", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize("cron", ["*/20 * * * *", "10 * * * *", "30 0-3 * * *", "15 2 * * 0"])
def test_time_only_goes_on(cron: str, zone: str) -> None:
    last, seen = at("2026-01-01T00:00Z"), [0.0]
    for _ in range(300):
        last = next_due(cron, zone, last) or 0.0
        seen.append(last)
    assert all(later > earlier for earlier, later in pairwise(seen))


@pytest.mark.parametrize(
    ("cron", "zone"),
    [
        ("* * * *", "UTC"),
        ("0 0 6 * * *", "UTC"),
        ("60 6 * * *", "UTC"),
        ("@daily and more", "UTC"),
        ("0 0 30 2 *", "UTC"),
        ("0 6 * * *", "Europe/Nowhere"),
        ("0 6 * * *", "../../etc/passwd"),
        ("0 6 * * *", "Europe"),
        ("0 6 * * *", ""),
    ],
)
def test_what_is_no_schedule_is_refused(cron: str, zone: str) -> None:
    with pytest.raises(ValidationError):
        ScheduleIn(cron=cron, zone=zone, urls=tuple(URLS))
    ScheduleIn(cron="0 6 * * *", zone=BERLIN, urls=tuple(URLS))


def test_a_time_that_was_missed_is_made_up_for_once(owing: Owing, opened: ServiceDatabase) -> None:
    made = owing.schedule()
    assert owing.schedules.due() == ()
    owing.clock.at += 3.5 * 86_400
    after_restart = Owing(opened)
    after_restart.clock.at = owing.clock.at
    (due,) = after_restart.schedules.due()
    assert due.due == made.due
    assert after_restart.schedules.enqueue(due)
    assert after_restart.schedules.due() == ()
    found = after_restart.schedules.get("main", made.id)
    assert found
    assert found.due is not None
    assert owing.clock.at < found.due <= owing.clock.at + 86_400
    assert owing.jobs.counts() == {"queued": 1}


def test_a_restart_between_two_times_makes_nothing(owing: Owing, opened: ServiceDatabase) -> None:
    owing.schedule()
    owing.accept()
    again = Owing(opened)
    again.clock.at = owing.clock.at
    assert again.schedules.due() == ()


def test_many_who_look_at_once_make_one_job(owing: Owing) -> None:
    owing.schedule()
    owing.clock.at += 86_400
    (due,) = owing.schedules.due()
    with ThreadPoolExecutor(8) as pool:
        put = [job for job in pool.map(lambda _: owing.schedules.enqueue(due), range(16)) if job]
    assert len(put) == 1
    assert owing.jobs.counts() == {"queued": 1}


def test_two_processes_make_each_job_once(owing: Owing, opened: ServiceDatabase) -> None:
    for _ in range(20):
        owing.schedule()
    where = opened._engine.url.render_as_string(hide_password=False)
    called = [sys.executable, "-m", "tests.service.looker", where]
    both = [
        subprocess.Popen(called, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # its clock is the real one
        for _ in range(2)
    ]
    for each in both:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in both:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    put = [job for each in both for job in each.communicate(timeout=60)[0].split()]
    assert len(put) == len({*put}) == 20
    assert owing.jobs.counts() == {"queued": 20}


def test_a_time_that_became_a_job_becomes_no_other(owing: Owing, opened: ServiceDatabase) -> None:
    """Whatever the column of the next time says: a key of the database stands behind it."""
    made = owing.schedule()
    owing.clock.at += 86_400
    assert owing.schedules.enqueue(made)
    with opened.writing() as connection:
        connection.execute(update(table).values(due=made.due))
    with pytest.raises(DataError):
        owing.schedules.enqueue(made)
    assert owing.jobs.counts() == {"queued": 1}


def test_what_finds_no_place_stays_due(owing: Owing) -> None:
    owing.schedule()
    waiting, _ = owing.jobs.put("main", "{}", who="test")
    owing.clock.at += 86_400
    (due,) = owing.schedules.due()
    assert owing.schedules.enqueue(due, most=1) is None
    owing.jobs.cancel("main", waiting.id, who="test")
    assert owing.schedules.due() == (due,)
    assert owing.schedules.enqueue(due, most=1)


def test_a_schedule_that_fails_holds_up_no_other(owing: Owing, tmp_path: Path) -> None:
    owing.schedule(inbox=True)
    owing.schedule(tenant="other")
    owing.clock.at += 86_400
    clockwork = Clockwork(owing.schedules, {"main": tmp_path / "gone"}, SourceOptions())
    assert len(clockwork.look()) == 1
    assert [each.tenant for each in owing.schedules.due()] == ["main"]


def test_files_come_from_the_tenants_own_folder_alone(owing: Owing, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "empty.txt").write_text("")
    owing.schedule(urls=[], inbox=True)
    owing.schedule(urls=[], inbox=True, tenant="other")
    owing.schedule(tenant="third")
    owing.clock.at += 86_400
    put = Clockwork(owing.schedules, {"main": tmp_path, "third": tmp_path}, SourceOptions()).look()
    jobs = [owing.jobs.get(tenant, job) for tenant in ("main", "other", "third") for job in put]
    read = {job.tenant: JobRequest.model_validate_json(job.request) for job in jobs if job}
    assert [document.text for document in read["main"].documents] == [STORY]
    assert read["other"].documents == read["third"].documents == ()


def test_the_page_is_of_the_day_on_which_it_is_due_there(owing: Owing) -> None:
    asked = owing.schedule(zone="Pacific/Auckland").asked
    assert str(asked.request(at("2026-04-05T18:00Z"), ()).wishes.date) == "2026-04-06"
    other = owing.schedule(date="published").asked
    assert other.request(at("2026-04-05T18:00Z"), ()).wishes.date is None


def test_five_minutes_lie_between_two_pages(owing: Owing) -> None:
    owing.clock.at = at("2026-04-06T05:58:30Z")
    owing.schedule(cron="*/2 * * * *")
    owing.clock.at += 90
    (due,) = owing.schedules.due()
    assert due.due == at("2026-04-06T06:00Z")
    assert owing.schedules.enqueue(due)
    found = owing.schedules.get("main", due.id)
    assert found
    assert found.due == at("2026-04-06T06:06Z")
    owing.schedule(cron="*/5 * * * *", tenant="other")
    owing.clock.at = at("2026-04-06T06:05Z")
    (due,) = owing.schedules.due()
    assert owing.schedules.enqueue(due)
    found = owing.schedules.get("other", due.id)
    assert found
    assert found.due == at("2026-04-06T06:10Z"), "five minutes are enough"


def test_a_tenant_has_so_many_schedules(owing: Owing) -> None:
    for _ in range(MOST):
        owing.schedule()
    with pytest.raises(TooManySchedulesError):
        owing.schedule()
    owing.schedule(tenant="other")


def test_no_deliveries_of_a_job_that_somebody_put(owing: Owing) -> None:
    owing.schedule({"kind": "mail", "to": "desk@news.example"})
    owing.jobs.put("main", "{}", who="test")
    job = owing.jobs.claim("test")
    assert job
    assert owing.jobs.finish(job, page_of("2026-04-06"))
    assert owing.outbox.listed("main") == ()


async def delivered(reader: httpx.AsyncClient) -> None:
    """Wait until the one delivery that there is was made."""
    for _ in range(1_200):
        found = (await reader.get("/v1/deliveries")).json()["items"]
        if found and found[0]["state"] not in ("waiting", "sending"):
            break
        await asyncio.sleep(0.05)
    assert [each["state"] for each in found] == ["done"], found


async def test_a_schedule_makes_a_page_and_delivers_it(desk: Desk, tmp_path: Path) -> None:
    """From the request to the file, through the service's own threads."""
    inbox, store = tmp_path / "inbox", tmp_path / "store"
    inbox.mkdir()
    (inbox / "a.txt").write_text(STORY)
    options = desk.service.options.delivery
    options.inboxes["main"] = inbox
    options.stores["archive"] = str(store)
    body = {"cron": "0 6 * * *", "inbox": True, "max_age": None, "deliver": [{"kind": "store", "store": "archive"}]}
    async with desk.client("main:admin") as admin, desk.client("main:read") as reader:
        made = await admin.post("/v1/schedules", json=body)
        assert made.status_code == 201, made.text
        assert made.json() == (await reader.get(made.headers["location"])).json()
        assert (await reader.get("/v1/schedules")).json()["items"] == [made.json()]
        with desk.service.database.writing() as connection:
            connection.execute(update(table).values(due=at("2026-04-06T06:00Z")))
        desk.service.clockwork.look()
        await delivered(reader)
        assert sorted(path.name for path in (store / "main").iterdir()) == ["2026-04-06.1.html", "2026-04-06.1.json"]
        page = (await reader.get("/v1/briefings/2026-04-06", headers={"accept": "application/json"})).text
        assert (store / "main" / "2026-04-06.1.json").read_text() == page
        assert (await admin.delete(made.headers["location"])).status_code == 204
        assert (await admin.delete(made.headers["location"])).status_code == 404
        assert (await reader.get("/v1/schedules")).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"inbox": True}, "no_inbox"),
        ({"urls": URLS, "deliver": [{"kind": "mail", "to": "a@b.example"}]}, "no_mail"),
        ({"urls": URLS, "deliver": [{"kind": "store", "store": "archive"}]}, "no_store"),
        ({}, "invalid"),
    ],
)
async def test_what_the_operator_has_not_can_not_be_asked_for(desk: Desk, body: dict[str, object], code: str) -> None:
    async with desk.client("main:admin") as admin:
        answer = await admin.post("/v1/schedules", json={"cron": "0 6 * * *"} | body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
