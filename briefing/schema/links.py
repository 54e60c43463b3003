"""What the items of a day are to what the ledger knows: the answer to "is this the offer of last week?".

A model or the rules of the ledger say it; statuses, changes and running stories are derived from it, and are no part
of it. An entry is named by its id in the ledger (``O3``, ``Q12``), or by a name that only this value gives to one that
is new: ``N1``, ``N2``... for offers, ``M1``, ``M2``... for questions. Items that share a name are one entry.
"""

from __future__ import annotations

from enum import StrEnum

from briefing.schema.base import ItemRef, Model

BY_RULES = "rules"
"""Stands in `Links.by` where no model was asked."""


class Closing(StrEnum):
    """How an open question was closed."""

    ANSWERED = "answered"
    PARTLY = "partly"
    """In part: it stays open for the rest."""
    MOOT = "moot"
    """What happened left nothing to ask."""


class OfferLink(Model):
    """The entry that an offer of a brief is: one that the ledger knows, or a new one that several items may share."""

    item: ItemRef
    entry: str


class NewOffer(Model):
    """What a new entry is to others, known or new: the next version of one, or the counter-offer to one.

    ``perhaps`` names an entry that it may well be, where nobody could tell: both stay, and the page says so.
    """

    entry: str
    version_of: str | None = None
    counter_to: str | None = None
    perhaps: str | None = None


class ResponseLink(Model):
    """The entries that a response of a brief answers. ``told_again`` says that an earlier day told of it already."""

    item: ItemRef
    answers: tuple[str, ...] = ()
    told_again: bool = False


class QuestionLink(Model):
    """The entry that an open question of a brief is."""

    item: ItemRef
    entry: str


class ClosedQuestion(Model):
    """A question that an item of the day closes."""

    question: str
    by: ItemRef
    how: Closing = Closing.ANSWERED


class StoryLink(Model):
    """The running story that an article tells on: a known one (``S4``), or a new one that others may share (``T1``)."""

    article: str
    story: str


class Links(Model):
    """All links of a day. An item or an article without one was not linked by whoever was asked.

    ``by`` is the engine that said so, or `BY_RULES`.
    """

    offers: tuple[OfferLink, ...] = ()
    new: tuple[NewOffer, ...] = ()
    responses: tuple[ResponseLink, ...] = ()
    questions: tuple[QuestionLink, ...] = ()
    closed: tuple[ClosedQuestion, ...] = ()
    stories: tuple[StoryLink, ...] = ()
    by: str = BY_RULES
