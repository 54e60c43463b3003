"""Names of those who act: states and their adjectives, capitals and metonyms, kinds and titles by form.

The tables come from the ``countryinfo`` library (names, demonyms, capitals) and `_names_data` (what it lacks). They
are built at the first question, not at import: about 0.1 s, nearly all of it the library's reading of 256 files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from briefing.language import _names_data as data
from briefing.language.countries import countries
from briefing.schema.terms import ActorKind

_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_ACRONYM_DOTS = re.compile(r"\b((?:\w\.){2,})")
_NOT_WORD = re.compile(r"[^\w/]+")
_BETWEEN_WORDS = re.compile(r"[\s\-–/,]+")
_GOVERNMENTS = frozenset({"government", "administration", "authorities", "regime", "side", "leadership"})
_SMALL_WORDS = frozenset({"of", "the", "for", "and", "on", "in", "de", "du", "des", "la", "le", "et", "to", "&"})


class StateForm(StrEnum):
    """How a form names a state."""

    NAME = "name"
    ADJECTIVE = "adjective"
    """Demonyms too: "Russian", "Dane"."""
    CAPITAL = "capital"
    """The state where it acts ("Moscow said"), a place where it does not ("in Moscow")."""
    METONYM = "metonym"
    """A building, a nickname, "the Russian side"."""


@dataclass(frozen=True, slots=True)
class StateMention:
    """A form that names a state, and how."""

    state: str
    form: StateForm


@dataclass(frozen=True, slots=True)
class NameTables:
    """The gazetteers, by folded form (see `fold`)."""

    states: Mapping[str, StateMention]
    organisations: Mapping[str, str]
    longest: int
    """Words in the longest form."""


def fold(name: str) -> str:
    """One spelling for comparing names: no case, accents, possessive, dots of acronyms or leading "the"."""
    if name.isascii() and name.isalnum():
        return name.lower()
    return _folded(name) if len(name) <= _CACHED else _fold(name)


def _fold(name: str) -> str:
    text = name.replace("’", "'")
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.replace("\u0131", "i"))
        text = "".join(c for c in parts if not unicodedata.combining(c))
    if "." in text:
        text = _ACRONYM_DOTS.sub(lambda m: m[1].replace(".", ""), text)
    words = _NOT_WORD.sub(" ", _POSSESSIVE.sub("", text).casefold()).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


# Names come back all the time: in 600 news articles 96% of the calls were for one that had been folded already.
_CACHED = 80
_folded = lru_cache(maxsize=8192)(_fold)


def canonical_state(name: str) -> str | None:
    """The English name of the state that ``name`` names by name, adjective, capital or metonym, else None.

    ``canonical_state("Moscow") == canonical_state("Russian") == "Russia"``. Whether a capital stands for the state
    or for the place is the caller's to judge. Acronyms must be upper case: "us" is no state.
    """
    mention = state_mention(name)
    return mention.state if mention else None


def state_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of the state that ``name`` names (``RUS`` for Moscow), None where it names none."""
    state = canonical_state(name)
    return next((country.code for country in countries() if state and country.name == state and country.code), None)


def state_mention(name: str) -> StateMention | None:
    """The state that ``name`` names, and whether by name, adjective, capital or metonym; None where none."""
    folded = fold(name)
    found = tables().states.get(folded)
    if found is None or (len(folded) <= 4 and " " not in folded and name.islower()):
        return None
    return found


def is_capital(name: str) -> bool:
    """Whether ``name`` is a capital city, be it one that is said for another body too: "Paris", "Brussels"."""
    return fold(name) in _capitals()


@lru_cache(maxsize=1)
def _capitals() -> frozenset[str]:
    told = {name for name, mention in tables().states.items() if mention.form is StateForm.CAPITAL}
    named = {fold(country.capital) for country in countries() if country.capital}
    return frozenset(told | named) - data.CAPITALS_LEFT_OUT


@lru_cache(maxsize=4096)
def state_behind(name: str) -> str | None:
    """The state that speaks through ``name``: itself, or one of its organs or leaders by form.

    "Russian Foreign Ministry", "the British government", "Government of India" and "French President Emmanuel Macron"
    speak for Russia, the United Kingdom, India and France. "Russian Railways" does not speak for Russia.
    """
    direct = canonical_state(name)
    if direct:
        return direct
    words = fold(name).split()
    if not words:
        return None
    head = _head_at(words)
    leader = _leading_state(words)
    if leader:
        state, rest = leader
        title = rest[: _title_length(rest)]
        if words[head] in data.STATE_ORGANS or (title and data.PERSON_TITLES.intersection(title)):
            return state
    if words[head] in data.STATE_ORGANS | data.PERSON_TITLES and words[head + 1 : head + 2] == ["of"]:
        return canonical_state(" ".join(words[head + 2 :]).upper())
    return None


def canonical_organisation(name: str) -> str | None:
    """The usual name of a well-known body: "EU" and "the European Union" are one. None where it is not known."""
    folded = fold(name)
    if len(folded) <= 4 and name.islower():
        return None
    return tables().organisations.get(folded)


def without_titles(name: str) -> str:
    """``name`` without the article, state, body and title before it.

    "French President Emmanuel Macron" and "NATO chief Jens Stoltenberg" leave "Emmanuel Macron", "Jens Stoltenberg".
    A name that is a title alone ("the Secretary-General") stays as it is, but for its article.
    """
    return _untitled(name) if len(name) <= _CACHED else _without_titles(name)


def _without_titles(name: str) -> str:
    words = name.split()
    folded = [fold(word) or word for word in words]
    titles = [set(word.split()) <= data.TITLE_WORDS for word in folded]
    start = _bearer_length(words, folded, titles)
    while start < len(words) and (titles[start] or words[start] in {"of", "for", "and"}):
        start += 1
    whole = words[1:] if folded and folded[0] == "the" and len(words) > 1 else words
    if start and (words[start - 1] in {"of", "for"} or folded[-1] in data.ORGANISATION_HEADS | data.STATE_ORGANS):
        return " ".join(whole)
    return " ".join(words[start:] or whole)


_untitled = lru_cache(maxsize=8192)(_without_titles)


def _bearer_length(words: list[str], folded: list[str], titles: list[bool]) -> int:
    """Words before a title that say whose it is: "French" of "French President", "NATO" of "NATO chief"."""
    leader = _leading_state([w for w in folded if w != "the"])
    skipped = folded[:1] == ["the"]
    length = (
        len(folded) - skipped - len(leader[1]) if leader else int(len(words) > skipped and _is_acronym(words[skipped]))
    )
    length += skipped
    return length if length > skipped and length < len(words) and titles[length] else 0


@lru_cache(maxsize=4096)
def kind_of(name: str) -> ActorKind | None:
    """The kind that the form of ``name`` shows, None where it shows none (a bare "Tesco" or "Macron")."""
    mention = state_mention(name)
    if mention:
        return ActorKind.GROUP if mention.form is StateForm.ADJECTIVE and name.endswith("s") else ActorKind.STATE
    if canonical_organisation(name):
        return ActorKind.ORGANISATION
    words = fold(name).split()
    if not words:
        return None
    head = words[_head_at(words)]
    leader = _leading_state(words)
    if head in _GOVERNMENTS and (leader or state_behind(name)):
        return ActorKind.STATE
    title = _title_length(leader[1] if leader else words)
    if title and data.PERSON_TITLES.intersection((leader[1] if leader else words)[:title]):
        return ActorKind.PERSON
    if head in data.ORGANISATION_HEADS or (len(words) > 1 and words[-1] in data.FIRM_ENDINGS):
        return ActorKind.ORGANISATION
    if head in data.GROUP_HEADS:
        return ActorKind.GROUP
    return ActorKind.ORGANISATION if _is_acronym(name) else None


def is_acronym_of(short: str, full: str) -> bool:
    """Whether ``short`` is made of the first letters of ``full``: "RIAA", "NHC"; small words may count or not."""
    return acronym_letters(short) in initials(full)


def acronym_letters(name: str) -> str | None:
    """The letters of what may be an acronym, None where a name is none."""
    letters = fold(name).replace(" ", "")
    return letters if 2 <= len(letters) <= 10 and _is_acronym(name.strip()) else None


def initials(full: str) -> tuple[str, ...]:
    """The first letters of the words of a name, of all and of all but the small ones; none of a single word."""
    words = [w for w in _BETWEEN_WORDS.split(fold(full)) if w]
    if len(words) < 2:
        return ()
    return "".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SMALL_WORDS)


def same_actor(first: str, second: str) -> bool:
    """Whether two names are forms of one actor by form alone, without the text they stand in.

    Equal after folding; one state by name, capital or metonym; one well-known body; an acronym and its full form; a
    person's full name and its last part, with or without titles; a firm with and without its ending. An adjective
    alone ("Russian") is nobody, and an organ is not its state: see `state_behind` for that.
    """
    a, b = _read(first), _read(second)
    if not a.folded or not b.folded:
        return False
    if a.folded == b.folded:
        return True
    if a.state or b.state:
        return _one_state(a.state, b.state)
    if a.body and b.body:
        return a.body == b.body
    if a.letters in b.initials or b.letters in a.initials:
        return True
    return _contains(a, b) or _contains(b, a)


class _Name(NamedTuple):
    """A name as it is compared with others: read once, since each is compared with many.

    ``bare`` are its words without titles, ``letters`` what it is an acronym of, None where it is none.
    """

    folded: str
    state: StateMention | None
    body: str | None
    letters: str | None
    initials: tuple[str, ...]
    bare: tuple[str, ...]
    organisation: bool


@lru_cache(maxsize=8192)
def _read(name: str) -> _Name:
    return _Name(
        fold(name),
        state_mention(name),
        canonical_organisation(name),
        acronym_letters(name),
        initials(name),
        tuple(fold(without_titles(name)).split()),
        kind_of(name) is ActorKind.ORGANISATION,
    )


@lru_cache(maxsize=8192)
def handles(name: str) -> frozenset[tuple[str, str]]:
    """What a name may be recognised by: two of which `same_actor` holds have one of them in common.

    So of many names only those that share one need be compared with each other.
    """
    read = _read(name)
    found = [("name", read.folded), *(("initials", each) for each in (read.letters, *read.initials) if each)]
    found += [("state", read.state.state)] if read.state else []
    found += [("body", read.body)] if read.body else []
    found += [("first", word) for word in read.bare[:1]] + [("last", word) for word in read.bare[-1:]]
    return frozenset(found)


def all_state_forms() -> Iterable[tuple[str, StateMention]]:
    """Every folded form of every state with what it names, in a fixed order."""
    return tables().states.items()


@lru_cache(maxsize=1)
def tables() -> NameTables:
    """The gazetteers, built once at the first question."""
    states = _state_table()
    bodies: dict[str, str] = {}
    for name, forms in data.ORGANISATIONS.items():
        for form in (name, *forms):
            bodies.setdefault(fold(form), name)
    longest = max(form.count(" ") + 1 for form in (*states, *bodies))
    return NameTables(MappingProxyType(states), MappingProxyType(bodies), longest)


def _state_table() -> dict[str, StateMention]:
    found: dict[str, StateMention] = {}

    def add(state: str, forms: Iterable[str], kind: StateForm) -> None:
        for form in forms:
            folded = fold(form)
            if folded:
                found.setdefault(folded, StateMention(state, kind))

    for country in countries():
        add(country.name, (country.name, *country.names), StateForm.NAME)
    for state, names in data.STATE_NAMES.items():
        add(state, (state, *names), StateForm.NAME)
    for state, forms in data.METONYMS.items():
        add(state, forms, StateForm.METONYM)
    for state, forms in data.ADJECTIVES.items():
        add(state, (*forms, *_plurals(forms)), StateForm.ADJECTIVE)
    for country in countries():
        add(country.name, (*country.adjectives, *_plurals(country.adjectives)), StateForm.ADJECTIVE)
    for state, forms in data.CAPITALS.items():
        add(state, forms, StateForm.CAPITAL)
    for country in countries():
        if country.capital and fold(country.capital) not in data.CAPITALS_LEFT_OUT:
            add(country.name, (country.capital,), StateForm.CAPITAL)
    # A body wins over a place: "Brussels" acts as the Union, "Congress" as the American one.
    for forms in data.ORGANISATIONS.values():
        for form in forms:
            found.pop(fold(form), None)
    return found


def _plurals(forms: Iterable[str]) -> list[str]:
    return [form + "s" for form in forms if form and form[-1] not in "sh"]


def _one_state(a: StateMention | None, b: StateMention | None) -> bool:
    return a is not None and b is not None and a.state == b.state and StateForm.ADJECTIVE not in (a.form, b.form)


def _leading_state(words: list[str]) -> tuple[str, list[str]] | None:
    """The state that the first one to four words name, and the words after it."""
    states = tables().states
    for length in range(min(4, len(words)), 0, -1):
        mention = states.get(" ".join(words[:length]))
        if mention:
            return mention.state, words[length:]
    return None


def _title_length(words: list[str]) -> int:
    length = 0
    while length < len(words) and words[length] in data.TITLE_WORDS:
        length += 1
    return length


def _head_at(words: list[str]) -> int:
    """Where the word stands that says what a name is: the last one, or the last before "of", "for", "in" or "on"."""
    for at, word in enumerate(words):
        if at and word in {"of", "for", "in", "on", "against"}:
            return at - 1
    return len(words) - 1


def _is_acronym(name: str) -> bool:
    letters = name.replace(".", "")
    return (
        2 <= len(letters) <= 8
        and letters[0].isalpha()
        and sum(c.isupper() for c in letters) >= max(2, len(letters) - 2)
    )


def _contains(long: _Name, short: _Name) -> bool:
    """Whether the longer name holds the shorter as a person's last part or a firm's first."""
    full, part = long.bare, short.bare
    if full == part:
        return bool(full) and not set(full) <= data.TITLE_WORDS
    if not part or len(part) >= len(full) or len("".join(part)) < 3:
        return False
    if full[-len(part) :] == part and not long.organisation:
        return part[-1] not in data.ORGANISATION_HEADS | data.GROUP_HEADS | data.TITLE_WORDS
    rest = full[len(part) :]
    return full[: len(part)] == part and all(w in data.FIRM_ENDINGS | {"group", "company", "party"} for w in rest)
