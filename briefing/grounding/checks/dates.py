"""Days and months of a claim, resolved against the day of the article where it is known."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.grounding._lexicon import MONTH, WEEKDAY
from briefing.grounding.checks.context import Context
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode

_DAYS = WEEKDAY | MONTH
_RESTS = 0.6
"""Share of a claim's telling words that a sentence needs for the claim to rest on it alone."""


def check_dates(context: Context) -> Iterator[Reason]:
    """Weekdays and months that the source has not, unless they come to a day that it names in other words."""
    for word in context.read.words:
        if word.folded not in _DAYS or (context.read.cased and not word.capital):
            continue
        if any(low <= word.start < high for low, high in context.dated):
            continue
        kind = WEEKDAY if word.folded in WEEKDAY else MONTH
        near = _near(context, kind)
        if word.folded in context.index.folded and not (near and _elsewhere(context, kind)):
            continue
        yield context.reason(ReasonCode.DATE_DIFFERS, word.form, near.slice(context.index.text) if near else None, near)


def _elsewhere(context: Context, kind: frozenset[str]) -> bool:
    """Whether the one sentence that the claim rests on names another day, and the claim none of its days."""
    nearest = context.nearest
    if nearest is None or kind is MONTH or context.overlap(nearest) < _RESTS:
        return False
    days = {other.folded for other in context.index.words_of(nearest)} & kind
    return bool(days) and not days & {other.folded for other in context.read.words}


def _near(context: Context, kind: frozenset[str]) -> Span | None:
    """A date word of the same kind in the aligned sentences."""
    places = sorted(place for form in kind for place in context.index.places(form))
    words = context.index.reading.words
    aligned = set(context.aligned)
    for place in places:
        if context.index.sentence_of(words[place].start) in aligned:
            return Span(start=words[place].start, end=words[place].end)
    return None
