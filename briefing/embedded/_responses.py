"""Responses: answers linked to what they answer, and what they make of its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.embedded import _cues as cues
from briefing.embedded._answers import Response, answers_in
from briefing.embedded._offer import MOST_COMPARED, Offer
from briefing.embedded._read import Reading
from briefing.embedded._stems import stems
from briefing.embedded._sure import LEAST
from briefing.schema.terms import Stance

MOST = 8
_FOR_OFFERS = stems(" ".join(sorted((cues.OFFER_NOUNS | cues.DEAL_NOUNS) - {"call", "calls", "bid"})))
_LINKED = 3
"""Points from which an answer belongs to an offer."""
_OPPOSITE = {Stance.ACCEPTED, Stance.REJECTED}
_QUOTES = 3
"""Most quotes of one item, as the schema of a draft has it."""


def find_responses(reading: Reading, offers: Sequence[Offer], more: Sequence[Response] = ()) -> list[Response]:
    """The responses of a story in reading order, each linked to its offer where there is one.

    Of ``more``, which another reader found, those by somebody of whom the rules tell none in that sentence.
    """
    found = [r for clause in reading.clauses if not clause.sentence.title for r in answers_in(reading, clause)]
    known = {(r.responder, r.place[0]) for r in found}
    found.extend([r for r in more if (r.responder, r.place[0]) not in known])
    found.extend([replace(r, responder=r.joined) for r in found if r.joined is not None and r.joined != r.responder])
    told = {(o.place, o.offerer) for o in offers}
    linked = [_linked(r, offers) for r in found if (r.place, r.responder) not in told]
    return _distinct([r for r in linked if r.points >= LEAST])[:MOST]


def _linked(response: Response, offers: Sequence[Offer]) -> Response:
    """Link to the offer that fits best, of two to the later; nobody answers an offer of his own."""
    fits = [(_fit(response, o), o.recipient == response.responder, o.place, n) for n, o in enumerate(offers)]
    best, *_, number = max(fits, default=(0, 0))
    return replace(response, offer=number, points=response.points + 1) if best >= _LINKED else response


def _fit(response: Response, offer: Offer) -> int:
    """How well an answer fits an offer: whose it is, what it names, shared words, how near it stands."""
    distance = response.place[0] - offer.place[0]
    if (
        offer.offerer == response.responder
        or response.of_claim
        or distance < 0
        or (distance == 0 and response.place[1] < offer.place[1])
    ):
        return 0  # Who denies a report says nothing to an offer, and nobody answers before he is asked.
    shared = len(offer.stems & response.stems)
    near, generic = distance <= 3, bool(response.stems & _FOR_OFFERS)
    named = offer.offerer in response.named
    if offer.recipient == response.responder:
        # Being addressed is not enough: the answer must speak of the offer, or stand right behind it.
        tied = shared or generic or (near and (distance <= 1 or response.stance is Stance.PENDING))
        return min(3, shared) + int(named) + int(near) + (3 if tied else 1)
    # Who was not asked must name the offer, and say whose it is or what it is about.
    if not generic or not (named or shared) or (response.named - {offer.offerer} and not named):
        return 0
    return min(3, shared) + int(named) + 2 * int(near)


def _distinct(responses: list[Response]) -> list[Response]:
    """One response a responder and thing answered; what another sentence reports of it is further evidence.

    Of very many the strongest are looked at: few of them come on the page.
    """
    kept: list[Response] = []
    for response in sorted(responses, key=lambda r: (-r.points, r.place))[:MOST_COMPARED]:
        same = next((n for n, other in enumerate(kept) if _same_answer(response, other)), None)
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


def _same_answer(a: Response, b: Response) -> bool:
    if a.responder != b.responder:
        return False
    if a.quote in b.quote or b.quote in a.quote or (a.offer is not None and a.offer == b.offer):
        return True
    if a.stance is not b.stance or (a.offer is not None and b.offer is not None):
        return False
    shared = len(a.stems & b.stems)
    return abs(a.place[0] - b.place[0]) <= 1 or shared >= 0.5 * max(1, min(len(a.stems), len(b.stems)))
