"""Which identity an actor of a day is: decisions only, nothing is read or written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from briefing.language.parties import PersonName, same_person, sound_key, spelled_otherwise
from briefing.ledger._names import (
    KIND,
    PARTS,
    PERSON,
    SHORT,
    SIDE,
    SOUND,
    STORY,
    WIKIDATA,
    ActorMention,
    NameKeys,
    affiliation,
    facts_of,
    keys_of,
    parts_in,
    person_key,
)
from briefing.schema.terms import ActorKind


@dataclass(frozen=True, slots=True)
class DaySpan:
    """The first and the last day of a fact."""

    first: date
    last: date


@dataclass(slots=True)
class IdentityFacts:
    """What is known of identities, by their numbers."""

    of: defaultdict[int, dict[str, DaySpan]] = field(default_factory=lambda: defaultdict(dict))
    by_key: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, actor: int, key: str, span: DaySpan) -> None:
        """Remember a fact."""
        held = self.of[actor].get(key)
        self.of[actor][key] = DaySpan(min(held.first, span.first), max(held.last, span.last)) if held else span
        self.by_key[key].add(actor)

    def having(self, key: str, since: date | None = None) -> set[int]:
        """The identities with a fact, of the last weeks where that matters."""
        found = self.by_key.get(key, set())
        return {each for each in found if since is None or self.of[each][key].last >= since}

    def values(self, actor: int, kind: str) -> Iterator[str]:
        """What is known of an identity, of one kind."""
        return (key for key in self.of[actor] if key.startswith(kind))


def identified(
    mentions: Iterable[ActorMention], facts: IdentityFacts, begun: date, new: Callable[[NameKeys], int]
) -> tuple[ActorMention, ...]:
    """The mentions of a day with the identities that they are, by what is known before it.

    Args:
        facts: what is known of all who share a key with one of the day; what the day tells is added.
        begun: since when a last name, an office or a story counts.
        new: gives a number to whom nothing is known of.
    """
    done: list[ActorMention] = []
    taken: defaultdict[str, set[int]] = defaultdict(set)
    keyed = [(keys_of(mention), mention) for mention in mentions]
    for keys, mention in sorted(keyed, key=_turn):
        found = _Resolver(facts, begun, taken[mention.story]).resolve(mention, keys)
        if not found and keys.first:
            found = (new(keys),)
        done.append(mention.model_copy(update={"actors": found}))
        if len(found) == 1:
            taken[mention.story].add(found[0])
            for fact in facts_of(mention):
                facts.add(found[0], fact, DaySpan(mention.day, mention.day))
    return tuple(sorted(done, key=lambda each: each.place))


def _turn(pair: tuple[NameKeys, ActorMention]) -> tuple[int, str, str, int]:
    keys, mention = pair
    return keys.rank, keys.first or "", mention.story, mention.place


@dataclass(frozen=True, slots=True)
class _Resolver:
    """One mention against what is known. ``taken`` are those whom its story names otherwise: no story has an actor
    twice."""

    facts: IdentityFacts
    begun: date
    taken: Collection[int]

    def resolve(self, mention: ActorMention, keys: NameKeys) -> tuple[int, ...]:
        """The identities that it may be: none, one that is sure, or several that nothing tells apart."""
        for key in keys.own:
            found = self._agreeing(mention, self.facts.having(key))
            if found:
                return self._narrowed(mention, found)
        for step in (self._person, self._tied):
            sure = self._narrowed(mention, step(mention, keys) - set(self.taken))
            if len(sure) == 1:
                return sure
        if keys.person is None and keys.short:
            found = self._agreeing(mention, self.facts.having(keys.short, self.begun)) - set(self.taken)
            return tuple(sorted(each for each in found if self._same_affiliation(mention, each)))
        if keys.named:
            return ()
        return self._described(mention, keys)

    def _person(self, mention: ActorMention, keys: NameKeys) -> set[int]:
        """Those who bear the full name with or without initials; else who bears it in another spelling, or the last
        name alone, in this story."""
        person = keys.person
        if person is None:
            return set()
        found = self._agreeing(mention, self.facts.having(person_key(person)))
        alike = {each for each in found if all(same_person(person, other) for other in self._namesakes(each, person))}
        if alike:
            return alike
        spelled = self._agreeing(mention, self._in_story(mention, self._sounding(person)))
        if spelled:
            return spelled
        short = self.facts.having(f"{SHORT}{person.last}", self.begun)
        alone = [each for each in short if not any(self.facts.values(each, PERSON))]
        return self._agreeing(mention, self._in_story(mention, alone)) if len(short) == 1 else set()

    def _namesakes(self, actor: int, person: PersonName) -> Iterator[PersonName]:
        """The names of an identity that are forms of a person's, but for what stands in the middle."""
        names = map(parts_in, self.facts.values(actor, PARTS))
        return (each for each in names if person_key(each) == person_key(person))

    def _sounding(self, person: PersonName) -> Iterator[int]:
        """Those who have a name that may be another spelling of a person's."""
        sound = sound_key(person)
        for actor in self.facts.having(f"{SOUND}{sound}", self.begun) if sound else ():
            if any(spelled_otherwise(person, other) for other in map(parts_in, self.facts.values(actor, PARTS))):
                yield actor

    def _tied(self, mention: ActorMention, keys: NameKeys) -> set[int]:
        """Those who bear a name that the articles tie to this one."""
        found: set[int] = set()
        for key in keys.also:
            found |= self._agreeing(mention, self.facts.having(key))
        return found

    def _described(self, mention: ActorMention, keys: NameKeys) -> tuple[int, ...]:
        """Who is described so in this story, or who was named last as the holder of the office."""
        if keys.scoped:
            return tuple(sorted(self._agreeing(mention, self.facts.having(keys.scoped)) - set(self.taken)))
        for office in keys.offices:
            holders = self._agreeing(mention, self.facts.having(office, self.begun))
            last = max((self.facts.of[each][office].last for each in holders), default=None)
            latest = {each for each in holders if self.facts.of[each][office].last == last}
            if len(latest) == 1:
                return tuple(latest)
        return ()

    def _agreeing(self, mention: ActorMention, actors: Iterable[int]) -> set[int]:
        """Those of whom nothing is known that contradicts: no person is a body, no item of Wikidata another."""
        return {each for each in actors if not self._contradicts(mention, each)}

    def _contradicts(self, mention: ActorMention, actor: int) -> bool:
        kinds = set(self.facts.values(actor, KIND))
        own = f"{KIND}{'person' if mention.kind is ActorKind.PERSON else 'body'}"
        items = set(self.facts.values(actor, WIKIDATA))
        return bool(
            (mention.kind and kinds and own not in kinds)
            or (mention.wikidata and items and f"{WIKIDATA}{mention.wikidata}" not in items)
        )

    def _same_affiliation(self, mention: ActorMention, actor: int) -> bool:
        side, known = affiliation(mention), set(self.facts.values(actor, SIDE))
        return not (side and known) or f"{SIDE}{side}" in known

    def _in_story(self, mention: ActorMention, actors: Iterable[int]) -> set[int]:
        key = f"{STORY}{mention.story}"
        return {each for each in actors if key in self.facts.of[each]}

    def _narrowed(self, mention: ActorMention, found: Collection[int]) -> tuple[int, ...]:
        """The one that acts in this story already, where several are named alike."""
        here = self._in_story(mention, found) if len(found) > 1 else set()
        return tuple(sorted(here if len(here) == 1 else found))
