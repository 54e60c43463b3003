"""Cleaning and checking in processes beside this one."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefing import Document
from briefing.checking import check, plant
from briefing.computing import Computing
from briefing.errors import NoArticleError
from briefing.pipeline import open_workers, stream
from briefing.schema.draft import BriefDraft
from briefing.settings import Settings
from briefing.workers import Workers, serve
from tests.endpoint.articles import article, draft

MENU = "Home\nNews\nSport\nWeather\nSign in\nSubscribe\n"


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    """One process that is up."""
    async with open_workers(1, alone=0) as opened:
        await opened.start()
        yield opened


def documents(count: int) -> list[Document]:
    texts = ["\n\n".join(article(n, 1500)) for n in range(count)]
    texts.insert(3, texts[1])
    texts.insert(5, MENU)
    return [Document.of(text, f"{n}.txt", keep_content=True) for n, text in enumerate(texts)]


def own_process() -> str:
    return str(os.getpid())


def fail(reason: str) -> str:
    raise NoArticleError("x.txt", reason)


def die_away_from(home: str) -> str:
    """Ends the process, unless it is the one that the test runs in."""
    if str(os.getpid()) != home:
        os._exit(1)
    return home


def print_and_answer() -> str:
    print("a line that is no answer")
    return "answer"


async def test_the_mistakes_that_are_planted_are_those_of_one_process(workers: Workers) -> None:
    text = "\n\n".join(article(3, 1500))
    cleaned = await Computing(workers).clean(Document.of(text, "3.txt"), keep_all=False)
    brief = check(cleaned, BriefDraft.model_validate_json(draft(text)), engine="stub")
    made = workers.made
    planted = await Computing(workers).plant(cleaned, brief)
    assert workers.made == made + 1
    assert planted == plant(cleaned, brief) != ()


async def test_the_results_are_those_of_one_process(workers: Workers) -> None:
    settings = Settings.model_validate({"in_flight": 4})
    alone = [result.model_dump_json() async for result in stream(documents(8), settings)]
    helped = [result.model_dump_json() async for result in stream(documents(8), settings, workers=workers)]
    assert workers.made > 1
    assert helped == alone
    assert '"duplicate_of":"' in helped[3]
    assert "holds no article" in helped[5]


async def test_a_call_is_made_by_another_process(workers: Workers) -> None:
    assert await workers.give(own_process) != own_process()
    assert await workers.give(print_and_answer) == "answer"
    with pytest.raises(NoArticleError, match=r"x\.txt: menus"):  # raised where it can be read
        await workers.give(fail, "menus")


async def test_a_worker_that_dies_loses_no_call(caplog: pytest.LogCaptureFixture) -> None:
    async with Workers(1, alone=0) as opened:
        await opened.start()
        assert opened.has_room()
        assert await opened.give(die_away_from, own_process()) == own_process()
        assert not opened.has_room()
        assert await opened.give(own_process) == own_process()
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == [
        "a worker process died: its work is done by the others, or here"
    ]


async def test_a_worker_that_can_not_start_is_done_without() -> None:
    async with Workers(1, ["no.such.module"], alone=0) as opened:
        await opened.start()
        assert not opened.has_room()
        assert await opened.give(own_process) == own_process()


async def test_a_worker_runs_no_file_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('run')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    async with Workers(1, alone=0) as opened:
        await opened.start()
        assert opened.has_room()


async def test_where_no_process_can_be_started_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    async with Workers(2, alone=0) as opened:
        await opened.start()
        assert not opened.has_room()
        assert await opened.give(own_process) == own_process()
    assert "no worker process can be started" in caplog.text


async def test_without_workers_calls_are_made_here() -> None:
    async with Workers(0) as none:
        assert not none.has_room()
        assert await none.give(own_process) == own_process()


async def test_a_few_calls_start_no_process() -> None:
    async with open_workers(2) as opened:
        settings = Settings.model_validate({"in_flight": 2})
        assert len([result async for result in stream(documents(3), settings, workers=opened)]) == 5
        assert not opened.started


def test_a_worker_answers_line_by_line() -> None:
    calls = [[__name__, "own_process"], [__name__, "fail", "menus"], [__name__, "no_such_function"]]
    answers = io.BytesIO()
    serve([json.dumps(call).encode() for call in calls], answers)
    assert [json.loads(line) for line in answers.getvalue().splitlines()] == ["up", own_process(), None, None]
