"""Counting what was checked, and citation recall and precision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from briefing.schema.brief import Brief, GroundingMetrics
from briefing.schema.evidence import Match, ReasonCode, Ruling


def measure(brief: Brief, precise: int) -> GroundingMetrics:
    """The metrics of a brief.

    Citation recall and precision follow ALCE (arXiv:2305.14627, section 4), our checks standing in for its
    entailment model: recall is the share of the items with a located quote that are supported by what they cite,
    precision the share of located quotes that a supported item needs.

    Args:
        precise: the located quotes that supported items need.
    """
    supported = [item for _, item in brief.items()]
    cited = [evidence for item in supported for evidence in item.evidence]
    failed = [evidence for each in brief.unsupported for evidence in each.evidence]
    matches = Counter(evidence.match for evidence in (*cited, *failed))
    rulings = Counter(each.verdict.ruling for each in brief.unsupported)
    verdicts = [*(item.verdict for item in supported), *(each.verdict for each in brief.unsupported)]
    reasons = Counter(reason.code for each in brief.unsupported for reason in each.verdict.reasons)
    located = len(supported) + sum(bool(each.evidence) for each in brief.unsupported)
    quotes = len(cited) + len(failed)
    return GroundingMetrics(
        items=len(supported) + len(brief.unsupported),
        supported=len(supported),
        repaired=sum(item.verdict.repaired for item in supported),
        rejected=rulings[Ruling.REJECTED],
        needs_judge=rulings[Ruling.NEEDS_JUDGE],
        judged=sum(verdict.judge is not None for verdict in verdicts),
        quotes=quotes,
        quotes_exact=matches[Match.EXACT],
        quotes_normalised=matches[Match.NORMALISED],
        quotes_joined=matches[Match.JOINED],
        reasons={code: reasons[code] for code in ReasonCode if reasons[code]},
        citation_recall=round(len(supported) / located, 4) if located else None,
        citation_precision=round(min(precise, quotes) / quotes, 4) if quotes else None,
    )


def precise_quotes(metrics: GroundingMetrics) -> int:
    """The located quotes that supported items needed when the metrics were taken."""
    return round((metrics.citation_precision or 0.0) * metrics.quotes)


def total(metrics: Iterable[GroundingMetrics]) -> GroundingMetrics:
    """The metrics of several briefs together. Recall and precision are weighted by items and by quotes."""
    parts = list(metrics)
    counts = {
        name: sum(getattr(part, name) for part in parts)
        for name, field in GroundingMetrics.model_fields.items()
        if field.annotation is int
    }
    reasons = Counter[ReasonCode]()
    for part in parts:
        reasons.update(part.reasons)
    return GroundingMetrics(
        **counts,
        reasons={code: reasons[code] for code in ReasonCode if reasons[code]},
        citation_recall=_weighted([(part.citation_recall, part.items) for part in parts]),
        citation_precision=_weighted([(part.citation_precision, part.quotes) for part in parts]),
    )


def _weighted(values: Iterable[tuple[float | None, int]]) -> float | None:
    known = [(value, weight) for value, weight in values if value is not None and weight]
    whole = sum(weight for _, weight in known)
    return round(sum(value * weight for value, weight in known) / whole, 4) if whole else None
