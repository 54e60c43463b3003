"""What carriers state of an article in their own words: its date, its authors, its title.

A date may be ISO 8601, the mail form of RFC 5322, compact digits, seconds since 1970, or the words of other languages
("Mo, 04 Mär 2024"). Nothing is guessed at: ``12/01/2022`` is no date.
"""

from __future__ import annotations

import ast
import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pydantic import TypeAdapter, ValidationError

from briefing.language.calendar import resolve_zone, with_english_month
from briefing.language.dates import day_order, find_stamps

_MOMENT = TypeAdapter(datetime)
_LONGEST_DATE = 64
_LARGEST = 10**20
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
"""The years of which a carrier of news may speak: below lie zeros and what a wrong unit makes of a time."""

_NUMBER = re.compile(r"\d{1,20}(?:\.\d{1,9})?(?:[eE]\+?\d{1,2})?")
_COMPACT = re.compile(r"(\d{8})(?:T?(\d{4})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?")
_EPOCHS = (1, 1_000, 1_000_000, 1_000_000_000)
"""Seconds, and the fractions of a second that programs count in."""
_MAIL = re.compile(
    r"(?:[^\W\d_]{1,12}\.?,?\s{1,3})?(?P<date>\d{1,2}\s[^\W\d_]{3,12}\.?\s\d{2,4}"
    r"(?:\s\d{1,2}:\d{2}(?::\d{2})?(?:\s\(?(?P<zone>[A-Z+-][A-Z0-9:+-]{0,9})\)?)?)?)",
    re.IGNORECASE,
)
"""Its ``date`` is without the day of the week: that of other languages is none to the library."""
_PLAIN_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}")
_ASCTIME = re.compile(
    r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}|[A-Z][a-z]{2} [A-Z][a-z]{2} \d [\d:]{8} \d{4}"
)
_ZONE_TWICE = re.compile(r"([+-]\d{2}:?\d{2}) [A-Z]{2,5}$")
_LONGEST_NAMES = 400
_MAX_NAMES = 20
_TAG = re.compile(r"<[^<>]{0,300}>")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|από|от)\s*:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"<?\(?[\w.+-]{1,64}@[\w.-]{1,255}\)?>?")
_PARTS = re.compile(r"\s*[;|\n]\s*|\s+(?:&|and|und|et|y|e)\s+|\s+/\s+")
_COMMA = re.compile(r",\s*(?:and\s+)?")
_MORE = re.compile(rf"[^\w .'’-]|{_BY.pattern}|\s(?:and|und|et|y|e)\s", re.IGNORECASE)
"""What a name alone has nothing of."""
_LIST = re.compile(r"\[.*\]", re.DOTALL)
_WHOLE_PAGE = re.compile(r"<(?:html|body|h1)[\s>]", re.I)


def carried_time(value: object) -> datetime | None:
    """The time that ``value`` states, None where it is in no form that can be told, or of no year of the web.

    A day without a time becomes its midnight, without a zone. A zone's name is read where it means one thing alone.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _plausible(value)
    if isinstance(value, str):
        value = " ".join(value[: 2 * _LONGEST_DATE].split())[:_LONGEST_DATE]
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
    return _plausible(read.replace(tzinfo=resolve_zone(zone)) if zone else read)


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
    if (match := _MAIL.fullmatch(english)) and (read := _mail(match["date"])):
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


def people(value: object) -> tuple[str, ...]:
    """The names in what a carrier states of its authors, each once; addresses and tags are left out.

    It may be one string, a list, objects with a name, a byline, a name with an address in front.
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str) and not _MORE.search(value):
        name = value.strip(" '")
        return (name,) if name and len(name) <= _LONGEST_NAMES else ()
    names = dict.fromkeys(name for stated in _stated(value) for name in _split(stated))
    return tuple(names)[:_MAX_NAMES]


def _stated(value: object) -> list[str]:
    if isinstance(value, str):
        written = _written_list(value)
        return [value] if written is None else written
    if isinstance(value, dict):
        name = next((value[key] for key in ("name", "original", "displayName", "title") if value.get(key)), None)
        given = " ".join(str(value[key]) for key in ("givenName", "familyName") if value.get(key))
        return _stated(name or given)
    if isinstance(value, list | tuple):
        return [name for each in value[:_MAX_NAMES] for name in _stated(each)]
    return []


def _written_list(text: str) -> list[str] | None:
    """The items of a list that a table holds as text: ``['Lena Torv', 'Ali Demir']``."""
    if len(text) > _LONGEST_NAMES or not _LIST.fullmatch(text.strip()):
        return None
    try:
        read = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return [each for each in read if isinstance(each, str)] if isinstance(read, list) else None


def _split(stated: str) -> list[str]:
    text = html.unescape(_TAG.sub("", html.unescape(stated[:_LONGEST_NAMES])))
    text = _BY.sub("", " ".join(_ADDRESS.sub(" ", text).split()))
    names = [name for part in _PARTS.split(text) for name in _at_commas(part)]
    return [name for name in (name.strip(" \t\"'()[]<>,;") for name in names) if any(c.isalpha() for c in name)]


def _at_commas(part: str) -> list[str]:
    """The names between commas, unless one of them is a single word: ``Torv, Lena`` and ``Lena Torv, Jr.`` are one."""
    names = _COMMA.split(part)
    return names if all(" " in name.strip() for name in names) else [part]


def titled(text: str, title: str | None) -> str:
    """A plain text that begins with its title: a record that carries the title beside the text gets it put above,
    so that a statement of the headline has characters that it can be checked against."""
    if not title or not text.strip() or text.lstrip().startswith(title.strip()):
        return text
    return f"{title.strip()}\n\n{text}"


def titled_fragment(markup: str, title: str | None) -> str:
    """`titled` for a piece of HTML: a heading is put above, unless it is a whole page or has one."""
    if not title or not markup.strip() or _WHOLE_PAGE.search(markup):
        return markup
    return f"<h1>{html.escape(title, quote=False)}</h1>\n{markup}"
