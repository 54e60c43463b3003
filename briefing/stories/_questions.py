"""Open questions of several articles merged."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.language.topics import SAME_QUESTION, likeness, question_topics
from briefing.schema.brief import OpenQuestion
from briefing.schema.briefing import StoryQuestion
from briefing.stories._actors import StoryCast
from briefing.stories._matching import NEVER, join
from briefing.stories._reports import Member, Report, contested, gather, shared, trusted
from briefing.stories._told_as import NOTHING, ToldAs


def merge_questions(reports: Sequence[Report], cast: StoryCast, told_as: ToldAs = NOTHING) -> tuple[StoryQuestion, ...]:
    """Merge the open questions of several briefs. They are in the order of the articles; those that a proof-reader
    contests come last."""
    names = cast.stems(*cast.names)
    known = gather(reports, lambda brief: brief.open_questions)
    about = {id(member): question_topics(member.item.question, names) for member in known}

    def same(one: Member[OpenQuestion], other: Member[OpenQuestion]) -> float:
        if (told_one := told_as.one(one.ref, other.ref)) is not None:
            return 1.0 if told_one else NEVER
        topics = about[id(one)], about[id(other)]
        if not any(topics):
            # "Will Moscow respond?", "Will the Russian side give an answer?": all that they ask is whose answer.
            return float(cast.sides_in(one.item.question) == cast.sides_in(other.item.question))
        return likeness(*topics)

    clusters = join(known, same, SAME_QUESTION)
    clusters = tuple(sorted(clusters, key=lambda cluster: all(contested(member.item) for member in cluster)))
    return tuple(_merge(f"Q{place}", cluster) for place, cluster in enumerate(clusters))


def _merge(ident: str, cluster: Sequence[Member[OpenQuestion]]) -> StoryQuestion:
    best = max(cluster, key=lambda m: (trusted(m.item), len(m.item.question)))
    return StoryQuestion(id=ident, question=best.item.question, **shared(cluster, best))
