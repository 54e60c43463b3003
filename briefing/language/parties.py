"""Names of parties as sources vary them: descriptions, spellings of one foreign name, persons part by part, offices."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from briefing.language import _names_data as data
from briefing.language.names import canonical_organisation, canonical_state, fold, kind_of, state_behind, without_titles
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


_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""Endings that tell a son from his father of the same name."""

# Offices that one person holds at a time in a state or a body: who bears another title is one of many.
_HELD_BY_ONE = frozenset(
    {
        *("president", "prime minister", "premier", "chancellor", "king", "queen", "taoiseach", "secretary general"),
        *(f"{portfolio} minister" for portfolio in ("foreign", "defence", "defense", "finance", "interior")),
    }
)
_NOT_YET = frozenset({"elect", "designate", "nominee"})
_MOST_WORDS = 8
"""Words of a name that are read: no person's has more."""


class PersonName(NamedTuple):
    """A person's name without titles, folded. ``first`` is empty where a last name stands alone."""

    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str

    @property
    def is_full(self) -> bool:
        """Whether it says more than a last name and perhaps an initial."""
        return len(self.first) > 1


class Office(NamedTuple):
    """An office that one person holds at a time; ``of`` is the state or body, None where the name does not say."""

    of: str | None
    title: str


@lru_cache(maxsize=8192)
def person_name(name: str) -> PersonName | None:
    """The parts of a person's name; None for a description and for what is too long for a name.

    A name that begins small, as "von der Leyen", is a last name alone.
    """
    bare = without_titles(name)
    words = fold(bare).split()
    if not words or len(words) > _MOST_WORDS:
        return None
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    parts = bare.split()
    if words[-1] in data.PERSON_TITLES and (parts[-1][0].islower() or _body(parts[:-1])):  # "Ohio governor"; no S. King
        return None
    if parts[0][0].islower():
        capital = len(parts) > 1 and not parts[-1][0].islower()
        return PersonName("", (), words[-1], suffix) if capital else None
    if len(words) == 1 or (len(words) == 2 and words[0] in data.TITLE_WORDS):
        return PersonName("", (), words[-1], suffix)
    return PersonName(words[0], tuple(words[1:-1]), words[-1], suffix)


def same_person(one: PersonName, other: PersonName) -> bool:
    """Whether two full names are forms of one: with and without middle initials, an initial for a middle name.

    A whole middle name that one of them lacks leaves it open, and so they are not.
    """
    if (one.first, one.last, one.suffix) != (other.first, other.last, other.suffix):
        return False
    if not one.middle or not other.middle:
        return all(len(word) == 1 for word in (*one.middle, *other.middle))
    return len(one.middle) == len(other.middle) and all(map(_same_middle, one.middle, other.middle))


def spelled_otherwise(one: PersonName, other: PersonName) -> bool:
    """Whether two full names may be spellings of one foreign name: Moammar Gadhafi and Muammar Gaddafi. To be asked
    only of names that stand in one story; with the same last name another first one is another person's."""
    if one.suffix != other.suffix or not (one.is_full and other.is_full):
        return False
    if one.last != other.last:
        return sounds_alike(one.last, other.last) and sounds_alike(one.first, other.first)
    middles = one.first == other.first and len(one.middle) == len(other.middle) > 0
    return middles and all(map(sounds_alike, one.middle, other.middle))


def may_be_related(one: PersonName, other: PersonName) -> bool:
    """Whether two full names may be of relatives, and so none of them an alias of the other: Saif and Muammar Gaddafi,
    but not Joe and Joseph Biden."""
    return one.last == other.last and one.first[:1] != other.first[:1]


def sound_key(person: PersonName) -> str | None:
    """What spellings of one foreign name have in common, None where that is too little."""
    sounds = sound_of(person.first), sound_of(person.last)
    return " ".join(sounds) if all(len(sound) > 1 for sound in sounds) else None


def _same_middle(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


@lru_cache(maxsize=8192)
def office_of(form: str) -> Office | None:
    """The office that a name or description names: "French President Macron" and "the president of France" one of
    France, "the president" one of nobody knows whom. None for titles that many bear, and for what somebody was."""
    words = form.replace("-", " ").split()[: 2 * _MOST_WORDS]
    if len(words) > 1 and words[0] in {"the", "The"}:
        words = words[1:]
    for length in range(min(4, len(words) - 1), -1, -1):
        of = _body(words[:length]) if length else None
        if length and of is None:
            continue
        found = _office(words[length:], of)
        if found:
            return found
    return None


def _office(words: list[str], of: str | None) -> Office | None:
    folded = [fold(word) for word in words]
    end = next((at for at, word in enumerate(folded) if word not in data.TITLE_WORDS), len(folded))
    title, rest = " ".join(folded[:end]), folded[end:]
    if title not in _HELD_BY_ONE or _NOT_YET.intersection(rest[:1]):
        return None
    if of is None and rest[:1] == ["of"]:
        after = words[end + 1 :]
        bodies = (_body(after[:length]) for length in range(min(6, len(after)), 0, -1))
        of = next((body for body in bodies if body), None)
        return Office(of, title) if of else None
    return Office(of, title)


def _body(words: list[str]) -> str | None:
    name = " ".join(words)
    found = canonical_organisation(name) or canonical_state(name)
    return fold(found) if found else None
