"""What the tests of the model layer share."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.llm import CompletionRequest, LanguageModel, Message, ModelSettings, ReplySchema, open_model
from tests.endpoint import Endpoint
from tests.patience import PATIENCE

SCHEMA: dict[str, Any] = {
    "title": "Answer",
    "type": "object",
    "properties": {"ok": {"type": "string"}},
    "required": ["ok"],
    "additionalProperties": False,
}

OPENAI = "openai/gpt-4o-mini"
LITELLM = "litellm/openai/gpt-4o-mini"
ANTHROPIC = "anthropic/claude-sonnet-4-5"


def request_for(text: str = "Is it so?", **changes: Any) -> CompletionRequest:
    return CompletionRequest(
        messages=(Message(role="user", content=text),),
        reply_schema=ReplySchema(name="answer", definition=SCHEMA),
        **changes,
    )


def settings_for(endpoint: Endpoint, name: str, **changes: Any) -> ModelSettings:
    base = endpoint.root if name.startswith("anthropic/") else endpoint.api_base
    return ModelSettings.model_validate(
        {
            "api_base": base,
            "api_key": "sk-planted1234567890",
            "timeout": PATIENCE,
            "attempts": 3,
            "max_wait": 0,
            **changes,
        }
    )


def connect(endpoint: Endpoint, name: str, **changes: Any) -> LanguageModel:
    return open_model(name, settings_for(endpoint, name, **changes))


@pytest.fixture(params=[OPENAI, LITELLM, ANTHROPIC])
def transport(request: pytest.FixtureRequest) -> str:
    """Each transport by a model's name."""
    return str(request.param)
