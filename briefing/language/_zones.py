"""Time zones by the abbreviations that pages print."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo

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
    country = country_of(page, tuple(_SHARED[name]))
    return timezone(timedelta(hours=_SHARED[name][country])) if country else None


def country_of(page: str, among: tuple[str, ...]) -> str | None:
    """The country of ``among`` (ISO 3166 codes) that ``page`` shows most signs of, None where none is ahead."""
    weights = sorted(((_weight(page, code), code) for code in among), reverse=True)
    if not weights or weights[0][0] == 0:
        return None
    return weights[0][1] if len(weights) == 1 or weights[0][0] > weights[1][0] else None


def _weight(page: str, code: str) -> int:
    signs = _COUNTRY_SIGNS[code].findall(page[:200_000])
    return sum(_OWN_WEIGHT if _OWN.match(sign) else 1 for sign in signs)
