"""What a proof-reader's word is worth, by the planted mistakes that it struck over a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.checking.sections import with_items
from briefing.schema.brief import SEVERAL, Brief, CheckedItem, Proofreading
from briefing.schema.briefing import ProofRate
from briefing.schema.verdict import Standing


def proof_rates(briefs: Iterable[Brief], floor: float) -> tuple[ProofRate, ...]:
    """The rate of each proof-reader over a run, by name.

    Args:
        floor: the share of planted mistakes that a proof-reader must have struck to be trusted.
    """
    read: dict[str, list[Proofreading]] = {}
    for brief in briefs:
        if brief.proof and brief.proof.by:
            read.setdefault(brief.proof.by, []).append(brief.proof)
    return tuple(_rate(by, proofs, floor) for by, proofs in sorted(read.items()))


def _rate(by: str, proofs: Sequence[Proofreading], floor: float) -> ProofRate:
    planted = sum(proof.planted for proof in proofs)
    caught = sum(proof.caught for proof in proofs)
    return ProofRate(by=by, planted=planted, caught=caught, trusted=planted > 0 and caught >= floor * planted)


def distrust(brief: Brief, rates: Sequence[ProofRate]) -> Brief:
    """The brief without the word of proof-readers that are not to be trusted: what they confirmed is unconfirmed."""
    doubtful = {rate.by for rate in rates if not rate.trusted}
    readers = {brief.proof.by, *brief.proof.by.split(SEVERAL)} if brief.proof and brief.proof.by else set()
    if not doubtful & readers:
        return brief
    return with_items(brief, [(section, unvouched(item)) for section, item in brief.items()], brief.unsupported)


def unvouched(item: CheckedItem) -> CheckedItem:
    """An item without the word of its proof-reader."""
    verdict = item.verdict
    if verdict.by is None:
        return item
    standing = Standing.UNCONFIRMED if verdict.standing is Standing.CONFIRMED else verdict.standing
    return item.model_copy(update={"verdict": verdict.model_copy(update={"standing": standing, "by": None})})
