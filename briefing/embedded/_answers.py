"""Answers in a clause: verbs, light verbs and opinions that accept or refuse, and reported silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefing.embedded import _cues as cues
from briefing.embedded._cues import VERBS, AnswerCue
from briefing.embedded._denial import denied, denies_claim, none_of
from briefing.embedded._lexicon import SPEECH, Form, Tag, words
from briefing.embedded._offer import is_verb
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._spans import clause_bounds, quote_of, trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause, VerbGroup
from briefing.language.sentences import sentences
from briefing.schema.terms import Stance

_APPLAUDING = words("welcome hail applaud praise support back acknowledge")
_NAMING = words("call describe brand label deem declare conclude term")
_UNWILLING = words("declined refused declines refuses decline refuse")
_UNTELLING = words(
    "be comment say respond discuss elaborate disclose reveal specify confirm provide speculate answer talk speak"
)
_ANSWERING = words("respond reply answer comment ratify give return")
_REFUSING_MODALS = words("would will wo could can ca cannot")


@dataclass(frozen=True, slots=True)
class Response:
    """A response as found. ``offer`` is the index of the offer answered, None where it answers something else."""

    responder: int
    stance: Stance
    what: str
    quote: str
    place: tuple[int, int]
    weight: int
    stems: frozenset[str]
    named: frozenset[int]
    """Other entities named in the clause."""
    offer: int | None = None
    spoken: bool = False
    """The words themselves refuse or welcome; they stand in quotation marks."""
    joined: int | None = None
    """Who answers together with the responder."""
    of_claim: bool = False
    """It denies a report or a claim: an answer, but to no offer."""
    applauding: bool = False
    """The verb only welcomes or praises."""
    also: tuple[str, ...] = ()
    """Quotes of other sentences that report the same answer."""


def answers_in(reading: Reading, clause: Clause) -> Iterator[Response]:
    """The answers that one sentence reports, in order."""
    for at, token in enumerate(clause.tokens):
        if token.low in _UNCLEAR:
            yield from _unclear_stand(reading, clause, at)
        if token.low in VERBS and is_verb(clause, at) and not denied(clause, at):
            response = _silence(reading, clause, at) or _by_verb(reading, clause, at)
            if response is not None:
                yield response
    yield from _by_phrase(reading, clause)


def _silence(reading: Reading, clause: Clause, at: int) -> Response | None:
    """ "has not yet answered", "has yet to decide", "declined to comment", "did not give an answer"."""
    lemma = VERBS[clause.tokens[at].low].lemma
    if lemma not in cues.SILENT_ANSWERS or not is_verb(clause, at):
        return None
    group = clause.group(at)
    before = [t.low for t in clause.tokens[max(0, group.first - 3) : at]]
    yet = "yet" in before
    unwilling = group.infinitive and any(w in {"declined", "refused", "declines", "refuses"} for w in before)
    nouns = (t.low in cues.SILENCE_NOUNS for t in clause.tokens[at + 1 : at + 5])
    if lemma in {"give", "return"} and not any(nouns):
        return None
    unsaid = group.modal in {"wo", "would", "will"} and any(
        t.low in {"comment", "comments"} for t in clause.tokens[at : at + 4]
    )
    if (lemma == "comment" and unwilling) or (group.negated and unsaid):
        return _made(reading, clause, at, AnswerCue(Stance.PENDING, 3))
    if group.modal in _REFUSING_MODALS:
        return None
    if group.negated and (yet or group.perfect or lemma in _ANSWERING):
        return _made(reading, clause, at, AnswerCue(Stance.PENDING, 3))
    if yet and group.infinitive:
        return _made(reading, clause, at, AnswerCue(Stance.PENDING, 3))
    return None


_UNCLEAR = frozenset({"unclear", "unknown", "uncertain"})
_STANDS = frozenset(
    {"intentions", "intention", "position", "stance", "response", "answer", "reply", "plans", "reaction"}
)


def _unclear_stand(reading: Reading, clause: Clause, at: int) -> Iterator[Response]:
    """ "Russia's intentions remained unclear": no answer that one could name."""
    for noun in range(at - 1, max(-1, at - 5), -1):
        if clause.tokens[noun].low in _STANDS:
            agent = clause.agent_of_noun(noun)
            if agent is not None and agent.entity is not None:
                yield _built(reading, clause, at, AnswerCue(Stance.PENDING, 3), agent, agent.first)
            return


def _by_verb(reading: Reading, clause: Clause, at: int) -> Response | None:
    lemma = VERBS[clause.tokens[at].low].lemma
    if lemma in _NAMING:
        return _called(reading, clause, at)
    light = _by_light_verb(reading, clause, at, lemma)
    if light is not None:
        return light
    after = clause.tokens[at + 1].low if at + 1 < len(clause.tokens) else ""
    cue = cues.ANSWERS.get((lemma, after)) or cues.ANSWERS.get((lemma, ""))
    if cue is None:
        return _said(reading, clause, at) if lemma in SPEECH else None
    if _tells_nothing(clause, at):
        return None
    cue = _in_its_group(clause, at, cue, after)
    if cue is None:
        return None
    if clause.group(at).passive or (after == "by" and VERBS[clause.tokens[at].low].form is Form.PAST):
        return _passive(reading, clause, at, cue)
    return _made(reading, clause, at, cue)


def _has_condition(clause: Clause, at: int) -> bool:
    return any(t.low in {"if", "provided", "unless"} for t in clause.tokens[at + 1 : at + 16])


def _has_condition_before(clause: Clause, at: int) -> bool:
    return any(t.low == "if" for t in clause.tokens[:at])


def _tells_nothing(clause: Clause, at: int) -> bool:
    """ "declined to say": a gap, not a refusal; "declined to comment" is found as silence."""
    tokens = clause.tokens
    return tokens[at].low in _UNWILLING and at + 2 < len(tokens) and tokens[at + 2].low in _UNTELLING


def _in_its_group(clause: Clause, at: int, cue: AnswerCue, after: str) -> AnswerCue | None:
    """The cue as its auxiliaries leave it: denied, still to come, or only asked for."""
    stance, weight = cue
    if after in {"nothing", "none", "no", "neither"}:
        return None  # "rejected nothing"
    group = clause.group(at)
    if VERBS[clause.tokens[at].low].lemma == "agree" and group.negated:
        subject = clause.subject(at)
        if subject is None or subject.joined is not None:
            return None
    if group.infinitive and (VERBS[clause.tokens[at].low].form is Form.GERUND or _asked_for(clause, group.first)):
        return None  # "open to accepting", "urged to accept"
    if group.infinitive and stance is Stance.ACCEPTED and _still_to_come(clause, group.first):
        return AnswerCue(Stance.PENDING, weight)
    if group.infinitive and not _carried_out(clause, group.first):
        return None
    if group.modal in {"should", "might", "may", "ought"} or (group.modal == "must" and not group.passive):
        return None
    if group.modal in {"could", "can"} and not group.negated:
        return None
    answered = _answered_object(clause, at)
    if stance is Stance.ACCEPTED and group.modal in {"would", "will"} and _has_condition(clause, at):
        return AnswerCue(Stance.CONDITIONAL, weight + 1)
    if stance is Stance.ACCEPTED and group.modal == "would" and (group.perfect or _has_condition_before(clause, at)):
        return None
    if stance is Stance.ACCEPTED and group.passive and group.modal:
        return AnswerCue(Stance.PENDING, weight + answered)
    if stance is Stance.PENDING:
        if not (group.passive or answered or after in {"whether", "it"}):
            return None
        under_way = group.passive or group.modal or VERBS[clause.tokens[at].low].form is Form.GERUND
        weight -= 0 if under_way else 1
    if weight == 1 and stance is Stance.ACCEPTED and not answered:
        return None
    return AnswerCue(_denied(stance) if group.negated else stance, weight + answered)


def _by_light_verb(reading: Reading, clause: Clause, at: int, lemma: str) -> Response | None:
    """ "gave its approval", "voiced strong opposition"."""
    for token in clause.tokens[at + 1 : at + 6]:
        found = cues.ANSWER_NOUNS.get(token.low)
        if found and lemma in found[0]:
            group = clause.group(at)
            if group.infinitive or group.passive or group.modal:
                return None
            stance, weight = found[1]
            return _made(reading, clause, at, AnswerCue(_denied(stance) if group.negated else stance, weight))
        if token.tag in (Tag.PREP, Tag.PUNCT, Tag.TO):
            return None
    return None


def _said(reading: Reading, clause: Clause, at: int) -> Response | None:
    """What a party says against: "said it would not pay", "said the plan was absurd", "says the strike will go on"."""
    end = next((n for n in range(at + 1, len(clause.tokens)) if clause.tokens[n].text == ";"), len(clause.tokens))
    behind = range(at + 1, min(end, at + 30))
    said = reading.story.text[clause.tokens[at].end : clause.tokens[end - 1].end].casefold().replace("’", "'")
    if any(phrase in said for phrase in cues.DEFIANCE):
        return _made(reading, clause, at, AnswerCue(Stance.REJECTED, 2))
    refusing = any(clause.tokens[n].low in cues.REFUSING_WORDS for n in behind)
    if (refusing or any(phrase in said for phrase in cues.REFUSING_PHRASES)) and not any(
        clause.tokens[n].low in {"if", "whether"} for n in behind
    ):
        named = any(clause.tokens[n].low in cues.ANSWERED_NOUNS for n in behind)
        return _made(reading, clause, at, AnswerCue(Stance.REJECTED, 2)) if named else None
    return _would_not(reading, clause, at, behind)


def _would_not(reading: Reading, clause: Clause, at: int, behind: range) -> Response | None:
    """ "Oslo said it would not recognise the border": the speaker itself will not."""
    for number in behind:
        token = clause.tokens[number]
        if token.text == "," or token.tag is Tag.MARK:
            return None
        if token.tag is Tag.MODAL:
            refuses = token.low in _REFUSING_MODALS and any(
                t.tag is Tag.NEG for t in clause.tokens[number : number + 2]
            )
            subject, speaker = clause.subject(number), clause.subject(at)
            same = subject is not None and speaker is not None and subject.entity == speaker.entity is not None
            return _made(reading, clause, at, AnswerCue(Stance.REJECTED, 2)) if refuses and same else None
    return None


def _asked_for(clause: Clause, to: int) -> bool:
    """Whether the infinitive that begins here is what somebody else demands: "urged the embassy to accept"."""
    for number in range(to - 1, max(-1, to - 8), -1):
        low = clause.tokens[number].low
        if low in VERBS and ((VERBS[low].lemma, "") in cues.OFFERS or VERBS[low].lemma in {"call", "appeal"}):
            return True
    return False


def _still_to_come(clause: Clause, to: int) -> bool:
    """ "has to approve", "is expected to approve", "needs to ratify"."""
    before = [t.low for t in clause.tokens[max(0, to - 3) : to]]
    return bool(before) and (before[-1] in {"has", "have", "needs", "need", "must"} or "expected" in before)


_DOING = words("agree vote decide choose opt go come move rush continue proceed promise pledge vow offer")
"""Verbs whose infinitive is done, or promised; after "wants to", "refused to", "whether to" it is not."""


def _carried_out(clause: Clause, to: int) -> bool:
    """Whether what an infinitive at ``to`` says is told to be done: "voted to accept", "is ready to accept"."""
    for at in range(to - 1, max(-1, to - 8), -1):
        low = clause.tokens[at].low
        if low in {"whether", "if", "how", "when"} or low in _UNREADY:
            return False
        if low in cues.READINESS:
            return not clause.group(at).negated
        if low in VERBS and clause.tokens[at].tag is Tag.VERB:
            return VERBS[low].lemma in _DOING and not clause.group(at).negated
    return False


_UNREADY = words("likely unlikely unable reluctant unwilling plans intention wrong right reason power chance set due")


def _answered_object(clause: Clause, at: int) -> int:
    """A point where what stands right behind the verb is an offer, a decision, a claim."""
    for token in clause.tokens[at + 1 : at + 6]:
        if token.low in cues.ANSWERED_NOUNS or token.low == "it":
            return 1
        if token.tag in (Tag.PREP, Tag.PUNCT, Tag.CONJ):
            return 0
    return 0


def _denied(stance: Stance) -> Stance:
    return Stance.REJECTED if stance is Stance.ACCEPTED else Stance.OTHER


def _called(reading: Reading, clause: Clause, at: int) -> Response | None:
    """ "called it a non-starter": only where what it is called refuses it."""
    end = min(len(clause.tokens), at + 25)
    behind = reading.story.text[clause.tokens[at].end : clause.tokens[end - 1].end].casefold()
    if clause.tokens[at + 1 : at + 2] and clause.tokens[at + 1].low in {"on", "for", "upon"}:
        return None
    refusing = any(t.low in cues.REFUSING_WORDS for t in clause.tokens[at + 1 : end])
    if refusing or any(p in behind for p in cues.REFUSING_PHRASES):
        return _made(reading, clause, at, AnswerCue(Stance.REJECTED, 3))
    return None


def _passive(reading: Reading, clause: Clause, at: int, cue: AnswerCue) -> Response | None:
    """ "was seconded by Merkel and Johnson": the first-named answers."""
    by = next((n for n in range(at + 1, min(at + 6, len(clause.tokens))) if clause.tokens[n].low == "by"), None)
    agent = clause.phrase_at(by + 1) if by else None
    if by is None and cue.stance is Stance.PENDING:
        agent = _sayer(clause, at)
    if agent is None or agent.entity is None:
        return None
    response = _built(reading, clause, at, cue, agent, None)
    return replace(response, what=response.quote) if by is not None else response


def _sayer(clause: Clause, before: int) -> Phrase | None:
    """Who says so: "the ministry said the request was being considered"."""
    for at in range(before):
        token = clause.tokens[at]
        if token.tag is Tag.VERB and VERBS[token.low].lemma in SPEECH and at not in clause.speaker_at:
            return clause.subject(at)
    return None


def _made(reading: Reading, clause: Clause, at: int, cue: AnswerCue) -> Response | None:
    subject = clause.subject(at)
    if subject is None or subject.entity is None:
        return None
    neither = none_of(clause, subject) if subject.first < at else None
    if neither is not None:
        neither_of = clause.tokens[neither].low in {"neither", "nor"}
        neither_of = neither_of and VERBS[clause.tokens[at].low].lemma not in _APPLAUDING  # no praise is no refusal
        if not neither_of or cue.stance is not Stance.ACCEPTED or clause.group(at).negated:
            return None
        cue = AnswerCue(Stance.REJECTED, cue.weight)
        response = _built(reading, clause, at, cue, subject, neither)
        return replace(response, what=response.quote)
    return _built(reading, clause, at, cue, subject, subject.first if subject.first < at else None)


def _built(reading: Reading, clause: Clause, at: int, cue: AnswerCue, who: Phrase, first: int | None) -> Response:
    responder = who.entity
    assert responder is not None
    start, end = clause_bounds(clause, at, first)
    text = reading.story.text
    group = clause.group(at)
    what = trimmed(text[clause.tokens[_deed(clause, at, group, start, who)].start : clause.tokens[end].end])
    quote = quote_of(reading.story, clause, start, end)
    said = quote if first is None else what  # the subject of a passive is what is answered
    named = frozenset(e for n, e in clause.inside.items() if start <= n <= end and e is not None and e != responder)
    known = VERBS.get(clause.tokens[at].low)
    applauding = known is not None and known.lemma in _APPLAUDING
    return Response(responder, cue.stance, what, quote, (clause.sentence.index, at), cue.weight, stems(said), named,
                    joined=who.joined, of_claim=denies_claim(clause, at), applauding=applauding)  # fmt: skip


_MOST_BETWEEN = 14
"""Tokens between a subject and an infinitive that tells its answer: "voted by 94 percent not to accept"."""


def _deed(clause: Clause, at: int, group: VerbGroup, start: int, who: Phrase) -> int:
    """Where what is done begins: at the verb that governs an infinitive, and not at "on Sunday"."""
    first = max(start, min(group.first, at))
    if group.infinitive and start <= who.last < at <= who.last + _MOST_BETWEEN:
        commas = [n for n in range(who.last + 1, at) if clause.tokens[n].text == ","]
        first = commas[-1] + 1 if commas else who.last + 1
    while first < at and clause.tokens[first].tag in (Tag.TIME, Tag.PREP, Tag.PUNCT, Tag.CONJ, Tag.NUM):
        first += 1
    return first


def _by_phrase(reading: Reading, clause: Clause) -> Iterator[Response]:
    """A party's own words that refuse or welcome: "This is unacceptable", the minister said."""
    seen: set[int] = set()
    for said in reading.said:
        if said.sentence != clause.sentence.index or said.speaker is None or said.speaker in seen:
            continue
        spoken = reading.story.text[said.quoted.start : said.quoted.end]
        low = spoken.casefold().replace("’", "'")
        stance = _stance_of_words(low)
        if stance is None or len(spoken) < 12 or _TO_OTHERS.search(low):
            continue
        seen.add(said.speaker)
        sentence = _sentence_with(spoken, stance)
        place = clause.sentence.index, len(clause.tokens)
        weight = 3 if any(p in low for p in cues.REFUSING_PHRASES) else 2
        yield Response(said.speaker, stance, sentence, sentence, place, weight, stems(spoken), frozenset(), spoken=True)


_TO_OTHERS = re.compile(r"acceptable to (?!us\b|me\b|our\b)")
"""What others do not accept is no answer of whoever tells it."""


def _stance_of_words(low: str) -> Stance | None:
    tokens = set(low.replace(",", " ").replace(".", " ").replace("!", " ").split())
    if tokens & cues.REFUSING_WORDS or any(p in low for p in cues.REFUSING_PHRASES):
        return Stance.REJECTED
    if any(p in low for p in cues.WELCOMING_PHRASES):
        return Stance.ACCEPTED
    return None


def _sentence_with(spoken: str, stance: Stance) -> str:
    """The sentence of a quotation that holds the refusing or welcoming words."""
    for span in sentences(spoken):
        sentence = span.slice(spoken)
        if _stance_of_words(sentence.casefold().replace("’", "'")) is stance:
            return trimmed(sentence)
    return trimmed(spoken)
