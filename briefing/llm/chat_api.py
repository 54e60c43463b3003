"""Requests in the shape of the OpenAI chat API, which litellm speaks too; and the reply: its text, what it used."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from briefing.characters import usable
from briefing.llm.prices import Pricer
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, StructuredOutput
from briefing.redaction import strike
from briefing.schema.briefing import Usage

_FINISH = {
    "stop": FinishReason.STOP,
    "eos": FinishReason.STOP,
    "end_turn": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "content_filter": FinishReason.FILTERED,
    "safety": FinishReason.FILTERED,
    "refusal": FinishReason.REFUSED,
}
_SCHEMA_IN_PROMPT = "Answer with one JSON object and nothing else. It must be valid under this JSON Schema:\n{schema}"

_THOUGHTS = frozenset({"thinking", "redacted_thinking", "reasoning", "reasoning_text"})
"""Parts that are no answer."""

_MOST_PARTS = 1000

_MOST_TOKENS = 1_000_000_000
"""Tokens that no call has: a larger figure is none."""

_CACHED = (
    ("prompt_tokens_details", "cached_tokens"),
    ("input_tokens_details", "cached_tokens"),
    ("cache_read_input_tokens",),
    ("prompt_cache_hit_tokens",),
    ("cached_tokens",),
    ("num_cached_tokens",),
)
_WRITTEN = (
    ("prompt_tokens_details", "cache_write_tokens"),
    ("prompt_tokens_details", "cache_creation_tokens"),
    ("cache_creation_input_tokens",),
)
_REASONING = (
    ("completion_tokens_details", "reasoning_tokens"),
    ("output_tokens_details", "reasoning_tokens"),
    ("reasoning_tokens",),
)


def chat_messages(request: CompletionRequest, structured: StructuredOutput) -> list[dict[str, str]]:
    """The messages to send; the schema is appended to the system message where the provider does not enforce it."""
    messages = [{"role": message.role, "content": usable(message.content)} for message in request.messages]
    if request.reply_schema is None or structured is StructuredOutput.STRICT:
        return messages
    schema = json.dumps(request.reply_schema.definition, ensure_ascii=False, separators=(",", ":"))
    instruction = _SCHEMA_IN_PROMPT.format(schema=schema)
    if messages and messages[0]["role"] == "system":
        messages[0]["content"] += "\n\n" + instruction
    else:
        messages.insert(0, {"role": "system", "content": instruction})
    return messages


def response_format(request: CompletionRequest, structured: StructuredOutput) -> dict[str, Any] | None:
    """What holds the provider to the schema, None where nothing does."""
    if request.reply_schema is None or structured is StructuredOutput.PROMPT:
        return None
    if structured is StructuredOutput.JSON_OBJECT:
        return {"type": "json_object"}
    schema = request.reply_schema
    return {
        "type": "json_schema",
        "json_schema": {"name": schema.name, "strict": True, "schema": schema.definition},
    }


def own_options(request: CompletionRequest, *, reasons: bool) -> dict[str, Any]:
    """How the model is to go about a request, as far as the request says.

    A model that ``reasons`` takes no temperature: the usual one is not sent to it; another one is, since whoever set it
    shall hear that.
    """
    thinks = reasons or request.reasoning_effort not in (None, "none")
    usual = thinks and request.temperature == 0.0
    told = {
        "temperature": None if usual else request.temperature,
        "seed": request.seed,
        "reasoning_effort": request.reasoning_effort,
    }
    return {name: value for name, value in told.items() if value is not None}


def read_completion(response: Any, *, engine: str, provider: str, price: Pricer | None) -> Completion:
    """Our completion from a chat completion of either SDK.

    ``price`` is `briefing.llm.prices.pricer` of the model.

    Raises:
        ValueError: the reply is not a chat completion: no choices, or no message.
    """
    choices = getattr(response, "choices", None)
    if not choices or getattr(choices[0], "message", None) is None:
        raise ValueError(_what_came(response))
    message = choices[0].message
    fields = getattr(message, "provider_specific_fields", None) or {}
    refusal = getattr(message, "refusal", None) or fields.get("refusal")
    finish = _FINISH.get(str(choices[0].finish_reason).casefold(), FinishReason.OTHER)
    stated = getattr(response, "usage", None)
    usage = read_usage(stated)
    if stated is not None and price is not None:
        usage = usage.model_copy(update={"cost": price(usage)})
    request_id = getattr(response, "_request_id", None) or getattr(response, "id", None)
    return Completion(
        text=text_of(message),
        finish_reason=FinishReason.REFUSED if refusal else finish,
        model=str(getattr(response, "model", None) or engine),
        engine=engine,
        provider=provider,
        usage=usage,
        request_id=None if request_id is None else str(request_id),
        refusal=str(refusal) if refusal else None,
    )


def without_secrets(completion: Completion, secrets: Sequence[str]) -> Completion:
    """A completion in which none of these comes back from the endpoint that was sent it: it would stand in pages,
    stores and recordings."""
    texts = {name: getattr(completion, name) for name in ("text", "model", "request_id", "refusal")}
    return completion.model_copy(update={name: strike(text, secrets) for name, text in texts.items() if text})


def _what_came(response: Any) -> str:
    """In the place of a chat completion. Gateways answer errors of theirs with status 200, as pages or as JSON."""
    if isinstance(response, str):
        if "<html" in response[:2000].lower():
            return "an HTML page came, and no chat completion"
        return "a stream of events came" if response.lstrip().startswith(("data:", "event:")) else "text came"
    error = getattr(response, "error", None)
    stated = error.get("message") if isinstance(error, dict) else error
    if stated:
        return f"an error came, with status 200: {stated}"
    return "the reply is no chat completion: it holds no message"


def text_of(message: Any) -> str:
    """What a message answers; empty where it answers nothing.

    It is the content: a text, a list of parts, an object that a gateway decoded. Where there is none, the arguments of
    the one function that was called; else the reasoning, which servers take an answer for where a chat template opens
    a block of it that the model never closes. Reasoning that holds no object is no answer.
    """
    text = _content(getattr(message, "content", None)) or _arguments(message)
    if text.strip():
        return text
    for place in ("reasoning_content", "reasoning"):
        reasoning = getattr(message, place, None)
        if isinstance(reasoning, str) and "{" in reasoning:
            return reasoning
    return text


def _content(content: Any) -> str:
    if isinstance(content, str) or content is None:
        return content or ""
    if isinstance(content, list):
        return "".join(_part(part) for part in content[:_MOST_PARTS])
    return _part(content)


def _part(part: Any) -> str:
    """The text of a part; an object that is no part is the answer itself, decoded."""
    if isinstance(part, str):
        return part
    if not isinstance(part, Mapping):
        return ""
    kind, text = part.get("type"), part.get("text")
    if isinstance(kind, str) and kind in _THOUGHTS:
        return ""
    if isinstance(text, str):
        return text
    return "" if isinstance(kind, str) else json.dumps(part)


def _arguments(message: Any) -> str:
    """The arguments of the one function that a message calls."""
    calls = getattr(message, "tool_calls", None)
    called = [_held_in(call, "function") for call in calls] if isinstance(calls, list) else []
    if not called:
        called = [getattr(message, "function_call", None)]
    arguments = _held_in(called[0], "arguments") if len(called) == 1 else None
    return arguments if isinstance(arguments, str) else json.dumps(arguments) if isinstance(arguments, Mapping) else ""


def _held_in(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)


def read_usage(stated: Any) -> Usage:
    """One request's usage from the ``usage`` of a chat completion of either SDK, or from the JSON of one.

    Cached, written and reasoning tokens are parts of the prompt's and the reply's. Where a provider counts them beside
    these, which shows in the sums, they are added.
    """
    read = _tokens(stated, ("prompt_tokens",)) or _tokens(stated, ("input_tokens",))
    replied = _tokens(stated, ("completion_tokens",)) or _tokens(stated, ("output_tokens",))
    total = _tokens(stated, ("total_tokens",))
    cached, written, reasoning = (_first(stated, paths) for paths in (_CACHED, _WRITTEN, _REASONING))
    if cached + written > read:  # as Anthropic's API counts
        read += cached + written
    if reasoning > replied or (reasoning and total == read + replied + reasoning):  # as xAI's does
        replied += reasoning
    return Usage(
        requests=1,
        input_tokens=read,
        output_tokens=replied,
        cached_tokens=cached,
        cache_write_tokens=written,
        reasoning_tokens=reasoning,
    )


def _first(stated: Any, paths: tuple[tuple[str, ...], ...]) -> int:
    return next((count for path in paths if (count := _tokens(stated, path))), 0)


def _tokens(stated: Any, path: tuple[str, ...]) -> int:
    for part in path:
        stated = _held_in(stated, part)
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return 0
    return int(stated) if 0 <= stated < _MOST_TOKENS else 0
