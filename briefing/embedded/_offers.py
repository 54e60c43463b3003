"""Offers: who proposes, demands or concludes what, and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.embedded import _cues as cues
from briefing.embedded._asking import by_verb
from briefing.embedded._cues import VERBS
from briefing.embedded._deals import at_request, deal_noun
from briefing.embedded._denial import denied
from briefing.embedded._lexicon import SPEECH, Form, Tag
from briefing.embedded._offer import Offer, distinct, is_verb, make_offer
from briefing.embedded._offering import by_deadline, by_hope, by_readiness, by_talks, by_threat, by_words
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._spans import clause_end, quote_of, trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause
from briefing.schema.terms import OfferStatus

MOST = 8
_LIMIT = 3
_CONDITIONALS = frozenset({"if", "unless", "provided", "until"})


def find_offers(reading: Reading) -> list[Offer]:
    """The offers of a story in reading order, one for each distinct thing."""
    found: list[Offer] = []
    for clause in reading.clauses:
        if clause.sentence.title:
            continue
        found.extend(o for o in _in_clause(reading, clause) if o.weight >= _LIMIT)
    return distinct([*found, *_implied_in(reading, found)])[:MOST]


def _implied_in(reading: Reading, found: Sequence[Offer]) -> Iterator[Offer]:
    """Offers that are told only by their answer: "turned down the union's offer of talks"."""
    first = {o.offerer: o.place[0] for o in reversed(found)}
    for clause in reading.clauses:
        for at, token in enumerate(clause.tokens):
            if token.low in cues.OFFER_NOUNS and not clause.sentence.title:
                offer = None if denied(clause, at) else _implied(reading, clause, at)
                if offer is not None and first.get(offer.offerer, offer.place[0] + 1) > offer.place[0]:
                    yield offer


def _implied(reading: Reading, clause: Clause, at: int) -> Offer | None:
    tokens = clause.tokens
    for verb in range(at - 1, max(-1, at - 8), -1):
        known = VERBS.get(tokens[verb].low)
        if known is None or tokens[verb].tag is not Tag.VERB:
            continue
        cue = cues.ANSWERS.get((known.lemma, tokens[verb + 1].low)) or cues.ANSWERS.get((known.lemma, ""))
        agent, subject = clause.agent_of_noun(at), clause.subject(verb)
        if cue is None and known.form is not Form.PAST:
            continue
        if cue is None or cue.weight < 2 or agent is None or subject is None:
            return None
        if agent.entity is None or subject.entity is None or agent.entity == subject.entity:
            return None
        first, end = clause.phrase_start(at), clause_end(clause, verb)
        what = trimmed(reading.story.text[tokens[first].start : tokens[end].end])
        quote = quote_of(reading.story, clause, min(subject.first, verb), end)
        place = clause.sentence.index, at
        # Behind "from" the one who asks stands where as a rule the one who is asked does: left open who that is.
        recipient = subject.entity if agent.first < at else None
        return Offer(agent.entity, recipient, what, quote, OfferStatus.OPEN, place, 3, stems(what))
    return None


def _in_clause(reading: Reading, clause: Clause) -> Iterator[Offer]:
    for at, token in enumerate(clause.tokens):
        offer: Offer | None = None
        if token.low in VERBS:
            offer = by_verb(reading, clause, at)
        if offer is None and token.low in {"gave", "given", "gives", "giving"}:
            offer = by_deadline(reading, clause, at)
        if offer is None and token.low in VERBS and VERBS[token.low].lemma in SPEECH:
            offer = by_threat(reading, clause, at)
        if offer is None and token.low in cues.OFFER_NOUNS:
            offer = at_request(reading, clause, at) or _by_noun(reading, clause, at)
        if offer is None and token.low in cues.DEAL_NOUNS:
            offer = deal_noun(reading, clause, at)
        if offer is None and at in clause.speaker_at:
            offer = by_words(reading, clause, at)
        if offer is None and token.low == "hope":
            offer = by_hope(reading, clause, at)
        if offer is None and token.low in cues.READINESS:
            offer = by_readiness(reading, clause, at)
        if offer is None and token.low == "talks" and at and clause.tokens[at - 1].low == "in":
            offer = by_talks(reading, clause, at)
        if offer is not None and not denied(clause, at):
            yield offer
            if offer.beside is not None:
                yield replace(offer, offerer=offer.beside)


def _by_noun(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "Macron's call for", "an offer to … by the firm", "made a plea to"."""
    tokens = clause.tokens
    follows = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if follows not in cues.OFFER_NOUN_COMPLEMENTS or (at and tokens[at - 1].tag in (Tag.TO, Tag.MODAL, Tag.PRON)):
        return None
    modified = next((n for n in range(at - 1, -1, -1) if tokens[n].tag not in (Tag.WORD, Tag.NAME, Tag.NUM)), 0)
    if tokens[modified].low in {"no", "any", "without"}:
        return None  # "made no offer to"
    agent = clause.agent_of_noun(at)
    weight = 3
    what_from = min(at, clause.noun_start(at))
    if follows == "from" and (agent is None or not _goes_on(clause, agent.last + 1)):
        return None
    if agent is None or agent.entity is None:
        agent = _light_subject(clause, at)
    if agent is None or agent.entity is None:
        return None
    recipient = None
    if follows in {"to", "on"}:
        party = clause.phrase_at(at + 2)
        recipient = party.entity if party and party.entity != agent.entity else None
    what_to = _before_predicate(clause, at)
    return make_offer(reading, clause, at, what_from, agent, recipient, weight, OfferStatus.OPEN, what_to)


def _before_predicate(clause: Clause, noun: int) -> int | None:
    """Where the noun phrase ends whose head is the subject of its clause: "his offer of talks | was fair"."""
    tokens = clause.tokens
    governing = (VERBS[t.low] for t in tokens[max(0, noun - 6) : noun] if t.tag is Tag.VERB)
    if any(v.form is Form.PAST and v.lemma not in SPEECH for v in governing):
        return None
    for at in range(noun + 1, len(tokens)):
        if tokens[at].tag in (Tag.REL, Tag.PUNCT, Tag.CONJ):
            return None
        if tokens[at].tag in (Tag.AUX, Tag.MODAL):
            return at - 1
    return None


def _goes_on(clause: Clause, at: int) -> bool:
    return at < len(clause.tokens) and clause.tokens[at].low in {"to", "for", "that"}


def _light_subject(clause: Clause, noun: int) -> Phrase | None:
    for before in range(noun - 1, max(-1, noun - 6), -1):
        low = clause.tokens[before].low
        if low in VERBS and VERBS[low].lemma in cues.LIGHT_VERBS and is_verb(clause, before):
            if clause.group(before).negated:
                return None
            return clause.subject(before)
    return None
