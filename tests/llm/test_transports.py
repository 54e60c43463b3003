"""Both SDKs against a real HTTP endpoint on loopback."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading

import pytest
from pydantic import ValidationError

from briefing.errors import ModelError, ModelFault, PermanentModelError, TransientModelError, UsageError
from briefing.llm import FinishReason, ModelSettings, StructuredOutput, open_model
from briefing.settings import Settings, load_settings
from tests.endpoint import Answer, Endpoint, FaultKind, answer_with, fault
from tests.endpoint.answers import TRANSIENT
from tests.llm.conftest import ANTHROPIC, LITELLM, OPENAI, SCHEMA, connect, request_for
from tests.patience import PATIENCE

SOUND = '{"ok": "“yes” – it is"}'

TRANSIENT_FAULTS = {
    FaultKind.RATE_LIMIT: {ModelFault.RATE_LIMIT},
    FaultKind.SERVER_ERROR: {ModelFault.SERVER},
    FaultKind.OVERLOADED: {ModelFault.OVERLOADED, ModelFault.SERVER},
    FaultKind.CONFLICT: {ModelFault.SERVER},
    FaultKind.RESET: {ModelFault.CONNECTION},
    FaultKind.DROPPED: {ModelFault.CONNECTION},
    FaultKind.WRONG_LENGTH: {ModelFault.CONNECTION},
    FaultKind.HTML: {ModelFault.MALFORMED},
    FaultKind.HTML_ERROR: {ModelFault.SERVER},
    FaultKind.CUT_ENVELOPE: {ModelFault.MALFORMED},
    FaultKind.NO_CHOICES: {ModelFault.MALFORMED},
    FaultKind.HUGE: {ModelFault.TOO_LARGE},
    FaultKind.ENDLESS: {ModelFault.TOO_LARGE},
    FaultKind.BOMB: {ModelFault.TOO_LARGE},
}
PERMANENT_FAULTS = {
    FaultKind.BAD_KEY: ModelFault.KEY,
    FaultKind.NO_CREDIT: ModelFault.QUOTA,
    FaultKind.UNKNOWN_MODEL: ModelFault.UNKNOWN_MODEL,
    FaultKind.CONTEXT_LENGTH: ModelFault.CONTEXT_LENGTH,
}


async def test_a_reply_comes_back_with_its_quotes_usage_and_engine(transport: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, transport)
        completion = await model.complete(request_for())
        await model.aclose()
    assert completion.text == SOUND
    assert completion.finish_reason is FinishReason.STOP
    assert completion.engine == model.name == transport
    assert completion.usage.requests == 1
    assert completion.usage.input_tokens > 0 < completion.usage.output_tokens
    assert completion.usage.cost is not None and completion.usage.cost > 0


@pytest.mark.parametrize(
    ("name", "field"), [(OPENAI, "response_format"), (LITELLM, "response_format"), (ANTHROPIC, "output_format")]
)
async def test_the_schema_is_sent_as_strict_structured_output(name: str, field: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, name)
        await model.complete(request_for())
        await model.aclose()
    sent = endpoint.seen[0].body[field]
    assert sent["type"] == "json_schema"
    schema = sent.get("json_schema", sent)
    assert schema["schema"] == SCHEMA
    assert schema.get("strict", True) is True


@pytest.mark.parametrize("structured", [StructuredOutput.PROMPT, StructuredOutput.JSON_OBJECT])
async def test_without_strict_output_the_schema_stands_in_the_prompt(structured: StructuredOutput) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, OPENAI, structured=structured)
        await model.complete(request_for())
        await model.aclose()
    body = endpoint.seen[0].body
    assert json.dumps(SCHEMA, separators=(",", ":")) in body["messages"][0]["content"]
    expected = {"type": "json_object"} if structured is StructuredOutput.JSON_OBJECT else None
    assert body.get("response_format") == expected


async def test_a_provider_without_structured_output_gets_the_schema_in_the_prompt() -> None:
    name = "litellm/openai/some-local-model"
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, name)
        await model.complete(request_for())
        await model.aclose()
    assert "JSON Schema" in endpoint.seen[0].prompt
    assert "response_format" not in endpoint.seen[0].body


@pytest.mark.parametrize("kind", TRANSIENT_FAULTS, ids=str)
async def test_what_may_pass_is_tried_again_and_then_told_by_its_kind(transport: str, kind: FaultKind) -> None:
    async with Endpoint([fault(kind)]) as endpoint:
        model = connect(endpoint, transport, attempts=2, max_reply_bytes=1_000_000)
        with pytest.raises(TransientModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    assert caught.value.fault in TRANSIENT_FAULTS[kind]
    assert caught.value.hint
    assert endpoint.count == 2
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("kind", TRANSIENT, ids=str)
async def test_a_passing_fault_costs_one_request_and_no_result(transport: str, kind: FaultKind) -> None:
    async with Endpoint([fault(kind), answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, transport)
        completion = await model.complete(request_for())
        await model.aclose()
    assert completion.text == SOUND
    assert endpoint.count == completion.usage.requests == 2


@pytest.mark.parametrize("kind", PERMANENT_FAULTS, ids=str)
async def test_what_cannot_succeed_is_not_tried_again(transport: str, kind: FaultKind) -> None:
    async with Endpoint([fault(kind)]) as endpoint:
        model = connect(endpoint, transport)
        with pytest.raises(PermanentModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    assert endpoint.count == 1
    assert caught.value.fault is PERMANENT_FAULTS[kind]
    assert caught.value.hint
    assert "planted" not in str(caught.value)


async def test_a_body_that_drips_for_ever_ends_at_the_timeout(transport: str) -> None:
    async with Endpoint([fault(FaultKind.DRIP)]) as endpoint:
        model = connect(endpoint, transport, attempts=1, timeout=0.2)
        with pytest.raises(TransientModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    assert caught.value.fault is ModelFault.TIMEOUT


async def test_a_refused_connection_is_a_connection_fault(transport: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        pass  # it is closed again: its port refuses
    model = connect(endpoint, transport, attempts=1)
    with pytest.raises(TransientModelError) as caught:
        await model.complete(request_for())
    await model.aclose()
    assert caught.value.fault is ModelFault.CONNECTION


async def test_a_blocked_network_is_never_tried_again(transport: str) -> None:
    """The suite blocks every host but loopback, as an offline run would."""
    model = open_model(
        transport, ModelSettings.model_validate({"api_base": "http://192.0.2.1", "api_key": "k", "attempts": 3})
    )
    with pytest.raises(PermanentModelError) as caught:
        await model.complete(request_for())
    await model.aclose()
    assert caught.value.fault is ModelFault.NOT_RECORDED


@pytest.mark.parametrize(
    ("kind", "finish"),
    [
        (FaultKind.TRUNCATED, FinishReason.LENGTH),
        (FaultKind.FILTERED, FinishReason.FILTERED),
    ],
)
async def test_a_reply_that_was_stopped_says_how(transport: str, kind: FaultKind, finish: FinishReason) -> None:
    async with Endpoint([fault(kind, SOUND)]) as endpoint:
        model = connect(endpoint, transport)
        completion = await model.complete(request_for())
        await model.aclose()
    assert completion.finish_reason is finish
    assert endpoint.count == 1


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
async def test_a_refusal_is_kept_as_the_model_wrote_it(name: str) -> None:
    async with Endpoint([fault(FaultKind.REFUSAL)]) as endpoint:
        model = connect(endpoint, name)
        completion = await model.complete(request_for())
        await model.aclose()
    assert completion.finish_reason is FinishReason.REFUSED
    assert completion.refusal == "I can't help with that."


async def test_an_error_carries_what_a_report_to_the_provider_needs(transport: str) -> None:
    async with Endpoint([fault(FaultKind.BAD_KEY)]) as endpoint:
        model = connect(endpoint, transport)
        with pytest.raises(ModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    error = caught.value
    assert (error.model, error.status, error.request_id) == (transport, 401, "req-0")
    assert error.provider == ("openai" if transport == OPENAI else "litellm")


async def test_a_text_that_utf8_cannot_hold_is_sent_all_the_same(transport: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, transport)
        await model.complete(request_for("Talks\ud800resumed 🙂?"))
        await model.aclose()
    assert "Talks\ufffdresumed 🙂?" in endpoint.seen[0].prompt


async def test_the_event_loop_goes_on_while_an_sdk_is_imported(transport: str, monkeypatch: pytest.MonkeyPatch) -> None:
    importing, told = threading.Event(), threading.Event()

    def take_long(*_: object) -> None:
        importing.set()
        assert told.wait(30), "nothing else was done meanwhile"

    monkeypatch.setattr("briefing.llm.openai_model.import_openai", take_long)
    monkeypatch.setattr("briefing.llm.litellm_model._prepare", take_long)
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, transport)
        calls = [asyncio.create_task(model.complete(request_for(f"{n}?"))) for n in range(2)]
        await asyncio.to_thread(importing.wait, PATIENCE)
        told.set()
        assert [reply.text for reply in await asyncio.gather(*calls)] == [SOUND] * 2
        await model.aclose()


async def test_own_headers_are_sent(transport: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, transport, headers={"X-Team": "desk"})
        await model.complete(request_for())
        await model.aclose()
    assert endpoint.seen[0].headers["x-team"] == "desk"


async def test_a_key_that_an_error_quotes_back_is_struck_out(transport: str) -> None:
    key = "a-key-of-no-known-form"
    quoting = Answer(status=400, raw=f'{{"error": {{"message": "no rights for {key}", "code": "x", "type": "x"}}}}')
    async with Endpoint([quoting]) as endpoint:
        model = connect(endpoint, transport, api_key=key)
        with pytest.raises(PermanentModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    assert "no rights for ***" in str(caught.value)


async def test_an_own_endpoint_never_gets_the_key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment1234567890")
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, "local-model", api_key=None)
        await model.complete(request_for())
        await model.aclose()
    assert "environment" not in str(endpoint.seen[0].headers)


async def test_a_missing_key_is_a_permanent_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    model = open_model(OPENAI)
    with pytest.raises(PermanentModelError) as caught:
        await model.complete(request_for())
    assert caught.value.fault is ModelFault.KEY


@pytest.mark.parametrize("raw", ["null", "[]", '{"choices": null}', '{"choices": [{"index": 0, "message": null}]}', ""])
async def test_a_sound_status_with_another_body_is_malformed(transport: str, raw: str) -> None:
    async with Endpoint([Answer(raw=raw)]) as endpoint:
        model = connect(endpoint, transport, attempts=1)
        with pytest.raises(TransientModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    assert caught.value.fault is ModelFault.MALFORMED
    assert caught.value.status is None


async def test_an_error_with_a_sound_status_is_told() -> None:
    async with Endpoint([Answer(raw='{"error": {"message": "upstream is gone", "code": 502}}')]) as endpoint:
        model = connect(endpoint, OPENAI, attempts=1)
        with pytest.raises(TransientModelError, match="an error came, with status 200: upstream is gone"):
            await model.complete(request_for())
        await model.aclose()


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
async def test_no_more_is_asked_for_than_a_model_can_write(name: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, name)
        await model.complete(request_for(max_tokens=100_000))
        await model.aclose()
    assert endpoint.seen[0].body["max_tokens"] == 16_384


async def test_a_key_of_the_environment_is_struck_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTHER_API_KEY", "a-key-of-no-known-form")
    said = "a-key-of-no-known-form was refused at https://x.invalid/v1?key=AIza-of-theirs"
    async with Endpoint([Answer(status=400, raw=json.dumps({"error": {"message": said, "code": "x"}}))]) as endpoint:
        model = connect(endpoint, OPENAI)
        with pytest.raises(PermanentModelError, match=r"\*\*\* was refused at https://x\.invalid/v1\?key=\*\*\*"):
            await model.complete(request_for())
        await model.aclose()


async def test_an_unset_temperature_is_left_to_the_provider(transport: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, transport, temperature="unset")
        await model.complete(request_for())
        await model.aclose()
    assert "temperature" not in endpoint.seen[0].body


@pytest.mark.parametrize("name", ["gpt-4o-mini", "openai/", "/x", "litellm/gpt-4o-mini", ""])
def test_a_name_that_says_no_provider_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError):
        open_model(name)


def test_opening_a_model_imports_no_sdk() -> None:
    code = (
        "import sys; from briefing.llm import open_model; open_model('openai/gpt-4o-mini');"
        "open_model('anthropic/claude-sonnet-4-5');"
        "print([m for m in ('litellm', 'openai', 'aiohttp', 'httpx', 'tiktoken') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("base", ["localhost:8000/v1", "not a url", "ftp://host/v1", "http://", "", "  "])
def test_an_api_base_that_is_no_address_is_found_out_at_once(base: str) -> None:
    with pytest.raises(ValidationError, match=r"no http\(s\) URL"):
        ModelSettings(api_base=base)


@pytest.mark.parametrize("field", ["api_key", "headers"])
def test_a_key_that_no_header_can_hold_is_found_out_and_not_shown(field: str) -> None:
    value = "planted–key"
    with pytest.raises(ValidationError, match="no HTTP header can") as caught:
        ModelSettings.model_validate({field: value if field == "api_key" else {"X-Key": value}})
    assert "planted" not in str(caught.value)
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"llm": {field: value if field == "api_key" else {"X-Key": value}}})
    assert "planted" not in str(caught.value)


async def test_the_line_end_of_a_key_from_a_file_is_dropped(transport: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, transport, api_key="sk-planted1234567890\n")
        assert (await model.complete(request_for())).text == SOUND
        await model.aclose()


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
@pytest.mark.parametrize(
    ("variable", "value", "fault"),
    [("OPENAI_API_KEY", "schlüssel", ModelFault.KEY), ("OPENAI_BASE_URL", "localhost:8000", ModelFault.UNKNOWN_MODEL)],
)
async def test_what_the_environment_says_wrong_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, name: str, variable: str, value: str, fault: ModelFault
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted1234567890")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv(variable, value)
    model = open_model(name, load_settings({"model": name, "llm": {"attempts": 3}}).llm)
    with pytest.raises(PermanentModelError) as caught:
        await model.complete(request_for())
    await model.aclose()
    assert caught.value.fault is fault
