"""How a model linked a day to the ledger: what it was shown of the ledger, what it replied, what came of it.

What a reply says is in `LinkReply`, as the model has it; what it comes to in `briefing.schema.links.Links`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from briefing.schema.base import ItemRef, Model, Readable, ReplyPart, ReplyRow
from briefing.schema.ledger import EntryKind
from briefing.schema.links import Closing, Links
from briefing.schema.results import Answered


class ShownTie(Model):
    """What hangs on an entry that is shown: an answer to it, or a version before it."""

    id: str
    party: str
    text: str
    status: str
    day: date


class ShownEntry(Model):
    """An offer or question of the ledger as a model is shown it.

    Attributes:
        near: the day's stories, by the first of their articles, that one of its actors acts in.
        parties: all names of those who offer; ``others`` of those whom it is put to.
        text: its most specific telling, with the ``conditions`` that were told last.
        amounts: all amounts that were told of it, as they were printed.
        status: the last one, told on ``day``, with ``quote`` of a source behind it where there is one.
        earlier: the versions that it replaced, the latest first; they can be linked to as well.
        about: for a question the entry that it asks about, for an offer the one that it counters.
    """

    id: str
    kind: EntryKind
    story: str
    near: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    text: str
    conditions: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    status: str
    opened: date
    day: date
    quote: str = ""
    about: str | None = None
    earlier: tuple[ShownTie, ...] = ()
    ties: tuple[ShownTie, ...] = ()


class ShownStory(Model):
    """A running story as a model is shown it. ``near`` is that of `ShownEntry`, ``day`` when it was told of last."""

    id: str
    near: tuple[str, ...] = ()
    title: str
    day: date


class LinkDoubt(Model):
    """A link that the one who linked was asked about once more, and stood by or was not heard on.

    ``kept`` is False where it was given up for what the item's draft says.
    """

    item: ItemRef
    entry: str
    why: str
    kept: bool = True


class Linking(Model):
    """How a model linked a day.

    Attributes:
        by: who did; None where no call brought a reply.
        prompt: id and version of the prompt, such as ``link@1``.
        shown: the entries of the ledger that could be linked to, and ``stories`` its running stories.
        answers: what was asked, by a digest, and replied.
        links: what it comes to.
        planted: offers of which the right link was known that were put among those of the day; ``caught`` those of
            them that were linked rightly.
        trusted: False where too few of these were: its links are not used, and the rules of the ledger link the day.
        doubts: links that stand, and that a rule finds odd.
        left: items that no reply linked, so that the rules of the ledger do.
        failures: why, a line for each call that failed or item that was not named.
    """

    by: str | None = None
    prompt: str
    shown: tuple[ShownEntry, ...] = ()
    stories: tuple[ShownStory, ...] = ()
    answers: tuple[Answered, ...] = ()
    links: Links = Links()
    planted: int = 0
    caught: int = 0
    trusted: bool = True
    doubts: tuple[LinkDoubt, ...] = ()
    left: tuple[ItemRef, ...] = ()
    failures: tuple[Readable, ...] = ()

    @property
    def used(self) -> Links | None:
        """The links that the ledger takes; None where nobody was heard, or nobody who is trusted."""
        return self.links if self.by and self.trusted else None


def _name(value: Any) -> str:
    """A key or an id as it stands in a reply: ``"O3"``, ``["O3"]``, ``3``; blank where it is none of these."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _nameless(value: Any) -> str | None:
    named = _name(value)
    return named if named and named.casefold() not in ("null", "none") else None


def _names(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, map(_nameless, listed))))


def _how(value: Any) -> Closing:
    word = value.strip().casefold() if isinstance(value, str) else ""
    return next((each for each in Closing if each.value == word), Closing.ANSWERED)


def _is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().casefold() == "true")


_Name = Annotated[str, BeforeValidator(_name), WithJsonSchema({"type": "string"})]
_Optional = Annotated[
    str | None, BeforeValidator(_nameless), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}]})
]


class SaidOffer(ReplyRow):
    item: _Name
    entry: _Name


class SaidNew(ReplyRow):
    entry: _Name
    version_of: _Optional
    counter_to: _Optional


class SaidResponse(ReplyRow):
    item: _Name
    answers: Annotated[
        tuple[str, ...],
        BeforeValidator(_names),
        WithJsonSchema({"type": "array", "items": {"type": "string"}}),
    ]
    told_again: Annotated[bool, BeforeValidator(_is_true), WithJsonSchema({"type": "boolean"})]


class SaidQuestion(ReplyRow):
    item: _Name
    entry: _Name


class SaidClosed(ReplyRow):
    question: _Name
    by: _Name
    how: Annotated[
        Closing,
        BeforeValidator(_how),
        WithJsonSchema({"type": "string", "enum": [each.value for each in Closing]}),
    ]


class SaidStory(ReplyRow):
    article: _Name
    story: _Name


class LinkReply(ReplyPart):
    """What each item of a day is to what the ledger knows."""

    # What is sent names the keys and ids of the day; what comes back is read with some patience, row by row.
    offers: tuple[SaidOffer, ...] = Field(json_schema_extra={"description": "each offer of the day once"})
    new: tuple[SaidNew, ...] = Field(json_schema_extra={"description": "new entries that follow on another"})
    responses: tuple[SaidResponse, ...] = Field(json_schema_extra={"description": "only what the drafts have not"})
    questions: tuple[SaidQuestion, ...] = Field(json_schema_extra={"description": "each question of the day once"})
    closed: tuple[SaidClosed, ...] = Field(json_schema_extra={"description": "known questions that the day closes"})
    stories: tuple[SaidStory, ...] = Field(json_schema_extra={"description": "each article of the day once"})

    @model_validator(mode="before")
    @classmethod
    def _parts(cls, value: Any) -> Any:
        """A part that is left out is empty; a value without any part is no reply."""
        if not isinstance(value, dict) or not any(name in value for name in cls.model_fields):
            return value
        return {name: value.get(name) or [] for name in cls.model_fields}
