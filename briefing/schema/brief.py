"""A brief: the checked draft of one article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from briefing.schema.base import Model
from briefing.schema.draft import (
    DraftActor,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.evidence import Evidence, ReasonCode, Verdict
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Section, Stance

BRIEF_VERSION: Literal["1.0"] = "1.0"


class Item(Model):
    """What every checked item carries: an id that is unique in its brief, its evidence and its verdict."""

    id: str
    evidence: tuple[Evidence, ...]
    verdict: Verdict


class Statement(Item):
    text: str


class Actor(Item):
    name: str
    kind: ActorKind
    role: str
    aliases: tuple[str, ...] = ()


class Offer(Item):
    """What one actor proposes, demands, is ready to do or asks of another whose consent matters.

    ``offerer`` and ``recipient`` are ids of actors of the same brief.
    """

    offerer: str
    recipient: str | None
    what: str
    conditions: tuple[str, ...] = ()
    status: OfferStatus


class Response(Item):
    """How an actor answers. ``offer`` is an id of the same brief, None where ``to`` is no offer of the article."""

    responder: str
    offer: str | None
    to: str
    stance: Stance
    what: str


class OpenQuestion(Item):
    question: str
    why: str


class Quotation(Item):
    """``speaker`` is an actor id or a name as printed, None where the article does not say."""

    speaker: str | None
    kind: QuotationKind


CheckedItem = Statement | Actor | Offer | Response | OpenQuestion | Quotation


class Unsupported(Model):
    """An item that is not printed as fact, kept with its reasons: rejected, or left for a judge.

    ``suggestions`` are the passages that come nearest, for the repair prompt and for the reader.
    """

    section: Section
    item: Annotated[
        DraftOffer | DraftResponse | DraftActor | DraftOpenQuestion | DraftQuotation | DraftStatement,
        Field(union_mode="left_to_right"),
    ]
    verdict: Verdict
    evidence: tuple[Evidence, ...] = Field(default=(), description="the quotes that were located all the same")
    suggestions: tuple[Evidence, ...] = ()


class GroundingMetrics(Model):
    """What was checked, in numbers.

    ``citation_recall`` is the share of items with at least one located quote that are supported by it, and
    ``citation_precision`` the share of located quotes that their items need, as ALCE (arXiv:2305.14627) defines
    them with our checks in the place of its entailment model.
    """

    items: int = 0
    supported: int = 0
    repaired: int = 0
    rejected: int = 0
    needs_judge: int = 0
    judged: int = 0
    quotes: int = 0
    quotes_exact: int = 0
    quotes_normalised: int = 0
    quotes_joined: int = 0
    reasons: dict[ReasonCode, int] = Field(default_factory=dict)
    citation_recall: float | None = None
    citation_precision: float | None = None


class Brief(Model):
    """The checked draft of one article: supported items by section, and what was not supported."""

    version: Literal["1.0"] = BRIEF_VERSION
    article: str
    engine: str
    """The model that wrote the draft, as the caller named it; ``embedded`` for the embedded engine."""
    prompt: str | None
    """Id and version of the prompt, such as ``brief@1``; None where no prompt was used."""
    headline: Statement | None
    gist: tuple[Statement, ...] = ()
    actors: tuple[Actor, ...] = ()
    offers: tuple[Offer, ...] = ()
    responses: tuple[Response, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    metrics: GroundingMetrics = GroundingMetrics()
    partial: tuple[str, ...] = ()
    """Why parts of the article are missing from this brief: a line for each chunk that failed."""

    def items(self) -> Iterator[tuple[Section, CheckedItem]]:
        """Every supported item with the section it stands in, in reading order."""
        if self.headline:
            yield Section.HEADLINE, self.headline
        for section in (
            Section.GIST,
            Section.ACTORS,
            Section.OFFERS,
            Section.RESPONSES,
            Section.OPEN_QUESTIONS,
            Section.QUOTATIONS,
        ):
            for item in getattr(self, section.value):
                yield section, item

    def actor(self, actor_id: str) -> Actor | None:
        """The supported actor with this id."""
        return next((actor for actor in self.actors if actor.id == actor_id), None)
