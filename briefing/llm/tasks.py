"""How a model is called, for each of the tasks that models are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, SecretStr, field_validator

from briefing.llm._wrapping import WrappedModel
from briefing.llm.access import sendable
from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel
from briefing.schema.base import Model

UNSET = "unset"
"""The value of a temperature that leaves it to the provider: TOML and the environment know no null."""

_OWN_SETTINGS = {
    **{name: f"llm.{name}" for name in ("temperature", "seed", "reasoning_effort", "max_tokens")},
    "max_completion_tokens": "llm.max_tokens",
    "max_output_tokens": "llm.max_tokens",
    "response_format": "llm.structured",
    "model": "model",
    "messages": "prompts/",
    "stream": "",
    "n": "",
}
"""What a request has anyway, and the setting that says it."""


class Task(StrEnum):
    """What models are asked for; each has a section of its own below ``llm``."""

    DRAFT = "draft"
    PROOF = "proof"
    LINK = "link"


_TASKS = {"extraction": Task.DRAFT, "correction": Task.DRAFT, "proof": Task.PROOF, "link": Task.LINK}


def task_of(stage: str) -> Task | None:
    """The task that a request of a stage belongs to: an author corrects as it drafts."""
    return _TASKS.get(stage)


def _number(value: Any) -> Any:
    return None if isinstance(value, str) and value.strip().lower() == UNSET else value


Temperature = Annotated[Annotated[float, Field(ge=0)] | None, BeforeValidator(_number)]


class TaskOptions(Model):
    """How a model is called for one task. What is not set is as ``llm`` has it for all of them."""

    model_config = ConfigDict(hide_input_in_errors=True)  # headers may be keys

    temperature: Temperature = Field(default=None, description='a number, or "unset": what the provider takes')
    seed: int | None = None
    reasoning_effort: str | None = Field(
        default=None,
        min_length=1,
        max_length=32,
        description="as the provider has it: minimal, low, medium, high ...",
    )
    max_tokens: int | None = Field(default=None, gt=0, description="tokens of a reply")
    extra_body: dict[str, Any] = Field(default_factory=dict, description="added to the body of each request")
    headers: dict[str, SecretStr] = Field(default_factory=dict, description="added to the headers of each request")

    @field_validator("extra_body")
    @classmethod
    def _has_no_setting(cls, value: dict[str, Any]) -> dict[str, Any]:
        return addable(value)

    @field_validator("headers")
    @classmethod
    def _can_be_sent(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        return {name: sendable(secret) for name, secret in value.items()}

    def everywhere(self) -> TaskOptions:
        """The same without what one provider alone may know or get."""
        return self.model_copy(update={"extra_body": {}, "headers": {}})


def addable(value: dict[str, Any]) -> dict[str, Any]:
    """What may be added to the body of a request.

    Raises:
        ValueError: a part of it has a setting of its own, which the message names.
    """
    for name in value:
        if name in _OWN_SETTINGS:
            raise ValueError(f"{name} is set by {_OWN_SETTINGS[name] or 'this program alone'}")
    return value


@dataclass(frozen=True, slots=True)
class Call:
    """How a model is called for a stage, all told."""

    temperature: float | None = 0.0
    seed: int | None = None
    reasoning_effort: str | None = None
    max_tokens: int | None = None
    extra_body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, SecretStr] = field(default_factory=dict)


class TaskModel(WrappedModel):
    """Calls the model inside as its settings have it for the task of each request, where the request does not say."""

    def __init__(self, inner: LanguageModel, calls: Mapping[Task | None, Call]) -> None:
        super().__init__(inner)
        self._calls = calls

    async def complete(self, request: CompletionRequest) -> Completion:
        return await super().complete(self.told(request))

    def told(self, request: CompletionRequest) -> CompletionRequest:
        """The request as the model inside gets it."""
        call = self._calls[task_of(request.stage)]
        told = {
            "temperature": call.temperature,
            "seed": call.seed,
            "reasoning_effort": call.reasoning_effort,
            "extra_body": dict(call.extra_body),
        }
        said = request.model_fields_set
        return request.model_copy(update={name: value for name, value in told.items() if name not in said})
