"""Evidence and verdicts: what grounding says about an item."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from briefing.schema.base import Model, Span


class Match(StrEnum):
    """How a quote was found in the article."""

    EXACT = "exact"
    NORMALISED = "normalised"
    """Same words; white space, quotation marks, dashes, case or Unicode form differ."""
    JOINED = "joined"
    """One part of a quote whose parts are joined by an ellipsis."""
    FUZZY = "fuzzy"
    """Other words: only ever a suggestion, never evidence."""


class Evidence(Model):
    """A located quote: ``article.text[start:end] == quote``, always.

    ``article`` is the article's id, ``start`` and ``end`` are half-open in code points of its text. ``score`` is
    1.0 for an exact match and below for a normalised one (share of the characters that were the same).
    ``also_at`` lists the starts of the other places with the same words.
    """

    article: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    match: Match
    score: float = Field(ge=0, le=1)
    also_at: tuple[int, ...] = ()

    @property
    def span(self) -> Span:
        return Span(start=self.start, end=self.end)


class Ruling(StrEnum):
    SUPPORTED = "supported"
    REJECTED = "rejected"
    NEEDS_JUDGE = "needs_judge"
    """No check without a model can tell; not printed as fact unless a judge confirms it."""


class ReasonCode(StrEnum):
    """Why an item was rejected, or needs a judge. A closed list."""

    QUOTE_MISSING = "quote_missing"
    """None of the item's quotes stands in the article."""
    QUOTE_DIFFERS = "quote_differs"
    """A quote is close to a passage and not the same words; the passage is suggested."""
    NO_QUOTE = "no_quote"
    """The item came without a quote."""
    NUMBER_DIFFERS = "number_differs"
    NUMBER_NEW = "number_new"
    DATE_DIFFERS = "date_differs"
    NAME_NEW = "name_new"
    NAME_DIFFERS = "name_differs"
    NEGATION_DIFFERS = "negation_differs"
    SPEAKER_DIFFERS = "speaker_differs"
    DIRECTION_DIFFERS = "direction_differs"
    STATUS_DIFFERS = "status_differs"
    LOW_OVERLAP = "low_overlap"
    QUOTATION_ALTERED = "quotation_altered"
    """Words inside quotation marks are not the source's, character for character."""
    CUT_QUOTE_ATTRIBUTED = "cut_quote_attributed"
    QUOTATION_KIND = "quotation_kind"
    UNKNOWN_REFERENCE = "unknown_reference"
    """It names an actor or an offer that the brief does not hold."""
    JUDGE_SAYS_NO = "judge_says_no"


class Reason(Model):
    """One finding: which field, what was claimed, and what the source has instead."""

    code: ReasonCode
    field: str | None = None
    claimed: str | None = None
    found: str | None = Field(default=None, description="the nearest text of the source, None where none is near")
    at: Span | None = Field(default=None, description="where ``found`` stands in the article")


class Verdict(Model):
    """The result of checking one item."""

    ruling: Ruling
    reasons: tuple[Reason, ...] = ()
    repaired: bool = False
    judge: str | None = Field(default=None, description="the model that confirmed or rejected it, and why")
