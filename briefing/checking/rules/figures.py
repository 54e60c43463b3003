"""Numbers with what they count, and when one stands in the place of another."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, permutations, zip_longest

from briefing.checking.reading import FUNCTION, CitedPassage, ComparedText
from briefing.language.numbers import NUMBER_WORDS, Number, Unit

_ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|some|close to|near|circa|estimated|every|several|or)|"
    r"[~≈])\s*$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"(?:\b(?:(?:more|bigger|larger|higher|older|longer|(?:no|not) (?:fewer|less)) than|over|at least|past|beyond|"
    r"above|"
    r"exceed(?:s|ed|ing)?|topp(?:ed|ing)|minimum of)|>)\s*$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:\b(?:(?:fewer|less|lower|younger|shorter|smaller|(?:no|not) more) than|under|below|up to|at most|nearly|"
    r"almost|"
    r"just short of|as (?:many|much|high) as|maximum of|within)|<)\s*$",
    re.IGNORECASE,
)
_BEHIND_AT_LEAST = re.compile(
    r"^(?:\+|\s?(?:or (?:more|older|longer|over)|plus|and (?:over|older))\b|-(?:odd|plus)\b)", re.IGNORECASE
)
_BEHIND_AT_MOST = re.compile(r"^\s?(?:or (?:less|fewer|younger|under)|at most)\b", re.IGNORECASE)
_TIME = re.compile(
    r"^[\s-]*(?:(?:more|full|whole|straight|consecutive|further|additional|other)\s)?"
    r"(?P<unit>hour|day|week|month|year|decade)s?\b(?P<old>[\s-]olds?\b)?",
    re.IGNORECASE,
)
_AGED = re.compile(r"\b(?:aged?|ages|at(?: the age of)?)\s$|\(\s?$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"[A-Z]\w+,\s$")
"""A name before a number between commas: "Okafor, 42, said"."""
_ONE = re.compile(
    r"(?<!\bno )(?<!\bany )(?<!\bthis )(?<!\bthat )(?<!\bthe )(?<!\beach )(?<!\bevery )(?<!\bat )(?<!\bwhich )"
    r"\bone[ -](?!of\b|another\b|day\b|in\b|more\b|time\b|thing\b|who\b|that\b|point\b|way\b|side\b)(?=[a-z])",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:(?P<times>two|three)[ -])?(?P<part>half|thirds?|quarters?|fifths?|tenths?)\s"
    r"(?:of\b|the\b|its\b|their\b)",
    re.IGNORECASE,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_CLOCK = re.compile(r"^\s?(?:[ap]\.?m\b|o['’]clock|GMT|UTC)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:[A-Za-z]-|(?<!^)\b(?!(?:The|A|An|Of|In|At|On|By|For|To|And|But|Some|About|Only|Just|Over|With)\s)[A-Z][\w.]*\s|\b(?:[Nn]o\.?|[Nn]umber|[Pp]age|[Aa]rticle|[Ss]ection|[Pp]hase|[Rr]oom|[Gg]rade|[Ll]evel|[Tt]op)\s|#)$"
)
_DEFINITE = re.compile(
    r"\b(?:the|both|these|those|all|his|her|its|their|our|other)\s$|\d (?:in|of|per) $", re.IGNORECASE
)
"""What stands before a number of what was named before, often without being counted there, and of a ratio."""
_RATIO = re.compile(r"^\s(?:in|out of|per)\b|^\s?[/:]\s?\d")
_RANGE = re.compile(r"^\s?(?:to|or|and|-|–|—)\s?$")
_SCORE = re.compile(r"^\s?[-–—:]\s?\d")
_FRACTION = re.compile(
    r"\b(?:halves|halved|twice|doubled?|doubling|tripled?|trebled?|majority|in (?:two|three|four|five|six|ten|\d+)|"
    r"out of)\b",
    re.IGNORECASE,
)
_IN_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25, "decade": 3_652.5}
_PART_NAMES = frozenset(name + ending for name in _PARTS for ending in ("", "s"))
_NUMBER_WORDS = NUMBER_WORDS | _PART_NAMES | {"one"}
_HAS_DIGIT = re.compile(r"[\d½¼¾⅓⅔]")
_BESIDE = 30
"""Characters beside a number in which stands what makes it rough, or says what it counts."""
_NOUNS_WITHIN = 4
_IN_UNITS = 0.1
"""How far two lengths of time may lie apart in different units: 30 days and a month."""
_CLOSE = 0.03
"""How far two large numbers may."""
_LARGE = 100
_ROUGH = 0.25
_NEARLY = 0.05
_ROUNDED = 0.12
"""What rounding to few figures may take: 6 for 6.7, and not 10 for 14."""


_OTHERS = re.compile(r"\b(?:others?|another|including|fellow|besides|plus)\b", re.IGNORECASE)


class Sort(StrEnum):
    """What a figure counts, as its form shows."""

    MONEY = "money"
    PERCENT = "percent"
    TIME = "time"
    AGE = "age"
    ORDINAL = "ordinal"
    COUNT = "count"
    BARE = "bare"
    """A number of things that are named elsewhere: "from four to two"."""


@dataclass(frozen=True, slots=True)
class CountedFigure:
    """A number that says what it counts, as found in ``text[start:end]``.

    Attributes:
        value: what it is worth; lengths of time in days.
        of: the currency, the unit of time, or the stems of the words behind it.
        least: the least that it may stand for: less than ``value`` where it is rough.
        most: the most that it may stand for.
        bare: the number itself, whatever its unit.
    """

    start: int
    end: int
    value: float
    sort: Sort
    of: frozenset[str]
    least: float
    most: float
    bare: float

    def may_be(self, other: CountedFigure) -> bool:
        """Whether this figure of a claim may be that of a text: equal, rounded or cut, or within what a rough one
        allows."""
        if not self.counts_as(other):
            return False
        a, b = self.value, other.value
        if math.isclose(a, b) or self.least <= b <= self.most:
            return True
        if self.most == math.inf or not self.least:
            return False
        if _rounded(b, a) or _rounded(a, b):
            return True
        close = _CLOSE if min(a, b) >= _LARGE else 0
        if other.rough or self._in_other_units(other):
            close = _ROUGH if other.rough else _IN_UNITS
        return abs(a - b) <= close * max(a, b)

    def rivals(self, other: CountedFigure) -> bool:
        """Whether both count one thing, and come to another number of it."""
        if not self.counts_as(other) or self.may_be(other):
            return False
        return not self._in_other_units(other) or math.isclose(self.bare, other.bare)

    @property
    def rough(self) -> bool:
        """Whether it stands for more than itself."""
        return self.most > self.least

    def counts_as(self, other: CountedFigure) -> bool:
        if self.sort is Sort.BARE:
            return other.sort in (Sort.BARE, Sort.COUNT)
        if self.sort is not other.sort:
            return False
        return self.sort in (Sort.PERCENT, Sort.AGE, Sort.TIME) or bool(self.of & other.of)

    def _in_other_units(self, other: CountedFigure) -> bool:
        return self.sort in (Sort.TIME, Sort.AGE) and self.of != other.of


def figures_of(reading: ComparedText) -> list[CountedFigure]:
    """The figures of a text whose kind shows, in order. Left out: parts of dates, times of day, labels, scores."""
    if _NUMBER_WORDS.isdisjoint(reading.folded) and not _HAS_DIGIT.search(reading.text):
        return []
    shares = [] if _PART_NAMES.isdisjoint(reading.folded) else list(_shares_of(reading))
    ones = list(_ones(reading.text)) if "one" in reading.folded else []
    numbers = sorted([*reading.numbers, *ones], key=lambda number: number.start)
    stretches = [(day.start, day.end) for day in reading.days] + [(share.start, share.end) for share in shares]
    taken = {at for start, end in stretches for at in range(start, end)}
    found: list[CountedFigure] = []
    for number, following in zip_longest(numbers, numbers[1:]):
        if taken.isdisjoint(range(number.start, number.end)):
            figure = _figure(reading, number, following)
            if figure:
                found.append(figure)
    return sorted([*found, *shares], key=lambda figure: figure.start)


def _ones(text: str) -> Iterator[Number]:
    """ "one" where it counts, which the reading of numbers leaves out: it is mostly a pronoun."""
    return (Number(match.start(), match.start() + 3, 1.0, None, True) for match in _ONE.finditer(text))


def _shares_of(reading: ComparedText) -> Iterator[CountedFigure]:
    """Shares in words ("a third of"), in percent; never meant to the point."""
    for match in _SHARE.finditer(reading.text):
        times = {"two": 2, "three": 3}.get((match["times"] or "").lower(), 1)
        percent = 100 * times / _PARTS[match["part"].lower().rstrip("s")]
        start, end = match.start(), match.end("part")
        least, most = (1 - _ROUGH) * percent, (1 + _ROUGH) * percent
        yield CountedFigure(start, end, percent, Sort.PERCENT, frozenset(), least, most, percent)


def _figure(reading: ComparedText, number: Number, following: Number | None) -> CountedFigure | None:
    before = reading.text[max(0, number.start - _BESIDE) : number.start]
    behind = reading.text[number.end : number.end + _BESIDE]
    unit = number.unit
    if unit is None and following is not None and _RANGE.match(reading.text[number.end : following.start]):
        unit = following.unit if following.unit not in (Unit.ORDINAL, Unit.CLOCK) else None
    if unit is Unit.CLOCK or _CLOCK.match(behind) or (unit is None and _SCORE.match(behind)):
        return None
    first = reading.at(number.end)
    value, sort, of = number.value, Sort.COUNT, frozenset[str]()
    if unit is Unit.PERCENT:
        sort = Sort.PERCENT
    elif unit is not None and unit is not Unit.ORDINAL:
        sort, of = Sort.MONEY, frozenset([unit.value])
    elif unit is None and (time := _TIME.match(behind)):
        name = time["unit"].lower()
        sort = Sort.AGE if time["old"] or _AGED.search(before) else Sort.TIME
        value, of = value * _IN_DAYS[name], frozenset([name])
    elif _is_age(before, behind) and 0 < value < 120 and not _nouns(reading, first, number.end):
        sort, value, of = Sort.AGE, value * _IN_DAYS["year"], frozenset(["year"])
    elif _LABEL.search(before) and not number.spelled:
        return None
    else:
        sort = Sort.ORDINAL if unit is Unit.ORDINAL else Sort.COUNT
        of = _nouns(reading, first, number.end)
        if not of and (sort is Sort.ORDINAL or number.value == 1 or _DEFINITE.search(before) or _RATIO.match(behind)):
            return None
        sort = sort if of else Sort.BARE
    least, most = _bounds(before, behind, reading.text[number.start : number.end])
    return CountedFigure(number.start, number.end, value, sort, of, least * value, most * value, number.value)


def _is_age(before: str, behind: str) -> bool:
    return bool(_AGED.search(before)) or (behind.startswith(",") and bool(_NAME_BEFORE.search(before)))


def _bounds(before: str, behind: str, printed: str) -> tuple[float, float]:
    """Between which shares of itself a figure may stand for."""
    if _AT_LEAST.search(before) or _BEHIND_AT_LEAST.match(behind):
        return 1, math.inf
    if _AT_MOST.search(before) or _BEHIND_AT_MOST.match(behind):
        return 0, 1
    if _ABOUT.search(before) or "dozen" in printed.lower():
        return 1 - _ROUGH, 1 + _ROUGH
    return 1, 1


def _nouns(reading: ComparedText, first: int, end: int) -> frozenset[str]:
    """The stems of the words that a number counts: those right behind it, up to the next stop or small word."""
    found: set[str] = set()
    for at in range(first, min(first + _NOUNS_WITHIN, len(reading.words))):
        word = reading.words[at]
        beside = reading.text[end : word.start] in (" ", "-", "\u00a0")  # none is behind one that is left out
        small = word.folded in FUNCTION and word.folded not in ("other", "others", "more")
        if beside and not small and not word.form[:1].isdigit():
            found.add(reading.stems[at])
            end = word.end
    return frozenset(found - {"more"})


def _rounded(exact: float, printed: float) -> bool:
    """Whether a printed value with its figures is what an exact one is rounded or cut to."""
    digits = _digits(printed)
    if exact <= 0 or digits >= _digits(exact):
        return False
    step = 10.0 ** (math.floor(math.log10(exact)) + 1 - digits)
    rounded = any(math.isclose(rounding(exact / step) * step, printed) for rounding in (round, math.floor))
    return rounded and abs(exact - printed) <= _ROUNDED * exact


def _digits(value: float) -> int:
    """Figures that are not closing zeros: 2 in 1,200."""
    return len(f"{value:.12g}".partition("e")[0].replace(".", "").replace("-", "").lstrip("0").rstrip("0"))


_COUNTED = (Sort.COUNT, Sort.BARE)


def reckoned(figure: CountedFigure, others: Sequence[CountedFigure]) -> bool:
    """Whether a figure comes out of others: a sum, a difference, a share, a remainder."""
    if figure.sort is Sort.ORDINAL:
        return False
    sorts = _COUNTED if figure.rough and figure.sort in _COUNTED else (figure.sort,)
    same = [each.value for each in others if each.sort in sorts and (figure.rough or figure.counts_as(each))]
    results = [result for a, b in combinations(same, 2) for result in (a + b, abs(a - b))]
    results += [sum(same)] if len(same) > 2 else []
    if figure.sort is Sort.PERCENT:
        results += [100 - value for value in (*same, sum(same))]
        pairs = [(a, b) for a, b in permutations(others, 2) if a.sort is b.sort or {a.sort, b.sort} == {*_COUNTED}]
        results += [share for a, b in pairs if b.value for share in _shares(a, b)]
    low, high = max(figure.least, (1 - _NEARLY) * figure.value), min(figure.most, (1 + _NEARLY) * figure.value)
    return any(
        low <= result <= high
        or (not figure.rough and (math.isclose(result, figure.value) or _rounded(result, figure.value)))
        for result in results
    )


def _shares(one: CountedFigure, other: CountedFigure) -> tuple[float, float]:
    share = one.value / other.value
    return 100 * share, abs(100 * (share - 1))


def open_to(figure: CountedFigure, near: Sequence[CountedFigure], passage: CitedPassage) -> bool:
    """Whether a figure may come out of what its passage says otherwise: a number that says not what it counts, a share
    in words, a sum."""
    readings = list(passage.readings)
    if any(
        math.isclose(figure.bare, number.value) and not _says(reading, number, figure)
        for reading in readings
        for number in reading.numbers
    ):
        return True
    if figure.sort is Sort.PERCENT and any(_FRACTION.search(reading.text) for reading in passage.read(passage.near)):
        return True
    others = any(_OTHERS.search(reading.text) for reading in readings)
    if figure.sort is Sort.COUNT and others and any(abs(figure.value - other.value) == 1 for other in near):
        return True
    return reckoned(figure, near)


def _says(reading: ComparedText, number: Number, figure: CountedFigure) -> bool:
    """Whether a number says that it counts something else than a figure does."""
    if figure.sort in (Sort.COUNT, Sort.BARE):
        return False
    return any(other.start == number.start for other in figures_of(reading))
