"""What keeps two tellings of an offer apart whatever else they share: another amount, number of things or name."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from briefing.language.calendar import MONTHS, WEEKDAYS
from briefing.language.dates import find_text_dates
from briefing.language.names import canonical_organisation, canonical_state, fold, same_actor
from briefing.language.numbers import NUMBER_WORDS, Number, Unit, find_all
from briefing.language.parties import spelled_alike
from briefing.language.topics import STOPWORDS, content, stem, topics

_NOT_MONEY = frozenset({Unit.CLOCK, Unit.ORDINAL})
_INSTEAD = re.compile(
    r"\b(?:from|than|over|above|below|beyond|of the) (?:(?!(?:for|at|to|worth|of|and|or) )\w+ ){0,3}[^\w\s]?$",
    re.IGNORECASE,
)
"""Before an amount that the offer is compared with, and that is not its own. What stands between belongs to the amount:
"from the present $5bn", and not "from Norland for $5bn"."""

_RATE = re.compile(r"\s+(?:an?|per)\s+(\w+)", re.IGNORECASE)
"""After an amount that is one for each of many: "$31 a share"."""

_SAME_SCALE = 10.0
"""Amounts further apart are no two bids for one thing: a price a share and a price in total, a part and the whole."""

_ROUNDED = 1e5
"""Amounts from here on are told in rounded figures; a price is told to the cent, and prisoners are counted."""

_COUNTED_AFTER = 3
"""Words after a number among which what it counts is sought: "20 Russian fighter aircraft"."""

_COUNTED_ENDS = re.compile(
    r"[.,;:!?()\"“”](?:\s|$)|\s(?:to|of|for|with|that|which|in|on|by|from|and|or|at|per|a)\s|\s(?=\d)"
)
_ANY_DAY = date(2000, 1, 1)
"""Where only the places of dates matter, the day that they are counted from does not."""

SPANS_OF_TIME = frozenset(["second", "minut", "hour", "day", "week", "month", "year", "decad"])
"""Stems of what every story counts in many places, seldom the same."""

_NUMERALS = frozenset(stem for word in NUMBER_WORDS for stem in content(word))

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’.&-](?=[^\W_]))*")
_PLACE = re.compile(r"\b(?:in|inside|into|outside|at|from|near|across|around) (?:the )?$", re.IGNORECASE)
"""Before the name of where something is. That of a party says elsewhere who acts, as both tellings know."""

_POSSESSIVE = re.compile(r"['’]s?$")
_CALENDAR = frozenset(map(fold, (*MONTHS, *WEEKDAYS)))
_HEADLINE = 5
"""Words that count, from which on capitals say nothing where each of them begins with one."""

IsParty = Callable[[str], bool]
"""Whether a name is one of a party to the offers that are compared."""

_Names = frozenset[tuple[str, bool]]
"""Names, each with whether it says where something is."""


class Amount(NamedTuple):
    """A number that an offer names. ``step`` is the worth of the last figure that was written; ``of`` are the topics
    of what it counts, where no unit says it, and of what an amount in money is paid for each of."""

    value: float
    unit: Unit | None
    step: float
    of: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def amount_of(text: str) -> Amount | None:
    """The amount in money or percent that an offer names first as its own, None where it names none."""
    for found in find_all(text):
        if found.unit is not None and found.unit not in _NOT_MONEY and not _is_compared(text, found):
            rate = _RATE.match(text, found.end)
            return _read(text, found, topics(rate[1]) if rate else frozenset())
    return None


def _is_compared(text: str, number: Number) -> bool:
    return _INSTEAD.search(text[: number.start]) is not None


def _read(text: str, found: Number, of: frozenset[str] = frozenset()) -> Amount:
    figures = re.search(r"\d[\d,]*(?:\.(\d+))?", text[found.start : found.end])
    if figures is None:
        return Amount(found.value, found.unit, 1.0, of)
    written = float(figures[0].replace(",", ""))
    scale = found.value / written if written else 1.0
    return Amount(found.value, found.unit, scale / 10 ** len(figures[1] or ""), of)


@lru_cache(maxsize=8192)
def counts_of(text: str) -> tuple[Amount, ...]:
    """The numbers of things that an offer names as its own: no money, no percentages, no times and dates."""
    numbers = [each for each in find_all(text) if each.unit is None and not _is_compared(text, each)]
    days = [found.span for found in find_text_dates(text, _ANY_DAY)] if numbers else []
    return tuple(
        _read(text, each, _counted(text, each))
        for each in numbers
        if not any(day.start < each.end and each.start < day.end for day in days)
    )


def _counted(text: str, number: Number) -> frozenset[str]:
    """The topics of what a number counts."""
    after = _COUNTED_ENDS.split(text[number.end : number.end + 80].lstrip("- "), maxsplit=1)[0]
    return topics(" ".join(after.split()[:_COUNTED_AFTER]))


def comparable(one: Amount | None, other: Amount | None) -> bool:
    """Whether both are amounts of one thing."""
    if one is None or other is None or one.unit is not other.unit:
        return False
    return (one.unit is not None or bool(one.of & other.of)) and _within_scale(one, other)


def _within_scale(one: Amount, other: Amount) -> bool:
    low, high = sorted((abs(one.value), abs(other.value)))
    return high <= low * _SAME_SCALE


def equal(one: Amount | None, other: Amount | None) -> bool:
    """Whether both are one amount; of large ones also where the one rounds the other."""
    if one is None or other is None or one.unit is not other.unit:
        return False
    if one.value == other.value:
        return True
    coarse, fine = (one, other) if one.step > other.step else (other, one)
    return min(one.value, other.value) >= _ROUNDED and _rounds(fine, coarse)


def _rounds(fine: Amount, coarse: Amount) -> bool:
    """Whether the one is the other in fewer figures, of which at least two are left."""
    steps = Decimal(f"{fine.value:.9g}") / Decimal(f"{coarse.step:.9g}")
    rounded = steps.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return rounded >= 10 and math.isclose(float(rounded) * coarse.step, coarse.value)


def counts_apart(ours: Sequence[Amount], theirs: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """Two numbers, one of each, that make two offers of them: of one thing that no number of both counts; where they
    count nothing in common, the first ones, unless a number is the same. None where nothing keeps them apart."""
    return next(_differing(ours, theirs), None)


def _differing(ours: Sequence[Amount], theirs: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    alike = [(a, b) for a in ours for b in theirs if a.of & b.of]
    for a, b in alike:
        if not any(equal(c, d) for c, d in alike if c.of & a.of and d.of & b.of):
            yield a, b
    if ours and theirs and not alike and not any(equal(a, b) for a in ours for b in theirs):
        yield ours[0], theirs[0]


def _far(one: Amount, other: Amount) -> bool:
    """Whether two numbers that differ are no two reports of one: more than tenfold apart; of spans of time any, since
    no conflict is told of those. How long one thing lasts says nothing of how many others there are."""
    spans = bool(one.of & SPANS_OF_TIME), bool(other.of & SPANS_OF_TIME)
    if any(spans):
        return all(spans) and bool(one.of & other.of)
    return not _within_scale(one, other)


def all_counts(texts: Iterable[str]) -> tuple[Amount, ...]:
    """The numbers of things in some texts, each once."""
    return tuple(dict.fromkeys(found for text in texts for found in counts_of(text)))


def without_numbers(told: frozenset[str]) -> frozenset[str]:
    """Topics without numbers, which are compared by what they are worth and count."""
    return frozenset(topic for topic in told if not topic[0].isdecimal()) - _NUMERALS


@lru_cache(maxsize=8192)
def names_in(text: str) -> _Names:
    """The proper names in an offer's words, by their capitals, each with whether it says where something is.

    A lone word that begins the text is one where it is known for a state or a body. Where capitals say nothing, as in
    a headline in which all words have one, there are none.
    """
    words = list(_WORD.finditer(text))
    told = [word for word in words if fold(word[0]) not in STOPWORDS]
    if len(told) >= _HEADLINE and all(word[0][0].isupper() for word in told):
        return frozenset()
    days = [found.span for found in find_text_dates(text, _ANY_DAY)]
    runs = (run for run in _runs(text, words) if not any(d.start < run[1] and run[0] < d.end for d in days))
    found = ((_name(text, *run), _PLACE.search(text[: run[0]]) is not None) for run in runs)
    return frozenset((name, placed) for name, placed in found if name)


def _runs(text: str, words: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The places of words with capitals that stand side by side."""
    start = end = -1
    for word in words:
        capital = word[0][0].isupper() and fold(word[0]) not in STOPWORDS
        if capital and start >= 0 and text[end : word.start()] == " ":
            end = word.end()
            continue
        if start >= 0:
            yield start, end
        start, end = word.span() if capital else (-1, -1)
    if start >= 0:
        yield start, end


def _name(text: str, start: int, end: int) -> str | None:
    """The name between two places, None where it is none."""
    name = _POSSESSIVE.sub("", text[start:end])
    if fold(name) in _CALENDAR:
        return None
    lone = " " not in name and not text[:start].strip("\"'“‘( ")
    return name if not lone or canonical_state(name) or canonical_organisation(name) else None


@lru_cache(maxsize=8192)
def _same_name(one: str, other: str) -> bool:
    """Whether two names may be of one: "Biden" and "Joe Biden", "Libyan" and "Libya", "Gadhafi" and "Gaddafi", "Strait"
    and "Straits"."""
    ours, theirs = set(map(stem, fold(one).split())), set(map(stem, fold(other).split()))
    return (
        ours <= theirs or theirs <= ours or one_state(one, other) or same_actor(one, other) or spelled_alike(one, other)
    )


def one_state(one: str, other: str) -> bool:
    """Whether both names are of one state."""
    state = canonical_state(one)
    return state is not None and state == canonical_state(other)


def names_apart(ours: Iterable[str], theirs: Iterable[str], is_party: IsParty) -> bool:
    """Whether two offers name different ones: each a name that the other has not. Those of the parties to them count
    as places alone."""
    one, other = _names_of(ours), _names_of(theirs)
    return _has_more(one, other, is_party) and _has_more(other, one, is_party)


def _names_of(texts: Iterable[str]) -> _Names:
    return frozenset(each for text in texts for each in names_in(text))


def _has_more(one: _Names, other: _Names, is_party: IsParty) -> bool:
    """Whether a name that counts is none of the others."""
    own = (name for name, placed in one if placed or not is_party(name))
    return any(not any(_same_name(name, each) for each, _ in other) for name in own)


class Terms(NamedTuple):
    """What an offer names in its words, of which each may keep it apart: money, numbers of things, names."""

    texts: tuple[str, ...]
    amount: Amount | None
    counts: tuple[Amount, ...]


def terms_of(texts: Iterable[str]) -> Terms:
    """The terms of an offer by all that it was called; of amounts the first."""
    called = tuple(texts)
    return Terms(called, next(filter(None, map(amount_of, called)), None), all_counts(called))


def apart(one: Terms, other: Terms, is_party: IsParty) -> bool:
    """Whether an amount, a number of things or a name makes two offers of them: another amount is another bid."""
    return numbers_apart(one, other) or names_apart(one.texts, other.texts, is_party)


def numbers_apart(one: Terms, other: Terms) -> bool:
    """Whether they name different amounts or numbers of things."""
    if one.amount is not None and other.amount is not None and not equal(one.amount, other.amount):
        return True
    return counts_apart(one.counts, other.counts) is not None


def apart_between_sources(one: Terms, other: Terms, is_party: IsParty) -> bool:
    """Whether the tellings of two sources of one day are of two offers: names, as over days; of amounts and numbers
    those alone that are far apart, since sources report nearer ones of one offer."""
    if one.amount is not None and other.amount is not None and not equal(one.amount, other.amount):
        bids = one.amount.unit is other.amount.unit and one.amount.of == other.amount.of
        if bids and not _within_scale(one.amount, other.amount):
            return True
    if any(_far(a, b) for a, b in _differing(one.counts, other.counts)):
        return True
    return names_apart(one.texts, other.texts, is_party)


def answers_another(to: str, offer: Iterable[str], is_party: IsParty) -> bool:
    """Whether the words for what an answer is to are of another offer than this, by amount, number or name."""
    offer = tuple(offer)
    amount = amount_of(to)
    amounts = [found for text in offer if (found := amount_of(text))]
    if amount and amounts and not any(equal(amount, each) for each in amounts):
        return True
    return counts_apart(counts_of(to), all_counts(offer)) is not None or names_apart((to,), offer, is_party)
