"""Attempts on `/mcp` of a service. With `tests/service/test_attacks.py` beside it, a run ends with the table."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import DataError
from briefing.service.keys import Scope
from briefing.service.mcp_mounting import MOST_BYTES
from tests.service.conftest import Desk
from tests.service_mcp.test_served import CALL, JSON, served

__all__ = ["served"]


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


@pytest.mark.parametrize(
    "uri",
    [
        *(
            "file:///etc/passwd",
            "http://127.0.0.1/",
            "briefing://pages/../../etc/passwd",
            "briefing://pages/..%2f..%2fx",
        ),
        *("briefing://other/pages/latest", "briefing://pages/2023-03-03?tenant=main", "", "briefing://", "\u202e"),
    ],
)
async def test_no_resource_is_more_than_a_page(served: Desk, uri: str) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": {"uri": uri}}
    async with served.client("other:read") as http:
        answer = await http.post("/mcp", json=asked, headers=JSON)
    assert "error" in answer.json()
    assert "root:" not in answer.text


@pytest.mark.parametrize("method", ["prompts/list", "completion/complete", "resources/subscribe", "no/such"])
async def test_nothing_else_is_offered(served: Desk, method: str) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {}}
    async with served.client("main:read") as http:
        answer = (await http.post("/mcp", json=asked, headers=JSON)).json()
    assert "error" in answer or answer["result"].get("prompts") == []


async def test_no_agent_learns_where_the_service_keeps_things(
    served: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise DataError("the service's database fails: connection to 10.1.2.3 as briefing", hint=str(tmp_path))

    for name in ("page", "days", "ledger"):
        monkeypatch.setattr(served.service.shelf("main"), name, fails)
    read = {"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": {"uri": "briefing://pages/latest"}}
    search = CALL | {"params": {"name": "search_ledger", "arguments": {}}}
    async with served.client("main:read") as http:
        for asked in (CALL, search, read):
            answer = await http.post("/mcp", json=asked, headers=JSON)
            assert "can't be used" in answer.text
            assert "10.1.2.3" not in answer.text
            assert str(tmp_path) not in answer.text


async def test_a_call_that_never_comes_is_not_waited_for(served: Desk) -> None:
    never = asyncio.Event()

    async def slow() -> Any:
        yield b"{"
        await never.wait()

    object.__setattr__(served.service.options, "body_seconds", 0.05)
    async with served.client("main:read") as http:
        answer = await http.post("/mcp", content=slow(), headers=JSON)
    assert answer.status_code >= 400
    assert served.service.agents["main"] == 0


async def test_no_fault_of_ours_is_told_to_an_agent(served: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError("secret of the service")

    monkeypatch.setattr(served.service.shelf("main"), "days", fails)
    async with served.client("main:read") as http:
        answer = await http.post("/mcp", json=CALL, headers=JSON)
    assert "secret" not in answer.text
