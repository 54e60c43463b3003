"""Replies that workers share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from briefing import Completion, FinishReason
from briefing.cluster.board import Board, database_url, replies, workers
from briefing.cluster.leases import Renewal
from briefing.cluster.replies import SharedReplies
from tests.patience import PATIENCE

ANSWER = Completion(text="{}", finish_reason=FinishReason.STOP, model="m")
KEY = "0" * 64


@pytest.fixture
async def board(tmp_path: Path) -> AsyncIterator[Board]:
    board = Board(database_url(str(tmp_path / "board.db")))
    board.prepare()
    for worker in ("a", "b"):
        await board.do(Renewal(worker, 1000.0))
    yield board
    board.close()


class Held:
    """A request that is under way until it may go on."""

    def __init__(self) -> None:
        self.began, self.may_go = asyncio.Event(), asyncio.Event()


async def asked(board: Board, worker: str, calls: list[str], *, held: Held | None = None) -> Completion:
    """What a worker does about a request: take the reply, or ask and keep it."""
    shared = SharedReplies(board, worker)
    async with asyncio.timeout(PATIENCE), shared.turn(KEY, longest=PATIENCE):
        if (kept := await shared.get(KEY)) is not None:
            return kept
        calls.append(worker)
        if held:
            held.began.set()
            await held.may_go.wait()
        await shared.put(KEY, ANSWER)
        return ANSWER


async def test_of_two_workers_one_asks_and_the_other_waits_for_its_reply(board: Board) -> None:
    calls: list[str] = []
    held = Held()
    first = asyncio.create_task(asked(board, "a", calls, held=held))
    await held.began.wait()
    second = asyncio.create_task(asked(board, "b", calls))
    await asyncio.sleep(0)
    held.may_go.set()

    assert await asyncio.gather(first, second) == [ANSWER, ANSWER]
    assert calls == ["a"]


async def test_the_claim_of_a_lost_worker_is_anothers_to_take(board: Board) -> None:
    calls: list[str] = []
    held = Held()
    lost = asyncio.create_task(asked(board, "a", calls, held=held))
    await held.began.wait()
    await board.do(lambda db, now: db.execute(update(workers).where(workers.c.id == "a").values(until=now - 1)))
    await board.do(Renewal("b", 1000.0))  # whoever renews takes back what the lost held

    assert await asked(board, "b", calls) == ANSWER
    assert calls == ["a", "b"]
    lost.cancel()


async def test_a_request_that_failed_may_be_asked_by_the_next(board: Board) -> None:
    shared = SharedReplies(board, "a")
    with pytest.raises(RuntimeError):
        async with shared.turn(KEY, longest=PATIENCE):
            raise RuntimeError
    calls: list[str] = []

    assert await asked(board, "b", calls) == ANSWER


async def test_a_reply_that_was_changed_since_is_asked_for_again(board: Board) -> None:
    calls: list[str] = []
    await asked(board, "a", calls)
    await board.do(lambda db, _: db.execute(update(replies).values(completion=ANSWER.model_dump_json() + " ")))

    assert await asked(board, "b", calls) == ANSWER
    assert calls == ["a", "b"]
