"""What several articles tell merged: offers, the responses to them, and open questions.

Offers are one where the same side offers to the same about the same thing, and no number or name keeps them apart; each
response is linked to what it answers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from briefing.language.topics import ANSWERS, SAME_OFFER, SAME_QUESTION, likeness, question_topics, topics
from briefing.schema.brief import Offer, OpenQuestion, Response
from briefing.schema.briefing import StoryOffer, StoryQuestion, StoryResponse
from briefing.schema.terms import Stance
from briefing.stories._actors import StoryCast
from briefing.stories._apart import KeptApart
from briefing.stories._figures import number_conflicts
from briefing.stories._matching import NEVER, NOTHING, ToldAs, join
from briefing.stories._reports import Member, Report, contested, gather, shared, trusted, unique
from briefing.stories._sides import states_in
from briefing.stories._status import answers_plainly

_EXPLICIT = re.compile(
    r"\b(?:offer|propos|demand|request|invit|urg|call(?:ed|s|ing)? (?:on|for|upon)|ask|ultimatum|pledg|bid)\w*",
    re.IGNORECASE,
)
_SAME_RESPONSE = 0.3

_NOT_ADDRESSED = 0.75
_NOBODY_NAMED = 0.6
"""What a fit is worth where somebody else was asked, and where the response does not say whose offer it answers."""


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
    apart: KeptApart


def merge_offers(reports: Sequence[Report], cast: StoryCast, told_as: ToldAs = NOTHING) -> MergedOffers:
    """Merge the offers of several briefs. Their order is that of the page, which numbers them.

    First come those that more outlets report, then those made in so many words, then those that were answered, then
    those of the latest report; last come those that a proof-reader contests. An offer whose offerer is no actor of
    its brief is left out: nobody could be named.
    """
    known = [m for m in gather(reports, lambda brief: brief.offers) if cast.find(m.report.article.id, m.item.offerer)]
    about = {id(member): (_parties(member, cast), offer_topics(member, cast)) for member in known}
    apart = KeptApart(cast)

    def same(one: Member[Offer], other: Member[Offer]) -> float:
        if (told := told_as.score(one.ref, other.ref)) is not None:
            return told
        (parties, topic), (its_parties, its_topic) = about[id(one)], about[id(other)]
        if not _same_parties(parties, its_parties) or apart.offers(one, other):
            return NEVER
        return likeness(topic, its_topic)

    clusters = sorted(join(known, same, SAME_OFFER), key=_weight)
    offers = tuple(_merged_offer(f"O{place}", cluster, cast, apart) for place, cluster in enumerate(clusters))
    place = {m.ref: f"O{place}" for place, cluster in enumerate(clusters) for m in cluster}
    topics = tuple(frozenset(about[id(member)][1] for member in cluster) for cluster in clusters)
    of_article: defaultdict[str, set[str]] = defaultdict(set)
    for (article, _), offer in place.items():
        of_article[article].add(offer)
    reported = {article: frozenset(idents) for article, idents in of_article.items()}
    named = {name: place[ref] for ref, name in told_as.items.items() if ref in place}
    return MergedOffers(offers, tuple(clusters), place, topics, reported, named, apart)


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


def _with_shown_numbers(cluster: Sequence[Member[Offer]], apart: KeptApart) -> Sequence[Member[Offer]]:
    """The members that do not contradict the numbers shown where the sources of an offer differ on them."""
    if not any(apart.numbers(cluster[0], member) for member in cluster):
        return cluster
    shown = {conflict.sides[0].article for conflict in number_conflicts("", cluster)}
    leading = [member for member in cluster if member.report.article.id in shown]
    return [m for m in cluster if not any(apart.numbers(m, first) for first in leading)] or cluster


def _merged_offer(ident: str, cluster: Sequence[Member[Offer]], cast: StoryCast, apart: KeptApart) -> StoryOffer:
    fitting = _with_shown_numbers(cluster, apart)
    best = max(fitting, key=lambda m: (trusted(m.item), bool(m.item.recipient), _in_so_many_words(m), len(m.item.what)))
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
    clusters = join(known, lambda a, b: _same_answer(answers[id(a)], answers[id(b)]), _SAME_RESPONSE)
    order = {offer.id: place for place, offer in enumerate(merged.offers)}

    def answered(cluster: Sequence[Member[Response]]) -> tuple[str, ...]:
        return unique(offer for member in cluster for offer in linked[id(member)])

    def rank(cluster: Sequence[Member[Response]]) -> tuple[bool, int]:
        disputed = all(contested(member.item) for member in cluster)
        return disputed, min((order[offer] for offer in answered(cluster)), default=len(order))

    clusters = tuple(sorted(clusters, key=rank))
    return tuple(
        _merged_response(f"R{place}", cluster, answered(cluster), cast) for place, cluster in enumerate(clusters)
    )


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
        if offer.id not in own
        and (value := fit.of(offer, merged.topics[place])) >= ANSWERS
        and not _told_apart(member, place, cast, merged)
    ]
    return (min(elsewhere)[-1],) if elsewhere else ()


def _told_apart(response: Member[Response], place: int, cast: StoryCast, merged: MergedOffers) -> bool:
    """Whether a response is to another offer than this: by the words for it, or since its own article tells a like
    offer of the same side that this one is kept apart from."""
    article, cluster = response.report.article.id, merged.clusters[place]
    if merged.apart.answers(response.item.to, cast.side_in(article, response.item.responder), cluster):
        return True
    own = [m for ours in merged.clusters for m in ours if m.report.article.id == article]
    return any(
        _same_parties(_parties(ours, cast), _parties(theirs, cast))
        and likeness(offer_topics(ours, cast), offer_topics(theirs, cast)) >= SAME_OFFER
        and merged.apart.offers(ours, theirs)
        for ours in own
        for theirs in cluster
    )


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


def _same_answer(one: _Answer, other: _Answer) -> float:
    if one.side != other.side or one.stance is not other.stance:
        return NEVER
    if not one.offers and not other.offers:
        return likeness(one.gist, other.gist)
    if one.offers.isdisjoint(other.offers):
        return NEVER
    # Same side, same offer, same stance: two outlets report one answer, whatever their words.
    return 1.0 if one.article != other.article else likeness(one.gist, other.gist)


def _merged_response(
    ident: str, cluster: Sequence[Member[Response]], offers: tuple[str, ...], cast: StoryCast
) -> StoryResponse:
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


def merge_questions(reports: Sequence[Report], cast: StoryCast, told_as: ToldAs = NOTHING) -> tuple[StoryQuestion, ...]:
    """Merge the open questions of several briefs. They are in the order of the articles; those that a proof-reader
    contests come last."""
    names = cast.stems(*cast.names)
    known = gather(reports, lambda brief: brief.open_questions)
    about = {id(member): question_topics(member.item.question, names) for member in known}

    def same(one: Member[OpenQuestion], other: Member[OpenQuestion]) -> float:
        if (told := told_as.score(one.ref, other.ref)) is not None:
            return told
        topics = about[id(one)], about[id(other)]
        if not any(topics):
            # "Will Moscow respond?", "Will the Russian side give an answer?": all that they ask is whose answer.
            return float(cast.sides_in(one.item.question) == cast.sides_in(other.item.question))
        return likeness(*topics)

    clusters = join(known, same, SAME_QUESTION)
    clusters = tuple(sorted(clusters, key=lambda cluster: all(contested(member.item) for member in cluster)))
    return tuple(_merged_question(f"Q{place}", cluster) for place, cluster in enumerate(clusters))


def _merged_question(ident: str, cluster: Sequence[Member[OpenQuestion]]) -> StoryQuestion:
    best = max(cluster, key=lambda m: (trusted(m.item), len(m.item.question)))
    return StoryQuestion(id=ident, question=best.item.question, **shared(cluster, best))
