"""The items of a brief in their sections."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.checking.metrics import measure
from briefing.schema.brief import Brief, CheckedItem, Struck
from briefing.schema.terms import Section
from briefing.schema.verdict import Standing


def with_items(brief: Brief, items: Sequence[tuple[Section, CheckedItem]], struck: Sequence[Struck]) -> Brief:
    """``brief`` with these items in its sections, in their order, and its metrics counted anew."""
    held = {section: tuple(item for at, item in items if at is section) for section in Section}
    fields: dict[str, object] = {section.value: held[section] for section in Section}
    fields |= {"headline": next(iter(held[Section.HEADLINE]), None), "struck": tuple(struck)}
    whole = brief.model_copy(update=fields)
    return whole.model_copy(update={"metrics": measure(whole)})


def with_verdicts(brief: Brief, items: Sequence[tuple[Section, CheckedItem]]) -> Brief:
    """``brief`` with these items in its sections, those of them that are refuted among what was struck."""
    printed = [(section, item) for section, item in items if item.standing is not Standing.REFUTED]
    struck = [Struck(section=section, item=item) for section, item in items if item.standing is Standing.REFUTED]
    return with_items(brief, printed, [*brief.struck, *struck])
