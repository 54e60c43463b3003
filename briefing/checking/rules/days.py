"""Days, months, years and weekdays: another one than the cited sentence has in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.checking.reading import ComparedText
from briefing.checking.rules.passage import CitedPassage
from briefing.language.calendar import Day

_OPEN = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|next|this|same|previous|following|past|coming)\s"
    r"(?:week|weekend|month|year|day|night|evening|morning)|(?:day|week|month|year)s?\s(?:ago|later|earlier|before|after))\b",
    re.IGNORECASE,
)


def days_of(reading: ComparedText) -> list[Day]:
    """The days that a text names, in order."""
    return reading.days


def open_to(day: Day, near: Sequence[Day], passage: CitedPassage) -> bool:  # noqa: ARG001 - as `figures.open_to`
    """Whether a passage tells time in words that are no name of a day: "yesterday", "two weeks later"."""
    return any(_OPEN.search(reading.text) for reading in passage.readings)
