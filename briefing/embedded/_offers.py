"""Offers: who proposes, demands or pledges what, and to whom.

What two agreed or signed is no offer of one to the other: nobody knows from it who asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.embedded import _cues as cues
from briefing.embedded._asking import by_verb, over_adjuncts, party_behind
from briefing.embedded._cues import VERBS
from briefing.embedded._denial import denied
from briefing.embedded._lexicon import Tag, words
from briefing.embedded._nouns import by_noun
from briefing.embedded._offer import Offer, distinct, is_verb, plain_offer
from briefing.embedded._read import Reading
from briefing.embedded._sure import LEAST, speaker_of, teller_of
from briefing.embedded._syntax import Clause
from briefing.schema.terms import ActorKind

MOST = 8
_STANDING = words("stand stands stood remain remains remained")


def find_offers(reading: Reading, more: Sequence[Offer] = ()) -> list[Offer]:
    """The offers of a story in reading order, one for each distinct thing.

    Of ``more``, which another reader found, those by somebody of whom the rules tell none in that sentence.
    """
    clauses = (clause for clause in reading.clauses if not clause.sentence.title)
    found = [o for clause in clauses for o in _in_clause(reading, clause) if o.points >= LEAST]
    told = {(offer.offerer, offer.place[0]) for offer in found}
    return distinct([*found, *(o for o in more if (o.offerer, o.place[0]) not in told)])[:MOST]


def _in_clause(reading: Reading, clause: Clause) -> Iterator[Offer]:
    for at in range(len(clause.tokens)):
        offer = _at(reading, clause, at)
        if offer is not None and not denied(clause, at):
            yield offer


def _at(reading: Reading, clause: Clause, at: int) -> Offer | None:
    token = clause.tokens[at]
    if token.low in {"must", "has", "have", "needs"}:
        return _by_must(reading, clause, at)
    if token.tag is Tag.MODAL:
        return _by_will(reading, clause, at)
    if token.low in cues.READINESS:
        return _by_readiness(reading, clause, at)
    if token.low == "talks" and at and clause.tokens[at - 1].low == "in":
        return _by_talks(reading, clause, at)
    if token.low in cues.PLANS and not (token.low in VERBS and is_verb(clause, at)):
        return by_noun(reading, clause, at)
    if token.low not in VERBS or not is_verb(clause, at):
        return None
    return by_verb(reading, clause, at)


def _by_must(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "Oslo said that Sweden must leave", "has to leave"; in its own words it may speak of anything."""
    tokens = clause.tokens
    if at + 2 >= len(tokens) or (tokens[at].tag is not Tag.MODAL and tokens[at + 1].tag is not Tag.TO):
        return None
    teller, doer = teller_of(clause, at), clause.subject(at)
    if at in clause.speaker_at or teller is None or teller.entity is None or doer is None:
        return None
    verb = over_adjuncts(clause, at + 1 + int(tokens[at + 1].tag in (Tag.NEG, Tag.TO)))
    passive = (
        tokens[at].low == "must" and tokens[verb].low == "be" and tokens[verb + 1].low.endswith(("ed", "en", "wn"))
    )
    if (doer.entity is None and not passive) or tokens[verb].tag not in (Tag.VERB, Tag.WORD, Tag.AUX):
        return None
    return plain_offer(reading, clause, at, doer.first, teller, doer.entity)


def _by_will(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "said it would release the crew", "said it would close the strait unless Oslo pays": a pledge or a threat."""
    tokens = clause.tokens
    verb = over_adjuncts(clause, at + 1)
    known = VERBS.get(tokens[verb].low) if verb < len(tokens) else None
    doer, teller = clause.acting(clause.subject(at)), speaker_of(clause, at)
    if tokens[at].low not in {"will", "would", "'ll"} or known is None or doer is None or doer.entity is None:
        return None
    body = clause.cast.entities[doer.entity].kind in (ActorKind.STATE, ActorKind.ORGANISATION)
    own = teller.entity == doer.entity if teller is not None else body and tokens[at].low != "would"
    condition = next((n for n in range(verb, len(tokens)) if tokens[n].low in {"if", "unless"}), None)
    tied = condition is not None and teller is not None and (known.lemma, "") not in cues.ANSWERS
    if not own or not (known.lemma in cues.GIVING or tied):
        return None
    party = clause.phrase_at(condition + 1) if condition is not None else None
    return plain_offer(reading, clause, verb, verb, doer, party.entity if party is not None else None)


def _by_readiness(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "is ready to", "stand ready", "remain willing to"."""
    tokens = clause.tokens
    to, verb = at + 1 + int(tokens[min(at + 1, len(tokens) - 1)].tag is Tag.MARK), at - 1
    if to >= len(tokens) or tokens[to].tag is not Tag.TO or at == 0 or clause.group(at).negated:
        return None
    if tokens[verb].tag is not Tag.AUX and tokens[verb].low not in _STANDING:
        return None
    subject = clause.subject(at if tokens[verb].tag is Tag.AUX else verb)
    return plain_offer(reading, clause, to - 1, to, subject, party_behind(clause, to + 1, "with", "to"))


def _by_talks(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "A and B are in talks to …": the first-named proposes."""
    subject = clause.subject(at - 1)
    if subject is None or subject.joined is None or clause.group(at - 1).negated:
        return None
    return plain_offer(reading, clause, at, at + 1, subject, subject.joined)
