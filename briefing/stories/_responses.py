"""Responses merged across articles, each linked to the offer it answers."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.language.topics import ANSWERS, likeness, topics
from briefing.schema.brief import Offer, Response
from briefing.schema.briefing import StoryOffer, StoryResponse
from briefing.stories._actors import Cast
from briefing.stories._matching import join
from briefing.stories._offers import MergedOffers, offer_topics
from briefing.stories._plainness import answers_plainly
from briefing.stories._reports import Member, Report, contested, gather, shared, trusted
from briefing.stories._sides import states_in

SAME_RESPONSE = 0.3

_NOT_ADDRESSED = 0.75
_NOBODY_NAMED = 0.6
"""What a fit is worth where somebody else was asked, and where the response does not say whose offer it answers."""


def merge_responses(reports: Sequence[Report], cast: Cast, merged: MergedOffers) -> tuple[StoryResponse, ...]:
    """Merge the responses of several briefs: same side, same offer, same stance. Ids are ``R1``, ``R2``, ...

    The offer is the one that the brief names. Where it names none, none of its own offers is meant; the offer may
    still be one that only other articles report, if it is of the party and the topic that the response speaks of.
    Responses that answer an offer come first, in the order of the offers; last those that a proof-reader contests.
    """
    known = [
        m for m in gather(reports, lambda brief: brief.responses) if cast.find(m.report.article.id, m.item.responder)
    ]
    linked = {id(member): _offer_of(member, cast, merged) for member in known}
    clusters = join(known, lambda a, b: _same(a, b, linked[id(a)], linked[id(b)], cast), SAME_RESPONSE)
    order = {offer.id: place for place, offer in enumerate(merged.offers)}

    def rank(cluster: Sequence[Member[Response]]) -> tuple[bool, int]:
        disputed = all(contested(member.item) for member in cluster)
        return disputed, order.get(linked[id(cluster[0])] or "", len(order))

    clusters = tuple(sorted(clusters, key=rank))
    return tuple(
        _merge(f"R{place}", cluster, linked[id(cluster[0])], cast) for place, cluster in enumerate(clusters, start=1)
    )


def _offer_of(member: Member[Response], cast: Cast, merged: MergedOffers) -> str | None:
    article, response = member.report.article.id, member.item
    if response.offer and (article, response.offer) in merged.place:
        return merged.place[article, response.offer]
    elsewhere = [
        (-_fit(member, offer, merged.clusters[place], cast), place, offer.id)
        for place, offer in enumerate(merged.offers)
        if all(ref.article != article for ref in offer.members)
    ]
    score, _, best = min(elsewhere, default=(0.0, 0, ""))
    return best if -score >= ANSWERS else None


def _fit(member: Member[Response], offer: StoryOffer, cluster: Sequence[Member[Offer]], cast: Cast) -> float:
    """How well an offer fits as what a response answers, 0 to 1.

    Nobody answers an offer of their own, and whoever the response names must be the one who offers.
    """
    side = cast.side_in(member.report.article.id, member.item.responder)
    offerer = cast.side[offer.offerer]
    named = (cast.sides_in(member.item.to) | states_in(member.item.to)) - {side}
    if offerer == side or (named and offerer not in named):
        return 0.0
    about = topics(member.item.to, without=cast.stems(side, offerer))
    score = max(likeness(offer_topics(told, cast), about) for told in cluster)
    addressed = offer.recipient is None or cast.side[offer.recipient] == side
    return score * (1.0 if addressed else _NOT_ADDRESSED) * (1.0 if named else _NOBODY_NAMED)


def _same(one: Member[Response], other: Member[Response], first: str | None, second: str | None, cast: Cast) -> float:
    sides = [cast.side_in(m.report.article.id, m.item.responder) for m in (one, other)]
    if sides[0] != sides[1] or first != second or one.item.stance is not other.item.stance:
        return 0.0
    names = cast.stems(sides[0])
    if first:
        # Same side, same offer, same stance: two outlets report one answer, whatever their words.
        return 1.0 if one.report.article.id != other.report.article.id else _words_alike(one, other, names)
    return likeness(topics(one.item.to, names), topics(other.item.to, names))


def _words_alike(one: Member[Response], other: Member[Response], names: frozenset[str]) -> float:
    return likeness(topics(one.item.what, names), topics(other.item.what, names))


def _merge(ident: str, cluster: Sequence[Member[Response]], offer: str | None, cast: Cast) -> StoryResponse:
    best = max(cluster, key=lambda m: (trusted(m.item), any(map(answers_plainly, m.item.evidence)), len(m.item.what)))
    responder = cast.find(best.report.article.id, best.item.responder)
    assert responder is not None  # those without were left out above
    return StoryResponse(
        id=ident,
        responder=responder,
        offer=offer,
        to=best.item.to,
        stance=best.item.stance,
        what=best.item.what,
        **shared(cluster, best),
    )
