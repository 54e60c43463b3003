"""All that a run can be told, as a value."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, field_validator

from briefing.characters import readable
from briefing.extraction.options import ExtractionOptions
from briefing.llm.embedded import NAME
from briefing.llm.providers import asks_nobody, by_rules
from briefing.llm.settings import ModelSettings, Task
from briefing.rendering.options import RenderingOptions
from briefing.schema.base import Model
from briefing.schema.ledger import LedgerOptions
from briefing.sources.options import SourceOptions
from briefing.stories.options import StoryOptions

EMBEDDED = NAME
"""The name of the embedded engine: the model where none is configured."""


SAME = "same"
OFF = "off"
"""Values of ``proof`` and ``link`` that are no model: the author does it itself, or nobody does."""


_LONGEST_AGE = 700_000
"""Days, above the 99,999 weeks that can be said in words: no arithmetic of dates fails below it."""


def _days(value: object) -> object:
    """``3d``, ``2w`` or ``off`` as a number of days, None for any."""
    text = value.strip().lower() if isinstance(value, str) else ""
    if text == OFF:
        return None
    if match := re.fullmatch(r"(\d{1,5})\s?(d|days?|w|weeks?)?", text):
        return int(match[1]) * (7 if (match[2] or "").startswith("w") else 1)
    if isinstance(value, str):
        raise ValueError("say how many days, such as 3d, or off")
    return value


def _as_name(name: str) -> str | None:
    """A name on one line; None where nothing is left of it."""
    return " ".join(readable(name).split()) or None


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
    link: str = Field(
        default=SAME,
        description="the model that links a day to the ledger: same as the author, the name of another, or off",
    )
    link_floor: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="share of planted offers below which the links of a model are not used, two wrong ones at least",
    )
    correct: bool = Field(default=True, description="send what was struck or contested back to its author once")
    date: dt.date | None = Field(default=None, description="day of the briefing; unset: the latest publication date")
    max_age: Annotated[int | None, BeforeValidator(_days)] = Field(
        default=3,
        ge=0,
        le=_LONGEST_AGE,
        description="days before the page's own that an article may be of, such as 3d; older ones, and pages about "
        "their site, are listed outside it; off tells them all",
    )
    keep_all: bool = Field(default=False, description="take inputs as they are, without cleaning")
    editor: Annotated[str, Field(max_length=200), AfterValidator(_as_name)] | None = Field(
        default=None, description="the person or desk that is responsible for the page, as it names them"
    )
    extraction: ExtractionOptions = ExtractionOptions()
    stories: StoryOptions = StoryOptions()
    days: LedgerOptions = LedgerOptions()

    @field_validator("proof")
    @classmethod
    def _can_read(cls, proof: str) -> str:
        if by_rules(proof):
            raise ValueError(f"the {EMBEDDED} engine can't proof-read: name a model, {SAME} or {OFF}")
        return proof

    @field_validator("link")
    @classmethod
    def _can_link(cls, link: str) -> str:
        if by_rules(link):
            raise ValueError(f"the {EMBEDDED} engine can't link: name a model, {SAME} or {OFF}")
        return link

    @property
    def drafting_model(self) -> str:
        """The model in use: the configured one, else the embedded engine."""
        return self.model or EMBEDDED

    @property
    def proof_model(self) -> str | None:
        """The model that proof-reads, None where nobody does. The embedded engine cannot proof-read."""
        return self._beside(self.proof)

    @property
    def link_model(self) -> str | None:
        """The model that links a day where a ledger is kept, None where nobody does. The embedded engine cannot."""
        return self._beside(self.link)

    def _beside(self, named: str) -> str | None:
        if named == OFF:
            return None
        if named == SAME:
            return None if by_rules(self.drafting_model) else self.drafting_model
        return named

    def shown(self) -> dict[str, Any]:
        """These settings as JSON values, as a page keeps them."""
        return self.model_dump(mode="json", include=set(PageSettings.model_fields))


class Settings(PageSettings):
    """All that a run can be told. Each room's own options are a section of their own.

    A value like any other: what is not given has its default, and neither a file nor the environment is looked at.
    `load_settings` alone does that.
    """

    model_config = ConfigDict(hide_input_in_errors=True)  # there may be keys among them

    in_flight: int = Field(default=16, ge=1, description="articles worked on at the same time")
    workers: int | None = Field(
        default=None,
        ge=0,
        description="processes that clean and check beside this one; unset: none, on the command line by its cores",
    )
    ledger: str | None = Field(default=None, description="file or database URL that remembers offers over days")
    wikidata: str | None = Field(
        default=None,
        description="CSV or JSON file from names to ids of Wikidata, by which a ledger knows actors",
    )
    replace_day: bool = Field(default=False, description="rewrite a day that the ledger holds with other content")

    llm: ModelSettings = ModelSettings()
    sources: SourceOptions = SourceOptions()
    rendering: RenderingOptions = RenderingOptions()

    @property
    def models(self) -> tuple[str, ...]:
        """Every model that a run may ask."""
        linking = self.link_model if self.ledger else None
        return (self.drafting_model, *filter(None, (self.proof_model, linking)), *self.fallback)

    @property
    def first_asked(self) -> str:
        """The model that the address and the key under ``llm`` belong to: the one that drafts, unless that is on this
        machine and asks nobody."""
        asked = (self.drafting_model, self.proof_model, self.link_model if self.ledger else None)
        return next((model for model in asked if model and not asks_nobody(model)), EMBEDDED)

    def reaching(self, model: str, owner: str | None = None, task: Task = Task.PROOF) -> ModelSettings:
        """How the model that proof-reads or links is reached: as the first one where it is of the same provider, else
        by what belongs to its own. ``owner`` is whose address and key ``llm`` holds, where that is not the first."""
        return self.llm.beside(model, owner or self.first_asked, task)

    def secrets(self) -> tuple[str, ...]:
        """All that no message may show."""
        access = (self.llm, *self.llm.providers.values())
        return tuple(secret for each in access for secret in each.secrets())
