"""The checks of a claim against its source, one module for each thing that can differ."""

from __future__ import annotations

from briefing.grounding.checks.context import Claim, Context
from briefing.grounding.checks.dates import check_dates
from briefing.grounding.checks.names import check_names
from briefing.grounding.checks.numbers import check_numbers
from briefing.grounding.checks.polarity import check_polarity
from briefing.grounding.checks.wording import check_wording
from briefing.schema.evidence import Reason

__all__ = ["Claim", "Context", "run"]


def run(context: Context) -> list[Reason]:
    """What speaks against a claim: numbers, dates, names, polarity, wording."""
    return [
        *check_numbers(context),
        *check_dates(context),
        *check_names(context),
        *check_polarity(context),
        *check_wording(context),
    ]
