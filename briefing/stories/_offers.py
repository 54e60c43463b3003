"""Offers of several articles merged: same side offers, same side receives, about the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.language.topics import SAME_OFFER, likeness, topics
from briefing.schema.brief import Offer
from briefing.schema.briefing import StoryOffer
from briefing.stories._actors import StoryCast
from briefing.stories._matching import NEVER, join
from briefing.stories._reports import Member, Report, contested, gather, shared, trusted, unique
from briefing.stories._told_as import NOTHING, ToldAs

_EXPLICIT = re.compile(
    r"\b(?:offer|propos|demand|request|invit|urg|call(?:ed|s|ing)? (?:on|for|upon)|ask|ultimatum|pledg|bid)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MergedOffers:
    """The offers of a story, and the way to them from the briefs by (article id, offer id).

    ``topics`` are what the members of each cluster are about, ``of_article`` the offers that each article reports,
    ``named`` those that are known by a name from elsewhere.
    """

    offers: tuple[StoryOffer, ...]
    clusters: tuple[tuple[Member[Offer], ...], ...]
    place: Mapping[tuple[str, str], str]
    topics: tuple[frozenset[frozenset[str]], ...]
    of_article: Mapping[str, frozenset[str]]
    named: Mapping[str, str]


def merge_offers(reports: Sequence[Report], cast: StoryCast, told_as: ToldAs = NOTHING) -> MergedOffers:
    """Merge the offers of several briefs. Their order is that of the page, which numbers them.

    First come those that more outlets report, then those made in so many words, then those that were answered, then
    those of the latest report; last come those that a proof-reader contests. An offer whose offerer is no actor of
    its brief is left out: nobody could be named.
    """
    known = [m for m in gather(reports, lambda brief: brief.offers) if cast.find(m.report.article.id, m.item.offerer)]
    about = {id(member): (_parties(member, cast), offer_topics(member, cast)) for member in known}

    def same(one: Member[Offer], other: Member[Offer]) -> float:
        if (told_one := told_as.one(one.ref, other.ref)) is not None:
            return 1.0 if told_one else NEVER
        (parties, topic), (its_parties, its_topic) = about[id(one)], about[id(other)]
        return likeness(topic, its_topic) if _same_parties(parties, its_parties) else NEVER

    clusters = sorted(join(known, same, SAME_OFFER), key=_weight)
    offers = tuple(_merge(f"O{place}", cluster, cast) for place, cluster in enumerate(clusters))
    place = {m.ref: f"O{place}" for place, cluster in enumerate(clusters) for m in cluster}
    topics = tuple(frozenset(about[id(member)][1] for member in cluster) for cluster in clusters)
    of_article: defaultdict[str, set[str]] = defaultdict(set)
    for (article, _), offer in place.items():
        of_article[article].add(offer)
    reported = {article: frozenset(idents) for article, idents in of_article.items()}
    named = {name: place[ref] for ref, name in told_as.items.items() if ref in place}
    return MergedOffers(offers, tuple(clusters), place, topics, reported, named)


def offer_topics(member: Member[Offer], cast: StoryCast) -> frozenset[str]:
    """What the offer is about, without the names of the parties: those are compared by themselves."""
    article, offer = member.report.article.id, member.item
    return topics(offer.what, without=cast.stems(cast.side_in(article, offer.offerer), *addressed(member, cast)))


def addressed(member: Member[Offer], cast: StoryCast) -> frozenset[str]:
    """The sides that an offer is addressed to; empty where nobody is stated."""
    article = member.report.article.id
    return frozenset(filter(None, (cast.side_in(article, each) for each in member.item.addressees)))


_Parties = tuple[str | None, frozenset[str]]
"""The side of who offers, and those that are addressed."""


def _parties(member: Member[Offer], cast: StoryCast) -> _Parties:
    return cast.side_in(member.report.article.id, member.item.offerer), addressed(member, cast)


def _same_parties(one: _Parties, other: _Parties) -> bool:
    return one[0] == other[0] and agree(one[1], other[1])


def agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two offers may be addressed to the same: they share a side, or one of them states none."""
    return not one or not other or not one.isdisjoint(other)


def _weight(cluster: Sequence[Member[Offer]]) -> tuple[bool, int, bool, bool, int]:
    outlets = len({member.report.outlet for member in cluster})
    latest = max((member.report.day for member in cluster if member.report.day), default=date.min)
    answered = any(m.item.id in answer.offers for m in cluster for answer in m.report.brief.responses)
    explicit = any(map(_in_so_many_words, cluster))
    disputed = all(contested(member.item) for member in cluster)
    return (disputed, -outlets, not explicit, not answered, -latest.toordinal())


def _in_so_many_words(member: Member[Offer]) -> bool:
    return any(_EXPLICIT.search(piece.quote) for piece in member.item.evidence)


def _merge(ident: str, cluster: Sequence[Member[Offer]], cast: StoryCast) -> StoryOffer:
    best = max(cluster, key=lambda m: (trusted(m.item), bool(m.item.recipient), _in_so_many_words(m), len(m.item.what)))
    article = best.report.article.id
    offerer = cast.find(article, best.item.offerer)
    assert offerer is not None  # those without were left out above
    return StoryOffer(
        id=ident,
        offerer=offerer,
        addressees=unique(
            found
            for member in (best, *cluster)
            for each in member.item.addressees
            if (found := cast.find(member.report.article.id, each))
        ),
        what=best.item.what,
        conditions=unique(condition for member in cluster for condition in member.item.conditions),
        reported=None if any(m.item.reported is None for m in cluster) else best.item.reported,
        due=best.item.due,
        due_day=best.item.due_day,
        status=best.item.status,
        **shared(cluster, best),
    )
