"""Offers that are taken back in the same story: "withdrew its offer", "is no longer prepared to do so"."""

from __future__ import annotations

from dataclasses import replace

from briefing.embedded import _cues as cues
from briefing.embedded._denial import denied
from briefing.embedded._lexicon import words
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
_BEFORE_NOUN = 6
"""Tokens between a verb of taking back and the noun for what is taken back."""


def with_withdrawals(reading: Reading, offers: list[Offer], sides: Sides) -> list[Offer]:
    """The offers, the last of a side withdrawn where that side is told to have taken it back."""
    found = list(offers)
    for clause in reading.clauses:
        for verb, token in enumerate(clause.tokens):
            if (token.low in _TAKING_BACK and _of_offer(clause, verb)) or _no_longer(clause, verb):
                last = _last_of(found, clause, verb, sides)
                if last is not None:
                    told = trimmed(reading.story.text[clause.sentence.start : clause.sentence.end])
                    found[last] = replace(found[last], status=OfferStatus.WITHDRAWN, also=(told,))
    return found


def _last_of(offers: list[Offer], clause: Clause, verb: int, sides: Sides) -> int | None:
    """The last offer that the subject's side has made by then: the one that "its offer" means."""
    subject, here = clause.subject(verb), clause.sentence.index
    if subject is None:
        return None
    own = (n for n, o in enumerate(offers) if sides.same(o.offerer, subject.entity) and o.place[0] <= here)
    return max(own, key=lambda n: offers[n].place, default=None)


def _of_offer(clause: Clause, verb: int) -> bool:
    """Whether a verb of taking back has an offer for its object, and is not denied or only wished for."""
    group = clause.group(verb)
    if group.negated or group.passive or group.modal or denied(clause, verb):
        return False
    return any(t.low in _TAKEN for t in clause.tokens[verb + 1 : verb + 1 + _BEFORE_NOUN])


def _no_longer(clause: Clause, verb: int) -> bool:
    """ "is no longer prepared to": one is not ready any more."""
    behind = [t.low for t in clause.tokens[verb + 1 : verb + 4]]
    return behind[:2] == ["no", "longer"] and behind[2:] != [] and behind[2] in cues.READINESS
