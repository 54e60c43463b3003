"""What is known of models by name: context window, prices, structured output.

The source is the price map that litellm ships (``model_prices_and_context_window_backup.json``), read from its
package folder. It ages with the installed version; what it does not list is None, never a guess.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import Field

from briefing.llm._package_data import litellm_folder
from briefing.schema.base import Model


class ModelFacts(Model):
    """Facts of one model. Prices are US dollars a token. None is unknown."""

    max_input_tokens: int | None = None
    max_output_tokens: int | None = None
    input_cost_per_token: float | None = Field(default=None, ge=0)
    output_cost_per_token: float | None = Field(default=None, ge=0)
    cache_read_input_token_cost: float | None = Field(default=None, ge=0)
    cache_creation_input_token_cost: float | None = Field(default=None, ge=0)
    input_cost_per_token_batches: float | None = Field(default=None, ge=0)
    output_cost_per_token_batches: float | None = Field(default=None, ge=0)
    supports_response_schema: bool | None = None
    supports_reasoning: bool | None = None
    supports_prompt_caching: bool | None = None

    def reply_limit(self, wanted: int) -> int:
        """The tokens of a reply to ask for: providers refuse a request for more than their model can write."""
        return wanted if self.max_output_tokens is None else min(wanted, self.max_output_tokens)


UNKNOWN = ModelFacts()


@cache
def facts(name: str) -> ModelFacts:
    """What is known of ``provider/model``, or ``litellm/provider/model``; `UNKNOWN` where it is not listed."""
    name = name.removeprefix("litellm/")
    entries = _entries()
    without_provider = name.split("/", 1)[-1]
    for key in (name, without_provider):
        entry = entries.get(key)
        if entry is not None and (key == name or _is_of(entry, name)):
            return _read(entry)
    return UNKNOWN


def _is_of(entry: dict[str, Any], name: str) -> bool:
    return bool(entry.get("litellm_provider") == name.split("/", 1)[0])


def _read(entry: dict[str, Any]) -> ModelFacts:
    def number(field: str) -> Any:
        value = entry.get(field)
        return value if isinstance(value, int | float) else None

    return ModelFacts(
        max_input_tokens=number("max_input_tokens"),
        max_output_tokens=number("max_output_tokens"),
        input_cost_per_token=number("input_cost_per_token"),
        output_cost_per_token=number("output_cost_per_token"),
        cache_read_input_token_cost=number("cache_read_input_token_cost"),
        cache_creation_input_token_cost=number("cache_creation_input_token_cost"),
        input_cost_per_token_batches=number("input_cost_per_token_batches"),
        output_cost_per_token_batches=number("output_cost_per_token_batches"),
        supports_response_schema=entry.get("supports_response_schema"),
        supports_reasoning=entry.get("supports_reasoning"),
        supports_prompt_caching=entry.get("supports_prompt_caching"),
    )


@cache
def _entries() -> dict[str, dict[str, Any]]:
    folder = litellm_folder()
    file = folder / "model_prices_and_context_window_backup.json" if folder else None
    if file is None or not file.is_file():
        return {}
    entries = json.loads(file.read_text(encoding="utf-8"))
    return {name: entry for name, entry in entries.items() if isinstance(entry, dict)}
