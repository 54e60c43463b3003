"""How much a story matters to a reader, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.language.names import fold, same_actor
from briefing.language.topics import content
from briefing.schema.briefing import Importance, StoryActor, StoryOffer
from briefing.schema.terms import ActorKind, OfferStatus
from briefing.stories._actors import StoryCast
from briefing.stories._reports import Report
from briefing.stories.options import WatchList

HIGH = 4.0
MEDIUM = 2.0
_CAP = 3.0
"""Most that outlets, origins or offers add, each: many of one kind never outweigh all else."""

_STILL_OPEN = frozenset({OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED, OfferStatus.COUNTERED, OfferStatus.CONDITIONAL})
_LARGE = frozenset({ActorKind.STATE, ActorKind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class Point:
    """What adds to the score of a story, and why."""

    value: float
    reason: str


def weigh(reports: Sequence[Report], cast: StoryCast, offers: Sequence[StoryOffer], watch: WatchList) -> Importance:
    """The sum of the points of a story: one for each further outlet and origin, one for each open offer between
    states or organisations, two times its weight for each entry of the watch list that it meets."""
    points = [*_spread(reports), *open_offers(cast.actors, offers), *_watched(reports, cast, watch)]
    return importance(sum(point.value for point in points), (point.reason for point in points))


def importance(score: float, reasons: Iterable[str]) -> Importance:
    """The importance of a story with so many points."""
    score = round(score, 2)
    return Importance(level=level_of(score), score=score, reasons=tuple(reasons))


def level_of(score: float) -> Literal["high", "medium", "low"]:
    """The level that a score comes to."""
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"


def _spread(reports: Sequence[Report]) -> Iterator[Point]:
    outlets = len({report.hand for report in reports})
    origins = len({report.origin for report in reports})
    if outlets > 1:
        yield Point(min(_CAP, outlets - 1), f"{outlets} outlets")
    if origins > 1:
        yield Point(min(_CAP, origins - 1), f"{origins} origins")


def open_offers(actors: Iterable[StoryActor], offers: Iterable[StoryOffer]) -> Iterator[Point]:
    """The points for the offers that wait for an answer."""
    kinds = {actor.id: actor.kind for actor in actors}

    def large(offer: StoryOffer) -> bool:
        return kinds.get(offer.offerer) in _LARGE and any(kinds.get(each) in _LARGE for each in offer.addressees)

    waiting = [offer for offer in offers if offer.status in _STILL_OPEN]
    between = sum(large(offer) for offer in waiting)
    if between:
        plural = "offer" if between == 1 else "offers"
        yield Point(min(_CAP, between), f"{between} open {plural} between states or organisations")
    elif waiting:
        yield Point(0.5, "open offer" if len(waiting) == 1 else f"{len(waiting)} open offers")


def _watched(reports: Sequence[Report], cast: StoryCast, watch: WatchList) -> Iterator[Point]:
    texts = [frozenset(content(report.article.text)) for report in reports]
    forms = [form for actor in cast.actors for form in (actor.name, *actor.aliases)]
    outlets = {report.outlet for report in reports} | {fold(report.article.outlet or "") for report in reports}
    for topic in watch.topics:
        wanted = frozenset(content(topic))
        if wanted and any(wanted <= text for text in texts):
            yield Point(2 * watch.weight(topic), f"watch topic {topic}")
    for actor in watch.actors:
        if any(same_actor(actor, form) for form in forms):
            yield Point(2 * watch.weight(actor), f"watch actor {actor}")
    for outlet in watch.outlets:
        if fold(outlet) in outlets:
            yield Point(2 * watch.weight(outlet), f"watch outlet {outlet}")
