"""Counting what was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from briefing.schema.brief import Brief, CheckMetrics
from briefing.schema.evidence import Match
from briefing.schema.verdict import Problem


def measure(brief: Brief) -> CheckMetrics:
    """The metrics of a brief."""
    items = [*(item for _, item in brief.items()), *(each.item for each in brief.unsupported)]
    standings = Counter(item.standing.value for item in items)
    matches = Counter(piece.match for item in items for piece in item.evidence)
    problems = Counter(objection.problem for item in items for objection in item.verdict.objections)
    return CheckMetrics(
        items=len(items),
        **standings,
        repaired=sum(item.verdict.repaired for item in items),
        quotes=matches.total(),
        quotes_exact=matches[Match.EXACT],
        quotes_normalised=matches[Match.NORMALISED],
        quotes_joined=matches[Match.JOINED],
        problems={problem: problems[problem] for problem in Problem if problems[problem]},
    )


def total(metrics: Iterable[CheckMetrics]) -> CheckMetrics:
    """The metrics of several briefs together."""
    parts = list(metrics)
    counts = {
        name: sum(getattr(part, name) for part in parts)
        for name, field in CheckMetrics.model_fields.items()
        if field.annotation is int
    }
    problems = Counter[Problem]()
    for part in parts:
        problems.update(part.problems)
    return CheckMetrics(**counts, problems={problem: problems[problem] for problem in Problem if problems[problem]})
