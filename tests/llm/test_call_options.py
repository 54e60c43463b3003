"""How models are called: by setting, for each task, over each transport; and what is said where a provider refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import briefing
from briefing.errors import ModelFault, PermanentModelError
from briefing.llm import ModelSettings, open_model
from briefing.llm.protocol import request_key
from briefing.llm.settings import Task, task_of
from briefing.testing import DRAFT, PROOF, ScriptedModel
from tests.endpoint import Answer, Endpoint, answer_with
from tests.endpoint.server import Seen
from tests.factories import STORY, draft
from tests.llm.conftest import ANTHROPIC, LITELLM, OPENAI, connect, request_for, settings_for

SOUND = '{"ok": "yes"}'
DOCUMENT = briefing.Document.of(STORY, "harbour.txt")


async def sent(name: str, *stages: str, **llm: Any) -> list[Seen]:
    """What an endpoint sees of requests of some stages, under these settings."""
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, name, **llm)
        try:
            for stage in stages or (DRAFT,):
                await model.complete(request_for(stage=stage))
        finally:
            await model.aclose()
        return list(endpoint.seen)


def test_each_stage_has_its_task() -> None:
    assert [task_of(stage) for stage in ("extraction", "correction", "proof", "link", "other")] == [
        Task.DRAFT,
        Task.DRAFT,
        Task.PROOF,
        Task.LINK,
        None,
    ]


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
async def test_options_go_with_the_request_and_a_task_has_its_own(name: str) -> None:
    llm = {
        "temperature": 0.7,
        "seed": 5,
        "extra_body": {"top_k": 4, "min_p": 0.1},
        "proof": {"temperature": 0.2, "seed": 6, "extra_body": {"top_k": 1}, "headers": {"X-Task": "reading"}},
        "draft": {"temperature": "unset"},
    }
    drafting, correcting, proof, other = await sent(name, "extraction", "correction", "proof", "else", **llm)
    for seen in (drafting, correcting):
        assert "temperature" not in seen.body
        assert (seen.body["seed"], seen.body["top_k"], seen.body["min_p"]) == (5, 4, 0.1)
        assert "x-task" not in seen.headers
    assert (proof.body["temperature"], proof.body["seed"], proof.body["top_k"], proof.body["min_p"]) == (0.2, 6, 1, 0.1)
    assert proof.headers["x-task"] == "reading"
    assert (other.body["temperature"], other.body["seed"]) == (0.7, 5)


async def test_options_reach_anthropics_api() -> None:
    llm = {"temperature": 0.4, "extra_body": {"top_k": 4}, "draft": {"headers": {"X-Task": "drafting"}}}
    (seen,) = await sent(ANTHROPIC, **llm)
    assert (seen.body["temperature"], seen.body["top_k"], seen.headers["x-task"]) == (0.4, 4, "drafting")


@pytest.mark.parametrize("name", [OPENAI, LITELLM, ANTHROPIC])
async def test_nothing_is_sent_that_nobody_set(name: str) -> None:
    (seen,) = await sent(name)
    assert seen.body["temperature"] == 0.0
    assert not {"seed", "reasoning_effort", "extra_body", "thinking", "top_k"} & set(seen.body)


@pytest.mark.parametrize("name", ["openai/gpt-5", "litellm/openai/gpt-5"])
async def test_a_reasoning_model_is_told_how_much_to_think_and_no_usual_temperature(name: str) -> None:
    (seen,) = await sent(name, reasoning_effort="low")
    assert seen.body["reasoning_effort"] == "low"
    assert "temperature" not in seen.body


async def test_thinking_is_asked_of_anthropic_without_a_temperature() -> None:
    (seen,) = await sent(ANTHROPIC, reasoning_effort="low")
    assert seen.body["thinking"]["type"] == "enabled"
    assert seen.body.get("temperature", 1) == 1


@pytest.mark.parametrize(
    ("llm", "setting"),
    [
        ({"seed": 3}, "unset llm.seed"),
        ({"draft": {"seed": 3}}, "unset llm.seed (or that of the task, as in llm.proof)"),
    ],
)
async def test_an_option_that_would_be_dropped_without_a_word_is_named(llm: dict[str, Any], setting: str) -> None:
    with pytest.raises(PermanentModelError) as caught:
        await sent(ANTHROPIC, **llm)
    assert caught.value.fault is ModelFault.UNSUPPORTED
    assert setting in str(caught.value)


@pytest.mark.parametrize("name", ["api_base", "base_url", "api_key", "extra_headers", "mock_response", "drop_params"])
async def test_nothing_that_is_added_leads_a_request_elsewhere(name: str) -> None:
    with pytest.raises(PermanentModelError, match=f"take {name} out of llm.extra_body"):
        await sent(ANTHROPIC, extra_body={name: "http://127.0.0.1:9"})


REFUSALS = [
    (
        "temperature",
        "Unsupported value: 0.7 is not supported.",
        'llm.temperature to "unset"',
    ),
    (None, "temperature: range: 0..1", 'llm.temperature to "unset"'),
    ("seed", "Unsupported parameter: 'seed'.", "unset llm.seed"),
    ("reasoning.effort", "Unsupported value: 'ludicrous'.", "unset llm.reasoning_effort"),
    (None, "Unrecognized request argument supplied: reasoning_effort", "unset llm.reasoning_effort"),
    (None, "thinking.enabled.budget_tokens: must be at least 1024", "unset llm.reasoning_effort"),
    ("max_tokens", "max_tokens is too large: 8192. This model supports at most 4096.", "lower llm.max_tokens"),
    (None, "max_output_tokens must be lower", "lower llm.max_tokens"),
    (None, "top_k: Extra inputs are not permitted", "take top_k out of llm.extra_body"),
    ("response_format", "Invalid parameter: 'response_format' of type 'json_schema'", "set llm.structured to prompt"),
    (None, "something else is wrong", "if the endpoint knows no strict JSON Schema"),
]


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
@pytest.mark.parametrize(("param", "said", "advice"), REFUSALS)
async def test_what_a_provider_refuses_is_named_with_what_to_unset(
    name: str, param: str | None, said: str, advice: str
) -> None:
    raw = json.dumps({"error": {"message": said, "type": "invalid_request_error", "param": param, "code": None}})
    async with Endpoint([Answer(status=400, raw=raw)]) as endpoint:
        model = connect(endpoint, name, extra_body={"top_k": 3})
        with pytest.raises(PermanentModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    assert caught.value.fault is ModelFault.BAD_REQUEST
    assert advice in (caught.value.hint or "")


async def test_another_providers_model_gets_nothing_that_is_only_the_first_ones() -> None:
    async with Endpoint([Answer(status=401, raw="{}")]) as first, Endpoint([answer_with(SOUND)]) as second:
        settings = settings_for(
            first,
            OPENAI,
            seed=4,
            extra_body={"top_k": 4},
            draft={"headers": {"X-Task": "planted-header"}, "extra_body": {"min_p": 1}, "temperature": 0.3},
            providers={"deepseek": {"api_base": second.api_base, "api_key": "planted-key-2"}},
        )
        chain = open_model(OPENAI, settings, fallback=["deepseek/deepseek-chat"])
        await chain.complete(request_for(stage=DRAFT))
        await chain.aclose()
    (ours,), (others,) = first.seen[:1], second.seen
    assert (ours.body["top_k"], ours.headers["x-task"]) == (4, "planted-header")
    assert (others.body["seed"], others.body["temperature"]) == (4, 0.3)
    assert not {"top_k", "min_p"} & set(others.body)
    assert "x-task" not in others.headers


def test_a_proof_reader_elsewhere_has_its_task_and_nothing_of_the_drafts() -> None:
    llm = {
        "extra_body": {"top_k": 4},
        "draft": {"extra_body": {"min_p": 1}},
        "proof": {"extra_body": {"reads": 1}, "headers": {"X-Task": "planted-header"}, "seed": 2},
    }
    settings = briefing.Settings.model_validate({"model": "openai/a", "proof": "groq/b", "llm": llm})
    call = settings.reaching("groq/b").call(Task.PROOF)
    assert (call.extra_body, call.seed, set(call.headers)) == ({"reads": 1}, 2, {"X-Task"})
    assert settings.reaching("groq/b").call(Task.DRAFT).extra_body == {}
    assert "planted-header" in settings.secrets()


def test_an_object_sees_the_options_of_the_task_and_the_limit_is_doubled_once_cut() -> None:
    cut = briefing.Completion(text="{", finish_reason=briefing.FinishReason.LENGTH, model="m")
    model = ScriptedModel({DRAFT: [cut, draft().model_dump_json()]})
    llm = {"temperature": 0.1, "draft": {"max_tokens": 300, "reasoning_effort": "low"}, "proof": {"max_tokens": 70}}
    briefing.generate(DOCUMENT, briefing.Settings.model_validate({"keep_all": True, "llm": llm}), model=model)
    first, second, proof = model.requests[:3]
    assert [request.max_tokens for request in (first, second, proof)] == [300, 600, 70]
    assert (first.reasoning_effort, proof.reasoning_effort, proof.temperature) == ("low", None, 0.1)
    assert proof.stage == PROOF


def test_a_kept_reply_is_another_ones_where_the_options_are_others(tmp_path: Path) -> None:
    counts = []
    for options in ({}, {"seed": 1}, {"seed": 1}, {"extra_body": {"top_k": 1}}, {"draft": {"temperature": 1}}, {}):
        model = ScriptedModel()
        llm = {"cache": tmp_path / "replies.db", **options}
        settings = briefing.Settings.model_validate({"keep_all": True, "proof": "off", "llm": llm})
        briefing.generate(DOCUMENT, settings, model=model)
        counts.append(len(model.requests))
    assert counts == [1, 1, 0, 1, 1, 0]


def test_what_says_nothing_new_leaves_keys_as_they_were() -> None:
    assert request_key(request_for()) == "67898e9b40af3d92e4c61a782aefef4c5e7fec15ac2354b75824310202d1a707"
    assert request_key(request_for(seed=0)) != request_key(request_for())


@pytest.mark.parametrize(
    ("variable", "value", "read"),
    [
        ("BRIEFING_LLM__PROOF__TEMPERATURE", "0.3", 0.3),
        ("BRIEFING_LLM__PROOF__TEMPERATURE", "unset", None),
        ("BRIEFING_LLM__TEMPERATURE", "UNSET", None),
        ("BRIEFING_LLM__DRAFT__TEMPERATURE", "0.3", 0.0),
    ],
)
def test_a_variable_sets_the_option_of_a_task(
    variable: str, value: str, read: float | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, value)
    assert briefing.load_settings().llm.call(Task.PROOF).temperature == read


@pytest.mark.parametrize(
    ("llm", "said"),
    [
        ({"extra_body": {"temperature": 1}}, "temperature is set by llm.temperature"),
        ({"proof": {"extra_body": {"max_completion_tokens": 1}}}, "max_completion_tokens is set by llm.max_tokens"),
        ({"extra_body": {"messages": []}}, "messages is set by prompts/"),
        ({"draft": {"extra_body": {"stream": True}}}, "stream is set by this program alone"),
        ({"temperature": -1}, "greater than or equal to 0"),
        ({"proof": {"temperature": "warm"}}, "valid number"),
        ({"proof": {"headers": {"X": "a\nb"}}}, "characters that no HTTP header can"),
        ({"proof": {"temprature": 1}}, "did you mean llm.proof.temperature"),
    ],
)
def test_options_that_can_t_be_are_refused_with_their_place(
    llm: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(briefing.UsageError, match="llm") as caught:
        briefing.load_settings({"llm": llm})
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "part", ["extra_body = {store = true}", 'proof.headers = {X-A = "planted"}', "link.extra_body = {a=1}"]
)
@pytest.mark.parametrize("own_address", [True, False])
def test_a_file_that_came_with_a_folder_adds_nothing_to_requests_with_a_key_of_yours(
    part: str, own_address: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    address = 'api_base = "http://localhost:9/v1"\n' if own_address else ""
    Path("briefing.toml").write_text(f'model = "openai/m"\n[llm]\n{address}{part}\n', encoding="utf-8")
    if own_address:
        assert briefing.load_settings().llm.api_base
    else:
        with pytest.raises(briefing.UsageError, match="would go along with a key of yours"):
            briefing.load_settings()


def test_unset_is_a_temperature_and_none_is_too() -> None:
    assert ModelSettings(temperature=None).call(None).temperature is None
    assert ModelSettings.model_validate({"temperature": "unset"}).call(Task.DRAFT).temperature is None
    assert ModelSettings().call(Task.LINK).temperature == 0.0
