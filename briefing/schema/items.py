"""The six kinds of items: each states its fields once, for drafts and for briefs.

A draft's item is the fields and its quotes, a brief's the fields, the located evidence and the standing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator, Field

from briefing.schema.base import Model
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance


def blank(text: str) -> bool:
    """Whether a text says nothing: no letter and no digit."""
    return not any(character.isalnum() for character in text)


def _spoken(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in texts if not blank(text))


def _stated(text: str | None) -> str | None:
    return None if text is None or blank(text) else text


Texts = Annotated[tuple[str, ...], AfterValidator(_spoken)]
"""Texts without those that say nothing."""
Reference = Annotated[str | None, AfterValidator(_stated)]
"""An id or a name; one that says nothing is none."""


@dataclass(frozen=True, slots=True)
class IdNames:
    """What the ids in items stand for: the names of actors, the wording of offers."""

    actors: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, str] = field(default_factory=dict)

    def actor(self, reference: str | None) -> str:
        """The name behind an actor's id; what is no id is a name already, and None is nobody named."""
        return self.actors.get(reference, reference) if reference else "nobody named"


class Fields(Model):
    """What an item says."""

    def claims(self) -> Iterator[tuple[str, str]]:
        """The texts that say something about the article, with their fields."""
        yield from ()

    def references(self) -> Iterator[tuple[str, str]]:
        """The ids of actors that it needs, with their fields."""
        yield from ()

    def told(self, cast: IdNames) -> str:
        """All that it says, in words: for a proof-reader, and for the list of what was struck."""
        raise NotImplementedError


class StatementFields(Fields):
    """A sentence: a headline, or a line of the gist."""

    text: str

    def claims(self) -> Iterator[tuple[str, str]]:
        yield "text", self.text

    def told(self, cast: IdNames) -> str:  # noqa: ARG002 - the others need it
        return self.text


class ActorFields(Fields):
    """Who acts in the story."""

    id: Annotated[str, Field(description="a1, a2, ...")]
    name: Annotated[str, Field(description="fullest form in the article")]
    aliases: Texts
    kind: ActorKind
    role: str

    def claims(self) -> Iterator[tuple[str, str]]:
        yield "role", self.role

    def told(self, cast: IdNames) -> str:  # noqa: ARG002 - the others need it
        also = f", also called {', '.join(self.aliases)}" if self.aliases else ""
        return f"{self.name} ({self.kind.value}{also}): {self.role or 'no role given'}"


class SaidFields(Fields):
    """Who says so and when, in words of the article; None where it does not say.

    ``reported`` is what shows that the article itself does not vouch ("reportedly"), ``origin`` the speaker, agency or
    document that it names, ``said_on`` when the offer or answer was made.
    """

    reported: Annotated[
        Reference,
        Field(description="the article's words by which it does not vouch for this itself, such as reportedly"),
    ] = None
    origin: Annotated[
        Reference, Field(description="speaker, agency or document that the article names as its source")
    ] = None
    said_on: Annotated[Reference, Field(description="when it was said or done, in the article's words")] = None

    def said(self) -> Iterator[tuple[str, str]]:
        """The stated ones with their fields."""
        for name, words in (("reported", self.reported), ("origin", self.origin), ("said_on", self.said_on)):
            if words is not None:
                yield name, words

    def said_in_words(self) -> str:
        """The stated ones as a proof-reader is shown them."""
        return "".join(f" {_SAID[name]}: {words}." for name, words in self.said())


_SAID = {"reported": "Not vouched for", "origin": "Source", "said_on": "Said", "due": "Due"}


class OfferFields(SaidFields):
    """What one actor proposes, demands, is ready to do or asks of another whose consent matters.

    ``offerer`` and ``addressees`` are ids of actors; ``due`` is by when, in words of the article, None where not said.
    """

    id: Annotated[str, Field(description="o1, o2, ...")]
    offerer: Annotated[str, Field(description="actor id")]
    addressees: Annotated[
        tuple[Annotated[str, Field(description="actor id")], ...],
        AfterValidator(_spoken),
        Field(description="empty where not stated"),
    ]
    what: Annotated[str, Field(description="noun phrase of at most 15 words, without the parties")]
    conditions: Texts
    due: Annotated[Reference, Field(description="by when, in the article's words")] = None
    same_as: Annotated[Reference, Field(description="which known entry this is, else null")] = None
    status: OfferStatus

    @property
    def recipient(self) -> str | None:
        """The first that it is addressed to, None where nobody is stated."""
        return next(iter(self.addressees), None)

    def claims(self) -> Iterator[tuple[str, str]]:
        yield "what", self.what
        yield from (("conditions", condition) for condition in self.conditions)

    def references(self) -> Iterator[tuple[str, str]]:
        yield "offerer", self.offerer
        yield from (("addressees", each) for each in self.addressees)

    def said(self) -> Iterator[tuple[str, str]]:
        yield from super().said()
        if self.due is not None:
            yield "due", self.due

    def told(self, cast: IdNames) -> str:
        whom = ", ".join(map(cast.actor, self.addressees)) or "nobody stated"
        terms = "; ".join(self.conditions) or "none stated"
        return (
            f"{cast.actor(self.offerer)} to {whom}: {self.what}. "
            f"Conditions: {terms}.{self.said_in_words()} Status: {self.status.value.replace('_', ' ')}."
        )


class ResponseFields(SaidFields):
    """How an actor answers. ``offers`` are ids of offers, empty where ``to`` is no offer of the article."""

    id: Annotated[str, Field(description="r1, r2, ...")]
    responder: Annotated[str, Field(description="actor id")]
    offers: Annotated[
        tuple[Annotated[str, Field(description="offer id")], ...],
        AfterValidator(_spoken),
        Field(description="those answered, empty where it answers none of these"),
    ]
    to: Annotated[str, Field(description="what is answered, naming whose it is")]
    what: str
    stance: Stance

    @property
    def offer(self) -> str | None:
        """The first offer that it answers, None where it answers none of the article's."""
        return next(iter(self.offers), None)

    def claims(self) -> Iterator[tuple[str, str]]:
        yield "to", self.to
        yield "what", self.what

    def references(self) -> Iterator[tuple[str, str]]:
        yield "responder", self.responder

    def told(self, cast: IdNames) -> str:
        offers = "; ".join(cast.offers[each] for each in self.offers if each in cast.offers)
        answered = f"{self.to} (the offer: {offers})" if offers else self.to
        stance = self.stance.value.replace("_", " ")
        return f"{cast.actor(self.responder)} answers {answered}: {self.what}.{self.said_in_words()} Stance: {stance}."


class OpenQuestionFields(Fields):
    """What the article itself leaves unresolved."""

    question: str
    same_as: Annotated[Reference, Field(description="which known entry this is, else null")] = None

    def claims(self) -> Iterator[tuple[str, str]]:
        yield "question", self.question

    def told(self, cast: IdNames) -> str:  # noqa: ARG002 - the others need it
        return self.question


class QuotationFields(Fields):
    """Words inside quotation marks. ``speaker`` is an actor's id or a name as printed, None where not said."""

    speaker: Annotated[
        Reference,
        Field(description="actor id or name as printed; null where the article does not say"),
    ]
    kind: QuotationKind

    def told(self, cast: IdNames) -> str:
        return f"{self.kind.value.replace('_', ' ')} quotation by {cast.actor(self.speaker)}"
