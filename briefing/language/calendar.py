"""The days, months, years and weekdays that a text names, as it names them: `dates` resolves them to days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"Sept": 9}
_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)} | _SHORT
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(_SHORT)})\b\.?)"
_YEAR = r"(?:19|20)\d\d"
_MENTION = re.compile(
    rf"""(?<![\w.,/$£€-])(?:
      (?P<weekday>{"|".join(WEEKDAYS)})s?\b
    | (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})\b(?:,?\s(?P<y1>{_YEAR})\b)?
    | (?P<m2>{_MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)(?:,?\s(?P<y2>{_YEAR})\b)?
    | (?P<m3>{_MONTH}),?\s(?:of\s)?(?P<y3>{_YEAR})\b
    | (?P<m4>{"|".join(MONTHS)})\b
    | (?P<y4>{_YEAR})(?![\w%]|[.,]\d)
    )""",
    re.VERBOSE,
)
_MAY_NAME = re.compile(r"(?:19|20)\d\d|[A-Z][a-z]{1,7}day|" + "|".join(name[:3] for name in MONTHS))
"""What every mention has: looking for it first is faster, and most sentences name no day."""
_TELLS_TIME = re.compile(
    r"\b(?:in|of|by|on|this|last|next|since|until|till|from|early|late|mid|that|for|before|after|during|through|to|and|"
    r"between|around|every|the|a|an|its|his|her|their|back)[\s-]$",
    re.IGNORECASE,
)
"""Words before which "may" and "march" are months, and four digits before a noun are a year."""
_COUNTED = re.compile(r"\s(?:[a-z]+s|people|men|women|children)\b")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month, year or weekday as found in ``text[start:end]``; None where it is not said."""

    start: int
    end: int
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None

    def may_be(self, other: Day) -> bool:
        """Whether both may be the same: no part that both say differs, and they share one."""
        said = self._said_by_both(other)
        return bool(said) and all(mine == theirs for mine, theirs in said)

    def rivals(self, other: Day) -> bool:
        """Whether both say the same sort of thing, and say it differently."""
        return any(mine != theirs for mine, theirs in self._said_by_both(other))

    def _said_by_both(self, other: Day) -> list[tuple[int, int]]:
        mine = (self.weekday, self.day, self.month, self.year)
        theirs = (other.weekday, other.day, other.month, other.year)
        return [(a, b) for a, b in zip(mine, theirs, strict=True) if a is not None and b is not None]


def find_days(text: str) -> list[Day]:
    """The days, months, years and weekdays that an English text names, in order."""
    return list(_days(text)) if _MAY_NAME.search(text) else []


def _days(text: str) -> Iterator[Day]:
    for match in _MENTION.finditer(text):
        if not _is_day(text, match):
            continue
        group = match.groupdict()
        month = next((group[f"m{n}"] for n in "1234" if group[f"m{n}"]), None)
        day = group["d1"] or group["d2"]
        year = next((group[f"y{n}"] for n in "1234" if group[f"y{n}"]), None)
        yield Day(
            match.start(),
            match.end(),
            WEEKDAYS.index(group["weekday"]) if group["weekday"] else None,
            int(day) if day else None,
            _NUMBER[month.rstrip(".")] if month else None,
            int(year) if year else None,
        )


def _is_day(text: str, match: re.Match[str]) -> bool:
    """Whether a match is no verb ("may"), no number of things ("2000 people") and no part of a name."""
    told = _TELLS_TIME.search(text, max(0, match.start() - 10), match.start())
    if match["m4"]:
        return match["m4"] not in ("May", "March", "August") or bool(told)
    return not match["y4"] or bool(told) or not _COUNTED.match(text, match.end())


def shifted(day: date, days: int) -> date:
    """The day that lies so many days later, or earlier where they are negative; the first or last that a date can be
    where it would lie beyond: a stranger's page may be of any."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
