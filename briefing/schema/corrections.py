"""What people corrected in the ledger: who, when, and what holds from then on, whatever a later run reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from briefing.schema.base import Model


def _named(name: str) -> str:
    if not any(letter.isalnum() for letter in name):
        raise ValueError("has neither a letter nor a figure")
    return name


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]*$"),
    AfterValidator(_named),
]
Note = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]*$")
]
Ident = Annotated[str, StringConstraints(pattern=r"^[ORQP][1-9][0-9]{0,8}$")]


class CorrectionKind(StrEnum):
    LINK = "link"
    """Two entries are one."""
    SPLIT = "split"
    """What was told of an entry from a day on is another one."""
    STATUS = "status"
    NOTE = "note"
    RENAME = "rename"
    """An actor is called otherwise."""
    CONFIRM = "confirm"
    """An editor read the entry and its passages, and lets it stand."""
    STRIKE = "strike"
    """An editor holds the entry to be wrong; ``note`` says why. It stays, and says so."""


class Correction(Model):
    """What an editor says of an entry of the ledger, or of an actor.

    Attributes:
        number: counts the corrections of a ledger.
        entry: the entry that it is about.
        other: what is one with ``entry`` and is called so from now on (link), or the new entry (split).
        since: the first day of the new entry (split).
        name: what an actor is called (rename), or the name under which it is another one (split).
        status: where the entry stands, by the kind of the entry.
        note: words that stand beside it on the page: of a note, the reason of a strike, a remark on what is confirmed.
        day: the latest recorded day when it was made. A status holds from the end of this day on, until a source
            reports an answer that is new.
        by: who made it, at ``made``; ``undone_by`` and ``undone`` say the same of who took it back.
    """

    number: int = Field(ge=1)
    kind: CorrectionKind
    entry: Ident
    other: Ident | None = None
    since: date | None = None
    name: Name | None = None
    status: str | None = None
    note: Note | None = None
    day: date
    by: Name
    made: datetime
    undone_by: Name | None = None
    undone: datetime | None = None

    @property
    def of_actor(self) -> bool:
        """Whether it is about an actor, and no entry."""
        return self.entry.startswith("P")

    def told(self) -> str:
        """What was corrected, by whom and when, in a line."""
        called = f" as {self.name!r}" if self.name else ""
        since = f" from {self.since} on" if self.since else ""
        said = {
            CorrectionKind.LINK: f"{self.other} is {self.entry}",
            CorrectionKind.SPLIT: f"{self.entry}{called}{since} is {self.other}",
            CorrectionKind.STATUS: f"{self.entry} is {(self.status or '').replace('_', ' ')}",
            CorrectionKind.NOTE: f"{self.entry}: {self.note}",
            CorrectionKind.RENAME: f"{self.entry} is called {self.name!r}",
            CorrectionKind.CONFIRM: f"{self.entry} is confirmed{f': {self.note}' if self.note else ''}",
            CorrectionKind.STRIKE: f"{self.entry} is struck: {self.note}",
        }[self.kind]
        undone = f"; undone by {self.undone_by}, {self.undone:%Y-%m-%d %H:%M}" if self.undone else ""
        return f"{self.number}. {said} ({self.by}, {self.made:%Y-%m-%d %H:%M}{undone})"


def said_of(corrections: Iterable[Correction], ident: str) -> tuple[Correction, ...]:
    """What people say of an entry or an actor and did not take back, in the order in which they said it.

    Of one that is held to be another, what they say of that too: an earlier page may still tell of it.
    """
    held = tuple(each for each in corrections if each.undone is None)
    now = names_now(held).get(ident, ident)
    return tuple(each for each in held if ident in (each.entry, each.other) or each.entry == now)


def is_struck(said: Iterable[Correction]) -> bool:
    """Whether one of these corrections, all of one entry, strikes it."""
    return any(each.kind is CorrectionKind.STRIKE and each.undone is None for each in said)


def struck_of(corrections: Iterable[Correction]) -> frozenset[str]:
    """The ids of what people struck and did not take back."""
    return frozenset(each.entry for each in corrections if is_struck((each,)))


def names_now(corrections: Iterable[Correction]) -> dict[str, str]:
    """What entries are called that editors hold to be one with another, by their own ids; what was undone is not."""
    found: dict[str, str] = {}
    for each in corrections:
        if each.kind is CorrectionKind.LINK and each.other and each.undone is None:
            entry = found.get(each.entry, each.entry)
            found = {name: entry if now == each.other else now for name, now in found.items()}
            found[each.other] = entry
    return found
