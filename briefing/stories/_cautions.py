"""Passages to handle with care: words in quotation marks that are not, or may not be, a person's words."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.schema.article import ParagraphKind
from briefing.schema.base import Span
from briefing.schema.brief import Quotation
from briefing.schema.briefing import Caution
from briefing.schema.evidence import Evidence
from briefing.schema.terms import QuotationKind
from briefing.stories._actors import StoryCast
from briefing.stories._reports import Report

_CAREFUL = frozenset({QuotationKind.INDIRECT, QuotationKind.CUT})


def cautions_of(reports: Sequence[Report], cast: StoryCast) -> tuple[Caution, ...]:
    """Indirect speech in quotation marks, and quotations broken off, in the order of the articles."""
    return tuple(
        Caution(kind=kind, evidence=piece, speaker=_speaker(report, quotation, cast), standing=quotation.standing)
        for report in reports
        for cut in [_cut(report)]
        for quotation in report.brief.quotations
        for piece in quotation.evidence
        if (kind := _kind(cut, quotation, piece)) in _CAREFUL
    )


def _cut(report: Report) -> list[Span]:
    """The passages that cleaning saw to be cut."""
    return [paragraph.span for paragraph in report.article.paragraphs if paragraph.kind is ParagraphKind.CUT_QUOTE]


def _kind(cut: Sequence[Span], quotation: Quotation, piece: Evidence) -> QuotationKind:
    """The kind that the brief gives, unless the passage is among those that are ``cut``."""
    return QuotationKind.CUT if any(span.overlap(piece.span) for span in cut) else quotation.kind


def _speaker(report: Report, quotation: Quotation, cast: StoryCast) -> str | None:
    actor = cast.find(report.article.id, quotation.speaker)
    return cast.named(actor).name if actor else quotation.speaker
