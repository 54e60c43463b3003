"""Dates as pages write them: stamps with a day, a time and a zone, and dates in running text.

Nothing is guessed. A date that can be read in two ways and that nothing decides is left out; a zone abbreviation
that several countries use is resolved from the country that the page shows, or not at all.

Why not a library: dateutil reads ``12-01-2022`` as 1 December and has no zones behind abbreviations; dateparser
takes IST for Israel's time and needs up to half a second a call. Neither says "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from briefing.language.calendar import DAY_FIRST_ZONES, MONTH_FIRST_ZONES, WEEKDAYS, resolve_zone
from briefing.schema.base import Span

# The window in which a date in a stamp is plausible: the first web page is of 1991, and a mistyped year is no date.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100

_LINE = 400
"""Characters of a line whose stamps are kept for those who ask again."""

_MONTH_NAMES: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier enero gennaio janeiro januari jan ene gen janv",
            "february februar février fevrier febrero febbraio fevereiro februari feb févr fev",
            "march märz maerz mars marzo março maart mar mrz",
            "april avril abril aprile apr avr abr",
            "may mai mayo maggio maio mei mag",
            "june juni juin junio giugno junho jun giu",
            "july juli juillet julio luglio julho jul juil lug",
            "august août aout agosto augustus aug ago",
            "september septembre septiembre settembre setembro sept sep set",
            "october oktober octobre octubre ottobre outubro oct okt ott out",
            "november novembre noviembre novembro nov",
            "december dezember décembre decembre diciembre dicembre dezembro dec dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)

_DATE = re.compile(
    rf"""(?<![\w./-])(?:
      (?P<iy>\d{{4}})(?P<isep>[-/.])(?P<im>\d{{1,2}})(?P=isep)(?P<id>\d{{1,2}})(?=T\d|\D|$)
    | (?P<n1>\d{{1,2}})(?P<nsep>[-/.])(?P<n2>\d{{1,2}})(?P=nsep)(?P<ny>\d{{4}}|\d{{2}})(?![\w/-])
    | (?P<dd>\d{{1,2}})(?:st|nd|rd|th|º|er)?\.?[\s-]{{1,3}}(?:of\s|de\s)?(?P<dm>{_MONTH})\b\.?
      (?:\sde)?[,\s-]{{1,3}}(?P<dy>\d{{4}})\b
    | (?P<mm>{_MONTH})\b\.?\s{{1,3}}(?P<md>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,\s{{0,2}}|\s{{1,2}})(?P<my>\d{{4}})\b
    | (?P<zy>\d{{4}})年\s?(?P<zm>\d{{1,2}})月\s?(?P<zd>\d{{1,2}})日
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# What every date with a year has, and few lines do: looking for it first is twenty times as fast, and from its digit on
# four times faster still than with a digit in each alternative.
_MAY_DATE = re.compile(r"\d(?:\d{3}|[-/.]\d{1,2}[-/.]\d)")
_ZONE = r"Z|UTC(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|GMT(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}|[A-Z]{2,5}"
_CLOCK = rf"""(?P<h>\d{{1,2}})(?:[:.h](?P<mi>\d{{2}})(?::(?P<s>\d{{2}})(?:\.\d{{1,9}})?)?)?
    \s{{0,2}}(?P<ap>[aApP]\.?[mM]\b\.?)?
    (?:\s{{0,2}}(?:Uhr|hrs|hours))?\s{{0,2}}\(?(?P<z>(?:{_ZONE})(?![\w]))?"""
_CLOCK_AFTER = re.compile(
    rf"(?:T|[\s,|·•–—-]{{1,5}}(?:at\s|um\s|à\s|a\slas\s|@\s?)?[|·•\s-]{{0,3}}){_CLOCK}", re.VERBOSE
)
_CLOCK_BEFORE = re.compile(
    rf"(?<![\d:.]){_CLOCK}\)?[\s,|·•–—-]{{1,5}}(?:on\s)?(?:(?:{_WEEKDAY})[\s,]{{1,3}})?$", re.VERBOSE | re.IGNORECASE
)


class DayOrder(StrEnum):
    """Which comes first in ``12-01-2022``."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A full date with its year, and the time beside it, as found in ``text[span.start:span.end]``.

    ``day`` is None where the order of day and month is open. ``clock`` carries a zone only where one is named and
    known; ``zone`` is the zone as written.
    """

    span: Span
    day: date | None
    clock: time | None = None
    zone: str | None = None
    numeric: tuple[int, int, int] | None = None
    """First number, second number and year of a date that could be read either way."""

    def read(self, order: DayOrder | None, tz: tzinfo | None = None) -> Stamp:
        """This stamp with an open order decided, and ``tz`` in the place of a zone that was not known."""
        day = self.day
        if day is None and self.numeric and order:
            first, second, year = self.numeric
            day = _day(year, second, first) if order is DayOrder.DAY_FIRST else _day(year, first, second)
        clock = self.clock
        if clock and clock.tzinfo is None and self.zone and tz:
            clock = clock.replace(tzinfo=tz)
        return Stamp(self.span, day, clock, self.zone, self.numeric)

    @property
    def moment(self) -> datetime | None:
        """Day and time as one value, None where either is unknown."""
        return datetime.combine(self.day, self.clock) if self.day and self.clock else None


def may_hold_date(text: str) -> bool:
    """False only where a text holds no date with a year, in whatever words."""
    return _MAY_DATE.search(text) is not None


def find_stamps(text: str, limit: int = 200) -> list[Stamp]:
    """The dates with a year in ``text``, in order, with the time that stands directly before or after.

    Numeric dates whose order is open (both numbers at most 12, and different) have ``day`` None: decide the order
    with `day_order` over all stamps of a page, then call `Stamp.read`. At most ``limit`` are returned.
    """
    if not _MAY_DATE.search(text):
        return []
    return list(_stamps_of_line(text)[:limit] if len(text) <= _LINE else islice(_stamps(text), limit))


@lru_cache(maxsize=2_048)
def _stamps_of_line(text: str) -> tuple[Stamp, ...]:
    """The stamps of a short line: whether it says when, and what, is asked at several stages."""
    return tuple(_stamps(text))


def _stamps(text: str) -> Iterator[Stamp]:
    for match in _DATE.finditer(text):
        if stamp := _stamp(text, match):
            yield stamp


def day_order(
    stamps: Iterable[Stamp], *, outlet_zone: str | None = None, country: str | None = None
) -> DayOrder | None:
    """Whether numeric dates of a page write the day first; None where nothing tells.

    The evidence, strongest first: another numeric date of the page that can be read one way only (its second
    number above 12 means month first); a zone written beside a date, or the outlet's (IST, CET, BST, MSK: day
    first; EST, PDT: month first); the country the page shows. Contradicting evidence of one kind is none. Reading
    order by country follows CLDR: only the United States (and a few of its neighbours) write the month first.
    """
    stamps = list(stamps)
    shown = {_order_of(s) for s in stamps if s.numeric} - {None}
    if len(shown) == 1:
        return shown.pop()
    zones = {s.zone for s in stamps if s.zone} | ({outlet_zone} if outlet_zone else set())
    by_zone = {_zone_order(zone) for zone in zones} - {None}
    if len(by_zone) == 1:
        return by_zone.pop()
    if not by_zone and not shown and country:
        return DayOrder.MONTH_FIRST if country == "US" else DayOrder.DAY_FIRST
    return None


def _zone_order(zone: str) -> DayOrder | None:
    if zone in DAY_FIRST_ZONES:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if zone in MONTH_FIRST_ZONES else None


def _order_of(stamp: Stamp) -> DayOrder | None:
    assert stamp.numeric
    first, second, _ = stamp.numeric
    if first > 12 >= second:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if second > 12 >= first else None


def _stamp(text: str, match: re.Match[str]) -> Stamp | None:
    day, numeric = _day_of(match)
    if day is None and numeric is None:
        return None
    start, end = match.span()
    clock, zone = None, None
    after = _CLOCK_AFTER.match(text, end, end + 40)
    if after and (clock := _clock_of(after)):
        end, zone = after.end(), after["z"]
    else:
        low = max(0, start - 40)
        before = _CLOCK_BEFORE.search(text, low, start)
        if before and (clock := _clock_of(before)):
            start, zone = before.start(), before["z"]
    if clock and zone and (tz := resolve_zone(zone)):
        clock = clock.replace(tzinfo=tz)
    return Stamp(Span(start=start, end=end), day, clock, zone, numeric)


def _day_of(match: re.Match[str]) -> tuple[date | None, tuple[int, int, int] | None]:
    group = match.groupdict()
    if group["iy"]:
        return _day(int(group["iy"]), int(group["im"]), int(group["id"])), None
    if group["zy"]:
        return _day(int(group["zy"]), int(group["zm"]), int(group["zd"])), None
    if group["dd"]:
        return _day(int(group["dy"]), _MONTH_NAMES[group["dm"].lower()], int(group["dd"])), None
    if group["mm"]:
        return _day(int(group["my"]), _MONTH_NAMES[group["mm"].lower()], int(group["md"])), None
    first, second, year = int(group["n1"]), int(group["n2"]), int(group["ny"])
    year += 2000 if year < 100 else 0
    either = _day(year, second, first), _day(year, first, second)
    if either[0] and group["nsep"] == "." and len(group["ny"]) == 4:
        return either[0], None  # no country that writes the month first parts its dates by points
    if either[0] and either[1] and either[0] != either[1]:
        return None, (first, second, year)
    day = either[0] or either[1]
    return day, (first, second, year) if day else None


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock_of(match: re.Match[str]) -> time | None:
    hour, minute = int(match["h"]), int(match["mi"] or 0)
    half = (match["ap"] or "").lower()
    if not half and match["mi"] is None:
        return None  # a lone number is no time
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute)


@dataclass(frozen=True, slots=True)
class TextDate:
    """A date in running text, as found in ``text[span.start:span.end]``; ``day`` is None where nothing decides it."""

    span: Span
    day: date | None


_TEXT_DATE = re.compile(
    rf"""(?<!\w)(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?:(?P<w1>{_WEEKDAY}),?\s\(?)?(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<dm>{_MONTH})\b\.?
      (?:,?\s(?P<dy>\d{{4}})\b)?
    | (?:(?P<w2>{_WEEKDAY}),?\s\(?)?(?P<mm>{_MONTH})\b\.?\s(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)
      (?:,?\s(?P<my>\d{{4}})\b)?
    | (?:(?P<rel>last|next|this|coming|past)\s)?(?P<w3>{_WEEKDAY})(?!\w)
    | (?P<word>(?:the\sday\s(?:before\syesterday|after\stomorrow))|yesterday|today|tonight|tomorrow)(?!\w)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WORDS_TOO = frozenset({"may", "mar", "march", "set", "out", "mag"})
"""Months that are other words too where they stand in lower case, without a year or a weekday."""
_RELATIVE = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
# A weekday without more looks back in a report and ahead behind these words.
_AHEAD = re.compile(
    r"\b(?:will|to|would|shall|plans?|planned|due|scheduled|until|by|from|set|expected|next)\b[^.]{0,60}$", re.I
)
_PAST_VERB = re.compile(r"\b(?:said|told|was|were|had|met|began|started|held|took|came|opened|\w{3,12}ed)\b", re.I)


def find_text_dates(text: str, anchor: date) -> list[TextDate]:
    """The dates of running English text, resolved against the day it was published.

    ``Wednesday (12 January)`` takes the year that brings it nearest to ``anchor``, and must fall on that weekday:
    else ``day`` is None. A bare weekday is the last such day up to ``anchor``, or the next one after words that look
    ahead ("will ... on Friday"); None where signs point both ways. ``yesterday``, ``today`` and ``tomorrow`` count
    from ``anchor``.
    """
    return [TextDate(Span(start=m.start(), end=m.end()), _resolve(text, m, anchor)) for m in _TEXT_DATE.finditer(text)]


def _resolve(text: str, match: re.Match[str], anchor: date) -> date | None:
    group = match.groupdict()
    if group["iso"]:
        return _day(*(int(part) for part in group["iso"].split("-")))
    if group["word"]:
        return anchor + timedelta(days=_RELATIVE[" ".join(group["word"].lower().split())])
    if group["w3"]:
        return _weekday(text, match, anchor)
    month = _MONTH_NAMES[(group["dm"] or group["mm"]).lower()]
    number, year, weekday = int(group["dd"] or group["md"]), group["dy"] or group["my"], group["w1"] or group["w2"]
    if not year and not weekday and (group["dm"] or group["mm"]) in _WORDS_TOO:
        return None  # lower case and without more: the verb "may", or a foreign abbreviation
    years = [int(year)] if year else [anchor.year - 1, anchor.year, anchor.year + 1]
    days = [d for y in years if (d := _day(y, month, number))]
    if weekday:
        days = [d for d in days if WEEKDAYS[d.weekday()] == weekday.capitalize()]
    return min(days, key=lambda d: abs((d - anchor).days), default=None)


def _weekday(text: str, match: re.Match[str], anchor: date) -> date | None:
    back = (anchor.weekday() - WEEKDAYS.index(match["w3"].capitalize())) % 7
    relation = (match["rel"] or "").lower()
    if relation in ("last", "past"):
        return anchor - timedelta(days=back or 7)
    if relation in ("next", "coming"):
        return anchor + timedelta(days=7 - back)
    before = text[max(0, match.start() - 80) : match.start()]
    before = before[before.rfind(".") + 1 :]
    ahead, past = bool(_AHEAD.search(before)), bool(_PAST_VERB.search(before))
    if ahead and past and back:
        return None
    if ahead:
        return anchor + timedelta(days=(7 - back) % 7)
    return anchor - timedelta(days=back)
