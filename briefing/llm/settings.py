"""How a model is reached and called, and within which bounds: for all tasks that models are asked for, and for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, SecretStr, field_validator

from briefing.llm.fallback import WrappedModel
from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel, StructuredOutput
from briefing.llm.providers import OWN, Access, long_enough, provider_of, reached_alike, sendable
from briefing.llm.usage import RunBudget
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
ReasoningEffort = Annotated[
    str | None,
    Field(min_length=1, max_length=32, description="as the provider has it: minimal, low, medium, high ..."),
]


class TaskOptions(Model):
    """How a model is called for one task. What is not set is as ``llm`` has it for all of them."""

    model_config = ConfigDict(hide_input_in_errors=True)  # headers may be keys

    temperature: Temperature = Field(default=None, description='a number, or "unset": what the provider takes')
    seed: int | None = None
    reasoning_effort: ReasoningEffort = None
    max_tokens: int | None = Field(default=None, gt=0, description="tokens of a reply")
    extra_body: dict[str, Any] = Field(default_factory=dict, description="added to the body of each request")
    headers: dict[str, SecretStr] = Field(default_factory=dict, description="added to the headers of each request")

    @field_validator("extra_body")
    @classmethod
    def _has_no_setting(cls, value: dict[str, Any]) -> dict[str, Any]:
        return _addable(value)

    @field_validator("headers")
    @classmethod
    def _can_be_sent(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        return {name: sendable(secret) for name, secret in value.items()}

    def everywhere(self) -> TaskOptions:
        """The same without what one provider alone may know or get."""
        return self.model_copy(update={"extra_body": {}, "headers": {}})


def _addable(value: dict[str, Any]) -> dict[str, Any]:
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


class ModelSettings(Access):
    """How to reach a model, and within which bounds. Every field has a default that works.

    ``api_base``, ``api_key``, ``headers`` and ``variables`` are those of the first model that is asked, the one that
    drafts; any other finds its own under ``providers``, and so does this one where they are not given.
    """

    providers: dict[str, Access] = Field(
        default_factory=dict, description="address and key of each provider, by the first part of its models' names"
    )

    def of(self, model: str) -> ModelSettings:
        """These settings with the access of this model filled in: the one given, else its provider's."""
        entry = self.providers.get(provider_of(model))
        if self.is_given or entry is None:
            return self
        headers = {**entry.headers, **self.headers}
        return self.model_copy(update={**dict(entry), "headers": headers})

    def beside(self, model: str, first: str, task: Task | None = None) -> ModelSettings:
        """The same for a second model of a run that drafts with ``first``: one of the same provider is reached in the
        same way, another one gets nothing of what belongs to the first. ``task`` is the one that it alone has."""
        own_entry = provider_of(model) == OWN and OWN in self.providers
        return self if reached_alike(model, first) and not own_entry else self.elsewhere(task)

    def elsewhere(self, task: Task | None = None) -> ModelSettings:
        """These settings without what belongs to the model that drafts; for a model that has a task of its own, with
        what belongs to that."""
        others = {each.value: self._of_task(each).everywhere() for each in Task if each is not task}
        own = {**dict(Access()), "context_window": None, "batch": False, "extra_body": {}}
        return self.model_copy(update={**own, **others})

    def call(self, task: Task | None) -> Call:
        """How a model is called for a task."""
        told = self._of_task(task) if task else TaskOptions()
        said = {name: getattr(told, name) for name in ("temperature", "seed", "reasoning_effort", "max_tokens")}
        own = {name: value for name, value in said.items() if name in told.model_fields_set}
        usual = {name: getattr(self, name) for name in said}
        return Call(**{**usual, **own}, extra_body={**self.extra_body, **told.extra_body}, headers=told.headers)

    def reply_limit(self, stage: str) -> int | None:
        """Tokens that a reply of a stage may have, None where nothing is said of it here."""
        return self.call(task_of(stage)).max_tokens

    def secrets(self) -> tuple[str, ...]:
        headers = (secret for task in Task for secret in self._of_task(task).headers.values())
        return (*super().secrets(), *long_enough(headers))

    def _of_task(self, task: Task) -> TaskOptions:
        options: TaskOptions = getattr(self, task.value)
        return options

    @field_validator("extra_body")
    @classmethod
    def _has_no_setting(cls, value: dict[str, Any]) -> dict[str, Any]:
        return _addable(value)

    timeout: float = Field(default=120.0, gt=0, description="seconds for one attempt, from start to last byte")
    attempts: int = Field(default=6, ge=1, description="attempts for one call")
    max_elapsed: float = Field(default=300.0, gt=0, description="seconds for one call with all its attempts")
    max_wait: float = Field(default=30.0, ge=0, description="longest pause before an attempt, in seconds")

    temperature: Temperature = Field(default=0.0, description='a number, or "unset": what the provider takes')
    seed: int | None = None
    reasoning_effort: ReasoningEffort = None
    max_tokens: int | None = Field(
        default=None, gt=0, description="tokens of a reply; unset: extraction.max_reply_tokens"
    )
    extra_body: dict[str, Any] = Field(default_factory=dict, description="added to the body of each request")
    draft: TaskOptions = Field(default=TaskOptions(), description="how drafts and their corrections are asked for")
    proof: TaskOptions = Field(default=TaskOptions(), description="how proof-readings are asked for")
    link: TaskOptions = Field(default=TaskOptions(), description="how the offers of several days are linked")
    context_window: int | None = Field(default=None, gt=0, description="tokens of prompt and reply together")
    structured: StructuredOutput | None = Field(default=None, description="None decides by what the model can do")
    cache_marks: bool = Field(
        default=True,
        description="mark what never changes of a prompt where a provider caches what is marked (Anthropic's models)",
    )
    max_reply_bytes: int = Field(default=8_000_000, gt=0, description="a larger HTTP body is cut off")

    concurrency: int = Field(default=16, ge=1, description="requests in flight at once; fewer after a 429")
    requests_per_minute: int | None = Field(default=None, gt=0)
    tokens_per_minute: int | None = Field(default=None, gt=0)

    batch: bool = Field(
        default=False,
        description="send requests by the provider's batch API: half the price, within a day; openai/MODEL only",
    )

    budget: RunBudget = Field(default=RunBudget(), description="bounds on the whole run, over all its models")

    cache: Path | None = Field(default=None, description="file of the reply store; None keeps no replies")
    record: Path | None = Field(default=None, description="file to write a recording of the run to; None records none")
