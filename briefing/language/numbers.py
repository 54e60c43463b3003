"""Numbers of a text with their values: digits, spelled out, scaled ("3 million"), money, percentages, clock times.

Values make forms comparable: "two hundred" and "200", "1.5bn" and "1,500 million" are one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from text_to_num import find_numbers


class Unit(StrEnum):
    """What a number counts, where its form says so."""

    PERCENT = "percent"
    DOLLAR = "dollar"
    EURO = "euro"
    POUND = "pound"
    YEN = "yen"
    RUPEE = "rupee"
    ROUBLE = "rouble"
    CLOCK = "clock"
    """A time of day; its value is in minutes."""
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as found in ``text[start:end]``.

    Attributes:
        value: what it is worth, scale words counted in.
        unit: what its form says that it counts, None where it does not.
        spelled: written in letters.
    """

    start: int
    end: int
    value: float
    unit: Unit | None = None
    spelled: bool = False


_SCALES = MappingProxyType(
    {
        "hundred": 1e2,
        "thousand": 1e3,
        "k": 1e3,
        "lakh": 1e5,
        "million": 1e6,
        "m": 1e6,
        "mn": 1e6,
        "crore": 1e7,
        "billion": 1e9,
        "b": 1e9,
        "bn": 1e9,
        "trillion": 1e12,
        "tn": 1e12,
    }
)
_UNITS = MappingProxyType(
    {
        Unit.PERCENT: r"%|per\s?cent\b|percent\b|percentage\spoints?\b",
        Unit.DOLLAR: r"dollars?\b|USD\b|bucks\b",
        Unit.EURO: r"€|euros?\b|EUR\b",
        Unit.POUND: r"pounds?\b|GBP\b|quid\b",
        Unit.YEN: r"yen\b|JPY\b",
        Unit.RUPEE: r"rupees?\b|INR\b",
        Unit.ROUBLE: r"rou?bles?\b|RUB\b",
    }
)
_SIGNS = MappingProxyType(
    {
        "$": Unit.DOLLAR,
        "€": Unit.EURO,
        "£": Unit.POUND,
        "¥": Unit.YEN,
        "₹": Unit.RUPEE,
        "₽": Unit.ROUBLE,
        "USD": Unit.DOLLAR,
        "EUR": Unit.EURO,
        "GBP": Unit.POUND,
    }
)
_FRACTIONS = MappingProxyType({"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3})
_AFTER = "|".join(f"(?P<{unit.value}>{pattern})" for unit, pattern in _UNITS.items())

_DIGITS = re.compile(
    rf"""(?:(?P<sign>[$€£¥₹₽]\s?|\b(?:USD|EUR|GBP)\s?)|(?<![\d.,])(?<![^\W\d_]))
    (?:(?P<clock>\d{{1,2}}:\d{{2}})(?![\d:])
      |(?P<whole>\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?![\d])|\d{{1,18}}(?!\d))
       (?:(?P<decimals>[.]\d{{1,9}}|,\d{{1,2}}(?![\d,]))|(?P<fraction>[½¼¾⅓⅔]))?
      |(?P<bare>[½¼¾⅓⅔]))
    (?P<ordinal>(?:st|nd|rd|th)\b)?
    (?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|crore|lakh|bn|mn|tn|[mbk])(?![^\W_]))?
    (?:[\s-]?(?:{_AFTER}))?""",
    re.VERBOSE | re.IGNORECASE,
)
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth hundredth thousandth"
)
_ALONE = MappingProxyType(
    {
        "dozen": 12.0,
        "half": 0.5,
        "twice": 2.0,
        "double": 2.0,
        "doubled": 2.0,
        "triple": 3.0,
        "thrice": 3.0,
    }
)
_SPELLABLE = f"{_SMALL} {_TENS} {_ORDINALS} zero hundred thousand million billion trillion"
_WORDS = "|".join(sorted(_SPELLABLE.split(), key=len, reverse=True))
NUMBER_WORDS = frozenset((*_SPELLABLE.split(), *_ALONE))
"""The words of which one stands in every number in letters."""
_SPELLED = re.compile(
    rf"(?<!\w)(?:{_WORDS})(?:(?:[\s-]|\sand\s)(?:{_WORDS}))*(?!\w)(?:\s(?:{_AFTER}))?"
    rf"|\b(?:{'|'.join(_ALONE)})\b",
    re.IGNORECASE,
)
_MULTIPLIERS = frozenset({"dozen", "hundred", "thousand", "million", "billion", "trillion"})
_HAS_DIGIT = re.compile(r"[\d½¼¾⅓⅔]")
_WORD = re.compile(r"[A-Za-z]+")
_LIST_MARK = re.compile(r"(?m)^[^\S\n]{0,8}\(?(?P<number>\d{1,2})[.)]\s")


@dataclass(frozen=True, slots=True)
class _Word:
    """A token as text_to_num's ``Token`` protocol has it."""

    form: str

    def text(self) -> str:
        return self.form

    def nt_separated(self, _previous: _Word) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def find_all(text: str) -> list[Number]:
    """The numbers of an English text in order.

    Left out: the numbering of a list, "one" (mostly a pronoun) in letters, and vague amounts such as "hundreds of".
    """
    digits = list(_digits(text)) if _HAS_DIGIT.search(text) else []
    taken = {at for number in digits for at in range(number.start, number.end)}
    if NUMBER_WORDS.isdisjoint(_WORD.findall(text.lower())):
        return digits
    spelled = [number for number in _spelled(text) if number.start not in taken]
    return sorted((*digits, *_multiplied(text, spelled)), key=lambda number: number.start)


def _multiplied(text: str, numbers: list[Number]) -> Iterator[Number]:
    """ "two dozen" and "half a million" are one number each, not two."""
    held: Number | None = None
    for number in numbers:
        between = text[held.end : number.start].lower() if held else ""
        if held and between in {" ", " a "} and text[number.start : number.end].lower() in _MULTIPLIERS:
            number = Number(held.start, number.end, held.value * number.value, number.unit, True)
        elif held:
            yield held
        held = number
    if held:
        yield held


def _digits(text: str) -> Iterator[Number]:
    marks = {match.start("number") for match in _LIST_MARK.finditer(text)}
    for match in _DIGITS.finditer(text):
        if match.start() not in marks:
            yield Number(match.start(), match.end(), _value(match), _unit(match))


def _value(match: re.Match[str]) -> float:
    if match["clock"]:
        hours, minutes = match["clock"].split(":")
        return int(hours) * 60.0 + int(minutes)
    value = _FRACTIONS.get(match["fraction"] or match["bare"] or "", 0.0)
    if match["whole"]:
        digits = re.sub(r"\D", "", match["whole"])
        value += float(digits + (match["decimals"] or "").replace(",", "."))
    return round(value * _SCALES.get((match["scale"] or "").lower(), 1.0), 9)


def _unit(match: re.Match[str]) -> Unit | None:
    if match["clock"]:
        return Unit.CLOCK
    if match["ordinal"]:
        return Unit.ORDINAL
    sign = (match["sign"] or "").strip().upper()
    return _SIGNS.get(sign) or _unit_after(match)


def _unit_after(match: re.Match[str]) -> Unit | None:
    return next((unit for unit in _UNITS if match[unit.value]), None)


def _spelled(text: str) -> Iterator[Number]:
    for match in _SPELLED.finditer(text):
        alone = _ALONE.get(match.group().lower())
        if alone is not None:
            yield Number(match.start(), match.end(), alone, None, True)
            continue
        words = list(_WORD.finditer(match.group()))
        for number in find_numbers([_Word(word.group().lower()) for word in words], "en", threshold=0):
            start, end = words[number.start].start(), words[number.end - 1].end()
            last = number.end == len(words) or _unit_after(match) is not None
            if match.group()[start:end].lower() == "one":
                continue
            unit = Unit.ORDINAL if number.is_ordinal else (_unit_after(match) if last else None)
            yield Number(match.start() + start, match.start() + end, float(number.value), unit, True)
