"""Words of a claim that the source has not: those of closed classes, and those put in the place of another."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.grounding._lexicon import COLOUR, COMPASS
from briefing.grounding.checks.context import Context
from briefing.schema.evidence import Reason, ReasonCode

_ATTRIBUTES = COLOUR | COMPASS


def check_wording(context: Context) -> Iterator[Reason]:
    """Colours and directions that the source never names."""
    for word in context.read.words:
        if word.folded in _ATTRIBUTES and not word.capital and word.stem not in context.index.stems:
            yield context.reason(ReasonCode.NAME_DIFFERS, word.form)
