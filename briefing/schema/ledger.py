"""The ledger: offers, responses and open questions over days, who acts in them, and what changed from day to day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from briefing.schema.base import Model
from briefing.schema.corrections import Correction, Name, is_struck, said_of, struck_of
from briefing.schema.links import Links
from briefing.schema.terms import ActorKind, OfferStatus
from briefing.schema.verdict import Evidence

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


BY_LEDGER = "by the ledger"
"""Stands in the reason of a status that a page shows as the ledger knows it."""

BY_EDITOR = "set by an editor"
"""Stands in the reason of a status that an editor set, and no source."""

_HELD = re.compile(rf"since (\d{{4}}-\d{{2}}-\d{{2}}), (?:{BY_LEDGER}|{BY_EDITOR})\b")


def held_since(reason: str | None) -> date | None:
    """The day from which an offer has stood as a page shows it, by the reason that the page gives for its status; None
    where the reason names the sources of the page itself."""
    held = _HELD.match(reason or "")
    return date.fromisoformat(held[1]) if held else None


class EntryKind(StrEnum):
    """What an entry of the ledger remembers."""

    OFFER = "offer"
    RESPONSE = "response"
    QUESTION = "question"


class QuestionStatus(StrEnum):
    OPEN = "open"
    PARTLY = "partly_answered"
    """A later source answers it in part: it is still asked."""
    CLOSED = "closed"
    """A later source answers it."""


class ChangeKind(StrEnum):
    """What became of an entry from one day to another."""

    NEW = "new"
    RAISED = "raised"
    """It is new, and bids more than the offer in the place of which it stands."""
    REPLACED = "replaced"
    """It is new, and stands in the place of another offer."""
    NEW_PARTY = "new_party"
    """A party acts that was none in the running story before."""
    UPDATED = "updated"
    """Its status changed, short of an answer."""
    ANSWERED = "answered"
    """An offer was answered, or a question closed."""
    UNCHANGED = "unchanged"
    """It is reported again, and stands where it stood."""
    QUIET = "quiet"
    """It is still open, and no source has spoken of it for some days."""


class Change(Model):
    """What became of one entry.

    ``item`` is its id in the ledger, ``before`` and ``after`` are statuses, ``before`` None for what is new. ``by``
    are the ids of the responses and offers that brought the change. ``instead_of`` is the offer in the place of which
    a new one stands, ``party`` who is new. ``since`` is the last day before on which sources spoke of it (or of what
    it replaces). ``evidence`` is that of the day (or of the last of the days) that brought the change; none where
    nothing was reported.
    """

    kind: ChangeKind
    item: str
    text: str
    before: str | None = None
    after: str
    by: tuple[str, ...] = ()
    instead_of: str | None = None
    party: str | None = None
    since: date | None = None
    evidence: tuple[Evidence, ...] = ()


class AddresseeStatus(Model):
    """Where an offer stands with one of several that were asked: by its own answer ``by``, given on ``since``; of who
    has not answered nothing is told."""

    name: str
    status: OfferStatus | None = None
    since: date | None = None
    by: str | None = None


class LedgerSource(Model):
    """An article that evidence of the ledger stands in: enough to find it again and to see whether it changed.

    ``ref`` is the source as it was given, ``sha256`` the digest of the document's decoded text.
    """

    article: str
    outlet: str
    title: str | None
    ref: str
    sha256: str
    published: str | None = None


class LedgerParty(Model):
    """A party as days called it: the side it acts for, to compare by, its name as pages show it, and all its names."""

    side: str
    name: str
    forms: tuple[str, ...] = ()


class LedgerState(Model):
    """An entry as of the end of a day on which something was said of it.

    ``status`` is an `OfferStatus`, a `Stance` or a `QuestionStatus` by the kind of the entry. ``reported`` is False
    where it follows from something else that was reported: a response to an offer that the day's sources do not
    restate, an answer that closes a question. ``by`` are the ids of the entries that brought the status, ``editor``
    is who set it where no source did.
    """

    day: date
    status: str
    text: str
    reported: bool = True
    by: tuple[str, ...] = ()
    editor: str | None = None
    evidence: tuple[Evidence, ...] = ()


class LedgerEntry(Model):
    """An offer, response or question with all that days have said of it.

    ``id`` stays the same from day to day: ``O7``, ``R3``, ``Q12`` count over the whole ledger and are never given
    again. ``party`` offers or responds, ``other`` receives; both are names as pages show them, with ``party_side``
    and ``other_side`` to compare by. ``answers`` is the id of the offer that a response answers, that an offer
    counters, or that a question asks about. ``forms`` are all names that days gave the party, ``addressees`` all that
    an offer was said to be made to, ``wordings`` what articles called it, ``conditions`` those that were told last.
    ``also_answers`` are further offers that a response answers. ``version_of`` is the offer that this one raised,
    lowered or replaced (or the question that it asks again), ``perhaps`` one that it may well be. ``due`` is the day by
    which an answer is due.
    """

    id: str
    kind: EntryKind
    story: str
    party: str | None = None
    party_side: str | None = None
    other: str | None = None
    other_side: str | None = None
    answers: str | None = None
    also_answers: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    addressees: tuple[LedgerParty, ...] = ()
    wordings: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    version_of: str | None = None
    perhaps: str | None = None
    due: date | None = None
    states: tuple[LedgerState, ...] = Field(min_length=1, description="in the order of the days")

    @property
    def all_answers(self) -> tuple[str, ...]:
        """All that it answers."""
        return tuple(dict.fromkeys((*((self.answers,) if self.answers else ()), *self.also_answers)))

    @property
    def current(self) -> LedgerState:
        return self.states[-1]

    @property
    def status(self) -> str:
        return self.current.status

    @property
    def text(self) -> str:
        """The words of the latest report of it."""
        return next((s.text for s in reversed(self.states) if s.reported), self.current.text)

    @property
    def opened(self) -> date:
        return self.states[0].day

    @property
    def last_reported(self) -> date:
        return max((state.day for state in self.states if state.reported), default=self.opened)

    @property
    def history(self) -> tuple[LedgerState, ...]:
        """The states at which the status became another, the first included."""
        return tuple(s for n, s in enumerate(self.states) if not n or s.status != self.states[n - 1].status)

    def on(self, day: date) -> LedgerEntry | None:
        """The entry as it stood at the end of a day, None where it was not known yet."""
        states = tuple(state for state in self.states if state.day <= day)
        return self.model_copy(update={"states": states}) if states else None


class MarkedEntry(LedgerEntry):
    """An entry as the ledger answers it: ``corrections`` are what people say of it and did not take back."""

    corrections: tuple[Correction, ...] = ()

    @property
    def struck(self) -> bool:
        """Whether somebody holds it to be wrong: it is not to be passed on as what a source says."""
        return is_struck(self.corrections)


class LedgerStory(Model):
    """A running story: ``id`` (``S4``) stays the same from day to day. ``title`` is the latest."""

    id: str
    title: str
    opened: date
    last_reported: date


LONGEST_DAYS = 36_500
"""A hundred years: a longer window is a slip or an attempt."""


class LedgerOptions(Model):
    """How days are held together."""

    window: int = Field(
        default=45,
        ge=1,
        le=LONGEST_DAYS,
        description="days after which a story that nobody tells of is over",
    )
    silent_after: int = Field(
        default=7,
        ge=1,
        le=LONGEST_DAYS,
        description="days without a word after which what waits for an answer is said to be silent",
    )


class LedgerKnown(Model):
    """What the ledger knew, of what concerns a day, and held the day's items to be, when the day was recorded: enough
    to tell its page again.

    ``since`` is the day recorded before it, ``last`` the highest number given by the first letter of ids. ``order`` are
    the keys of the day's stories in the order in which they were entered, and so numbered. ``running`` is the running
    story of each article, by an id of the ledger or a name for a new one. Entries come without their evidence, by
    which nothing is decided, but for what a deadline rests on; they are as ``corrections`` of editors have them.
    """

    since: date | None = None
    last: dict[str, int] = Field(default_factory=dict)
    order: tuple[str, ...] = ()
    running: dict[str, str] = Field(default_factory=dict)
    options: LedgerOptions = LedgerOptions()
    links: Links = Links()
    entries: tuple[LedgerEntry, ...] = ()
    corrections: tuple[Correction, ...] = ()
    actors: dict[str, ActorIdentity] = Field(default_factory=dict)


_KINDS = tuple(EntryKind)


class TimelineStep(Model):
    """A status that an entry came to on a day: from ``before`` (None at first), by the entries ``by`` or an editor.

    ``struck`` says that somebody holds the entry to be wrong.
    """

    day: date
    entry: str
    kind: EntryKind
    party: str | None = None
    text: str
    before: str | None = None
    status: str
    by: tuple[str, ...] = ()
    editor: str | None = None
    struck: bool = False
    evidence: tuple[Evidence, ...] = ()


class Timeline(Model):
    """What became of ``id`` and of all that belongs to it, day by day.

    ``corrections`` are what people say of any of these entries and did not take back.
    """

    id: str
    title: str
    steps: tuple[TimelineStep, ...]
    corrections: tuple[Correction, ...] = ()


def timeline_of(
    ident: str, title: str, entries: Iterable[LedgerEntry], corrections: Sequence[Correction] = ()
) -> Timeline:
    """The steps of some entries in the order of days; on a day offers first, then answers, then questions.

    Args:
        corrections: those of the ledger; of them, those of these entries are told.
    """
    told, struck = tuple(entries), struck_of(corrections)
    steps = [step for entry in told for step in _steps(entry, struck=entry.id in struck)]
    steps.sort(key=lambda step: (step.day, _KINDS.index(step.kind), int(step.entry[1:])))
    said = {each.number: each for entry in told for each in said_of(corrections, entry.id)}
    own = tuple(said[number] for number in sorted(said))
    return Timeline(id=ident, title=title, steps=tuple(steps), corrections=own)


def _steps(entry: LedgerEntry, *, struck: bool) -> Iterable[TimelineStep]:
    before: str | None = None
    for state in entry.history:
        yield TimelineStep(
            day=state.day,
            entry=entry.id,
            kind=entry.kind,
            party=entry.party,
            text=state.text,
            before=before,
            status=state.status,
            by=state.by,
            editor=state.editor,
            struck=struck,
            evidence=state.evidence,
        )
        before = state.status
