"""Settings: flags before environment before file before defaults."""

from __future__ import annotations

import datetime as dt
import os
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from briefing.errors import UsageError
from briefing.extraction.options import ExtractionOptions
from briefing.llm.settings import ModelSettings
from briefing.rendering.options import RenderingOptions
from briefing.schema.base import Model
from briefing.sources.options import SourceOptions
from briefing.stories.options import StoryOptions

EMBEDDED = "embedded"
"""The name of the embedded engine: the model where none is configured."""

SAME = "same"
OFF = "off"
"""Values of ``proof`` that are no model: the author proof-reads itself, or nobody does."""

CONFIG_FILE = "briefing.toml"

_config_file: ContextVar[Path | None] = ContextVar("config_file", default=None)


class PageSettings(Model):
    """What shows in a page: with the same of these, the same sources and replies give the same page."""

    model: str | None = Field(default=None, description="the model that drafts briefs; unset: the embedded engine")
    fallback: tuple[str, ...] = Field(default=(), description="models that take over, in order, when one fails")
    proof: str = Field(
        default=SAME,
        description="the model that proof-reads what a model drafted: same as the author, the name of another, or off",
    )
    proof_floor: float = Field(
        default=0.8, ge=0, le=1, description="share of planted mistakes below which a proof-reader confirms nothing"
    )
    correct: bool = Field(default=True, description="send what was struck or contested back to its author once")
    date: dt.date | None = Field(default=None, description="day of the briefing; unset: the latest publication date")
    keep_all: bool = Field(default=False, description="take inputs as they are, without cleaning")
    extraction: ExtractionOptions = ExtractionOptions()
    stories: StoryOptions = StoryOptions()

    @field_validator("proof")
    @classmethod
    def _can_read(cls, proof: str) -> str:
        if proof == EMBEDDED:
            raise ValueError(f"the {EMBEDDED} engine can't proof-read: name a model, {SAME} or {OFF}")
        return proof

    @property
    def drafting_model(self) -> str:
        """The model in use: the configured one, else the embedded engine."""
        return self.model or EMBEDDED

    @property
    def proof_model(self) -> str | None:
        """The model that proof-reads, None where nobody does. The embedded engine cannot proof-read."""
        if self.proof == OFF:
            return None
        if self.proof == SAME:
            return None if self.drafting_model == EMBEDDED else self.drafting_model
        return self.proof

    def shown(self) -> dict[str, Any]:
        """These settings as JSON values, as a page keeps them."""
        return self.model_dump(mode="json", include=set(PageSettings.model_fields))


class Settings(PageSettings, BaseSettings):
    """All that a run can be told.

    Values come from, first wins: arguments, variables ``BRIEFING_...`` (``BRIEFING_LLM__API_BASE`` sets
    ``llm.api_base``), the file ``briefing.toml`` in the working directory (or the one that ``BRIEFING_CONFIG``
    names), defaults. Each room's own options are a section of their own.
    """

    model_config = SettingsConfigDict(
        env_prefix="BRIEFING_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,  # there may be keys among them
    )

    in_flight: int = Field(default=16, ge=1, description="articles worked on at the same time")
    workers: int | None = Field(
        default=None,
        ge=0,
        description="processes that clean and check beside this one; unset: none, on the command line by its cores",
    )
    ledger: str | None = Field(default=None, description="file or database URL that remembers offers over days")
    replace_day: bool = Field(default=False, description="rewrite a day that the ledger holds with other content")

    llm: ModelSettings = ModelSettings()
    sources: SourceOptions = SourceOptions()
    rendering: RenderingOptions = RenderingOptions()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic-settings'
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic-settings'
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = _config_file.get() or Path(os.environ.get("BRIEFING_CONFIG", CONFIG_FILE))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)


def load_settings(overrides: dict[str, Any] | None = None, file: Path | None = None) -> Settings:
    """Settings from all sources, with ``overrides`` first, and ``file`` in the place of ``briefing.toml``.

    Raises:
        UsageError: a value is not valid, or the file is not TOML; the message names each field.
    """
    token = _config_file.set(file)
    try:
        return Settings(**(overrides or {}))
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors(include_url=False)
        )
        raise UsageError(
            f"settings are not valid: {problems}", hint=f"check flags, BRIEFING_..., {CONFIG_FILE}"
        ) from error
    except ValueError as error:
        raise UsageError(f"{CONFIG_FILE} is not valid TOML: {error}") from error
    finally:
        _config_file.reset(token)
