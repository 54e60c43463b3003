"""Marks of what a provider shall keep of a prompt, for providers that keep nothing unasked.

What is the same in every request of a stage stands first: the schema and the system message. OpenAI, Gemini, DeepSeek
and servers of one's own cache such a beginning by themselves, Anthropic's API where it is marked: there a token that is
written to the cache costs a quarter more, once in five minutes, and a tenth of its price each time that it is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ANTHROPIC = "anthropic"
_RESELLERS = frozenset({"azure_ai", "bedrock", "openrouter", "vertex_ai"})
"""Providers of Anthropic's models whose marks litellm passes on. To others' models of theirs it would make other calls:
for Gemini's, one that creates a cache and is paid by the hour."""


def takes_marks(model: str) -> bool:
    """Whether a model, by litellm's name, caches what is marked."""
    provider, _, rest = model.partition("/")
    return provider == ANTHROPIC or (provider in _RESELLERS and "claude" in rest)


def marked(messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The messages with a mark at the end of what never changes: the first one, where that is the system's."""
    first, *rest = (dict(message) for message in messages)
    if first["role"] == "system":
        text = {"type": "text", "text": first["content"], "cache_control": {"type": "ephemeral"}}
        first["content"] = [text]
    return [first, *rest]
