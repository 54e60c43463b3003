"""Pairs of articles that report one offer: what their briefs know about whether they tell one story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from briefing.language.topics import SAME_OFFER, likeness
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.stories._actors import cast_of
from briefing.stories._merging import addressed, agree, offer_topics
from briefing.stories._reports import Report, article_order, gather

_MOST_HOLDERS = 200
"""A topic that more of one side's offers share than this ("talks") finds no pairs: it bounds the work."""

Bond = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _MadeOffer:
    """An offer as far as it can be compared across articles."""

    article: str
    offerer: str
    addressed: frozenset[str]
    about: frozenset[str]


def offer_bonds(articles: Sequence[Article], briefs: Sequence[Brief]) -> frozenset[Bond]:
    """The pairs of article ids (the lower first) whose briefs hold a like offer between the same sides."""
    by_id = {article.id: article for article in articles}
    known = sorted((b for b in briefs if b.article in by_id), key=lambda brief: article_order(by_id[brief.article]))
    by_offerer: defaultdict[str, list[_MadeOffer]] = defaultdict(list)
    for brief in known:
        for offer in _offers(by_id[brief.article], brief):
            by_offerer[offer.offerer].append(offer)
    return frozenset(bond for made in by_offerer.values() for bond in _bonds(made))


def _offers(article: Article, brief: Brief) -> Iterator[_MadeOffer]:
    reports = [Report(article, brief, "", "", "")]
    cast = cast_of(reports)
    for member in gather(reports, lambda b: b.offers):
        offerer = cast.side_in(article.id, member.item.offerer)
        if offerer:
            yield _MadeOffer(article.id, offerer, addressed(member, cast), offer_topics(member, cast))


def _bonds(made: Sequence[_MadeOffer]) -> Iterator[Bond]:
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, offer in enumerate(made):
        for topic in offer.about:
            holders[topic].append(at)
    pairs = {pair for held in holders.values() if len(held) <= _MOST_HOLDERS for pair in combinations(held, 2)}
    for i, j in pairs:
        one, other = made[i], made[j]
        may_be_one = one.article != other.article and agree(one.addressed, other.addressed)
        if may_be_one and likeness(one.about, other.about) >= SAME_OFFER:
            yield (min(one.article, other.article), max(one.article, other.article))
