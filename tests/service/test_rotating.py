"""Secrets of webhooks that are rotated, and schedules that rest, go on and are run by hand."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from briefing.service.database import ServiceDatabase
from briefing.service.delivery.webhook import HOUR, NoWebhookError, RotatingError, Rotation, SameSecretError
from briefing.service.schedules import UnderWayError
from tests.factories import STORY
from tests.service.conftest import Desk
from tests.service.owing import SECRET, URLS, Heard, Owing, receiver
from tests.service.test_deliveries import hook
from tests.service.test_making import finished

NEXT = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
THIRD = "whsec_" + "QUJD" * 8
DAY = 86_400.0


@pytest.fixture
def owing(opened: ServiceDatabase) -> Owing:
    return Owing(opened)


def rotation(owing: Owing, database: ServiceDatabase) -> Rotation:
    return Rotation(database, now=owing.clock)


def signed_by(heard: Heard) -> list[str]:
    """Which of the secrets a receiver may check the last attempt with, each alone."""
    headers, body = heard.requests[-1]
    found = []
    for secret in (SECRET, NEXT, THIRD):
        try:
            Webhook(secret).verify(body, headers)
        except WebhookVerificationError:
            continue
        found.append(secret)
    return found


def test_for_a_while_both_secrets_sign_and_then_the_new_one_alone(owing: Owing, opened: ServiceDatabase) -> None:
    with receiver() as heard:
        made = owing.schedule(hook(heard.url))
        until = rotation(owing, opened).rotate("main", made.id, 0, NEXT, overlap=2 * DAY, who="test")
        assert until == owing.clock.at + 2 * DAY
        owing.accept()
        assert owing.couriers.one()
        assert signed_by(heard) == [SECRET, NEXT]
        signatures = heard.requests[-1][0]["webhook-signature"].split(" ")
        assert [each.partition(",")[0] for each in signatures] == ["v1", "v1"]
        owing.clock.at = until - DAY  # `accept` lets a day pass
        owing.accept()
        assert owing.couriers.one()
        assert signed_by(heard) == [NEXT], "at its end it signs no more"


def test_what_waits_is_signed_by_what_signs_when_it_is_sent(owing: Owing, opened: ServiceDatabase) -> None:
    with receiver(500, 200) as heard:
        made = owing.schedule(hook(heard.url))
        owing.accept()
        assert owing.couriers.one()
        assert signed_by(heard) == [SECRET]
        rotation(owing, opened).rotate("main", made.id, 0, NEXT, overlap=0, who="test")
        owing.clock.at += 600
        assert owing.couriers.one()
        assert signed_by(heard) == [NEXT]


def test_a_third_secret_waits_for_the_first_to_end(owing: Owing, opened: ServiceDatabase) -> None:
    made, rotating = owing.schedule(hook("https://desk.example/")), rotation(owing, opened)
    rotating.rotate("main", made.id, 0, NEXT, overlap=HOUR, who="test")
    with pytest.raises(RotatingError):
        rotating.rotate("main", made.id, 0, THIRD, overlap=HOUR, who="test")
    for known in (NEXT, SECRET):
        with pytest.raises(SameSecretError):
            rotating.rotate("main", made.id, 0, known, overlap=0, who="test")
    owing.clock.at += HOUR
    rotating.rotate("main", made.id, 0, THIRD, overlap=HOUR, who="test")


def test_a_secret_that_others_know_ends_at_once_with_all_before_it(owing: Owing, opened: ServiceDatabase) -> None:
    with receiver() as heard:
        made, rotating = owing.schedule(hook(heard.url)), rotation(owing, opened)
        rotating.rotate("main", made.id, 0, NEXT, overlap=30 * DAY, who="test")
        rotating.rotate("main", made.id, 0, THIRD, overlap=0, who="test")
        owing.accept()
        assert owing.couriers.one()
    assert signed_by(heard) == [THIRD]


def test_each_webhook_of_a_schedule_has_its_own(owing: Owing, opened: ServiceDatabase) -> None:
    with receiver() as one, receiver() as two:
        made = owing.schedule(hook(one.url), hook(two.url))
        rotation(owing, opened).rotate("main", made.id, 1, NEXT, overlap=7 * DAY, who="test")
        owing.accept()
        while owing.couriers.one():
            pass
    assert (signed_by(one), signed_by(two)) == ([SECRET], [SECRET, NEXT])


def test_of_many_who_rotate_at_once_one_does(owing: Owing, opened: ServiceDatabase) -> None:
    """And the secret that receivers knew before is one of the two that sign: none is left behind."""
    with receiver() as heard:
        made, rotating = owing.schedule(hook(heard.url)), rotation(owing, opened)

        def rotate(secret: str) -> str | None:
            try:
                rotating.rotate("main", made.id, 0, secret, overlap=7 * DAY, who="test")
            except RotatingError:
                return None
            return secret

        with ThreadPoolExecutor(4) as pool:
            won = [each for each in pool.map(rotate, ["whsec_" + letter * 32 for letter in "ABCD"]) if each]
        assert len(won) == 1
        owing.accept()
        assert owing.couriers.one()
    headers, body = heard.requests[-1]
    for secret in (SECRET, won[0]):
        Webhook(secret).verify(body, headers)


@pytest.mark.parametrize(("tenant", "place"), [("other", 0), ("main", 1), ("main", 2)])
def test_no_other_tenant_s_and_no_other_target_is_rotated(
    owing: Owing, opened: ServiceDatabase, tenant: str, place: int
) -> None:
    made = owing.schedule(hook("https://desk.example/"), {"kind": "mail", "to": "a@b.example"})
    with pytest.raises(NoWebhookError):
        rotation(owing, opened).rotate(tenant, made.id, place, NEXT, overlap=0, who="test")
    assert owing.schedules.get("main", made.id) == made


def test_a_secret_that_signs_no_more_is_kept_nowhere(tmp_path: Path, database: ServiceDatabase) -> None:
    owing = Owing(database)
    made, rotating = owing.schedule(hook("https://desk.example/")), rotation(owing, database)
    rotating.rotate("main", made.id, 0, NEXT, overlap=HOUR, who="test")
    assert owing.schedules.remove("main", made.id, who="test")
    other = owing.schedule(hook("https://desk.example/"))
    rotating.rotate("main", other.id, 0, THIRD, overlap=0, who="test")
    database.close()
    again = ServiceDatabase.open(tmp_path / "service.db")
    with again.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM service_former_secrets").scalar() == 0
    again.close()


BODY: dict[str, Any] = {"cron": "0 6 * * *", "urls": URLS, "deliver": [hook("https://desk.example/T0K3N")]}


async def test_rotating_over_the_api(desk: Desk) -> None:
    async with desk.client("main:admin") as admin, desk.client("main:read") as reader:
        where = (await admin.post("/v1/schedules", json=BODY)).headers["location"]
        answers = [
            await admin.post(f"{where}/secret", json={"secret": NEXT}),
            await admin.post(f"{where}/secret", json={"secret": THIRD}),
            await admin.post(f"{where}/secret", json={"secret": NEXT}),
            await admin.post(f"{where}/secret", json={"secret": THIRD, "target": 1}),
            await admin.post(f"{where}/secret", json={"secret": "whsec_short"}),
            await admin.post(f"{where}/secret", json={"secret": THIRD, "overlap_hours": 721}),
            await admin.post(f"{where}/secret", content=b"{}"),
            await admin.post(f"{where}/secret", json={"secret": THIRD, "overlap_hours": 0}),
        ]
        told = [(each.status_code, each.json().get("code")) for each in answers]
        assert told == [
            *((200, None), (409, "rotating"), (409, "same_secret"), (404, "not_found"), (422, "invalid")),
            *((422, "invalid"), (415, "media_type"), (200, None)),
        ]
        log = (await admin.get("/v1/audit")).text
        shown = (await reader.get(where)).text
    assert log.count("schedule.rotate") == 2
    for text in (log, shown, *(each.text for each in answers)):
        assert not [secret for secret in (SECRET, NEXT, THIRD, "whsec_short", "T0K3N") if secret in text]


def test_what_rests_is_not_due_and_makes_up_for_nothing(owing: Owing) -> None:
    made = owing.schedule()
    rests = owing.schedules.pause("main", made.id, paused=True, who="test")
    assert rests
    assert (rests.paused, rests.due) == (True, None)
    owing.clock.at += 3.5 * DAY
    assert owing.schedules.due() == ()
    assert owing.schedules.enqueue(made) is None, "somebody looked before it was let rest"
    goes_on = owing.schedules.pause("main", made.id, paused=False, who="test")
    assert goes_on
    assert goes_on.due
    assert owing.clock.at < goes_on.due <= owing.clock.at + DAY
    assert owing.schedules.due() == ()
    assert owing.schedules.pause("main", made.id, paused=False, who="test") == goes_on
    assert owing.schedules.pause("other", made.id, paused=True, who="test") is None


def test_a_run_by_hand_is_one_at_a_time_and_moves_no_due_time(owing: Owing) -> None:
    made = owing.schedule(hook("https://desk.example/"))
    job = owing.schedules.run(made, who="test")
    assert job
    with pytest.raises(UnderWayError):
        owing.schedules.run(made, who="test")
    assert owing.schedules.get("main", made.id) == made
    claimed = owing.jobs.claim("test")
    assert claimed
    assert owing.jobs.fail(claimed, {"detail": "no article could be briefed"})
    (failed,) = owing.schedules.results("main", made.id)
    assert (failed.job, failed.state, failed.day, failed.error) == (job, "failed", None, "no article could be briefed")
    assert owing.schedules.results("other", made.id) == ()
    owing.clock.at += 1
    assert owing.schedules.run(made, who="test")
    owing.schedules.remove("main", made.id, who="test")
    assert owing.schedules.run(made, who="test") is None


def test_of_many_who_run_it_at_once_one_does(owing: Owing) -> None:
    made = owing.schedule()

    def run(_: int) -> str | None:
        try:
            return owing.schedules.run(made, who="test")
        except UnderWayError:
            return None

    with ThreadPoolExecutor(8) as pool:
        assert len([each for each in pool.map(run, range(16)) if each]) == 1


async def test_pausing_and_running_over_the_api(desk: Desk, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(STORY)
    desk.service.options.delivery.inboxes["main"] = inbox
    body = {"cron": "0 6 * * *", "inbox": True, "max_age": None}
    async with desk.client("main:admin") as admin, desk.client("main:read") as reader:
        where = (await admin.post("/v1/schedules", json=body)).headers["location"]
        rests = (await admin.post(f"{where}/pause")).json()
        assert (rests["paused"], rests["next"]) == (True, None)
        ran = await admin.post(f"{where}/run")
        assert ran.status_code == 202
        job = await finished(reader, ran.headers["location"].rpartition("/")[2])
        assert job["state"] == "done", job
        goes_on = (await admin.post(f"{where}/resume")).json()
        assert (goes_on["paused"], goes_on["next"] is None) == (False, False)
        for act in ("pause", "resume", "run"):
            assert (await admin.post(f"/v1/schedules/{'0' * 32}/{act}")).status_code == 404
        did = [line["did"] for line in (await admin.get("/v1/audit")).json()["items"]]
        assert {"schedule.pause", "schedule.resume", "schedule.run"} <= {*did}
        (inbox / "a.txt").unlink()
        inbox.rmdir()
        gone = await admin.post(f"{where}/run")
        assert (gone.status_code, gone.json()["code"]) == (503, "no_inbox")
        sent = await asyncio.gather(*(admin.post(f"{where}/pause") for _ in range(5)))
        assert {each.status_code for each in sent} == {200}
