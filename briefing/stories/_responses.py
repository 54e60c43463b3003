"""Responses merged across articles, each linked to the offer it answers."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.language.topics import ANSWERS, likeness, topics
from briefing.schema.brief import Response
from briefing.schema.briefing import StoryOffer, StoryResponse
from briefing.stories._actors import Cast
from briefing.stories._matching import join
from briefing.stories._offers import MergedOffers, offer_topics
from briefing.stories._plainness import answers_plainly
from briefing.stories._reports import Member, Report, gather, shared

SAME_RESPONSE = 0.3


def merge_responses(reports: Sequence[Report], cast: Cast, merged: MergedOffers) -> tuple[StoryResponse, ...]:
    """Merge the responses of several briefs: same side, same offer, same stance. Ids are ``R1``, ``R2``, ...

    The offer is the one that the brief names, else the one whose parties and topic the response speaks of.
    Those that answer an offer come first, in the order of the offers.
    """
    known = [
        m for m in gather(reports, lambda brief: brief.responses) if cast.find(m.report.article.id, m.item.responder)
    ]
    linked = {id(member): _offer_of(member, cast, merged) for member in known}
    clusters = join(known, lambda a, b: _same(a, b, linked[id(a)], linked[id(b)], cast), SAME_RESPONSE)
    order = {offer.id: place for place, offer in enumerate(merged.offers)}
    clusters = tuple(sorted(clusters, key=lambda c: order.get(linked[id(c[0])] or "", len(order))))
    return tuple(
        _merge(f"R{place}", cluster, linked[id(cluster[0])], cast) for place, cluster in enumerate(clusters, start=1)
    )


def _offer_of(member: Member[Response], cast: Cast, merged: MergedOffers) -> str | None:
    article, response = member.report.article.id, member.item
    if response.offer and (article, response.offer) in merged.place:
        return merged.place[article, response.offer]
    side = cast.side_in(article, response.responder)
    about = topics(response.to)
    best = max(
        (_answers(offer, place, merged, cast, side, about) for place, offer in enumerate(merged.offers)),
        default=(0.0, 0, ""),
    )
    return best[2] if best[0] >= ANSWERS else None


def _answers(
    offer: StoryOffer, place: int, merged: MergedOffers, cast: Cast, side: str | None, about: frozenset[str]
) -> tuple[float, int, str]:
    """How well an offer fits as what a response answers: nobody answers an offer of their own."""
    if cast.side[offer.offerer] == side:
        return (0.0, -place, offer.id)
    names = cast.stems(side, cast.side[offer.offerer])
    score = max(likeness(offer_topics(member, cast), about - names) for member in merged.clusters[place])
    addressed = offer.recipient is not None and cast.side[offer.recipient] == side
    return (score if addressed or offer.recipient is None else score * 0.75, -place, offer.id)


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
    best = max(cluster, key=lambda m: (any(map(answers_plainly, m.item.evidence)), len(m.item.what)))
    responder = cast.find(best.report.article.id, best.item.responder)
    assert responder is not None  # those without were left out above
    return StoryResponse(
        id=ident,
        responder=responder,
        offer=offer,
        to=best.item.to,
        stance=best.item.stance,
        what=best.item.what,
        **shared(cluster),
    )
