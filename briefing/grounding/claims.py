"""Whether a source supports a claim, as far as that can be told without a model."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from briefing.grounding.reading import Reading, fold_word
from briefing.grounding.source import SourceIndex
from briefing.language._names_data import TITLE_WORDS
from briefing.language.numbers import Number, Unit
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode, Ruling, Verdict

HARD = frozenset(ReasonCode) - {ReasonCode.LOW_OVERLAP, ReasonCode.STATUS_DIFFERS}
"""Reasons that reject by themselves; the others need a judge."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A text to check, and the field of an item that it stands in."""

    text: str
    field: str | None = None


def check_claim(
    index: SourceIndex, claim: str, *, evidence: Sequence[Span] = (), known: Collection[str] = ()
) -> Verdict:
    """Check one claim against a source.

    Args:
        index: the source.
        claim: the text to check.
        evidence: where the claim's quotes stand; empty to look in the whole source.
        known: names that need not stand in the source, such as those of actors already checked.
    """
    return verdict_of(findings(index, Claim(claim), evidence, known))


def verdict_of(reasons: Sequence[Reason]) -> Verdict:
    """Rejected by any hard reason, left to a judge by a soft one, supported without any."""
    if any(reason.code in HARD for reason in reasons):
        ruling = Ruling.REJECTED
    else:
        ruling = Ruling.NEEDS_JUDGE if reasons else Ruling.SUPPORTED
    return Verdict(ruling=ruling, reasons=tuple(reasons))


def findings(
    index: SourceIndex, claim: Claim, evidence: Sequence[Span] = (), known: Collection[str] = ()
) -> list[Reason]:
    """What speaks against a claim, in the order of its words."""
    read = Reading(claim.text)
    del evidence
    return [*_numbers(index, read, claim), *_names(index, read, claim, known)]


def _numbers(index: SourceIndex, read: Reading, claim: Claim) -> Iterator[Reason]:
    for number in read.numbers:
        if not _number_stands(index, number):
            yield Reason(code=ReasonCode.NUMBER_NEW, field=claim.field, claimed=claim.text[number.start : number.end])


def _number_stands(index: SourceIndex, number: Number) -> bool:
    same = index.values.get(number.value, [])
    return any(_units_agree(number.unit, other.unit) for other in same)


def _units_agree(claimed: Unit | None, found: Unit | None) -> bool:
    if claimed is None or found is None:
        return True
    return claimed is found or Unit.ORDINAL in (claimed, found)


def _names(index: SourceIndex, read: Reading, claim: Claim, known: Collection[str]) -> Iterator[Reason]:
    if not read.cased:
        return
    known_words = {fold_word(part) for name in known for part in name.split()}
    mentioned = {at for m in read.mentions if m.canonical in index.canonical for at in range(m.first, m.last)}
    for at, word in enumerate(read.words):
        if not word.capital or (word.opens and not _surely_name(read, at)) or at in mentioned:
            continue
        if word.folded in index.folded or word.stem in index.stems or word.folded in known_words:
            continue
        if word.folded in TITLE_WORDS or _first_name_added(index, read, at) or _acronym_of_source(index, word.form):
            continue
        yield Reason(code=ReasonCode.NAME_NEW, field=claim.field, claimed=word.form)


def _surely_name(read: Reading, at: int) -> bool:
    """Whether a word with a capital at the start of a sentence is a name all the same."""
    return any(m.first <= at < m.last for m in read.mentions)


def _first_name_added(index: SourceIndex, read: Reading, at: int) -> bool:
    """A first name before a surname that the source gives without any other first name."""
    if at + 1 >= len(read.words):
        return False
    surname = read.words[at + 1]
    places = index.folded.get(surname.folded) if surname.capital and not surname.opens else None
    if not places or surname.folded in TITLE_WORDS:
        return False
    before = (index.reading.words[place - 1] for place in places if place)
    return not any(w.capital and w.folded not in TITLE_WORDS and not w.opens for w in before)


def _acronym_of_source(index: SourceIndex, form: str) -> bool:
    if not (form.isupper() and 2 <= len(form) <= 8):
        return False
    size = len(form)
    words = index.reading.words
    heads = [word for word in words if word.capital]
    initials = "".join(word.folded[:1] for word in heads)
    at = initials.find(form.lower())
    while at >= 0:
        if heads[at + size - 1].end - heads[at].start < 20 * size:
            return True
        at = initials.find(form.lower(), at + 1)
    return False
