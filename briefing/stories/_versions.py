"""Which of several versions the page shows, and by which rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing.schema.briefing import Conflict, ConflictKind
from briefing.schema.evidence import Evidence
from briefing.stories._reports import Report, unique
from briefing.stories._status import ShownRule


@dataclass(frozen=True, slots=True)
class Version:
    """One report's version. Versions with the same ``key`` agree; ``shown`` is the version in words."""

    key: str
    shown: str
    evidence: Evidence
    report: Report


def conflict_of(kind: ConflictKind, about: str, versions: Sequence[Version]) -> Conflict | None:
    """The conflict between versions of several articles, None where all agree.

    The version of more independent origins is shown; among equals the later one; else the first. Sides are one
    passage a version, the one shown first. The id is empty: the page numbers conflicts.
    """
    by_key: defaultdict[str, list[Version]] = defaultdict(list)
    for version in sorted(versions, key=lambda v: (v.report.order, v.evidence.start)):
        by_key[version.key].append(version)
    if len(by_key) < 2 or len({version.report.article.id for version in versions}) < 2:
        return None
    shown, rule = _choose(list(by_key.values()))
    others = [group[0] for group in by_key.values() if group is not shown]
    return Conflict(
        id="",
        kind=kind,
        about=about,
        sides=unique((shown[0].evidence, *(version.evidence for version in others))),
        shown=shown[0].shown,
        rule="; ".join((rule.value, *_later(shown, others))),
    )


def _choose(groups: Sequence[list[Version]]) -> tuple[list[Version], ShownRule]:
    origins = [len({version.report.origin for version in group}) for group in groups]
    if origins.count(max(origins)) == 1:
        return groups[origins.index(max(origins))], ShownRule.MORE_ORIGINS
    days = [_latest(group) for group in groups]
    if days.count(max(days)) == 1:
        return groups[days.index(max(days))], ShownRule.LATER
    return groups[0], ShownRule.FIRST


def _latest(group: Sequence[Version]) -> date:
    return max(version.report.day or date.min for version in group)


def _later(shown: Sequence[Version], others: Sequence[Version]) -> list[str]:
    """The later source is noted where it is not the one shown."""
    later = [v.report.outlet for v in others if v.report.day and v.report.day > _latest(shown) > date.min]
    return [f"{outlet} is later, so a change cannot be excluded" for outlet in unique(later)]
