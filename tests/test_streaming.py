from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from briefing.streaming import bounded_map


async def count_to(number: int) -> AsyncIterator[int]:
    for value in range(number):
        yield value


class Worker:
    """Doubles; later elements finish first; counts how many are in flight."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.flying = 0
        self.most = 0
        self.cancelled = 0

    async def __call__(self, value: int) -> int:
        self.flying += 1
        self.most = max(self.most, self.flying)
        try:
            for _ in range(2 * (self.total - value)):
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.flying -= 1
        return value * 2


async def test_results_come_in_the_order_of_the_stream() -> None:
    worker = Worker(10)
    assert [r async for r in bounded_map(count_to(10), worker, limit=4)] == [2 * n for n in range(10)]
    assert worker.most == 4


async def test_results_come_as_they_finish() -> None:
    found = [r async for r in bounded_map(count_to(10), Worker(10), limit=10, ordered=False)]
    assert sorted(found) == [2 * n for n in range(10)]
    assert found != sorted(found)


async def test_a_slow_element_lets_as_many_as_the_limit_overtake_it_and_no_more() -> None:
    begun: list[int] = []
    released = asyncio.Event()

    async def work(value: int) -> int:
        begun.append(value)
        if value == 0:
            await released.wait()
        return value

    async def take() -> list[int]:
        return [value async for value in bounded_map(count_to(20), work, limit=3)]

    taking = asyncio.create_task(take())
    for _ in range(100):
        await asyncio.sleep(0)
    assert begun == [0, 1, 2, 3, 4, 5]
    released.set()
    assert await taking == list(range(20))


async def test_leaving_early_cancels_what_is_under_way() -> None:
    worker = Worker(50)
    results = bounded_map(count_to(50), worker, limit=5)
    async for _ in results:
        break
    await results.aclose()  # type: ignore[attr-defined]  # an async generator, typed as an iterator
    assert worker.flying == 0


async def test_a_fault_is_raised_after_the_others_were_cancelled() -> None:
    async def fail(value: int) -> int:
        if value == 2:
            raise ZeroDivisionError
        await asyncio.sleep(0)
        return value

    with pytest.raises(ZeroDivisionError):
        [r async for r in bounded_map(count_to(5), fail, limit=3)]


async def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        [r async for r in bounded_map(count_to(1), Worker(1), limit=0)]
