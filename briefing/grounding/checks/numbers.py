"""Numbers of a claim: each must stand in the source, and count there what it counts here."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.grounding.checks.context import Context
from briefing.language.numbers import Number, Unit
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode

_ABOUT = frozenset({"about", "around", "nearly", "almost", "roughly", "over", "than", "least", "approximately", "to"})
_TOLERANCE = 0.1
_COUNTABLE = 4
_RESTS = 0.6


def check_numbers(context: Context) -> Iterator[Reason]:
    """Numbers that the source has not (``number_new``), and those it has for something else (``number_differs``)."""
    for number in context.read.numbers:
        if any(low <= number.start < high for low, high in context.dated):
            continue
        text = context.claim.text[number.start : number.end]
        if number.value == 0:
            continue
        rival = _rival(context, number)
        if _counted_off(number):
            if rival is not None and _rests_beside(context, rival):
                yield _differs(context, text, rival)
        elif rival is not None:
            yield _differs(context, text, rival)
        elif not _stands(context, number) and text.lower() != "first":
            yield context.reason(ReasonCode.NUMBER_NEW, text)


def _counted_off(number: Number) -> bool:
    """Whether a claim may have counted what the source lists: "both leaders", "the two Koreas"."""
    return number.spelled and number.value <= _COUNTABLE and number.unit is None


def _rests_beside(context: Context, rival: Number) -> bool:
    """Whether the claim rests on the one sentence that has the rival."""
    return context.overlap(context.index.sentence_of(rival.start)) >= _RESTS


def _stands(context: Context, number: Number) -> bool:
    values = context.index.values
    if any(_units_agree(number.unit, other.unit) for other in values.get(number.value, ())):
        return True
    after = context.claim.text[number.end : number.end + 1]
    if number.value < 100 and after == "s":
        return any(number.value + century in values for century in (1800.0, 1900.0, 2000.0))
    return _rounded(context, number)


def _rounded(context: Context, number: Number) -> bool:
    """Whether the source has a number that this one rounds: "2.4 million" for 2,412,000, "nearly 100" for 97."""
    before = context.claim.text[max(0, number.start - 24) : number.start].lower().split()
    about = bool(_ABOUT.intersection(before[-2:]))
    if number.value < 10 or not (about or number.value >= 1e5):
        return False
    for value, others in context.index.values.items():
        near = abs(value - number.value) <= (_TOLERANCE if about else 0.005) * value
        if near and any(_units_agree(number.unit, other.unit) for other in others):
            return True
    return False


def _units_agree(claimed: Unit | None, found: Unit | None) -> bool:
    return claimed is None or found is None or claimed is found or Unit.ORDINAL in (claimed, found)


def _rival(context: Context, number: Number) -> Number | None:
    """A number of the aligned sentences that counts what this one counts, where nowhere this one does."""
    counted = _counted(context, number)
    if counted is None:
        return None
    bound = context.index.counted.get(counted, ())
    if not bound or any(other.value == number.value for other in bound):
        return None
    aligned = set(context.aligned)
    near = [other for other in bound if context.index.sentence_of(other.start) in aligned]
    here = any(context.index.sentence_of(o.start) in aligned for o in context.index.values.get(number.value, ()))
    if here:  # it stands in the very sentence: only what has the same unit can be what it was mistaken for
        near = [other for other in near if other.unit is not None and other.unit is number.unit]
    return near[0] if near and not _rounded(context, number) else None


def _counted(context: Context, number: Number) -> str | None:
    """The stem of what a number of the claim counts: the content word right after it."""
    words = context.read.words
    at = next((n for n, word in enumerate(words) if word.start >= number.end), len(words))
    if at == len(words) or not words[at].content or words[at].start - number.end > 1:
        return None
    aged = at + 1 < len(words) and words[at + 1].folded == "old"
    return None if aged else words[at].stem


def _differs(context: Context, claimed: str, rival: Number) -> Reason:
    found = context.index.text[rival.start : rival.end]
    return context.reason(ReasonCode.NUMBER_DIFFERS, claimed, found, Span(start=rival.start, end=rival.end))
