"""A briefing: the page of one day. Markdown, HTML and JSON are renderings of this one object."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Literal, Self

from pydantic import Field

from briefing.characters import json_shown
from briefing.schema.article import Article
from briefing.schema.base import ItemRef, Model
from briefing.schema.brief import Brief, CheckMetrics
from briefing.schema.ledger import ActorIdentity, AddresseeStatus, Change, LedgerKnown
from briefing.schema.linking import Linking
from briefing.schema.results import ArticleTrail, Failure
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance
from briefing.schema.verdict import Evidence, Objection, Standing

Day = date  # a field of that name hides it

BRIEFING_VERSION: Literal["3.0"] = "3.0"


class Merged(Model):
    """What every item of a story carries: an id for the page, the brief items it stands for, their evidence.

    ``standing`` is that of the item whose words are shown, ``objections`` are what its author stands by it against.
    ``outlets`` are the keys of the outlets that report it, ``origins`` who first said it: two outlets that carry
    one agency's text are one origin.
    """

    id: str
    members: tuple[ItemRef, ...]
    evidence: tuple[Evidence, ...]
    outlets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    standing: Standing
    objections: tuple[Objection, ...] = ()


class StoryActor(Merged):
    """``side`` is a key of the party that it acts for: of its state for a ministry, of the alliance for its head.

    ``identity`` is who it is by the ledger, None where none is kept or it can't be told.
    """

    name: str
    kind: ActorKind
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    side: str | None = None
    identity: ActorIdentity | None = None


class StoryOffer(Merged):
    """``offerer`` and ``addressees`` are ids of actors of the story.

    ``reported`` are the words by which the reports do not vouch for it, None where one of them does; ``due`` is by
    when, in words of a source, and ``due_day`` the day that they mean where its date tells. By the ledger it is the
    next version of ``version_of``, an offer that it raises, lowers or replaces, and perhaps the same as ``perhaps``;
    ``each`` is where it stands with each of several that were asked.
    """

    offerer: str
    addressees: tuple[str, ...] = ()
    what: str
    conditions: tuple[str, ...] = ()
    reported: str | None = None
    due: str | None = None
    due_day: Day | None = None
    status: OfferStatus
    status_reason: str | None = None
    version_of: str | None = None
    perhaps: str | None = None
    each: tuple[AddresseeStatus, ...] = ()

    @property
    def recipient(self) -> str | None:
        """The first that it is addressed to, None where nobody is stated."""
        return next(iter(self.addressees), None)


class StoryResponse(Merged):
    """``offers`` are the ids of the offers of the story that it answers, empty where ``to`` is none of them."""

    responder: str
    offers: tuple[str, ...] = ()
    to: str
    stance: Stance
    what: str
    reported: str | None = None

    @property
    def offer(self) -> str | None:
        """The first offer that it answers, None where it answers none of the story."""
        return next(iter(self.offers), None)


class StoryQuestion(Merged):
    question: str


class ConflictKind(StrEnum):
    STATUS = "status"
    NUMBER = "number"
    DATE = "date"
    ATTRIBUTION = "attribution"
    WORDING = "wording"


class Conflict(Model):
    """Where sources differ: one side's evidence each, what the page shows, and the rule that decided."""

    id: str
    kind: ConflictKind
    about: str = Field(description="id of the item that the sources differ on")
    sides: tuple[Evidence, ...]
    shown: str
    rule: str


class Caution(Model):
    """A passage to handle with care: words in quotation marks that are not, or may not be, a person's words."""

    kind: QuotationKind
    evidence: Evidence
    speaker: str | None = None
    standing: Standing


class Line(Model):
    """A line of the bottom line or of a story's summary, with the evidence that supports it."""

    text: str
    evidence: tuple[Evidence, ...]
    standing: Standing
    refs: tuple[str, ...] = Field(default=(), description="ids of the items it rests on, such as ``O1``")


class Importance(Model):
    level: Literal["high", "medium", "low"]
    score: float
    reasons: tuple[str, ...]


class Story(Model):
    """The articles that report one event, with their items merged."""

    id: str
    headline: Line | None
    title: str
    importance: Importance
    articles: tuple[str, ...]
    gist: tuple[Line, ...] = ()
    actors: tuple[StoryActor, ...] = ()
    offers: tuple[StoryOffer, ...] = ()
    responses: tuple[StoryResponse, ...] = ()
    open_questions: tuple[StoryQuestion, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    cautions: tuple[Caution, ...] = ()
    changes: tuple[Change, ...] = Field(default=(), description="since the last day in the ledger, where one is kept")
    joins: tuple[str, ...] = Field(default=(), description="running stories that were told apart before this day")
    parted_from: tuple[str, ...] = Field(default=(), description="running stories that told of it before this day")


class Usage(Model):
    """Tokens and money, of all attempts. ``cost`` is in US dollars, None where a price is not known.

    ``cached_tokens`` of the input were read from the provider's cache, ``cache_write_tokens`` written to it;
    ``reasoning_tokens`` of the output are none of the reply's.
    """

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    cost: float | None = None

    @property
    def cached_share(self) -> float:
        """The part of the input that came from the provider's cache, 0 to 1."""
        return self.cached_tokens / self.input_tokens if self.input_tokens else 0.0


class UsageRow(Model):
    """The use of one model for one stage.

    ``cost`` is US dollars, None where the price is not known. Providers do not say what a failed attempt cost: it
    counts as a request with its seconds, and with no tokens. ``replayed`` counts replies that came from the store
    and so cost nothing.
    """

    model: str
    stage: str
    requests: int = 0
    failed: int = 0
    replayed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = Field(default=0, description="of the input, read from the provider's cache")
    cache_write_tokens: int = Field(default=0, description="of the input, written to the provider's cache")
    reasoning_tokens: int = Field(default=0, description="of the output, none of the reply's")
    seconds: float = Field(default=0.0, description="time in flight, summed over attempts")
    cost: float | None = None
    faults: dict[str, int] = Field(default_factory=dict, description="failed attempts by kind of fault")


class OutsideKind(StrEnum):
    """Why an article that was read is not told on the page. Of those of `REPLACED` alone a brief was made."""

    OLD = "old"
    AHEAD = "ahead"
    STATIC = "static"
    """A page about its site, and no news."""
    REPLACED = "replaced"
    """An earlier version of a page that was read again."""


class Outside(Model):
    """An article that stands outside the page. ``by`` is the id of the later version that replaces it."""

    article: str
    kind: OutsideKind
    reason: str
    by: str | None = None


class Coverage(Model):
    """What was read, and what is missing from the page."""

    failures: tuple[Failure, ...] = ()
    duplicates: tuple[Failure, ...] = ()
    outside: tuple[Outside, ...] = Field(default=(), description="articles that are not told on the page, and why")
    cut: tuple[str, ...] = Field(default=(), description="ids of articles known to be incomplete")
    partial: tuple[str, ...] = Field(default=(), description="ids of articles of which a chunk failed")
    malformed: tuple[str, ...] = Field(
        default=(), description="ids of articles of which a reply held something that could not be read"
    )
    unread: tuple[str, ...] = Field(default=(), description="ids of articles whose proof-reading failed, wholly or not")
    uncorrected: tuple[str, ...] = Field(
        default=(), description="ids of articles whose author was not heard on objections, because a call failed"
    )
    addressed: tuple[str, ...] = Field(
        default=(), description="ids of articles that hold text addressed to a language model, which was left out"
    )
    dropped: dict[str, int] = Field(default_factory=dict, description="lines that cleaning left out, by reason")


class RunStamp(Model):
    """How and when the briefing was made. The only part that two runs may differ in."""

    generated: datetime
    version: str
    engines: tuple[str, ...]
    prompts: tuple[str, ...] = ()
    usage: Usage = Usage()
    usage_by_stage: tuple[UsageRow, ...] = ()
    digest: str | None = Field(
        default=None, description="SHA-256 of all the rest of the page as JSON, without white space, in this order"
    )


class ProofRate(Model):
    """How one proof-reader did on the mistakes that were planted among the claims it read.

    One that ``caught`` too small a share of what was ``planted`` is not ``trusted``: what it let stand is printed as
    unconfirmed.
    """

    by: str
    planted: int
    caught: int
    trusted: bool


class BriefingData(Model):
    """The page of one day and all that it rests on: stories in order, briefs, articles, coverage."""

    version: Literal["3.0"] = BRIEFING_VERSION
    date: date
    undated: bool = Field(default=False, description="no article states its date: ``date`` is the day of the run")
    bottom_line: tuple[Line, ...] = ()
    stories: tuple[Story, ...] = ()
    since: Day | None = Field(default=None, description="the day in the ledger that changes are counted from")
    quiet: tuple[Change, ...] = Field(default=(), description="what is open and fell silent, of stories not told today")
    outlets: dict[str, str] = Field(default_factory=dict, description="key on the page → name, by article id")
    briefs: tuple[Brief, ...] = ()
    articles: tuple[Article, ...] = ()
    coverage: Coverage = Coverage()
    metrics: CheckMetrics = CheckMetrics()
    proofs: tuple[ProofRate, ...] = ()
    made_with: dict[str, Any] = Field(
        default_factory=dict, description="the settings that show in the page; keys and addresses are not among them"
    )
    trails: tuple[ArticleTrail, ...] = Field(
        default=(), description="each input in the order of reading, what models were asked about it and replied"
    )
    known: LedgerKnown | None = Field(default=None, description="what the ledger knew before, where one is kept")
    linking: Linking | None = Field(
        default=None, description="how a model linked the day to the ledger, where one was asked"
    )
    run: RunStamp

    def to_json(self) -> str:
        """All of it, as JSON that is read back as it was and `schemas/briefing.schema.json` describes.

        What a terminal obeys, or nobody sees, stands escaped in it.
        """
        return json_shown(self.model_dump_json(indent=2)) + "\n"

    def fingerprint(self) -> str:
        """What ``run.digest`` is, unless the page was changed after it was finished."""
        rest = self.model_dump_json(exclude={"run": {"digest"}})
        return sha256(rest.encode("utf-8", "surrogatepass")).hexdigest()

    def finished(self) -> Self:
        """The page with its digest."""
        return self.model_copy(update={"run": self.run.model_copy(update={"digest": self.fingerprint()})})
