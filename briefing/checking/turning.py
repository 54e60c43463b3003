"""Claims made false: turned round (a negation, an answer, a status, conditions left out), or with another figure.

Another number or date is one of the article, in the place of which the claim is certain to be false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from briefing.checking.scene import ALIKE, Scene
from briefing.language.calendar import WEEKDAYS
from briefing.language.dates import TextDate, find_text_dates
from briefing.language.numbers import Number, Unit, find_all
from briefing.language.topics import content, stem, word_set, words
from briefing.schema.brief import CheckedItem
from briefing.schema.terms import OfferStatus, Stance

TURNED_STANCE = MappingProxyType(
    {
        Stance.ACCEPTED: Stance.REJECTED,
        Stance.REJECTED: Stance.ACCEPTED,
        Stance.COUNTER_OFFER: Stance.ACCEPTED,
        Stance.PENDING: Stance.ACCEPTED,
    }
)
TURNED_STATUS = MappingProxyType(
    {
        OfferStatus.ACCEPTED: OfferStatus.REJECTED,
        OfferStatus.REJECTED: OfferStatus.ACCEPTED,
        OfferStatus.COUNTERED: OfferStatus.ACCEPTED,
        OfferStatus.OPEN: OfferStatus.ACCEPTED,
    }
)
_ACCEPTING = frozenset(
    map(
        stem,
        word_set(
            """accept acceptance agree agreement approve approval back support welcome sign praise endorse hail second
            favour favor adopt grant settle settlement permit allow yes"""
        ),
    )
)
_AUXILIARY = "is|are|was|were|has|have|had|will|would|does|do|did"
_PARTICIPLE = r"\w+(?:ed|en|wn)\b|(?:made|said|told|met|left|lost|won|begun|gone|come|put|set|cut|held|paid)\b"
_DENIED = re.compile(
    rf"\b(?P<auxiliary>{_AUXILIARY}) not (?!(?:yet|only|just|all|even|necessarily|rul\w+)\b)(?P<next>\w+)"
)
_PLAIN = re.compile(
    rf"\b(?P<auxiliary>(?:is|are|was|were|will|would)(?! to\b)|(?:has|have|had)(?= (?:{_PARTICIPLE}))) \w+ \w+"
)
_SOME = re.compile(
    r"\b(?:hundreds|thousands|millions|dozens|scores|many|most|some|several|others|\d[\d,.]*)\b", re.IGNORECASE
)
"""\"Many were not hurt\" and \"many were hurt\" may both be true."""
_DENIAL = re.compile(r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_WEAKENED = re.compile(
    r"\b(?:only|hardly|few|little|but|except|unless|if|whether|may|might|could|should)\b", re.IGNORECASE
)
_NOT_YET = re.compile(rf"{_DENIAL.pattern}|\byet\b", re.IGNORECASE)
_CONCEDING = re.compile(r"\b(?:while|although|though|despite)\b|(?<=\w[, ]) ?\b(?:but|however|yet)\b", re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|provided|providing|as long as|so long as|on condition|in return|in exchange)\b", re.IGNORECASE
)
_ANCHOR = date(2000, 1, 1)
"""Any day will do: dates are only compared with each other."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(r"[\s-][a-z]\w+")
_NO_COUNT = word_set("half twice double doubled triple thrice dozen hundred thousand million billion trillion")
_PART_OF_NAME = re.compile(r"[^\s.!?\"“:]\s+[A-Z][\w.]*\s$")
_TOUCHED_BEFORE, _TOUCHED_BEHIND = re.compile(r"[\w/.,'’-]$"), re.compile(r"[\w/]|[-–]\d|\s?(?:\.\.\.|…)")
_BOUNDED = re.compile(
    r"\b(?:more|less|fewer|over|under|least|most|than|up|upwards?|above|below|between|from|or|within|exceed\w*|excess|"
    r"only|just|minimum|maximum|another|other|further|additional|many|much|few|little|one in|out of)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)
_BOUNDED_BEHIND = re.compile(
    r"\s*(?:\+|-|(?:plus|minimum|maximum|odd|or (?:more|less|so|fewer)|at (?:least|most))\b)", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:to|and|or|[-–])\s*")
_DATE_BOUNDED = re.compile(
    r"\b(?:by|as of|since|until|till|before|after|from|past|beyond|between|through|to|and|or|within)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|nearly|almost|approximately|close to|estimated|circa)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)
_FAR, _FARTHER, _FARTHEST = 1.2, 2.0, 12.0
"""How many times as large the larger of two numbers must be for them to differ, and to differ where one is a round one;
how many times it may be, for a mistake that is not plain to see without the article."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_REACH = 60
"""Characters before and behind a figure in which words may say how it is meant."""
_MOST_OF_KIND = 300
"""Figures of one kind in an article; one with more is a table."""
_TELLING = 4
"""Content words of a sentence that tells something: a line with a date and no more is none."""


def turned(text: str, cited: str) -> Iterator[str]:
    """The variants of a claim that say the opposite of the cited sentences in one of its clauses."""
    denials = _DENIAL.findall(text)
    denied = _DENIED.search(text)
    if denied and len(denials) == 1 and re.search(rf"(?:\bnot|n['’]t) {re.escape(denied['next'])}\b", cited):
        yield text[: denied.end("auxiliary")] + text[denied.end("auxiliary") + len(" not") :]
    if not denials and not _WEAKENED.search(text) and not _DENIAL.search(cited):
        for plain in _PLAIN.finditer(text):
            if not _SOME.search(text[: plain.start()]) and re.search(
                rf"\b{re.escape(plain.group())}\b", cited, re.IGNORECASE
            ):
                at = plain.end("auxiliary")
                yield f"{text[:at]} not{text[at:]}"


def accepts(text: str) -> bool:
    """Whether a text has a word of accepting."""
    return not _ACCEPTING.isdisjoint(map(stem, words(text)))


def concedes(text: str) -> bool:
    """Whether a text grants something to the other side: its answer may be neither yes nor no."""
    return bool(_CONCEDING.search(text))


def plainly(stance: Stance | OfferStatus, text: str) -> bool:
    """Whether what a text says is so plainly of one stance or status that its opposite is false."""
    if stance is Stance.PENDING:
        return bool(_NOT_YET.search(text)) and not accepts(text)
    if concedes(text):
        return False
    if stance in (Stance.ACCEPTED, OfferStatus.ACCEPTED):
        return accepts(text)
    return not accepts(text)


def states_condition(sentence: str, condition: str) -> bool:
    """Whether a sentence states a condition in so many words."""
    wanted = set(content(condition))
    clauses = (set(content(sentence[match.end() :])) for match in _CONDITIONAL.finditer(sentence))
    return any(2 * len(wanted & clause) >= len(wanted) > 0 for clause in clauses)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or date in ``text[start:end]``.

    Attributes:
        kind: what may stand in its place: money of one currency, percentages, counts, years, weekdays, days.
        value: what it is worth; weekdays and days by their place in the week and the calendar.
        printed: the characters themselves.
        dated: a date, not a number.
    """

    start: int
    end: int
    kind: str
    value: float
    printed: str
    dated: bool = False

    @property
    def key(self) -> tuple[str, float]:
        return self.kind, self.value


def figures(text: str) -> list[Figure]:
    """The numbers and dates of a text whose kind is plain."""
    dates = find_text_dates(text, _ANCHOR)
    taken = {at for each in dates for at in range(each.span.start, each.span.end)}
    found = [figure for each in dates if (figure := _date(text, each))]
    found += [
        figure
        for number in find_all(text)
        if number.start not in taken and not _touched(text, number) and (figure := _number(text, number))
    ]
    return found


class Figures:
    """The numbers and dates of one article, read once."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @cached_property
    def _of_sentence(self) -> list[list[Figure]]:
        return [figures(sentence) for sentence in self._scene.sentences]

    @cached_property
    def _of_kind(self) -> dict[str, list[tuple[int, Figure]]]:
        found: dict[str, list[tuple[int, Figure]]] = {}
        for at, each in enumerate(self._of_sentence):
            for figure in each:
                found.setdefault(figure.kind, []).append((at, figure))
        return found

    def others(self, item: CheckedItem, text: str, figure: Figure) -> Iterator[str]:
        """The figures of the article with which ``text``, a claim of an item, is false where they stand for ``figure``.

        A sentence that the item cites must have the figure, and none the other; no sentence elsewhere that has the
        other one may tell the like of the item.
        """
        scene = self._scene
        cited = scene.cited(item)
        sources = [(scene.sentences[at], each) for at in cited for each in self._of_sentence[at]]
        shown = [(sentence, each) for sentence, each in sources if each.key == figure.key]
        if not shown or any(_bounded(sentence, each) for sentence, each in ((text, figure), *shown)):
            return
        rounded = any(_ABOUT.search(_before(sentence, each)) for sentence, each in ((text, figure), *shown))
        nearby = {each.key for _, each in sources} | {each.key for each in figures(text)}
        counted = {noun for sentence, each in shown for noun in _counted(sentence, each)}
        about = scene.about(item)
        fitting: dict[float, str] = {}
        told: set[float] = set()
        others = self._of_kind.get(figure.kind, [])
        for at, other in others if len(others) <= _MOST_OF_KIND else ():
            if other.key in nearby or not _far(figure, other, _FARTHER if rounded else _FAR):
                continue
            if len(about & scene.contents[at]) >= ALIKE or counted & _counted(scene.sentences[at], other):
                told.add(other.value)
            elif len(scene.contents[at]) >= _TELLING:
                fitting.setdefault(other.value, other.printed)
        yield from (printed for value, printed in fitting.items() if value not in told)


def _date(text: str, found: TextDate) -> Figure | None:
    start, end = found.span.start, found.span.end
    printed = text[start:end]
    if printed.capitalize() in WEEKDAYS:
        return Figure(start, end, "weekday", float(WEEKDAYS.index(printed.capitalize())), printed, dated=True)
    if found.day is None or not any(character.isdigit() for character in printed):
        return None
    return Figure(start, end, "day", float(found.day.toordinal()), printed, dated=True)


def _number(text: str, number: Number) -> Figure | None:
    printed = text[number.start : number.end]
    if number.unit in (Unit.CLOCK, Unit.ORDINAL) or printed.lower() in _NO_COUNT:
        return None
    if number.unit:
        return Figure(number.start, number.end, number.unit.value, number.value, printed)
    if _YEAR.fullmatch(printed):
        return Figure(number.start, number.end, "year", number.value, printed, dated=True)
    whole = number.value >= 2 and number.value == int(number.value)
    if whole and _COUNTED.match(text, number.end) and not _PART_OF_NAME.search(_before(text, number)):
        return Figure(number.start, number.end, "count", number.value, printed)
    return None


def _touched(text: str, number: Number) -> bool:
    """Whether something stands against a number that makes it part of another thing: a score, a name, a cut text."""
    return bool(_TOUCHED_BEFORE.search(_before(text, number)) or _TOUCHED_BEHIND.match(text, number.end))


def _bounded(text: str, figure: Figure) -> bool:
    """Whether words beside a figure make it a bound, a part or a list: another one may then hold too."""
    before = _before(text, figure)
    if figure.dated:
        return bool(_DATE_BOUNDED.search(before))
    if _BOUNDED.search(before) or _BOUNDED_BEHIND.match(text, figure.end):
        return True
    around = find_all(before + text[figure.start : figure.end + _REACH])
    return any(
        len(before) in (here.start, there.start)
        and _RANGE.fullmatch(before + text[figure.start :], here.end, there.start)
        for here, there in pairwise(around)
    )


def _before(text: str, found: Figure | Number) -> str:
    """The words before a figure that may say how it is meant."""
    return text[max(0, found.start - _REACH) : found.start]


def _far(one: Figure, other: Figure, least: float) -> bool:
    """Whether two figures are certainly not one, and not so far apart that a claim would be absurd."""
    if one.dated:
        return one.value != other.value
    low, high = sorted((one.value, other.value))
    return least * low <= high <= _FARTHEST * low


def _counted(text: str, figure: Figure) -> set[str]:
    """The stems of the words behind a count: what it counts is among them."""
    if figure.kind != "count":
        return set()
    return set(content(" ".join(_WORD.findall(text, figure.end, figure.end + _REACH)[:3])))
