"""Closed word classes of English, the forms of verbs, and the verbs and nouns of offering, demanding and answering.

No tagger is used: the rules ask few questions of a word, such as whether it ends a noun phrase, or is a form of a verb
that we have a cue for. How surely a verb alone makes an item is told in points: 3 by itself, 2 with one more sign (whom
it addresses, what is to be done), 1 with two. What else speaks for or against an item: see `_doubts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from briefing.language.topics import IRREGULAR_FORMS, word_set
from briefing.schema.terms import Stance

words = word_set


class Tag(IntEnum):
    """What a token is to the rules."""

    WORD = 0
    NAME = 1
    VERB = 2
    DET = 3
    PREP = 4
    CONJ = 5
    PRON = 6
    AUX = 7
    MODAL = 8
    NEG = 9
    ADV = 10
    TIME = 11
    REL = 12
    NUM = 13
    MARK = 14
    """A quotation mark."""
    PUNCT = 15
    POSS = 16
    TO = 17


class Form(IntEnum):
    """The form of a verb. Base and present often look like nouns, past and participle like adjectives."""

    BASE = 0
    PRESENT = 1
    PAST = 2
    GERUND = 3


class VerbForm(NamedTuple):
    """What a spelling is a form of."""

    lemma: str
    form: Form


DETERMINERS = words(
    "a an the this that these those its his her their our my your some any each every both all no several "
    "many few most another such other more various multiple"
)
PREPOSITIONS = words(
    "of in on at by for from with without within into onto about against after before during between among "
    "amid over under through throughout across along around behind beside besides beyond despite except "
    "inside near off outside past per since toward towards until till unlike upon via than as alongside "
    "following regarding concerning including given like out up down"
)
CONJUNCTIONS = words("and or but nor so yet while because although though unless if whereas when once whether")
PRONOUNS = words("i we you he she it they me us him them himself herself itself themselves one who's")
RELATIVES = words("who which that whom whose where what why how")
AUXILIARIES = words("be am is are was were been being have has had having do does did 's 're 've 'm 'd get gets got")
MODALS = words("will would shall should can could may might must wo ca 'll cannot ought")
NEGATIONS = words("not n't never neither nor hardly cannot")
ADVERBS = words(
    "also yet still already now then again ever just even only too very quite soon later earlier meanwhile "
    "however instead therefore thus perhaps maybe often always sometimes usually once twice ago together "
    "apart further formally officially publicly repeatedly reportedly allegedly currently previously recently "
    "immediately subsequently eventually finally initially originally not so far today yesterday tomorrow "
    "tonight firmly strongly flatly quickly swiftly openly privately separately jointly unanimously really "
    "actually both"
)
TIME_WORDS = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december today yesterday tomorrow tonight morning afternoon evening night "
    "week month year weekend last next earlier late mid-january"
)
SPEECH = words(
    "say tell add state announce claim report note explain argue insist declare write tweet warn stress "
    "emphasise emphasize comment reply respond continue conclude maintain point remark reiterate confirm "
    "assert admit acknowledge suggest believe think post testify allege describe mention reveal"
)
# Frequent verbs of news that are no cue by themselves; a noun phrase ends before them.
COMMON_VERBS = words(
    "accompany acknowledge act address admit adopt advance advise affect age agree aim air alert allege allow ally "
    "anticipate apologise apologize appear applaud apply appoint argue arm arrest arrive ask attack attempt average "
    "await back ban base beat become begin behave bill bind block bomb born borrow brand break brief bring broadcast "
    "broker build burn buy call cancel capture carry cast catch cause celebrate change charge choose claim clarify "
    "clash clean close collaborate collapse combine come comment complain condemn connect consider consult contact "
    "contain continue contract contradict cooperate coordinate cost count crash create criticise criticize cut damage "
    "debate decide decry deem defeat defend delay deliver denounce deplore deploy describe design destroy detail "
    "detain detect develop die direct discover discuss dismiss display double download draft draw drive earn elect "
    "email employ enable end endorse escort estimate evacuate examine exhibit expect expel experience export extend "
    "face fail fall feature feed feel fight fill film finance find fine finish fire fix flee fly focus follow force "
    "forecast form free freeze fuel fund gather get give go grow hail halve hang happen hear help hide highlight hire "
    "hit hold honor hope host house hurt identify import imprison improve include increase infect influence inform "
    "injure inspire install introduce invade invest invite involve issue jail join keep kill know launch lead learn "
    "leave let lie light like link list live load look lose love make manage mark mean measure meet merge message mix "
    "monitor motivate mourn move name need negotiate note notice notify observe occupy occur open operate order "
    "organise organize outline overcome owe own partner pass pay perform phone plan play pose post postpone praise "
    "predict present prevent price print produce project promise prompt protect protest prove provide publish pull "
    "pursue push put qualify quarantine question quit raid raise rank rate reach react read realise rebuild receive "
    "recognise recognize record recover recruit reduce refer regret relate release remain remove reopen replace "
    "rescue resign respond restore restrict resume retire return reveal rid ride rise rule run sack save schedule "
    "score search see seek seem seize sell send sentence separate serve set settle shake share shed ship shoot show "
    "shrink sign slam spark speak spend spread stand star start stay steal step stop storm stream stress strike "
    "structure study succeed suffer support survive suspend swear sweep take talk tax teach tear test text thank "
    "throw tie title total track trade train travel treat trigger try turn underline unite update upload urge use "
    "value visit vote wake want warn waste weigh welcome win wind withdraw witness work"
)

_DOUBLING = words("admit commit compel defer expel forget occur permit rebut refer regret submit begin")
"""Verbs of two syllables that double their last letter; those of one do so as a rule."""
_IRREGULAR = frozenset(IRREGULAR_FORMS.values())
_SHORT = re.compile(r"(?:[^aeiou]|qu)*[aeiou][bdgklmnprt]")


def inflections(lemma: str) -> Iterable[tuple[str, Form]]:
    """The forms of a verb, without those that follow no rule."""
    yield lemma, Form.BASE
    doubles = _SHORT.fullmatch(lemma) or lemma in _DOUBLING
    stem = lemma + lemma[-1] if doubles else lemma
    y = lemma.endswith("y") and lemma[-2] not in "aeiou"
    sibilant = lemma.endswith(("s", "x", "z", "ch", "sh", "o"))
    yield lemma[:-1] + "ies" if y else lemma + ("es" if sibilant else "s"), Form.PRESENT
    if lemma not in _IRREGULAR:
        yield lemma + "d" if lemma.endswith("e") else lemma[:-1] + "ied" if y else stem + "ed", Form.PAST
    silent = lemma.endswith("e") and not lemma.endswith("ee") and lemma != "be"
    yield lemma[:-1] + "ing" if silent else stem + "ing", Form.GERUND


def verb_table(lemmas: Iterable[str]) -> Mapping[str, VerbForm]:
    """Every form of the verbs, by spelling. Where two verbs share a form, the first in the alphabet has it."""
    table: dict[str, VerbForm] = {}
    for lemma in sorted(lemmas):
        for spelling, form in inflections(lemma):
            table.setdefault(spelling, VerbForm(lemma, form))
    for spelling, lemma in IRREGULAR_FORMS.items():
        if lemma in table and not spelling.endswith("ing"):
            table.setdefault(spelling, VerbForm(lemma, Form.PAST))
    # "saw", "found" and the like belong to the frequent verb.
    table.update({"found": VerbForm("find", Form.PAST), "felt": VerbForm("feel", Form.PAST)})
    # "states" are as a rule countries.
    table.pop("states", None)
    return MappingProxyType(table)


class Frame(StrEnum):
    """What stands behind an offering verb."""

    ADDRESS = "address"
    """Whoever is asked: "urged *the embassy* to reconsider"."""
    THING = "thing"
    """What is wanted: "demanded *an apology* from"."""
    GIVE = "give"
    """What the subject itself would give or do: "offered *Sweden a ship*"."""


class OfferCue(NamedTuple):
    """How an offering verb is built, and how surely it makes an offer by itself."""

    frame: Frame
    points: int


class AnswerCue(NamedTuple):
    """What an answering verb means, and how surely it makes a response by itself."""

    stance: Stance
    points: int


Cue = TypeVar("Cue")


def _table(text: str, cue: Mapping[str, Cue]) -> Mapping[tuple[str, str], Cue]:
    table = {}
    for line in text.strip().splitlines():
        name, _, phrases = line.partition(":")
        for phrase in phrases.split(","):
            verb, _, particle = phrase.strip().partition(" ")
            table[verb, particle] = cue[name.strip()]
    return MappingProxyType(table)


OFFERS = _table(
    """
    address 3: ask, urge, implore, beg, exhort, call on, call upon, appeal to, plead with, invite
    address 2: press, pressure, lobby, petition, tell, push
    thing 3: demand, propose, request, call for, ask for, appeal for, plead for, ask that
    thing 3: push for, press for, lobby for, insist on
    thing 2: recommend, suggest, insist, seek, bid for
    give 3: pledge, promise
    give 2: offer
    give 1: vow, volunteer
    """,
    {f"{frame} {points}": OfferCue(frame, points) for frame in Frame for points in (1, 2, 3)},
)

# Adjectives of readiness behind "be", "remain" or "stand".
READINESS = words("ready willing prepared")

# Verbs of giving and letting: who says that it will do this makes a pledge.
GIVING = words(
    "release free allow let permit lift return withdraw reopen restore provide grant resume lend hand pay give "
    "repatriate"
)

OFFER_NOUNS = words(
    "offer offers proposal proposals bid demand demands request requests call calls appeal appeals invitation "
    "plea pleas ultimatum petition concession suggestion recommendation pledge promise counteroffer counter-offer"
)
LIGHT_VERBS = words("make issue send submit table extend put reiterate renew repeat launch file lodge unveil present")

DEAL_NOUNS = words(
    "agreement deal treaty pact accord accords contract memorandum settlement truce ceasefire cease-fire merger "
    "takeover compromise"
)

ANSWERS = _table(
    """
    yes 3: consent to, accede to, comply with
    yes 2: accept, agree, agree to, approve, ratify, grant, sign up, give in, bow to
    no 3: reject, refuse, turn down, rebuff, rule out, spurn, veto
    no 2: decline, dismiss, deny, oppose, resist, object to, vote against, vote down, brush aside, block
    pending 2: consider, study, review, weigh, examine, mull, evaluate, assess
    """,
    {
        f"{said} {n}": AnswerCue(Stance(stance), n)
        for n in (2, 3)
        for said, stance in (("yes", "accepted"), ("no", "rejected"), ("pending", "pending"))
    },
)

# Verbs that report silence when denied: "has not yet answered", "has yet to decide".
SILENT_ANSWERS = words("respond answer reply decide ratify sign approve react accept agree endorse")

# What an offer or a decision is called when it is answered.
ANSWERED_NOUNS = (
    OFFER_NOUNS
    | DEAL_NOUNS
    | words(
        "plan plans idea ban terms condition conditions resolution referendum reform reforms scheme suit lawsuit "
        "motion extension approach package embargo deadline extradition boycott blockade permission entry access "
        "cooperation talks claim claims allegation allegations accusation accusations bill decision ruling measure "
        "measures legislation sanctions nomination endorsement"
    )
)

VERBS = verb_table(
    {verb for verb, _ in OFFERS}
    | {verb for verb, _ in ANSWERS}
    | SPEECH
    | COMMON_VERBS
    | SILENT_ANSWERS
    | LIGHT_VERBS
    | {"sign", "reach", "strike", "seal", "conclude"}
    | GIVING
    | {"be", "have", "do", "acquire", "purchase"}
)
