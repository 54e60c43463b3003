"""Offers without an offering verb: readiness, a party's own words, threats, deadlines, talks."""

from __future__ import annotations

from briefing.embedded import _cues as cues
from briefing.embedded._asking import unless
from briefing.embedded._cues import VERBS
from briefing.embedded._lexicon import Form, Tag
from briefing.embedded._offer import Offer, is_verb, make_offer, party_behind
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._syntax import Clause
from briefing.schema.terms import OfferStatus


def by_readiness(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "is ready to", "stand ready", "remain willing to"."""
    tokens = clause.tokens
    what_from = at + 1
    if what_from < len(tokens) and (tokens[what_from].tag is Tag.MARK or tokens[what_from].text == ","):
        what_from = next((n for n in range(at + 2, min(at + 8, len(tokens))) if tokens[n].low == "to"), at + 1)
    if what_from >= len(tokens) or tokens[what_from].low not in {"to", "for"} or at == 0:
        return None
    verb = at - 1
    while verb > 0 and tokens[verb].tag is Tag.ADV:
        verb -= 1
    low = tokens[verb].low
    if low in {"n't", "not", "never"} or clause.group(at).negated:
        return None
    if not (tokens[verb].tag is Tag.AUX or low in {"stand", "stands", "stood", "remain", "remains", "remained"}):
        return None
    subject = clause.subject(at if tokens[verb].tag is Tag.AUX else verb)
    if subject is None or subject.entity is None:
        return None
    recipient = party_behind(clause, what_from, subject)
    at = max(at, what_from - 1)
    return make_offer(reading, clause, at, what_from, subject, recipient, 3, OfferStatus.OPEN)


def by_hope(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "expressed the hope that the council could meet again": "hope" as a noun; the verb has a frame of its own."""
    tokens = clause.tokens
    verb = next((n for n in range(at - 1, max(-1, at - 4), -1) if tokens[n].tag is Tag.VERB), None)
    if (
        verb is None
        or VERBS[tokens[verb].low].lemma != "express"
        or at + 1 >= len(tokens)
        or tokens[at + 1].low != "that"
    ):
        return None
    subject = clause.subject(verb)
    able = any(t.low in {"could", "will", "would", "can"} for t in tokens[at + 2 : at + 14])
    if subject is None or subject.entity is None or not able or clause.group(verb).negated:
        return None
    return make_offer(reading, clause, verb, at + 1, subject, None, 3, OfferStatus.OPEN)


def by_words(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """What a party says itself: "let's discuss", "the cuts must be withdrawn", "we need them to come back"."""
    tokens = clause.tokens
    speaker = clause.speaker_at[at]
    if speaker is None or at + 2 >= len(tokens):
        return None
    low = tokens[at].low
    if low == "please" and tokens[at + 1].low in VERBS and VERBS[tokens[at + 1].low].form is Form.BASE:
        return make_offer(reading, clause, at, at + 1, Phrase(at, at, speaker), None, 3, OfferStatus.OPEN)
    if low == "let" and tokens[at + 1].low in {"'s", "us"}:
        return make_offer(reading, clause, at, at + 2, Phrase(at, at, speaker), None, 3, OfferStatus.OPEN)
    if low != "must" or at < 1 or clause.group(at + 1).negated:
        return None
    acts = tokens[at + 1].tag is Tag.VERB or (tokens[at + 1].low == "be" and tokens[at + 2].tag is Tag.VERB)
    subject = clause.subject(at)
    if (
        not acts
        or subject is None
        or subject.entity == speaker
        or tokens[subject.last].tag is Tag.PRON
        or len(tokens[subject.last].text) < 2
    ):
        return None
    wanted = subject.entity
    return make_offer(
        reading, clause, at, subject.first, Phrase(subject.first, at, speaker), wanted, 3, OfferStatus.OPEN
    )


def by_threat(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "said it would close the strait unless the ban was lifted": a demand under threat."""
    if not is_verb(clause, at) or clause.group(at).negated:
        return None
    modal = next(
        (n for n in range(at + 1, min(at + 8, len(clause.tokens))) if clause.tokens[n].low in {"would", "will", "'ll"}),
        None,
    )
    condition = (unless(clause, at) or _if(clause, modal)) if modal else None
    if modal is None or condition is None or condition < modal or clause.tokens[modal + 1].tag is Tag.NEG:
        return None
    speaker, doer, other = clause.subject(at), clause.subject(modal), clause.phrase_at(condition + 1)
    if speaker is None or speaker.entity is None or doer is None or doer.entity != speaker.entity:
        return None
    recipient = other.entity if other else None
    if recipient == speaker.entity or (recipient is None and unless(clause, at) is None):
        return None
    done = VERBS.get(clause.tokens[modal + 1].low)
    if done is None or (done.lemma, "") in cues.ANSWERS:
        return None  # "said it would accept if" is an answer
    return make_offer(reading, clause, at, modal + 1, speaker, recipient, 3, OfferStatus.OPEN)


def _if(clause: Clause, first: int) -> int | None:
    """Where a condition begins that somebody is to fulfil: "would free them if Israel withdraws"."""
    return next((n for n in range(first, len(clause.tokens)) if clause.tokens[n].low == "if"), None)


def by_deadline(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "gave the government until Friday to", "has given the firm 48 hours to"."""
    party = clause.phrase_at(at + 1)
    subject = clause.subject(at)
    if party is None or party.entity is None or subject is None or subject.entity in (None, party.entity):
        return None
    limit = clause.tokens[party.last + 1 : party.last + 8]
    to = next((n for n, t in enumerate(limit) if t.tag is Tag.TO), None)
    timed = limit and (
        limit[0].low == "until" or (limit[0].tag is Tag.NUM and len(limit) > 1 and limit[1].low in _SPANS)
    )
    if to is None or not timed or clause.group(at).negated:
        return None
    return make_offer(reading, clause, at, party.last + 1 + to, subject, party.entity, 3, OfferStatus.OPEN)


_SPANS = frozenset({"hours", "hour", "days", "day", "weeks", "week", "months", "month", "minutes"})


def by_talks(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "A and B are in talks to …": the first-named proposes."""
    tokens = clause.tokens
    if at + 1 >= len(tokens) or tokens[at + 1].low not in {"to", "with", "over", "on", "about"}:
        return None
    subject = clause.subject(at - 1)
    if subject is None or subject.entity is None or clause.group(at - 1).negated:
        return None
    recipient = subject.joined if subject.joined is not None else party_behind(clause, at + 1, subject)
    if recipient is None:
        return None
    return make_offer(reading, clause, at, at + 1, subject, recipient, 3, OfferStatus.OPEN)
