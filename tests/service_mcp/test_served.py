"""Agents at `/mcp` of a running service: the keys, scopes and tenants of the API hold there too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

import briefing
from briefing.service.app import make_app
from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
from briefing.service.keys import Keys, Scope
from briefing.service.options import ServiceOptions
from briefing.service.shelf import FolderShelf
from tests.patience import PATIENCE
from tests.service.conftest import KEY_RATE, Desk, new_database, page_of
from tests.service.test_starting import serving
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
        database=str(new_database(tmp_path)), jobs=0, fresh_seconds=0.0, per_minute_unknown=KEY_RATE
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


async def test_a_client_walks_all_of_it_in_a_process_of_its_own(
    archive: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, where = archive
    database = ServiceDatabase.open(tmp_path / "s.db")
    for day in FolderShelf(folder).days():
        Archive(database).add("main", FolderShelf(folder).page(day))
    token, _ = Keys(database).new("main", "agent", [Scope.READ])
    database.close()
    monkeypatch.setenv("BRIEFING_LEDGER", where)
    with serving(tmp_path) as (_, address):
        headers = {"authorization": f"Bearer {token}"}
        async with (
            httpx.AsyncClient(headers=headers, timeout=PATIENCE) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
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


def test_the_address_is_in_no_description_of_the_api(served: Desk) -> None:
    assert "/mcp" not in served.app.openapi()["paths"]


async def test_who_takes_json_alone_is_answered(served: Desk) -> None:
    async with served.client("main:read") as http:
        answer = await http.post("/mcp", json=CALL, headers={"accept": "application/json"})
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "no-store"
