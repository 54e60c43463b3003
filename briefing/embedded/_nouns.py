"""Offers told by a noun: "made a plea to", "Oslo's offer to", "an offer from Oslo to", "unveiled a plan"."""

from __future__ import annotations

from briefing.embedded import _cues as cues
from briefing.embedded._cues import VERBS
from briefing.embedded._lexicon import Tag, words
from briefing.embedded._offer import Offer, is_verb, make_offer
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._sure import LEAST, points_against
from briefing.embedded._syntax import Clause
from briefing.schema.terms import OfferStatus

_FARTHEST = 9
"""Tokens between a verb and the noun that is its object."""
_OPENING = words("to for of that from")


def by_noun(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """The offer that a noun at ``at`` names: laid before somebody, answered by somebody, or only somebody's."""
    verb = _governing(clause, at)
    return _laid(reading, clause, at, verb) if verb is not None else None


def _governing(clause: Clause, at: int) -> int | None:
    """The verb whose object a noun is, None where it is none."""
    for verb in range(at - 1, max(-1, at - _FARTHEST), -1):
        token = clause.tokens[verb]
        if token.tag is Tag.VERB and token.low in VERBS and is_verb(clause, verb):
            return verb
        if token.tag in (Tag.TO, Tag.REL, Tag.AUX, Tag.MODAL) or token.text in {",", ";"} or token.low in {"no", "any"}:
            return None
        if token.tag is Tag.PREP and token.low not in {"on", "upon"}:
            return None
    return None


def _laid(reading: Reading, clause: Clause, at: int, verb: int) -> Offer | None:
    """ "issued a demand for", "unveiled a plan": whoever does so offers."""
    tokens, group = clause.tokens, clause.group(verb)
    lemma, follows = VERBS[tokens[verb].low].lemma, tokens[at + 1].low if at + 1 < len(tokens) else ""
    light = lemma in cues.LIGHT_VERBS and tokens[at].low in cues.OFFER_NOUNS and follows in _OPENING
    if not light and lemma not in cues.PRESENTING:
        return None
    if group.negated or group.passive or group.infinitive:
        return None
    subject = clause.acting(clause.subject(verb))
    if subject is None or subject.entity is None:
        return None
    points = LEAST - points_against(clause, verb, subject)
    party = _party(clause, at, subject)
    return make_offer(reading, clause, at, clause.noun_start(at), subject, party, points, OfferStatus.OPEN)


def _party(clause: Clause, at: int, owner: Phrase) -> int | None:
    """To whom it is made: "a plea to the firm"."""
    party = clause.phrase_at(at + 2) if at + 2 < len(clause.tokens) and clause.tokens[at + 1].low == "to" else None
    return party.entity if party is not None and party.entity != owner.entity else None
