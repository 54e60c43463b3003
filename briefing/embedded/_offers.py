"""Offers: who proposes, demands or pledges what, and to whom.

What two agreed or signed is no offer of one to the other: nobody knows from it who asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.embedded import _words as cues
from briefing.embedded._clauses import Clause, clause_end
from briefing.embedded._doubts import (
    LEAST,
    denied,
    is_unresolved,
    none_of,
    not_made,
    points_against,
    speaker_of,
    teller_of,
)
from briefing.embedded._offer import Offer, distinct, is_verb, make_offer, plain_offer
from briefing.embedded._phrases import Phrase
from briefing.embedded._speakers import Reading
from briefing.embedded._words import VERBS, Form, Frame, OfferCue, Tag, words
from briefing.schema.terms import ActorKind, OfferStatus

MOST = 8
_PLEDGING = frozenset({ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.PERSON})
_STANDING = words("stand stands stood remain remains remained")


def find_offers(reading: Reading, more: Sequence[Offer] = ()) -> list[Offer]:
    """The offers of a story in reading order, one for each distinct thing.

    Of ``more``, which another reader found, those by somebody of whom the rules tell none in that sentence.
    """
    places = [(c, at) for c in reading.clauses if not c.sentence.title for at in range(len(c.tokens))]
    offers = ((_at(reading, clause, at), clause, at) for clause, at in places)
    found = [o for o, clause, at in offers if o is not None and o.points >= LEAST and not denied(clause, at)]
    told = {(offer.offerer, offer.place[0]) for offer in found}
    return distinct([*found, *(o for o in more if (o.offerer, o.place[0]) not in told)], reading.cast)[:MOST]


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
    if token.low in cues.OFFER_NOUNS and not (token.low in VERBS and is_verb(clause, at)):
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
    if doer.entity is None or tokens[verb].tag not in (Tag.VERB, Tag.WORD, Tag.AUX):
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
    own = teller is not None and teller.entity == doer.entity
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
    if subject is None or subject.entity is None or clause.cast.entities[subject.entity].kind not in _PLEDGING:
        return None
    return plain_offer(reading, clause, to - 1, to, subject, party_behind(clause, to + 1, "with", "to"))


def _by_talks(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """ "A and B are in talks to …": the first-named proposes."""
    subject = clause.subject(at - 1)
    if subject is None or subject.joined is None or clause.group(at - 1).negated:
        return None
    return plain_offer(reading, clause, at, at + 1, subject, subject.joined)


_NOTHING = words("no few little nothing any comment comments details directions questions")
_ELSEWHERE = words("after following before during amid under despite")
_FARTHEST = 14
"""Tokens between whom a verb addresses and what is to be done."""
_MONEY = words("$ £ €")
_NOUN_TAGS = frozenset({Tag.DET, Tag.NAME, Tag.WORD, Tag.NUM})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands behind an offering verb: who is asked, where the thing begins, and whether it is an act."""

    party: Phrase | None
    what_from: int
    acts: bool


def by_verb(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """The offer that a verb at ``at`` makes by what stands before and behind it."""
    found = _cue(clause, at)
    if found is None:
        return None
    cue, after = found
    group = clause.group(at)
    if not_made(clause, at):
        return None
    known = VERBS[clause.tokens[at].low]
    if group.passive:
        return _passive(reading, clause, at, cue)
    subject = clause.subject(at)
    finite = known.form is not Form.GERUND or group.first < at
    subject = clause.acting(subject) if finite else subject
    wanted = _wanted(clause, after, cue.frame)
    if subject is None or subject.entity is None or none_of(clause, subject) or wanted is None:
        return None
    if is_unresolved(clause, subject) or (known.lemma == "seek" and wanted.acts):
        return None
    party = wanted.party.entity if wanted.party is not None else _party_behind(clause, wanted.what_from, cue.frame)
    if party in (subject.entity, subject.joined):
        party = None
    points = cue.points + int(party is not None) + int(wanted.acts and cue.frame is not Frame.ADDRESS)
    points -= points_against(clause, at, subject)
    if not finite and (clause.quoted or clause.tokens[at - 1].tag in (Tag.WORD, Tag.NAME)):
        points -= 1  # "rebels demanding democracy": who they are; "…", Lang said, urging them: whose deed is not sure
    named = wanted.party is not None and clause.tokens[wanted.party.last].tag is not Tag.PRON
    if cue.frame is Frame.ADDRESS and party is None and named:
        points -= 1  # "urged people to stay indoors": nobody who could consent
    vague = clause.tokens[subject.last].low == "they" and party is None and not wanted.acts
    if vague or clause.tokens[max(0, subject.first - 1)].low == "as":
        return None  # "they called for a truce": who knows of whom; "as Oslo calls for talks": known before
    status = OfferStatus.PLANNED if group.modal in {"will", "would", "'ll"} else OfferStatus.OPEN
    return make_offer(reading, clause, at, wanted.what_from, subject, party, points, status)


def _cue(clause: Clause, at: int) -> tuple[OfferCue, int] | None:
    """The cue at a verb and the token behind it and its particle."""
    lemma = VERBS[clause.tokens[at].low].lemma
    after = over_adjuncts(clause, at + 1)
    if after < len(clause.tokens):
        cue = cues.OFFERS.get((lemma, clause.tokens[after].low))
        if cue:
            return cue, after + (clause.tokens[after].low != "that")
    cue = cues.OFFERS.get((lemma, ""))
    return (cue, after) if cue else None


def _wanted(clause: Clause, at: int, frame: Frame) -> Wanted | None:
    """Read what stands behind the verb; None where nothing is asked of anybody."""
    tokens = clause.tokens
    at = over_adjuncts(clause, at)
    if at >= len(tokens) or tokens[at].low in _NOTHING or (tokens[at].tag is Tag.PRON and frame is Frame.THING):
        return None
    if tokens[at].tag is Tag.TO:
        return Wanted(None, at, acts=True) if frame is not Frame.ADDRESS else None
    if tokens[at].low == "that":
        party = clause.phrase_at(at + 1)
        obliged = party is not None and _must_follow(clause, party.last + 1)
        return Wanted(clause.acting(party), at, acts=True) if obliged else None
    party = clause.receiver_at(at) if frame is Frame.GIVE else None
    if party is not None:
        return Wanted(party, party.last + 1, acts=False)
    party = clause.phrase_at(at)
    if party is None:
        nominal = tokens[at].tag in _NOUN_TAGS or tokens[at].text in _MONEY
        return None if frame is Frame.ADDRESS or not nominal else Wanted(None, at, acts=False)
    to = _infinitive(clause, party.last + 1) if frame is Frame.ADDRESS or party.entity is not None else None
    if to is not None:
        return Wanted(_sure(clause, party), to, acts=True)
    behind = over_adjuncts(clause, party.last + 1)
    follows = tokens[behind] if behind < len(tokens) else None
    if follows is not None and follows.low == "for" and frame is Frame.ADDRESS:
        return Wanted(_sure(clause, party), behind + 1, acts=False)
    if frame is Frame.ADDRESS:
        return None
    if frame is Frame.THING and _obliged(clause, behind):
        return Wanted(_sure(clause, party), at, acts=True)
    if frame is Frame.GIVE and party.entity is not None and follows is not None and follows.tag in (Tag.DET, Tag.NUM):
        return Wanted(party, party.last + 1, acts=False)
    return Wanted(None, at, acts=False)


def _infinitive(clause: Clause, first: int) -> int | None:
    """Where that begins which whoever is asked is to do: "the workers at the mill (Acme) | to stop"."""
    for at in range(first, min(first + _FARTHEST, len(clause.tokens) - 1)):
        token, after = clause.tokens[at], clause.tokens[at + 1]
        if token.tag is Tag.TO and after.tag in (Tag.VERB, Tag.WORD, Tag.ADV, Tag.AUX):
            return at - int(clause.tokens[at - 1].tag is Tag.NEG)
        if token.tag in (Tag.REL, Tag.AUX, Tag.MODAL, Tag.MARK) or token.text in {",", ";", ":"}:
            return None
        if token.tag is Tag.VERB and is_verb(clause, at) and VERBS[token.low].form is not Form.BASE:
            return None
    return None


def _must_follow(clause: Clause, first: int) -> bool:
    """Whether the clause behind "that" says what has to be done: "that the proceeds, all of them, go to"."""
    for at in range(first, min(first + _FARTHEST, len(clause.tokens))):
        if _obliged(clause, at):
            return True
        token = clause.tokens[at]
        if token.tag in (Tag.AUX, Tag.MODAL):
            return False
    return False


def _sure(clause: Clause, party: Phrase) -> Phrase | None:
    """A pronoun names a party only where whoever it means is named in the same sentence."""
    if clause.tokens[party.last].tag is not Tag.PRON:
        return clause.acting(party)
    if party.entity is None:
        return party
    here = clause.cast.entities[party.entity].named_in(clause.sentence.index, party.first)
    return party if here else None


def _obliged(clause: Clause, at: int) -> bool:
    """Whether a predicate at ``at`` is one of what has to be: "must go", "should go", "go", "be moved"."""
    at = over_adjuncts(clause, at)
    if at >= len(clause.tokens):
        return False
    token = clause.tokens[at]
    return token.low in {"must", "should", "be", "not"} or (token.tag is Tag.VERB and clause.form_at(at) is Form.BASE)


def over_adjuncts(clause: Clause, at: int) -> int:
    """Step over "on Sunday" and the like, so that the thing asked comes next: "urged them on Sunday | to …"."""
    tokens = clause.tokens
    while at + 1 < len(tokens):
        if tokens[at].tag in (Tag.TIME, Tag.ADV):
            at += 1
        elif tokens[at].tag is Tag.PREP and tokens[at + 1].tag is Tag.TIME:
            at += 2
        else:
            break
    return at


def _party_behind(clause: Clause, after: int, frame: Frame) -> int | None:
    """Who is asked further behind: "an apology *from the mayor*", "a ship *to Sweden*"."""
    if after < len(clause.tokens) and clause.tokens[after].tag is Tag.TO:
        return party_behind(clause, after + 1, "with")
    link = "from" if frame is Frame.THING else "to"
    return party_behind(clause, after + 1, link)


def party_behind(clause: Clause, first: int, *links: str) -> int | None:
    """The party named behind a preposition within the clause."""
    for number in range(first, min(clause_end(clause, first - 1), first + 15)):
        token = clause.tokens[number]
        if token.low in links:
            party = clause.acting(clause.phrase_at(number + 1))
            if party is not None and party.entity is not None and clause.tokens[party.last].tag is not Tag.PRON:
                return party.entity
        elif token.tag is Tag.REL or token.low in _ELSEWHERE:
            return None
    return None


def _passive(reading: Reading, clause: Clause, at: int, cue: OfferCue) -> Offer | None:
    """ "the firm was asked by the union to pay"."""
    by = next((n for n in range(at + 1, min(at + 4, len(clause.tokens))) if clause.tokens[n].low == "by"), None)
    agent = clause.phrase_at(by + 1) if by else None
    asked = clause.subject(at)
    if cue.frame is not Frame.ADDRESS or agent is None or agent.entity is None or asked is None:
        return None
    to = agent.last + 1
    if asked.entity in (None, agent.entity) or to >= len(clause.tokens) or clause.tokens[to].tag is not Tag.TO:
        return None
    points = cue.points + 1 - points_against(clause, at, agent)
    return make_offer(reading, clause, at, to, agent, asked.entity, points, OfferStatus.OPEN, first=asked.first)


_TO_NOUN = 9
"""Tokens between a verb and the noun that is its object."""
_OPENING = words("to for of that from")
_NOT_ONE = words("no any , ;")
_PARTING = frozenset({Tag.TO, Tag.REL, Tag.AUX, Tag.MODAL, Tag.PREP, Tag.MARK, Tag.VERB})


def by_noun(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """The offer that a noun names which somebody lays before others: "issued a demand for", "made a plea to"."""
    tokens, verb = clause.tokens, at - 1
    while verb > max(0, at - _TO_NOUN) and tokens[verb].tag not in _PARTING and tokens[verb].low not in _NOT_ONE:
        verb -= 1
    known = VERBS.get(tokens[verb].low) if tokens[verb].tag is Tag.VERB else None
    opens = at + 1 < len(tokens) and tokens[at + 1].low in _OPENING
    if not opens or known is None or known.lemma not in cues.LIGHT_VERBS:
        return None
    group = clause.group(verb)
    if group.negated or group.passive or group.infinitive:
        return None
    party = clause.phrase_at(at + 2) if tokens[at + 1].low == "to" else None
    subject = clause.acting(clause.subject(verb))
    return plain_offer(reading, clause, at, clause.noun_start(at), subject, party.entity if party is not None else None)
