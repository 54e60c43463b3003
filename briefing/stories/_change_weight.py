"""Importance with what the ledger knows: what moves rises, what repeats sinks, what is settled waits for nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from briefing.schema.briefing import Importance, Story
from briefing.schema.ledger import ChangeKind
from briefing.stories._importance import importance, open_offers

MOVED = 1.0
REPEATED = -1.0

_MOVES = (ChangeKind.ANSWERED, ChangeKind.UPDATED, ChangeKind.RAISED, ChangeKind.REPLACED, ChangeKind.NEW)


def weigh_changes(stories: Sequence[Story], since: date | None, told: Sequence[Story] = ()) -> tuple[Story, ...]:
    """The stories in the order of importance once their changes are counted in.

    A story with an answer, a change of status or something new gains a point. One that has nothing else to tell than
    what the ledger holds loses one. Without an earlier day (``since`` is None) nothing is known to have changed and
    all stays as it is. Ids stay; the caller has them from the ledger, which counts over days.

    Args:
        told: the stories before the ledger gave offers the status that it knows; those count as it knows them.
    """
    if since is None:
        return tuple(stories)
    before = {story.articles: story for story in told}
    settled = (_settled(story, before.get(story.articles, story)) for story in stories)
    weighed = [_weighed(story, since) for story in settled]
    return tuple(sorted(weighed, key=lambda s: (-s.importance.score, -len(s.articles), s.articles)))


def _settled(story: Story, told: Story) -> Story:
    """The story with its offers counted at the status that it shows."""
    counted, counts = list(open_offers(told.actors, told.offers)), list(open_offers(story.actors, story.offers))
    if counted == counts:
        return story
    kept = [reason for reason in story.importance.reasons if reason not in {point.reason for point in counted}]
    score = story.importance.score - sum(p.value for p in counted) + sum(p.value for p in counts)
    return _with(story, importance(score, (*kept, *(point.reason for point in counts))))


def _weighed(story: Story, since: date) -> Story:
    counted = Counter(change.kind for change in story.changes)
    moved = [f"{counted[kind]} {kind.value}" for kind in _MOVES if counted[kind]]
    if moved:
        points, reason = MOVED, f"since {since.isoformat()}: {', '.join(moved)}"
    elif counted[ChangeKind.UNCHANGED] and _only_repeats(story):
        points, reason = REPEATED, f"its offers, answers and questions stand as on {since.isoformat()}"
    else:
        return story
    return _with(story, importance(story.importance.score + points, (*story.importance.reasons, reason)))


def _only_repeats(story: Story) -> bool:
    """Whether headline and summary speak of what the ledger holds, line by line: whatever else they say is news."""
    known = {change.item for change in story.changes}
    lines = (*story.gist, *((story.headline,) if story.headline else ()))
    return all(known.intersection(line.refs) for line in lines)


def _with(story: Story, weight: Importance) -> Story:
    return story.model_copy(update={"importance": weight})
