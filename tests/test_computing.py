"""Cleaning and checking beside an event loop that has other things to do."""

from __future__ import annotations

import asyncio
from collections import Counter

from briefing import Document
from briefing.computing import AT_ONCE, Computing
from briefing.workers import Workers
from tests.endpoint.articles import article


async def test_the_loop_is_free_between_a_few_articles_and_the_next() -> None:
    rounds = 0
    cleaned: list[tuple[int, int]] = []
    computing = Computing(Workers(0))

    async def go_round() -> None:
        nonlocal rounds
        while True:
            rounds += 1
            await asyncio.sleep(0)

    async def clean(number: int) -> None:
        await computing.clean(Document.of("\n\n".join(article(number, 600)), f"{number}.txt"), keep_all=False)
        cleaned.append((number, rounds))

    going = asyncio.ensure_future(go_round())
    await asyncio.gather(*(clean(number) for number in range(3 * AT_ONCE)))
    going.cancel()
    assert [number for number, _ in cleaned] == list(range(3 * AT_ONCE))
    assert set(Counter(at for _, at in cleaned).values()) == {AT_ONCE}


async def test_one_who_stops_waiting_holds_nobody_up() -> None:
    computing = Computing(Workers(0))
    documents = [Document.of("\n\n".join(article(number, 600)), f"{number}.txt") for number in range(3)]
    waiting = [asyncio.ensure_future(computing.clean(document, keep_all=False)) for document in documents]
    await asyncio.sleep(0)
    waiting[0].cancel()
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(done[0], asyncio.CancelledError)
    assert [str(each.ref) for each in done[1:] if not isinstance(each, BaseException)] == ["1.txt", "2.txt"]
