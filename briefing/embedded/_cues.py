"""The cue words of offering, demanding, dealing, answering and leaving open.

A line is ``verb [particle] | frame | weight``. Weights say how surely the verb alone makes an item: 3 by itself,
2 with an addressee or another sign, 1 only where several signs meet. They were set by reading news, not fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from briefing.embedded._lexicon import COMMON_VERBS, SPEECH, verb_table, words
from briefing.schema.terms import Stance


class Frame(StrEnum):
    """What stands after an offering verb."""

    ADDRESS = "address"
    """Whoever is asked: "urged *the embassy* to reconsider"."""
    THING = "thing"
    """What is offered or wanted: "proposed *a ceasefire* to"."""
    CLAUSE = "clause"
    """Only with a clause that another must fulfil: "insists that the budget include"."""
    DEAL = "deal"
    """A deal that was made, only with a word for it behind: "signed *the agreement*"."""
    TAKEOVER = "takeover"
    """A deal in one verb: "acquired *the rival*"."""


class OfferCue(NamedTuple):
    """How an offering verb is built, and how surely it makes an offer by itself."""

    frame: Frame
    weight: int


class AnswerCue(NamedTuple):
    """What an answering verb means, and how surely it makes a response by itself."""

    stance: Stance
    weight: int


def _offers(text: str) -> Mapping[tuple[str, str], OfferCue]:
    table = {}
    for line in text.strip().splitlines():
        phrase, frame, weight = (part.strip() for part in line.split("|"))
        verb, _, particle = phrase.partition(" ")
        table[verb, particle] = OfferCue(Frame(frame), int(weight))
    return MappingProxyType(table)


def _answers(text: str) -> Mapping[tuple[str, str], AnswerCue]:
    table = {}
    for line in text.strip().splitlines():
        stance, _, phrases = line.partition(":")
        name, _, weight = stance.strip().partition(" ")
        for phrase in phrases.split(","):
            verb, _, particle = phrase.strip().partition(" ")
            table[verb, particle] = AnswerCue(Stance(name), int(weight))
    return MappingProxyType(table)


OFFERS = _offers("""
    offer           | thing    | 3
    propose         | thing    | 3
    pledge          | thing    | 3
    promise         | thing    | 2
    vow             | thing    | 1
    volunteer       | thing    | 1
    demand          | thing    | 3
    request         | thing    | 3
    suggest         | clause   | 1
    recommend       | clause   | 2
    propose         | thing    | 3
    seek            | thing    | 1
    bid             | thing    | 2
    bid for         | thing    | 3
    call for        | thing    | 3
    call on         | address  | 3
    call upon       | address  | 3
    ask             | address  | 3
    ask for         | thing    | 3
    ask that        | clause   | 3
    urge            | address  | 3
    invite          | address  | 3
    implore         | address  | 3
    beg             | address  | 2
    press           | address  | 2
    pressure        | address  | 2
    lobby           | address  | 2
    petition        | address  | 2
    encourage       | address  | 2
    challenge       | address  | 1
    tell            | address  | 2
    want            | address  | 2
    exhort          | address  | 3
    instruct        | address  | 1
    lobby for       | thing    | 2
    campaign for    | thing    | 1
    warn            | thing    | 1
    ask to          | thing    | 3
    agree to        | takeover | 2
    appeal to       | address  | 3
    appeal for      | thing    | 3
    plead with      | address  | 3
    plead for       | thing    | 3
    plead           | thing    | 1
    insist          | clause   | 2
    insist on       | thing    | 2
    push for        | thing    | 2
    press for       | thing    | 2
    threaten        | thing    | 2
    apply for       | thing    | 1
    hope            | clause   | 1
    require         | clause   | 1
    sign            | deal     | 2
    reach           | deal     | 2
    strike          | deal     | 2
    seal            | deal     | 2
    conclude        | deal     | 2
    announce        | deal     | 1
    agree           | deal     | 1
    acquire         | takeover | 2
    buy             | takeover | 1
    purchase        | takeover | 1
    merge with      | takeover | 2
    take over       | takeover | 1
""")

# Adjectives of readiness behind "be", "remain" or "stand".
READINESS = words("ready willing prepared open eager keen happy")

# Nouns that are an offer when someone stands behind them ("Macron's call", "an offer by", "the Russian proposal").
OFFER_NOUNS = words(
    "offer offers proposal proposals bid demand demands request requests call calls appeal appeals invitation "
    "plea pleas ultimatum petition concession suggestion recommendation pledge promise"
)
# Which of them need something behind them to be an offer rather than a word for one.
OFFER_NOUN_COMPLEMENTS = words("to for of that on from")
LIGHT_VERBS = words(
    "make issue send submit table present give extend put reiterate renew repeat join back launch file lodge"
)

DEAL_NOUNS = words(
    "agreement deal treaty pact accord accords contract memorandum memoranda settlement truce ceasefire "
    "merger takeover acquisition partnership compromise arrangement"
)

ANSWERS = _answers("""
    accepted 3: accept, second, comply, consent, comply with, accede to, greenlight
    accepted 2: welcome, endorse, approve, embrace, grant, hail, ratify, acknowledge, bow to, give in, sign up, agree to
    accepted 2: concede, honour, honor, heed, back down, applaud, relent
    accepted 1: agree, confirm, back, support, praise, join, allow, adopt
    rejected 3: reject, refuse, decline, deny, dismiss, condemn, denounce, oppose, rebuff, turn down, rule out, veto
    rejected 3: refute, rebut, decry, deplore, spurn, object to, vote down, vote against, criticise, criticize
    rejected 2: slam, blast, resist, dispute, lambast, lambaste, contest, snub, defy, protest, protest against, object
    rejected 2: pan, rip, rebuke, shoot down, brush aside, shrug off, walk out, baulk at, complain, chide, scold
    rejected 2: hit back, push back, lash out, question, boycott, ridicule, mock, ignore, expel, appeal against, shun
    rejected 2: retaliate, fire back, brush off, scoff at, balk at, disagree with, disagree, repudiate, disavow
    rejected 1: attack, block, challenge, fail, overrule, scrap
    pending 2: consider, study, review, weigh, examine, mull, evaluate, deliberate, ponder, assess
    other 2: respond, respond to, defend, apologise, apologize, reply, reply to
    other 1: answer, explain, react, react to, counter
""")

# Answers in a noun behind a light verb: "gave its approval", "voiced opposition".
ANSWER_NOUNS: Mapping[str, tuple[frozenset[str], AnswerCue]] = MappingProxyType(
    {
        noun: (words("give lend offer express voice grant withhold win"), AnswerCue(Stance.ACCEPTED, 3))
        for noun in ("approval", "consent", "blessing", "backing", "assent", "nod", "go-ahead", "endorsement")
    }
    | {
        noun: (words("voice express raise state register reiterate announce declare"), AnswerCue(Stance.REJECTED, 3))
        for noun in ("opposition", "objection", "objections", "disappointment", "outrage", "anger", "displeasure",
                     "dismay", "disapproval", "rejection", "regret")
    }
)  # fmt: skip

# What one seeks from another who may say no.
SOUGHT = words(
    "talks damages compensation permission approval extradition ban injunction help assistance support aid "
    "asylum ruling order increase rise raise meeting dialogue guarantee guarantees release return extension "
    "delay apology refund review inquiry investigation ceasefire truce concessions agreement deal licence "
    "license"
)

# Verbs that report silence when denied: "has not yet answered", "did not comment", "has yet to decide".
SILENCE = words(
    "respond answer reply comment decide ratify sign pass approve confirm give return react say accept agree "
    "commit determine rule vote endorse make take receive reach reveal disclose announce explain specify "
    "address clarify publish release name set schedule finalise finalize"
)
SILENT_ANSWERS = words(
    "respond answer reply comment decide ratify sign pass approve give return react accept agree commit endorse"
)
SILENCE_NOUNS = words(
    "answer answers response reply comment comments decision statement call calls messages request requests "
    "email emails"
)

# Opinions that refuse what they are about. Phrases are matched as they stand.
REFUSING_WORDS = words(
    "unacceptable insult insulting disappointing disgraceful shameful counterproductive unlawful "
    "illegal absurd ridiculous baseless unfounded void non-starter disgrace outrageous unjustified "
    "unwarranted provocation unfair irresponsible nonsense hypocritical betrayal unconstitutional meaningless "
    "nonsensical misguided appalling reckless inadequate untrue false fabricated fabrication lies "
    "unreasonable unrealistic unthinkable intolerable inexcusable undemocratic insufficient disastrous "
    "pretext blackmail"
)
REFUSING_PHRASES = (
    "null and void", "not warranted", "not prepared to", "no intention", "cannot accept", "can not accept",
    "can't accept", "will not accept", "won't accept", "would not accept", "not acceptable", "cannot be right",
    "can be right", "not right", "no right", "cannot tell us", "not true", "no plans to",
    "slap in the face", "without merit", "no merit", "too little", "not enough", "no basis", "will not give",
    "won't give in", "not negotiable", "out of the question", "no justification", "no truth", "not interested",
    "colonialist", "out of place", "will not allow", "not be intimidated", "makes no sense",
)  # fmt: skip
WELCOMING_PHRASES = (
    "we welcome", "i welcome", "welcome the", "step in the right direction", "delighted", "very pleased",
    "we are pleased", "i am pleased", "great news", "good news", "we support", "i support", "grateful",
    "happy to accept", "positive step", "we accept", "i accept", "thrilled",
)  # fmt: skip
DEFIANCE = ("will continue", "would continue", "will not stop", "will go ahead", "would go ahead", "will proceed")

# What an offer or a decision is called when it is answered.
ANSWERED_NOUNS = (
    OFFER_NOUNS
    | DEAL_NOUNS
    | words(
        "plan plans move decision claim claims allegation allegations accusation accusations charge charges "
        "statement remarks remark comments idea notice order ban measure measures law bill action actions "
        "conclusions conclusion report findings sanctions condition conditions terms resolution referendum "
        "result results policy reform reforms changes change proclamation demarcation suspension attack "
        "attacks strike strikes criticism project scheme tariffs removal merger suit lawsuit complaint motion "
        "outcome bid extension approach package embargo exemption threat deadline quota quotas truce "
        "extradition boycott blockade expansion budget candidacy nomination vote election verdict ruling "
        "sentence appeal cuts closure sale"
    )
)

# Gaps that a text itself shows: the phrase, and how strongly.
GAPS: tuple[tuple[str, int], ...] = (
    ("remains to be seen", 4),
    ("remain to be seen", 4),
    ("remains unclear", 4),
    ("remained unclear", 4),
    ("remain unclear", 4),
    ("is unclear", 4),
    ("was unclear", 4),
    ("not clear", 4),
    ("is uncertain", 4),
    ("remains uncertain", 4),
    ("is unknown", 4),
    ("was unknown", 4),
    ("not known", 4),
    ("yet to", 4),
    ("not yet", 4),
    ("n't yet", 4),
    ("would not say", 4),
    ("did not say", 4),
    ("declined to say", 4),
    ("refused to say", 4),
    ("did not specify", 4),
    ("not disclosed", 4),
    ("undisclosed", 4),
    ("not been disclosed", 4),
    ("kept secret", 4),
    ("while not naming", 3),
    ("did not name", 3),
    ("refused to rule out", 4),
    ("not ruled out", 4),
    ("not rule out", 4),
    ("no decision", 4),
    ("will decide", 3),
    ("to decide whether", 3),
    ("expected to decide", 4),
    ("expect a decision", 4),
    ("has to approve", 4),
    ("have to approve", 4),
    ("must approve", 4),
    ("must be approved", 4),
    ("subject to approval", 4),
    ("scheduled to", 2),
    ("due to meet", 3),
    ("due to vote", 3),
    ("will vote", 3),
    ("expected to vote", 3),
    ("awaiting", 2),
    ("is pending", 3),
    ("pending", 2),
    ("whether", 2),
    ("under investigation", 3),
    ("is investigating", 2),
    ("are investigating", 2),
    ("is considering", 3),
    ("are considering", 3),
    ("under consideration", 3),
    ("considered carefully", 3),
    ("could not be reached", 2),
    ("expressed hope", 2),
    ("hoped that", 2),
    ("i hope", 2),
    ("hopes to", 2),
    ("questioned", 2),
    ("dubious", 2),
    ("disputed", 2),
    ("no agreement", 3),
    ("stated intent", 2),
    ("in talks", 2),
    ("may", 2),
    ("might", 2),
    ("could", 1),
    ("is expected to", 1),
    ("are expected to", 1),
    ("appeared to", 1),
    ("possible", 1),
    ("can't guarantee", 3),
)  # fmt: skip

VERBS = verb_table(
    {verb for verb, _ in OFFERS}
    | {verb for verb, _ in ANSWERS}
    | SPEECH
    | COMMON_VERBS
    | SILENCE
    | LIGHT_VERBS
    | {"be", "have", "do", "voice", "express", "lend", "withhold", "register", "seek"}
)
