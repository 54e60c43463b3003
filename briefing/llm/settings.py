"""How to reach a model, and within which bounds."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from briefing.llm.access import Access
from briefing.llm.budget import RunBudget
from briefing.llm.protocol import StructuredOutput
from briefing.llm.providers import OWN, provider_of, reached_alike


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

    def beside(self, model: str, first: str) -> ModelSettings:
        """The same for a second model of a run that drafts with ``first``: one of the same provider is reached in the
        same way, another one gets nothing of what belongs to the first."""
        own_entry = provider_of(model) == OWN and OWN in self.providers
        return self if reached_alike(model, first) and not own_entry else self.elsewhere()

    def elsewhere(self) -> ModelSettings:
        """These settings without what belongs to the model that drafts."""
        return self.model_copy(update={**dict(Access()), "context_window": None, "batch": False})

    timeout: float = Field(default=120.0, gt=0, description="seconds for one attempt, from start to last byte")
    attempts: int = Field(default=6, ge=1, description="attempts for one call")
    max_elapsed: float = Field(default=300.0, gt=0, description="seconds for one call with all its attempts")
    max_wait: float = Field(default=30.0, ge=0, description="longest pause before an attempt, in seconds")

    max_tokens: int = Field(default=8192, gt=0, description="tokens of a reply")
    temperature: float | None = Field(default=0.0, ge=0, description="None leaves it to the provider")
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
