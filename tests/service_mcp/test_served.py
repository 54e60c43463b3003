"""Agents at `/mcp` of a running service: the keys, scopes and tenants of the API hold there too."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

import briefing
from briefing.service.app import make_app
from briefing.service.keys import Scope
from briefing.service.mcp_mounting import MOST_BYTES
from briefing.service.options import ServiceOptions
from briefing.service.shelf import FolderShelf
from tests.service.conftest import KEY_RATE, Desk, page_of
from tests.service_mcp.test_walk import walk

JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "list_days", "arguments": {}}}
MARK = "Norline"
"""Stands on the page of the other tenant alone."""


@pytest.fixture
def served(archive: tuple[Path, str], tmp_path: Path) -> Iterator[Desk]:
    """Five days with a ledger for `main`; one page, of a day that `main` has not, for `other`."""
    folder, where = archive
    options = ServiceOptions(
        database=str(tmp_path / "service.db"), jobs=0, fresh_seconds=0.0, per_minute_unknown=KEY_RATE
    )
    made = Desk(make_app(options, briefing.Settings(ledger=where)))
    for day in FolderShelf(folder).days():
        made.service.archive.add("main", FolderShelf(folder).page(day))
    made.service.archive.add("other", page_of("2026-04-06"))
    yield made
    made.service.close()


@asynccontextmanager
async def agent(served: Desk, who: str) -> AsyncIterator[Client]:
    async with (
        served.client(who) as http,
        Client(streamable_http_client("http://service/mcp", http_client=http)) as client,
    ):
        yield client


async def test_a_client_walks_all_of_it_with_a_key(served: Desk) -> None:
    async with agent(served, "main:read") as client:
        await walk(client)


async def test_each_tenant_s_agents_read_their_own(served: Desk) -> None:
    async with agent(served, "other:read") as client:
        days = (await client.call_tool("list_days", {})).structured_content
        assert days is not None
        assert days["items"] == ["2026-04-06"]
        assert MARK in str((await client.call_tool("latest_page", {})).structured_content)
        for tool, arguments in (
            ("page", {"day": "2023-03-03"}),
            ("offer", {"id": "O9"}),
            ("story", {"id": "S9"}),
        ):
            assert (await client.call_tool(tool, arguments)).is_error, tool
        found = (await client.call_tool("search_ledger", {})).structured_content
        assert found is not None
        assert found["quoted"]["items"] == []
        with pytest.raises(MCPError, match="no page of"):
            await client.read_resource("briefing://pages/2023-03-03")
    async with agent(served, "main:read") as client:
        days = (await client.call_tool("list_days", {})).structured_content
        assert days is not None
        assert "2026-04-06" not in days["items"]
        assert MARK not in str((await client.call_tool("latest_page", {})).structured_content)


async def test_both_tenants_at_once_mix_nothing(served: Desk) -> None:
    async def days(who: str) -> str:
        async with served.client(who) as http:
            return (await http.post("/mcp", json=CALL, headers=JSON)).text

    asked = ["main:read", "other:read"] * 4
    told = await asyncio.gather(*map(days, asked))
    assert [("2026-04-06" in each, "2023-03-03" in each) for each in told] == [(False, True), (True, False)] * 4


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [(None, 401, "no_key"), *((f"main:{scope}", 403, "forbidden") for scope in ("write", "review", "admin"))],
)
async def test_who_has_no_key_to_read_is_refused(served: Desk, who: str | None, status: int, code: str) -> None:
    async with served.client(who) as http:
        answer = await http.post("/mcp", json=CALL, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_key_that_is_revoked_opens_nothing_any_more(served: Desk) -> None:
    token, key = served.service.keys.new("main", "agent", [Scope.READ])
    async with served.client() as http:
        headers = JSON | {"authorization": f"Bearer {token}"}
        assert (await http.post("/mcp", json=CALL, headers=headers)).status_code == 200
        served.service.keys.revoke(key.id)
        assert (await http.post("/mcp", json=CALL, headers=headers)).status_code == 401


async def test_a_key_s_rate_holds(served: Desk) -> None:
    token, _ = served.service.keys.new("main", "slow", [Scope.READ], per_minute=2)
    async with served.client() as http:
        headers = JSON | {"authorization": f"Bearer {token}"}
        told = [(await http.post("/mcp", json=CALL, headers=headers)).status_code for _ in range(3)]
    assert told == [200, 200, 429]


@pytest.mark.parametrize("header", ["x-tenant", "mcp-session-id", "mcp-tenant"])
async def test_no_header_and_no_argument_names_another_tenant(served: Desk, header: str) -> None:
    named = {"name": "list_days", "arguments": {"tenant": "main"}}
    async with served.client("other:read") as http:
        answer = await http.post("/mcp?tenant=main", json=CALL | {"params": named}, headers=JSON | {header: "main"})
    assert "2023-03-03" not in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://service.evil.example"])
async def test_no_page_of_another_site_asks(served: Desk, origin: str) -> None:
    async with served.client("main:read") as http:
        answer = await http.post("/mcp", json=CALL, headers=JSON | {"origin": origin})
        own = await http.post("/mcp", json=CALL, headers=JSON | {"origin": "http://service"})
    assert (answer.status_code, answer.json()["code"]) == (403, "origin")
    assert own.status_code == 200


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
async def test_no_stream_is_held_open(served: Desk, method: str) -> None:
    async with served.client("main:read") as http:
        answer = await http.request(method, "/mcp", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (405, "method")


async def test_nobody_waits_for_changes_that_never_come(served: Desk) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": {"notifications": {}}}
    async with served.client("main:read") as http:
        for version in ("2025-06-18", "2026-07-28"):
            headers = JSON | {"mcp-protocol-version": version, "mcp-method": "subscriptions/listen"}
            answer = await http.post("/mcp", json=asked, headers=headers)
            assert "error" in answer.json(), version


BODIES: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("no JSON", b"\xff\xfe"),
    ("deep lists", b"[" * 100_000),
    ("deep objects", b'{"a":' * 50_000),
    ("many at once", json.dumps([CALL] * 1_000).encode()),
    ("a number of many digits", b'{"jsonrpc":"2.0","id":' + b"9" * 100_000 + b',"method":"ping"}'),
    ("a lone surrogate", json.dumps(CALL).replace("list_days", "\\ud800").encode()),
    ("another method", json.dumps(CALL | {"method": "logging/setLevel", "params": {"level": "debug"}}).encode()),
    ("another tool", json.dumps(CALL | {"params": {"name": "../page", "arguments": {}}}).encode()),
    ("a huge offset", json.dumps(CALL | {"params": {"name": "list_days", "arguments": {"offset": 10**30}}}).encode()),
    ("no arguments", json.dumps(CALL | {"params": {"name": "page", "arguments": {"day": []}}}).encode()),
]


@pytest.mark.parametrize("body", [each[1] for each in BODIES], ids=[each[0] for each in BODIES])
async def test_no_body_breaks_it(served: Desk, body: bytes) -> None:
    async with served.client("main:read") as http:
        for version in ({}, {"mcp-protocol-version": "2026-07-28"}, {"mcp-protocol-version": "x"}):
            answer = await http.post("/mcp", content=body, headers=JSON | version)
            assert answer.status_code in (200, 400, 404, 422), answer.text
            assert "Traceback" not in answer.text
            assert "2023-03-03" not in answer.text
        assert (await http.post("/mcp", json=CALL, headers=JSON)).status_code == 200
    assert served.service.agents["main"] == 0


async def test_a_call_is_no_larger_than_it_may_be(served: Desk) -> None:
    async with served.client("main:read") as http:
        answer = await http.post("/mcp", content=b" " * (MOST_BYTES + 1), headers=JSON)
    assert answer.status_code == 413


async def test_a_tenant_s_agents_take_no_more_than_their_share(served: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While as many are answered as may be, a further one of the same tenant waits, and one of another does not."""
    begun, go_on = threading.Semaphore(0), threading.Event()
    shelf, most = served.service.shelf("main"), served.service.options.most_agents
    days = shelf.days

    def slow() -> Any:
        begun.release()
        go_on.wait()
        return days()

    monkeypatch.setattr(shelf, "days", slow)
    async with served.client("main:read") as http, served.client("other:read") as other:
        under_way = [asyncio.create_task(http.post("/mcp", json=CALL, headers=JSON)) for _ in range(most)]
        for _ in range(most):
            await asyncio.to_thread(begun.acquire)
        try:
            refused = await http.post("/mcp", json=CALL, headers=JSON)
            others = await other.post("/mcp", json=CALL, headers=JSON)
        finally:
            go_on.set()
        done = await asyncio.gather(*under_way)
        again = await http.post("/mcp", json=CALL, headers=JSON)
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (429, "too_many", "1")
    assert {answer.status_code for answer in (*done, others, again)} == {200}


async def test_a_call_that_takes_too_long_is_broken_off(served: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    async def never(*_: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(StreamableHTTPSessionManager, "handle_request", never)
    object.__setattr__(served.service.options, "agent_seconds", 0.01)
    async with served.client("main:read") as http:
        answer = await http.post("/mcp", json=CALL, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (503, "too_slow")
    assert served.service.agents["main"] == 0


def test_the_address_is_in_no_description_of_the_api(served: Desk) -> None:
    assert "/mcp" not in served.app.openapi()["paths"]


async def test_who_takes_json_alone_is_answered(served: Desk) -> None:
    async with served.client("main:read") as http:
        answer = await http.post("/mcp", json=CALL, headers={"accept": "application/json"})
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "no-store"
