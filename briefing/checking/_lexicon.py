"""Words that the checks treat by kind: those without content, those that negate, opposites, closed classes.

Everything is lower case; opposites are matched by stem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from briefing.language.stems import stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION = _words("""
a about above according across after again against ago all almost along already also although always am amid among an
and another any anyone anything are around as aside at away back be became because become been before behind being
below beneath beside besides between beyond both but by came can cannot come could did do does doing done down due
during each earlier either else enough etc even ever every everyone everything far few first following for former from
further get gets getting give given go goes going gone got had half has have having he her here hers herself him
himself his how however i if in including indeed instead into is it its itself just last late later latter least less
let like likely made mainly make makes making many may maybe me meanwhile might mine more most mostly much must my
myself near nearly neither next no nobody none nor not nothing now of off often on once one only onto or other others
our ours ourselves out over own per perhaps put quite rather really recent recently s said same say saying says see
seem seemed seems seen several shall she should since so some someone something soon still such t take taken takes
taking than that the their theirs them themselves then there thereby therefore these they thing things this those
though through throughout thus till to today together told tomorrow tonight too took toward towards under unless until
up upon us use used using very via was way we well went were what whatever when where whether which while who whoever
whole whom whose why will with within without would yes yesterday yet you your yours re ve ll d m
""")
"""Words whose absence from a source says nothing."""

AUXILIARY = _words("""
is are was were be been being am has have had do does did will would shall should can could may might must
""")

DETERMINER = _words("the a an this that these those his her its their our my your no any some every each another")

PREPOSITION = _words("""
of in on at by for with from to into over under about against between during before after near through towards within
without across behind since until around outside inside along amid among per via
""")

NEGATION = _words("""
not no never nor neither none nobody nothing without cannot n't cant wont dont doesnt didnt isnt arent wasnt werent
hasnt havent hadnt couldnt wouldnt shouldnt mustnt
didn doesn isn aren wasn weren hasn haven hadn couldn wouldn shouldn mustn
""")
"""Words that turn round what they stand before; forms in ``n't`` count too, also where a page splits them."""

DENIAL = _words("""
refuse decline deny reject fail lack avoid stop halt end ban bar block prevent prohibit forbid oppose dismiss rule
cancel suspend withhold unable unclear unlikely impossible unwilling uncertain unknown unresolved little few hardly
barely scarcely rarely yet only except instead rather absent pending await remain wait but despite less least stall
secret undisclosed delay postpone abandon drop withdraw resist ignore skip miss unanswered undecided unsigned silent
silence
""")
"""Words that deny without being a negation; a claim that negates may stand on one of them."""

NOT_PREFIXED = _words("""
under united union unions unit units until unite unites university universities universal universe unique uniform
understand understands understood understanding undergo underlying unveil unveiled unveils unto uncle
discuss discussed discusses discussion discussions district districts display distance disease diseases distribute
distribution distributed discover discovered discovery dispatch dispatched disaster disasters dispute disputes
disputed discount discipline dish dishes disk distinct distinguish
""")
"""Words that begin like a denial and are none."""

TIME_UNIT = _words("""
second seconds minute minutes hour hours day days week weeks month months year years decade decades century centuries
""")

GENERIC = _words("""
issue issues matter matters move moves bid effort efforts attempt row case situation incident event events way ways
plan plans decision decisions step steps person people man men woman women group groups team member members official
officials part parts place places area areas thing things time times number numbers amount reason reasons result
results problem problems fact facts kind type role side sides point comment comments remark remarks statement news
story report reports deal action actions measure measures process work use end start position view views
""")
"""Nouns so wide that they stand for almost anything."""

WEEKDAY = _words("monday tuesday wednesday thursday friday saturday sunday")

MONTH = _words("january february march april june july august september october november december")
"""Months whose name is no other word; "may" and "march" in lower case are."""

COLOUR = _words("red orange yellow green blue purple pink brown black white grey gray violet turquoise beige maroon")

COMPASS = _words("""
north south east west northern southern eastern western northeast northwest southeast southwest northeastern
northwestern southeastern southwestern
""")

OFFICE = _words("""
president vice-president minister premier chancellor senator congressman congresswoman governor mayor king queen
prince princess pope cardinal archbishop bishop ayatollah ambassador admiral colonel taoiseach
""")
"""Offices that one holds or does not; "chief", "leader" and the like describe many."""

_OPPOSITES = """
accept reject|accept refuse|agree disagree|agree refuse|allow ban|allow forbid|allow prohibit|allow prevent
approve reject|approve block|attack defend|attend miss|arrive leave|arrive depart|ascend descend|begin end
start end|start stop|begin stop|start finish|best worst|better worse|big small|large small|borrow lend
build demolish|build destroy|buy sell|cheap expensive|close open|closed open|closer farther|cold hot
confirm deny|admit deny|continue stop|cooperate clash|create destroy|current former|present former|dead alive
decrease increase|decline rise|decline increase|defeat victory|loss victory|loss gain|demand supply|deny grant
early late|earlier later|easy difficult|easy hard|enable prevent|enemy ally|enter exit|enter leave
exclude include|export import|fail succeed|failure success|fall rise|fast slow|few many|fewer more|first last
full empty|gain lose|win lose|guilty innocent|happy sad|harm help|hate love|high low
higher lower|highest lowest|hire fire|hostile friendly|husband wife|father mother|brother sister|son daughter
uncle aunt|nephew niece|man woman|men women|boy girl|male female|king queen|prince princess|groom bride
grandfather grandmother|actor actress|illegal legal|inside outside|indoor outdoor|join leave|keep drop|less more
least most|liberal conservative|light dark|long short|longer shorter|major minor|majority minority
mandatory voluntary|compulsory voluntary|maximum minimum|new old|newest oldest|young old|younger older
youngest oldest|north south|northern southern|east west|eastern western|official unofficial|oppose support
optimistic pessimistic|parent child|pass fail|past future|peace war|peaceful violent|positive negative
possible impossible|praise criticise|praise criticize|praise condemn|welcome condemn|private public
promote demote|protect attack|defend surrender|push pull|raise lower|raise cut|increase cut|increase reduce
raise reduce|expand shrink|expand cut|strengthen weaken|tighten loosen|tighten ease|escalate ease|worsen improve
receive send|remember forget|rich poor|right wrong|safe dangerous|same different|save spend|shallow deep
single double|single multiple|strong weak|stronger weaker|success failure|temporary permanent|thick thin
threaten reassure|top bottom|true false|up down|upgrade downgrade|urban rural|upper lower|left right
before after|above below|vote abstain|wide narrow|win loss|won lost|with without|asset liability|ask answer
advance retreat|deploy withdraw|arrest release|detain release|convict acquit|hawkish dovish|buyer seller
employer employee|landlord tenant|victim attacker|creditor debtor|lift impose|maintain abandon|rare common
tall short|heavy light|hard soft|deflate inflate|ease worsen|ally rival|domestic foreign
native foreign|winner loser|landslide narrow|both neither|everyone nobody|always never|sometimes never
prior after|resume suspend|resume halt|restore abolish|shrink grow|decline grow|fall grow|drop rise|drop grow
plunge soar|tumble surge|fall surge|fall soar|fall jump|shortage surplus|deficit surplus|lender borrower
superior inferior|entrance exit|maximise minimise|maximize minimize|majority none|ignore heed|resist cooperate
"""


def _opposites() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for pair in _OPPOSITES.replace("\n", "|").split("|"):
        if pair.strip():
            one, other = map(stem, pair.split())
            found[one].add(other)
            found[other].add(one)
    return MappingProxyType({word: frozenset(others) for word, others in found.items()})


OPPOSITES = _opposites()
"""The stems that say the opposite of a stem."""

WEAK_OPPOSITES = _words("""
less more least most few many fewer first last before after with without up down both neither left right old new older
newer late early later earlier same different high low long short big small above below top bottom upper lower
""")
"""Opposites so common that only in one and the same place do they contradict."""

DENIAL_STEMS = frozenset(map(stem, DENIAL))
