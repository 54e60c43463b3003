"""Offers: who proposes, demands or concludes what, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefing.embedded import _cues as cues
from briefing.embedded._cues import VERBS, Frame, OfferCue
from briefing.embedded._lexicon import Form, Tag
from briefing.embedded._read import Reading
from briefing.embedded._spans import clause_bounds, clause_end, quote_of, trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause, Phrase, VerbGroup
from briefing.schema.terms import ActorKind, OfferStatus

MOST = 8
_LIMIT = 3
_CONDITIONALS = frozenset({"if", "unless", "provided", "until"})
_DEAL_SHARE = 0.4
"""Deals count in the first part of a story; those told later are as a rule its history."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as found; parties are entities. ``place`` is (sentence, token) of its cue."""

    offerer: int
    recipient: int | None
    what: str
    quote: str
    status: OfferStatus
    place: tuple[int, int]
    weight: int
    stems: frozenset[str]
    conditions: tuple[str, ...] = ()
    joint: int | None = None
    """The other party of a deal that was made by both."""


def find_offers(reading: Reading) -> list[Offer]:
    """The offers of a story in reading order, one for each distinct thing."""
    found: list[Offer] = []
    for clause in reading.clauses:
        if clause.sentence.title:
            continue
        found.extend(o for o in _in_clause(reading, clause) if o.weight >= _LIMIT)
    return _distinct(found)[:MOST]


def _in_clause(reading: Reading, clause: Clause) -> Iterator[Offer]:
    for at, token in enumerate(clause.tokens):
        offer: Offer | None = None
        if token.low in VERBS:
            offer = _by_verb(reading, clause, at)
        if offer is None and token.low in cues.OFFER_NOUNS:
            offer = _by_noun(reading, clause, at)
        if offer is None and token.low in cues.READINESS:
            offer = _by_readiness(reading, clause, at)
        if offer is None and token.low == "talks" and at and clause.tokens[at - 1].low == "in":
            offer = _by_talks(reading, clause, at)
        if offer is not None:
            yield offer


def _cue(clause: Clause, at: int) -> tuple[OfferCue, int] | None:
    """The cue at a verb and the token behind it and its particle."""
    lemma = VERBS[clause.tokens[at].low].lemma
    after = at + 1
    while after < len(clause.tokens) and clause.tokens[after].tag is Tag.ADV:
        after += 1
    if after < len(clause.tokens):
        cue = cues.OFFERS.get((lemma, clause.tokens[after].low))
        if cue:
            return cue, after + 1
    cue = cues.OFFERS.get((lemma, ""))
    return (cue, at + 1) if cue else None


def is_verb(clause: Clause, at: int) -> bool:
    """Whether a word that could be a noun or an adjective is a verb here."""
    token = clause.tokens[at]
    form = VERBS[token.low].form
    before = clause.tokens[at - 1] if at else None
    if token.tag not in (Tag.VERB, Tag.WORD) or before is None:
        return token.tag is Tag.VERB
    if before.tag in (Tag.DET, Tag.POSS) and before.low not in {
        "that",
        "this",
        "those",
        "these",
        "both",
        "all",
        "her",
    }:
        return False
    if form in (Form.BASE, Form.PRESENT) and before.tag in (Tag.PREP, Tag.NUM):
        return False
    if form in (Form.BASE, Form.PRESENT) and before.tag is Tag.WORD and not before.low.endswith("s"):
        return form is Form.PRESENT and at + 1 < len(clause.tokens) and clause.tokens[at + 1].tag in (
            Tag.DET, Tag.TO, Tag.NAME, Tag.REL, Tag.PREP)  # fmt: skip
    return True


def _by_verb(reading: Reading, clause: Clause, at: int) -> Offer | None:
    found = _cue(clause, at)
    if found is None or not is_verb(clause, at):
        return None
    cue, after = found
    group = clause.group(at)
    if group.negated or _hypothetical(clause, group.first):
        return None
    if cue.frame in (Frame.DEAL, Frame.TAKEOVER):
        return _deal(reading, clause, at, after, cue, group)
    if VERBS[clause.tokens[at].low].form is Form.PAST and _is_participle(clause, at, group):
        return _passive(reading, clause, at, after, cue)
    subject = clause.subject(at)
    if subject is None or subject.entity is None:
        return None
    return _active(reading, clause, at, after, cue, group, subject)


def _hypothetical(clause: Clause, first: int) -> bool:
    return any(t.low in _CONDITIONALS for t in clause.tokens[max(0, first - 4) : first])


def _is_participle(clause: Clause, at: int, group: VerbGroup) -> bool:
    return group.passive or (at + 1 < len(clause.tokens) and clause.tokens[at + 1].low == "by")


def _active(
    reading: Reading, clause: Clause, at: int, after: int, cue: OfferCue, group: VerbGroup, subject: Phrase
) -> Offer | None:
    recipient, what_from = _recipient(clause, after, cue)
    if recipient is not None and recipient in (subject.entity, subject.joined):
        recipient = None
    weight = cue.weight
    follows = clause.tokens[what_from].low if what_from < len(clause.tokens) else ""
    if cue.frame is Frame.ADDRESS:
        if follows not in {"to", "not", "that", "for", "against", "over"} and cue.weight < 3:
            return None
        weight += 1 if recipient is not None else -1
    elif cue.frame is Frame.CLAUSE:
        if follows != "that" and VERBS[clause.tokens[at].low].lemma == "hope":
            return None
        weight += _another_must(clause, what_from, subject.entity)
    elif recipient is not None:
        weight += 1
    status = OfferStatus.PLANNED if _planned(group) else OfferStatus.OPEN
    return _offer(reading, clause, at, what_from, subject, recipient, weight, status)


def _another_must(clause: Clause, first: int, subject: int | None) -> int:
    """Two points where a clause behind "that" gives somebody else something to do."""
    for number in range(first, min(first + 14, len(clause.tokens))):
        token = clause.tokens[number]
        if token.low in {"must", "should", "will", "would", "could", "be", "not"} or (
            token.low in VERBS and VERBS[token.low].form is Form.BASE
        ):
            return 2
        entity = clause.inside.get(number)
        if entity is not None and entity == subject:
            return 0
    return 0


def _planned(group: VerbGroup) -> bool:
    return group.modal in {"will", "would", "'ll"} or (group.infinitive and group.modal is None and False)


def _recipient(clause: Clause, after: int, cue: OfferCue) -> tuple[int | None, int]:
    """Who is asked, and the token where the thing begins."""
    phrase = clause.phrase_at(after)
    if cue.frame is Frame.ADDRESS:
        return (phrase.entity, phrase.last + 1) if phrase else (None, after)
    if phrase and phrase.entity is not None and phrase.last + 1 < len(clause.tokens):
        follows = clause.tokens[phrase.last + 1]
        if follows.tag in (Tag.TO, Tag.DET, Tag.NUM):
            return phrase.entity, phrase.last + 1
    end = clause_end(clause, after - 1)
    for number in range(after, min(end, after + 30)):
        if clause.tokens[number].low in {"to", "from", "with"}:
            party = clause.phrase_at(number + 1)
            if party and party.entity is not None and clause.cast.entities[party.entity].kind is not None:
                return party.entity, after
    return None, after


def _passive(reading: Reading, clause: Clause, at: int, after: int, cue: OfferCue) -> Offer | None:
    """ "guarantees proposed by Moscow", "the firm was asked by the union to"."""
    by = next((n for n in range(at + 1, min(at + 6, len(clause.tokens))) if clause.tokens[n].low == "by"), None)
    agent = clause.phrase_at(by + 1) if by else None
    if agent is None or agent.entity is None:
        return None
    subject = clause.subject(at)
    recipient = subject.entity if subject and cue.frame is Frame.ADDRESS else None
    if recipient == agent.entity:
        return None
    first = subject.first if subject else at
    start, end = min(first, at), clause_end(clause, at)
    what = trimmed(reading.story.text[clause.tokens[start].start : clause.tokens[end].end])
    quote = quote_of(reading.story, clause, start, end)
    return Offer(agent.entity, recipient, what, quote, OfferStatus.OPEN, (clause.sentence.index, at), cue.weight,
                 stems(what))  # fmt: skip


def _by_noun(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "Macron's call for", "an offer to … by the firm", "made a plea to"."""
    tokens = clause.tokens
    follows = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if follows not in cues.OFFER_NOUN_COMPLEMENTS or (at and tokens[at - 1].tag in (Tag.TO, Tag.MODAL, Tag.PRON)):
        return None
    agent = clause.agent_of_noun(at)
    weight = 3
    if agent is None or agent.entity is None:
        agent = _light_subject(clause, at)
    if agent is None or agent.entity is None:
        return None
    recipient = None
    if follows in {"to", "on", "from"}:
        party = clause.phrase_at(at + 2)
        recipient = party.entity if party and party.entity != agent.entity else None
    return _offer(reading, clause, at, at + 1, agent, recipient, weight, OfferStatus.OPEN)


def _light_subject(clause: Clause, noun: int) -> Phrase | None:
    for before in range(noun - 1, max(-1, noun - 6), -1):
        low = clause.tokens[before].low
        if low in VERBS and VERBS[low].lemma in cues.LIGHT_VERBS and is_verb(clause, before):
            if clause.group(before).negated:
                return None
            return clause.subject(before)
    return None


def _by_readiness(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "is ready to", "stand ready", "remain willing to"."""
    tokens = clause.tokens
    if at + 1 >= len(tokens) or tokens[at + 1].low not in {"to", "for"} or at == 0:
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
    recipient = _party_behind(clause, at + 1, subject)
    return _offer(reading, clause, at, at + 1, subject, recipient, 3, OfferStatus.OPEN)


def _by_talks(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "A and B are in talks to …": the first-named proposes."""
    tokens = clause.tokens
    if at + 1 >= len(tokens) or tokens[at + 1].low not in {"to", "with", "over", "on", "about"}:
        return None
    subject = clause.subject(at - 1)
    if subject is None or subject.entity is None or clause.group(at - 1).negated:
        return None
    recipient = subject.joined if subject.joined is not None else _party_behind(clause, at + 1, subject)
    if recipient is None:
        return None
    return _offer(reading, clause, at, at + 1, subject, recipient, 3, OfferStatus.OPEN)


def _party_behind(clause: Clause, first: int, subject: Phrase) -> int | None:
    for number in range(first, min(first + 16, len(clause.tokens) - 1)):
        if clause.tokens[number].low in {"with", "to", "from"}:
            party = clause.phrase_at(number + 1)
            if party and party.entity is not None and party.entity not in (subject.entity, subject.joined):
                return party.entity
    return None


def _deal(reading: Reading, clause: Clause, at: int, after: int, cue: OfferCue, group: VerbGroup) -> Offer | None:
    """A concluded deal: an offer of the party that pays, joins or is named first, accepted."""
    if clause.sentence.index > max(4, _DEAL_SHARE * len(reading.clauses)) or group.infinitive or group.modal:
        return None
    if VERBS[clause.tokens[at].low].form is Form.BASE:
        return None
    end = clause_end(clause, at)
    if cue.frame is Frame.DEAL and not any(
        t.low in cues.DEAL_NOUNS for t in clause.tokens[after : min(end + 1, after + 12)]
    ):
        return None
    subject = clause.subject(at)
    if subject is None or subject.entity is None or clause.cast.entities[subject.entity].common:
        return None
    other = subject.joined
    if other is None and cue.frame is Frame.TAKEOVER:
        bought = next((clause.inside[n] for n in range(after, end + 1) if clause.inside.get(n) is not None), None)
        other = bought if bought != subject.entity else None
        if other is None or clause.cast.entities[other].kind in (ActorKind.STATE, ActorKind.PERSON):
            return None
    elif other is None:
        other = _party_behind(clause, after, subject)
    offer = _offer(reading, clause, at, at, subject, other, cue.weight + 1, OfferStatus.ACCEPTED)
    return replace(offer, joint=other) if offer else None


def _offer(
    reading: Reading,
    clause: Clause,
    at: int,
    what_from: int,
    subject: Phrase,
    recipient: int | None,
    weight: int,
    status: OfferStatus,
) -> Offer | None:
    assert subject.entity is not None
    start, end = clause_bounds(clause, at, subject.first if subject.first < at else None)
    if what_from > end:
        return None
    text = reading.story.text
    what = trimmed(text[clause.tokens[what_from].start : clause.tokens[end].end])
    if what.startswith(("to ", "that ")):
        what = what.split(" ", 1)[1]
    if len(what) < 4:
        return None
    quote = quote_of(reading.story, clause, start, end)
    conditions = _conditions(text, clause, what_from, end)
    return Offer(
        subject.entity, recipient, what, quote, status, (clause.sentence.index, at), weight, stems(what), conditions
    )


def _conditions(text: str, clause: Clause, first: int, last: int) -> tuple[str, ...]:
    for number in range(first, last + 1):
        low = clause.tokens[number].low
        if low in {"if", "unless", "provided"} or (low == "condition" and clause.tokens[number - 1].low == "on"):
            return (trimmed(text[clause.tokens[number].start : clause.tokens[last].end]),)
    return ()


def _distinct(offers: list[Offer]) -> list[Offer]:
    """One offer a thing: repetitions by the same side are folded into the one with most weight."""
    kept: list[Offer] = []
    for offer in sorted(offers, key=lambda o: (-o.weight, o.place)):
        if not any(_same_thing(offer, other) for other in kept):
            kept.append(offer)
    return sorted(kept, key=lambda o: o.place)


def _same_thing(a: Offer, b: Offer) -> bool:
    if a.quote == b.quote and (a.offerer == b.offerer or a.joint == b.offerer):
        return True
    if a.offerer != b.offerer:
        return False
    shared = len(a.stems & b.stems)
    return shared >= 0.5 * max(1, min(len(a.stems), len(b.stems)))
