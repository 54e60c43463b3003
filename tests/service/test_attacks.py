"""Attempts on the service, each through its real application; the last line of a run shows them as a table."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from briefing.service.database import ServiceDatabase
from briefing.service.delivery.outbox import DeliveryState
from tests.factories import STORY
from tests.service.conftest import Desk, page_of
from tests.service.owing import SECRET, Owing, receiver
from tests.service.test_making import BODY, finished, made

SCHEDULE: dict[str, Any] = {"cron": "0 6 * * *", "urls": ["https://news.example/feed.xml"]}
JSON = {"content-type": "application/json"}
READ = [
    "/v1/briefings",
    "/v1/briefings/latest",
    "/v1/briefings/2026-04-06",
    "/v1/search?q=ferry",
    "/v1/feed",
    "/v1/ledger",
    "/v1/stories/S1",
    "/v1/offers/O1",
    f"/v1/jobs/{'0' * 32}",
    f"/v1/jobs/{'0' * 32}/events",
    "/v1/schedules",
    f"/v1/schedules/{'0' * 32}",
    "/v1/deliveries",
]
ADMIN = ["/metrics", "/v1/audit"]
SET = [
    "/v1/schedules",
    *(f"/v1/schedules/{'0' * 32}/{act}" for act in ("pause", "resume", "run", "secret")),
    f"/v1/deliveries/{'0' * 32}/retry",
]
WRITE = ["/v1/briefings", "/v1/briefs", f"/v1/jobs/{'0' * 32}/cancel"]

INSIDE = [
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://[::1]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f.1:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://user@127.0.0.1:{port}/",
]


@pytest.mark.parametrize("path", READ + ADMIN)
async def test_nobody_reads_without_a_key(desk: Desk, path: str) -> None:
    async with desk.client() as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (401, "no_key")


@pytest.mark.parametrize("path", [*WRITE, *SET, "/v1/verify"])
async def test_nobody_writes_without_a_key(desk: Desk, path: str) -> None:
    async with desk.client() as client:
        answer = await client.post(path, json={})
    assert (answer.status_code, answer.json()["code"]) == (401, "no_key")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Basic bWFpbjptYWlu",
        "Bearer bk_000000000000_" + "A" * 43,
        "Bearer ' OR 1=1 --",
        "Bearer " + "A" * 10_000,
        "Bearer %00",
    ],
)
async def test_no_made_up_key_opens_anything(desk: Desk, header: str) -> None:
    async with desk.client() as client:
        assert (await client.get("/v1/briefings", headers={"authorization": header})).status_code == 401


async def test_a_key_in_the_address_is_none(desk: Desk) -> None:
    async with desk.client() as client:
        token = desk.tokens["main:read"]
        assert (await client.get("/v1/briefings", params={"key": token, "access_token": token})).status_code == 401


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [("write", "GET", path) for path in READ]
    + [("read", "POST", path) for path in WRITE + SET]
    + [("write", "POST", path) for path in SET]
    + [("write", "DELETE", f"/v1/schedules/{'0' * 32}")]
    + [("write", "GET", path) for path in ADMIN]
    + [("read", "GET", path) for path in ADMIN]
    + [("review", "POST", path) for path in WRITE],
)
async def test_a_key_does_what_its_scope_says(desk: Desk, scope: str, method: str, path: str) -> None:
    async with desk.client(f"main:{scope}") as client:
        answer = await client.request(method, path, json={"text": STORY} if method == "POST" else None)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_no_tenant_sees_anything_of_another(desk: Desk) -> None:
    """Each address that names something is asked for by another tenant, after it was seen to be there."""
    job = await made(desk)
    paths = [job["page"], "/v1/briefings/latest", "/v1/offers/O1", "/v1/stories/S1", f"/v1/jobs/{job['id']}"]
    lists = ["/v1/briefings", "/v1/search?q=ferry", "/v1/ledger"]
    async with desk.client("main:read") as own, desk.client("other:read") as other:
        for path in paths:
            assert (await own.get(path)).status_code == 200, path
            assert (await other.get(path)).status_code == 404, path
        for path in lists:
            assert (await own.get(path)).json()["items"], path
            assert (await other.get(path)).json()["items"] == [], path
        assert "2026-04-06" in (await own.get("/v1/feed")).text
        assert "2026-04-06" not in (await other.get("/v1/feed")).text
        assert (await other.get(f"/v1/jobs/{job['id']}/events")).status_code == 404
        tag = (await own.get(job["page"])).headers["etag"]
        assert (await other.get(job["page"], headers={"if-none-match": tag})).status_code == 404
    async with desk.client("other:write") as writer:
        assert (await writer.post(f"/v1/jobs/{job['id']}/cancel")).status_code == 404
    async with desk.client("other:admin") as admin:
        assert job["id"] not in (await admin.get("/v1/audit")).text


def test_every_address_was_tried_across_tenants(desk: Desk) -> None:
    """An address that is added has to be added above too."""
    tried = {path.partition("?")[0] for path in READ + ADMIN + WRITE + SET} | {"/v1/verify", "/healthz", "/readyz"}
    shapes = {path.replace("0" * 32, "{ident}").replace("/S1", "/{ident}").replace("/O1", "/{ident}") for path in tried}
    shapes = {path.replace("latest", "{day}").replace("2026-04-06", "{day}") for path in shapes}
    assert set(desk.app.openapi()["paths"]) == shapes


@pytest.mark.parametrize("url", INSIDE)
async def test_no_address_inside_is_fetched(desk: Desk, listener: tuple[int, list[bytes]], url: str) -> None:
    port, heard = listener
    async with desk.client("main:write") as writer, desk.client("main:read") as reader:
        answer = await writer.post("/v1/briefings", json={"urls": [url.format(port=port)]})
        job = await finished(reader, answer.json()["id"]) if answer.status_code == 202 else {"state": "failed"}
    assert job["state"] == "failed"
    assert heard == []


@pytest.fixture
async def listener() -> Any:
    """Somebody who listens inside, and what they heard."""
    heard: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], heard
    server.close()


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "/etc/passwd", "-", "gopher://x/1", "seeds/*.txt", "http://a b/", "ftp://x/y", "\\\\x\\y"],
)
async def test_no_file_of_the_machine_is_an_input(desk: Desk, url: str) -> None:
    async with desk.client("main:write") as client:
        answer = await client.post("/v1/briefings", json={"urls": [url]})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\x.txt", "a\0b.txt", "x\r\ny: z.txt", "‮txt.exe"]
)
async def test_no_name_of_an_upload_is_a_path(desk: Desk, name: str) -> None:
    async with desk.client("main:write") as writer, desk.client("main:read") as reader:
        answer = await writer.post(
            "/v1/briefings", files=[("files", (name, STORY.encode()))], data={"wishes": '{"date":"2026-04-06"}'}
        )
        if answer.status_code == 202:
            job = await finished(reader, answer.json()["id"])
            page = (await reader.get(job["page"], headers={"accept": "application/json"})).json()
            assert page["articles"][0]["ref"]["source"].startswith("upload-1")
        else:
            assert answer.status_code in (400, 422)


async def test_a_page_to_verify_names_no_file_of_the_machine(desk: Desk) -> None:
    forged = json.loads(page_of("2026-04-06").to_json())
    for article in forged["articles"]:
        article["ref"] |= {"source": "/etc/hostname", "content": None}
    own = await asyncio.to_thread(Path("/etc/hostname").read_text)
    async with desk.client("main:read") as client:
        answer = await client.post("/v1/verify", json=forged)
    assert own.strip() not in answer.text.replace("/etc/hostname", "")
    assert "/etc/hostname" in answer.text
    assert answer.json().get("ok") is not True


@pytest.mark.parametrize(
    "day", ["../../x", "..%2f..%2fetc", "2026-13-01", "2026-04-06'", "20260406", "2026-W15", "٢٠٢٦-٠٤-٠٦"]
)
async def test_no_day_is_more_than_a_day(desk: Desk, day: str) -> None:
    async with desk.client("main:read") as client:
        assert (await client.get(f"/v1/briefings/{day}")).status_code in (404, 422)


@pytest.mark.parametrize("path", ["/v1/offers/O1'--", "/v1/offers/O" + "9" * 20, "/v1/jobs/../../x", "/v1/stories/S٣"])
async def test_no_id_is_more_than_an_id(desk: Desk, path: str) -> None:
    async with desk.client("main:read") as client:
        assert (await client.get(path)).status_code in (404, 422)


@pytest.mark.parametrize("cursor", ["x", "====", "LTE", "OTk5OTk5OTk5OTk5", "JyBPUiAxPTE", "é"])
async def test_no_made_up_cursor_is_followed(desk: Desk, cursor: str) -> None:
    async with desk.client("main:read") as client:
        for path in ("/v1/briefings", "/v1/ledger"):
            assert (await client.get(path, params={"cursor": cursor})).status_code == 422
        assert (await client.get("/v1/search", params={"q": "a", "cursor": cursor})).status_code == 422


BOMBS: list[tuple[str, bytes, dict[str, str]]] = [
    ("deep lists", b"[" * 100_000, JSON),
    ("deep objects", b'{"a":' * 50_000, JSON),
    ("a number of a million digits", b'{"max_age":' + b"9" * 1_000_000 + b"}", JSON),
    ("no JSON", b"\xff\xfe", JSON),
    ("a lone surrogate", b'{"articles":[{"text":"\\ud800"}]}', JSON),
    ("not a number", b'{"articles":[{"text":"a"}],"max_age":NaN}', JSON),
    ("unknown fields", b'{"articles":[{"text":"a"}],"settings":{"model":"openai/x"}}', JSON),
    ("a ledger of one's own", b'{"articles":[{"text":"a"}],"ledger":"/tmp/x"}', JSON),
    ("nothing", b"", JSON),
    ("a form without an end", b"--x", {"content-type": "multipart/form-data; boundary=x"}),
    ("a form without a boundary", b"--x", {"content-type": "multipart/form-data"}),
    ("another kind", b"<a/>", {"content-type": "application/xml"}),
    ("packed", gzip.compress(b"{}"), JSON | {"content-encoding": "gzip"}),
    ("deflated", zlib.compress(b"0" * 1_000_000), JSON | {"content-encoding": "deflate"}),
]


@pytest.mark.parametrize(("body", "headers"), [bomb[1:] for bomb in BOMBS], ids=[bomb[0] for bomb in BOMBS])
async def test_no_body_breaks_it(desk: Desk, body: bytes, headers: dict[str, str]) -> None:
    async with desk.client("main:write") as client:
        answer = await client.post("/v1/briefings", content=body, headers=headers)
        assert answer.status_code in (400, 415, 422)
        assert answer.headers["content-type"] == "application/problem+json"
        assert (await client.get("/healthz")).status_code == 200


async def test_an_upload_that_unpacks_to_more_is_refused(desk: Desk) -> None:
    bomb = gzip.compress(b"news " * 10_000_000)
    async with desk.client("main:write") as client:
        answer = await client.post("/v1/briefings", files=[("files", ("a.txt.gz", bomb))])
    assert (answer.status_code, answer.json()["code"]) == (422, "no_article")


@pytest.mark.parametrize("path", ["/v1/briefings", "/v1/briefs", "/v1/verify"])
async def test_a_body_is_no_larger_than_it_may_be(desk: Desk, path: str) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 1_000_000

    who = "main:read" if path == "/v1/verify" else "main:write"
    async with desk.client(who) as client:
        said = await client.post(path, content=b"{}", headers=JSON | {"content-length": "99999999999"})
        sent = await client.post(path, content=endless(), headers=JSON)
    assert (said.status_code, sent.status_code) == (413, 413)


async def test_a_body_that_never_comes_is_not_waited_for(desk: Desk) -> None:
    never = asyncio.Event()

    async def slow() -> Any:
        yield b"{"
        await never.wait()

    object.__setattr__(desk.service.options, "body_seconds", 0.05)
    async with desk.client("main:write") as client:
        answer = await client.post("/v1/briefings", content=slow(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (408, "too_slow")


async def test_a_page_has_so_many_articles(desk: Desk) -> None:
    async with desk.client("main:write") as client:
        answer = await client.post("/v1/briefings", json={"articles": [{"text": "a"}] * 501})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_articles")


async def test_a_long_article_is_not_waited_for(desk: Desk) -> None:
    async with desk.client("main:write") as client:
        answer = await client.post("/v1/briefs", json={"text": "a" * 100_001})
    assert (answer.status_code, answer.json()["code"]) == (413, "article_too_large")


@pytest.mark.parametrize("key", ["a\tb", "é" * 3, "x" * 201, " ", "a b"])
async def test_no_odd_idempotency_key_is_kept(desk: Desk, key: str) -> None:
    async with desk.client("main:write") as client:
        headers = {"idempotency-key": key.encode("latin-1")}
        answer = await client.post("/v1/briefings", json=BODY, headers=headers)
    assert answer.status_code == 422


async def test_a_race_on_one_key_makes_one_job(desk: Desk) -> None:
    async with desk.client("main:write") as client:
        sent = [client.post("/v1/briefings", json=BODY, headers={"idempotency-key": "race"}) for _ in range(20)]
        answers = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_a_request_that_is_sent_again_makes_no_second_page(desk: Desk) -> None:
    async with desk.client("main:write") as client, desk.client("main:read") as reader:
        first = await client.post("/v1/briefings", json=BODY, headers={"idempotency-key": "once"})
        await finished(reader, first.json()["id"])
        again = await client.post("/v1/briefings", json=BODY, headers={"idempotency-key": "once"})
        pages = (await reader.get("/v1/briefings")).json()["items"]
    assert again.json()["state"] == "done"
    assert [page["revision"] for page in pages] == [1]


@pytest.mark.parametrize("value", ["a\r\nset-cookie: x=1", "a\nb", "\x1b[2J"])
async def test_no_word_of_a_caller_becomes_a_header_or_a_line_of_the_log(
    desk: Desk, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with desk.client("main:read") as client:
        answer = await client.get("/v1/search", params={"q": value})
        missing = await client.get("/v1/briefings/" + value.encode().hex(), params={"x": value})
    assert "set-cookie" not in answer.headers
    assert "set-cookie" not in missing.headers
    assert value not in caplog.text


async def test_no_page_runs_what_an_article_says(desk: Desk) -> None:
    evil = STORY.replace("Norline", 'Norline<script>alert(1)</script>"onload="x')
    await made(desk, articles=[{"text": evil, "outlet": "<img src=x onerror=alert(1)>"}], date="2026-04-06")
    async with desk.client("main:read") as client:
        page = await client.get("/v1/briefings/latest", headers={"accept": "text/html"})
    assert "<script" not in page.text.lower()
    assert "<img" not in page.text.lower()
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_no_other_site_reads_with_a_visitor_s_browser(desk: Desk, origin: str) -> None:
    async with desk.client("main:read") as client:
        asked = await client.options(
            "/v1/briefings", headers={"origin": origin, "access-control-request-method": "GET"}
        )
        read = await client.get("/v1/briefings", headers={"origin": origin})
    for answer in (asked, read):
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert read.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
async def test_another_method_is_refused(desk: Desk, method: str) -> None:
    async with desk.client("main:admin") as client:
        answer = await client.request(method, "/v1/briefings")
    assert (answer.status_code, answer.json()["code"]) == (405, "method")


async def test_a_fault_of_ours_tells_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret of the service")

    monkeypatch.setattr(desk.service.archive, "days", fails)
    async with desk.client("main:read") as client:
        answer = await client.get("/v1/briefings")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert "secret" not in answer.text


async def test_so_many_follow_at_once(desk: Desk) -> None:
    desk.service.streams["main"] = desk.service.options.most_streams
    job, _ = desk.service.jobs.put("main", "{}", who="test")
    async with desk.client("main:read") as client:
        assert (await client.get(f"/v1/jobs/{job.id}/events")).status_code == 429


async def test_whoever_guesses_keys_waits(desk: Desk) -> None:
    object.__setattr__(desk.service.options, "per_minute_unknown", 5)
    async with desk.client() as client:
        found = Counter([(await client.get("/v1/briefings")).status_code for _ in range(7)])
    assert found == {401: 5, 429: 2}


@pytest.mark.parametrize("url", INSIDE)
async def test_no_webhook_reaches_inside(database: ServiceDatabase, listener: Any, url: str) -> None:
    """Even where the schedule got past the first look at its addresses."""
    port, heard = listener
    owing = Owing(database, private=False)
    owing.schedule({"kind": "webhook", "url": url.format(port=port), "secret": SECRET})
    owing.accept()
    assert await asyncio.to_thread(owing.couriers.one)
    (delivery,) = owing.outbox.listed("main")
    assert delivery.state is not DeliveryState.DONE
    assert heard == []
    assert str(port) not in (delivery.error or "")


@pytest.mark.parametrize("url", INSIDE)
async def test_no_schedule_fetches_from_inside(desk: Desk, listener: Any, url: str) -> None:
    port, heard = listener
    body = {"cron": "* * * * *", "urls": [url.format(port=port)]}
    async with desk.client("main:admin") as admin, desk.client("main:read") as reader:
        answer = await admin.post("/v1/schedules", json=body)
        if answer.status_code == 201:
            schedule = desk.service.schedules.get("main", answer.json()["id"])
            assert schedule
            job = desk.service.schedules.enqueue(schedule)
            assert job
            assert (await finished(reader, job))["state"] == "failed"
        else:
            assert (answer.status_code, answer.json()["code"]) == (422, "address")
    assert heard == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"])
async def test_an_address_inside_is_refused_as_it_is_named(desk: Desk, host: str) -> None:
    target = {"kind": "webhook", "url": f"https://{host}/", "secret": SECRET}
    async with desk.client("main:admin") as admin:
        answer = await admin.post("/v1/schedules", json=SCHEDULE | {"deliver": [target]})
        assert (answer.status_code, answer.json()["code"]) == (422, "address")
        target["url"] = "https://desk.example/"
        assert (await admin.post("/v1/schedules", json=SCHEDULE | {"deliver": [target]})).status_code == 201


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_webhook_follows_a_redirect(database: ServiceDatabase, status: int) -> None:
    with receiver() as inside, receiver(status, location=inside.url) as outside:
        owing = Owing(database)
        owing.schedule({"kind": "webhook", "url": outside.url, "secret": SECRET})
        owing.accept()
        assert await asyncio.to_thread(owing.couriers.one)
    assert (len(outside.requests), inside.requests) == (1, [])


async def test_no_receiver_holds_a_courier_for_long(database: ServiceDatabase) -> None:
    """It takes the request and never answers."""
    taken = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    owing = Owing(database, seconds=0.2)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    owing.schedule({"kind": "webhook", "url": url, "secret": SECRET})
    owing.accept()
    assert await asyncio.to_thread(owing.couriers.one)
    server.close()
    assert taken.is_set()
    assert [each.error for each in owing.outbox.listed("main")] == ["no answer within 0.2 seconds"]


@pytest.mark.parametrize(
    "to",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "a@b.example\n",
        "<a@b.example>",
        "a@b",
        "a b@c.example",
        '"a"@b.example',
        "é@b.example",
    ],
)
async def test_no_mail_goes_to_more_than_one_address(desk: Desk, to: str) -> None:
    async with desk.client("main:admin") as admin:
        answer = await admin.post("/v1/schedules", json=SCHEDULE | {"deliver": [{"kind": "mail", "to": to}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("store", ["../other", "/etc", "s3://bucket", "file:///etc", "a/b", ""])
async def test_no_tenant_names_a_folder(desk: Desk, store: str) -> None:
    async with desk.client("main:admin") as admin:
        for body in (
            {"deliver": [{"kind": "store", "store": store}]},
            {"deliver": [{"kind": "store", "store": "archive", "path": store}]},
            {"folders": [store]},
            {"inbox": store},
            {"urls": [store]},
        ):
            answer = await admin.post("/v1/schedules", json=SCHEDULE | body)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), body


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_QUJD", "short", "whsec_" + "A" * 33, "whsec_" + "A" * 31 + "!", "whsec_" + "A" * 88]
)
async def test_no_weak_or_odd_secret_signs(desk: Desk, secret: str) -> None:
    target = {"kind": "webhook", "url": "https://desk.example/", "secret": secret}
    async with desk.client("main:admin") as admin:
        answer = await admin.post("/v1/schedules", json=SCHEDULE | {"deliver": [target]})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert len(secret) < 8 or secret not in answer.text


async def test_no_answer_shows_a_secret_of_a_webhook(desk: Desk) -> None:
    target = {"kind": "webhook", "url": "https://desk.example/T0K3N?k=T0K3N", "secret": SECRET}
    async with desk.client("main:admin") as admin, desk.client("main:read") as client:
        made = await admin.post("/v1/schedules", json=SCHEDULE | {"deliver": [target]})
        answers = [made, await client.get("/v1/schedules"), await client.get(made.headers["location"])]
    for answer in answers:
        assert answer.status_code in (200, 201)
        assert "desk.example" in answer.text
        assert "whsec" not in answer.text
        assert "T0K3N" not in answer.text


async def test_no_tenant_has_anything_to_do_with_another_s_schedules(desk: Desk) -> None:
    desk.service.runner.stop()
    desk.service.couriers.stop()
    owing = Owing(desk.service.database)
    made = owing.schedule({"kind": "mail", "to": "a@b.example"})
    owing.accept()
    claimed = owing.outbox.claim("test")
    assert claimed
    owing.outbox.failed(claimed, "gone", final=True)
    async with desk.client("other:read") as reader, desk.client("other:admin") as admin:
        for path in ("/v1/schedules", "/v1/deliveries", "/v1/deliveries?state=dead"):
            assert (await reader.get(path)).json()["items"] == []
        assert (await reader.get(f"/v1/schedules/{made.id}")).status_code == 404
        assert (await admin.delete(f"/v1/schedules/{made.id}")).status_code == 404
        for act in ("pause", "resume", "run", "secret"):
            sent = {"secret": f"whsec_{'A' * 32}", "overlap_hours": 0} if act == "secret" else None
            assert (await admin.post(f"/v1/schedules/{made.id}/{act}", json=sent)).status_code == 404, act
        assert (await admin.post(f"/v1/deliveries/{claimed.id}/retry")).status_code == 404
        assert made.id not in (await admin.get("/v1/audit")).text
    found = owing.schedules.get("main", made.id)
    assert found
    assert (found.asked, found.paused, len(owing.schedules.results("main", made.id))) == (made.asked, False, 1)
    assert [each.state for each in owing.outbox.listed("main")] == [DeliveryState.DEAD]


@pytest.mark.parametrize(
    "cron", ["* * * *", "0 6 * * * *", "*/0 * * * *", "0 6 * * " + "1," * 60 + "1", "0 6 31 2 *", "٠ ٦ * * *", "a" * 50]
)
async def test_no_odd_expression_is_kept(desk: Desk, cron: str) -> None:
    async with desk.client("main:admin") as admin:
        answer = await admin.post("/v1/schedules", json=SCHEDULE | {"cron": cron})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("hours", ["-1", "720.1", "1e400", "NaN", "Infinity", '"24"x', "null", "[]"])
async def test_no_odd_overlap_keeps_a_secret_for_ever(desk: Desk, hours: str) -> None:
    target = {"kind": "webhook", "url": "https://desk.example/", "secret": SECRET}
    body = f'{{"secret": "whsec_{"A" * 32}", "overlap_hours": {hours}}}'
    async with desk.client("main:admin") as admin:
        where = (await admin.post("/v1/schedules", json=SCHEDULE | {"deliver": [target]})).headers["location"]
        answer = await admin.post(f"{where}/secret", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
