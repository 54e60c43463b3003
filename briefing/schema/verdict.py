"""What stands behind an item, and what speaks against it: evidence, standings, objections, with their words."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

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

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _ = self.span  # a page from elsewhere is refused when it is read, not when it is shown
        return self

    @property
    def span(self) -> Span:
        return Span(start=self.start, end=self.end)


class Standing(StrEnum):
    """What stands behind an item. The page claims no more than this."""

    QUOTED = "quoted"
    """Its words are the source's own, in order, parties and polarity from the same sentence."""
    CONFIRMED = "confirmed"
    """A proof-reading model read article and item, and let it stand."""
    UNCONFIRMED = "unconfirmed"
    """Its quotes stand where it says; nobody has looked at the meaning, or author and proof-reader differ."""
    REFUTED = "refuted"
    """A certain rule or the proof-reader strikes it."""


class Level(StrEnum):
    """What an objection is about, and so what it does."""

    CITATION = "citation"
    """The quotes: an item without a located quote is struck."""
    CONTENT = "content"
    """What the item says: strikes it."""
    FRAME = "frame"
    """What the item is taken for: goes to the author, who corrects it or stands by it."""


class Problem(StrEnum):
    """What is wrong with an item. A closed list, shared by rules and proof-readers."""

    NO_QUOTE = "no_quote"
    """The item came without a quote."""
    QUOTE_MISSING = "quote_missing"
    """A quote stands nowhere in the article."""
    QUOTE_DIFFERS = "quote_differs"
    """A quote is close to a passage and not the same words; the passage is named."""
    NEEDS_QUOTE = "needs_quote"
    """The article has the number or date, and none of the cited sentences does: a further quote is asked for."""
    UNKNOWN_REFERENCE = "unknown_reference"
    """It names an actor that the draft does not hold."""

    CONTRADICTED = "contradicted"
    """The article says otherwise."""
    WRONG_PARTY = "wrong_party"
    """Another party than the article's offers, is asked, answers, acts or speaks."""
    WRONG_NUMBER = "wrong_number"
    WRONG_DATE = "wrong_date"
    NOT_STATED = "not_stated"
    """The article does not say it."""
    QUOTATION_ALTERED = "quotation_altered"
    """Words inside quotation marks are not the source's, character for character."""
    HIDDEN_NEGATION = "hidden_negation"
    """An ellipsis leaves out a word that turns the meaning round."""

    NOT_AN_OFFER = "not_an_offer"
    NOT_AN_ANSWER = "not_an_answer"
    """It answers something else, or nothing."""
    NOT_A_CONDITION = "not_a_condition"
    WRONG_STATUS = "wrong_status"
    """The status or stance is not what the end of the article says."""
    HEDGE_DROPPED = "hedge_dropped"
    """The article reports as said, thought or possible what the item states as fact."""
    WRONG_KIND = "wrong_kind"
    """A quotation or an actor is of another kind."""

    @property
    def level(self) -> Level:
        return _LEVELS.get(self, Level.CONTENT)

    @property
    def words(self) -> str:
        """The same as people say it."""
        return _WORDS[self]


_LEVELS = {
    Problem.NO_QUOTE: Level.CITATION,
    Problem.QUOTE_MISSING: Level.CITATION,
    Problem.QUOTE_DIFFERS: Level.CITATION,
    Problem.NEEDS_QUOTE: Level.CITATION,
    Problem.NOT_AN_OFFER: Level.FRAME,
    Problem.NOT_AN_ANSWER: Level.FRAME,
    Problem.NOT_A_CONDITION: Level.FRAME,
    Problem.WRONG_STATUS: Level.FRAME,
    Problem.HEDGE_DROPPED: Level.FRAME,
    Problem.WRONG_KIND: Level.FRAME,
}

_WORDS: dict[Problem, str] = {
    Problem.NO_QUOTE: "it came without a quote",
    Problem.QUOTE_MISSING: "its quote stands nowhere in the article",
    Problem.QUOTE_DIFFERS: "its quote is not the article's words",
    Problem.NEEDS_QUOTE: "none of its quotes shows this",
    Problem.UNKNOWN_REFERENCE: "it names an actor that its draft does not hold, or that was struck",
    Problem.CONTRADICTED: "the article says otherwise",
    Problem.WRONG_PARTY: "the article names another party",
    Problem.WRONG_NUMBER: "the article has another number",
    Problem.WRONG_DATE: "the article has another date",
    Problem.NOT_STATED: "the article does not say it",
    Problem.QUOTATION_ALTERED: "the words in quotation marks are not the article's",
    Problem.HIDDEN_NEGATION: "its quote leaves out a word that turns the meaning round",
    Problem.NOT_AN_OFFER: "this is no offer addressed to somebody",
    Problem.NOT_AN_ANSWER: "this is no answer to that",
    Problem.NOT_A_CONDITION: "this is no stated condition",
    Problem.WRONG_STATUS: "the article leaves it at another status",
    Problem.HEDGE_DROPPED: "the article does not vouch for it",
    Problem.WRONG_KIND: "this is of another kind",
}

RULES = "rules"
"""Who objects where no model does."""


class Objection(Model):
    """What speaks against an item.

    Attributes:
        field: the field that it is about; None for the item as a whole.
        claimed: what the item has there, or the quote that was not found.
        passage: the words of the article that show it; None where there are none.
        at: where ``passage`` stands in `Article.text`.
        by: `RULES`, or the name of the proof-reading model.
    """

    problem: Problem
    field: str | None = None
    claimed: str | None = None
    passage: str | None = None
    at: Span | None = None
    by: str = RULES

    def told(self) -> str:
        """``the article has another number (what: 12; the article: “10 missiles”)``."""
        details = []
        if self.field and self.claimed:
            details.append(f"{self.field.replace('_', ' ')}: {self.claimed}")
        elif self.claimed or self.field:
            details.append(self.claimed or str(self.field).replace("_", " "))
        if self.passage:
            details.append(f"the article: “{self.passage}”")
        return f"{self.problem.words} ({'; '.join(details)})" if details else self.problem.words


class Verdict(Model):
    """What the check of one item came to.

    ``objections`` are those that struck it, that its author stands by it against, or that its quotes drew without
    striking it. ``by`` is the proof-reading model that let it stand, None where none did. ``repaired`` items are the
    author's second answer.
    """

    standing: Standing
    objections: tuple[Objection, ...] = ()
    by: str | None = Field(default=None, description="the proof-reading model that let it stand")
    repaired: bool = False
