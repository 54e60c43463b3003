"""A client of the official SDK walks all tools and resources, in memory and over a process's pipes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import INTERNAL_ERROR, INVALID_PARAMS
from typer.testing import CliRunner

import briefing
from briefing.cli import app
from briefing.errors import UsageError
from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
from briefing.service.mcp_server import archive_server
from briefing.service.mcp_values import NOTICE
from briefing.service.shelf import FolderShelf

CALLS: dict[str, dict[str, Any]] = {
    "list_days": {},
    "latest_page": {},
    "page": {"day": "2023-03-03"},
    "story": {"id": "S1"},
    "offer": {"id": "O1"},
    "search_ledger": {"words": "cod"},
    "who_offered": {"since": "2023-03-01"},
    "verify_statement": {"statement": "nobody ever said this at all"},
}
RESOURCES = ("pages", "pages/latest", "pages/2023-03-02", "stories/S1", "offers/O1", "skill")


async def walk(client: Client) -> None:
    tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} == set(CALLS)
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint, tool.name
        result = await client.call_tool(tool.name, CALLS[tool.name])
        assert not result.is_error, (tool.name, result.content)
        told = result.structured_content
        assert told is not None
        assert tool.name == "list_days" or told["notice"] == NOTICE
    for resource in RESOURCES:
        [content] = (await client.read_resource(f"briefing://{resource}")).contents
        assert content.text, resource  # type: ignore[union-attr]
    named = {str(each.uri) for each in (await client.list_resources()).resources}
    patterns = {each.uri_template for each in (await client.list_resource_templates()).resource_templates}
    assert named == {"briefing://pages", "briefing://pages/latest", "briefing://skill"}
    assert patterns == {"briefing://pages/{day}", "briefing://stories/{id}", "briefing://offers/{id}"}


async def test_a_client_walks_all_of_it_in_memory(shelf: FolderShelf) -> None:
    async with Client(archive_server(shelf)) as client:
        await walk(client)


async def test_a_client_walks_all_of_it_over_pipes(archive: tuple[Path, str]) -> None:
    folder, where = archive
    command = ["-m", "briefing", "mcp", str(folder), "--ledger", where]
    async with Client(stdio_client(StdioServerParameters(command=sys.executable, args=command))) as client:
        await walk(client)


async def asked(shelf: FolderShelf, tool: str, **arguments: Any) -> Any:
    async with Client(archive_server(shelf)) as client:
        result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content["quoted"]


async def refused(shelf: FolderShelf, tool: str, **arguments: Any) -> str:
    async with Client(archive_server(shelf)) as client:
        result = await client.call_tool(tool, arguments)
    assert result.is_error
    return str(result.content[0].text)  # type: ignore[union-attr]


def passages_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for each in value for found in passages_in(each)]
    if isinstance(value, dict):
        own = [value] if {"start", "end", "quote"} <= value.keys() else []
        return own + [found for each in value.values() for found in passages_in(each)]
    return []


@pytest.mark.parametrize("tool", ["latest_page", "story", "offer", "search_ledger", "who_offered"])
async def test_each_passage_is_a_slice_of_its_article(shelf: FolderShelf, tool: str) -> None:
    texts = {article.id: article.text for day in shelf.days() for article in shelf.page(day).articles}
    passages = passages_in(await asked(shelf, tool, **CALLS[tool]))
    assert passages
    for passage in passages:
        assert passage["exact"]
        assert texts[passage["article"]][passage["start"] : passage["end"]] == passage["quote"]


async def test_who_offered_tells_the_answer(shelf: FolderShelf) -> None:
    found = await asked(shelf, "who_offered", since="2023-03-01")
    offers = {each["id"]: each for each in found["items"]}
    assert offers["O1"]["status"] == "accepted"
    assert {"pending", "accepted"} <= {each["stance"] for each in offers["O1"]["answers"]}
    by_party = await asked(shelf, "who_offered", offerer=offers["O1"]["offerer"])
    assert "O1" in {each["id"] for each in by_party["items"]}
    assert (await asked(shelf, "who_offered", offerer="Nobody of that name"))["items"] == []


async def test_lists_go_on_where_they_were_cut(shelf: FolderShelf) -> None:
    first = await asked(shelf, "search_ledger", limit=2)
    rest = await asked(shelf, "search_ledger", limit=50, offset=first["next"])
    assert len(first["items"]) == 2
    assert first["left_off"] == len(rest["items"])
    assert rest["next"] is None
    assert "O1" in {each["id"] for each in first["items"]}
    assert "O1" not in {each["id"] for each in rest["items"]}


async def test_what_is_not_there_is_refused_in_words(shelf: FolderShelf) -> None:
    assert "there is no page of 1999-01-01" in await refused(shelf, "page", day="1999-01-01")
    assert "no offer O99" in await refused(shelf, "offer", id="O99")
    assert "no story S99" in await refused(shelf, "story", id="S99")
    await refused(shelf, "search_ledger", limit=51)
    await refused(shelf, "search_ledger", words="x" * 201)


async def test_without_a_ledger_pages_are_told_and_the_ledger_is_asked_for(archive: tuple[Path, str]) -> None:
    shelf = FolderShelf(archive[0])
    assert "no ledger is named" in await refused(shelf, "who_offered")
    page = shelf.page(shelf.days()[0])
    offer = page.stories[0].offers[0]
    told = await asked(shelf, "offer", id=offer.id, day=page.date.isoformat())
    assert (told["what"], told["status"], told["history"]) == (offer.what, offer.status.value, [])


async def test_a_page_that_was_changed_is_not_shown(archive: tuple[Path, str], tmp_path: Path) -> None:
    page = json.loads((archive[0] / "2023-03-01.json").read_text(encoding="utf-8"))
    page["stories"][0]["title"] = "Forged"
    (tmp_path / "2023-03-01.json").write_text(json.dumps(page), encoding="utf-8")
    assert "was changed after it was made" in await refused(FolderShelf(tmp_path), "latest_page")


async def test_a_page_under_the_name_of_another_day_is_not_shown(archive: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "2030-01-01.json").write_bytes((archive[0] / "2023-03-01.json").read_bytes())
    assert "is of 2023-03-01" in await refused(FolderShelf(tmp_path), "latest_page")


async def test_a_resource_that_is_not_there_is_refused_in_words(shelf: FolderShelf) -> None:
    async with Client(archive_server(shelf)) as client:
        for uri, why in (
            ("pages/yesterday", "is no day"),
            ("pages/1999-01-01", "no page of"),
            ("offers/O99", "no offer"),
        ):
            with pytest.raises(MCPError, match=why) as told:
                await client.read_resource(f"briefing://{uri}")
            assert told.value.error.code == INVALID_PARAMS, "the fault is the caller's, and no internal error"


@pytest.mark.parametrize("day", ["2022-13-01", "20230302", "2023-W09-4", "2023-03-02x", "", "%F0", "9" * 5_000])
async def test_a_resource_of_no_day_says_how_days_are_written(shelf: FolderShelf, day: str) -> None:
    async with Client(archive_server(shelf)) as client:
        with pytest.raises(MCPError, match="is no day; write days as YYYY-MM-DD") as told:
            await client.read_resource(f"briefing://pages/{day}")
    assert told.value.error.code == INVALID_PARAMS


async def test_a_page_that_was_changed_is_the_archive_s_fault(archive: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "2030-01-01.json").write_bytes((archive[0] / "2023-03-01.json").read_bytes())
    async with Client(archive_server(FolderShelf(tmp_path))) as client:
        with pytest.raises(MCPError, match="is of 2023-03-01") as told:
            await client.read_resource("briefing://pages/2030-01-01")
    assert told.value.error.code == INTERNAL_ERROR


@pytest.mark.parametrize("host", ["0.0.0.0", "localhost.example"])
def test_it_listens_on_loopback_alone(tmp_path: Path, host: str) -> None:
    result = CliRunner().invoke(app, ["mcp", str(tmp_path), "--http", "--host", host])
    assert isinstance(result.exception, UsageError)
    assert "no loopback address" in str(result.exception)


async def test_a_client_walks_all_of_it_over_http(shelf: FolderShelf) -> None:
    served = archive_server(shelf).streamable_http_app(stateless_http=True, json_response=True)
    async with served.router.lifespan_context(served):
        transport = httpx.ASGITransport(app=served)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as http:
            async with Client(streamable_http_client("http://127.0.0.1:8765/mcp", http_client=http)) as client:
                await walk(client)
            elsewhere = await http.post("/mcp", headers={"host": "evil.example"}, json={})
    assert elsewhere.status_code == 421


async def test_calls_change_no_file(archive: tuple[Path, str]) -> None:
    def state() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in archive[0].glob("*.json")}

    before = state()
    async with Client(archive_server(FolderShelf(*archive))) as client:
        await walk(client)
    assert state() == before
    assert isinstance(FolderShelf(*archive).page(FolderShelf(*archive).days()[0]), briefing.Briefing)


async def test_agents_ask_a_services_archive_over_pipes(archive: tuple[Path, str], tmp_path: Path) -> None:
    folder, where = archive
    database = ServiceDatabase.open(tmp_path / "service.db")
    for day in FolderShelf(folder).days():
        Archive(database).add("main", FolderShelf(folder).page(day))
    database.close()
    command = ["-m", "briefing", "mcp", "--db", str(tmp_path / "service.db"), "--ledger", where]
    async with Client(stdio_client(StdioServerParameters(command=sys.executable, args=command))) as client:
        await walk(client)


def test_a_folder_or_a_database_is_named(tmp_path: Path) -> None:
    for arguments in ([], [str(tmp_path), "--db", "service.db"]):
        assert isinstance(CliRunner().invoke(app, ["mcp", *arguments]).exception, UsageError)
