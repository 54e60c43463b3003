"""Whether a source supports a claim, as far as that can be told without a model."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from briefing.grounding.checks import Claim, Context, run
from briefing.grounding.reading import fold_word
from briefing.grounding.source import SourceIndex
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode, Ruling, Verdict

SOFT = frozenset({ReasonCode.LOW_OVERLAP, ReasonCode.STATUS_DIFFERS})
"""Reasons that need a judge; every other rejects by itself."""


def check_claim(
    index: SourceIndex,
    claim: str,
    *,
    evidence: Sequence[Span] = (),
    known: Collection[str] = (),
    anchor: date | None = None,
) -> Verdict:
    """Check one claim against a source.

    Args:
        index: the source.
        claim: the text to check.
        evidence: where the claim's quotes stand; empty to look in the whole source.
        known: names that need not stand in the source, such as those of actors already checked.
        anchor: the day that relative dates count from.
    """
    return verdict_of(run(Context(index, Claim(claim), evidence, known_words(known), anchor)))


def known_words(names: Collection[str]) -> frozenset[str]:
    """The folded words of names."""
    return frozenset(fold_word(part) for name in names for part in name.split())


def verdict_of(reasons: Sequence[Reason], doubts: Sequence[Reason] = ()) -> Verdict:
    """Rejected by any hard reason, left to a judge by a soft one or a doubt, supported without any."""
    if any(reason.code not in SOFT for reason in reasons):
        ruling = Ruling.REJECTED
    else:
        ruling = Ruling.NEEDS_JUDGE if reasons or doubts else Ruling.SUPPORTED
    return Verdict(ruling=ruling, reasons=(*reasons, *doubts))
