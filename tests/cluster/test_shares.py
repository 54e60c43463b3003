"""A worker's shares: what it lets through, beside another worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from briefing import DataError, ModelFault, ModelSettings, PermanentModelError, Usage
from briefing.cluster.board import Board, Work, database_url
from briefing.cluster.shares import LeasedShares
from tests.patience import PATIENCE


@pytest.fixture
async def board(tmp_path: Path) -> AsyncIterator[Board]:
    board = Board(database_url(str(tmp_path / "board.db")))
    board.prepare()
    yield board
    board.close()


def limits(**said: Any) -> ModelSettings:
    return ModelSettings.model_validate({"concurrency": 4} | said)


async def attempts(shares: LeasedShares, count: int, usage: Usage | None = None) -> list[str]:
    """So many attempts at once; what became of each."""

    async def one() -> str:
        try:
            async with shares.slot("host", "m", 10) as spent:
                await asyncio.sleep(0)
                spent(usage or Usage())
                return "sent"
        except PermanentModelError as error:
            assert error.fault is ModelFault.BUDGET
            return "refused"

    async with asyncio.timeout(PATIENCE):
        return list(await asyncio.gather(*(one() for _ in range(count))))


async def test_two_workers_send_as_many_requests_as_the_budget_has_and_no_more(board: Board) -> None:
    told = limits(budget={"requests": 25})
    async with LeasedShares(board, "a", "run", told) as a, LeasedShares(board, "b", "run", told) as b:
        became = await asyncio.gather(attempts(a, 20), attempts(b, 20))

    assert sum(each.count("sent") for each in became) == 25
    assert sum(each.count("refused") for each in became) == 15


async def test_a_bound_on_money_ends_the_run_of_all_workers(board: Board) -> None:
    told = limits(budget={"cost": 1.0})
    async with LeasedShares(board, "a", "run", told) as a, LeasedShares(board, "b", "run", told) as b:
        became = await asyncio.gather(*(attempts(each, 60, Usage(cost=0.05)) for each in (a, b)))

    sent = sum(each.count("sent") for each in became)
    assert 20 <= sent <= 28  # those under way at the bound are let finish: as many as there are connections


async def test_what_one_run_spent_is_spent_when_it_goes_on(board: Board) -> None:
    told = limits(budget={"requests": 3})
    async with LeasedShares(board, "a", "run", told) as first:
        before = await attempts(first, 2)
    async with LeasedShares(board, "b", "run", told) as second:
        after = await attempts(second, 2)

    assert before == ["sent", "sent"]
    assert sorted(after) == ["refused", "sent"]


async def test_no_more_are_under_way_than_there_are_connections(board: Board) -> None:
    under_way, most = 0, 0

    async def one(shares: LeasedShares) -> None:
        nonlocal under_way, most
        async with shares.slot("host", "m", 0):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.001)
            under_way -= 1

    async with (
        asyncio.timeout(PATIENCE),
        LeasedShares(board, "a", "run", limits()) as a,
        LeasedShares(board, "b", "run", limits()) as b,
    ):
        await asyncio.gather(*(one(each) for each in (a, b) for _ in range(50)))

    assert most == 4


async def test_a_minute_has_no_more_requests_than_allowed_for_both_workers(board: Board) -> None:
    told = limits(requests_per_minute=30)
    async with LeasedShares(board, "a", "run", told) as a, LeasedShares(board, "b", "run", told) as b:
        begun = [asyncio.create_task(attempts(each, 1)) for each in (a, b) for _ in range(40)]
        done, waiting = await asyncio.wait(begun, timeout=1.0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    assert 29 <= len(done) <= 31  # the bucket of a minute, and what a second adds


async def test_whoever_is_cancelled_while_it_waits_holds_nothing(board: Board) -> None:
    async with LeasedShares(board, "a", "run", limits(concurrency=1)) as shares:
        async with shares.slot("host", "m", 0):
            waiting = asyncio.create_task(attempts(shares, 1))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

        assert await attempts(shares, 3) == ["sent"] * 3


class Telling(asyncio.Event):
    """Tells when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.awaited = asyncio.Event()

    async def wait(self) -> Any:
        self.awaited.set()
        return await super().wait()


@pytest.mark.parametrize("turns", range(8))
async def test_a_worker_that_has_done_ends_at_whatever_turn_somebody_began_to_wait(board: Board, turns: int) -> None:
    shares = LeasedShares(board, "a", "run", limits(concurrency=1))
    needed = shares._needed = Telling()
    async with asyncio.timeout(PATIENCE), shares:
        assert await attempts(shares, 1) == ["sent"]
        async with shares.slot("host", "m", 0):
            needed.awaited.clear()
            await needed.awaited.wait()  # until its keeper has nothing to do
            waiting = asyncio.create_task(attempts(shares, 1))  # wakes the keeper
            for _ in range(turns):
                await asyncio.sleep(0)
            waiting.cancel()

    await asyncio.gather(waiting, return_exceptions=True)
    assert waiting.cancelled()


class Breaking(Board):
    """A database that goes down after some transactions."""

    def __init__(self, url: str, after: int) -> None:
        super().__init__(url)
        self.left = after

    async def do(self, work: Work[Any]) -> Any:
        self.left -= 1
        if self.left < 0:
            raise DataError("the shared database can't be used")
        return await super().do(work)


async def test_without_the_database_nobody_is_asked_and_nobody_waits_for_ever(board: Board) -> None:
    broken = Breaking(board.url, after=1)
    shares = LeasedShares(broken, "a", "run", limits())
    with pytest.raises(DataError):
        async with shares:
            for _ in range(2):  # one that waits when it goes down, and one that comes later
                with pytest.raises(PermanentModelError, match="database can't be used"):
                    async with asyncio.timeout(PATIENCE), shares.slot("host", "m", 0):
                        pass
    broken.close()
