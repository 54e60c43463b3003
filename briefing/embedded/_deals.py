"""Offers that were taken up where they are told: deals, mergers, and what was done at somebody's request."""

from __future__ import annotations

from dataclasses import replace

from briefing.embedded import _cues as cues
from briefing.embedded._cues import VERBS, Frame, OfferCue
from briefing.embedded._lexicon import Form, Tag, words
from briefing.embedded._offer import Offer, make_offer, party_behind
from briefing.embedded._read import Reading
from briefing.embedded._spans import clause_end, quote_of, trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause, VerbGroup
from briefing.schema.terms import ActorKind, OfferStatus

_PAYING = words("buy acquire purchase merge sell pay settle join")
_DEAL_SHARE = 0.4
"""Deals count in the first part of a story; those told later are as a rule its history."""


def early(reading: Reading, clause: Clause) -> bool:
    """Whether a sentence stands where news is told, before the history."""
    return clause.sentence.index <= max(4, _DEAL_SHARE * len(reading.clauses))


def deal(reading: Reading, clause: Clause, at: int, after: int, cue: OfferCue, group: VerbGroup) -> Offer | None:
    """A concluded deal: an offer of the party that pays, joins or is named first, accepted."""
    if not early(reading, clause) or group.infinitive or group.modal:
        return None
    if VERBS[clause.tokens[at].low].form is Form.BASE:
        return None
    if VERBS[clause.tokens[at].low].lemma == "agree" and cue.frame is Frame.TAKEOVER:
        if after < len(clause.tokens) and clause.tokens[after].low in _PAYING:
            after += 1
        else:
            cue = OfferCue(Frame.DEAL, cue.weight)
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
        bought = _bought(clause, after, end)
        other = bought if bought != subject.entity else None
        if other is None or clause.cast.entities[other].kind in (ActorKind.STATE, ActorKind.PERSON):
            return None
    elif other is None:
        other = party_behind(clause, after, subject)
    if subject.joined is not None and _joins(clause, at, after):
        joining = make_offer(reading, clause, at, at, subject, None, cue.weight + 2, OfferStatus.ACCEPTED)
        return replace(joining, beside=subject.joined) if joining else None
    if other is None and cue.frame is Frame.DEAL and not _named_deal(clause, after, end):
        return None  # "signed the contract": with whom, and what for, is not told
    weight = cue.weight + 1 + (other is not None)
    offer = make_offer(reading, clause, at, at, subject, other, weight, OfferStatus.ACCEPTED)
    if offer is None:
        return None
    if other is not None and _buys(clause, after, end, other):
        return replace(offer, offerer=other, recipient=subject.entity, joint=subject.entity)
    return replace(offer, joint=other)


def _named_deal(clause: Clause, first: int, last: int) -> bool:
    """Whether a deal has a name, or tells what it is about: "signed the Oslo Pact", "agreed a deal to share"."""
    noun = next((n for n in range(first, last + 1) if clause.tokens[n].low in cues.DEAL_NOUNS), last)
    behind = clause.tokens[noun + 1 : last + 1]
    return any(t.tag is Tag.NAME for t in clause.tokens[first : noun + 1]) or any(
        t.tag in (Tag.TO, Tag.PREP) for t in behind[:1]
    )


def _joins(clause: Clause, at: int, after: int) -> bool:
    """Whether two subjects enter what others made: "joined the scheme", "signed the Paris Agreement"."""
    tokens = clause.tokens
    if tokens[at].low in {"joined", "join"} or tokens[after - 1].low == "join":
        return True
    if VERBS[tokens[at].low].lemma != "sign" or tokens[after].low != "the":
        return False
    return any(t.tag is Tag.NAME for t in tokens[after : after + 4])


def _bought(clause: Clause, first: int, last: int) -> int | None:
    """The firm named in the object of a takeover, not one behind "from" or "in"."""
    for number in range(first, last + 1):
        token = clause.tokens[number]
        if clause.inside.get(number) is not None:
            return clause.inside[number]
        if token.text == "," or (token.tag in (Tag.PREP, Tag.TO) and token.low != "of"):
            return None
    return None


def _buys(clause: Clause, first: int, last: int, party: int) -> bool:
    """ "announced the sale of the stores to B": B pays, so the offer is B's."""
    sold = False
    for number in range(first, last):
        low = clause.tokens[number].low
        sold = sold or low in {"sell", "selling", "sale", "sold"}
        if sold and low == "to":
            buyer = clause.phrase_at(number + 1)
            return buyer is not None and buyer.entity == party
    return False


def deal_noun(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "the memorandum between A and B", told early: A's offer, accepted."""
    tokens = clause.tokens
    behind = next((n for n in range(at + 1, min(at + 4, len(tokens))) if tokens[n].low == "between"), None)
    if behind is None or not early(reading, clause):
        return None
    parties = clause.phrase_at(behind + 1)
    if parties is None or parties.entity is None or parties.joined is None:
        return None
    first = clause.phrase_start(at)
    end = max(parties.last, clause_end(clause, at))
    what = trimmed(reading.story.text[tokens[first].start : tokens[end].end])
    quote = quote_of(reading.story, clause, first, end)
    place = clause.sentence.index, at
    return Offer(parties.entity, parties.joined, what, quote, OfferStatus.ACCEPTED, place, 3, stems(what))


def at_request(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "at the request of the premier, the Queen suspended": the request, and that it was done."""
    tokens = clause.tokens
    if at + 2 >= len(tokens) or tokens[at + 1].low != "of" or not at or not _opens_request(clause, at):
        return None
    asker = clause.phrase_at(at + 2)
    if asker is None or asker.entity is None:
        return None
    for verb in [*range(asker.last + 1, len(tokens)), *range(at - 1, -1, -1)]:
        if tokens[verb].tag is Tag.VERB and VERBS[tokens[verb].low].form is Form.PAST:
            doer = clause.subject(verb)
            if doer is None or doer.entity is None or doer.entity == asker.entity:
                continue
            end = clause_end(clause, verb)
            what = trimmed(reading.story.text[tokens[verb].start : tokens[end].end])
            quote = quote_of(reading.story, clause, min(at, verb, doer.first), max(end, asker.last))
            offer = Offer(asker.entity, doer.entity, what, quote, OfferStatus.ACCEPTED, (clause.sentence.index, at), 3,
                          stems(what))  # fmt: skip
            return replace(offer, joint=doer.entity)
    return None


def _opens_request(clause: Clause, at: int) -> bool:
    return any(t.low in {"at", "per", "on", "upon"} for t in clause.tokens[max(0, at - 2) : at])
