"""Words in quotation marks: given to different speakers, or not a person's own and so to be handled with care."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from briefing.language.topics import words
from briefing.schema.article import ParagraphKind
from briefing.schema.base import Span
from briefing.schema.brief import Quotation
from briefing.schema.briefing import Caution, Conflict, ConflictKind, Merged
from briefing.schema.terms import QuotationKind
from briefing.schema.verdict import Evidence
from briefing.stories._actors import StoryCast
from briefing.stories._conflicts import Version, conflict_of
from briefing.stories._reports import Member, Report, gather
from briefing.stories._sides import printed_name, side_of_name

_LEAST_WORDS = 5
"""Shorter quotations ("a non-starter") may well be two people's."""

_ANYBODYS = frozenset({QuotationKind.CUT})
_CAREFUL = frozenset({QuotationKind.INDIRECT, QuotationKind.CUT})


def attribution_conflicts(
    about: str, reports: Sequence[Report], cast: StoryCast, items: Sequence[Merged]
) -> Iterator[Conflict]:
    """Where articles give one quotation to different parties. ``about`` is named where no item rests on the words."""
    quoted = [
        (member, _spoken(member), speaker)
        for member in gather(reports, lambda brief: brief.quotations)
        if (speaker := _speaker(member, cast)) and member.item.kind not in _ANYBODYS
    ]
    done: set[int] = set()
    places = _QuotationPlaces([spoken for _, spoken, _ in quoted])
    for at, (first, spoken, speaker) in enumerate(quoted):
        same = [n for n in places.near(at) if n > at and n not in done and _same_words(spoken, quoted[n][1])]
        done.update(same)
        versions = [
            Version(side, printed_name(name), member.item.evidence[0], member.report)
            for member, (side, name) in [(first, speaker), *((quoted[n][0], quoted[n][2]) for n in same)]
        ]
        conflict = conflict_of(ConflictKind.ATTRIBUTION, _item_at(first, items) or about, versions)
        if conflict:
            yield conflict


class _QuotationPlaces:
    """Which quotations may hold one another: those with the opening of one somewhere in the other."""

    def __init__(self, spoken: Sequence[str]) -> None:
        self._runs = [_runs_of_words(text) for text in spoken]
        self._opening: defaultdict[str, list[int]] = defaultdict(list)
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for at, runs in enumerate(self._runs):
            for run in runs[:1]:
                self._opening[run].append(at)
            for run in dict.fromkeys(runs):
                self._holding[run].append(at)

    def near(self, at: int) -> list[int]:
        """Their places, in order."""
        runs = self._runs[at]
        found = {n for run in runs[:1] for n in self._holding[run]}
        return sorted(found.union(*(self._opening.get(run, ()) for run in runs)))


def _runs_of_words(text: str) -> list[str]:
    found = text.split()
    return [" ".join(found[start : start + _LEAST_WORDS]) for start in range(len(found) - _LEAST_WORDS + 1)]


def _spoken(member: Member[Quotation]) -> str:
    return " ".join(word for piece in member.item.evidence for word in words(piece.quote))


def _same_words(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short.split()) >= _LEAST_WORDS and f" {short} " in f" {long} "


def _speaker(member: Member[Quotation], cast: StoryCast) -> tuple[str, str] | None:
    """The party and the name of whom an article gives a quotation to."""
    name = member.item.speaker
    if not name or not member.item.evidence:
        return None
    actor = cast.find(member.report.article.id, name)
    if actor:
        return cast.side[actor], cast.named(actor).name
    known = cast.called.get(name)
    return (cast.side[known.id], known.name) if known else (side_of_name(name), name)


def _item_at(member: Member[Quotation], items: Sequence[Merged]) -> str | None:
    """The item of the story that rests on the quoted words."""
    for item in items:
        for piece in item.evidence:
            if any(q.article == piece.article and q.span.overlap(piece.span) for q in member.item.evidence):
                return item.id
    return None


def cautions_of(reports: Sequence[Report], cast: StoryCast) -> tuple[Caution, ...]:
    """Indirect speech in quotation marks, and quotations broken off, in the order of the articles."""
    return tuple(
        Caution(kind=kind, evidence=piece, speaker=_speaker_name(report, quotation, cast), standing=quotation.standing)
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


def _speaker_name(report: Report, quotation: Quotation, cast: StoryCast) -> str | None:
    actor = cast.find(report.article.id, quotation.speaker)
    return cast.named(actor).name if actor else quotation.speaker
