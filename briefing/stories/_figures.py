"""Numbers and coming dates on which articles differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from briefing.language.apart import SPANS_OF_TIME
from briefing.language.dates import find_stamps, find_text_dates
from briefing.language.numbers import Number, Unit, find_all
from briefing.language.topics import content, likeness, topics
from briefing.schema.briefing import Conflict, ConflictKind
from briefing.schema.verdict import Evidence
from briefing.stories._conflicts import Version, conflict_of
from briefing.stories._reports import ItemT, Member, Report

_COUNTED_AFTER = 2
"""Content words after a number among which the thing that it counts is sought: "10,000 Russian troops"."""

_ROUNDING = 0.1
"""Share by which two numbers may differ where one of them is given as a rough one."""

_SAME_STATEMENT = 0.4
"""Least likeness of two sentences whose numbers are compared."""

_MOST_COMPARED, _MOST_LIKE = 600, 60
"""Sentences that one is compared with, and like ones among them: where 200 outlets tell one thing with three figures,
each figure is still compared with those of sixty others."""

_BOUND_SLACK = 0.25
"""Share by which an exact number may lie beyond a bound that another source gives: 48 is "more than 40"."""


class _Precision(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"


_PRECISIONS = (
    (_Precision.AT_LEAST, re.compile(r"\b(?:at least|more than|over|above|upwards of)\s*[$€£¥₹]?\s*$", re.IGNORECASE)),
    (
        _Precision.AT_MOST,
        re.compile(r"\b(?:at most|up to|(?:less|fewer) than|under|below)\s*[$€£¥₹]?\s*$", re.IGNORECASE),
    ),
    (
        _Precision.ABOUT,
        re.compile(
            r"\b(?:about|around|some|nearly|almost|roughly|approximately|an estimated|close to)\s*[$€£¥₹]?\s*$",
            re.IGNORECASE,
        ),
    ),
)
_ANY_DAY = date(2000, 1, 1)
"""Where only the places of dates matter, the day that they are counted from does not."""

_BREAK = re.compile(r"[.,;:!?()\"“”](?:\s|$)")
_HYPHENS = ("-", "–", "/")
_SCALED = 1e6
"""From here on numbers are told in millions and billions, and "$1 trillion" may be "$1.2 trillion" rounded."""

_NO_COUNT = frozenset({Unit.CLOCK, Unit.ORDINAL})


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with what it counts: a unit, or the stems after it."""

    value: float
    unit: Unit | None
    counted: tuple[str, ...]
    precision: _Precision
    printed: str


def number_conflicts(about: str, cluster: Sequence[Member[ItemT]]) -> Iterator[Conflict]:
    """The numbers on which the evidence of a merged item differs between articles.

    Two numbers are compared where they count the same thing by unit or word; rough ones agree within a tenth. A
    passage that gives both numbers agrees with both.
    """
    told = [(member.report, piece, _figures(piece.quote)) for member in cluster for piece in member.item.evidence]
    yield from (conflict for _, conflict in _compare(about, told))


def statement_conflicts(
    about: str, reports: Sequence[Report], offered: Callable[[Evidence], frozenset[str]]
) -> Iterator[Conflict]:
    """The numbers on which like sentences of the articles' headlines and summaries differ, each difference once.

    ``offered`` tells which offers rest on the words of a passage: two passages of different offers do not differ.
    """
    told = [
        (report, piece, topics(piece.quote), figures, offered(piece))
        for report in reports
        for statement in ((report.brief.headline, *report.brief.gist) if report.brief.headline else report.brief.gist)
        for piece in statement.evidence
        if (figures := _figures(piece.quote))
    ]
    found: set[frozenset[str]] = set()
    for at, (report, piece, about_what, figures, offers) in enumerate(told):
        like = (
            (other, its_piece, its_figures)
            for other, its_piece, its_topics, its_figures, its_offers in islice(told, at + 1, at + 1 + _MOST_COMPARED)
            if other is not report
            and not (offers and its_offers and offers.isdisjoint(its_offers))
            and likeness(about_what, its_topics) >= _SAME_STATEMENT
        )
        for values, conflict in _compare(about, [(report, piece, figures), *islice(like, _MOST_LIKE)]):
            if values not in found:
                found.add(values)
                yield conflict


_Told = tuple[Report, Evidence, "list[_Figure]"]


def _compare(about: str, told: Sequence[_Told]) -> Iterator[tuple[frozenset[str], Conflict]]:
    """The conflicts between the figures of the first passage that has any and those of the passages after it, each
    with the values that it is between."""
    place = next((at for at, (_, _, figures) in enumerate(told) if figures), None)
    if place is None:
        return
    report, piece, figures = told[place]
    for figure in figures:
        versions = [_version(figure, piece, report)]
        for other, its_piece, its_figures in told[place + 1 :]:
            same_thing = [f for f in its_figures if other is not report and _comparable(figure, f)]
            unmatched = [f for f in same_thing if not any(_agree(f, own) for own in figures)]
            if any(_agree(figure, f) for f in same_thing):
                versions.append(_version(figure, its_piece, other))
            elif unmatched:
                versions.append(_version(unmatched[0], its_piece, other))
        conflict = conflict_of(ConflictKind.NUMBER, about, versions)
        if conflict:
            yield frozenset(version.key for version in versions), conflict


def _version(figure: _Figure, piece: Evidence, report: Report) -> Version:
    return Version(f"{figure.value:g}", figure.printed, piece, report)


def _figures(quote: str) -> list[_Figure]:
    """The numbers of a passage that count something: no times, no years, no days of the month."""
    dates = [stamp.span for stamp in find_stamps(quote)] + [d.span for d in find_text_dates(quote, _ANY_DAY)]
    return [
        _figure(quote, number)
        for number in find_all(quote)
        if number.unit not in _NO_COUNT
        and not _year(number)
        and not _in_compound(quote, number)
        and not any(day.start < number.end and number.start < day.end for day in dates)
    ]


def _figure(quote: str, number: Number) -> _Figure:
    after = quote[number.end : number.end + 80]
    counted = tuple(content(_BREAK.split(after)[0])[:_COUNTED_AFTER])
    before = quote[max(0, number.start - 20) : number.start]
    precision = next((kind for kind, form in _PRECISIONS if form.search(before)), _Precision.EXACT)
    return _Figure(number.value, number.unit, counted, precision, quote[number.start : number.end].strip())


def _in_compound(quote: str, number: Number) -> bool:
    """Whether a number is part of a name, a score, an age or a word: "COVID-19", "52-3", "40-year-old", "1T"."""
    before, after = quote[max(0, number.start - 1) : number.start], quote[number.end : number.end + 1]
    return before in _HYPHENS or after in _HYPHENS or after.isalnum()


def _year(number: Number) -> bool:
    return number.unit is None and not number.spelled and 1900 <= number.value <= 2100 and number.value.is_integer()


def _comparable(one: _Figure, other: _Figure) -> bool:
    """Whether two numbers count one thing: the word after the one is among those after the other."""
    if one.unit is not other.unit or not (one.counted and other.counted):
        return False
    if SPANS_OF_TIME.intersection((one.counted[0], other.counted[0])):
        return False
    return one.counted[0] in other.counted or other.counted[0] in one.counted


def _agree(one: _Figure, other: _Figure) -> bool:
    """Whether two numbers of one thing can both be right."""
    low, high = sorted((one, other), key=lambda figure: figure.value)
    gap = high.value - low.value
    if low.precision is _Precision.AT_LEAST and high.precision is _Precision.EXACT:
        return gap <= _BOUND_SLACK * low.value
    if high.precision is _Precision.AT_MOST and low.precision is _Precision.EXACT:
        return gap <= _BOUND_SLACK * high.value
    if _Precision.EXACT not in (one.precision, other.precision) or _Precision.ABOUT in (one.precision, other.precision):
        return gap <= _ROUNDING * abs(high.value)
    if low.value >= _SCALED:
        digits = min(_digits(one.value), _digits(other.value))
        return f"{one.value:.{digits - 1}e}" == f"{other.value:.{digits - 1}e}"
    return one.value == other.value


def _digits(value: float) -> int:
    """The significant digits of a number, without zeros at its end: 2 for 1.2 trillion."""
    return len(f"{value:.9e}".partition("e")[0].replace(".", "").rstrip("0"))


def date_conflicts(about: str, cluster: Sequence[Member[ItemT]]) -> Iterator[Conflict]:
    """The coming days on which the evidence of a merged item differs: deadlines, meetings.

    Only days after the report's own are compared, and only where each passage names one: past days belong to the
    telling ("said on Wednesday") as often as to the thing told.
    """
    versions = [version for member in cluster for version in _coming(member)]
    conflict = conflict_of(ConflictKind.DATE, about, versions)
    if conflict:
        yield conflict


def _coming(member: Member[ItemT]) -> Iterator[Version]:
    day = member.report.day
    if day is None:
        return
    for piece in member.item.evidence:
        found = [d for d in find_text_dates(piece.quote, day) if d.day is not None and d.day > day]
        if len(found) == 1 and found[0].day is not None:
            yield Version(found[0].day.isoformat(), found[0].day.isoformat(), piece, member.report)
