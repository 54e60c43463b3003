"""Dates as carriers state them: ISO 8601, the mail form of RFC 5322, compact digits, seconds since 1970, and the words
of other languages ("Mo, 04 Mär 2024"). Nothing is guessed at: ``12/01/2022`` is no date."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pydantic import TypeAdapter, ValidationError

from briefing.language.dates import day_order, find_stamps, resolve_zone
from briefing.language.months import with_english_month

_MOMENT = TypeAdapter(datetime)
_MAX_LENGTH = 64
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
"""The years of which a carrier of news may speak: below lie zeros and what a wrong unit makes of a time."""

_NUMBER = re.compile(r"\d{1,20}(?:\.\d{1,9})?(?:[eE]\+?\d{1,2})?")
_COMPACT = re.compile(r"(\d{8})(?:T?(\d{4})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?")
_EPOCHS = (1, 1_000, 1_000_000, 1_000_000_000)
"""Seconds, and the fractions of a second that programs count in."""
_MAIL = re.compile(
    r"(?:[^\W\d_]{1,12}\.?,?\s{1,3})?\d{1,2}\s(?P<month>[^\W\d_]{3,12})\.?\s\d{2,4}"
    r"(?:\s\d{1,2}:\d{2}(?::\d{2})?(?:\s\(?(?P<zone>[A-Z+-][A-Z0-9:+-]{0,9})\)?)?)?",
    re.IGNORECASE,
)
_PLAIN_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}")
_ASCTIME = re.compile(
    r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}|[A-Z][a-z]{2} [A-Z][a-z]{2} \d [\d:]{8} \d{4}"
)
_ZONE_TWICE = re.compile(r"([+-]\d{2}:?\d{2}) [A-Z]{2,5}$")


def carried_time(value: object) -> datetime | None:
    """The time that ``value`` states, None where it is in no form that can be told, or of no year of the web.

    A day without a time becomes its midnight, without a zone. A zone's name is read where it means one thing alone.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _plausible(value)
    if isinstance(value, str):
        value = " ".join(value[: 2 * _MAX_LENGTH].split())[:_MAX_LENGTH]
        if not value:
            return None
        if value[4:5] == "-" and (read := _iso(value)):
            return _plausible(read)
    return _plausible(_read(value))


def _plausible(read: datetime | None) -> datetime | None:
    return read if read and _FIRST_YEAR <= read.year <= _LAST_YEAR else None


def _read(value: object) -> datetime | None:
    if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        return _of_number(value)
    if not isinstance(value, str):
        return _iso(value)
    if _PLAIN_MAIL.fullmatch(value):
        return _mail(value)
    return _iso(value) or _compact(value) or _in_words(value)


_LARGEST = 10**20


def _of_number(value: int | float | str) -> datetime | None:
    """A compact day (``20260303``, with ``101500`` behind it or not), or the time since 1970 in whichever unit makes
    it one of the web's."""
    if isinstance(value, int) and abs(value) > _LARGEST:  # too long for a float, or even to be written down
        return None
    if read := _compact(str(value).removesuffix(".0")):
        return read
    number = float(value)
    for unit in _EPOCHS:
        try:
            read = datetime.fromtimestamp(number / unit, UTC)
        except (ValueError, OverflowError, OSError):
            continue
        if _plausible(read):
            return read
    return None


def _compact(text: str) -> datetime | None:
    match = _COMPACT.fullmatch(text)
    if not match:
        return None
    day, minutes, seconds, zone = match.groups()
    written = f"{day}{minutes or '0000'}{seconds or '00'}"
    try:
        read = datetime.strptime(written, "%Y%m%d%H%M%S")  # noqa: DTZ007 - a zone is put in where there is one
    except ValueError:
        return None
    return _plausible(read.replace(tzinfo=resolve_zone("Z" if zone == "Z" else zone)) if zone else read)


def _iso(value: object) -> datetime | None:
    try:
        return _MOMENT.validate_python(value)
    except ValidationError:
        return None


def _in_words(text: str) -> datetime | None:
    """A date with the name of its month, in whatever language, or in the digits of a page that states no order."""
    if _ASCTIME.fullmatch(text):
        return _mail(text)
    english = with_english_month(text)
    if (match := _MAIL.fullmatch(english)) and (read := _mail(_without_weekday(english))):
        zone = match["zone"] if read.tzinfo is None and match["zone"] else None
        return read.replace(tzinfo=resolve_zone(zone)) if zone else read
    return _stamp(_ZONE_TWICE.sub(r"\1", english))


def _stamp(text: str) -> datetime | None:
    """The one date of a text, where its order of day and month is plain."""
    stamps = find_stamps(text, limit=2)
    if len(stamps) != 1:
        return None
    stamp = stamps[0].read(day_order(stamps) if stamps[0].numeric else None)
    if stamp.day is None:
        return None
    return stamp.moment or datetime(stamp.day.year, stamp.day.month, stamp.day.day)  # noqa: DTZ001 - it has none


def _mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _without_weekday(text: str) -> str:
    """A mail's date from its digits on: the days of the week of other languages are none to the library."""
    first = next((i for i, c in enumerate(text) if c.isdigit()), 0)
    return text[first:]
