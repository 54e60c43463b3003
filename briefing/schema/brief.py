"""A brief: the checked draft of one article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from briefing.schema.base import Model, Readable
from briefing.schema.items import (
    ActorFields,
    Fields,
    IdNames,
    OfferFields,
    OpenQuestionFields,
    QuotationFields,
    ResponseFields,
    SaidFields,
    StatementFields,
    Texts,
)
from briefing.schema.terms import Section
from briefing.schema.verdict import Evidence, Problem, Standing, Verdict

BRIEF_VERSION: Literal["3.0"] = "3.0"


class Item(Fields):
    """What every checked item carries: an id that is unique in its brief, its evidence and its verdict."""

    id: str
    evidence: tuple[Evidence, ...]
    verdict: Verdict

    @property
    def standing(self) -> Standing:
        return self.verdict.standing


class Statement(StatementFields, Item):
    """A headline or a line of the gist."""


class Actor(ActorFields, Item):
    """Who acts in the story."""

    aliases: Texts = ()


class _Said(SaidFields, Item):
    """``said_day`` is the day that ``said_on`` means, None where the article's own date does not tell it."""

    said_day: date | None = None


class Offer(OfferFields, _Said):
    """``offerer`` and ``addressees`` are ids of actors of the same brief; ``due_day`` is the day that ``due`` means."""

    addressees: Texts = ()
    conditions: Texts = ()
    due_day: date | None = None


class Response(ResponseFields, _Said):
    """``offers`` are ids of the same brief, perhaps of offers that were struck."""

    offers: Texts = ()


class OpenQuestion(OpenQuestionFields, Item):
    """What the article leaves unresolved."""


class Quotation(QuotationFields, Item):
    """Words inside quotation marks: those of its evidence."""


CheckedItem = Statement | Actor | Offer | Response | OpenQuestion | Quotation


class Struck(Model):
    """An item that is not printed as fact, kept with its objections.

    ``suggestions`` are the passages that come nearest to quotes that were not found, for the author and the reader.
    """

    section: Section
    item: Actor | Offer | Response | OpenQuestion | Quotation | Statement
    suggestions: tuple[Evidence, ...] = ()


SEVERAL = " + "
"""Joins the names of models where one took over from another."""


class Proofreading(Model):
    """What proof-reading one brief came to.

    Attributes:
        by: who read it; None where every call failed.
        prompt: id and version of the prompt, such as ``proof@1``.
        planted: mistakes of known falsehood that were put among the claims that were read.
        caught: those of them that the proof-reader objected to.
        unclear: objections that named no claim, and so did nothing.
        failures: why items were not read, a line for each call that failed, or whose reply shows that nobody read.
    """

    by: str | None
    prompt: str
    planted: int = 0
    caught: int = 0
    unclear: int = 0
    failures: tuple[str, ...] = ()


class CheckMetrics(Model):
    """What was checked, in numbers: items by standing, located quotes by how they matched, objections by problem."""

    items: int = 0
    quoted: int = 0
    confirmed: int = 0
    unconfirmed: int = 0
    refuted: int = 0
    repaired: int = 0
    quotes: int = 0
    quotes_exact: int = 0
    quotes_normalised: int = 0
    quotes_joined: int = 0
    problems: dict[Problem, int] = Field(default_factory=dict)


UNASKED = "none"
"""The engine of a brief that nobody was asked for."""


class Brief(Model):
    """The checked draft of one article: its items by section, and what was struck."""

    version: Literal["3.0"] = BRIEF_VERSION
    article: str
    engine: str
    """The model that wrote the draft, as the caller named it; ``embedded`` for the embedded engine, ``none`` where the
    article stands outside the page and nobody was asked."""
    prompt: str | None
    """Id and version of the prompt, such as ``brief@1``; None where no prompt was used."""
    language: str | None = None
    """Code of the language that its items are written in, None where it is not known."""
    headline: Statement | None
    gist: tuple[Statement, ...] = ()
    actors: tuple[Actor, ...] = ()
    offers: tuple[Offer, ...] = ()
    responses: tuple[Response, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    unsupported: tuple[Struck, ...] = ()
    """What a rule or the proof-reader struck: kept and listed, never printed as fact."""
    proof: Proofreading | None = None
    """None where no model was asked to proof-read."""
    metrics: CheckMetrics = CheckMetrics()
    partial: tuple[str, ...] = ()
    """Why parts of the article are missing from this brief: a line for each chunk that failed."""
    malformed: tuple[Readable, ...] = ()
    """What the model replied and could not be read, so that it stands nowhere in this brief: a line for each item."""
    uncorrected: tuple[str, ...] = ()
    """Why its author was not heard on what was struck or contested: a line for each call that failed."""

    def items(self) -> Iterator[tuple[Section, CheckedItem]]:
        """Every item that was not struck with the section it stands in, in reading order."""
        if self.headline:
            yield Section.HEADLINE, self.headline
        for section in Section:
            if section is not Section.HEADLINE:
                for item in getattr(self, section.value):
                    yield section, item

    def actor(self, actor_id: str) -> Actor | None:
        """The actor with this id, unless it was struck."""
        return next((actor for actor in self.actors if actor.id == actor_id), None)

    @property
    def cast(self) -> IdNames:
        """What the ids in its items stand for, those of struck items too."""
        struck = [each.item for each in self.unsupported]
        actors = [*(each for each in struck if isinstance(each, Actor)), *self.actors]
        offers = [*(each for each in struck if isinstance(each, Offer)), *self.offers]
        return IdNames({each.id: each.name for each in actors}, {each.id: each.what for each in offers})
