"""Replayed traffic: what was recorded comes back through both SDKs, and nothing else does.

``make record`` records these anew, from the scripted endpoint on loopback.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from briefing.errors import BadReplyError, ModelError, ModelFault, PermanentModelError, TransientModelError
from briefing.extraction.prompts import proof_schema
from briefing.extraction.replies import ModelQuestion, ask
from briefing.llm import FinishReason, LanguageModel
from briefing.llm.replies import parse_json
from briefing.llm.store import worth_keeping
from briefing.schema.proof import ProofReply, Spotted
from tests import cassettes
from tests.conftest import CASSETTES
from tests.endpoint import FaultKind, answer_with, fault
from tests.endpoint.asked import objecting, objection
from tests.llm.conftest import ANTHROPIC, LITELLM, OPENAI, PLANTED, Stage, request_for

SOUND = '{"ok": "“not yet given an answer” – Moscow’s reply"}'
TRANSPORTS = [OPENAI, LITELLM, ANTHROPIC]


@pytest.mark.vcr
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_reply_keeps_its_typography(stage: Stage, name: str) -> None:
    model = await stage.model(name, answer_with(SOUND))
    completion = await model.complete(request_for("What did Moscow say?"))
    assert completion.text == SOUND
    assert completion.usage.output_tokens == len(SOUND) // 4 + 1


@pytest.mark.vcr
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_rate_limit_is_waited_out(stage: Stage, name: str) -> None:
    model = await stage.model(name, fault(FaultKind.RATE_LIMIT), answer_with(SOUND))
    completion = await model.complete(request_for())
    assert completion.usage.requests == 2


@pytest.mark.vcr
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_gateway_page_is_told_apart(stage: Stage, name: str) -> None:
    model = await stage.model(name, fault(FaultKind.HTML), fault(FaultKind.HTML_ERROR))
    with pytest.raises(TransientModelError) as caught:
        await model.complete(request_for())
    assert caught.value.status == 502


@pytest.mark.vcr
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_bad_key_is_permanent(stage: Stage, name: str) -> None:
    model = await stage.model(name, fault(FaultKind.BAD_KEY))
    with pytest.raises(PermanentModelError) as caught:
        await model.complete(request_for())
    assert caught.value.fault is ModelFault.KEY


BAD_REPLIES = {
    FaultKind.TRUNCATED: ModelFault.TRUNCATED,
    FaultKind.NOT_JSON: ModelFault.NOT_JSON,
    FaultKind.DUPLICATE_KEYS: ModelFault.WRONG_SCHEMA,
    FaultKind.EMPTY: ModelFault.EMPTY,
}


@pytest.mark.vcr
@pytest.mark.parametrize("kind", BAD_REPLIES, ids=str)
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_bad_reply_is_told_by_its_kind(stage: Stage, name: str, kind: FaultKind) -> None:
    model = await stage.model(name, fault(kind, SOUND))
    completion = await model.complete(request_for())
    with pytest.raises(BadReplyError) as caught:
        parse_json(completion.text)
    assert caught.value.fault is BAD_REPLIES[kind]


@pytest.mark.vcr
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_reply_of_another_schema_is_not_worth_keeping(stage: Stage, name: str) -> None:
    model = await stage.model(name, fault(FaultKind.WRONG_SCHEMA), answer_with(SOUND))
    request = request_for()
    assert not worth_keeping(request, await model.complete(request))
    assert worth_keeping(request, await model.complete(request))


STOPPED = {FaultKind.FILTERED: FinishReason.FILTERED, FaultKind.REFUSAL: FinishReason.REFUSED}


@pytest.mark.vcr
@pytest.mark.parametrize("kind", STOPPED, ids=str)
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_stop_is_passed_on_by_its_kind(stage: Stage, name: str, kind: FaultKind) -> None:
    model = await stage.model(name, fault(kind, SOUND))
    completion = await model.complete(request_for())
    # Anthropic's stop_reason "refusal" reaches us through litellm as a content filter.
    assert completion.finish_reason is (FinishReason.FILTERED if name == ANTHROPIC else STOPPED[kind])


@pytest.mark.vcr
@pytest.mark.parametrize("kind", [FaultKind.NO_CHOICES, FaultKind.CUT_ENVELOPE], ids=str)
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_body_that_is_no_completion_is_asked_for_again(
    stage: Stage, name: str, kind: FaultKind
) -> None:
    model = await stage.model(name, fault(kind), answer_with(SOUND))
    completion = await model.complete(request_for())
    assert (completion.text, completion.usage.requests) == (SOUND, 2)


OBJECTED = objecting(objection(3, "contradicted", "what", "“Not yet”, it says."))
WRAPPED = {
    "fence": f"Sure:\n```json\n{OBJECTED}\n```",
    "reasoning": f'<think>Perhaps {{"objections": []}}?</think>\n{OBJECTED}',
    "near": OBJECTED.replace("}]", ",}]"),
}


@pytest.mark.vcr
@pytest.mark.parametrize("wrapping", WRAPPED)
@pytest.mark.parametrize("name", [OPENAI, LITELLM])
async def test_a_recorded_reply_is_found_in_what_stands_around_it(stage: Stage, name: str, wrapping: str) -> None:
    model = await stage.model(name, answer_with(WRAPPED[wrapping]))
    assert [spotted.words for spotted in await objections(model)] == ["“Not yet”, it says."]


@pytest.mark.vcr
@pytest.mark.parametrize("kind", [*BAD_REPLIES, FaultKind.WRONG_SCHEMA], ids=str)
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_bad_reply_is_mended_by_asking_again(stage: Stage, name: str, kind: FaultKind) -> None:
    model = await stage.model(name, fault(kind, OBJECTED), answer_with(OBJECTED))
    assert [spotted.claim for spotted in await objections(model)] == [3]


async def objections(model: LanguageModel) -> tuple[Spotted, ...]:
    question = request_for("What did Moscow say?").messages
    answer = await ask(model, ModelQuestion(question, ProofReply, proof_schema(), "proof", 300))
    return answer.reply.objections


@pytest.mark.vcr
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_recorded_truncation_is_a_finish_reason(stage: Stage, name: str) -> None:
    model = await stage.model(name, fault(FaultKind.TRUNCATED, SOUND))
    assert (await model.complete(request_for())).finish_reason is FinishReason.LENGTH


@pytest.mark.vcr
@pytest.mark.parametrize("name", TRANSPORTS)
async def test_a_request_that_was_not_recorded_fails_at_once(stage: Stage, name: str, record_mode: str) -> None:
    model = await stage.model(name, answer_with(SOUND))
    await model.complete(request_for("A recorded question."))
    if record_mode == "none":
        with pytest.raises(ModelError) as caught:
            await model.complete(request_for("Another question."))
        assert caught.value.fault is ModelFault.NOT_RECORDED
        assert not caught.value.retryable


def test_no_cassette_holds_a_key_or_a_host() -> None:
    """Every recording above sent a planted key in two headers, and one endpoint quoted it back."""
    recorded = sorted(CASSETTES.rglob("*.yaml"))
    assert recorded
    for file in recorded:
        text = file.read_text(encoding="utf-8")
        assert "planted" not in text, file.name
        assert "127.0.0.1" not in text, file.name


def test_a_secret_cannot_get_into_a_cassette() -> None:
    request = cassettes.before_record_request(
        SimpleNamespace(
            uri=f"https://api.example.org/v1/models/m:generate?key={PLANTED}",
            headers={"Authorization": f"Bearer {PLANTED}", "x-api-key": PLANTED, "Content-Type": "application/json"},
        )
    )
    response = cassettes.before_record_response({"headers": {"Set-Cookie": [PLANTED], "Retry-After": ["1"]}})
    written = cassettes.ReadableSerializer.serialize(
        {
            "interactions": [
                {
                    "request": {"uri": request.uri, "headers": request.headers, "body": b'{"a": "b"}'},
                    "response": {**response, "body": {"string": f'{{"error": "bad key {PLANTED}"}}'.encode()}},
                }
            ]
        }
    )
    assert "planted" not in written
    assert yaml.safe_load(written)["interactions"][0]["request"]["headers"] == {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "value",
    [
        {"quote": "“Let’s talk” – Moscow\nsaid\u2028so 🙂 \x85", "n": [1, 2.5, None, True]},
        [],
        "text",
        "line\n\nline\n",
    ],
)
def test_a_body_survives_the_way_through_a_cassette(value: Any) -> None:
    body = json.dumps(value).encode()
    exchange = {"request": {"uri": "u", "body": body}, "response": {"body": {"string": body}}}
    written = cassettes.ReadableSerializer.serialize({"interactions": [exchange]})
    [back] = cassettes.ReadableSerializer.deserialize(written)["interactions"]
    assert json.loads(back["response"]["body"]["string"]) == value


def test_a_body_that_is_no_json_survives_too() -> None:
    exchange = {
        "request": {"uri": "u", "body": None},
        "response": {"body": {"string": b"<html>\n\xe2\x80\x9c</html>"}},
    }
    written = cassettes.ReadableSerializer.serialize({"interactions": [exchange]})
    [back] = cassettes.ReadableSerializer.deserialize(written)["interactions"]
    assert back["request"]["body"] is None
    assert back["response"]["body"]["string"].decode() == "<html>\n“</html>"
