"""How much a story matters to a reader, with the reasons.

With what the ledger knows, what moves rises, what repeats sinks, and what is settled waits for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.language.names import fold, same_actor
from briefing.language.topics import content
from briefing.schema.briefing import Importance, Story, StoryActor, StoryOffer
from briefing.schema.ledger import ChangeKind
from briefing.schema.terms import ActorKind, OfferStatus
from briefing.stories._actors import StoryCast
from briefing.stories._reports import Report
from briefing.stories.options import WatchList

_HIGH = 4.0
_MEDIUM = 2.0
_CAP = 3.0
"""Most that outlets, origins or offers add, each: many of one kind never outweigh all else."""

_STILL_OPEN = frozenset({OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED, OfferStatus.COUNTERED, OfferStatus.CONDITIONAL})
_LARGE = frozenset({ActorKind.STATE, ActorKind.ORGANISATION})


_MOVED = 1.0
_REPEATED = -1.0

_MOVES = (ChangeKind.ANSWERED, ChangeKind.UPDATED, ChangeKind.RAISED, ChangeKind.REPLACED, ChangeKind.NEW)


@dataclass(frozen=True, slots=True)
class _Point:
    """What adds to the score of a story, and why."""

    value: float
    reason: str


def weigh(reports: Sequence[Report], cast: StoryCast, offers: Sequence[StoryOffer], watch: WatchList) -> Importance:
    """The sum of the points of a story: one for each further outlet and origin, one for each open offer between
    states or organisations, two times its weight for each entry of the watch list that it meets."""
    points = [*_spread(reports), *_open_offers(cast.actors, offers), *_watched(reports, cast, watch)]
    return _importance(sum(point.value for point in points), (point.reason for point in points))


def _importance(score: float, reasons: Iterable[str]) -> Importance:
    """The importance of a story with so many points."""
    score = round(score, 2)
    level: Literal["high", "medium", "low"] = "high" if score >= _HIGH else "medium" if score >= _MEDIUM else "low"
    return Importance(level=level, score=score, reasons=tuple(reasons))


def _spread(reports: Sequence[Report]) -> Iterator[_Point]:
    outlets = len({report.hand for report in reports})
    origins = len({report.origin for report in reports})
    if outlets > 1:
        yield _Point(min(_CAP, outlets - 1), f"{outlets} outlets")
    if origins > 1:
        yield _Point(min(_CAP, origins - 1), f"{origins} origins")


def _open_offers(actors: Iterable[StoryActor], offers: Iterable[StoryOffer]) -> Iterator[_Point]:
    """The points for the offers that wait for an answer."""
    kinds = {actor.id: actor.kind for actor in actors}

    def large(offer: StoryOffer) -> bool:
        return kinds.get(offer.offerer) in _LARGE and any(kinds.get(each) in _LARGE for each in offer.addressees)

    waiting = [offer for offer in offers if offer.status in _STILL_OPEN]
    between = sum(large(offer) for offer in waiting)
    if between:
        plural = "offer" if between == 1 else "offers"
        yield _Point(min(_CAP, between), f"{between} open {plural} between states or organisations")
    elif waiting:
        yield _Point(0.5, "open offer" if len(waiting) == 1 else f"{len(waiting)} open offers")


def _watched(reports: Sequence[Report], cast: StoryCast, watch: WatchList) -> Iterator[_Point]:
    texts = [frozenset(content(report.article.text)) for report in reports]
    forms = [form for actor in cast.actors for form in (actor.name, *actor.aliases)]
    outlets = {report.outlet for report in reports} | {fold(report.article.outlet or "") for report in reports}
    for topic in watch.topics:
        wanted = frozenset(content(topic))
        if wanted and any(wanted <= text for text in texts):
            yield _Point(2 * watch.weight(topic), f"watch topic {topic}")
    for actor in watch.actors:
        if any(same_actor(actor, form) for form in forms):
            yield _Point(2 * watch.weight(actor), f"watch actor {actor}")
    for outlet in watch.outlets:
        if fold(outlet) in outlets:
            yield _Point(2 * watch.weight(outlet), f"watch outlet {outlet}")


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
    counted, counts = list(_open_offers(told.actors, told.offers)), list(_open_offers(story.actors, story.offers))
    if counted == counts:
        return story
    kept = [reason for reason in story.importance.reasons if reason not in {point.reason for point in counted}]
    score = story.importance.score - sum(p.value for p in counted) + sum(p.value for p in counts)
    return _with(story, score, (*kept, *(point.reason for point in counts)))


def _weighed(story: Story, since: date) -> Story:
    counted = Counter(change.kind for change in story.changes)
    moved = [f"{counted[kind]} {kind.value}" for kind in _MOVES if counted[kind]]
    if moved:
        points, reason = _MOVED, f"since {since.isoformat()}: {', '.join(moved)}"
    elif counted[ChangeKind.UNCHANGED] and _only_repeats(story):
        points, reason = _REPEATED, f"its offers, answers and questions stand as on {since.isoformat()}"
    else:
        return story
    return _with(story, story.importance.score + points, (*story.importance.reasons, reason))


def _only_repeats(story: Story) -> bool:
    """Whether headline and summary speak of what the ledger holds, line by line: whatever else they say is news."""
    known = {change.item for change in story.changes}
    lines = (*story.gist, *((story.headline,) if story.headline else ()))
    return all(known.intersection(line.refs) for line in lines)


def _with(story: Story, score: float, reasons: Iterable[str]) -> Story:
    return story.model_copy(update={"importance": _importance(score, reasons)})
