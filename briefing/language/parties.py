"""Names of parties as sources vary them: descriptions, spellings of one foreign name."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from briefing.language.names import canonical_organisation, fold, kind_of, state_behind, without_titles
from briefing.language.topics import content, likeness, word_set
from briefing.schema.terms import ActorKind

# Descriptions that say who only inside their own article: two articles' "the president" may be two people.
_GENERIC = word_set(
    """president prime minister premier chancellor king queen government ministry minister foreign secretary general
    secretary-general alliance bloc union company firm bank club team police court army military side officials
    official leader leaders spokesman spokeswoman spokesperson rebels protesters opposition party parliament senate
    house congress council commission committee agency group families workers residents lawmakers ministers diplomats
    troops deputy vice chief head mayor governor speaker majority minority defence defense finance of and its
    their"""
)
_LIGHT = frozenset(content("group leader leaders official officials member members side representatives us"))
"""Words of a description that say nothing about whom it describes."""

_SAME_DESCRIPTION = 0.7
"""Least likeness of two descriptions of one group: "rebels" and "Libyan rebels" are 0.82, two of two words that share
one are none."""

_SPELLED_ALIKE = 0.6
"""Least likeness of the letters of spellings that sound alike: Gadhafi and Qaddafi have 0.71, Gates and Katz 0.4."""

_MOST_NAMES = 3
"""Words of a name that a last name alone may stand for."""

_SOUNDS = (("ph", "f"), ("ck", "k"), ("th", "t"), ("dh", "d"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("zh", "z"))
_LETTERS = str.maketrans({"q": "k", "c": "k", "g": "k", "z": "s", "v": "w", "y": None, "h": None, "'": None, "-": None})
_VOWELS = re.compile(r"[aeiou]")
_DOUBLED = re.compile(r"(.)\1+")


def is_generic(name: str) -> bool:
    """Whether a name is a description that says who only inside its own article, such as "the alliance"."""
    return all(word in _GENERIC for word in fold(name).split())


@lru_cache(maxsize=8192)
def sound_of(word: str) -> str:
    """The consonants that spellings of one foreign name have in common: Gadhafi, Gaddafi, Qaddafi."""
    sound = fold(word)
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", sound.translate(_LETTERS)))


@lru_cache(maxsize=8192)
def spelled_alike(one: str, other: str) -> bool:
    """Whether two names may be spellings of one person's: last names that sound alike, and so do the first ones.

    A last name alone is taken for the whole: to be asked only of names that stand in one story.
    """
    first, second = (without_titles(name).split() for name in (one, other))
    if not first or not second or not (first[-1][0].isupper() and second[-1][0].isupper()):
        return False
    if not sounds_alike(fold(first[-1]), fold(second[-1])):
        return False
    if min(len(first), len(second)) == 1:
        return first[-1] != second[-1] and max(len(first), len(second)) <= _MOST_NAMES
    return sounds_alike(fold(first[0]), fold(second[0]))


def sounds_alike(one: str, other: str) -> bool:
    """Whether two folded words may be spellings of one: the same consonants, and most letters."""
    if one == other:
        return True
    sound = sound_of(one)
    if len(sound) < 2 or sound != sound_of(other):
        return False
    return DamerauLevenshtein.normalized_similarity(one, other) >= _SPELLED_ALIKE


@lru_cache(maxsize=8192)
def described_alike(one: str, other: str) -> bool:
    """Whether two names may describe one group or faction: "rebels" and "the Libyan rebels", "Senate Republicans" and
    "Republicans". To be asked only of names that stand in one story; states and persons are no groups."""
    first, second = _description(one), _description(other)
    bodies = (told for name, told in ((one, first), (other, second)) if canonical_organisation(name))
    return all(body <= first & second for body in bodies) and likeness(first, second) >= _SAME_DESCRIPTION


@lru_cache(maxsize=8192)
def _description(name: str) -> frozenset[str]:
    return frozenset() if state_behind(name) or kind_of(name) is ActorKind.PERSON else frozenset(content(name)) - _LIGHT
