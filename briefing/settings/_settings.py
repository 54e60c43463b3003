"""All that a run can be told, as a value."""

from __future__ import annotations

import datetime as dt

from pydantic import ConfigDict, Field

from briefing.extraction.options import ExtractionOptions
from briefing.llm.embedded import NAME
from briefing.llm.providers import asks_nobody
from briefing.llm.settings import ModelSettings
from briefing.rendering.options import RenderingOptions
from briefing.schema.base import Model
from briefing.sources.options import SourceOptions
from briefing.stories.options import StoryOptions

EMBEDDED = NAME
"""The name of the embedded engine: the model where none is configured."""


class Settings(Model):
    """All that a run can be told. Each room's own options are a section of their own.

    A value like any other: what is not given has its default, and neither a file nor the environment is looked at.
    `load_settings` alone does that.
    """

    model_config = ConfigDict(hide_input_in_errors=True)  # there may be keys among them

    model: str | None = Field(default=None, description="the model that drafts briefs; unset: the embedded engine")
    fallback: tuple[str, ...] = Field(default=(), description="models that take over, in order, when one fails")
    judge: str | None = Field(default=None, description="the model that decides what no rule can")
    repair: bool = Field(default=True, description="send what the check rejects back to the model once")
    date: dt.date | None = Field(default=None, description="day of the briefing; unset: the latest publication date")
    in_flight: int = Field(default=16, ge=1, description="articles worked on at the same time")
    workers: int | None = Field(
        default=None,
        ge=0,
        description="processes that clean and check beside this one; unset: none, on the command line by its cores",
    )
    keep_all: bool = Field(default=False, description="take inputs as they are, without cleaning")
    ledger: str | None = Field(default=None, description="file or database URL that remembers offers over days")
    replace_day: bool = Field(default=False, description="rewrite a day that the ledger holds with other content")

    llm: ModelSettings = ModelSettings()
    sources: SourceOptions = SourceOptions()
    extraction: ExtractionOptions = ExtractionOptions()
    stories: StoryOptions = StoryOptions()
    rendering: RenderingOptions = RenderingOptions()

    @property
    def drafting_model(self) -> str:
        """The model in use: the configured one, else the embedded engine."""
        return self.model or EMBEDDED

    @property
    def models(self) -> tuple[str, ...]:
        """Every model that a run may ask."""
        return (self.drafting_model, *filter(None, (self.judge,)), *self.fallback)

    @property
    def first_asked(self) -> str:
        """The model that the address and the key under ``llm`` belong to: the one that drafts, unless that is on this
        machine and asks nobody."""
        return next(
            (model for model in (self.drafting_model, self.judge) if model and not asks_nobody(model)), EMBEDDED
        )

    def reaching(self, model: str) -> ModelSettings:
        """How a model of this run is reached: as the first one where it is of the same provider, else by what belongs
        to its own."""
        return self.llm.beside(model, self.first_asked)

    def secrets(self) -> tuple[str, ...]:
        """All that no message may show."""
        access = (self.llm, *self.llm.providers.values())
        return tuple(secret for each in access for secret in each.secrets())
