"""Offering and demanding verbs: who asks whom for what, by the frame of the verb."""

from __future__ import annotations

from briefing.embedded import _cues as cues
from briefing.embedded._cues import VERBS, Frame, OfferCue
from briefing.embedded._deals import deal
from briefing.embedded._denial import none_of, not_made
from briefing.embedded._lexicon import Form, Tag, words
from briefing.embedded._offer import Offer, is_verb, make_offer
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._spans import clause_end, quote_of, trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause, VerbGroup
from briefing.schema.terms import ActorKind, OfferStatus

MOST = 8
_LIMIT = 3
_CONDITIONALS = frozenset({"if", "unless", "provided", "until"})


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


def by_verb(reading: Reading, clause: Clause, at: int) -> Offer | None:
    """The offer that a verb at ``at`` makes by its frame: whom it addresses, what it wants, or the deal it tells."""
    found = _cue(clause, at)
    if found is None or not is_verb(clause, at):
        return None
    cue, after = found
    group = clause.group(at)
    if (
        group.negated
        or not_made(clause, at)
        or _hypothetical(clause, group.first)
        or _only_shows(clause, at, after, group)
    ):
        return None
    if cue.frame in (Frame.DEAL, Frame.TAKEOVER):
        return deal(reading, clause, at, after, cue, group)
    if VERBS[clause.tokens[at].low].form is Form.PAST and _is_participle(clause, at, group):
        return _passive(reading, clause, at, cue)
    subject = clause.subject(at)
    if subject is None or subject.entity is None or none_of(clause, subject) is not None:
        return None
    return _active(reading, clause, at, after, cue, group, subject)


def _only_shows(clause: Clause, at: int, after: int, group: VerbGroup) -> bool:
    """ "offering a rare glimpse", "all that it has to offer": nothing is offered to anybody."""
    known = VERBS[clause.tokens[at].low]
    if known.lemma != "offer":
        return False
    if group.infinitive:
        return clause.tokens[group.first - 1].low in {"has", "have", "had"}
    follows = clause.tokens[after] if after < len(clause.tokens) else clause.tokens[at]
    return known.form is Form.GERUND and follows.low in {"a", "an", "its", "his", "her", "their", "more", "some"}


def _hypothetical(clause: Clause, first: int) -> bool:
    return any(t.low in _CONDITIONALS for t in clause.tokens[max(0, first - 4) : first])


def _is_participle(clause: Clause, at: int, group: VerbGroup) -> bool:
    return group.passive or (at + 1 < len(clause.tokens) and clause.tokens[at + 1].low == "by")


def _active(
    reading: Reading, clause: Clause, at: int, after: int, cue: OfferCue, group: VerbGroup, subject: Phrase
) -> Offer | None:
    if _unresolved(clause, subject):
        return None
    recipient, what_from = _recipient(clause, after, cue)
    if recipient is not None and recipient in (subject.entity, subject.joined):
        recipient = None
    weight = cue.weight
    lemma = VERBS[clause.tokens[at].low].lemma
    follows = clause.tokens[what_from].low if what_from < len(clause.tokens) else ""
    if cue.frame is Frame.ADDRESS:
        if lemma == "want":
            return _wanted(reading, clause, at, what_from, subject, recipient)
        if follows not in {"to", "not", "for", "over"} and (cue.weight < 3 or follows in {"", "in", "at"}):
            return None
        if recipient is None and VERBS[clause.tokens[at].low].form is Form.GERUND:
            recipient = _written_to(clause, at, subject)
        in_speech = at in clause.speaker_at and what_from > after
        weight += 1 if recipient is not None or in_speech else -int(what_from == after)
    elif cue.frame is Frame.CLAUSE:
        lemma = VERBS[clause.tokens[at].low].lemma
        if follows not in {"that", "on"} and (lemma == "hope" or not _noun_phrase_follows(clause, what_from)):
            return None
        weight += _another_must(clause, what_from, subject.entity, lemma)
    elif recipient is not None:
        weight += 1
    if cue.frame is Frame.THING and what_from < len(clause.tokens):
        first = clause.tokens[what_from]
        if first.tag is Tag.PREP or first.low in _NOTHING:
            return None
    weight += _object_points(clause, at, what_from)
    if recipient is None and cue.frame is Frame.THING:
        recipient = _to_be_bought(clause, what_from, subject)
        if recipient is None and lemma == "ask" and VERBS[clause.tokens[at].low].form is Form.GERUND:
            recipient = _written_to(clause, at, subject)
    status = OfferStatus.PLANNED if _planned(clause, group) else OfferStatus.OPEN
    return make_offer(reading, clause, at, what_from, subject, recipient, weight, status)


def _unresolved(clause: Clause, subject: Phrase) -> bool:
    """Whether the subject is a "they" that nobody in its sentence, nor the subject before, stands for."""
    token = clause.tokens[subject.last]
    if subject.entity is None or token.low not in {"they", "both"}:
        return False
    here = clause.sentence.index
    if subject.entity in clause.cast.focus.get(here - 1, ()) and subject.last not in clause.quoted:
        return False
    return not clause.cast.entities[subject.entity].named_in(here, subject.first)


def _wanted(
    reading: Reading, clause: Clause, at: int, what_from: int, subject: Phrase, recipient: int | None
) -> Offer | None:
    """ "want the firm to pay", "want it moved"; what groups and unions want outright: "want smaller classes"."""
    assert subject.entity is not None
    known = clause.cast.entities[subject.entity]
    after = clause.tokens[what_from] if what_from < len(clause.tokens) else None
    asked = after is not None and what_from > at + 1 and (after.tag is Tag.TO or _past(after.low))
    sought = cues.SOUGHT | cues.ANSWERED_NOUNS
    collective = known.kind is ActorKind.GROUP or "union" in known.words
    collective = collective or any(t.low in sought for t in clause.tokens[at + 1 : at + 4])
    thing = (
        collective and clause.tokens[at + 1].tag in (Tag.WORD, Tag.DET, Tag.NUM)
        if at + 1 < len(clause.tokens)
        else False
    )
    if not asked and not thing:
        return None
    if clause.tokens[what_from - 1].tag is Tag.PRON:
        recipient = None
    weight = 3 if thing or recipient is not None or collective else 2
    start = what_from if after is not None and after.tag is Tag.TO else at + 1
    return make_offer(reading, clause, at, start, subject, recipient, weight, OfferStatus.OPEN)


def _past(low: str) -> bool:
    return low in VERBS and VERBS[low].form is Form.PAST


def _written_to(clause: Clause, participle: int, subject: Phrase) -> int | None:
    """Whom a letter asks: "wrote to the embassy asking to"."""
    for number in range(participle - 1, max(subject.last, participle - 10), -1):
        if clause.tokens[number].tag is Tag.TO:
            party = clause.phrase_at(number + 1)
            return party.entity if party else None
    return None


def _another_must(clause: Clause, first: int, subject: int | None, lemma: str) -> int:
    """Two points where a clause behind "that" gives somebody else something to do."""
    for number in range(first, min(first + 14, len(clause.tokens))):
        token = clause.tokens[number]
        if token.low in {"will", "would", "could"}:
            return 2 if lemma in {"hope", "insist", "ask"} else 0
        if token.low in {"must", "should", "be"} or (
            lemma not in {"suggest", "hope"} and token.low in VERBS and VERBS[token.low].form is Form.BASE
        ):
            return 2
        entity = clause.inside.get(number)
        if entity is not None and entity == subject:
            return 0
    return 0


def _to_be_bought(clause: Clause, what_from: int, subject: Phrase) -> int | None:
    """ "offered to buy the firm": the firm is asked."""
    words = clause.tokens[what_from : what_from + 3]
    if len(words) < 3 or words[0].tag is not Tag.TO or words[1].low not in {"buy", "acquire", "purchase", "rescue"}:
        return None
    party = clause.phrase_at(what_from + 2)
    return party.entity if party and party.entity != subject.entity else None


def _object_points(clause: Clause, at: int, what_from: int) -> int:
    """Points for what only some objects make an offer: something sought, a threat with its "unless"."""
    lemma = VERBS[clause.tokens[at].low].lemma
    if lemma == "seek":
        sought = any(t.low in cues.SOUGHT for t in clause.tokens[what_from : what_from + 6])
        return 2 if sought and clause.tokens[what_from].tag is not Tag.TO else 0
    if lemma == "suggest":
        for token in clause.tokens[what_from : what_from + 8]:
            if token.low in cues.SOUGHT | cues.ANSWERED_NOUNS:
                return 2
            if token.tag in (Tag.PREP, Tag.VERB, Tag.REL, Tag.AUX, Tag.MODAL):
                return 0
    if lemma in {"warn", "threaten", "vow"}:
        return 2 if unless(clause, what_from) is not None else 0
    return 0


def unless(clause: Clause, first: int) -> int | None:
    """Where the condition of a threat begins: "unless", or an "if" with a denial behind it."""
    for number in range(first, len(clause.tokens)):
        low = clause.tokens[number].low
        if low in {"unless", "until"}:
            return number
        if low == "if" and any(t.tag is Tag.NEG or t.low in _FAILING for t in clause.tokens[number : number + 14]):
            return number
    return None


_FAILING = frozenset({"fail", "fails", "failed", "refuse", "refuses", "refused"})


_NOTHING = frozenset({"no", "few", "little", "nothing", "any", "comment", "comments", "details", "directions"})
_OBJECT_TAGS = frozenset({Tag.DET, Tag.NAME, Tag.PRON, Tag.TO, Tag.VERB, Tag.WORD, Tag.NUM})


def _noun_phrase_follows(clause: Clause, at: int) -> bool:
    return at < len(clause.tokens) and clause.tokens[at].tag in _OBJECT_TAGS


def _planned(clause: Clause, group: VerbGroup) -> bool:
    """ "will offer", "plans to offer", "is expected to ask"."""
    if group.modal in {"will", "would", "'ll"}:
        return True
    if not group.infinitive:
        return False
    return any(
        t.low in VERBS and VERBS[t.low].lemma in _PLANNING for t in clause.tokens[max(0, group.first - 2) : group.first]
    )


_PLANNING = frozenset({"plan", "expect", "intend", "prepare", "consider", "aim", "schedule"})


def _recipient(clause: Clause, after: int, cue: OfferCue) -> tuple[int | None, int]:
    """Who is asked, and the token where the thing begins."""
    after = _over_adjuncts(clause, after)
    phrase = clause.phrase_at(after)
    if cue.frame is Frame.ADDRESS:
        if phrase is None:
            return None, after
        begins = _over_adjuncts(clause, phrase.last + 1)
        if begins < len(clause.tokens) and clause.tokens[begins].low == "of":  # "asked the ruler of Oman | to mediate"
            rest = range(begins, min(begins + 8, len(clause.tokens)))
            begins = next((n for n in rest if clause.tokens[n].tag is Tag.TO), begins)
        return _sure(clause, phrase), begins
    if phrase and phrase.entity is not None and phrase.last + 1 < len(clause.tokens):
        follows = clause.tokens[phrase.last + 1]
        if follows.tag in (Tag.TO, Tag.DET, Tag.NUM):
            return phrase.entity, phrase.last + 1
    if after < len(clause.tokens) and clause.tokens[after].low == "that":
        party = clause.phrase_at(after + 1)
        if party and party.entity is not None:
            return party.entity, after
    end = clause_end(clause, after - 1)
    for number in range(after, min(end, after + 30)):
        if clause.tokens[number].low in {"to", "from", "with"}:
            if clause.tokens[number - 1].low in _MOVING or _infinitive(clause, number, after):
                continue  # "passage to Oslo" is a way, "to exchange Eva Lang" an act
            party = clause.phrase_at(number + 1)
            if party and party.entity is not None and _addressable(clause, party.entity):
                return party.entity, after
    return None, after


_MOVING = words(
    "passage return returns flight flights travel trip trips visit journey route routes export exports road way move "
    "transfer transfers deport deported extradite extradited fly go back train trains bus buses"
)


def _infinitive(clause: Clause, to: int, after: int) -> bool:
    """Whether "to" right behind the offering verb opens an infinitive: "proposed | to exchange Eva Lang"."""
    if clause.tokens[to].tag is not Tag.TO or to != after or to + 1 >= len(clause.tokens):
        return False
    return clause.tokens[to + 1].tag in (Tag.WORD, Tag.VERB, Tag.ADV)


def _sure(clause: Clause, phrase: Phrase) -> int | None:
    """Whom a phrase names; a pronoun only where whoever it means is named in the same sentence."""
    if phrase.entity is None or clause.tokens[phrase.last].tag is not Tag.PRON:
        return phrase.entity
    here = clause.cast.entities[phrase.entity].named_in(clause.sentence.index, phrase.first)
    return phrase.entity if here else None


def _over_adjuncts(clause: Clause, at: int) -> int:
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


def _addressable(clause: Clause, entity: int) -> bool:
    known = clause.cast.entities[entity]
    return not known.common and (known.kind is not None or (known.acts and " " in known.name))


def _passive(reading: Reading, clause: Clause, at: int, cue: OfferCue) -> Offer | None:
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
    if not clause.group(at).passive:
        first = clause.noun_before(at)
    start, end = min(first, at), clause_end(clause, at)
    what = trimmed(reading.story.text[clause.tokens[start].start : clause.tokens[end].end])
    quote = quote_of(reading.story, clause, start, end)
    return Offer(agent.entity, recipient, what, quote, OfferStatus.OPEN, (clause.sentence.index, at), cue.weight,
                 stems(what))  # fmt: skip
