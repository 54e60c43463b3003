"""What logs and traces say of an attempt, and what they never say."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest

from briefing.errors import TransientModelError
from briefing.llm import ModelRun, observing, open_model
from briefing.llm.observing import about, current_article
from tests.endpoint import Endpoint, FaultKind, answer_with, fault
from tests.llm.conftest import LITELLM, OPENAI, request_for, settings_for

SECRET_TEXT = "The minister's unpublished letter"


async def attempt_both_ways(name: str, run: ModelRun) -> None:
    """One attempt that fails and one that does not, about an article."""
    async with Endpoint([fault(FaultKind.BAD_KEY), answer_with('{"ok": "letter"}')]) as endpoint:
        model = open_model(name, settings_for(endpoint, name, attempts=1), run=run)
        with about("article-7"):
            for _ in range(2):
                try:
                    await model.complete(request_for(SECRET_TEXT, stage="repair"))
                except Exception:
                    logging.getLogger("briefing.test").debug("as scripted")
        await model.aclose()


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
async def test_records_name_run_article_request_and_stage(name: str, caplog: pytest.LogCaptureFixture) -> None:
    run = ModelRun()
    with caplog.at_level(logging.DEBUG, logger="briefing.llm"):
        await attempt_both_ways(name, run)
    records = [record.__dict__ for record in caplog.records if record.name == "briefing.llm"]
    assert len(records) == 2
    for record in records:
        assert (record["run"], record["article"], record["model"], record["stage"]) == (
            run.id,
            "article-7",
            name,
            "repair",
        )
        assert record["request_id"]
    assert records[0]["message"] == "attempt failed: key"


async def test_no_record_of_ours_holds_text_or_key(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="briefing"):
        await attempt_both_ways(OPENAI, ModelRun())
    said = "".join(str(record.__dict__) for record in caplog.records if record.name.startswith("briefing"))
    assert said
    assert "unpublished" not in said
    assert "planted" not in said


def test_outside_of_an_article_there_is_none() -> None:
    with about("a"), about("b"):
        assert current_article() == "b"
    assert current_article() is None


@pytest.fixture
def fresh_tracer() -> Iterator[None]:
    observing._tracer.cache_clear()
    yield
    observing._tracer.cache_clear()


async def test_each_attempt_is_a_span(fresh_tracer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    run = ModelRun()
    await attempt_both_ways(OPENAI, run)
    failed, done = exporter.get_finished_spans()
    assert failed.attributes is not None and done.attributes is not None
    assert failed.attributes["error.type"] == "key"
    assert failed.status.description == f"{OPENAI}: key (status 401)"
    assert done.attributes["gen_ai.usage.output_tokens"] == 5
    assert done.attributes["briefing.article"] == "article-7"
    assert failed.attributes["briefing.run"] == done.attributes["briefing.run"] == run.id
    assert failed.to_json().count("Incorrect API key") == 0  # what a provider says may quote the article
    assert "unpublished" not in failed.to_json() + done.to_json()
    provider.shutdown()


async def test_without_opentelemetry_nothing_is_traced(fresh_tracer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    async with Endpoint([fault(FaultKind.SERVER_ERROR)]) as endpoint:
        model = open_model(OPENAI, settings_for(endpoint, OPENAI, attempts=1))
        with pytest.raises(TransientModelError):
            await model.complete(request_for())
        await model.aclose()
    assert observing._tracer() is None
