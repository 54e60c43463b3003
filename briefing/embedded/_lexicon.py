"""Closed word classes of English and the forms of verbs: the little grammar that the rules stand on.

No tagger is used. Those on PyPI that carry their data need NLTK (1 s to import) or vectors, and the rules ask few
questions of a word: does it end a noun phrase, is it a form of a verb that we have a cue for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple


def words(text: str) -> frozenset[str]:
    """The words of a literal as a set."""
    return frozenset(text.split())


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
# Words that open a sentence with a capital and name nobody.
OPENERS = words(
    "whenever wherever whoever whatever nearly almost roughly maybe perhaps somehow somewhere sometimes often "
    "always never indeed certainly surely clearly obviously apparently allegedly reportedly fortunately "
    "unfortunately ultimately today's yesterday's please yes ok okay well oh hi hello dear thanks thank sorry "
    "nor neither either whether according meanwhile however although despite after before during following "
    "since while when if under over in on at by for from with without as the a an this that these those both "
    "all some many most several few there here it he she they we i you his her its their our but and or so "
    "yet then now still only just also even earlier later today yesterday normally currently originally "
    "initially previously recently finally eventually asked speaking citing quoting given based once unlike "
    "like until amid among between no not one two three four five six seven eight nine ten what who which why "
    "how where another each every other others such more less namely per instead nevertheless moreover "
    "furthermore additionally separately elsewhere overall breaking update live watch read photo image video "
    "exclusive analysis opinion"
)
SPEECH = words(
    "say tell add state announce claim report note explain argue insist declare write tweet warn stress "
    "emphasise emphasize comment reply respond continue conclude maintain point remark reiterate confirm "
    "assert admit acknowledge suggest believe think post testify allege describe mention reveal"
)
# Frequent verbs of news that are no cue by themselves; a noun phrase ends before them.
COMMON_VERBS = words(
    "make take give get go come see know find show use work run hold bring lead put keep let begin start stop "
    "turn move become remain stay stand seem appear look leave meet talk speak visit arrive return win lose "
    "play beat kill die injure arrest charge sentence fire shoot attack fight launch open close expect plan "
    "aim try attempt help need want hope like love feel hear read send receive pay cost spend buy sell build "
    "create develop produce include involve cause allow enable prevent force face fail manage serve live own "
    "issue publish release order rule vote elect appoint name call describe consider decide discuss follow "
    "set raise cut rise fall grow increase decrease reduce end finish continue happen occur affect change "
    "improve carry provide apply contact hit reopen restore resume join gather travel step pull push draw "
    "strike seek sign adopt pass suspend restrict ban block remove withdraw deploy protect defend save "
    "replace share reach urge promise focus stress host list collect count mark note base claim test train "
    "teach learn study sing dance cook eat drink sleep wake wear throw catch hang hide shake steal break "
    "choose drive fly ride swim sink freeze tear wind bind feed flee forget forgive light lie mean overcome "
    "prove rid sew shrink spread spring sting swear sweep swing weep bet burst cast hurt quit shed slide "
    "split thrust upset allege detain question search seize raid storm occupy invade bomb evacuate rescue "
    "recover survive suffer experience witness observe monitor inspect track trace locate identify recognise "
    "recognize acknowledge admit realise realize notice discover detect reveal display exhibit feature star "
    "direct film record broadcast air stream download upload post comment click chat message text email phone "
    "ring dial address greet thank praise honour honor celebrate commemorate mourn regret apologise apologize "
    "complain argue debate quarrel clash collide crash explode burn flood damage destroy wreck collapse "
    "repair fix rebuild renovate clean wash empty fill load unload ship deliver import export trade invest "
    "fund finance lend borrow owe earn waste tax fine bill price value estimate measure weigh calculate total "
    "average double triple halve rank rate score defeat trail tie compete qualify advance retire resign hire "
    "recruit employ sack dismiss succeed inherit marry divorce born age design draft print paint sketch carve "
    "craft assemble install equip arm house shelter clothe treat cure heal vaccinate infect contract contain "
    "isolate quarantine diagnose examine operate perform act behave react respond trigger prompt spark fuel "
    "motivate inspire influence shape form structure organise organize arrange coordinate cooperate "
    "collaborate partner ally unite divide separate merge combine mix blend connect link attach detach "
    "underline highlight outline detail specify clarify elaborate pose present introduce welcome escort "
    "accompany chase pursue hunt capture trap jail imprison free escape migrate settle reside inhabit "
    "populate colonise rename label brand title await anticipate predict forecast project warn alert notify "
    "inform brief update advise consult ask cancel delay postpone schedule extend expel invite refer relate "
    "contradict infringe deem agree negotiate broker"
)

_IRREGULAR = {
    "be": "was been being", "have": "had had having", "do": "did done doing", "say": "said said saying",
    "tell": "told told telling", "make": "made made making", "take": "took taken taking",
    "give": "gave given giving", "get": "got got getting", "go": "went gone going", "come": "came come coming",
    "see": "saw seen seeing", "know": "knew known knowing", "find": "found found finding",
    "show": "showed shown showing", "run": "ran run running", "hold": "held held holding",
    "bring": "brought brought bringing", "lead": "led led leading", "put": "put put putting",
    "keep": "kept kept keeping", "let": "let let letting", "begin": "began begun beginning",
    "become": "became become becoming", "stand": "stood stood standing", "leave": "left left leaving",
    "meet": "met met meeting", "speak": "spoke spoken speaking", "win": "won won winning",
    "lose": "lost lost losing", "beat": "beat beaten beating", "shoot": "shot shot shooting",
    "fight": "fought fought fighting", "feel": "felt felt feeling", "hear": "heard heard hearing",
    "read": "read read reading", "send": "sent sent sending", "pay": "paid paid paying",
    "cost": "cost cost costing", "spend": "spent spent spending", "buy": "bought bought buying",
    "sell": "sold sold selling", "build": "built built building", "set": "set set setting",
    "rise": "rose risen rising", "fall": "fell fallen falling", "grow": "grew grown growing",
    "cut": "cut cut cutting", "hit": "hit hit hitting", "draw": "drew drawn drawing",
    "strike": "struck struck striking", "seek": "sought sought seeking", "withdraw": "withdrew withdrawn withdrawing",
    "write": "wrote written writing", "think": "thought thought thinking", "bid": "bid bid bidding",
    "beg": "begged begged begging", "plead": "pleaded pleaded pleading", "spurn": "spurned spurned spurning",
    "swear": "swore sworn swearing", "die": "died died dying", "shut": "shut shut shutting",
    "submit": "submitted submitted submitting", "commit": "committed committed committing",
    "admit": "admitted admitted admitting", "permit": "permitted permitted permitting",
    "refer": "referred referred referring", "stop": "stopped stopped stopping", "plan": "planned planned planning",
    "ban": "banned banned banning", "slam": "slammed slammed slamming", "snub": "snubbed snubbed snubbing",
    "rebut": "rebutted rebutted rebutting", "expel": "expelled expelled expelling",
    "compel": "compelled compelled compelling", "drop": "dropped dropped dropping", "step": "stepped stepped stepping",
    "defer": "deferred deferred deferring", "scrap": "scrapped scrapped scrapping", "veto": "vetoed vetoed vetoing",
    "occur": "occurred occurred occurring", "understand": "understood understood understanding",
    "lay": "laid laid laying", "undertake": "undertook undertaken undertaking", "shun": "shunned shunned shunning",
    "pledge": "pledged pledged pledging", "rip": "ripped ripped ripping", "back": "backed backed backing",
    "choose": "chose chosen choosing", "drive": "drove driven driving", "fly": "flew flown flying",
    "ride": "rode ridden riding", "swim": "swam swum swimming", "sink": "sank sunk sinking",
    "freeze": "froze frozen freezing", "tear": "tore torn tearing", "wind": "wound wound winding",
    "bind": "bound bound binding", "feed": "fed fed feeding", "flee": "fled fled fleeing",
    "forget": "forgot forgotten forgetting", "forgive": "forgave forgiven forgiving",
    "overcome": "overcame overcome overcoming", "eat": "ate eaten eating", "drink": "drank drunk drinking",
    "sing": "sang sung singing", "sleep": "slept slept sleeping", "wake": "woke woken waking",
    "wear": "wore worn wearing", "throw": "threw thrown throwing", "catch": "caught caught catching",
    "hang": "hung hung hanging", "hide": "hid hidden hiding", "shake": "shook shaken shaking",
    "steal": "stole stolen stealing", "break": "broke broken breaking", "teach": "taught taught teaching",
    "swing": "swung swung swinging", "shed": "shed shed shedding", "split": "split split splitting",
    "quit": "quit quit quitting", "hurt": "hurt hurt hurting", "cast": "cast cast casting",
    "spread": "spread spread spreading", "burst": "burst burst bursting", "bet": "bet bet betting",
    "lend": "lent lent lending", "overthrow": "overthrew overthrown overthrowing",
    "uphold": "upheld upheld upholding", "grip": "gripped gripped gripping", "slip": "slipped slipped slipping",
    "ship": "shipped shipped shipping", "trim": "trimmed trimmed trimming", "sail": "sailed sailed sailing",
    "hug": "hugged hugged hugging", "nod": "nodded nodded nodding", "drag": "dragged dragged dragging",
    "stab": "stabbed stabbed stabbing", "grab": "grabbed grabbed grabbing", "rob": "robbed robbed robbing",
    "quiz": "quizzed quizzed quizzing", "jail": "jailed jailed jailing", "mislead": "misled misled misleading",
    "undergo": "underwent undergone undergoing", "bear": "bore borne bearing", "lie": "lay lain lying",
    "repay": "repaid repaid repaying", "overrule": "overruled overruled overruling", "pin": "pinned pinned pinning",
    "top": "topped topped topping", "hop": "hopped hopped hopping", "swap": "swapped swapped swapping",
    "fit": "fitted fitted fitting", "pan": "panned panned panning", "chide": "chided chided chiding",
    "rethink": "rethought rethought rethinking",
}  # fmt: skip


def inflections(lemma: str) -> Iterable[tuple[str, Form]]:
    """The forms of a verb."""
    yield lemma, Form.BASE
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        yield lemma + "es", Form.PRESENT
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield lemma[:-1] + "ies", Form.PRESENT
    else:
        yield lemma + "s", Form.PRESENT
    if lemma in _IRREGULAR:
        past, participle, gerund = _IRREGULAR[lemma].split()
        yield from ((past, Form.PAST), (participle, Form.PAST), (gerund, Form.GERUND))
    elif lemma.endswith("e"):
        yield from ((lemma + "d", Form.PAST), (lemma[:-1] + "ing", Form.GERUND))
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield from ((lemma[:-1] + "ied", Form.PAST), (lemma + "ing", Form.GERUND))
    else:
        yield from ((lemma + "ed", Form.PAST), (lemma + "ing", Form.GERUND))


def verb_table(lemmas: Iterable[str]) -> Mapping[str, VerbForm]:
    """Every form of the verbs, by spelling. Where two verbs share a form, the first in the alphabet has it."""
    table: dict[str, VerbForm] = {}
    for lemma in sorted(lemmas):
        for spelling, form in inflections(lemma):
            table.setdefault(spelling, VerbForm(lemma, form))
    # "saw", "found" and the like belong to the frequent verb.
    table.update({"found": VerbForm("find", Form.PAST), "felt": VerbForm("feel", Form.PAST)})
    # "states" are as a rule countries.
    table.pop("states", None)
    return MappingProxyType(table)
