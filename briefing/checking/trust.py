"""What a proof-reader's word is worth, by the planted mistakes that it struck over a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.checking.sections import with_items
from briefing.schema.brief import Brief, CheckedItem, Proofreading
from briefing.schema.briefing import ProofRate
from briefing.schema.verdict import Standing


def proof_rates(briefs: Iterable[Brief], floor: float) -> tuple[ProofRate, ...]:
    """The rate of each proof-reader over a run, by name.

    Args:
        floor: the share of planted mistakes that a proof-reader must have struck to be trusted.
    """
    read: dict[str, list[Proofreading]] = {}
    for brief in briefs:
        if brief.proof:
            read.setdefault(brief.proof.by, []).append(brief.proof)
    return tuple(_rate(by, proofs, floor) for by, proofs in sorted(read.items()))


def _rate(by: str, proofs: Sequence[Proofreading], floor: float) -> ProofRate:
    planted = sum(proof.planted for proof in proofs)
    caught = sum(proof.caught for proof in proofs)
    return ProofRate(by=by, planted=planted, caught=caught, trusted=caught >= floor * planted)


def distrust(brief: Brief, rates: Sequence[ProofRate]) -> Brief:
    """The brief with what a proof-reader let stand, that is not to be trusted, as unconfirmed."""
    doubtful = {rate.by for rate in rates if not rate.trusted}
    if not doubtful:
        return brief
    items = [(section, _without_word_of(item, doubtful)) for section, item in brief.items()]
    return with_items(brief, items, brief.struck)


def _without_word_of(item: CheckedItem, doubtful: set[str]) -> CheckedItem:
    verdict = item.verdict
    if verdict.standing is not Standing.CONFIRMED or verdict.by not in doubtful:
        return item
    return item.model_copy(
        update={"verdict": verdict.model_copy(update={"standing": Standing.UNCONFIRMED, "by": None})}
    )
