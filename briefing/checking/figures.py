"""Numbers and dates of a claim, and those of the article that would make it false in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.checking.scene import Scene
from briefing.language.dates import find_text_dates
from briefing.language.numbers import Unit, find_all
from briefing.language.stems import stem
from briefing.language.topics import content

_ANCHOR = date(2000, 1, 1)
"""Any day will do: dates are only compared with each other."""
_WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_COUNTED = re.compile(r"[\s-]([a-z]\w+)")
_BOUNDED = re.compile(
    r"\b(?:more|less|fewer|over|under|least|most|than|up|upward|above|below|between|from|or|within|exceed\w*|only|just|"
    r"minimum|maximum|another|other|further|additional|a)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)
_BOUNDED_BEHIND = re.compile(
    r"\s*(?:\+|plus\b|or (?:more|less|so|fewer)|at (?:least|most)|odd\b|to\b|and\b|-)", re.IGNORECASE
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|nearly|almost|approximately|close to|estimated|circa)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)
_FAR, _FURTHER = 1.2, 2.0
"""How many times as large one of two numbers must be to be another one, and to be another one than a round one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or date in ``text[start:end]``.

    Attributes:
        kind: what can stand in its place: money of one currency, percentages, counts, years, weekdays, days.
        value: what it is worth; days by their ordinal.
        dated: a date, not a number.
        text: as printed.
    """

    start: int
    end: int
    kind: str
    value: float | str
    text: str
    dated: bool = False


def figures(text: str) -> list[Figure]:
    """The numbers and dates of a text whose kind is plain."""
    found = [
        figure
        for each in find_text_dates(text, _ANCHOR)
        if (figure := _date(text, each.span.start, each.span.end, each.day))
    ]
    taken = [(each.span.start, each.span.end) for each in find_text_dates(text, _ANCHOR)]
    for number in find_all(text):
        if any(number.start < end and start < number.end for start, end in taken):
            continue
        printed = text[number.start : number.end]
        if re.search(r"[\w/.,'’-]$", text[: number.start]) or re.match(r"[\w/]|[-–]\d", text[number.end :]):
            continue
        if number.unit in (Unit.CLOCK, Unit.ORDINAL):
            continue
        if number.unit:
            found.append(Figure(number.start, number.end, number.unit.value, number.value, printed))
        elif re.fullmatch(r"(?:19|20)\d\d", printed):
            found.append(Figure(number.start, number.end, "year", number.value, printed, dated=True))
        elif number.value >= 2 and number.value == int(number.value) and _COUNTED.match(text, number.end):
            if not re.search(r"[a-z,] [A-Z]\w+ $", text[: number.start]):
                found.append(Figure(number.start, number.end, "count", number.value, printed))
    return found


def other_figures(scene: Scene, cited: Sequence[int], text: str, figure: Figure) -> Iterator[str]:
    """The figures of the article that make ``text`` false where they stand for ``figure``."""
    source = [(at, each) for at in cited for each in figures(scene.sentence(at)) if _same(each, figure)]
    if not source or _bounded(text, figure) or any(_bounded(scene.sentence(at), each) for at, each in source):
        return
    far = (
        _FURTHER
        if _ABOUT.search(text[: figure.start])
        or any(_ABOUT.search(scene.sentence(at)[: each.start]) for at, each in source)
        else _FAR
    )
    nearby = {(each.kind, each.value) for at in cited for each in figures(scene.sentence(at))}
    nearby |= {(each.kind, each.value) for each in figures(text)}
    about = set(content(text))
    fits: dict[tuple[str, float | str], tuple[str, bool]] = {}
    counted = {noun for at, each in source for noun in _nouns(scene.sentence(at), each)}
    for at in range(len(scene.sentences)):
        sentence = scene.sentence(at)
        for other in figures(sentence):
            if other.kind != figure.kind or (other.kind, other.value) in nearby or not _apart(figure, other, far):
                continue
            alike = len(about & set(content(sentence))) > 1 or bool(counted & _nouns(sentence, other))
            kept, wrong = fits.get((other.kind, other.value), (other.text, False))
            fits[other.kind, other.value] = kept, wrong or alike
    yield from (printed for printed, wrong in fits.values() if not wrong)


def _same(one: Figure, other: Figure) -> bool:
    return (one.kind, one.value) == (other.kind, other.value)


def _apart(one: Figure, other: Figure, far: float) -> bool:
    if one.dated or isinstance(one.value, str) or isinstance(other.value, str):
        return one.value != other.value
    low, high = sorted((one.value, other.value))
    return low > 0 and high / low >= far


def _bounded(text: str, figure: Figure) -> bool:
    """Whether words beside a number make it a bound or a part: another number may then hold too."""
    return not figure.dated and bool(_BOUNDED.search(text[: figure.start]) or _BOUNDED_BEHIND.match(text, figure.end))


def _nouns(text: str, figure: Figure) -> set[str]:
    """The stems of the words behind a count: what it counts is among them."""
    return (
        {stem(word.lower()) for word in re.findall(r"[^\W\d_]{3,}", text[figure.end :])[:3]}
        if figure.kind == "count"
        else set()
    )


def _date(text: str, start: int, end: int, day: date | None) -> Figure | None:
    printed = text[start:end]
    if printed.lower() in _WEEKDAYS:
        return Figure(start, end, "weekday", printed.lower(), printed, dated=True)
    if day is None or not any(c.isdigit() for c in printed):
        return None
    return Figure(start, end, "day", float(day.toordinal()), printed, dated=True)
