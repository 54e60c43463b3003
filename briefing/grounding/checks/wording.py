"""Words of a claim that the source has not: closed classes, offices, and words in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.grounding._lexicon import (
    AUXILIARY,
    COLOUR,
    COMPASS,
    DETERMINER,
    FUNCTION,
    GENERIC,
    OFFICE,
    PREPOSITION,
    TIME_UNIT,
)
from briefing.grounding.checks.context import Context
from briefing.grounding.locate import Tier
from briefing.grounding.reading import Word
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode

_ATTRIBUTES = COLOUR | COMPASS
_CLOSED = _ATTRIBUTES | OFFICE
_JOINING = frozenset({"and", "or", "but", "that", "who", "which"})
_LEAGUES = frozenset({"league", "division"})
_OPENING = DETERMINER | PREPOSITION
_RESTS = 0.5
"""The same where the words before the noun agree as well."""
_TAKEN = 0.6
"""The share from which one sentence is what the claim was copied from, wherever the noun stands."""
_COPIED = 2
"""Words before a foreign noun that must stand in the source in the same order."""
_REACH = 5
_QUOTED = re.compile(
    r"[“„«]([^“”„«»\n]{1,400})[”“»]"
    r"|\"([^\"\n]{1,400})\""
    r"|(?<!\w)‘(?!\s)([^‘\n]{1,400}?)’(?!\w)"
    r"|(?<![\w'])'(?!\s)([^'\n]{1,400}?)(?<!\s)'(?!\w)"
)


def check_wording(context: Context) -> Iterator[Reason]:
    """Colours and directions (``name_differs``), offices (``name_new``), and altered words inside quotation marks."""
    stems = context.index.stems
    words = context.read.words
    for at, word in enumerate(words):
        if word.folded not in _CLOSED or word.stem in stems or word.folded in context.known:
            continue
        if at + 1 < len(words) and words[at + 1].folded in _LEAGUES:
            continue
        if word.folded in _ATTRIBUTES and not word.capital:
            yield context.reason(ReasonCode.NAME_DIFFERS, word.form)
        elif word.folded in OFFICE:
            yield context.reason(ReasonCode.NAME_NEW, word.form)
    yield from _replaced(context)
    yield from _quotations(context)


def _replaced(context: Context) -> Iterator[Reason]:
    """A word that the source has not, in words taken from it.

    Held against a unit of time beside the same word as another in the source, and against a noun that is the one
    foreign word of a claim that was copied: whose other words nearly all come from one sentence, or stand before the
    noun as they do there. A claim with more foreign words says it in words of its own.
    """
    words = context.read.words
    foreign = [at for at, word in enumerate(words) if word.content and word.stem not in context.index.stems]
    for at in foreign:
        word = words[at]
        if word.folded in context.known or word.capital or not word.form.isalpha():
            continue
        unit = word.folded in TIME_UNIT
        lone = len(foreign) == 1 and context.states and word.folded not in GENERIC
        noun = lone and _ends_noun_phrase(context, at)
        if not unit and not noun:
            continue
        slot = _slot(context, at)
        other = context.index.reading.words[slot.place] if slot else None
        replaced = unit and other is not None and other.folded in TIME_UNIT
        if replaced or (noun and _is_copied(context, slot)):
            span = Span(start=other.start, end=other.end) if other else None
            yield context.reason(ReasonCode.NAME_DIFFERS, word.form, other.form if other else None, span)


@dataclass(frozen=True, slots=True)
class _Slot:
    """The word of the source in the place of the claim's, and how many words right before it agree."""

    place: int
    before: int


def _is_copied(context: Context, slot: _Slot | None) -> bool:
    """Whether the claim's other words come from one sentence of the source."""
    nearest = context.nearest
    if nearest is not None and context.overlap(nearest) >= _TAKEN:
        return True
    if slot is None or slot.before < _COPIED:
        return False
    start = context.index.reading.words[slot.place].start
    return context.overlap(context.index.sentence_of(start)) >= _RESTS


def _slot(context: Context, at: int) -> _Slot | None:
    """Where the same words stand around another word in the source: the most telling such place."""
    words, source = context.read.words, context.index.reading.words
    places = {p + 1 for p in (context.index.stems.get(words[at - 1].stem, ()) if at else ())}
    places |= {p - 1 for p in (context.index.stems.get(words[at + 1].stem, ()) if at + 1 < len(words) else ())}
    best = (0, 0, 0, 0)
    for place in places:
        if not 0 <= place < len(source) or source[place].stem in context.stems:
            continue
        before = _agreeing(words, at, source, place, -1)
        after = _agreeing(words, at, source, place, 1)
        telling = sum(w.folded not in FUNCTION for w in (*words[at - before : at], *words[at + 1 : at + 1 + after]))
        best = max(best, (telling, before + after, -place, before))
    return _Slot(-best[2], best[3]) if best[0] else None


def _agreeing(words: Sequence[Word], at: int, source: Sequence[Word], place: int, step: int) -> int:
    """How many words in a row are the same on both sides, going from two places in one direction; five at most."""
    count = 0
    while count < _REACH:
        at, place = at + step, place + step
        if not (0 <= at < len(words) and 0 <= place < len(source)) or words[at].stem != source[place].stem:
            break
        count += 1
    return count


def _ends_noun_phrase(context: Context, at: int) -> bool:
    """Whether a word reads as the noun that ends a phrase: right behind an article, possessive or preposition, before a
    mark, a preposition, a verb's auxiliary or the end, and without a verb's or adverb's ending."""
    words, text = context.read.words, context.claim.text
    word = words[at]
    if word.folded.endswith(("ed", "ing", "ly")):
        return False
    last = words[at - 1] if at else None
    opened = last is not None and (last.folded in _OPENING or text[last.start : last.end] != last.form)
    following = words[at + 1].folded if at + 1 < len(words) else ""
    closed = not following or text[word.end : word.end + 1] != " " or following in PREPOSITION | AUXILIARY | _JOINING
    return opened and closed


def _quotations(context: Context) -> Iterator[Reason]:
    """Words that the claim prints inside quotation marks must be the source's, character for character."""
    for match in _QUOTED.finditer(context.claim.text):
        quoted = next(group for group in match.groups() if group is not None)
        found = context.index.locator.locate(quoted)
        if found.tier is not Tier.VERIFIED:
            near = found.hull
            text = near.slice(context.index.text) if near else None
            yield context.reason(ReasonCode.QUOTATION_ALTERED, quoted, text, near)
