"""Responses: answers linked to what they answer; reported silence is an answer that is pending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from briefing.embedded import _cues as cues
from briefing.embedded._answers import Response, answers_in
from briefing.embedded._offer import MOST_COMPARED, Offer
from briefing.embedded._read import Reading
from briefing.embedded._sides import Sides, sides_of
from briefing.embedded._stems import stems
from briefing.schema.terms import OfferStatus, Stance

MOST = 8
_LIMIT = 3
_ANSWERED = stems(" ".join(sorted(cues.ANSWERED_NOUNS)))
_GENERIC = stems(
    "offer proposal request demand call appeal plea invitation suggestion ultimatum plan idea move terms deal "
    "agreement package approach threat recommendation"
)
_LINKED = 3
"""Points from which an answer belongs to an offer."""


def find_responses(reading: Reading, offers: Sequence[Offer]) -> list[Response]:
    """The responses of a story in reading order, each linked to its offer where there is one."""
    found = [r for clause in reading.clauses if not clause.sentence.title for r in answers_in(reading, clause)]
    found.extend([replace(r, responder=r.joined) for r in found if r.joined is not None and r.joined != r.responder])
    parties = {o.offerer for o in offers} | {o.recipient for o in offers}
    told = {(o.place, o.offerer) for o in offers} | {(o.place, o.joint) for o in offers}
    sides = sides_of(reading)
    linked = [_linked(r, offers, parties, sides) for r in found if (r.place, r.responder) not in told]
    kept = [r for r in linked if r.weight >= _LIMIT]
    return _distinct([*kept, *_of_deals(offers)], offers)[:MOST]


def _linked(response: Response, offers: Sequence[Offer], parties: Set[int | None], sides: Sides) -> Response:
    """Link to the offer that fits best, and weigh what speaks for its being a response at all.

    Nobody answers an offer of the own side.
    """
    scores = [
        0 if sides.same(offer.offerer, response.responder) or offer.place == response.place else _fit(response, offer)
        for offer in offers
    ]

    def rank(number: int) -> tuple[int, bool, int, int]:
        offer = offers[number]
        return scores[number], offer.recipient == response.responder, -abs(response.place[0] - offer.place[0]), -number

    best = max(range(len(offers)), key=rank, default=-1)
    if best >= 0 and scores[best] >= _LINKED:
        # Applause is an acceptance only from whom the offer is made to.
        applauds = response.applauding and offers[best].recipient != response.responder
        stance = Stance.OTHER if applauds else response.stance
        return replace(response, offer=best, weight=response.weight + 1, stance=stance)
    if response.stance is Stance.OTHER:
        return replace(response, weight=0)
    answered = bool(response.stems & _ANSWERED) or (bool(response.named) and response.stance is not Stance.ACCEPTED)
    points = int(answered) + int(response.responder in parties)
    if not points and (response.weight < _LIMIT or response.stance is Stance.ACCEPTED):
        points = -1
    return replace(response, weight=response.weight + points)


def _fit(response: Response, offer: Offer) -> int:
    """How well an answer fits an offer: whose it is, what it names, shared words, how near it stands."""
    if response.of_claim:
        return 0  # Who denies a report says nothing to an offer.
    if "comment" in response.quote:
        return 0  # No comment to the press is silence, and no answer to the offer.
    shared = len(offer.stems & response.stems)
    distance = response.place[0] - offer.place[0]
    near = 0 <= distance <= 3
    same = distance == 0 and offer.place[1] < response.place[1] and not response.spoken
    generic = bool(response.stems & _GENERIC)
    if response.spoken and not shared and not response.stems & _GENERIC - stems("call move approach"):
        return 0  # Words that speak of something else: "We will not call off the strike".
    score = min(3, shared) + int(offer.offerer in response.named) + int(near) + 2 * int(same) - 3 * int(distance < 0)
    if near and generic and not response.named - {offer.offerer}:
        score += 2
    if offer.recipient == response.responder:
        # Being addressed is not enough: the answer must speak of the offer, by a word of it or one for it, or stand
        # right behind it.
        silent = response.stance is Stance.PENDING and near
        tied = shared or generic or silent or (near and distance <= 1 and offer.joint is None)
        score += 3 if tied else 1
    return score


def _of_deals(offers: Sequence[Offer]) -> Iterator[Response]:
    """The other party of a deal that both made has accepted it."""
    for number, offer in enumerate(offers):
        if offer.joint is not None and offer.status is OfferStatus.ACCEPTED:
            yield Response(
                offer.joint,
                Stance.ACCEPTED,
                offer.what,
                offer.quote,
                offer.place,
                2,
                offer.stems,
                frozenset(),
                number,
            )


_OPPOSITE = {Stance.ACCEPTED, Stance.REJECTED}
_QUOTES = 3
"""Most quotes of one item, as the schema of a draft has it."""


def _distinct(responses: list[Response], offers: Sequence[Offer]) -> list[Response]:
    """One response a responder and thing answered; what another sentence reports of it is further evidence.

    Of very many the strongest are looked at: few of them come on the page.
    """
    kept: list[Response] = []
    for response in sorted(responses, key=lambda r: (-r.weight, r.place))[:MOST_COMPARED]:
        same = next((n for n, other in enumerate(kept) if _same_answer(response, other, offers)), None)
        if same is None:
            kept.append(response)
        elif {response.stance, kept[same].stance} == _OPPOSITE and response.place > kept[same].place:
            kept[same] = response  # "rejected the offer but later accepted it"
        else:
            kept[same] = _with_quote(kept[same], response)
    return sorted(kept, key=lambda r: r.place)


def _with_quote(response: Response, other: Response) -> Response:
    """The response with the quote of another report of it, where that says something of its own."""
    known = (response.quote, *response.also)
    told = any(other.quote in quote or quote in other.quote for quote in known)
    if told or other.stance is not response.stance or len(known) == _QUOTES:
        return response
    return replace(response, also=(*response.also, other.quote))


def _same_answer(a: Response, b: Response, offers: Sequence[Offer]) -> bool:
    if a.responder != b.responder:
        return False
    if a.quote == b.quote or a.quote in b.quote or b.quote in a.quote:
        return True
    if a.offer is not None and a.offer == b.offer:
        return True
    if a.stance is b.stance is Stance.PENDING and a.offer is not None and b.offer is not None:
        return offers[a.offer].offerer == offers[b.offer].offerer  # one silence, told twice
    if a.stance is not b.stance or a.offer != b.offer:
        return False
    shared = len(a.stems & b.stems)
    return abs(a.place[0] - b.place[0]) <= 1 or shared >= 0.5 * max(1, min(len(a.stems), len(b.stems)))
