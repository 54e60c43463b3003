"""Who is who in a story: names gathered into entities, with pronouns and "the ministry" led back to them."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import Counter
from dataclasses import dataclass, field

from briefing.embedded._groups import is_group
from briefing.embedded._lexicon import words
from briefing.embedded._mentions import Mention, NameKind
from briefing.language import _names_data as data
from briefing.language.names import (
    StateForm,
    canonical_organisation,
    fold,
    is_acronym_of,
    kind_of,
    state_behind,
    state_mention,
    without_titles,
)
from briefing.schema.terms import ActorKind

SPOKEN_FOR = words(
    "spokesman spokeswoman spokesperson spokespeople official officials representative representatives member "
    "members leaders delegates negotiators lawyers attorneys officers executives bosses sources source "
    "authorities diplomats side delegation statement team camp office campaign allies aides administration "
    "government board management leadership directors"
)
"""Heads that speak for whoever stands before or behind them: "NATO officials", "members of the House"."""
_FIRM_NOUNS = words(
    "company firm retailer chain manufacturer maker carmaker carrier airline bank giant group operator "
    "supplier developer publisher brand business studio network label"
)
_BODY_NICKNAMES = {"alliance": "NATO", "bloc": "European Union"}
_NOT_ACTORS = words(
    "internet christmas easter bible earth god covid sunday euro english atlantic pacific summer spring "
    "winter autumn february ramadan"
)
_GROUP = frozenset({ActorKind.GROUP})
_MANY = frozenset({ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.STATE})
_INITIAL = re.compile(r"[A-Z]\.?$")
_END = 1 << 30
"""More tokens than a sentence has."""
_LESSER = words("vice deputy former ex assistant under-secretary incoming")
_COMMON_BODIES = words(
    "union unions government parliament police court embassy council commission party opposition club "
    "ministry committee agency church army military authorities hospital university school airline senate "
    "congress cabinet regulator regulators watchdog federation league association"
)
"""Bodies that act in a story without a name: "the union", "police"."""
_OFFICES = words(
    "mayor governor president premier minister king queen prince pope judge coach manager chancellor "
    "ambassador bishop chairman chairwoman ceo speaker senator sheriff commissioner founder owner"
)
"""Offices whose bearer may act in a story without being named."""
_PUBLIC_HEADS = data.ORGANISATION_HEADS - _FIRM_NOUNS - words("corporation group partnership fund foundation")


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
    offices: list[frozenset[str]] = field(default_factory=list)
    """The words of each title, folded."""

    def rename(self, name: str) -> None:
        """Let a fuller form be the name."""
        self.name = name
        self.words = frozenset(fold(name).split())

    def entitle(self, office: str) -> None:
        """Add an office that it is said to hold."""
        self.titles.append(office)
        self.offices.append(frozenset(fold(office).split()))


class Cast:
    """The entities of one story, filled in reading order."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self._by_form: dict[str, int] = {}
        self.focus: dict[int, tuple[int, ...]] = {}
        """By sentence: the entities that are the subject of its first verb."""
        self._by_last: dict[str, int] = {}
        self._by_first: dict[str, int] = {}

    def add(self, mention: Mention, sentence: int) -> int | None:
        """The entity of a name, new or known; None for adjectives, places, things and what is nobody ("Easter")."""
        if mention.kind in (NameKind.ADJECTIVE, NameKind.PLACE, NameKind.THING):
            return None
        folded = fold(mention.name)
        if len(folded) < 2 or folded in _NOT_ACTORS:
            return None
        number = self._find(mention, folded)
        if number is None and folded in {"north", "south", "east", "west"}:
            return None
        if number is None:
            number = self._new(mention)
        self._note(self.entities[number], mention, folded, sentence)
        return number

    def bearer(self, office: str, sentence: int, token: int, owner: int | None = None) -> int | None:
        """The person whose title holds all words of ``office``: the last before a place, else the first behind.

        Where the office is somebody's ("Norway's premier"), only a person whose title names that ``owner``.
        """
        wanted = set(fold(office).split()) - {"the"}
        before: tuple[tuple[int, int], int] | None = None
        behind: tuple[tuple[int, int], int] | None = None
        for entity in self.entities:
            if not wanted or not _bears(entity, wanted) or not (owner is None or self._serves(entity, owner)):
                continue
            for place in entity.places:
                if place < (sentence, token):
                    before = max(before or (place, entity.number), (place, entity.number))
                elif behind is None or place < behind[0]:
                    behind = place, entity.number
        found = before or behind
        if found is None:
            return None
        insort(self.entities[found[1]].places, (sentence, token))
        self.entities[found[1]].nouns[office] += 1
        return found[1]

    def borne_by_many(self, office: str) -> bool:
        """Whether two persons of the story bear an office, so that it names neither."""
        wanted = set(fold(office).split()) - {"the"}
        return sum(_bears(entity, wanted) for entity in self.entities) > 1

    def _serves(self, entity: Entity, owner: int) -> bool:
        """Whether a person's title names a body or a state, or names none at all."""
        known = self.entities[owner]
        states = {s.state for title in entity.titles for s in map(state_mention, title.split()) if s}
        return not states or known.state is None or known.state in states

    def entitle(self, number: int, office: str) -> None:
        """Give a person the office that stands beside the name: "Nancy Pelosi, the Speaker of the House"."""
        self.entities[number].entitle(office)
        self.entities[number].kind = ActorKind.PERSON

    def common(self, modifiers: list[str], head: str, sentence: int, token: int, owner: int | None) -> int | None:
        """The entity of a common noun phrase such as "the ministry", "striking workers", "Turkish officials".

        ``modifiers`` are the words before the head without articles, ``owner`` the entity named before or behind it
        ("Tesco officials", "members of the House"). None where the phrase names no party.
        """
        if head in SPOKEN_FOR and owner is not None:
            return owner
        state = next((s.state for s in map(state_mention, modifiers) if s), None)
        if state and (head in data.STATE_ORGANS or head in SPOKEN_FOR):
            if head in {"army", "military", "navy", "forces", "troops", "police"}:
                return self._by_form.get(fold(state))
            return self._state(state, " ".join([*modifiers, head]), sentence, token)
        if head in data.PERSON_TITLES:
            title = [m for m in modifiers if fold(m) in data.TITLE_WORDS or state_mention(m)]
            known = self.bearer(" ".join([*title, head]), sentence, token, owner)
            if known is not None or owner is not None:
                return known if known is not None else owner
            return self._noun(title, head, sentence, token) if head in _OFFICES else None
        known = self._known_by(head, sentence)
        if known is not None:
            insort(self.entities[known].places, (sentence, token))
            self.entities[known].nouns[head] += 1
            return known
        if is_group(head) or head in _COMMON_BODIES:
            return self._noun(modifiers, head, sentence, token)
        return None

    def meant_by_they(self, sentence: int, token: int) -> int | None:
        """Whom "they" at a place means: the group or body that was the subject, else the group named last."""
        for back in (sentence - 1, sentence - 2, sentence - 3):
            for number in self.focus.get(back, ()):
                if self.entities[number].kind in _MANY and (back == sentence - 1 or self.entities[number].common):
                    return number
        return self._latest(sentence, token, _GROUP, 5)

    def meant_in_speech(
        self, sentence: int, token: int, wanted: frozenset[ActorKind | None], speaker: int | None
    ) -> int | None:
        """Whom a pronoun inside a quotation means: only somebody named in the same sentence, and nobody else there.

        What a speaker's "he" means stands as a rule in what was said before, which is not printed.
        """
        here = {
            e.number
            for e in self.entities
            if e.kind in wanted and e.number != speaker and any(p[0] == sentence and p[1] < token for p in e.places)
        }
        return here.pop() if len(here) == 1 else None

    def meant(
        self, sentence: int, token: int, wanted: frozenset[ActorKind | None], quoted: frozenset[int]
    ) -> int | None:
        """Whom a pronoun at a place means: the first fit in its sentence outside the ``quoted`` tokens, else the
        subject of the sentence before it, else who of the kinds was named last, two sentences back at most.
        """
        here = [
            (place[1], e.number)
            for e in self.entities
            if e.kind in wanted and (e.acts or e.common or e.kind is not None)
            for place in e.places
            if place[0] == sentence and place[1] < token and place[1] not in quoted
        ]
        if here:
            return min(here)[1]
        if token > 1 and self.focus.get(sentence) == ():
            # Somebody who is not known is the subject here, and may be meant.
            return None
        for back in (sentence - 1, sentence - 2):
            for number in self.focus.get(back, ()):
                if self.entities[number].kind in wanted:
                    return number
        return self._latest(sentence, token, wanted, 2)

    def _latest(self, sentence: int, token: int, wanted: frozenset[ActorKind | None], back: int) -> int | None:
        """The entity of the wanted kinds named last before a place, ``back`` sentences back at most."""
        best: tuple[tuple[int, int], int] | None = None
        for entity in self.entities:
            if entity.kind not in wanted:
                continue
            for place in reversed(entity.places):
                if place < (sentence, token):
                    if place[0] >= sentence - back and (best is None or place > best[0]):
                        best = place, entity.number
                    break
        return best[1] if best else None

    def _state(self, state: str, phrase: str, sentence: int, token: int) -> int:
        """The state that "British officials" speak for; named by the phrase where the text has no name of its own."""
        key = fold(state)
        if key not in self._by_form:
            self.entities.append(Entity(len(self.entities), phrase, ActorKind.STATE, state=state))
            self._by_form[key] = len(self.entities) - 1
        entity = self.entities[self._by_form[key]]
        entity.nouns[phrase] += 1
        insort(entity.places, (sentence, token))
        return entity.number

    def _known_by(self, head: str, sentence: int) -> int | None:
        """The entity that a definite noun stands for: "the ministry" for the last ministry named."""
        nickname = _BODY_NICKNAMES.get(head)
        if nickname:
            return self._by_form.get(fold(nickname))
        best: tuple[int, int] | None = None
        firms = set()
        for entity in self.entities:
            index = bisect_right(entity.places, (sentence, _END))
            last = entity.places[index - 1][0] if index else -1
            # "the company" is whoever was spoken of just now; further back it may be another one.
            near = last >= sentence - 2
            firm = head in _FIRM_NOUNS and near and self._is_firm(entity)
            firms |= {entity.number} if firm and last >= 0 else set()
            fits = head in entity.words or firm
            if fits and last >= 0 and (best is None or last > best[0]):
                best = last, entity.number
        # Of two firms spoken of just now, "the company" may be either.
        return best[1] if best and not (best[1] in firms and len(firms) > 1) else None

    def _is_firm(self, entity: Entity) -> bool:
        """Whether "the company" can mean it: a body with a name of its own that acts, of no public kind."""
        if entity.common or not entity.acts or entity.kind not in (ActorKind.ORGANISATION, None):
            return False
        if entity.kind is None and looks_personal(entity):
            return False
        return not entity.words & _PUBLIC_HEADS and canonical_organisation(entity.name) is None

    def _noun(self, modifiers: list[str], head: str, sentence: int, token: int) -> int:
        key = "noun " + head
        if key not in self._by_form:
            name = " ".join([*modifiers[-2:], head])
            kind = ActorKind.GROUP if is_group(head) else ActorKind.ORGANISATION
            kind = ActorKind.PERSON if head in _OFFICES else kind
            self.entities.append(Entity(len(self.entities), name, kind, common=True))
            self._by_form[key] = len(self.entities) - 1
        entity = self.entities[self._by_form[key]]
        insort(entity.places, (sentence, token))
        entity.forms[entity.name] += 1
        return entity.number

    def _find(self, mention: Mention, folded: str) -> int | None:
        if folded in {"north", "south"}:
            return self._by_form.get(f"{folded} korea")
        key = _key(mention.name)
        if key in self._by_form:
            return self._by_form[key]
        parts = folded.split()
        if len(parts) == 1:
            for index in (self._by_last, self._by_first):
                if folded in index:
                    return index[folded]
            return self._by_acronym(mention.name)
        last = self._by_form.get(parts[-1])
        if (
            last is not None
            and self.entities[last].kind in (None, ActorKind.PERSON)
            and kind_of(mention.name) in (None, ActorKind.PERSON)
        ):
            return last
        first = self._by_form.get(parts[0])
        if (
            first is not None
            and kind_of(mention.name) is ActorKind.ORGANISATION
            and self.entities[first].kind in (None, ActorKind.ORGANISATION)
        ):
            rest = set(parts[1:])
            if rest <= data.FIRM_ENDINGS | {"group", "party", "company"}:
                return first
        return None

    def _by_acronym(self, name: str) -> int | None:
        if len(name) > 10 or not name[:2].isupper():
            return None
        return next((e.number for e in self.entities if len(e.words) > 1 and is_acronym_of(name, e.name)), None)

    def _new(self, mention: Mention) -> int:
        name = mention.name
        state = state_mention(name)
        kind = ActorKind.PERSON if mention.kind is NameKind.PERSON else kind_of(name)
        entity = Entity(len(self.entities), name, kind, state=state.state if state else state_behind(name))
        entity.rename(name)
        self.entities.append(entity)
        self._by_form[_key(name)] = entity.number
        return entity.number

    def _note(self, entity: Entity, mention: Mention, folded: str, sentence: int) -> None:
        """Remember a form, and let the fullest one be the name."""
        insort(entity.places, (sentence, mention.head))
        entity.forms[mention.name] += 1
        entity.acts = entity.acts or mention.alone
        if mention.title:
            entity.entitle(mention.title)
            if mention.kind is NameKind.PERSON:
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
            entity.rename(mention.name)

    def _is_fuller(self, mention: Mention, entity: Entity) -> bool:
        """A longer name is the fuller one; for a state, its own name is fuller than its capital's."""
        if entity.state and entity.kind is ActorKind.STATE:
            old, new = state_mention(entity.name), state_mention(mention.name)
            return new is not None and new.form is StateForm.NAME and (old is None or old.form is not StateForm.NAME)
        return len(mention.name) > len(entity.name)


def looks_personal(entity: Entity) -> bool:
    """Whether a name of no known kind is a person's: it begins with a given name, or its last part stands alone."""
    parts = entity.name.split()
    if not 2 <= len(parts) <= 4 or not parts[0][0].isupper():
        return False
    alone = fold(parts[-1]) in {fold(form) for form in entity.forms}
    return fold(parts[0]) in data.GIVEN_NAMES or bool(_INITIAL.match(parts[1])) or (alone and len(parts) < 4)


def _bears(entity: Entity, wanted: set[str]) -> bool:
    """Whether a title of a person holds all of the words, and none that makes it a lesser one."""
    return any(wanted <= office and not (office - wanted) & _LESSER for office in entity.offices)


def _key(name: str) -> str:
    """One key for all forms of a state or a well-known body."""
    state = state_mention(name)
    if state:
        return fold(state.state)
    return fold(canonical_organisation(name) or without_titles(name))
