"""Who acts in the news over days: one identity for each, with the names and roles that sources gave it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from briefing.schema.base import Model
from briefing.schema.corrections import Correction, Name
from briefing.schema.terms import ActorKind

Qid = Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]{0,11}$")]
"""The id of an item of Wikidata."""

ActorId = Annotated[str, StringConstraints(pattern=r"^P[1-9][0-9]{0,8}$")]
"""The id of an identity in the ledger."""


class Used(Model):
    """A name or a role that sources used, and the first and the last day on which they did."""

    text: str
    first: date
    last: date


class LedgerActor(Model):
    """One who acts, with all that days have said of it.

    Attributes:
        id: ``P7`` counts over the whole ledger and is never given again.
        name: the name that most days used, or the one that an editor gave it.
        kind: the kind that most days told, None where an earlier release recorded all of them.
        names: all names that sources used, "the president" too where it was this one's.
        stories: the running stories in which it acts.
        made: the offers that it made; ``received`` those made to it, ``answered`` those that it answered.
        wikidata: its item, where the user's file names it.
        corrections: what editors say of it, as far as they did not take it back.
    """

    id: ActorId
    name: str
    kind: ActorKind | None = None
    names: tuple[Used, ...] = Field(min_length=1)
    roles: tuple[Used, ...] = ()
    first: date
    last: date
    stories: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    wikidata: Qid | None = None
    corrections: tuple[Correction, ...] = ()


class ActorIdentity(Model):
    """Who an actor of a page is by the ledger.

    Attributes:
        id: its identity in the ledger.
        wikidata: its item, where the user's file names it.
        name: what an editor calls it.
        editors: who merged, parted or renamed it.
    """

    id: ActorId
    wikidata: Qid | None = None
    name: Name | None = None
    editors: tuple[Name, ...] = ()
