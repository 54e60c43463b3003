"""What the tests of the model layer share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from briefing.llm import CompletionRequest, LanguageModel, Message, ModelSettings, ReplySchema, open_model
from tests import cassettes
from tests.endpoint import Answer, Endpoint
from tests.endpoint.server import Script
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
PLANTED = "sk-planted1234567890"


class Stage:
    """Opens models on the scripted endpoint while recording, on no endpoint at all while replaying."""

    def __init__(self, recording: bool) -> None:
        self._recording = recording
        self._endpoints: list[Endpoint] = []
        self._models: list[LanguageModel] = []

    async def model(self, name: str, *answers: Answer, script: Script | None = None) -> LanguageModel:
        """A model that gives these answers in turn, or those of a script."""
        root = cassettes.HOST
        if self._recording:
            endpoint = Endpoint(script or answers)
            await endpoint.start()
            self._endpoints.append(endpoint)
            root = endpoint.root
        base = root if name.startswith("anthropic/") else f"{root}/v1"
        settings = ModelSettings.model_validate(
            {"api_base": base, "api_key": PLANTED, "attempts": 2, "max_wait": 0, "headers": {"X-Token": PLANTED}}
        )
        model = open_model(name, settings)
        self._models.append(model)
        return model

    async def close(self) -> None:
        for model in self._models:
            await model.aclose()
        for endpoint in self._endpoints:
            await endpoint.stop()


@pytest.fixture
async def stage(record_mode: str) -> AsyncIterator[Stage]:
    opened = Stage(recording=record_mode != "none")
    yield opened
    await opened.close()


def request_for(text: str = "Is it so?", **changes: Any) -> CompletionRequest:
    return CompletionRequest(
        messages=(Message(role="user", content=text),),
        reply_schema=ReplySchema(name="answer", definition=SCHEMA),
        **changes,
    )


def settings_for(endpoint: Endpoint, name: str, **changes: Any) -> ModelSettings:
    base = endpoint.root if name.startswith("anthropic/") else endpoint.api_base
    return ModelSettings.model_validate(
        {"api_base": base, "api_key": PLANTED, "timeout": PATIENCE, "attempts": 3, "max_wait": 0, **changes}
    )


def connect(endpoint: Endpoint, name: str, **changes: Any) -> LanguageModel:
    return open_model(name, settings_for(endpoint, name, **changes))


@pytest.fixture(params=[OPENAI, LITELLM, ANTHROPIC])
def transport(request: pytest.FixtureRequest) -> str:
    """Each transport by a model's name."""
    return str(request.param)
