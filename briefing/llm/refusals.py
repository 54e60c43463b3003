"""What to unset where a provider refuses a part of a request."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

_TASKS = "or that of the task, as in llm.proof"
_ADVICE = {
    "temperature": f'set llm.temperature to "unset" ({_TASKS})',
    "seed": f"unset llm.seed ({_TASKS})",
    "reasoning_effort": f"unset llm.reasoning_effort ({_TASKS})",
    "max_tokens": f"lower llm.max_tokens ({_TASKS}), or extraction.max_reply_tokens",
    "response_format": "set llm.structured to prompt",
}
_NAMES = {
    **{name: name for name in _ADVICE},
    **dict.fromkeys(("reasoning", "thinking", "effort", "budget_tokens", "thinkingConfig"), "reasoning_effort"),
    **dict.fromkeys(("max_completion_tokens", "max_output_tokens", "maxOutputTokens", "num_predict"), "max_tokens"),
    **dict.fromkeys(("json_schema", "output_format", "output_config", "responseSchema"), "response_format"),
}
"""How providers call what we send."""
_WORD = re.compile(r"\w+")
_SEARCHED = 2_000


def what_to_unset(error: BaseException, extra: Collection[str] = ()) -> str | None:
    """The setting behind the part of a request that a provider refuses, and what to do with it; None where its answer
    names none.

    Args:
        extra: the names of what ``llm.extra_body`` adds.
    """
    param = getattr(error, "param", None)
    said = [*_words(param), *_words(str(error)[:_SEARCHED])]
    known = {**{name: f"take {name} out of llm.extra_body ({_TASKS})" for name in extra}, **_advice()}
    return next((known[word] for word in said if word in known), None)


def named(option: str) -> str:
    """What to do with a setting that a model takes no notice of."""
    return _ADVICE[option]


def _advice() -> dict[str, str]:
    return {name: _ADVICE[meant] for name, meant in _NAMES.items()}


def _words(text: Any) -> list[str]:
    return _WORD.findall(text) if isinstance(text, str) else []
