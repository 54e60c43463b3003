"""From articles to a page over HTTP: as a job, followed to its end, read in each form."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

import briefing
from tests.factories import STORY
from tests.service.conftest import Desk

BODY = {"articles": [{"text": STORY, "outlet": "Harbour Post", "published": "2026-04-06T08:00:00Z"}]}


async def finished(client: httpx.AsyncClient, job: str) -> dict[str, Any]:
    """The last that a job's events say."""
    last: dict[str, Any] = {}
    async with client.stream("GET", f"/v1/jobs/{job}/events") as response:
        assert response.status_code == 200
        async for line in response.aiter_lines():
            if line.startswith("data: "):
                last = json.loads(line.removeprefix("data: "))
    return last


async def made(desk: Desk, tenant: str = "main", **body: Any) -> dict[str, Any]:
    async with desk.client(f"{tenant}:write") as writer:
        answer = await writer.post("/v1/briefings", json=BODY | body)
    assert answer.status_code == 202, answer.text
    async with desk.client(f"{tenant}:read") as reader:
        return await finished(reader, answer.json()["id"])


async def test_articles_become_a_page(desk: Desk) -> None:
    job = await made(desk)
    assert (job["state"], job["page"]) == ("done", "/v1/briefings/2026-04-06?revision=1")
    async with desk.client("main:read") as client:
        page = (await client.get(job["page"], headers={"accept": "application/json"})).text
        assert briefing.Briefing.from_json(page).to_json() == page
        report = await client.post("/v1/verify", content=page, headers={"content-type": "application/json"})
        assert report.json()["ok"] is True
        entries = (await client.get("/v1/ledger", params={"kind": "offer"})).json()["items"]
        offer = (await client.get(f"/v1/offers/{entries[0]['id']}")).json()
        assert offer["steps"][0]["status"] == entries[0]["status"]
        story = await client.get(f"/v1/stories/{entries[0]['story']}")
        assert story.json()["sources"]


@pytest.mark.parametrize(
    ("accept", "kind", "has"),
    [
        ("text/html", "text/html; charset=utf-8", "<!doctype html>"),
        ("text/markdown", "text/markdown; charset=utf-8", "# "),
        ("application/json", "application/json", '"version"'),
        ("message/rfc822", "message/rfc822", "Subject:"),
        ("application/ld+json", "application/ld+json", "@context"),
        ("text/html;q=0.3, text/markdown;q=0.9", "text/markdown; charset=utf-8", "# "),
        ("image/png, */*;q=0.1", "text/html; charset=utf-8", "<!doctype html>"),
    ],
)
async def test_the_form_is_the_one_that_is_liked_best(desk: Desk, accept: str, kind: str, has: str) -> None:
    await made(desk)
    async with desk.client("main:read") as client:
        answer = await client.get("/v1/briefings/latest", headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert has.lower() in answer.text.lower()


async def test_a_page_that_one_has_is_not_sent_again(desk: Desk) -> None:
    await made(desk)
    async with desk.client("main:read") as client:
        first = await client.get("/v1/briefings/2026-04-06")
        tag, modified = first.headers["etag"], first.headers["last-modified"]
        same = await client.get("/v1/briefings/2026-04-06", headers={"if-none-match": f'"x", {tag}'})
        since = await client.get("/v1/briefings/2026-04-06", headers={"if-modified-since": modified})
        other = await client.get("/v1/briefings/2026-04-06", headers={"if-none-match": tag, "accept": "text/markdown"})
        assert (same.status_code, since.status_code, other.status_code) == (304, 304, 200)
        changed = BODY["articles"][0] | {"text": STORY + "\n\nThe mayor spoke."}
        await made(desk, articles=[changed], replace=True)
        anew = await client.get("/v1/briefings/2026-04-06", headers={"if-none-match": tag})
        assert anew.status_code == 200
        old = await client.get("/v1/briefings/2026-04-06", params={"revision": 1})
        assert old.headers["etag"] == tag


async def test_a_day_recorded_otherwise_is_refused_unless_asked(desk: Desk) -> None:
    await made(desk)
    job = await made(desk, articles=[BODY["articles"][0] | {"text": STORY + "\n\nThe mayor spoke."}])
    assert (job["state"], job["problem"]["code"]) == ("failed", "refused")


async def test_an_upload_is_read_by_its_kind(desk: Desk) -> None:
    files = [("files", ("../../etc/harbour.txt", STORY.encode(), "text/plain"))]
    async with desk.client("main:write") as writer, desk.client("main:read") as reader:
        answer = await writer.post("/v1/briefings", files=files, data={"wishes": '{"date": "2026-04-06"}'})
        assert answer.status_code == 202, answer.text
        job = await finished(reader, answer.json()["id"])
        page = await reader.get(job["page"], headers={"accept": "application/json"})
    assert page.json()["articles"][0]["ref"]["source"] == "upload-1.txt"


async def test_one_key_makes_one_job(desk: Desk) -> None:
    async with desk.client("main:write") as client, desk.client("other:write") as other:
        headers = {"idempotency-key": "morning-1"}
        first, second = [await client.post("/v1/briefings", json=BODY, headers=headers) for _ in range(2)]
        assert first.json()["id"] == second.json()["id"]
        third = await client.post("/v1/briefings", json=BODY | {"replace": True}, headers=headers)
        assert (third.status_code, third.json()["code"]) == (409, "key_reused")
        theirs = await other.post("/v1/briefings", json=BODY, headers=headers)
        assert theirs.json()["id"] != first.json()["id"]


async def test_a_brief_while_one_waits(desk: Desk) -> None:
    async with desk.client("main:write") as client:
        answer = await client.post("/v1/briefs", json={"text": STORY})
    assert answer.status_code == 200, answer.text
    assert answer.json()["offers"]
    assert await _pages(desk) == []


async def test_the_search_and_the_feed_show_what_was_made(desk: Desk) -> None:
    await made(desk)
    async with desk.client("main:read") as client:
        found = (await client.get("/v1/search", params={"q": "deckhands"})).json()["items"]
        feed = await client.get("/v1/feed")
    assert found[0]["date"] == "2026-04-06"
    assert "urn:briefing:2026-04-06" in feed.text


async def test_an_input_that_holds_nothing_fails_with_the_reason(desk: Desk) -> None:
    job = await made(desk, articles=[{"text": "Home\nNews\nSport\n"}])
    assert job["state"] == "failed"
    assert job["problem"]["code"] == "no_brief"


async def test_it_is_alive_and_ready_and_counts(desk: Desk) -> None:
    async with desk.client("main:admin") as client:
        assert (await client.get("/healthz")).json() == {"status": "alive"}
        assert (await client.get("/readyz")).json() == {"status": "ready"}
        counted = (await client.get("/metrics")).text
        log = (await client.get("/v1/audit")).json()["items"]
    assert 'briefing_requests_total{method="GET",route="/readyz",status="200"} 1.0' in counted
    assert log[0]["did"] == "key.new"


async def _pages(desk: Desk) -> list[Any]:
    async with desk.client("main:read") as client:
        return list((await client.get("/v1/briefings")).json()["items"])


async def test_a_request_that_is_repeated_is_told_of_the_page_in_its_revision(desk: Desk) -> None:
    async with desk.client("main:write") as writer, desk.client("main:read") as reader:
        headers = {"idempotency-key": "morning-2"}
        first = (await writer.post("/v1/briefings", json=BODY, headers=headers)).json()
        done = await finished(reader, first["id"])
        await made(desk, articles=[BODY["articles"][0] | {"text": STORY + "\n\nThe mayor spoke."}], replace=True)
        again = (await writer.post("/v1/briefings", json=BODY, headers=headers)).json()
        cancelled = (await writer.post(f"/v1/jobs/{first['id']}/cancel")).json()
        assert again == cancelled == done
        assert done["page"] == "/v1/briefings/2026-04-06?revision=1"
        page = await reader.get(done["page"], headers={"accept": "application/json"})
        assert "mayor" not in page.text


async def test_a_mistyped_year_leaves_the_days_to_come_alone(desk: Desk) -> None:
    far = BODY["articles"][0] | {"published": "2062-05-02T08:00:00Z"}
    async with desk.client("main:write") as writer:
        refused = await writer.post("/v1/briefings", json=BODY | {"date": "9999-12-31"})
        assert (refused.status_code, refused.json()["code"]) == (422, "day_ahead")
        assert "further ahead than tomorrow" in refused.json()["detail"]
    job = await made(desk, articles=[far])
    assert (job["state"], job["problem"]["code"]) == ("failed", "refused")
    assert 'or send the day as "date"' in job["problem"]["detail"]
    assert "SOURCE_DATE_EPOCH" not in job["problem"]["detail"]
    assert (await made(desk))["state"] == "done"
    assert [page["date"] for page in await _pages(desk)] == ["2026-04-06"]


async def test_a_backlog_is_worked_on_in_the_order_in_which_it_was_sent(desk: Desk) -> None:
    article = BODY["articles"][0]
    many = [article | {"text": f"{STORY}\n\nNumber {n} spoke."} for n in range(12)]
    async with desk.client("main:write") as writer, desk.client("main:read") as reader:
        sent = [
            (await writer.post("/v1/briefings", json={"articles": articles, "date": day})).json()["id"]
            for day, articles in (("2026-04-06", many), ("2026-04-07", [article]))
        ]
        assert [(await finished(reader, each))["state"] for each in sent] == ["done", "done"]


async def test_the_log_says_what_is_worked_on_and_nothing_of_it(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "briefing.service")
    job = await made(desk)
    bad = await made(desk, articles=[{"text": "Home\nNews\nSport\n"}])
    async with desk.client("main:read") as client:
        answer = await client.get("/v1/briefings/2026-04-06%0AERROR?token=T0K3N")
    said = [record.getMessage() for record in caplog.records if record.name == "briefing.service"]
    assert f"job {job['id']} of main begun: articles and addresses 1, attempt 1" in said
    assert any(re.fullmatch(rf"job {job['id']} of main done, articles 1, day 2026-04-06, [\d.]+ s", s) for s in said)
    assert any(re.fullmatch(rf"job {bad['id']} of main failed, no_brief, [\d.]+ s", s) for s in said)
    number = answer.headers["x-request-id"]
    (line,) = [s for s in said if number in s]
    assert re.fullmatch(rf"request {number}: GET /v1/briefings/{{day}} {answer.status_code} in \d+ ms", line)
    assert not any("\n" in s or "T0K3N" in s or "ERROR" in s or "truce" in s for s in said)


async def test_a_day_that_was_taken_back_is_shown_to_nobody_and_blocks_nothing(desk: Desk) -> None:
    await made(desk, date="2026-04-09")
    await made(desk, tenant="other", date="2026-04-09")
    async with desk.client("main:admin") as admin, desk.client("main:read") as reader:
        assert (await reader.delete("/v1/briefings/2026-04-09")).status_code == 403
        assert (await admin.delete("/v1/briefings/latest")).status_code == 422
        assert (await admin.delete("/v1/briefings/2026-04-08")).status_code == 404
        assert (await admin.delete("/v1/briefings/2026-04-09")).status_code == 204
        assert (await admin.delete("/v1/briefings/2026-04-09")).status_code == 404
        for address in ("2026-04-09", "latest", "2026-04-09?revision=1"):
            assert (await reader.get(f"/v1/briefings/{address}")).status_code == 404
        assert (await reader.get("/v1/search", params={"q": "deckhands"})).json()["items"] == []
        assert (await reader.get("/v1/ledger")).json()["items"] == []
        assert (await admin.get("/v1/audit")).json()["items"][0]["did"] == "page.withdraw"
        assert (await made(desk, date="2026-04-07"))["page"] == "/v1/briefings/2026-04-07?revision=1"
        assert (await made(desk, date="2026-04-09"))["page"] == "/v1/briefings/2026-04-09?revision=2"
    async with desk.client("other:read") as other:
        assert (await other.get("/v1/briefings/2026-04-09")).status_code == 200


async def test_a_day_on_which_others_rest_is_not_taken_back(desk: Desk) -> None:
    await made(desk, date="2026-04-06")
    await made(desk, date="2026-04-07")
    async with desk.client("main:admin") as admin:
        refused = await admin.delete("/v1/briefings/2026-04-06")
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")
    assert "take back 2026-04-07 first" in refused.json()["detail"]
    assert [page["date"] for page in await _pages(desk)] == ["2026-04-07", "2026-04-06"]


@pytest.mark.parametrize(("status", "code"), [("open", 200), ("counter_offer", 200), ("opne", 422)])
async def test_a_status_that_there_is_not_is_refused(desk: Desk, status: str, code: int) -> None:
    async with desk.client("main:read") as client:
        assert (await client.get("/v1/ledger", params={"status": status})).status_code == code


async def test_the_head_of_a_page_is_that_of_its_get(desk: Desk) -> None:
    await made(desk)
    async with desk.client("main:read") as client:
        got = await client.get("/v1/briefings/2026-04-06")
        head = await client.head("/v1/briefings/2026-04-06")
        assert (await client.head("/v1/briefings/2026-04-05")).status_code == 404
        assert (await client.head("/v1/jobs/0")).status_code == 405
    assert (head.status_code, head.content) == (200, b"")
    same = ("etag", "content-type", "content-length", "last-modified")
    assert [head.headers[name] for name in same] == [got.headers[name] for name in same]
