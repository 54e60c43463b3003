"""Cleaning and checking beside an event loop that has other things to do."""

from __future__ import annotations

import asyncio
import os
import sys
import threading

import pytest

from briefing import Document, computing
from briefing.computing import Computing
from briefing.schema.article import Article
from briefing.workers import Workers
from tests.endpoint.articles import article
from tests.patience import PATIENCE


def documents(count: int) -> list[Document]:
    return [Document.of("\n\n".join(article(number, 600)), f"{number}.txt") for number in range(count)]


async def test_the_loop_goes_on_while_an_article_is_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    clean, begun, gone_on = computing.clean, threading.Event(), threading.Event()

    def waiting_for_the_loop(document: Document, *, keep_all: bool) -> Article:
        begun.set()
        assert gone_on.wait(PATIENCE)
        return clean(document, keep_all=keep_all)

    monkeypatch.setattr(computing, "clean", waiting_for_the_loop)
    cleaning = asyncio.ensure_future(Computing(Workers(0)).clean(documents(1)[0], keep_all=False))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    gone_on.set()
    assert str((await cleaning).ref) == "0.txt"


async def test_articles_are_cleaned_one_after_the_other_in_the_order_in_which_they_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clean, at = computing.clean, list[tuple[str, int]]()

    def noted(document: Document, *, keep_all: bool) -> Article:
        at.append((str(document.ref), threading.get_ident()))
        return clean(document, keep_all=keep_all)

    monkeypatch.setattr(computing, "clean", noted)
    shared = Computing(Workers(0))
    await asyncio.gather(*(shared.clean(document, keep_all=False) for document in documents(8)))
    assert [name for name, _ in at] == [f"{number}.txt" for number in range(8)]
    assert len({thread for _, thread in at}) == 1
    assert threading.get_ident() not in {thread for _, thread in at}


async def test_one_who_stops_waiting_holds_nobody_up() -> None:
    shared = Computing(Workers(0))
    waiting = [asyncio.ensure_future(shared.clean(document, keep_all=False)) for document in documents(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(done[0], asyncio.CancelledError)
    assert [str(each.ref) for each in done[1:] if not isinstance(each, BaseException)] == ["1.txt", "2.txt"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")
async def test_a_forked_process_computes_in_a_thread_of_its_own() -> None:
    """Threads of the process that was forked are not in the copy."""
    code = (
        "import asyncio, os\n"
        "from briefing.aside import aside\n"
        "assert asyncio.run(aside(int, '7')) == 7\n"
        "child = os.fork()\n"
        "if not child:\n    os._exit(asyncio.run(aside(int, '5')))\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    run = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    async with asyncio.timeout(PATIENCE):
        out, _ = await run.communicate()
    assert out == b"5\n"
