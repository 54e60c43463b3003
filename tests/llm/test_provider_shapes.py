"""Where and how providers put an answer, what they say of too long a prompt, and what they do silently."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import ModelError, ModelFault, PermanentModelError
from briefing.llm import CompletionRequest, FinishReason, Message, ModelRun, StructuredOutput, open_model
from briefing.llm.chat_api import text_of
from briefing.llm.refusals import fault_named, window_named
from briefing.llm.run import BROKEN_REPLIES, CHARACTERS_PER_TOKEN, FIRST_REPLIES
from tests.endpoint import Answer, Endpoint, answer_with
from tests.llm.conftest import LITELLM, OPENAI, connect, request_for, settings_for

SOUND = '{"ok": "“yes” – it is"}'
VALUE = json.loads(SOUND)
THOUGHT = {"type": "thinking", "thinking": [{"type": "text", "text": "hm {"}]}
Json = Any

SHAPES: dict[str, dict[str, Json]] = {
    "text": {"content": SOUND},
    "a text part": {"content": [{"type": "text", "text": SOUND}]},
    "two text parts": {"content": [{"type": "text", "text": SOUND[:9]}, {"type": "text", "text": SOUND[9:]}]},
    "an output part": {"content": [{"type": "output_text", "text": SOUND, "annotations": []}]},
    "a part without a type": {"content": [{"text": SOUND}]},
    "a string in a list": {"content": [SOUND]},
    "a thought and a part": {"content": [THOUGHT, {"type": "text", "text": SOUND}]},
    "a part of another kind": {"content": [{"type": "image_url", "image_url": {}}, {"type": "text", "text": SOUND}]},
    "an object": {"content": VALUE},
    "an object in a list": {"content": [VALUE]},
    "a part alone": {"content": {"type": "text", "text": SOUND}},
    "reasoning_content beside null": {"content": None, "reasoning_content": SOUND},
    "reasoning beside null": {"content": None, "reasoning": SOUND},
    "reasoning beside nothing": {"content": "", "reasoning_content": f"I think. {SOUND}"},
    "reasoning beside an empty list": {"content": [], "reasoning_content": SOUND},
    "reasoning beside white space": {"content": "\n", "reasoning_content": SOUND},
    "content beside reasoning": {"content": SOUND, "reasoning_content": '{"ok": "no"}'},
    "a tool call": {"content": None, "tool_calls": [{"type": "function", "function": {"arguments": SOUND}}]},
    "a tool call with an object": {"content": "", "tool_calls": [{"function": {"arguments": VALUE}}]},
    "a function call": {"content": None, "function_call": {"name": "answer", "arguments": SOUND}},
}


def chat(**changes: Json) -> str:
    message = {"role": "assistant", "content": SOUND, **changes.pop("message", {})}
    choice = {"index": 0, "message": message, "finish_reason": changes.pop("finish", "stop")}
    usage = {"prompt_tokens": 900, "completion_tokens": 30, "total_tokens": 930}
    body = {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(body | changes)


@pytest.mark.parametrize("shape", SHAPES)
async def test_the_answer_is_found_in_every_shape_with_one_request(shape: str) -> None:
    async with Endpoint([Answer(raw=chat(message=SHAPES[shape]))]) as endpoint:
        model = connect(endpoint, OPENAI)
        completion = await model.complete(request_for())
        await model.aclose()
    assert json.loads(completion.text[completion.text.index("{") :]) == VALUE
    assert endpoint.count == 1


@pytest.mark.parametrize(
    "message",
    [
        {"content": None},
        {"content": []},
        {"content": [THOUGHT]},
        {"content": 7},
        {"content": None, "reasoning_content": "I should think about it."},
        {"content": None, "tool_calls": [{"function": {"arguments": "{}"}}, {"function": {"arguments": "{}"}}]},
        {"content": None, "tool_calls": [None]},
    ],
)
def test_what_answers_nothing_is_empty(message: dict[str, Json]) -> None:
    assert text_of(SimpleNamespace(**message)) == ""


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["type", "text", "function", "arguments", "x"]), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(JSON, JSON, JSON, JSON)
def test_any_message_has_a_text(content: Json, reasoning: Json, calls: Json, call: Json) -> None:
    message = SimpleNamespace(content=content, reasoning_content=reasoning, tool_calls=calls, function_call=call)
    assert isinstance(text_of(message), str)
    if isinstance(content, str) and content.strip():
        assert text_of(message) == content


@given(st.lists(st.tuples(st.booleans(), st.text(min_size=1, max_size=9)), min_size=1, max_size=6))
def test_the_parts_of_a_text_make_the_text(parts: list[tuple[bool, str]]) -> None:
    content = [
        {"type": "thinking", "text": text} if thought else {"type": "text", "text": text} for thought, text in parts
    ]
    said = "".join(text for thought, text in parts if not thought)
    assert text_of(SimpleNamespace(content=content)).strip() == said.strip()


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 17, "created": "now"},
        {"id": None},
        {"created": "2024-03-05T00:00:00Z"},
        {"model": 7},
        {"usage": {"prompt_tokens": "900", "completion_tokens": "30", "total_tokens": "930"}},
        {"usage": {"prompt_tokens": 900.0, "completion_tokens": 30.0, "total_tokens": 930.0}},
        {"usage": {"prompt_tokens": "many", "completion_tokens": -1, "total_tokens": None}},
    ],
    ids=str,
)
async def test_odd_types_beside_the_answer_cost_nothing(changes: dict[str, Json]) -> None:
    async with Endpoint([Answer(raw=chat(**changes))]) as endpoint:
        model = connect(endpoint, OPENAI)
        completion = await model.complete(request_for())
        await model.aclose()
    assert completion.text == SOUND
    assert endpoint.count == 1


@pytest.mark.parametrize(
    ("finish", "read"),
    [
        ("STOP", FinishReason.STOP),
        ("eos", FinishReason.STOP),
        ("MAX_TOKENS", FinishReason.LENGTH),
        ("SAFETY", FinishReason.FILTERED),
        (None, FinishReason.OTHER),
    ],
)
async def test_reasons_to_finish_in_other_spellings(finish: str | None, read: FinishReason) -> None:
    async with Endpoint([Answer(raw=chat(finish=finish))]) as endpoint:
        model = connect(endpoint, OPENAI)
        completion = await model.complete(request_for())
        await model.aclose()
    assert completion.finish_reason is read


# What servers send where a prompt is longer than they take, and the window that they name.
TOO_LONG: dict[str, tuple[Json, int | None]] = {
    "vllm": (
        {
            "object": "error",
            "message": "This model's maximum context length is 2048 tokens. However, you requested 9000 tokens",
            "type": "BadRequestError",
            "code": 400,
        },
        2048,
    ),
    "vllm engine": (
        {"error": {"message": "The decoder prompt (length 5951) is longer than the maximum model length of 4096."}},
        4096,
    ),
    "vllm reply": (
        {"error": {"message": "max_tokens=8192 cannot be greater than max_model_len=4096", "code": 400}},
        4096,
    ),
    "llama.cpp": (
        {
            "error": {
                "code": 400,
                "message": "the request exceeds the available context size, try increasing it",
                "type": "exceed_context_size_error",
                "n_prompt_tokens": 3000,
                "n_ctx": 2048,
            }
        },
        2048,
    ),
    "llama.cpp, counted": (
        {"error": {"message": "request (9120 tokens) exceeds the available context size (8192 tokens)"}},
        8192,
    ),
    "llama.cpp, without a type": ({"error": {"message": "Context size has been exceeded."}}, None),
    "ollama": ({"error": "input length exceeds maximum context length"}, None),
    "ollama, by how much": ({"error": "prompt too long; exceeded max context length by 212 tokens"}, None),
    "openai": ({"error": {"message": "too long", "code": "context_length_exceeded"}}, None),
}


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("server", TOO_LONG)
@pytest.mark.parametrize("name", [OPENAI, LITELLM])
async def test_a_prompt_that_is_too_long_is_told_as_such_and_sent_once(name: str, server: str, status: int) -> None:
    body, window = TOO_LONG[server]
    async with Endpoint([Answer(status=status, raw=json.dumps(body))]) as endpoint:
        model = connect(endpoint, name)
        with pytest.raises(PermanentModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    assert caught.value.fault is ModelFault.CONTEXT_LENGTH
    assert f"set llm.context_window to {window or 'what the server takes'}" in (caught.value.hint or "")
    assert endpoint.count == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (500, "The server had an error while processing your request"),
        (400, "'response_format.type' must be 'json_object' or 'text'"),
        (400, "max_tokens must be at least 1"),
        (400, "Invalid context: only one system message is taken"),
        (429, "Request too large for this model's context window: maximum 6000 tokens a minute"),
        (401, "your plan has a maximum context length of 2048 tokens"),
    ],
)
def test_other_errors_are_not_taken_for_a_prompt_that_is_too_long(status: int, said: str) -> None:
    assert fault_named({"message": said}, said, status) is None


@given(JSON, st.text(max_size=200), st.sampled_from([None, 200, 400, 500]))
def test_any_error_body_is_read(body: Json, said: str, status: int | None) -> None:
    assert fault_named(body, said, status) in {None, ModelFault.CONTEXT_LENGTH}


@given(
    st.integers(10, 99_999_999),
    st.sampled_from(["{}", "{:,}"]),
    st.sampled_from(
        [
            "This model's maximum context length is {} tokens. However, you requested 9 tokens",
            "request (9 tokens) exceeds the available context size ({} tokens), try increasing it",
            "the prompt (length 9) is longer than the maximum model length of {}.",
            "a context window of only {} tokens, exceeded by 9",
        ]
    ),
)
def test_the_window_that_a_server_names_is_found(window: int, number: str, said: str) -> None:
    told = said.format(number.format(window))
    assert window_named(told) == window
    assert fault_named(None, told, 400) is ModelFault.CONTEXT_LENGTH


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
async def test_a_filter_that_azure_names_in_an_inner_error_is_a_filter(name: str) -> None:
    inner = {"code": "ResponsibleAIPolicyViolation", "content_filter_result": {"violence": {"filtered": True}}}
    body = {"error": {"message": "filtered", "type": None, "param": "prompt", "code": "400", "innererror": inner}}
    async with Endpoint([Answer(status=400, raw=json.dumps(body))]) as endpoint:
        model = connect(endpoint, name)
        with pytest.raises(ModelError) as caught:
            await model.complete(request_for())
        await model.aclose()
    assert caught.value.fault is ModelFault.FILTERED


PROMPT = "Talks resume. " * 200


def warnings_in(caplog: pytest.LogCaptureFixture, words: str) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno == logging.WARNING and words in record.getMessage()
    ]


@pytest.mark.parametrize(
    ("read", "cut"),
    [
        (len(PROMPT) // CHARACTERS_PER_TOKEN - 1, True),
        (len(PROMPT) // CHARACTERS_PER_TOKEN, False),
        (1, True),
        (0, False),  # not told
    ],
)
async def test_a_prompt_that_the_server_cut_is_named_once(
    read: int, cut: bool, caplog: pytest.LogCaptureFixture
) -> None:
    usage = {"prompt_tokens": read, "completion_tokens": 30, "total_tokens": read + 30}
    async with Endpoint([Answer(raw=chat(usage=usage))]) as endpoint:
        model = connect(endpoint, OPENAI)
        for number in range(3):
            await model.complete(request_for(PROMPT, max_tokens=100 + number))
        await model.aclose()
    said = warnings_in(caplog, "seems to have cut it")
    assert len(said) == (1 if cut else 0)
    assert all("num_ctx" in line and "llm.context_window" in line for line in said)


async def test_two_models_of_a_run_are_each_told_of(caplog: pytest.LogCaptureFixture) -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 30, "total_tokens": 39}
    run = ModelRun()
    async with Endpoint([Answer(raw=chat(usage=usage))]) as endpoint:
        for name in ("openai/one", "openai/two", "openai/one"):
            model = open_model(name, settings_for(endpoint, name), run=run)
            await model.complete(request_for(PROMPT))
            await model.aclose()
    assert len(warnings_in(caplog, "seems to have cut it")) == 2


def replies(*broken: bool) -> list[Answer]:
    return [answer_with("I have read it." if each else SOUND) for each in broken]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([True] * BROKEN_REPLIES, True),
        ([True] * (BROKEN_REPLIES - 1) + [False] * 3, False),
        ([False, True, False, True], True),
        ([False] * FIRST_REPLIES + [True] * 3, False),
    ],
)
async def test_a_provider_that_drops_the_schema_is_named_once(
    answers: list[bool], told: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async with Endpoint(replies(*answers)) as endpoint:
        model = connect(endpoint, OPENAI)
        for number in range(len(answers) + 2):
            await model.complete(request_for(f"{number}?"))
        await model.aclose()
    said = warnings_in(caplog, "JSON Schema")
    assert len(said) == (1 if told else 0)
    assert all("set llm.structured to prompt" in line for line in said)


async def test_nothing_is_said_where_no_schema_was_to_hold_the_reply(caplog: pytest.LogCaptureFixture) -> None:
    async with Endpoint(replies(True)) as endpoint:
        model = connect(endpoint, OPENAI, structured=StructuredOutput.PROMPT)
        for number in range(4):
            await model.complete(request_for(f"{number}?"))
        await model.aclose()
    assert warnings_in(caplog, "JSON Schema") == []


async def test_a_reply_that_nearly_follows_its_schema_is_kept_for_other_runs(tmp_path: Any) -> None:
    near = '{"answer": {"OK": "yes"}, "note": 1}'
    async with Endpoint([answer_with(near), answer_with("never asked for")]) as endpoint:
        for _ in range(2):
            model = connect(endpoint, OPENAI, cache=tmp_path / "replies.db")
            assert (await model.complete(request_for())).text == near
            await model.aclose()
    assert endpoint.count == 1


OLLAMA: Callable[[str], dict[str, Json]] = lambda text: {  # noqa: E731 - a table of one
    "model": "llama3.1",
    "created_at": "2024-03-05T00:00:00Z",
    "message": {"role": "assistant", "content": text},
    "response": text,
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 900,
    "eval_count": 30,
}


@pytest.mark.parametrize("provider", ["ollama", "ollama_chat"])
@pytest.mark.parametrize("window", [None, 32_768])
async def test_ollama_is_told_the_context_window_that_is_set(provider: str, window: int | None) -> None:
    bodies: list[dict[str, Json]] = []

    async def handle(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.json_response(OLLAMA(SOUND))

    endpoint = Endpoint([])
    endpoint.routes = [web.post(path, handle) for path in ("/api/chat", "/api/generate", "/api/show")]
    async with endpoint:
        changes = {"api_base": endpoint.root, "structured": StructuredOutput.PROMPT, "context_window": window}
        model = connect(endpoint, f"{provider}/llama3.1", **changes)
        completion = await model.complete(
            CompletionRequest(messages=(Message(role="user", content="Is it so?"),), max_tokens=100)
        )
        await model.aclose()
    assert completion.text == SOUND
    assert bodies[-1]["options"].get("num_ctx") == window
