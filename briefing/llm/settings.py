"""How to reach a model, and within which bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from briefing.llm.access import Access, long_enough
from briefing.llm.budget import RunBudget
from briefing.llm.protocol import StructuredOutput
from briefing.llm.providers import OWN, provider_of, reached_alike
from briefing.llm.tasks import Call, Task, TaskOptions, Temperature, addable, task_of


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
        return addable(value)

    timeout: float = Field(default=120.0, gt=0, description="seconds for one attempt, from start to last byte")
    attempts: int = Field(default=6, ge=1, description="attempts for one call")
    max_elapsed: float = Field(default=300.0, gt=0, description="seconds for one call with all its attempts")
    max_wait: float = Field(default=30.0, ge=0, description="longest pause before an attempt, in seconds")

    temperature: Temperature = Field(default=0.0, description='a number, or "unset": what the provider takes')
    seed: int | None = None
    reasoning_effort: str | None = Field(
        default=None,
        min_length=1,
        max_length=32,
        description="as the provider has it: minimal, low, medium, high ...",
    )
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
