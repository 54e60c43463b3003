"""Batches: put off, sent, watched, collected, and then found in the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import ModelFault, PermanentModelError, TransientModelError, UsageError
from briefing.llm import CompletionRequest, ModelRun, ModelSettings, RunBudget, open_model
from briefing.llm import batch as batch_module
from briefing.llm.batch import BatchClient, BatchState
from briefing.llm.batching import BatchingModel, DeferringModel
from briefing.llm.settings import TaskModel
from briefing.llm.store import ReplyStore, reply_key
from tests.endpoint import Answer, Endpoint, FaultKind, answer_with, fault
from tests.endpoint.batches import BatchApi
from tests.llm.conftest import OPENAI, request_for, settings_for
from tests.patience import PATIENCE

SOUND = '{"ok": "“yes” – it\\u2028is"}'
REQUESTS = [request_for(f"{n}?") for n in range(6)]


@asynccontextmanager
async def serving(api: BatchApi) -> AsyncIterator[tuple[Endpoint, BatchClient, list[float]]]:
    """An endpoint that batches, a client of it, and the pauses that the client made."""
    endpoint = Endpoint(lambda seen: answer_with(SOUND))
    api.attach(endpoint)
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async with endpoint:
        client = BatchClient(OPENAI, settings_for(endpoint, OPENAI), sleep=sleep)
        yield endpoint, client, pauses
        await client.aclose()


def key_of(request: CompletionRequest) -> str:
    return reply_key(OPENAI, request)


@pytest.mark.parametrize("options", [{}, {"seed": 3, "draft": {"temperature": 0.5, "extra_body": {"top_k": 2}}}])
async def test_two_runs_around_a_batch_ask_live_for_nothing(tmp_path: Path, options: dict[str, Any]) -> None:
    path, run = tmp_path / "replies.db", ModelRun()
    async with serving(BatchApi(lambda seen: answer_with(SOUND))) as (endpoint, client, pauses):
        store = ReplyStore(path)
        first = DeferringModel(open_model(OPENAI, settings_for(endpoint, OPENAI, **options)), store)
        for request in REQUESTS * 2:
            with pytest.raises(PermanentModelError) as caught:
                await first.complete(request)
            assert caught.value.fault is ModelFault.DEFERRED
        [ticket] = await client.submit(first.deferred)
        assert await client.state(ticket) is BatchState.RUNNING
        result = await client.collect(ticket, first.deferred, store, run.ledger, poll_every=60)
        assert (result.state, result.kept, result.failed) == (BatchState.ENDED, 6, {})
        assert pauses == [60]
        assert (await first.complete(REQUESTS[0])).text == SOUND
        await first.aclose()
        await store.aclose()
        second = open_model(OPENAI, settings_for(endpoint, OPENAI, cache=path, **options))
        assert [(await second.complete(request)).text for request in REQUESTS] == [SOUND] * 6
        await second.aclose()
    assert endpoint.count == 0


async def test_a_batch_costs_half(tmp_path: Path) -> None:
    batched, live = ModelRun(), ModelRun()
    async with serving(BatchApi(lambda seen: answer_with(SOUND), looks=1)) as (endpoint, client, _):
        store = ReplyStore(tmp_path / "replies.db")
        [ticket] = await client.submit(REQUESTS)
        for _ in range(2):  # collecting again counts nothing twice
            await client.collect(ticket, REQUESTS, store, batched.ledger)
        await store.aclose()
        model = open_model(OPENAI, settings_for(endpoint, OPENAI), run=live)
        for request in REQUESTS:
            await model.complete(request)
        await model.aclose()
    assert batched.ledger.total().requests == live.ledger.total().requests == 6
    assert batched.ledger.known_cost == pytest.approx(live.ledger.known_cost / 2)


async def test_what_was_sent_before_a_kill_is_taken_up_again() -> None:
    api = BatchApi(lambda seen: answer_with(SOUND))
    async with serving(api) as (_, client, _):
        first = await client.submit(REQUESTS)
        again = await client.submit(reversed(REQUESTS))
        other = await client.submit(REQUESTS[:2])
    assert first == again
    assert other[0].id != first[0].id
    assert len(api.batches) == 2


async def test_lines_that_failed_say_why_and_cost_no_neighbour(tmp_path: Path) -> None:
    spoiled = {
        "0?": FaultKind.SERVER_ERROR,
        "1?": FaultKind.TRUNCATED,
        "2?": FaultKind.NO_CHOICES,
        "3?": FaultKind.REFUSAL,
    }
    api = BatchApi(
        lambda seen: fault(spoiled[seen.prompt], SOUND) if seen.prompt in spoiled else answer_with(SOUND), looks=1
    )
    async with serving(api) as (_, client, _):
        store = ReplyStore(tmp_path / "replies.db")
        [ticket] = await client.submit(REQUESTS)
        result = await client.collect(ticket, REQUESTS, store, ModelRun().ledger)
        assert await store.count() == result.kept == 2
        await store.aclose()
    assert set(result.failed) == {key_of(request) for request in REQUESTS[:4]}
    assert result.failed[key_of(REQUESTS[0])] == "The server had an error"
    assert result.failed[key_of(REQUESTS[2])] == "not a chat completion"


async def test_a_batch_that_expired_gives_what_it_has(tmp_path: Path) -> None:
    api = BatchApi(lambda seen: answer_with(SOUND), ends="expired", done_share=0.5, looks=1)
    async with serving(api) as (_, client, _):
        store = ReplyStore(tmp_path / "replies.db")
        [ticket] = await client.submit(REQUESTS)
        result = await client.collect(ticket, REQUESTS, store, ModelRun().ledger)
        await store.aclose()
    assert (result.state, result.kept, len(result.failed)) == (BatchState.ENDED, 3, 3)
    assert set(result.failed.values()) == {"the batch ended without it"}


async def test_a_batch_whose_input_was_refused_is_sent_anew(tmp_path: Path) -> None:
    api = BatchApi(lambda seen: answer_with(SOUND), ends="failed", looks=1)
    async with serving(api) as (_, client, _):
        store = ReplyStore(tmp_path / "replies.db")
        [ticket] = await client.submit(REQUESTS)
        result = await client.collect(ticket, REQUESTS, store, ModelRun().ledger)
        await store.aclose()
        await client.submit(REQUESTS)
    assert (result.state, result.kept, len(result.failed)) == (BatchState.FAILED, 0, 6)
    assert len(api.batches) == 2


async def test_many_requests_go_in_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_module, "MAX_REQUESTS", 4)
    api = BatchApi(lambda seen: answer_with(SOUND))
    async with serving(api) as (_, client, _):
        tickets = await client.submit(REQUESTS)
    assert [len(ticket.keys) for ticket in tickets] == [4, 2]


async def test_a_batching_model_answers_its_callers_from_one_batch() -> None:
    run = ModelRun()
    api = BatchApi(lambda seen: fault(FaultKind.EMPTY) if seen.prompt == "2?" else answer_with(SOUND), looks=2)
    async with serving(api) as (endpoint, client, pauses):
        live = open_model(OPENAI, settings_for(endpoint, OPENAI), run=run)
        model = BatchingModel(live, client, run, linger=0.01, poll_every=60)
        replies = await asyncio.gather(*(model.complete(request) for request in REQUESTS * 2))
        await model.aclose()
    assert [reply.text for reply in replies] == [SOUND] * 12
    assert len(api.batches) == 1
    assert pauses == [60]
    assert {seen.prompt for seen in endpoint.seen} == {"2?"}  # what the batch did not bring was asked live


async def test_when_no_batch_can_be_sent_all_is_asked_live() -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:  # it knows no batches: 404
        client = BatchClient(OPENAI, settings_for(endpoint, OPENAI))
        live = open_model(OPENAI, settings_for(endpoint, OPENAI))
        model = BatchingModel(live, client, ModelRun(), linger=0.01)
        assert (await model.complete(request_for())).text == SOUND
        await model.aclose()
    assert endpoint.count == 1


async def test_a_batching_model_can_be_closed_while_it_waits() -> None:
    api = BatchApi(lambda seen: answer_with(SOUND), looks=1_000_000_000)
    async with serving(api) as (endpoint, client, _):
        live = open_model(OPENAI, settings_for(endpoint, OPENAI))
        model = BatchingModel(live, client, ModelRun(), linger=0)
        call = asyncio.create_task(model.complete(request_for()))
        async with asyncio.timeout(PATIENCE):
            while not api.batches:  # noqa: ASYNC110 - there is no event to wait for
                await asyncio.sleep(0.001)
        call.cancel()
        await model.aclose()
        with pytest.raises(asyncio.CancelledError):
            await call


def test_batches_are_a_setting() -> None:
    batching = open_model(OPENAI, ModelSettings(batch=True))
    assert isinstance(batching, TaskModel)
    assert isinstance(batching._inner, BatchingModel)
    with pytest.raises(UsageError):
        open_model("anthropic/claude-sonnet-4-5", ModelSettings(batch=True))


async def test_an_api_that_is_down_is_a_transient_error() -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        settings = settings_for(endpoint, OPENAI, attempts=2)
    client = BatchClient(OPENAI, settings)
    with pytest.raises(TransientModelError) as caught:
        await client.submit(REQUESTS)
    await client.aclose()
    assert caught.value.fault is ModelFault.CONNECTION


@pytest.mark.parametrize("name", ["anthropic/claude-sonnet-4-5", "gpt-4o-mini", "embedded"])
def test_other_providers_have_no_batches_here(name: str) -> None:
    with pytest.raises(UsageError):
        BatchClient(name, ModelSettings())


@asynccontextmanager
async def batching(
    endpoint: Endpoint, client: BatchClient, run: ModelRun, store: ReplyStore | None = None
) -> AsyncIterator[BatchingModel]:
    live = open_model(OPENAI, settings_for(endpoint, OPENAI), run=run)
    model = BatchingModel(live, client, run, store=store, linger=0.01, poll_every=60)
    yield model
    await model.aclose()


@pytest.mark.parametrize("damage", ['{"id": "cut', "[1, 2]", '{"custom_id": "x", "response": 7}', "[" * 100_000])
async def test_a_damaged_line_among_the_results_costs_no_neighbour(damage: str) -> None:
    api = BatchApi(lambda seen: answer_with(SOUND), looks=1, damage=damage)
    async with serving(api) as (endpoint, client, _), batching(endpoint, client, ModelRun()) as model:
        async with asyncio.timeout(PATIENCE):
            replies = await asyncio.gather(*(model.complete(request) for request in REQUESTS))
    assert [reply.text for reply in replies] == [SOUND] * 6
    assert endpoint.count == 0


async def test_a_fault_of_ours_leaves_no_caller_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("never thought of")

    monkeypatch.setattr(BatchClient, "results", broken)
    api = BatchApi(lambda seen: answer_with(SOUND))
    async with serving(api) as (endpoint, client, _), batching(endpoint, client, ModelRun()) as model:
        async with asyncio.timeout(PATIENCE):
            assert (await model.complete(REQUESTS[0])).text == SOUND
    assert endpoint.count == 1


async def test_lines_that_are_of_no_use_are_counted_as_what_they_cost() -> None:
    run = ModelRun()
    spoiled = {"0?": FaultKind.TRUNCATED, "1?": FaultKind.SERVER_ERROR}
    api = BatchApi(
        lambda seen: fault(spoiled[seen.prompt], SOUND) if seen.prompt in spoiled else answer_with(SOUND), looks=1
    )
    async with serving(api) as (endpoint, client, _), batching(endpoint, client, run) as model:
        await asyncio.gather(*(model.complete(request) for request in REQUESTS))
    [row] = run.ledger.rows()
    assert (row.requests, row.failed, row.faults) == (8, 1, {"server": 1})
    assert row.output_tokens > 7 * (len(SOUND) // 4 + 1) - 4


async def test_a_batch_is_held_to_the_budget_of_the_run() -> None:
    api = BatchApi(lambda seen: answer_with(SOUND))
    async with serving(api) as (endpoint, client, _), batching(endpoint, client, ModelRun(RunBudget(cost=0))) as model:
        with pytest.raises(PermanentModelError) as caught:
            await model.complete(REQUESTS[0])
    assert caught.value.fault is ModelFault.BUDGET
    assert not api.batches


async def test_no_reply_of_a_batch_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    odd = '{"choices": [{"message": {"role": "assistant", "content": ["Norland has offered talks"]}}]}'
    refused = '{"error": {"message": "Norland has offered talks", "type": "x"}}'
    api = BatchApi(lambda seen: Answer(raw=odd) if seen.prompt == "0?" else Answer(raw=refused, status=400), looks=1)
    with caplog.at_level("INFO"):
        async with serving(api) as (endpoint, client, _), batching(endpoint, client, ModelRun()) as model:
            await asyncio.gather(*(model.complete(request) for request in REQUESTS[:2]))
    assert "asked live" in caplog.text
    assert "Norland" not in caplog.text


async def test_a_run_that_was_killed_takes_up_its_batches_whatever_it_gathers_now(tmp_path: Path) -> None:
    """The first run sent 0 to 3 and kept the replies of 0 and 1; the second asks for the rest, and for two more."""
    api = BatchApi(lambda seen: answer_with(SOUND), looks=2)
    async with serving(api) as (endpoint, client, _):
        for asked in (REQUESTS[:4], REQUESTS[2:]):
            store = ReplyStore(tmp_path / "replies.db")
            async with batching(endpoint, client, ModelRun(), store) as model:
                replies = await asyncio.gather(*(model.complete(request) for request in asked))
            await store.aclose()
            assert [reply.text for reply in replies] == [SOUND] * 4
    assert [len(batch.lines) for batch in api.batches.values()] == [4, 2]
    assert endpoint.count == 0


async def test_a_batch_that_is_gone_is_sent_anew(tmp_path: Path) -> None:
    api = BatchApi(lambda seen: answer_with(SOUND), looks=1)
    async with serving(api) as (endpoint, client, _):
        store = ReplyStore(tmp_path / "replies.db")
        await store.keep_batch("of-last-year", [key_of(request) for request in REQUESTS])
        async with batching(endpoint, client, ModelRun(), store) as model:
            assert (await model.complete(REQUESTS[0])).text == SOUND
        await store.aclose()
    assert [len(batch.lines) for batch in api.batches.values()] == [1]


async def test_an_api_that_is_down_for_a_while_loses_no_batch() -> None:
    api = BatchApi(lambda seen: answer_with(SOUND), looks=2)
    async with serving(api) as (_, client, pauses):
        [ticket] = await client.submit(REQUESTS)
        api.down = 3 * 5  # attempts of five looks
        state, found = await client.results(ticket, REQUESTS, poll_every=60)
        assert (state, len(found)) == (BatchState.ENDED, 6)
        assert pauses.count(60) == 6
        api.down = 1_000_000
        with pytest.raises(TransientModelError):
            await client.results(ticket, REQUESTS, poll_every=60)
