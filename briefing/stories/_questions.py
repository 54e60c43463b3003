"""Open questions of several articles merged."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.schema.brief import OpenQuestion
from briefing.schema.briefing import StoryQuestion
from briefing.stories._actors import Cast
from briefing.stories._matching import join
from briefing.stories._offers import likeness
from briefing.stories._reports import Member, Report, gather, shared
from briefing.stories._words import topics

SAME_QUESTION = 0.55

_ASKING = frozenset({"accept", "happen", "respond", "answer", "agre"})
"""Stems that ask what comes of a thing; which thing it is, the other words say."""


def merge_questions(reports: Sequence[Report], cast: Cast) -> tuple[StoryQuestion, ...]:
    """Merge the open questions of several briefs. Ids are ``Q1``, ``Q2``, ... in the order of the articles."""
    names = cast.stems(*cast.names)

    def same(one: Member[OpenQuestion], other: Member[OpenQuestion]) -> float:
        return likeness(_about(one.item, names), _about(other.item, names))

    clusters = join(gather(reports, lambda brief: brief.open_questions), same, SAME_QUESTION)
    return tuple(_merge(f"Q{place}", cluster) for place, cluster in enumerate(clusters, start=1))


def _about(question: OpenQuestion, names: frozenset[str]) -> frozenset[str]:
    return topics(question.question, without=names | _ASKING)


def _merge(ident: str, cluster: Sequence[Member[OpenQuestion]]) -> StoryQuestion:
    best = max(cluster, key=lambda m: len(m.item.question))
    return StoryQuestion(id=ident, question=best.item.question, why=best.item.why, **shared(cluster))
