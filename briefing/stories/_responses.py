"""Responses merged across articles, each linked to the offer it answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing.language.topics import ANSWERS, likeness, topics
from briefing.schema.brief import Response
from briefing.schema.briefing import StoryOffer, StoryResponse
from briefing.schema.terms import Stance
from briefing.stories._actors import StoryCast
from briefing.stories._matching import NEVER, join
from briefing.stories._offers import MergedOffers
from briefing.stories._plainness import answers_plainly
from briefing.stories._reports import Member, Report, contested, gather, shared, trusted, unique
from briefing.stories._sides import states_in
from briefing.stories._told_as import NOTHING, ToldAs

SAME_RESPONSE = 0.3

_NOT_ADDRESSED = 0.75
_NOBODY_NAMED = 0.6
"""What a fit is worth where somebody else was asked, and where the response does not say whose offer it answers."""


def merge_responses(
    reports: Sequence[Report], cast: StoryCast, merged: MergedOffers, told_as: ToldAs = NOTHING
) -> tuple[StoryResponse, ...]:
    """Merge the responses of several briefs: same side, same offer, same stance.

    The offer is the one that the brief names. Where it names none, none of its own offers is meant; the offer may
    still be one that only other articles report, if it is of the party and the topic that the response speaks of.
    Responses that answer an offer come first, in the order of the offers; last those that a proof-reader contests.
    """
    known = [
        m for m in gather(reports, lambda brief: brief.responses) if cast.find(m.report.article.id, m.item.responder)
    ]
    linked = {id(member): _offers_of(member, cast, merged, told_as) for member in known}
    answers = {id(member): _answer(member, linked[id(member)], cast) for member in known}
    clusters = join(known, lambda a, b: _same(answers[id(a)], answers[id(b)]), SAME_RESPONSE)
    order = {offer.id: place for place, offer in enumerate(merged.offers)}

    def answered(cluster: Sequence[Member[Response]]) -> tuple[str, ...]:
        return unique(offer for member in cluster for offer in linked[id(member)])

    def rank(cluster: Sequence[Member[Response]]) -> tuple[bool, int]:
        disputed = all(contested(member.item) for member in cluster)
        return disputed, min((order[offer] for offer in answered(cluster)), default=len(order))

    clusters = tuple(sorted(clusters, key=rank))
    return tuple(_merge(f"R{place}", cluster, answered(cluster), cast) for place, cluster in enumerate(clusters))


def _offers_of(member: Member[Response], cast: StoryCast, merged: MergedOffers, told_as: ToldAs) -> tuple[str, ...]:
    if member.ref in told_as.answers:
        return unique(merged.named[name] for name in told_as.answers[member.ref] if name in merged.named)
    article, response = member.report.article.id, member.item
    named = unique(merged.place[article, each] for each in response.offers if (article, each) in merged.place)
    if named:
        return named
    fit = _Fit(member, cast)
    own = merged.of_article.get(article, frozenset())
    elsewhere = [
        (-value, place, offer.id)
        for place, offer in enumerate(merged.offers)
        if offer.id not in own and (value := fit.of(offer, merged.topics[place])) >= ANSWERS
    ]
    return (min(elsewhere)[-1],) if elsewhere else ()


class _Fit:
    """How well offers fit as what a response answers, 0 to 1, or `NEVER`.

    Nobody answers an offer of their own, and whoever the response names must be the one who offers.
    """

    def __init__(self, member: Member[Response], cast: StoryCast) -> None:
        self._cast = cast
        self._answered = member.item.to
        self._side = cast.side_in(member.report.article.id, member.item.responder)
        self._named = (cast.sides_in(self._answered) | states_in(self._answered)) - {self._side}
        self._about: dict[str, frozenset[str]] = {}

    def of(self, offer: StoryOffer, told: Iterable[frozenset[str]]) -> float:
        """The fit of an offer of which ``told`` are the topics."""
        offerer = self._cast.side[offer.offerer]
        if offerer == self._side or (self._named and offerer not in self._named):
            return NEVER
        if offerer not in self._about:
            self._about[offerer] = topics(self._answered, without=self._cast.stems(self._side, offerer))
        score = max(likeness(topic, self._about[offerer]) for topic in told)
        addressed = not offer.addressees or self._side in {self._cast.side[each] for each in offer.addressees}
        return score * (1.0 if addressed else _NOT_ADDRESSED) * (1.0 if self._named else _NOBODY_NAMED)


class _Answer(NamedTuple):
    """A response as far as it is compared: ``gist`` is what it says of its offer, else what it answers."""

    article: str
    side: str | None
    offers: frozenset[str]
    stance: Stance
    gist: frozenset[str]


def _answer(member: Member[Response], offers: Sequence[str], cast: StoryCast) -> _Answer:
    article, response = member.report.article.id, member.item
    side = cast.side_in(article, response.responder)
    gist = topics(response.what if offers else response.to, cast.stems(side))
    return _Answer(article, side, frozenset(offers), response.stance, gist)


def _same(one: _Answer, other: _Answer) -> float:
    if one.side != other.side or one.stance is not other.stance:
        return NEVER
    if not one.offers and not other.offers:
        return likeness(one.gist, other.gist)
    if one.offers.isdisjoint(other.offers):
        return NEVER
    # Same side, same offer, same stance: two outlets report one answer, whatever their words.
    return 1.0 if one.article != other.article else likeness(one.gist, other.gist)


def _merge(ident: str, cluster: Sequence[Member[Response]], offers: tuple[str, ...], cast: StoryCast) -> StoryResponse:
    best = max(cluster, key=lambda m: (trusted(m.item), any(map(answers_plainly, m.item.evidence)), len(m.item.what)))
    responder = cast.find(best.report.article.id, best.item.responder)
    assert responder is not None  # those without were left out above
    return StoryResponse(
        id=ident,
        responder=responder,
        offers=offers,
        to=best.item.to,
        stance=best.item.stance,
        what=best.item.what,
        reported=None if any(m.item.reported is None for m in cluster) else best.item.reported,
        **shared(cluster, best),
    )
