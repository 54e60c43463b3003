"""A request in the shape of the OpenAI chat API, which litellm speaks too; and the reply back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from briefing.characters import usable
from briefing.llm._messages import text_of
from briefing.llm.prices import Pricer
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, StructuredOutput
from briefing.llm.using import read_usage
from briefing.redaction import strike

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


def _count(stated: Any) -> int:
    """Tokens, as a number or in digits; 0 where there is neither."""
    try:
        return max(0, int(stated))
    except (TypeError, ValueError, OverflowError):
        return 0


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
