"""Days, months, years and weekdays: another one than the cited sentence has in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.checking.reading import Reading, words_beside
from briefing.checking.rules.passage import Passage
from briefing.language.calendar import Day

_OPEN = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|next|this|same|previous|following|past|coming)\s"
    r"(?:week|weekend|month|year|day|night|evening|morning)|(?:day|week|month|year)s?\s(?:ago|later|earlier|before|after))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day as found in ``text[start:end]``, with the stems of the words around it."""

    day: Day
    beside: frozenset[str]

    @property
    def start(self) -> int:
        return self.day.start

    @property
    def end(self) -> int:
        return self.day.end

    def may_be(self, other: Dated) -> bool:
        """Whether both may be the same: no part that both say differs, and they share one."""
        said = self._said_by_both(other)
        return bool(said) and all(mine == theirs for mine, theirs in said)

    def rivals(self, other: Dated) -> bool:
        """Whether both say the same sort of thing, and say it differently."""
        return any(mine != theirs for mine, theirs in self._said_by_both(other))

    def _said_by_both(self, other: Dated) -> list[tuple[int, int]]:
        pairs = zip(self.day.parts, other.day.parts, strict=True)
        return [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]


def days_of(reading: Reading) -> list[Dated]:
    """The days that a text names, in order."""
    return [Dated(day, words_beside(reading, day.start, day.end)) for day in reading.days]


def open_to(day: Dated, near: Sequence[Dated], passage: Passage) -> bool:  # noqa: ARG001 - as `figures.open_to`
    """Whether a passage tells time in words that are no name of a day: "yesterday", "two weeks later"."""
    return any(_OPEN.search(reading.text) for reading in passage.readings)
