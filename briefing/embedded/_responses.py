"""Responses: verbs that accept or refuse, what a party will not do, silence; and the offers that they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.embedded import _words as cues
from briefing.embedded._clauses import Clause, clause_bounds, quote_of, said_from
from briefing.embedded._doubts import (
    LEAST,
    denied,
    denies_claim,
    is_unresolved,
    none_of,
    points_against,
    speaker_of,
    told_by,
)
from briefing.embedded._offer import MOST_COMPARED, Offer, is_verb, stems
from briefing.embedded._offers import over_adjuncts
from briefing.embedded._phrases import Phrase
from briefing.embedded._speakers import Reading
from briefing.embedded._words import SPEECH, VERBS, AnswerCue, Form, Tag, words
from briefing.schema.terms import Stance

_REFUSING_MODALS = words("would will wo")
_TO_THE_PRESS = words(
    "comment comments interview reporters journalists questions queries query say discuss elaborate disclose reveal"
)
_BEING = words("be have know think say see seem comment mean")
_LEAST_SAID = 3
"""Words of what somebody will not do, beyond which it says what: "will not quit" does not."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response as found. ``offer`` is the index of the offer answered, None where it answers something else."""

    responder: int
    stance: Stance
    what: str
    quote: str
    place: tuple[int, int]
    points: int
    stems: frozenset[str]
    named: frozenset[int]
    """Other entities named in the clause."""
    offer: int | None = None
    to: str = ""
    """The words for what is answered."""
    joined: int | None = None
    """Who answers together with the responder."""
    of_claim: bool = False
    """It denies a report or a claim: an answer, but to no offer."""
    told_by: str | None = None
    """The words by which it stands in somebody else's report."""
    also: tuple[str, ...] = ()
    """Quotes of other sentences that report the same answer."""


def answers_in(reading: Reading, clause: Clause) -> Iterator[Response]:
    """The answers that one sentence reports, in order."""
    for at, token in enumerate(clause.tokens):
        response = None
        if token.tag is Tag.MODAL and token.low in _REFUSING_MODALS:
            response = None if denied(clause, at) else _will_not(reading, clause, at)
        elif token.low in VERBS and is_verb(clause, at) and not denied(clause, at):
            response = _silence(reading, clause, at) or _by_verb(reading, clause, at)
        if response is not None:
            yield response


def _silence(reading: Reading, clause: Clause, at: int) -> Response | None:
    """ "has not yet answered", "has yet to decide"; no comment to the press is nobody's answer."""
    lemma = VERBS[clause.tokens[at].low].lemma
    gives = lemma == "give" and any(t.low in {"answer", "response", "reply"} for t in clause.tokens[at + 1 : at + 4])
    to_the_press = any(t.low in _TO_THE_PRESS for t in clause.tokens[at + 1 : at + 12])
    if to_the_press or not (gives or lemma in cues.SILENT_ANSWERS):
        return None
    group = clause.group(at)
    yet = any(t.low == "yet" for t in clause.tokens[max(0, group.first - 3) : at])
    answering = gives or lemma in {"respond", "reply", "answer"}
    if group.modal or not ((group.negated and (yet or answering)) or (yet and group.infinitive)):
        return None
    return _made(reading, clause, at, AnswerCue(Stance.PENDING, 3))


def _by_verb(reading: Reading, clause: Clause, at: int) -> Response | None:
    lemma = VERBS[clause.tokens[at].low].lemma
    behind = over_adjuncts(clause, at + 1)
    after = clause.tokens[behind].low if behind < len(clause.tokens) else ""
    cue = cues.ANSWERS.get((lemma, after))
    behind += int(cue is not None and after != "to")
    cue = cue or cues.ANSWERS.get((lemma, ""))
    if cue is None or (after in {"nothing", "none", "no", "neither", "with"} and lemma != "agree"):
        return None
    told = {t.low for t in clause.tokens[behind : behind + 6]}
    if lemma in {"refuse", "decline"} and (told & _TO_THE_PRESS or (after == "to" and _refuses(clause, behind + 1))):
        return None
    cue = _in_its_group(clause, at, cue, behind)
    if cue is None:
        return None
    if clause.group(at).passive:
        return _passive(reading, clause, at, cue)
    return _made(reading, clause, at, cue)


def _in_its_group(clause: Clause, at: int, cue: AnswerCue, behind: int) -> AnswerCue | None:
    """The cue as its auxiliaries and its object leave it: denied, still to come, only asked for, or of nothing."""
    group, known = clause.group(at), VERBS[clause.tokens[at].low]
    acts = known.lemma in {"agree", "refuse", "decline"} and _to_act(clause, behind)
    answered = acts or _answered(clause, behind, cue) or (known.lemma == "deny" and _to_claim(clause, behind))
    stance = cue.stance
    if not answered and (cue.points < 3 or not _object(clause, behind)) and not group.passive:
        return None
    if group.infinitive:
        return None  # wanted, planned or refused, as a rule
    if known.form is Form.GERUND and not any(t.tag is Tag.AUX for t in clause.tokens[group.first : at]):
        return None  # "accepting the offer would be wrong"
    if group.modal in {"should", "might", "may", "ought", "must", "could", "can"}:
        return None
    conditional = any(t.low in {"if", "provided", "unless"} for t in clause.tokens[at + 1 : at + 16])
    if stance is Stance.ACCEPTED and group.modal in {"would", "will"}:
        if conditional and not group.perfect:
            return AnswerCue(Stance.CONDITIONAL, cue.points + 1)
        if group.perfect or group.passive:
            return None
    if stance is Stance.PENDING and known.form is not Form.GERUND and not group.passive:
        return None  # "considered the plan" is over, "is considering it" is not
    points = cue.points + int(answered)
    if group.negated:
        return AnswerCue(Stance.REJECTED, points) if stance is Stance.ACCEPTED else None
    return AnswerCue(stance, points)


def _object(clause: Clause, behind: int) -> bool:
    """Whether a verb has an object at all."""
    return behind < len(clause.tokens) and clause.tokens[behind].tag in (Tag.DET, Tag.NAME, Tag.WORD, Tag.NUM, Tag.PRON)


def _to_act(clause: Clause, behind: int) -> bool:
    """ "agreed to resign", "agreed with Oslo to share", "agreed that", "refused to meet"."""
    tokens = clause.tokens
    if behind + 1 >= len(tokens):
        return False
    if tokens[behind].low == "with":
        party = clause.phrase_at(behind + 1)
        behind = party.last + 1 if party is not None else behind
    return behind + 1 < len(tokens) and (
        (tokens[behind].tag is Tag.TO and tokens[behind + 1].tag in (Tag.VERB, Tag.WORD, Tag.AUX, Tag.ADV))
        or tokens[behind].low in {"to", "on"}
    )


def _to_claim(clause: Clause, behind: int) -> bool:
    """ "denied that it had", "denied he had", "denied having"."""
    token = clause.tokens[behind] if behind + 1 < len(clause.tokens) else None
    return token is not None and (token.low in {"that", "having", "being"} or token.tag is Tag.PRON)


def _answered(clause: Clause, first: int, cue: AnswerCue) -> bool:
    """Whether what stands right behind a verb is known already, an offer, a deal, a plan, or "it"."""
    if _definite(clause, first):
        return True
    nouns = cues.OFFER_NOUNS if cue.stance is Stance.PENDING else cues.ANSWERED_NOUNS
    first += int(first < len(clause.tokens) and clause.tokens[first].tag is Tag.TO)
    for token in clause.tokens[first : first + 8]:
        if token.low in nouns or token.low == "it":
            return True
        if token.tag in (Tag.PUNCT, Tag.CONJ, Tag.REL) or (token.tag is Tag.PREP and token.low not in {"on", "to"}):
            return False
    return False


_POINTING = words("this that these those its his her their")


def _definite(clause: Clause, first: int) -> bool:
    """Whether what stands at a token is known already: "the move", "Macron's move"."""
    for at in range(first, min(first + 6, len(clause.tokens) - 1)):
        token = clause.tokens[at]
        if token.tag is Tag.REL or (token.tag is Tag.DET and clause.tokens[at + 1].tag in (Tag.PUNCT, Tag.MARK)):
            return False
        if token.low in _POINTING or token.tag is Tag.POSS or token.low == "the":
            return True
        if token.tag not in (Tag.NAME, Tag.WORD, Tag.ADV, Tag.DET):
            return False
    return False


def _will_not(reading: Reading, clause: Clause, at: int) -> Response | None:
    """ "said it would not pay", "will not lift the ban until": what a party itself will not do."""
    tokens = clause.tokens
    if at + 3 >= len(tokens) or tokens[at + 1].low not in {"not", "n't", "never"}:
        return None
    verb = over_adjuncts(clause, at + 2)
    known = VERBS.get(tokens[verb].low) if verb < len(tokens) else None
    subject = clause.acting(clause.subject(at))
    if subject is None or subject.entity is None or verb >= len(tokens) or tokens[verb].tag not in (Tag.VERB, Tag.WORD):
        return None
    if tokens[verb].low in _BEING or (known and known.lemma in _BEING | SPEECH) or _refuses(clause, verb):
        return None
    teller = speaker_of(clause, at)
    own = teller is not None and teller.entity == subject.entity
    if not own and (teller is not None or tokens[at].low == "would"):
        return None
    response = _built(reading, clause, verb, AnswerCue(Stance.REJECTED, 3), subject, subject.first, deed=at)
    return response if len(response.what.split()) > _LEAST_SAID else None


def _refuses(clause: Clause, at: int) -> bool:
    """Whether a verb refuses: whoever refuses that, as in "refused to rule out a truce", leaves it open."""
    verb, after, *_ = (*(t.low for t in clause.tokens[at : at + 2]), "", "")
    known = VERBS.get(verb)
    found = (cues.ANSWERS.get((known.lemma, after)) or cues.ANSWERS.get((known.lemma, ""))) if known else None
    return found is not None and found.stance is Stance.REJECTED


def _passive(reading: Reading, clause: Clause, at: int, cue: AnswerCue) -> Response | None:
    """ "was accepted by Merkel": the first-named answers."""
    by = next((n for n in range(at + 1, min(at + 6, len(clause.tokens))) if clause.tokens[n].low == "by"), None)
    agent = clause.phrase_at(by + 1) if by else None
    if agent is None or agent.entity is None:
        return None
    response = _built(reading, clause, at, cue, agent, None)
    return replace(response, what=response.quote, to=response.quote)


def _made(reading: Reading, clause: Clause, at: int, cue: AnswerCue) -> Response | None:
    subject = clause.acting(clause.subject(at))
    if subject is None or subject.entity is None or none_of(clause, subject) or is_unresolved(clause, subject):
        return None
    return _built(reading, clause, at, cue, subject, subject.first if subject.first < at else None)


def _built(
    reading: Reading, clause: Clause, at: int, cue: AnswerCue, who: Phrase, first: int | None, deed: int | None = None
) -> Response:
    assert who.entity is not None
    start, end = clause_bounds(clause, at, first)
    text, tokens = reading.story.text, clause.tokens
    begins = _deed(clause, at, start) if deed is None else deed
    what = said_from(text, tokens[begins].start, tokens[end].end)
    quote = quote_of(reading.story, clause, start, end)
    to = said_from(text, tokens[min(at + 1, end)].start, tokens[end].end).removeprefix("to ") or what
    named = frozenset(e for n, e in clause.inside.items() if start <= n <= end and e is not None and e != who.entity)
    return Response(
        who.entity, cue.stance, what, quote, (clause.sentence.index, at), cue.points - points_against(clause, at, who),
        stems(quote if first is None else what), named, to=to, joined=who.joined, of_claim=denies_claim(clause, at),
        told_by=told_by(text, clause, at, who),
    )  # fmt: skip


def _deed(clause: Clause, at: int, start: int) -> int:
    """Where what is done begins: at the verb's auxiliaries ("has yet to"), and not at "on Sunday"."""
    group = clause.group(at)
    first = group.first - 2 if group.infinitive and clause.tokens[group.first - 1].low == "yet" else group.first
    first = max(start, min(first, at))
    while first < at and clause.tokens[first].tag in (Tag.TIME, Tag.PREP, Tag.PUNCT, Tag.CONJ, Tag.NUM):
        first += 1
    return first


MOST = 8
_FOR_OFFERS = stems(" ".join(sorted((cues.OFFER_NOUNS | cues.DEAL_NOUNS) - {"call", "calls", "bid"})))
_LINKED = 3
"""Points from which an answer belongs to an offer."""
_OPPOSITE = {Stance.ACCEPTED, Stance.REJECTED}


def find_responses(reading: Reading, offers: Sequence[Offer], more: Sequence[Response] = ()) -> list[Response]:
    """The responses of a story in reading order, each linked to its offer where there is one.

    Of ``more``, which another reader found, those by somebody of whom the rules tell none in that sentence.
    """
    found = [r for clause in reading.clauses if not clause.sentence.title for r in answers_in(reading, clause)]
    known = {(r.responder, r.place[0]) for r in found}
    found.extend([r for r in more if (r.responder, r.place[0]) not in known])
    found.extend([replace(r, responder=r.joined) for r in found if r.joined is not None and r.joined != r.responder])
    told = {(o.place, o.offerer) for o in offers}
    linked = [_linked(r, offers) for r in found if (r.place, r.responder) not in told]
    return _distinct([r for r in linked if r.points >= LEAST])[:MOST]


def _linked(response: Response, offers: Sequence[Offer]) -> Response:
    """Link to the offer that fits best, of two to the later; nobody answers an offer of his own."""
    fits = [(_fit(response, o), o.recipient == response.responder, o.place, n) for n, o in enumerate(offers)]
    best, *_, number = max(fits, default=(0, 0))
    return replace(response, offer=number, points=response.points + 1) if best >= _LINKED else response


def _fit(response: Response, offer: Offer) -> int:
    """How well an answer fits an offer: whose it is, what it names, shared words, how near it stands."""
    distance = response.place[0] - offer.place[0]
    if (
        offer.offerer == response.responder
        or response.of_claim
        or distance < 0
        or (distance == 0 and response.place[1] < offer.place[1])
    ):
        return 0  # Who denies a report says nothing to an offer, and nobody answers before he is asked.
    shared = len(offer.stems & response.stems)
    near, generic = distance <= 3, bool(response.stems & _FOR_OFFERS)
    named = offer.offerer in response.named
    if offer.recipient == response.responder:
        # Being addressed is not enough: the answer must speak of the offer, or stand right behind it.
        tied = shared or generic or (near and (distance <= 1 or response.stance is Stance.PENDING))
        return min(3, shared) + int(named) + int(near) + (3 if tied else 1)
    # Who was not asked must name the offer, and say whose it is or what it is about.
    if not generic or not (named or shared) or (response.named - {offer.offerer} and not named):
        return 0
    return min(3, shared) + int(named) + 2 * int(near)


def _distinct(responses: list[Response]) -> list[Response]:
    """One response a responder and thing answered.

    Of very many the strongest are looked at: few of them come on the page.
    """
    kept: list[Response] = []
    for response in sorted(responses, key=lambda r: (-r.points, r.place))[:MOST_COMPARED]:
        same = next((n for n, other in enumerate(kept) if _same_answer(response, other)), None)
        if same is None:
            kept.append(response)
        elif {response.stance, kept[same].stance} == _OPPOSITE and response.place > kept[same].place:
            kept[same] = response  # "rejected the offer but later accepted it"
        elif response.stance is kept[same].stance and response.quote not in kept[same].quote:
            kept[same] = replace(kept[same], also=(*kept[same].also, response.quote))
    return sorted(kept, key=lambda r: r.place)


def _same_answer(a: Response, b: Response) -> bool:
    if a.responder != b.responder:
        return False
    if a.quote in b.quote or b.quote in a.quote or (a.offer is not None and a.offer == b.offer):
        return True
    if a.stance is not b.stance or (a.offer is not None and b.offer is not None):
        return False
    shared = len(a.stems & b.stems)
    return abs(a.place[0] - b.place[0]) <= 1 or shared >= 0.5 * max(1, min(len(a.stems), len(b.stems)))
