"""The checks of a claim against its source, one module for each thing that can differ."""

from __future__ import annotations

from briefing.grounding.checks.context import Claim, Context
from briefing.grounding.checks.dates import check_dates
from briefing.grounding.checks.names import check_names
from briefing.grounding.checks.numbers import check_numbers
from briefing.grounding.checks.overlap import check_novelty, check_overlap
from briefing.grounding.checks.polarity import check_polarity
from briefing.grounding.checks.wording import check_wording
from briefing.schema.evidence import Reason

_CHECKS = (check_numbers, check_dates, check_names, check_polarity, check_wording)

__all__ = ["Claim", "Context", "run"]


def run(context: Context) -> list[Reason]:
    """What speaks against a claim, sentence by sentence: numbers, dates, names, polarity, wording."""
    found: list[Reason] = []
    for part in context.sentences():
        for check in _CHECKS:
            found += check(part)
    found += check_overlap(context)
    if not found:  # a new number or name has its own reason
        found += check_novelty(context)
    return list(dict.fromkeys(found))
