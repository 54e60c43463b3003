"""Evidence: where the words behind an item stand."""

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
