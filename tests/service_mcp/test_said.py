"""What people struck, or said otherwise, stands in every answer that an agent may repeat the claim from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from briefing.ledger import Ledger
from briefing.schema.corrections import CorrectionKind
from briefing.service.mcp_server import archive_server
from briefing.service.shelf import FolderShelf
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY
from tests.service_mcp.conftest import written

WHY = "It is a plan."
DAY = "2023-03-02"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two days; then an offer is struck, its answer noted, and the question confirmed."""
    with Ledger.open(tmp_path / "days.db") as ledger:
        for day in (1, 2):
            written(ledger.record(PAGES[day], options=NEXT_DAY), tmp_path)
        ledger.correct(CorrectionKind.STRIKE, "O1", by="Ann", note=WHY)
        ledger.correct(CorrectionKind.NOTE, "R1", by="Bo", note="By telephone.")
        ledger.correct(CorrectionKind.CONFIRM, "Q1", by="Bo")
    return tmp_path


async def asked(shelf: FolderShelf, tool: str, **arguments: Any) -> Any:
    async with Client(archive_server(shelf)) as client:
        result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content["quoted"]


def is_struck(view: dict[str, Any]) -> bool:
    said = [(each["kind"], each["by"], each["note"]) for each in view["said"]]
    return bool(view["struck"]) and ("strike", "Ann", WHY) in said


async def test_answers_of_the_ledger_are_marked(folder: Path) -> None:
    shelf = FolderShelf(folder, str(folder / "days.db"))
    [offer] = (await asked(shelf, "who_offered"))["items"]
    assert is_struck(offer)
    offer = await asked(shelf, "offer", id="O1")
    assert is_struck(offer)
    assert {step["id"] for step in offer["history"] if step["struck"]} == {"O1"}
    assert [(each["struck"], each["said"][0]["note"]) for each in offer["answers"]] == [(False, "By telephone.")]
    found = {each["id"]: each for each in (await asked(shelf, "search_ledger"))["items"]}
    assert is_struck(found["O1"])
    assert [each["kind"] for each in found["Q1"]["said"]] == ["confirm"]
    assert [each["id"] for each in (await asked(shelf, "search_ledger", open_only=True))["items"]] == ["Q1"]


async def test_answers_of_pages_made_before_are_marked(folder: Path) -> None:
    shelf = FolderShelf(folder, str(folder / "days.db"))
    for arguments in ({}, {"day": DAY}):
        story = await asked(shelf, "story", id="S1", **arguments)
        assert [is_struck(each) for each in story["offers"]] == [True]
        assert story["offers"][0]["answers"][0]["said"][0]["by"] == "Bo"
        assert {each["id"] for each in story["timeline"] if is_struck(each)} == (set() if arguments else {"O1"})
    assert is_struck(await asked(shelf, "offer", id="O1", day=DAY))
    page = await asked(shelf, "page", day=DAY)
    assert [is_struck(each) for each in page["bottom_line"] if "O1" in each["text"]] in ([], [True])
    assert page["stories"]["items"][0]["offers"] == 0
    quote = story["offers"][0]["passages"][0]["quote"]
    found = await asked(shelf, "verify_statement", statement=quote)
    assert is_struck(found["items"][0])
    assert "holds what a page made of it to be wrong" in found["answer"]


async def test_without_a_ledger_a_page_tells_what_it_keeps(folder: Path) -> None:
    early = FolderShelf(folder)
    assert not (await asked(early, "offer", id="O1", day=DAY))["struck"]
    with Ledger.open(folder / "days.db") as ledger:
        written(ledger.record(PAGES[2], options=NEXT_DAY), folder)
    offer = await asked(FolderShelf(folder), "offer", id="O1", day=DAY)
    assert is_struck(offer)


async def test_what_was_taken_back_is_in_no_answer(folder: Path) -> None:
    with Ledger.open(folder / "days.db") as ledger:
        written(ledger.record(PAGES[2], options=NEXT_DAY), folder)  # its page says that it is struck
        ledger.undo(1, by="Ann")
    shelf = FolderShelf(folder, str(folder / "days.db"))
    assert WHY not in json.dumps(await asked(shelf, "story", id="S1"))
    assert [each["id"] for each in (await asked(shelf, "search_ledger", open_only=True))["items"]] == ["O1", "Q1"]


async def test_ids_of_a_page_that_no_ledger_has_are_its_own(folder: Path) -> None:
    written(PAGES[2], folder)
    shelf = FolderShelf(folder, str(folder / "days.db"))
    story = await asked(shelf, "story", id=PAGES[2].stories[0].id, day=DAY)
    assert [each["said"] for each in story["offers"]] == [[]]


async def test_tools_tell_agents_what_struck_means(folder: Path) -> None:
    async with Client(archive_server(FolderShelf(folder))) as client:
        tools = {tool.name: json.dumps(tool.output_schema) for tool in (await client.list_tools()).tools}
    for name in ("offer", "who_offered", "search_ledger", "story", "page", "verify_statement"):
        assert "holds it to be wrong" in tools[name], name
