"""The calendar as texts name it: days, months in many languages, zones. `dates` resolves what they name to days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta, timezone, tzinfo
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

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


_WORD = re.compile(r"(?P<word>[^\W\d_]{3,16})")
_AFTER_DAY = re.compile(rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|[.ºer]{{1,2}})?[ -]{{1,2}}(?:de |of )?{_WORD.pattern}")
_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "is", "pl", "cs", "sk", "sl", "hr", "sr",
    "sr-Latn", "bs", "ro", "hu", "bg", "mk", "sq", "el", "tr", "az", "ru", "uk", "be", "et", "lv", "lt", "ca", "eu",
    "gl", "ga", "cy", "ar", "he", "fa", "ur", "hi", "bn", "id", "ms", "vi", "th", "sw", "af", "ka", "hy", "kk",
)  # fmt: skip
"""Those whose names of months are read, the first of them winning where two name different months alike."""


def with_english_month(text: str) -> str:
    """``text`` with the English name of its month: of the word behind the number of the day, or else of the first."""
    words = list(_AFTER_DAY.finditer(text)) or list(_WORD.finditer(text))
    for word in words:
        if month := _month(word["word"].casefold()):
            start, end = word.span("word")
            end += text[end : end + 1] == "."
            return f"{text[:start]}{month.capitalize()[:3]}{text[end:]}"
    return text


@lru_cache(maxsize=4_096)
def _month(name: str) -> str | None:
    """The month of a name, which may be cut to its first letters where these are no other month's."""
    names = _month_names()
    if known := names.get(name):
        return known
    begun = {month for full, month in names.items() if full.startswith(name)}
    return begun.pop() if len(begun) == 1 else None


def _table(language: str) -> dict[str, list[str]]:
    """What dateparser has of a language, read without dateparser itself: importing that takes a fifth of a second."""
    package = find_spec("dateparser")
    assert package is not None and package.submodule_search_locations
    path = Path(package.submodule_search_locations[0], "data", "date_translation_data", f"{language}.py")
    spec = spec_from_file_location(f"_months_{language}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[str, list[str]] = module.info
    return table


@lru_cache(maxsize=1)
def _month_names() -> dict[str, str]:
    """The English month behind each name and abbreviation of a month, from the tables that dateparser has of CLDR's.

    Names that are days of the week too ("mar." is Tuesday and March) are a matter of where they stand: what comes
    first in a date is a day, and is left out.
    """
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        table = _table(language)
        for month in map(str.lower, MONTHS):
            for name in table.get(month, ()):
                names.setdefault(name.casefold().rstrip("."), month)
    return names


# Hours from UTC of abbreviations that mean one thing in the news, after the tz database's own names.
_FIXED: dict[str, float] = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "TRT": 3, "EAT": 3, "CAT": 2, "SAST": 2, "WAT": 1, "PKT": 5, "NPT": 5.75, "SGT": 8, "HKT": 8,
    "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9,
    "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3,
}  # fmt: skip
# Abbreviations that several countries use: ISO 3166 code of the country and its hours from UTC.
_SHARED: dict[str, dict[str, float]] = {
    "IST": {"IN": 5.5, "IE": 1, "IL": 2},
    "BST": {"GB": 1, "BD": 6},
    "CST": {"US": -6, "CN": 8},
    "AST": {"CA": -4, "SA": 3},
    "GST": {"AE": 4},
    "WIB": {"ID": 7},
}
MONTH_FIRST_ZONES = frozenset(
    {"EST", "EDT", "CDT", "MST", "MDT", "PST", "PDT", "ET", "CT", "PT", "AKST", "AKDT", "HST"}
)
"""Zones of the United States, where ``01-12-2022`` is 12 January."""
DAY_FIRST_ZONES = frozenset(
    {"IST", "BST", "CET", "CEST", "MEZ", "MESZ", "EET", "EEST", "WET", "WEST", "MSK", "TRT", "PKT", "NPT", "SGT", "HKT",
     "AEST", "AEDT", "ACST", "ACDT", "AWST", "NZST", "NZDT", "SAST", "EAT", "CAT", "WAT", "GST", "BRT", "ART", "WIB"}
)  # fmt: skip
"""Zones where numeric dates write the day first; all three countries behind IST do."""
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?(\d{2}))?")
# What a page shows of its country: dialling code, domain ending, the country and its capital.
_COUNTRY_SIGNS: dict[str, re.Pattern[str]] = {
    "IN": re.compile(r"\+91[\s-]?\d|\b(?:[\w-]+\.)+in\b(?!\.)|\bIndia\b|\bNew Delhi\b|\bMumbai\b"),
    "IE": re.compile(r"\+353[\s-]?\d|\b(?:[\w-]+\.)+ie\b|\bIreland\b|\bDublin\b"),
    "IL": re.compile(r"\+972[\s-]?\d|\.co\.il\b|\bIsrael\b|\bJerusalem\b|\bTel Aviv\b"),
    "GB": re.compile(r"\+44[\s-]?\d|\.co\.uk\b|\bUK\b|\bBritain\b|\bLondon\b|\bEngland\b"),
    "BD": re.compile(r"\+880[\s-]?\d|\.com\.bd\b|\bBangladesh\b|\bDhaka\b"),
    "CN": re.compile(r"\+86[\s-]?\d|\.cn\b|\bChina\b|\bBeijing\b|\bShanghai\b"),
    "US": re.compile(r"\bU\.S\.|\bUnited States\b|\bWashington\b|\bNew York\b|\bCalifornia\b|\bTexas\b"),
    "CA": re.compile(r"\.ca\b|\bCanada\b|\bHalifax\b|\bNova Scotia\b"),
    "SA": re.compile(r"\+966|\bSaudi\b|\bRiyadh\b"),
    "AE": re.compile(r"\+971|\bUAE\b|\bDubai\b|\bAbu Dhabi\b"),
    "ID": re.compile(r"\+62|\.co\.id\b|\bIndonesia\b|\bJakarta\b"),
}
# A dialling code or domain is the outlet's own; a country's name may be the news.
_OWN = re.compile(r"^(?:\+|[\w.-]*\.\w+$)")
_OWN_WEIGHT = 5


def resolve_zone(name: str, *, page: str = "") -> tzinfo | None:
    """The offset that a zone name such as ``IST``, ``+0530`` or ``GMT+2`` means, None where it is not known.

    A name that several countries use is resolved by the signs of one of them in ``page`` (dialling codes, domain
    endings, the country's name), and only where that country is ahead of the others.
    """
    name = name.strip().upper()
    if name in _FIXED:
        return timezone(timedelta(hours=_FIXED[name]))
    if offset := _OFFSET.fullmatch(name):
        sign = -1 if offset[1] == "-" else 1
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(sign * timedelta(minutes=minutes)) if minutes <= 14 * 60 else None
    if name not in _SHARED:
        return None
    country = _country_of(page, tuple(_SHARED[name]))
    return timezone(timedelta(hours=_SHARED[name][country])) if country else None


def _country_of(page: str, among: tuple[str, ...]) -> str | None:
    """The country of ``among`` (ISO 3166 codes) that ``page`` shows most signs of, None where none is ahead."""
    weights = sorted(((_weight(page, code), code) for code in among), reverse=True)
    if not weights or weights[0][0] == 0:
        return None
    return weights[0][1] if len(weights) == 1 or weights[0][0] > weights[1][0] else None


def _weight(page: str, code: str) -> int:
    signs = _COUNTRY_SIGNS[code].findall(page[:200_000])
    return sum(_OWN_WEIGHT if _OWN.match(sign) else 1 for sign in signs)
