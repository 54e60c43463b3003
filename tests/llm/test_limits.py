"""The adaptive limiter and the circuit: pure state, no waiting."""

from __future__ import annotations

import asyncio

import pytest

from briefing.errors import ModelError, ModelFault, PermanentModelError, TransientModelError
from briefing.llm.limits import AdaptiveLimiter, Circuit, PauseTooLongError
from tests.patience import PATIENCE


async def enter_all(limiter: AdaptiveLimiter, count: int) -> tuple[list[int], list[asyncio.Task[None]], asyncio.Event]:
    """Start ``count`` holders that stay until the event; the list fills with the numbers of those inside."""
    inside: list[int] = []
    leave = asyncio.Event()

    async def hold() -> None:
        async with limiter.slot() as number:
            inside.append(number)
            await leave.wait()

    tasks = [asyncio.create_task(hold()) for _ in range(count)]
    for _ in range(5):
        await asyncio.sleep(0)
    return inside, tasks, leave


async def test_no_more_than_the_ceiling_are_in_flight() -> None:
    limiter = AdaptiveLimiter(3)
    inside, tasks, leave = await enter_all(limiter, 10)
    assert len(inside) == 3
    leave.set()
    await asyncio.gather(*tasks)
    assert sorted(inside) == list(range(1, 11))


async def test_a_429_halves_the_slots_once_for_a_burst() -> None:
    limiter = AdaptiveLimiter(16)
    inside, tasks, leave = await enter_all(limiter, 16)
    for number in inside:
        limiter.throttled(number)
    assert limiter.limit == 8
    leave.set()
    await asyncio.gather(*tasks)
    async with limiter.slot() as number:
        limiter.throttled(number)
    assert limiter.limit == 4


async def test_the_limit_never_falls_below_one_and_replies_bring_it_back() -> None:
    limiter = AdaptiveLimiter(4)
    for _ in range(5):
        async with limiter.slot() as number:
            limiter.throttled(number)
    assert limiter.limit == 1
    for _ in range(50):
        limiter.succeeded()
    assert limiter.limit == 4


async def test_when_one_is_told_to_wait_all_wait() -> None:
    clock = Clock()
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock.now += seconds

    limiter = AdaptiveLimiter(4, clock=clock, sleep=sleep)
    async with limiter.slot() as number:
        limiter.throttled(number, 7)
        limiter.throttled(number, 3)
    assert limiter.pause == 7
    for _ in range(2):
        async with limiter.slot():
            assert clock.now == 7
    assert waits == [7]


async def test_a_cancelled_waiter_takes_no_slot_with_it() -> None:
    limiter = AdaptiveLimiter(1)
    inside, tasks, leave = await enter_all(limiter, 3)
    tasks[1].cancel()
    leave.set()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(done[1], asyncio.CancelledError)
    assert len(inside) == 2
    async with limiter.slot():
        pass


async def test_a_waiter_that_is_cancelled_with_its_slot_in_hand_gives_it_back() -> None:
    limiter = AdaptiveLimiter(1)
    _, tasks, leave = await enter_all(limiter, 2)
    leave.set()
    await tasks[0]  # its slot is now the second's, which has not run yet
    tasks[1].cancel()
    await asyncio.gather(tasks[1], return_exceptions=True)
    async with asyncio.timeout(PATIENCE), limiter.slot():
        pass


async def test_tokens_of_prompts_and_replies_are_taken_from_one_allowance() -> None:
    limiter = AdaptiveLimiter(1, requests_per_minute=100, tokens_per_minute=1000)
    assert limiter.counts_tokens
    async with limiter.slot(400):
        limiter.succeeded(500)
    waiting = asyncio.create_task(limiter.slot(400).__aenter__())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not waiting.done()  # 900 of this minute's 1000 are gone
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_a_prompt_larger_than_a_minute_is_not_refused() -> None:
    limiter = AdaptiveLimiter(1, tokens_per_minute=1000)
    async with asyncio.timeout(PATIENCE), limiter.slot(5000) as number:
        assert number == 1


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


DOWN = TransientModelError("down", fault=ModelFault.CONNECTION)


def opened() -> tuple[Circuit, Clock]:
    clock = Clock()
    circuit = Circuit(threshold=3, pause=5, longest=12, clock=clock)
    for _ in range(3):
        circuit.check("m")
        circuit.failed(DOWN)
    return circuit, clock


def wait_of(circuit: Circuit) -> float | None:
    with pytest.raises(TransientModelError) as caught:
        circuit.check("m")
    assert caught.value.fault is ModelFault.PROVIDER_DOWN
    return caught.value.retry_after


def test_a_provider_that_is_down_is_asked_no_more() -> None:
    circuit, _ = opened()
    assert wait_of(circuit) == 5


def test_after_the_pause_one_attempt_finds_out() -> None:
    circuit, clock = opened()
    clock.now = 5
    circuit.check("m")
    assert wait_of(circuit) == 5  # the others wait for what it finds, and do not use up their attempts meanwhile


def test_each_failed_probe_doubles_the_pause_up_to_the_longest() -> None:
    circuit, clock = opened()
    pauses = []
    for _ in range(3):
        clock.now += 100
        circuit.check("m")
        circuit.failed(DOWN)
        pauses.append(wait_of(circuit))
    assert pauses == [10, 12, 12]


def test_a_reply_closes_it() -> None:
    circuit, clock = opened()
    clock.now = 5
    circuit.check("m")
    circuit.succeeded()
    circuit.check("m")
    circuit.failed(DOWN)
    circuit.check("m")


def test_a_cancelled_probe_lets_another_try() -> None:
    circuit, clock = opened()
    clock.now = 5
    circuit.check("m")
    circuit.abandoned()
    circuit.check("m")


@pytest.mark.parametrize(
    "error",
    [TransientModelError("slow down", fault=ModelFault.RATE_LIMIT), PermanentModelError("no", fault=ModelFault.KEY)],
)
def test_a_provider_that_answers_is_not_down(error: ModelError) -> None:
    circuit = Circuit(threshold=2)
    for _ in range(5):
        circuit.failed(DOWN)
        circuit.failed(error)
    circuit.check("m")


async def test_a_pause_that_is_asked_for_meanwhile_sends_those_in_the_queue_away() -> None:
    limiter = AdaptiveLimiter(1)

    async def ask() -> float:
        try:
            async with limiter.slot(longest_pause=30):
                raise AssertionError("the provider is not to be asked")
        except PauseTooLongError as pause:
            return pause.seconds

    async with limiter.slot() as number:
        queue = [asyncio.create_task(ask()) for _ in range(3)]
        await asyncio.sleep(0)
        limiter.throttled(number, 100_000)
    async with asyncio.timeout(PATIENCE):
        assert await asyncio.gather(*queue) == [pytest.approx(100_000, rel=0.01)] * 3


async def test_a_caller_that_gives_up_still_owes_the_tokens_of_replies_and_not_its_own() -> None:
    limiter = AdaptiveLimiter(1, tokens_per_minute=1000)
    async with limiter.slot(1000):
        limiter.succeeded(300)
    waiting = asyncio.create_task(limiter.slot(200).__aenter__())
    for _ in range(5):
        await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert limiter.owed == 300
