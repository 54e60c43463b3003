"""Offers told by a noun: "made a plea to", "Oslo's offer to", "an offer from Oslo to", "unveiled a plan"."""

from __future__ import annotations

from briefing.embedded import _cues as cues
from briefing.embedded._cues import VERBS
from briefing.embedded._lexicon import Form, Tag, words
from briefing.embedded._offer import Offer, is_verb, make_offer
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._sure import points_against
from briefing.embedded._syntax import Clause
from briefing.schema.terms import OfferStatus

_FARTHEST = 9
"""Tokens between a verb and the noun that is its object."""
_OPENING = words("to for of that from")


def by_noun(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """The offer that a noun at ``at`` names: laid before somebody, answered by somebody, or only somebody's."""
    verb = _governing(clause, at)
    if verb is not None and VERBS[clause.tokens[verb].low].lemma in cues.LIGHT_VERBS | cues.PRESENTING:
        return _laid(reading, clause, at, verb)
    owner = _owner(clause, at)
    if owner is None or owner.entity is None:
        return None
    if verb is not None and any(key[0] == VERBS[clause.tokens[verb].low].lemma for key in cues.ANSWERS):
        return None
    follows = clause.tokens[at + 1].low if at + 1 < len(clause.tokens) else ""
    if clause.tokens[at].low not in cues.OFFER_NOUNS - {"bid"} or follows not in {"to", "for", "that"}:
        return None
    return _made(reading, clause, at, owner, _party(clause, at, owner), OfferStatus.OPEN)


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
    return _made(reading, clause, at, subject, _party(clause, at, subject), OfferStatus.OPEN, verb=verb)


def _owner(clause: Clause, at: int) -> Phrase | None:
    """Whose the thing is: "the council's plan", "a Russian offer", "a plan by the council", "a bill that they made"."""
    owner = clause.owner_of_noun(at)
    if owner is not None:
        return owner
    behind = at + 1
    if behind < len(clause.tokens) and clause.form_at(behind) is Form.PAST:
        behind += 1
    if behind < len(clause.tokens) and clause.tokens[behind].low in {"by", "from"}:
        return clause.acting(clause.phrase_at(behind + 1))
    return None


def _party(clause: Clause, at: int, owner: Phrase) -> int | None:
    """To whom it is made: "a plea to the firm"."""
    party = clause.phrase_at(at + 2) if at + 2 < len(clause.tokens) and clause.tokens[at + 1].low == "to" else None
    return party.entity if party is not None and party.entity != owner.entity else None


def _made(
    reading: Reading,
    clause: Clause,
    at: int,
    owner: Phrase,
    recipient: int | None,
    status: OfferStatus,
    *,
    verb: int | None = None,
) -> Offer | None:
    tokens = clause.tokens
    points = 3 - points_against(clause, at if verb is None else verb, owner)
    predicate = next((n for n in range(at, len(tokens)) if tokens[n].tag in (Tag.AUX, Tag.MODAL)), len(tokens))
    return make_offer(
        reading, clause, at, clause.noun_start(at), owner, recipient, points, status,
        last=None if verb is not None else predicate - 1,
    )  # fmt: skip
