"""When it is tried again, how long is waited, and when it is given up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from briefing.errors import BadReplyError, ModelFault, PermanentModelError, TransientModelError
from briefing.llm import ModelRun, ModelSettings
from briefing.llm.attempts import FIRST_WAIT, AttemptModel, Elapsed, RetryingModel
from briefing.llm.sdk_errors import retry_after
from tests.llm.conftest import request_for
from tests.llm.models import ScriptedModel, reply
from tests.patience import PATIENCE

BUSY = TransientModelError("busy", fault=ModelFault.SERVER)


class Sleeper:
    def __init__(self) -> None:
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


def throttled(seconds: float) -> TransientModelError:
    error = TransientModelError("slow down", fault=ModelFault.RATE_LIMIT)
    error.retry_after = seconds
    return error


async def test_pauses_grow_under_full_jitter() -> None:
    sleeper = Sleeper()
    model = RetryingModel(ScriptedModel(*[BUSY] * 5, reply()), ModelSettings(attempts=6), sleep=sleeper)
    completion = await model.complete(request_for())
    assert completion.usage.requests == 6
    assert len(sleeper.waits) == 5
    assert all(0 <= wait <= FIRST_WAIT * 2**n for n, wait in enumerate(sleeper.waits))


async def test_a_wait_that_the_provider_asks_for_is_kept_and_spread() -> None:
    sleeper = Sleeper()
    model = RetryingModel(ScriptedModel(throttled(10), reply()), ModelSettings(), sleep=sleeper)
    await model.complete(request_for())
    assert 10 <= sleeper.waits[0] <= 11


async def test_a_wait_beyond_the_bound_on_time_is_not_begun() -> None:
    sleeper = Sleeper()
    inner = ScriptedModel(throttled(3600))
    with pytest.raises(TransientModelError):
        await RetryingModel(inner, ModelSettings(max_elapsed=60), sleep=sleeper).complete(request_for())
    assert inner.calls == 1
    assert sleeper.waits == []


async def test_the_last_error_is_raised_when_attempts_are_spent() -> None:
    inner = ScriptedModel(throttled(0), BUSY)
    with pytest.raises(TransientModelError) as caught:
        await RetryingModel(inner, ModelSettings(attempts=3), sleep=Sleeper()).complete(request_for())
    assert caught.value is BUSY
    assert inner.calls == 3


@pytest.mark.parametrize("error", [PermanentModelError("no"), BadReplyError("what")])
async def test_what_cannot_pass_is_raised_at_once(error: PermanentModelError | BadReplyError) -> None:
    inner = ScriptedModel(error)
    with pytest.raises(type(error)):
        await RetryingModel(inner, ModelSettings(), sleep=Sleeper()).complete(request_for())
    assert inner.calls == 1


@pytest.mark.parametrize(("patient", "calls"), [(True, 2), (False, 1)])
async def test_a_provider_that_is_down_is_waited_for_unless_another_can_take_over(patient: bool, calls: int) -> None:
    down = TransientModelError("down", fault=ModelFault.PROVIDER_DOWN)
    inner = ScriptedModel(down)
    model = RetryingModel(inner, ModelSettings(attempts=2), patient=patient, sleep=Sleeper())
    with pytest.raises(TransientModelError):
        await model.complete(request_for())
    assert inner.calls == calls


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "7", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:10 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 10),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT", "date": "Wed, 21 Oct 2026 07:28:10 GMT"}, 0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:10 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "inf"}, None),
        ({}, None),
    ],
)
def test_the_wait_that_headers_ask_for(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def failed_after(seconds: float, queued: float) -> Any:
    """What tenacity knows after an attempt that failed ``seconds`` after the call began."""
    error = TransientModelError("busy")
    error.queued = queued
    outcome = SimpleNamespace(exception=lambda: error)
    return SimpleNamespace(seconds_since_start=seconds, upcoming_sleep=1.0, outcome=outcome)


def test_the_time_in_the_queue_is_not_held_against_a_call() -> None:
    assert Elapsed(60)(failed_after(60, queued=0))
    waited = Elapsed(60)
    assert not waited(failed_after(500, queued=480))
    assert not waited(failed_after(900, queued=365))
    assert waited(failed_after(905, queued=0))


async def test_an_attempt_tells_how_long_it_was_queued() -> None:
    error = TransientModelError("busy", fault=ModelFault.SERVER)
    run = ModelRun()
    attempts = AttemptModel(ScriptedModel(error), run.gate("script", ModelSettings()), run, timeout=PATIENCE)
    with pytest.raises(TransientModelError) as caught:
        await attempts.complete(request_for())
    assert 0 < caught.value.queued < 5
