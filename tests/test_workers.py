"""Cleaning and checking in processes beside this one."""

from __future__ import annotations

import io
import json
import logging
import os
import pickle
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefing import Document, computing
from briefing.checking import check, plant
from briefing.computing import Computing
from briefing.errors import ModelError, ModelFault, NoArticleError
from briefing.pipeline import open_workers, stream
from briefing.schema.draft import BriefDraft
from briefing.settings import Settings
from briefing.workers import UnsendableError, Workers, raised_at, serve
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


def fail(reason: str, counted: str) -> str:
    """Notes in a file which process it was called in, and fails."""
    with Path(counted).open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    raise NoArticleError("x.txt", reason, hint="pass --keep-all")


class OddError(Exception):
    """One that no pickle can make anew."""

    def __init__(self, *, word: str) -> None:
        super().__init__(word)


def fail_oddly() -> str:
    raise OddError(word="ours alone")


def fail_oddly_there(_: str, __: bool) -> str:
    return fail_oddly()


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


async def test_a_call_that_raised_brings_its_error_back_and_is_not_made_again(workers: Workers, tmp_path: Path) -> None:
    counted = tmp_path / "calls"
    with pytest.raises(NoArticleError, match=r"x\.txt: menus; pass --keep-all") as raised:
        await workers.give(fail, "menus", str(counted))
    assert counted.read_text().split() == [await workers.give(own_process)]  # once, and there
    assert (raised.value.source, raised.value.reason, raised.value.hint) == ("x.txt", "menus", "pass --keep-all")
    assert raised_at(raised.value).startswith("fail, test_workers.py:")
    assert "NoArticleError: x.txt: menus" in str(raised.value.__cause__)


async def test_an_error_that_can_not_be_sent_is_told_by_its_name_and_words(workers: Workers) -> None:
    with pytest.raises(UnsendableError, match=r"^OddError: ours alone$") as raised:
        await workers.give(fail_oddly)
    assert raised_at(raised.value).startswith("fail_oddly, test_workers.py:")


async def test_a_fault_of_ours_in_a_worker_is_logged_with_its_place(
    workers: Workers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(computing, "_clean", fail_oddly_there)
    results = [result async for result in stream(documents(2)[:1], Settings(), workers=workers)]
    assert [result.failure is not None for result in results] == [True]
    assert "UnsendableError in fail_oddly, test_workers.py:" in caplog.text


def test_every_error_of_ours_survives_a_pickle() -> None:
    said = ModelError("down", model="x", fault=ModelFault.SERVER, status=500, hint="wait")
    again = pickle.loads(pickle.dumps(said))
    assert (type(again), str(again), vars(again)) == (ModelError, str(said), vars(said))
    assert (again.model, again.status, again.__notes__) == ("x", 500, ["wait"])


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
    calls = [[__name__, "own_process"], [__name__, "fail_oddly"], [__name__, "no_such_function"]]
    answers = io.BytesIO()
    serve([json.dumps(call).encode() for call in calls], answers)
    found = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert found[:2] == [{"result": "up"}, {"result": own_process()}]
    assert [each["at"].partition(",")[0] for each in found[2:]] == ["fail_oddly", "serve"]
