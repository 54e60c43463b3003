"""What texts are about, for comparing them: stems and concepts, without the words that carry no content.

Two reports of one thing choose other words for it. Where those words are near-synonyms in the language of
negotiation, `_CONCEPTS` gives them one name; nothing else is known about meaning here. A star marks the names of
things: readers are told where sources name one thing differently, and not where their verbs differ.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from briefing.language.stems import stem

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
