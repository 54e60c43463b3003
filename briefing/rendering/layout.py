"""What stands where on a page, in words: the same for each of its forms.

A reader has the news after `Layout.in_short`, and what is on the table after the blocks of a story; what stands behind
a sentence comes after both. References are numbered in the order in which they are read.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.rendering.drawing import Drawing
from briefing.schema.article import Article
from briefing.schema.verdict import Evidence


@dataclass(frozen=True, slots=True)
class Reference:
    """A passage of a source: its number on the page, and who printed it when."""

    number: int
    evidence: Evidence
    outlet: str
    when: str
    link: str | None
    """The live article at the passage, where its address is known."""

    @property
    def label(self) -> str:
        """``Devdiscourse, 12 January``"""
        return f"{self.outlet}, {self.when}" if self.when else self.outlet

    @property
    def anchor(self) -> str:
        """The id of the passage in HTML."""
        return f"p{self.number}"


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A sentence with the passages behind it. ``mark`` says that it is unconfirmed."""

    text: str
    refs: tuple[Reference, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer, below the offer that it answers."""

    id: str
    who: str
    when: str
    stance: str
    what: SaidLine
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageBlock:
    """An offer: ``who`` makes it ``to`` whom, where it stands, the answers to it, and what is open about it.

    ``held`` says that no source of the page tells the status: the passages behind ``what`` are then of the offer alone.
    ``before`` are the statuses of earlier days, ``change`` what became of it since the last page.
    """

    id: str
    who: str
    to: str
    what: SaidLine
    status: str
    since: str
    held: bool
    reason: str
    notes: tuple[str, ...]
    change: str
    before: tuple[str, ...]
    answers: tuple[AnswerLine, ...]
    questions: tuple[SaidLine, ...]
    disputes: tuple[str, ...]
    heard: str
    """How many outlets and origins report it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where sources differ: each side's words, and what the page shows."""

    about: str
    sides: tuple[SaidLine, ...]
    shown: str
    rule: str


@dataclass(frozen=True, slots=True)
class ActorLine:
    name: str
    kind: str
    roles: str
    aliases: str
    identity: str
    """Who it is by the ledger, where an editor or the user's file of Wikidata says so."""
    what: SaidLine


@dataclass(frozen=True, slots=True)
class ReportLine:
    """An article that tells a story: its key on the page and its title."""

    key: str
    title: str
    article: Article


@dataclass(frozen=True, slots=True)
class StoryPart:
    """A story: what happened, what is on the table, and what stands behind it."""

    number: int
    headline: SaidLine
    badges: tuple[str, ...]
    gist: tuple[SaidLine, ...]
    course: str
    """That it joins other running stories, or is parted from one."""
    changes: tuple[SaidLine, ...]
    drawing: Drawing | None
    """Its offers over days, where it runs for more than one."""
    blocks: tuple[PageBlock, ...]
    loose: tuple[AnswerLine, ...]
    """Answers that are tied to no offer of the story."""
    unanswered: str
    differences: tuple[Difference, ...]
    questions: tuple[SaidLine, ...]
    cautions: tuple[SaidLine, ...]
    actors: tuple[ActorLine, ...]
    wordings: tuple[Difference, ...]
    reports: tuple[ReportLine, ...]
    weight: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article that was read."""

    article: Article
    key: str
    outlet: str
    when: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StruckLine:
    section: str
    outlet: str
    claim: str
    objections: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StruckEntry:
    line: StruckLine
    refs: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole page."""

    title: str
    tally: tuple[str, ...]
    written: str
    editor: str
    """Who is responsible for the page; empty where nobody is named."""
    notes: tuple[str, ...]
    in_short: tuple[SaidLine, ...]
    stories: tuple[StoryPart, ...]
    silent: tuple[str, ...]
    struck: tuple[StruckEntry, ...]
    sources: tuple[Source, ...]
    lost: tuple[str, ...]
    """What was not read, or not read well, a line each."""
    dropped: str
    checked: str
    run: str
    references: tuple[Reference, ...]
