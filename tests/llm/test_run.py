"""What the models of a run share: usage, budget, gate, and the chain of fall-backs."""

from __future__ import annotations

import asyncio
import sys

import pytest

from briefing.errors import ModelError, ModelFault, PermanentModelError, TransientModelError, UsageError
from briefing.llm import FinishReason, ModelRun, ModelSettings, RunBudget, open_model
from briefing.llm.attempts import AttemptModel
from briefing.llm.fallback import FallbackModel
from briefing.llm.usage import BudgetGuard, UsageLedger
from briefing.schema.briefing import Usage
from tests.endpoint import Answer, Endpoint, FaultKind, answer_with, fault
from tests.llm.conftest import LITELLM, OPENAI, connect, request_for, settings_for
from tests.llm.models import ScriptedModel, reply
from tests.patience import PATIENCE

SOUND = '{"ok": "yes"}'
BUSY = TransientModelError("busy", fault=ModelFault.SERVER)


def attempts_of(inner: ScriptedModel, run: ModelRun) -> AttemptModel:
    return AttemptModel(inner, run.gate("script", ModelSettings()), run, timeout=PATIENCE)


async def test_failed_attempts_are_counted_with_the_others() -> None:
    run = ModelRun()
    async with Endpoint([fault(FaultKind.SERVER_ERROR), fault(FaultKind.RATE_LIMIT), answer_with(SOUND)]) as endpoint:
        model = open_model(OPENAI, settings_for(endpoint, OPENAI), run=run)
        await model.complete(request_for(stage="repair"))
        await model.aclose()
    [row] = run.ledger.rows()
    assert (row.model, row.stage, row.requests, row.failed) == (OPENAI, "repair", 3, 2)
    assert row.faults == {"rate_limit": 1, "server": 1}
    assert row.output_tokens > 0
    assert row.cost == run.ledger.total().cost == pytest.approx(run.ledger.known_cost)


async def test_an_unknown_price_makes_the_sum_unknown_and_not_zero() -> None:
    ledger = UsageLedger()
    ledger.succeeded("priced", "extraction", Usage(input_tokens=1, cost=0.5), 1)
    ledger.succeeded("unpriced", "extraction", Usage(input_tokens=2), 1)
    assert [row.cost for row in ledger.rows()] == [0.5, None]
    assert ledger.total() == Usage(requests=2, input_tokens=3, cost=None)
    assert ledger.known_cost == 0.5


def test_a_replay_that_failed_is_no_request() -> None:
    ledger = UsageLedger()
    ledger.failed("m", "extraction", PermanentModelError("no", fault=ModelFault.NOT_RECORDED), 0)
    assert ledger.rows() == ()


async def test_models_of_one_run_share_one_ledger_and_one_gate() -> None:
    run = ModelRun()
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        models = [open_model(OPENAI, settings_for(endpoint, OPENAI), run=run) for _ in range(2)]
        for model in models:
            await model.complete(request_for())
            await model.aclose()
    assert run.ledger.total().requests == 2


@pytest.mark.parametrize(
    ("budget", "unit"),
    [
        (RunBudget(requests=1), "1 requests"),
        (RunBudget(tokens=15), "15 tokens"),
        (RunBudget(cost=0.01), "0.01 US dollars"),
        (RunBudget(cost=0), "0 US dollars"),
    ],
)
async def test_a_spent_budget_stops_the_run_and_keeps_what_is_done(budget: RunBudget, unit: str) -> None:
    run = ModelRun(budget)
    inner = ScriptedModel()
    model = attempts_of(inner, run)
    if budget.cost != 0:
        await model.complete(request_for())
    with pytest.raises(PermanentModelError) as caught:
        await model.complete(request_for())
    assert caught.value.fault is ModelFault.BUDGET
    assert unit in str(caught.value)
    assert inner.calls == (0 if budget.cost == 0 else 1)


def test_a_budget_of_time_counts_from_the_first_request() -> None:
    now = [100.0]
    guard = BudgetGuard(RunBudget(seconds=60), UsageLedger(), clock=lambda: now[0])
    guard.check("m")
    now[0] += 59
    guard.check("m")
    now[0] += 1
    with pytest.raises(PermanentModelError) as caught:
        guard.check("m")
    assert "60 seconds" in str(caught.value)


async def test_a_provider_that_is_down_is_left_alone() -> None:
    run = ModelRun()
    inner = ScriptedModel(BUSY)
    model = attempts_of(inner, run)
    for _ in range(30):
        with pytest.raises(TransientModelError):
            await model.complete(request_for())
    assert inner.calls == 10
    assert run.ledger.total().requests == 10
    with pytest.raises(TransientModelError) as caught:
        await model.complete(request_for())
    assert (caught.value.fault, caught.value.provider) == (ModelFault.PROVIDER_DOWN, "script")


async def test_concurrency_falls_when_the_provider_says_429() -> None:
    run = ModelRun()
    settings = ModelSettings(concurrency=8)
    gate = run.gate("script", settings)
    model = AttemptModel(
        ScriptedModel(TransientModelError("slow", fault=ModelFault.RATE_LIMIT)), gate, run, timeout=PATIENCE
    )
    with pytest.raises(TransientModelError):
        await model.complete(request_for())
    assert gate.limiter.limit == 4


async def test_a_pause_that_is_too_long_is_an_error_and_not_a_wait() -> None:
    run, told = ModelRun(), TransientModelError("slow", fault=ModelFault.RATE_LIMIT)
    told.retry_after = 3600
    inner = ScriptedModel(told)
    model = attempts_of(inner, run)
    for _ in range(2):
        with pytest.raises(TransientModelError) as caught:
            await model.complete(request_for())
        assert caught.value.fault is ModelFault.RATE_LIMIT
        assert caught.value.retry_after == pytest.approx(3600, rel=0.01)
    assert inner.calls == run.ledger.total().requests == 1


async def test_a_cancelled_call_gives_its_slot_back() -> None:
    async with Endpoint([answer_with(SOUND, delay=30)]) as endpoint:
        run = ModelRun()
        model = open_model(OPENAI, settings_for(endpoint, OPENAI, concurrency=1), run=run)
        for number in (1, 2):
            call = asyncio.create_task(model.complete(request_for()))
            await endpoint.arrived(number)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
        await model.aclose()
    assert endpoint.count == 2


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
async def test_no_more_requests_are_in_flight_than_the_settings_say(name: str) -> None:
    async with Endpoint(lambda seen: answer_with(SOUND, delay=0.01)) as endpoint:
        model = connect(endpoint, name, concurrency=3)
        await asyncio.gather(*(model.complete(request_for(f"{n}?")) for n in range(12)))
        await model.aclose()
    assert endpoint.count == 12
    assert endpoint.peak <= 3


async def test_where_one_model_fails_the_next_takes_over() -> None:
    first = ScriptedModel(PermanentModelError("no key", fault=ModelFault.KEY), name="a")
    second = ScriptedModel(name="b")
    chain = FallbackModel([first, second])
    assert (await chain.complete(request_for())).text == SOUND
    assert (first.calls, second.calls) == (1, 1)
    assert chain.name == "a"
    await chain.aclose()
    assert first.closed and second.closed


async def test_a_model_that_stays_down_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    down = TransientModelError("a: the provider is down", fault=ModelFault.PROVIDER_DOWN)
    chain = FallbackModel([ScriptedModel(down, name="a"), ScriptedModel(name="b")])
    with caplog.at_level("INFO", logger="briefing.llm"):
        for _ in range(3):
            await chain.complete(request_for())
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO", "INFO"]


async def test_a_log_holds_no_word_of_what_a_provider_says(caplog: pytest.LogCaptureFixture) -> None:
    echo = PermanentModelError(
        "a: bad request: 'Norland has offered talks' is no role", fault=ModelFault.BAD_REQUEST, model="a", status=400
    )
    chain = FallbackModel([ScriptedModel(echo, name="a"), ScriptedModel(name="b")])
    with caplog.at_level("DEBUG"):
        await chain.complete(request_for())
    assert [record.getMessage() for record in caplog.records] == [
        "a: bad request (status 400); the next model is asked"
    ]


@pytest.mark.parametrize("finish", [FinishReason.REFUSED, FinishReason.FILTERED])
async def test_a_refusal_is_passed_on_and_stands_when_nobody_answers(
    finish: FinishReason, caplog: pytest.LogCaptureFixture
) -> None:
    refusing = ScriptedModel(reply("", finish))
    assert (await FallbackModel([refusing, ScriptedModel()]).complete(request_for())).text == SOUND
    assert f": {finish.value}; the next model is asked" in caplog.text
    alone = FallbackModel([refusing, ScriptedModel(BUSY)])
    assert (await alone.complete(request_for())).finish_reason is finish


async def test_when_all_fail_the_first_error_is_raised_with_the_others_noted() -> None:
    first = PermanentModelError("no key", fault=ModelFault.KEY)
    chain = FallbackModel([ScriptedModel(first), ScriptedModel(PermanentModelError("no credit"))])
    with pytest.raises(ModelError) as caught:
        await chain.complete(request_for())
    assert caught.value is first
    assert "then no credit" in first.__notes__


async def test_a_stale_recording_is_not_covered_up_by_a_fallback() -> None:
    stale = ScriptedModel(PermanentModelError("no such request", fault=ModelFault.NOT_RECORDED))
    other = ScriptedModel()
    with pytest.raises(PermanentModelError):
        await FallbackModel([stale, other]).complete(request_for())
    assert other.calls == 0


def test_a_chain_is_as_wide_as_its_narrowest_model() -> None:
    wide, narrow, unknown = (
        ScriptedModel(window=9000),
        ScriptedModel(window=100, per_word=2),
        ScriptedModel(window=None),
    )
    assert FallbackModel([wide, narrow]).context_window == 100
    assert FallbackModel([wide, unknown]).context_window is None
    assert FallbackModel([wide, narrow]).count_tokens("two words") == 4
    with pytest.raises(ValueError, match="needs a model"):
        FallbackModel([])


async def test_the_reply_names_the_engine_that_took_over() -> None:
    async with Endpoint([fault(FaultKind.BAD_KEY)]) as endpoint, Endpoint([answer_with(SOUND)]) as other:
        run = ModelRun()
        settings = settings_for(endpoint, OPENAI)
        chain = FallbackModel(
            [open_model(OPENAI, settings, run=run), open_model("local", settings_for(other, "local"), run=run)]
        )
        completion = await chain.complete(request_for())
        await chain.aclose()
    assert completion.engine == "local"
    assert [row.model for row in run.ledger.rows()] == ["local", OPENAI]


async def test_a_fallback_never_gets_the_first_models_key_or_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    async with Endpoint([fault(FaultKind.BAD_KEY)]) as endpoint:
        chain = open_model(OPENAI, settings_for(endpoint, OPENAI), fallback=["openai/gpt-4o"])
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        with pytest.raises(PermanentModelError) as caught:
            await chain.complete(request_for())
        await chain.aclose()
    assert endpoint.count == 1
    assert caught.value.fault is ModelFault.KEY


def test_a_chain_may_end_in_the_embedded_engine() -> None:
    chain = open_model("openai/gpt-4o-mini", fallback=["embedded"])
    assert chain.context_window == 128_000
    assert open_model("embedded").context_window == sys.maxsize


async def test_a_provider_that_wants_a_long_pause_holds_up_nobody() -> None:
    """Those that wait for a slot when it says so would else sleep as long as it wants."""
    slow = Answer(
        status=429, raw='{"error": {"message": "slow", "code": "x"}}', headers={"retry-after": "100000"}, delay=0.05
    )
    async with Endpoint([slow]) as endpoint:
        model = connect(endpoint, OPENAI, concurrency=1)
        async with asyncio.timeout(PATIENCE):
            calls = (model.complete(request_for(f"{n}?")) for n in range(5))
            errors = await asyncio.gather(*calls, return_exceptions=True)
        await model.aclose()
    assert [getattr(error, "fault", None) for error in errors] == [ModelFault.RATE_LIMIT] * 5
    assert endpoint.count == 1


@pytest.mark.parametrize("names", [("openai/gpt-4o", "litellm/openai/gpt-4o-mini"), ("a/b/c", "a/d/e")])
def test_one_provider_has_one_gate_whichever_model_and_way(names: tuple[str, str]) -> None:
    run = ModelRun()
    for name in names:
        open_model(name, run=run)
    assert run.providers == (names[0].partition("/")[0],)


@pytest.mark.parametrize("name", ["openai/no-such-model", "litellm/openai/no-such-model"])
def test_a_bound_on_money_needs_a_price(name: str) -> None:
    with pytest.raises(UsageError, match=f"price of {name} is not known"):
        open_model("embedded", ModelSettings(budget=RunBudget(cost=1)), fallback=[name])


@pytest.mark.parametrize("name", ["embedded", OPENAI, LITELLM, "litellm/anthropic/claude-sonnet-4-5"])
def test_a_bound_on_money_holds_whatever_has_a_price(name: str) -> None:
    assert open_model(name, ModelSettings(budget=RunBudget(cost=1))).name == name


def test_only_the_last_of_a_chain_is_waited_for_when_it_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    waited_for: dict[str, bool] = {}

    def opened(inner: AttemptModel, settings: ModelSettings, *, patient: bool) -> AttemptModel:
        waited_for[inner.name] = patient
        return inner

    monkeypatch.setattr("briefing.llm.factory.RetryingModel", opened)
    open_model("openai/a", fallback=["openai/b", "openai/c"])
    assert waited_for == {"openai/a": False, "openai/b": False, "openai/c": True}
    open_model("openai/a")
    assert waited_for["openai/a"]
