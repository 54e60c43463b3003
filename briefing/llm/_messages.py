"""The text of a message, in whichever of its places and shapes a provider puts it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_THOUGHTS = frozenset({"thinking", "redacted_thinking", "reasoning", "reasoning_text"})
"""Parts that are no answer."""

_MOST_PARTS = 1000


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
    called = [_field(call, "function") for call in calls] if isinstance(calls, list) else []
    if not called:
        called = [getattr(message, "function_call", None)]
    arguments = _field(called[0], "arguments") if len(called) == 1 else None
    return arguments if isinstance(arguments, str) else json.dumps(arguments) if isinstance(arguments, Mapping) else ""


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
