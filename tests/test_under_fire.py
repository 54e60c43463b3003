"""Whole runs against an endpoint that fails: nothing is lost, nothing is paid twice, and the page says who wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.llm import ModelRun, ModelSettings
from briefing.pages import compose
from briefing.pipeline import stream
from briefing.rendering import to_markdown
from briefing.schema.document import Document
from briefing.schema.results import ArticleResult
from briefing.settings import Settings
from tests.endpoint import Endpoint, FaultKind
from tests.endpoint.answers import TRANSIENT
from tests.endpoint.articles import article
from tests.endpoint.mix import MIXED, article_of, drafts, seeded_mix, spoiled
from tests.patience import PATIENCE

OPENAI = "openai/gpt-4o-mini"


def documents(count: int) -> list[Document]:
    made = (article(number, 600) for number in range(count))
    return [Document.of(f"{title}\n\n{text}\n", f"{n}.txt") for n, (title, text) in enumerate(made)]


async def brief_all(
    endpoint: Endpoint, count: int, *, run: ModelRun | None = None, model: str = OPENAI, **changes: Any
) -> list[ArticleResult]:
    fallback, proof = changes.pop("fallback", ()), changes.pop("proof", "off")
    llm = ModelSettings.model_validate(
        {"api_base": endpoint.api_base, "api_key": "k", "attempts": 8, "max_wait": 0, "timeout": PATIENCE, **changes}
    )
    settings = Settings.model_validate(
        {"model": model, "llm": llm, "fallback": fallback, "proof": proof, "in_flight": 8}
    )
    run = run or ModelRun(llm.budget)
    return [result async for result in stream(documents(count), settings, run=run)]


async def test_passing_faults_change_no_brief() -> None:
    async with Endpoint(drafts()) as endpoint:
        clean = await brief_all(endpoint, 25)
    async with Endpoint(seeded_mix(3, 0.4, TRANSIENT)) as endpoint:
        results = await brief_all(endpoint, 25)
    assert endpoint.count > 25
    assert [result.brief for result in results] == [result.brief for result in clean]
    assert all(result.brief for result in clean)


async def test_passing_faults_change_no_proof_reading() -> None:
    async with Endpoint(drafts()) as endpoint:
        clean = await brief_all(endpoint, 10, proof="same")
    async with Endpoint(seeded_mix(3, 0.4, TRANSIENT)) as endpoint:
        results = await brief_all(endpoint, 10, proof="same")
    assert endpoint.count > 20
    assert [result.brief for result in results] == [result.brief for result in clean]
    assert all(result.brief and result.brief.proof and not result.brief.proof.failures for result in clean)


async def test_whatever_goes_wrong_with_proof_reading_no_item_is_lost() -> None:
    async with Endpoint(drafts()) as endpoint:
        clean = await brief_all(endpoint, 20)

    async with Endpoint(seeded_mix(7, 0.5, MIXED)) as endpoint:
        results = await brief_all(endpoint, 20, proof="same")
    drafted = [(result.brief, before.brief) for result, before in zip(results, clean, strict=True) if result.brief]
    assert len(drafted) > 10
    assert any(brief.proof and brief.proof.failures for brief, _ in drafted)
    for brief, before in drafted:
        assert before is not None
        assert [item.id for _, item in brief.items()] == [item.id for _, item in before.items()]


async def test_whatever_goes_wrong_every_article_is_told_and_its_neighbours_stand() -> None:
    async with Endpoint(seeded_mix(5, 0.5, MIXED)) as endpoint:
        results = await brief_all(endpoint, 40)
    told = [result.brief is not None or bool(result.failure and result.failure.reason) for result in results]
    assert told == [True] * 40
    assert sum(result.brief is not None for result in results) > 20


@pytest.mark.parametrize("kind", [FaultKind.BAD_KEY, FaultKind.REFUSAL, FaultKind.NOT_JSON, FaultKind.SERVER_ERROR])
async def test_a_fault_for_good_costs_its_own_article_alone(kind: FaultKind) -> None:
    async with Endpoint(spoiled(kind, "in round 1,")) as endpoint:
        results = await brief_all(endpoint, 4, attempts=2)
    assert [result.brief is not None for result in results] == [True, False, True, True]
    assert results[1].failure is not None
    assert results[1].failure.stage == "extraction"


async def test_a_run_that_ran_out_of_budget_goes_on_without_paying_twice(tmp_path: Path) -> None:
    cache = tmp_path / "replies.db"
    async with Endpoint(drafts()) as endpoint:
        undisturbed = await brief_all(endpoint, 12)
    async with Endpoint(drafts()) as endpoint:
        first = await brief_all(endpoint, 12, cache=cache, concurrency=1, budget={"requests": 5})
        assert endpoint.count == 5
        second = await brief_all(endpoint, 12, cache=cache)
        asked = [article_of(seen) for seen in endpoint.seen]
    assert sum(result.brief is not None for result in first) == 5
    reasons = [result.failure.reason for result in first if result.failure]
    assert len(reasons) == 7
    assert all("the run's budget of 5 requests is spent; what was done stands" in reason for reason in reasons)
    assert len(asked) == len(set(asked)) == 12
    assert [result.brief for result in second] == [result.brief for result in undisturbed]


@pytest.mark.parametrize("kind", [FaultKind.BAD_KEY, FaultKind.REFUSAL, FaultKind.NOT_JSON])
async def test_the_fallback_writes_what_the_first_model_could_not(kind: FaultKind) -> None:
    async with Endpoint(spoiled(kind, "in round 1,")) as endpoint:
        results = await brief_all(endpoint, 3, fallback=("embedded",))
    engines = [result.brief.engine if result.brief else None for result in results]
    assert engines == [OPENAI, "embedded", OPENAI]


async def test_the_page_says_which_model_wrote_which_article() -> None:
    async with Endpoint(spoiled(FaultKind.NOT_JSON, "in round 1,")) as endpoint:
        results = await brief_all(endpoint, 2, fallback=("embedded",))
    page = to_markdown(compose(results, Settings()))
    assert f"written by embedded and {OPENAI} (embedded: rules without a language model" in page
    [first, second] = [line for line in page.splitlines() if line.endswith(".txt`")]
    assert {line.partition("written by ")[2] for line in (first, second)} == {
        f"{OPENAI} — `0.txt`",
        "embedded — `1.txt`",
    }
    alone = to_markdown(compose(results[:1], Settings()))
    assert alone.count("written by") == 1


async def test_usage_counts_what_failed_and_what_was_replayed(tmp_path: Path) -> None:
    cache = tmp_path / "replies.db"
    first, second = ModelRun(), ModelRun()
    async with Endpoint(spoiled(FaultKind.SERVER_ERROR, "in round 1,", times=2)) as endpoint:
        await brief_all(endpoint, 3, run=first, cache=cache)
        await brief_all(endpoint, 3, run=second, cache=cache)
    [row] = first.ledger.rows()
    assert (row.requests, row.failed, row.replayed) == (5, 2, 0)
    [row] = second.ledger.rows()
    assert (row.requests, row.failed, row.replayed, row.cost) == (0, 0, 3, 0)
