"""Words for comparing texts: stems, what a text is about (concepts, without the words that carry no content), rarity.

Two reports of one thing choose other words for it. Where those words are near-synonyms in the language of
negotiation, `_CONCEPTS` gives them one name; nothing else is known about meaning here. A star marks the names of
things: readers are told where sources name one thing differently, and not where their verbs differ.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import Stemmer

IRREGULAR_FORMS = MappingProxyType(
    {
        form: base
        for base, *forms in (
            row.split()
            for row in """
            arise arose arisen|be is are was were been being am|become became|begin began begun|bite bit bitten
            bear bore borne|beat beaten|break broke broken|bring brought|build built|buy bought|catch caught
            choose chose chosen|come came|deal dealt|do did done does|draw drew drawn|drink drank drunk
            drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled
            fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen
            get got gotten|give gave given|go went gone goes|grow grew grown|hang hung|have has had having|hear heard
            hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|leave left|lend lent|lie lain
            light lit|lose lost|make made|mean meant|meet met|pay paid|ride rode ridden|ring rang rung|rise rose risen
            run ran|say said|see saw seen|seek sought|sell sold|send sent|shake shook shaken|shoot shot|show shown
            shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken|spend spent
            stand stood|steal stole stolen|stick stuck|strike struck stricken|swear swore sworn|sweep swept
            swim swam swum|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown
            understand understood|wake woke woken|wear wore worn|win won|withdraw withdrew withdrawn|withhold withheld
            write wrote written|overthrow overthrew overthrown|undergo underwent undergone
            undertake undertook undertaken|uphold upheld|man men|woman women|child children|person people|foot feet
            tooth teeth|wife wives|life lives|half halves|medium media|crisis crises|death dead die died dying deadly
            tie tied tying
            """.replace("\n", "|").split("|")
            if row.strip()
        )
        for form in forms
    }
)
"""The base of each irregular form that news uses daily and that no suffix rule reaches."""


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    """PyStemmer's Snowball stemmer (untyped); English for languages that it has none for."""
    return Stemmer.Stemmer(language if language in Stemmer.algorithms() else "english")


_SNOWBALL = MappingProxyType(
    {
        "da": "danish",
        "de": "german",
        "en": "english",
        "es": "spanish",
        "fi": "finnish",
        "fr": "french",
        "hu": "hungarian",
        "it": "italian",
        "nl": "dutch",
        "no": "norwegian",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sv": "swedish",
        "tr": "turkish",
    }
)


@lru_cache(maxsize=8192)
def stem(word: str, language: str = "en") -> str:
    """The stem of a lower-case word. ``language`` is an ISO 639-1 code; unknown ones are read as English."""
    base = IRREGULAR_FORMS.get(word, word) if language == "en" else word
    stemmed: str = _stemmer(_SNOWBALL.get(language, "english")).stemWord(base)
    return stemmed


_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_HYPHEN = re.compile(r"\b(re|cease|pull|co|non|anti)-(?=\w)")


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())


STOPWORDS = word_set(
    """a about above after again against ago all almost along already also although always am amid among an and
    another any are around as ask at away back be became because become been before being below between both but
    by call came can cannot come could day did do does doing done down during each either else even ever every few
    first for former from further get give go got had has have having he her here hers herself him himself his how
    however i if in into is it its itself just last later least less let like made make makes many may me might
    more most much must my near need never new next no nor not now of off often on once one only onto or other our
    out over own part per put rather said same saw say says second see seem set several she should since so some
    still such take than that the their them then there these they this those though three through thus till time
    to today together told too toward towards two under until up upon us use very via was way we week well went
    were what when where whether which while who whom whose why will with within without would yesterday yet you
    your monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr"""
)

_SPEECH_ACTS = """offer propose proposal demand request call ask urge plea invite invitation readiness ready
willing pledge promise threat threaten suggest suggestion want seek appeal plan hope"""
"""Words that name the act of offering: they say nothing about what is offered."""

_CONCEPTS = """
*post: embassy mission representation consulate legation office
reopen: reopen restore reestablish resume restart revive reinstate
meet: meet meeting talks talk negotiation negotiate dialogue discussion discuss convene summit conference consultation
withdraw: withdraw withdrawal pullout pullback retreat evacuate
*ceasefire: ceasefire truce armistice
free: release free liberate
*captive: hostage captive prisoner detainee
stop: halt stop end cease suspend suspension discontinue freeze
purchase: buy purchase acquire acquisition takeover
pay: pay payment salary wage compensation
*agreement: deal agreement accord pact treaty memorandum settlement
soldier: troop soldier force army military
weapon: weapon arm missile
fund: fund funding money finance budget grant
resign: resign resignation quit
permit: allow permit permission authorise authorize
*punish: sanction penalty punishment embargo
assist: aid help assist assistance support relief
inquiry: inquiry investigation investigate probe
*ballot: election vote ballot poll referendum
widen: expand expansion enlarge enlargement widen extension extend
guard: guarantee assurance assure
"""


def fold(text: str) -> str:
    """Lower case, without accents and typographic variants, for comparing only."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‐", "-").replace("‑", "-"))
        text = "".join(c for c in plain if not unicodedata.combining(c))
    text = text.casefold()
    return _HYPHEN.sub(r"\1", text) if "-" in text else text


def words(text: str) -> list[str]:
    """The folded words of a text in order, without possessive endings and dots of abbreviations."""
    return list(_short_words(text) if len(text) <= _CACHED else _words(text))


def _words(text: str) -> tuple[str, ...]:
    found = []
    for match in _WORD.finditer(fold(text)):
        word = match.group()
        if word.endswith("'s"):
            word = word[:-2]
        found.append(word.replace(".", ""))
    return tuple(found)


_CACHED = 600
"""Characters of the longest text whose words are kept: those of items and quotes are asked for again and again."""

_short_words = lru_cache(maxsize=8192)(_words)


def content(text: str) -> list[str]:
    """The stems of the words that carry content, in order, repeated as in the text."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


def _concepts() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _CONCEPTS.strip().splitlines():
        name, _, members = line.partition(":")
        table.update((stem(member), name.removeprefix("*").upper()) for member in members.split())
    return table


_CONCEPT_OF = _concepts()
THINGS = frozenset(re.findall(r"^\*(\w+)", _CONCEPTS.upper(), re.MULTILINE))
"""The concepts that name things, not acts."""

_ACTS = frozenset(stem(word) for word in _SPEECH_ACTS.split())


def concept(stemmed: str) -> str | None:
    """The name of the set of near-synonyms that a stem is in, in capitals."""
    return _CONCEPT_OF.get(stemmed)


def topics(text: str, without: Iterable[str] = ()) -> frozenset[str]:
    """What a text is about: concepts and stems, without acts of speech and the stems in ``without``."""
    left_out = _ACTS.union(without)
    return frozenset(_CONCEPT_OF.get(s, s) for s in content(text) if s not in left_out)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two sets of topics are, 0 to 1: the geometric mean of Dice's and the overlap coefficient.

    Dice alone punishes a long description of the same thing, overlap alone takes any short one for the same.
    One shared topic is an accident unless one of the sets has no other.
    """
    common = len(one & other)
    smaller = min(len(one), len(other))
    if not smaller or common < min(2, smaller):
        return 0.0
    return math.sqrt(2 * common / (len(one) + len(other)) * common / smaller)


SAME_OFFER = 0.36
"""Least likeness of two offers between the same sides. Reopening embassies and restoring missions score 0.6,
two different invitations to meet 0.25."""

ANSWERS = 0.3
"""Least likeness of an offer and what a response says it answers."""

SAME_QUESTION = 0.55

_ASKING = word_set("accept happen respond answer agre side")


def question_topics(question: str, names: frozenset[str]) -> frozenset[str]:
    """What a question asks about, without ``names`` and the words that ask what comes of a thing."""
    return topics(question, without=names | _ASKING)


_UNKNOWN = 0.45
"""What a concept weighs, which stands for several words: about as much as the words that it stands for."""


def rarity(topic: str) -> float:
    """The weight of a topic (see `topics`), 0 for a word of all texts to 1 for one of none."""
    documents, counts = _counts()
    if topic.isupper():
        return _UNKNOWN
    return math.log((documents + 1) / (counts.get(topic, 0) + 1)) / math.log(documents + 1)


@lru_cache(maxsize=1)
def _counts() -> tuple[int, Mapping[str, int]]:
    """The number of news articles that were counted, and how many of them hold each stem: a part of the file of
    weights by which articles are grouped."""
    weights = json.loads((files("briefing") / "stories" / "_grouping" / "weights.json").read_text(encoding="utf-8"))
    return weights["documents"], weights["counts"]
