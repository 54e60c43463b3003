"""Who is who in a story: names gathered into entities, with pronouns and "the ministry" led back to them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.embedded._names import Mention, NameKind
from briefing.embedded._words import words
from briefing.language import _names_data as data
from briefing.language.names import (
    StateForm,
    acronym_letters,
    canonical_organisation,
    fold,
    initials,
    kind_of,
    state_behind,
    state_mention,
    without_titles,
)
from briefing.schema.terms import ActorKind

Place = tuple[int, int]
"""A sentence and one of its tokens."""

_NOBODY = -1
"""Comes before the number of any entity."""


class Places:
    """The places of some entities; an entity may have one place several times."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, int, int]] = []
        """Sentence, token and number of the entity, in order."""

    def add(self, place: Place, number: int) -> None:
        insort(self._entries, (*place, number))

    def remove(self, place: Place, number: int) -> None:
        """Forget one place that was added."""
        del self._entries[bisect_left(self._entries, (*place, number))]

    def before(self, place: Place) -> Iterator[tuple[Place, int]]:
        """The places in front of a place with their entities, the nearest first; of one place the last entity."""
        for at in range(self._up_to(place) - 1, -1, -1):
            sentence, token, number = self._entries[at]
            yield (sentence, token), number

    def within(self, sentence: int, token: int) -> list[tuple[int, int]]:
        """The tokens of a sentence in front of a token at which entities are named, with their entities."""
        found = self._entries[self._up_to((sentence, 0)) : self._up_to((sentence, token))]
        return [(at, number) for _, at, number in found]

    def last_sentence(self, sentence: int) -> tuple[int, set[int]] | None:
        """The last sentence up to this one in which any entity is named, and those that are."""
        end = self._up_to((sentence + 1, 0))
        if not end:
            return None
        last = self._entries[end - 1][0]
        start = self._up_to((last, 0))
        return last, {number for _, _, number in self._entries[start:end]}

    def _up_to(self, place: Place) -> int:
        return bisect_left(self._entries, (*place, _NOBODY))


_LESSER = words("vice deputy former ex assistant under-secretary incoming")
_MOST_BEARERS = 100
_GROUP = frozenset({ActorKind.GROUP})
_MANY = frozenset({ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.STATE})
_ANYWHERE = words("both the international world global local national")
"""Words before a noun that tell nothing of whose it is."""


@dataclass(slots=True)
class Entity:
    """Somebody named in the story. ``forms`` counts the names it goes by; ``places`` are (sentence, token) pairs."""

    number: int
    name: str
    kind: ActorKind | None
    forms: Counter[str] = field(default_factory=Counter)
    titles: list[str] = field(default_factory=list)
    nouns: Counter[str] = field(default_factory=Counter)
    """Common nouns that were led back to it: "ministry", "commissioner"."""
    places: list[tuple[int, int]] = field(default_factory=list)
    state: str | None = None
    acts: bool = False
    """Named on its own at least once, not only before a noun ("a California judge") or behind "in"."""
    common: bool = False
    """Named by a common noun only: "protesters", "the union"."""
    words: frozenset[str] = frozenset()
    """Of the name, folded."""

    def named_in(self, sentence: int, before: int) -> bool:
        """Whether it is named in a sentence in front of a token."""
        return bisect_left(self.places, (sentence, 0)) < bisect_left(self.places, (sentence, before))


class Cast:
    """The entities of one story, filled in reading order."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self._places = Places()
        self._by_word: defaultdict[str, Places] = defaultdict(Places)
        """By a word of their names: the places of those so called."""
        self._by_initials: defaultdict[str, set[int]] = defaultdict(set)
        self._titled: list[tuple[frozenset[str], int]] = []
        """The words of a title, and who bears it."""
        self._by_form: dict[str, int] = {}
        self.focus: dict[int, tuple[int, ...]] = {}
        """By sentence: the entities that are the subject of its first verb."""
        self._by_last: dict[str, int] = {}
        self._by_first: dict[str, int] = {}

    def add(self, mention: Mention, sentence: int) -> int | None:
        """The entity of a name, new or known; None for adjectives, places and things."""
        if mention.kind in (NameKind.ADJECTIVE, NameKind.PLACE, NameKind.THING):
            return None
        folded = fold(mention.name)
        if len(folded) < 2:
            return None
        number = self._find(mention, folded)
        if number is None and folded in {"north", "south", "east", "west"}:
            return None
        if number is None:
            number = self._new(mention)
        self._note(self.entities[number], mention, folded, sentence)
        return number

    def bearer(self, office: str, sentence: int, token: int) -> int | None:
        """The one person whose title holds all words of ``office`` and makes it no lesser one; None of two."""
        wanted = frozenset(fold(office).split()) - {"the"}
        found = {number for held, number in self._titled if wanted <= held and not (held - wanted) & _LESSER}
        if len(found) != 1:
            return None
        entity = self.entities[found.pop()]
        self._place(entity, (sentence, token))
        entity.nouns[office] += 1
        return entity.number

    def entitle(self, number: int, office: str) -> None:
        """Give a person the office that stands beside the name: "Nancy Pelosi, the Speaker of the House"."""
        self._entitle(self.entities[number], office)
        self.entities[number].kind = ActorKind.PERSON

    def common(self, modifiers: list[str], head: str, sentence: int, token: int, owner: int | None) -> int | None:
        """The entity of a common noun phrase such as "the ministry", "striking workers", "Turkish officials".

        ``modifiers`` are the words before the head without articles, ``owner`` the entity named before or behind it
        ("Tesco officials", "members of the House"). None where the phrase names no party.
        """
        if head in data.SPOKEN_FOR and owner is not None:
            return owner
        state = next((s.state for s in map(state_mention, modifiers) if s), None)
        if state and (head in data.STATE_ORGANS or head in data.SPOKEN_FOR):
            return self._state(state, " ".join([*modifiers, head]), sentence, token)
        if head in data.PERSON_TITLES:
            title = [m for m in modifiers if fold(m) in data.TITLE_WORDS or state_mention(m)]
            known = owner if owner is not None else self.bearer(" ".join([*title, head]), sentence, token)
            if known is not None:
                return known
            return self.people(title, head, sentence, token) if head in data.COMMON_OFFICES else None
        known = self._known_by(head, sentence)
        if known is not None:
            self._place(self.entities[known], (sentence, token))
            self.entities[known].nouns[head] += 1
            return known
        if data.is_group(head) or head in data.COMMON_BODIES:
            return self.people(modifiers, head, sentence, token)
        return None

    def meant_by_they(self, sentence: int, token: int) -> int | None:
        """Whom "they" at a place means: the group or body that was the subject, else the group named last."""
        for back in (sentence - 1, sentence - 2, sentence - 3):
            for number in self.focus.get(back, ()):
                if self.entities[number].kind in _MANY and (back == sentence - 1 or self.entities[number].common):
                    return number
        return self._latest(sentence, token, _GROUP, 5)

    def meant(
        self, sentence: int, token: int, wanted: frozenset[ActorKind | None], quoted: frozenset[int]
    ) -> int | None:
        """Whom a pronoun at a place means: the first fit in its sentence outside the ``quoted`` tokens, else the
        subject of the sentence before it, else who of the kinds was named last, two sentences back at most.
        """
        for at, number in self._places.within(sentence, token):
            entity = self.entities[number]
            if entity.kind in wanted and (entity.acts or entity.common or entity.kind is not None) and at not in quoted:
                return number
        for back in (sentence - 1, sentence - 2):
            for number in self.focus.get(back, ()):
                if self.entities[number].kind in wanted:
                    return number
        return self._latest(sentence, token, wanted, 2)

    def _latest(self, sentence: int, token: int, wanted: frozenset[ActorKind | None], back: int) -> int | None:
        """The entity of the wanted kinds named last before a place, ``back`` sentences back at most."""
        best: tuple[Place, int] | None = None
        for place, number in self._places.before((sentence, token)):
            if place[0] < sentence - back or (best is not None and place != best[0]):
                break
            if self.entities[number].kind in wanted:
                best = place, number
        return best[1] if best else None

    def _state(self, state: str, phrase: str, sentence: int, token: int) -> int:
        """The state that "British officials" speak for; named by the phrase where the text has no name of its own."""
        key = fold(state)
        if key not in self._by_form:
            self.entities.append(Entity(len(self.entities), phrase, ActorKind.STATE, state=state))
            self._by_form[key] = len(self.entities) - 1
        entity = self.entities[self._by_form[key]]
        entity.nouns[phrase] += 1
        self._place(entity, (sentence, token))
        return entity.number

    def _known_by(self, head: str, sentence: int) -> int | None:
        """The entity that a definite noun stands for: "the ministry" for the last ministry named."""
        called = self._by_word[head].last_sentence(sentence) if head in self._by_word else None
        return min(called[1]) if called else None

    def people(self, modifiers: list[str], head: str, sentence: int, token: int) -> int:
        """The entity of a common noun that does what only a party does, so that the noun itself need not be known."""
        key = "noun " + head
        if key not in self._by_form:
            name = " ".join([*modifiers[-2:], head])
            kind = ActorKind.GROUP if data.is_group(head) or head.endswith("s") else ActorKind.ORGANISATION
            kind = ActorKind.PERSON if head in data.COMMON_OFFICES else kind
            self.entities.append(Entity(len(self.entities), name, kind, common=True))
            self._by_form[key] = len(self.entities) - 1
        entity = self.entities[self._by_form[key]]
        self._place(entity, (sentence, token))
        entity.forms[entity.name] += 1
        return entity.number

    def _find(self, mention: Mention, folded: str) -> int | None:
        key = _key(mention.name)
        if key in self._by_form:
            return self._by_form[key]
        parts = folded.split()
        if len(parts) == 1:
            for index in (self._by_last, self._by_first):
                if folded in index:
                    return index[folded]
            return self._by_acronym(mention.name)
        return None

    def _by_acronym(self, name: str) -> int | None:
        if len(name) > 10 or not name[:2].isupper():
            return None
        bearers = self._by_initials.get(acronym_letters(name) or "", ())
        return min((number for number in bearers if len(self.entities[number].words) > 1), default=None)

    def _new(self, mention: Mention) -> int:
        name = mention.name
        state = state_mention(name)
        kind = ActorKind.PERSON if mention.kind is NameKind.PERSON else kind_of(name)
        entity = Entity(len(self.entities), name, kind, state=state.state if state else state_behind(name))
        self.entities.append(entity)
        self._rename(entity, name)
        self._by_form[_key(name)] = entity.number
        return entity.number

    def _note(self, entity: Entity, mention: Mention, folded: str, sentence: int) -> None:
        """Remember a form, and let the fullest one be the name."""
        self._place(entity, (sentence, mention.head))
        entity.forms[mention.name] += 1
        entity.acts = entity.acts or mention.alone
        if mention.title:
            self._entitle(entity, mention.title)
            entity.kind = ActorKind.PERSON
        if mention.acronym:
            entity.forms[mention.acronym] += 1
            self._by_form.setdefault(_key(mention.acronym), entity.number)
            entity.kind = entity.kind or ActorKind.ORGANISATION
        self._by_form.setdefault(_key(mention.name), entity.number)
        self._by_form.setdefault(folded, entity.number)
        parts = folded.split()
        if len(parts) > 1:
            if entity.kind in (None, ActorKind.PERSON):
                self._by_last.setdefault(parts[-1], entity.number)
            if entity.kind in (None, ActorKind.ORGANISATION):
                self._by_first.setdefault(parts[0], entity.number)
        if self._is_fuller(mention, entity):
            self._rename(entity, mention.name)

    def _place(self, entity: Entity, place: Place) -> None:
        """Remember where an entity is named or meant."""
        insort(entity.places, place)
        for known in (self._places, *(self._by_word[word] for word in entity.words)):
            known.add(place, entity.number)

    def _rename(self, entity: Entity, name: str) -> None:
        """Let a fuller form be the name."""
        words = frozenset(fold(name).split())
        for place in entity.places:
            for word in words - entity.words:
                self._by_word[word].add(place, entity.number)
            for word in entity.words - words:
                self._by_word[word].remove(place, entity.number)
        for letters in initials(entity.name):
            self._by_initials[letters].discard(entity.number)
        for letters in initials(name):
            self._by_initials[letters].add(entity.number)
        entity.name, entity.words = name, words

    def _entitle(self, entity: Entity, office: str) -> None:
        """Add an office that an entity is said to hold; of very many, the first are looked at."""
        entity.titles.append(office)
        held = frozenset(fold(office).split()), entity.number
        if held not in self._titled and len(self._titled) < _MOST_BEARERS:
            self._titled.append(held)

    def _is_fuller(self, mention: Mention, entity: Entity) -> bool:
        """A longer name is the fuller one; for a state, its own name is fuller than its capital's."""
        if entity.state and entity.kind is ActorKind.STATE:
            old, new = state_mention(entity.name), state_mention(mention.name)
            return new is not None and new.form is StateForm.NAME and (old is None or old.form is not StateForm.NAME)
        return len(mention.name) > len(entity.name)


def is_generic(name: str, *, common: bool = False) -> bool:
    """Whether a name is that of any such body or office: "Foreign Ministry", and of nouns "leaders", "the mayor"."""
    *before, head = fold(name).split()
    if common and before and set(before) <= _ANYWHERE:
        return True
    if not (common or before) or not set(before) <= data.TITLE_WORDS:
        return False
    # "The mayor" is one of many; "the union" is the one that the story is about.
    bodies = frozenset() if common else data.STATE_ORGANS | data.ORGANISATION_HEADS
    return head in bodies | data.PERSON_TITLES | data.SPOKEN_FOR


def looks_personal(entity: Entity) -> bool:
    """Whether a name of no known kind is a person's: it begins with a given name, or its last part stands alone."""
    parts = entity.name.split()
    if not 2 <= len(parts) <= 4 or not parts[0][0].isupper():
        return False
    alone = fold(parts[-1]) in {fold(form) for form in entity.forms}
    return fold(parts[0]) in data.GIVEN_NAMES or (alone and len(parts) < 4)


def _key(name: str) -> str:
    """One key for all forms of a state or a well-known body."""
    state = state_mention(name)
    if state:
        return fold(state.state)
    return fold(canonical_organisation(name) or without_titles(name))
