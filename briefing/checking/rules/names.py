"""The ways in which a text may name an actor of the draft, and when two actors are surely not one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from briefing.checking.reading import FUNCTION, Reading
from briefing.language._names_data import TITLE_WORDS
from briefing.language.names import (
    StateForm,
    canonical_organisation,
    canonical_state,
    is_acronym_of,
    state_behind,
    state_mention,
    tables,
    without_titles,
)
from briefing.schema.items import ActorFields
from briefing.schema.terms import ActorKind

_ALIKE = 70
"""Similarity of two spellings from which they may be one name."""

Place = tuple[int, int]
"""The words ``[first, last)`` of a reading."""


@lru_cache(maxsize=4096)
def folded_words(form: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without an article before them."""
    words = tuple(Reading(form).folded)
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


class Named:
    """What one actor is called.

    Args:
        forms: its name and aliases.
        kind: None where the draft does not say.
    """

    def __init__(self, forms: Iterable[str], kind: ActorKind | None = None) -> None:
        self.forms = tuple(form for form in forms if form.strip())
        self.kind = kind
        self.person = kind is ActorKind.PERSON
        self.sequences = {words for form in self.forms if (words := folded_words(form))}
        self.words = frozenset(word for words in self.sequences for word in self._telling(words))
        self.proper = frozenset(words for words in self.sequences if not self.words.isdisjoint(words))
        """The forms that are a name, and no description of a person ("the senator from Vermont")."""
        if self.person:
            bare = (folded_words(without_titles(form)) for form in self.forms[:1])
            surnames = {words[-1:] for words in bare if words and words[-1] not in TITLE_WORDS}
            self.sequences |= surnames
            self.proper |= surnames
        known = [canonical_state(form) or canonical_organisation(form) or state_behind(form) for form in self.forms]
        self.canonical = frozenset() if self.person else frozenset(name for name in known if name)

    def _telling(self, words: tuple[str, ...]) -> frozenset[str]:
        """The words of a form that alone may stand for the actor: of a person those that its name has too, of others
        the first and the last."""
        own = folded_words(self.forms[0]) if self.person else words[:1] + words[-1:]
        found = frozenset(own).intersection(words) - FUNCTION
        return found - TITLE_WORDS or found

    @cached_property
    def _by_first(self) -> Mapping[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(self.sequences, key=len, reverse=True):
            found.setdefault(words[0], []).append(words)
        return found

    def places(self, read: Reading) -> list[Place]:
        """Where a text names the actor: by a form in full, a surname, the same state or body."""
        words = read.folded
        found = []
        for at, word in enumerate(words):
            for sequence in self._by_first.get(word, ()):
                if tuple(words[at : at + len(sequence)]) == sequence:
                    found.append((at, at + len(sequence)))
                    break
        if self.canonical:
            found += [place for place, name in known_names(read) if name in self.canonical and place not in found]
        return sorted(found)

    def stand_in(self, read: Reading) -> bool:
        """Whether a text names the actor, if only by a word of its name."""
        return not self.words.isdisjoint(read.folded) or bool(self.canonical and self.places(read))

    def other_than(self, other: Named) -> bool:
        """Whether two actors are surely not one, nor part of one another."""
        if self is other or not self.canonical.isdisjoint(other.canonical):
            return False
        if any(set(a) <= set(b) or set(b) <= set(a) for a in self.proper for b in other.proper):
            return False
        if not (self.kind and other.kind) and not self.words.isdisjoint(other.words):
            return False
        return not any(is_acronym_of(a, b) or is_acronym_of(b, a) for a in self.forms for b in other.forms)


def known_names(read: Reading) -> list[tuple[Place, str]]:
    """States and well-known bodies that a text names, by whatever form."""
    found: list[tuple[Place, str]] = []
    words, folded = read.words, read.folded
    known, longest = tables(), _longest_forms()
    past = 0
    for at, word in enumerate(words):
        if at < past or not word.capital:
            continue
        for length in range(longest.get(word.folded, 0), 0, -1):
            form = " ".join(folded[at : at + length])
            state = known.states.get(form)
            name = state.state if state else known.organisations.get(form)
            if name and not (length == 1 and len(form) <= 4 and not word.form.replace(".", "").isupper()):
                past = at + length
                found.append(((at, past), name))
                break
    return found


@lru_cache(maxsize=1)
def _longest_forms() -> dict[str, int]:
    """The words of the longest form of a state or body that begins with a word, by that word."""
    longest: dict[str, int] = {}
    for form in (*tables().states, *tables().organisations):
        words = form.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


class Actors:
    """The actors of a draft by id."""

    def __init__(self, actors: Mapping[str, ActorFields]) -> None:
        self._named = {key: Named((actor.name, *actor.aliases), actor.kind) for key, actor in actors.items()}

    def __iter__(self) -> Iterator[Named]:
        return iter(self._named.values())

    def get(self, reference: str | None) -> Named | None:
        return self._named.get(reference or "")

    def named(self, reference: str) -> Named:
        """The actor with this id, or the one of this name."""
        return self._named.get(reference) or Named((reference,))

    def called(self, form: str) -> Named | None:
        """The actor that a form of a name is one of."""
        read = Reading(form)
        return next((named for named in self if named.stand_in(read)), None)

    def in_text(self, read: Reading) -> list[tuple[Place, Named]]:
        """The actors that a text names, in order."""
        found = [(place, named) for named in self for place in named.places(read)]
        return sorted(found, key=lambda each: (each[0][0], -each[0][1]))


def capitals(read: Reading) -> Iterator[Place]:
    """Runs of words with capitals, without the titles before them."""
    at = 0
    words = read.words
    while at < len(words):
        if not words[at].capital or words[at].folded in FUNCTION or not words[at].form[0].isalpha():
            at += 1
            continue
        first = at
        at += 1
        while at < len(words) and words[at].capital and read.text[words[at - 1].end : words[at].start] in (" ", "-") and not words[at - 1].form.endswith(("'s", "’s")):
            at += 1
        while first < at and words[first].folded in TITLE_WORDS:
            first += 1
        if first < at:
            yield first, at


def alike(one: Named, other: Named) -> bool:
    """Whether two names may be spellings of one."""
    return any(
        a.startswith(b) or b.startswith(a) or fuzz.ratio(a, b) >= _ALIKE for a in one.words for b in other.words
    ) or "".join(folded_words(one.forms[0])) == "".join(folded_words(other.forms[0])).strip("@")


def is_adjective(form: str) -> bool:
    """Whether a name is that of a people ("Libyan"), or of one of them, and not of a place or body."""
    mention = state_mention(form)
    return form.endswith(("man", "men", "woman", "women")) or (
        mention is not None and mention.form is StateForm.ADJECTIVE
    )


def is_name(form: str) -> bool:
    """Whether a form names somebody outright, and not by an adjective or as "the Russian side"."""
    mention = state_mention(form)
    return mention is None or mention.form is StateForm.NAME
