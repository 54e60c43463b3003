"""Offers: who proposes, demands, pledges or concludes what, and with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.embedded import _cues as cues
from briefing.embedded._asking import by_verb, over_adjuncts, party_behind
from briefing.embedded._cues import VERBS
from briefing.embedded._denial import denied
from briefing.embedded._lexicon import SPEECH, Form, Tag, words
from briefing.embedded._nouns import by_noun
from briefing.embedded._offer import Offer, distinct, is_verb, make_offer
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._sure import LEAST, points_against
from briefing.embedded._syntax import Clause
from briefing.schema.terms import ActorKind, OfferStatus

MOST = 8
_BUYING = words("buy acquire purchase merge sell")
_SPANS = words("hours hour days day weeks week months month minutes")
_STANDING = words("stand stands stood remain remains remained")


def find_offers(reading: Reading) -> list[Offer]:
    """The offers of a story in reading order, one for each distinct thing."""
    found = [
        offer
        for clause in reading.clauses
        if not clause.sentence.title
        for offer in _in_clause(reading, clause)
        if offer.points >= LEAST
    ]
    return distinct(found)[:MOST]


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
    if token.low in VERBS and is_verb(clause, at):
        lemma = VERBS[token.low].lemma
        if lemma in cues.DEALING or lemma in _BUYING:
            return _deal(reading, clause, at)
        if lemma == "give":
            return _by_deadline(reading, clause, at)
        return by_verb(reading, clause, at)
    return None


def _by_must(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "Oslo said that Sweden must leave", "has to leave"; in its own words it may speak of anything."""
    tokens = clause.tokens
    if at + 2 >= len(tokens) or (tokens[at].tag is not Tag.MODAL and tokens[at + 1].tag is not Tag.TO):
        return None
    teller, doer = _teller(clause, at), clause.subject(at)
    if at in clause.speaker_at or teller is None or teller.entity is None or doer is None:
        return None
    verb = over_adjuncts(clause, at + 1 + int(tokens[at + 1].tag in (Tag.NEG, Tag.TO)))
    if doer.entity == teller.entity or tokens[doer.last].tag in (Tag.PRON, Tag.REL) or verb + 1 >= len(tokens):
        return None
    passive = tokens[verb].low == "be" and tokens[verb + 1].low.endswith(("ed", "en", "wn"))
    passive = passive and tokens[at].low == "must"
    if tokens[verb].tag not in (Tag.VERB, Tag.WORD) and tokens[verb].low not in {"be", "do"}:
        return None
    if not passive and doer.entity is None:
        return None
    points = 2 + int(doer.entity is not None or passive) - points_against(clause, doer.first, teller)
    return make_offer(reading, clause, at, doer.first, teller, doer.entity, points, OfferStatus.OPEN)


def _teller(clause: Clause, at: int) -> Phrase | None:
    """Who says what stands at a token: the speaker of a quotation, else the subject of a verb of speech before it."""
    if at in clause.speaker_at:
        return Phrase(at, at, clause.speaker_at[at])
    for before in range(at - 1, 0, -1):
        token = clause.tokens[before]
        if token.tag is Tag.MARK or token.text in {",", ";"}:
            return None
        if token.tag is Tag.VERB and clause.form_at(before) in (Form.PAST, Form.PRESENT) and is_verb(clause, before):
            return clause.subject(before) if VERBS[token.low].lemma in SPEECH else None
    return None


def _by_will(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "said it would release the crew", "said it would close the strait unless Oslo pays": a pledge or a threat."""
    tokens = clause.tokens
    verb = over_adjuncts(clause, at + 1)
    if tokens[at].low not in {"will", "would", "'ll"} or verb >= len(tokens):
        return None
    known = VERBS.get(tokens[verb].low)
    doer, teller = clause.acting(clause.subject(at)), _teller(clause, at)
    if known is None or (known.lemma, "") in cues.ANSWERS or doer is None or doer.entity is None:
        return None
    if teller is not None and teller.entity != doer.entity:
        return None
    body = clause.cast.entities[doer.entity].kind in (ActorKind.STATE, ActorKind.ORGANISATION)
    if teller is None and (tokens[at].low == "would" or not body):
        return None
    condition = next((n for n in range(verb, len(tokens)) if tokens[n].low in {"if", "unless"}), None)
    party = clause.phrase_at(verb + 1 if condition is None else condition + 1)
    recipient = party.entity if party is not None and party.entity != doer.entity else None
    threat = teller is not None and condition is not None
    if known.lemma not in cues.GIVING and not threat:
        return None
    points = 3 - points_against(clause, at, doer)
    return make_offer(reading, clause, verb, verb, doer, recipient, points, OfferStatus.OPEN)


def _by_readiness(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "is ready to", "stand ready", "remain willing to"."""
    tokens = clause.tokens
    to = at + 1
    if to < len(tokens) and (tokens[to].tag is Tag.MARK or tokens[to].text == ","):
        to = next((n for n in range(at + 2, min(at + 8, len(tokens))) if tokens[n].low == "to"), at + 1)
    if to >= len(tokens) or tokens[to].tag is not Tag.TO or at == 0 or clause.group(at).negated:
        return None
    verb = at - 1
    while verb > 0 and tokens[verb].tag is Tag.ADV:
        verb -= 1
    if tokens[verb].tag is not Tag.AUX and tokens[verb].low not in _STANDING:
        return None
    subject = clause.subject(at if tokens[verb].tag is Tag.AUX else verb)
    if subject is None or subject.entity is None or clause.group(verb).negated:
        return None
    recipient = party_behind(clause, to + 1, "with", "to")
    recipient = recipient if recipient != subject.entity else None
    points = 3 - points_against(clause, at, subject)
    return make_offer(reading, clause, max(at, to - 1), to, subject, recipient, points, OfferStatus.OPEN)


def _by_talks(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "A and B are in talks to …", "A is in talks with B over …": the first-named proposes."""
    subject = clause.subject(at - 1)
    if at + 1 >= len(clause.tokens) or subject is None or subject.entity is None or clause.group(at - 1).negated:
        return None
    other = subject.joined if subject.joined is not None else party_behind(clause, at + 1, "with")
    if other is None or other == subject.entity:
        return None
    points = 3 - points_against(clause, at, subject)
    return make_offer(reading, clause, at, at + 1, subject, other, points, OfferStatus.OPEN)


def _by_deadline(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "gave the government until Friday to", "has given the firm 48 hours to"."""
    party, subject = clause.phrase_at(at + 1), clause.subject(at)
    if party is None or party.entity is None or subject is None or subject.entity in (None, party.entity):
        return None
    limit = clause.tokens[party.last + 1 : party.last + 8]
    to = next((n for n, t in enumerate(limit) if t.tag is Tag.TO), None)
    timed = limit and (limit[0].low == "until" or any(t.low in _SPANS for t in limit[1:2]))
    if to is None or not timed or clause.group(at).negated:
        return None
    points = 3 - points_against(clause, at, subject)
    return make_offer(reading, clause, at, party.last + 1 + to, subject, party.entity, points, OfferStatus.OPEN)


def _deal(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """What two parties agreed, or signed: an offer of the first, accepted by the second."""
    group, lemma = clause.group(at), VERBS[clause.tokens[at].low].lemma
    tokens = clause.tokens
    agreed_to = lemma in _BUYING and group.infinitive and tokens[max(0, at - 2)].low == "agreed"
    if group.negated or group.modal or (group.infinitive and not agreed_to) or (lemma in _BUYING and not agreed_to):
        return None
    subject = clause.subject(at)
    if subject is None or subject.entity is None or group.passive:
        return None
    behind = over_adjuncts(clause, at + 1)
    if agreed_to:
        bought = clause.phrase_at(behind + int(tokens[behind].low == "with") if behind < len(tokens) else behind)
        other = bought.entity if bought is not None else None
    else:
        both_agree = lemma == "agree" and subject.joined is not None and not _joins(clause, behind)
        if not both_agree and not _deal_named(clause, behind):
            return None
        other = subject.joined if subject.joined is not None else party_behind(clause, behind, "with")
    if other is None or other == subject.entity:
        return None
    points = 3 - points_against(clause, at, subject)
    offer = make_offer(reading, clause, at, at, subject, other, points, OfferStatus.ACCEPTED)
    return replace(offer, joint=other, conditions=()) if offer is not None else None


def _joins(clause: Clause, first: int) -> bool:
    """ "agreed to join the scheme": what others made."""
    return any(t.low == "join" for t in clause.tokens[first : first + 2])


def _deal_named(clause: Clause, first: int) -> bool:
    """Whether a word for a deal is the object: "signed a deal", "agreed to a truce"."""
    for token in clause.tokens[first : first + 8]:
        if token.low in cues.DEAL_NOUNS:
            return True
        if token.tag in (Tag.VERB, Tag.REL, Tag.PUNCT):
            return False
    return False
