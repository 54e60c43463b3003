"""Cleaning and checking in processes beside this one."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing import Document
from briefing.errors import NoArticleError
from briefing.pipeline import open_workers, stream
from briefing.settings import load_settings
from briefing.workers import Workers
from tests.endpoint.articles import article

MENU = "Home\nNews\nSport\nWeather\nSign in\nSubscribe\n"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """One process that is up."""
    with open_workers(1, alone=0) as opened:
        opened.start()
        opened.wait()
        yield opened


def documents(count: int) -> list[Document]:
    texts = ["\n\n".join(article(n, 1500)) for n in range(count)]
    texts.insert(3, texts[1])
    texts.insert(5, MENU)
    return [Document.of(text, f"{n}.txt", keep_content=True) for n, text in enumerate(texts)]


def own_process() -> int:
    return os.getpid()


def fail(reason: str) -> None:
    raise NoArticleError("x.txt", reason)


def die_away_from(home: int) -> int:
    """Ends the process, unless it is the one that the test runs in."""
    if os.getpid() != home:
        os._exit(1)
    return home


async def test_the_results_are_those_of_one_process(workers: Workers) -> None:
    settings = load_settings({"in_flight": 4})
    alone = [result.model_dump_json() async for result in stream(documents(8), settings)]
    helped = [result.model_dump_json() async for result in stream(documents(8), settings, workers=workers)]
    assert workers.made > 1
    assert helped == alone
    assert '"duplicate_of":"' in helped[3]
    assert "holds no article" in helped[5]


async def test_a_call_is_made_by_another_process(workers: Workers) -> None:
    assert await workers.run(own_process) != os.getpid()


async def test_an_error_is_raised_where_it_can_be_read(workers: Workers) -> None:
    with pytest.raises(NoArticleError, match=r"x\.txt: menus"):
        await workers.run(fail, "menus")


async def test_a_worker_that_dies_loses_no_call(caplog: pytest.LogCaptureFixture) -> None:
    with Workers(1, ["tests.test_workers"], alone=0) as opened, caplog.at_level(logging.WARNING):
        opened.start()
        assert await opened.run(die_away_from, os.getpid()) == os.getpid()
        assert not opened.free
        assert await opened.run(own_process) == os.getpid()
    assert [record.message for record in caplog.records] == [
        "a worker process died: the work goes on in this process alone"
    ]


async def test_without_workers_calls_are_made_here() -> None:
    with Workers(0) as none:
        assert not none.free
        assert await none.run(own_process) == os.getpid()


async def test_a_few_calls_start_no_process(tmp_path: Path) -> None:
    with open_workers(2) as opened:
        settings = load_settings({"in_flight": 2})
        assert len([result async for result in stream(documents(3), settings, workers=opened)]) == 5
        assert not opened.up
