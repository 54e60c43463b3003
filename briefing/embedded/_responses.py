"""Responses: who answers what, and how; reported silence is an answer that is pending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from briefing.embedded import _cues as cues
from briefing.embedded._cues import VERBS, AnswerCue
from briefing.embedded._lexicon import SPEECH, Form, Tag
from briefing.embedded._offer import Offer, is_verb
from briefing.embedded._read import Reading
from briefing.embedded._spans import clause_bounds, quote_of, trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause, Phrase
from briefing.schema.terms import OfferStatus, Stance

MOST = 8
_LIMIT = 3


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
    joined: int | None = None
    """Who answers together with the responder."""


def find_responses(reading: Reading, offers: Sequence[Offer]) -> list[Response]:
    """The responses of a story in reading order, each linked to its offer where there is one."""
    found: list[Response] = []
    for clause in reading.clauses:
        if not clause.sentence.title:
            found.extend(_in_clause(reading, clause))
    found.extend([replace(r, responder=r.joined) for r in found if r.joined is not None and r.joined != r.responder])
    told = {(o.place, o.offerer) for o in offers} | {(o.place, o.joint) for o in offers}
    parties = {o.offerer for o in offers} | {o.recipient for o in offers}
    linked = [_linked(r, offers, parties) for r in found if (r.place, r.responder) not in told]
    kept = [r for r in linked if r.weight >= _LIMIT]
    return _distinct([*kept, *_of_deals(offers)])[:MOST]


def _in_clause(reading: Reading, clause: Clause) -> Iterator[Response]:
    for at, token in enumerate(clause.tokens):
        if token.low in _UNCLEAR:
            yield from _unclear_stand(reading, clause, at)
        if token.low not in VERBS:
            continue
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
    if lemma in {"give", "return"}:
        if not any(t.low in cues.SILENCE_NOUNS for t in clause.tokens[at + 1 : at + 5]):
            return None
    unsaid = group.modal in {"wo", "would", "will"} and any(
        t.low in {"comment", "comments"} for t in clause.tokens[at : at + 4]
    )
    if (lemma == "comment" and unwilling) or (group.negated and unsaid):
        return _made(reading, clause, at, AnswerCue(Stance.PENDING, 3))
    if group.negated and (yet or group.perfect or lemma in {"respond", "reply", "answer", "comment", "ratify"}):
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
    if not is_verb(clause, at):
        return None
    lemma = VERBS[clause.tokens[at].low].lemma
    if lemma in _NAMING:
        return _called(reading, clause, at)
    light = _by_light_verb(reading, clause, at, lemma)
    if light is not None:
        return light
    if lemma in SPEECH:
        return _defiant(reading, clause, at)
    after = clause.tokens[at + 1].low if at + 1 < len(clause.tokens) else ""
    cue = cues.ANSWERS.get((lemma, after)) or cues.ANSWERS.get((lemma, ""))
    if cue is None:
        return None
    group = clause.group(at)
    stance, weight = cue
    if group.infinitive and _asked_for(clause, group.first):
        return None
    if group.infinitive and stance is Stance.ACCEPTED and _still_to_come(clause, group.first):
        return _made(reading, clause, at, AnswerCue(Stance.PENDING, weight))
    weight += _answered_object(clause, at)
    if group.modal in {"must", "should", "might", "may", "could"}:
        return None
    if group.negated:
        stance = _denied(stance)
    under_way = group.passive or group.modal or VERBS[clause.tokens[at].low].form is Form.GERUND
    if stance is Stance.PENDING and not (group.passive or _answered_object(clause, at) or after in {"whether", "it"}):
        return None
    if stance is Stance.PENDING and not under_way:
        weight -= 1
    if group.passive or (after == "by" and VERBS[clause.tokens[at].low].form is Form.PAST):
        return _passive(reading, clause, at, AnswerCue(stance, weight))
    return _made(reading, clause, at, AnswerCue(stance, weight))


_NAMING = frozenset({"call", "describe", "brand", "label", "deem", "declare", "conclude", "term"})


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


def _defiant(reading: Reading, clause: Clause, at: int) -> Response | None:
    """ "says the broadcasts will continue": whoever was asked to stop goes on."""
    said = reading.story.text[clause.tokens[at].end : clause.sentence.end].casefold()
    if any(phrase in said for phrase in cues.DEFIANCE):
        return _made(reading, clause, at, AnswerCue(Stance.REJECTED, 2))
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


def _answered_object(clause: Clause, at: int) -> int:
    """A point where what stands right behind the verb is an offer, a decision, a claim."""
    for token in clause.tokens[at + 1 : at + 6]:
        if token.low in cues.ANSWERED_NOUNS:
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
    return _built(reading, clause, at, cue, agent, None)


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
    return _built(reading, clause, at, cue, subject, subject.first if subject.first < at else None)


def _built(reading: Reading, clause: Clause, at: int, cue: AnswerCue, who: Phrase, first: int | None) -> Response:
    responder = who.entity
    assert responder is not None
    start, end = clause_bounds(clause, at, first)
    text = reading.story.text
    group = clause.group(at)
    what = trimmed(text[clause.tokens[max(start, min(group.first, at))].start : clause.tokens[end].end])
    quote = quote_of(reading.story, clause, start, end)
    named = frozenset(e for n, e in clause.inside.items() if start <= n <= end and e is not None and e != responder)
    return Response(responder, cue.stance, what, quote, (clause.sentence.index, at), cue.weight, stems(quote), named,
                    joined=who.joined)  # fmt: skip


def _by_phrase(reading: Reading, clause: Clause) -> Iterator[Response]:
    """A party's own words that refuse or welcome: "This is unacceptable", the minister said."""
    seen: set[int] = set()
    for said in reading.said:
        if said.sentence != clause.sentence.index or said.speaker is None or said.speaker in seen:
            continue
        words = reading.story.text[said.quoted.start : said.quoted.end]
        low = words.casefold().replace("’", "'")
        stance = _stance_of_words(low)
        if stance is None or len(words) < 12:
            continue
        seen.add(said.speaker)
        sentence = _sentence_with(words, stance)
        place = clause.sentence.index, len(clause.tokens)
        yield Response(said.speaker, stance, sentence, sentence, place, 2, stems(words), frozenset())


def _stance_of_words(low: str) -> Stance | None:
    tokens = set(low.replace(",", " ").replace(".", " ").replace("!", " ").split())
    if tokens & cues.REFUSING_WORDS or any(p in low for p in cues.REFUSING_PHRASES):
        return Stance.REJECTED
    if any(p in low for p in cues.WELCOMING_PHRASES):
        return Stance.ACCEPTED
    return None


def _sentence_with(words: str, stance: Stance) -> str:
    """The sentence of a quotation that holds the refusing or welcoming words."""
    from briefing.language.sentences import sentences

    for span in sentences(words):
        sentence = span.slice(words)
        if _stance_of_words(sentence.casefold().replace("’", "'")) is stance:
            return trimmed(sentence)
    return trimmed(words)


def _linked(response: Response, offers: Sequence[Offer], parties: Set[int | None]) -> Response:
    """Link to the offer that fits best, and weigh what speaks for its being a response at all."""
    best, best_score = None, 2
    for number, offer in enumerate(offers):
        if offer.offerer == response.responder or offer.place == response.place:
            continue
        score = _fit(response, offer)
        if score > best_score:
            best, best_score = number, score
    if best is not None:
        return replace(response, offer=best, weight=response.weight + 1)
    answered = bool(response.named) or bool(response.stems & _ANSWERED)
    points = (1 if answered else -1) + (1 if response.responder in parties else 0)
    return replace(response, weight=response.weight + points)


_ANSWERED = stems(" ".join(sorted(cues.ANSWERED_NOUNS)))


def _fit(response: Response, offer: Offer) -> int:
    score = 0
    if offer.recipient == response.responder:
        score += 3
    if offer.offerer in response.named:
        score += 1
    score += min(3, len(offer.stems & response.stems))
    distance = response.place[0] - offer.place[0]
    score += 1 if 0 <= distance <= 3 else 0
    score -= 1 if distance < 0 else 0
    return score


def _of_deals(offers: Sequence[Offer]) -> Iterator[Response]:
    """The other party of a deal that both made has accepted it."""
    for number, offer in enumerate(offers):
        if offer.joint is not None and offer.status is OfferStatus.ACCEPTED:
            yield Response(
                offer.joint,
                Stance.ACCEPTED,
                offer.what,
                offer.quote,
                offer.place,
                2,
                offer.stems,
                frozenset(),
                number,
            )


def _distinct(responses: list[Response]) -> list[Response]:
    """One response a responder and thing answered."""
    kept: list[Response] = []
    for response in sorted(responses, key=lambda r: (-r.weight, r.place)):
        if not any(_same_answer(response, other) for other in kept):
            kept.append(response)
    return sorted(kept, key=lambda r: r.place)


def _same_answer(a: Response, b: Response) -> bool:
    if a.responder != b.responder:
        return False
    if a.quote == b.quote or a.quote in b.quote or b.quote in a.quote:
        return True
    if a.offer is not None and a.offer == b.offer:
        return True
    return a.stance is b.stance and a.offer == b.offer and abs(a.place[0] - b.place[0]) <= 1
