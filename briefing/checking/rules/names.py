"""The ways in which a text may name an actor of the draft, and when two actors are surely not one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from briefing.checking.reading import FUNCTION, ComparedText, Place
from briefing.language._names_data import TITLE_WORDS
from briefing.language.names import (
    StateForm,
    canonical_organisation,
    canonical_state,
    is_acronym_of,
    state_behind,
    state_mention,
    without_titles,
)
from briefing.schema.items import ActorFields
from briefing.schema.terms import ActorKind

_ALIKE = 70
"""Similarity of two spellings from which they may be one name."""


@lru_cache(maxsize=4096)
def folded_words(form: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without an article before them."""
    words = tuple(ComparedText(form).folded)
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

    def places(self, read: ComparedText) -> list[Place]:
        """Where a text names the actor: by a form in full, a surname, the same state or body."""
        words = read.folded
        found = []
        for at, word in enumerate(words) if not self._by_first.keys().isdisjoint(words) else ():
            for sequence in self._by_first.get(word, ()):
                if tuple(words[at : at + len(sequence)]) == sequence:
                    found.append((at, at + len(sequence)))
                    break
        if self.canonical:
            found += [place for place, name in read.known if name in self.canonical and place not in found]
        return sorted(found)

    def stand_in(self, read: ComparedText) -> bool:
        """Whether a text names the actor, if only by a word of its name."""
        return not self.words.isdisjoint(read.folded) or bool(self.canonical and self.places(read))

    def other_than(self, other: Named) -> bool:
        """Whether two actors are surely not one, nor part of one another."""
        if self is other or not self.canonical.isdisjoint(other.canonical):
            return False
        if any({*a}.issubset(b) or {*b}.issubset(a) for a in self.proper for b in other.proper):
            return False
        if not (self.kind and other.kind) and not self.words.isdisjoint(other.words):
            return False
        return not any(is_acronym_of(a, b) or is_acronym_of(b, a) for a in self.forms for b in other.forms)


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
        read = ComparedText(form)
        return next((named for named in self if named.stand_in(read)), None)

    def in_text(self, read: ComparedText) -> list[tuple[Place, Named]]:
        """The actors that a text names, in order."""
        found = [(place, named) for named in self for place in named.places(read)]
        return sorted(found, key=lambda each: (each[0][0], -each[0][1]))


def capitals(read: ComparedText) -> Iterator[Place]:
    """Runs of words with capitals, without the titles before them."""
    words, past = read.words, 0
    for at, word in enumerate(words):
        if at < past or not word.capital or word.folded in FUNCTION:
            continue
        past = at + 1
        while past < len(words) and words[past].capital and _go_together(read, past):
            past += 1
        first = next((each for each in range(at, past) if words[each].folded not in TITLE_WORDS), past)
        if first < past:
            yield first, past


def _go_together(read: ComparedText, at: int) -> bool:
    """Whether a word and the one before it may be parts of one name."""
    before = read.words[at - 1]
    return read.text[before.end : read.words[at].start] in (" ", "-") and not before.form.endswith(("'s", "’s"))


def alike(one: Named, other: Named) -> bool:
    """Whether two names may be spellings of one."""
    return any(a.startswith(b) or b.startswith(a) or fuzz.ratio(a, b) >= _ALIKE for a in one.words for b in other.words)


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
