"""What a provider's refusal says beside its HTTP status: the fault that it names, and the setting to unset for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from briefing.errors import ModelFault

_CODES = {
    "context_length_exceeded": ModelFault.CONTEXT_LENGTH,
    "exceed_context_size_error": ModelFault.CONTEXT_LENGTH,
    "string_above_max_length": ModelFault.CONTEXT_LENGTH,
    "content_filter": ModelFault.FILTERED,
    "content_policy_violation": ModelFault.FILTERED,
    "ResponsibleAIPolicyViolation": ModelFault.FILTERED,
    "insufficient_quota": ModelFault.QUOTA,
    "invalid_api_key": ModelFault.KEY,
    "model_not_found": ModelFault.UNKNOWN_MODEL,
}
_REFUSING = frozenset({400, 413, 422, 500})
"""Statuses with which servers refuse a prompt that is too long. llama.cpp and Ollama have used 500 for it."""

_WINDOW = r"context[ _](?:length|size|window)|(?:model|prompt) length|max_model_len"
_NAMES_WINDOW = re.compile(_WINDOW, re.IGNORECASE)
_SAYS_TOO_LONG = re.compile(
    r"exceed|(?:longer|greater|larger) than|too (?:long|large)|maximum|at most|only", re.IGNORECASE
)
_TOO_LONG = re.compile(
    r"(?:prompt|input) is too long|prompt too long|too large for model with|input token count.{0,40}exceeds"
    r"|tokens. \+ .max_new_tokens. must be",
    re.IGNORECASE,
)
_WINDOW_SIZE = re.compile(
    rf"(?:{_WINDOW}|n_ctx)[\s\"':=(]*(?:(?:is|of)\s+(?:only\s+)?)?([0-9][0-9,]{{1,9}})", re.IGNORECASE
)
_SEARCHED = 2000

_TASKS = "or that of the task, as in llm.proof"
_ADVICE = {
    "temperature": f'set llm.temperature to "unset" ({_TASKS})',
    "seed": f"unset llm.seed ({_TASKS})",
    "reasoning_effort": f"unset llm.reasoning_effort ({_TASKS})",
    "max_tokens": f"lower llm.max_tokens ({_TASKS}), or extraction.max_reply_tokens",
    "response_format": "set llm.structured to prompt",
}
_SETTINGS = {
    **{name: name for name in _ADVICE},
    **dict.fromkeys(("reasoning", "thinking", "effort", "budget_tokens", "thinkingConfig"), "reasoning_effort"),
    **dict.fromkeys(("max_completion_tokens", "max_output_tokens", "maxOutputTokens", "num_predict"), "max_tokens"),
    **dict.fromkeys(("json_schema", "output_format", "output_config", "responseSchema"), "response_format"),
}
"""By what providers call what we send."""
_ADVICE_BY_NAME = {name: _ADVICE[meant] for name, meant in _SETTINGS.items()}
_WORD = re.compile(r"\w+")


def fault_named(body: Any, said: str, status: int | None) -> ModelFault | None:
    """The fault that an error names, by a code or in words; None where its status says all that is known.

    Args:
        body: the JSON of the error, as the SDK gives it.
        said: the error as text, its body included.
    """
    coded = next((_CODES[code] for code in _codes(body) if code in _CODES), None)
    return coded or (ModelFault.CONTEXT_LENGTH if status in _REFUSING and _is_too_long(said[:_SEARCHED]) else None)


def fault_quoted(said: str) -> ModelFault | None:
    """The same from a text that quotes the body, which is all that some SDKs give."""
    return next((fault for code, fault in _CODES.items() if f'"{code}"' in said), None)


def window_named(said: str) -> int | None:
    """The tokens that a server takes, where an error about a prompt that is too long says so."""
    found = _WINDOW_SIZE.search(said[:_SEARCHED])
    return int(found[1].replace(",", "")) if found else None


def _codes(body: Any) -> Iterator[str]:
    """The codes of an error; Azure puts the one that tells into an error inside."""
    for _ in range(3):
        if not isinstance(body, Mapping):
            return
        yield from (str(body[name]) for name in ("code", "type") if body.get(name))
        body = body.get("innererror") or body.get("error")


def _is_too_long(said: str) -> bool:
    return bool(_TOO_LONG.search(said) or (_NAMES_WINDOW.search(said) and _SAYS_TOO_LONG.search(said)))


def what_to_unset(error: BaseException, extra: Collection[str] = ()) -> str | None:
    """The setting behind the part of a request that a provider refuses, and what to do with it; None where its answer
    names none.

    Args:
        extra: the names of what ``llm.extra_body`` adds.
    """
    param = getattr(error, "param", None)
    said = [*_words(param), *_words(str(error)[:_SEARCHED])]
    known = {**{name: f"take {name} out of llm.extra_body ({_TASKS})" for name in extra}, **_ADVICE_BY_NAME}
    return next((known[word] for word in said if word in known), None)


def named(option: str) -> str:
    """What to do with a setting that a model takes no notice of."""
    return _ADVICE[option]


def _words(text: Any) -> list[str]:
    return _WORD.findall(text) if isinstance(text, str) else []
