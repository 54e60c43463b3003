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

from tests.factories import STORY
from tests.service.conftest import Desk, page_of
from tests.service.test_making import BODY, finished, made

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
SET = ["/v1/schedules", f"/v1/deliveries/{'0' * 32}/retry"]
WRITE = ["/v1/briefings", "/v1/briefs", f"/v1/jobs/{'0' * 32}/cancel"]


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


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://user@127.0.0.1:{port}/",
    ],
)
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
