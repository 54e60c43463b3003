"""Importance with what changed since yesterday: what moves rises, what repeats sinks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from briefing.schema.briefing import Importance, Story
from briefing.schema.ledger import ChangeKind
from briefing.stories._importance import level_of

MOVED = 1.0
REPEATED = -1.0

_MOVES = (ChangeKind.ANSWERED, ChangeKind.UPDATED, ChangeKind.NEW)


def weigh_changes(stories: Sequence[Story], since: date | None) -> tuple[Story, ...]:
    """The stories in the order of importance once their changes are counted in.

    A story with an answer, a change of status or something new gains a point, one that only repeats what the ledger
    holds loses one. Without an earlier day (``since`` is None) nothing is known to have changed and all stays as it
    is. Ids stay; the caller has them from the ledger, which counts over days.
    """
    if since is None:
        return tuple(stories)
    weighed = [_weighed(story, since) for story in stories]
    return tuple(sorted(weighed, key=lambda s: (-s.importance.score, -len(s.articles), s.articles)))


def _weighed(story: Story, since: date) -> Story:
    counted = Counter(change.kind for change in story.changes)
    moved = [f"{counted[kind]} {kind.value}" for kind in _MOVES if counted[kind]]
    if moved:
        points, reason = MOVED, f"since {since.isoformat()}: {', '.join(moved)}"
    elif counted[ChangeKind.UNCHANGED]:
        points, reason = REPEATED, f"nothing new since {since.isoformat()}"
    else:
        return story
    score = round(story.importance.score + points, 2)
    reasons = (*story.importance.reasons, reason)
    return story.model_copy(update={"importance": Importance(level=level_of(score), score=score, reasons=reasons)})
