"""Offers that are taken back in the same story: "withdrew its offer", "is no longer prepared to do so"."""

from __future__ import annotations

from dataclasses import replace

from briefing.embedded import _cues as cues
from briefing.embedded._denial import denied
from briefing.embedded._lexicon import Tag, words
from briefing.embedded._offer import Offer
from briefing.embedded._read import Reading
from briefing.embedded._sides import Sides
from briefing.embedded._spans import trimmed
from briefing.embedded._syntax import Clause
from briefing.schema.terms import OfferStatus

_TAKING_BACK = words(
    "withdraw withdraws withdrew withdrawn withdrawing retract retracts retracted retracting rescind rescinded "
    "rescinding abandon abandons abandoned abandoning dropped dropping scrapped scrapping shelved shelving revoked"
)
_TAKEN = cues.OFFER_NOUNS | words("takeover merger invitation")
_NO_LONGER = words("prepared ready willing available stands valid open offers offering")
_BEFORE_NOUN = 6
"""Tokens between a verb of taking back and the noun for what is taken back."""


def with_withdrawals(reading: Reading, offers: list[Offer], sides: Sides) -> list[Offer]:
    """The offers, those withdrawn that their own side is told to have taken back. A deal stays what it is."""
    found = []
    for offer in offers:
        clause = None if offer.joint is not None else _taken_back(reading, offer, offers, sides)
        if clause is None:
            found.append(offer)
        else:
            told = trimmed(reading.story.text[clause.sentence.start : clause.sentence.end])
            found.append(replace(offer, status=OfferStatus.WITHDRAWN, also=(told,)))
    return found


def _taken_back(reading: Reading, offer: Offer, offers: list[Offer], sides: Sides) -> Clause | None:
    """The sentence that tells so, None where none does."""
    here, at = offer.place
    if _ends(reading.clauses[here], at):
        return reading.clauses[here]
    for clause in reading.clauses[here:]:
        for verb, token in enumerate(clause.tokens):
            if token.low not in _TAKING_BACK or not _of_offer(clause, verb):
                continue
            subject = clause.subject(verb)
            last = _latest(offers, offer, clause.sentence.index, sides)
            if last is offer and subject is not None and sides.same(subject.entity, offer.offerer):
                return clause
    return None


def _latest(offers: list[Offer], offer: Offer, sentence: int, sides: Sides) -> Offer | None:
    """The last offer of a side told before or in a sentence: the one that "its offer" means."""
    told = [o for o in offers if sides.same(o.offerer, offer.offerer) and o.place[0] <= sentence]
    return max(told, key=lambda o: o.place, default=None)


def _of_offer(clause: Clause, verb: int) -> bool:
    """Whether a verb of taking back has an offer for its object, and is not denied or only wished for."""
    group = clause.group(verb)
    if group.negated or group.passive or group.modal or denied(clause, verb):
        return False
    return any(t.low in _TAKEN for t in clause.tokens[verb + 1 : verb + 1 + _BEFORE_NOUN])


def _ends(clause: Clause, at: int) -> bool:
    """Whether the offerer of a relative clause is told to stand by it no more: "…, is no longer prepared to"."""
    tokens = clause.tokens
    if not any(t.tag is Tag.REL for t in tokens[max(0, at - 6) : at]):
        return False
    return any(
        tokens[n].low == "no" and tokens[n + 1].low == "longer" and tokens[n + 2].low in _NO_LONGER
        for n in range(at + 1, len(tokens) - 2)
    )
