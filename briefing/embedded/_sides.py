"""Who stands on whose side: "Acme's finance chief" speaks for Acme, and answers none of its offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.embedded._cast import Entity
from briefing.embedded._lexicon import Tag, words
from briefing.embedded._mentions import Mention
from briefing.embedded._read import Reading
from briefing.embedded._syntax import Clause
from briefing.language.names import fold, state_mention

_OWN_VOICE = words("former ex opposition senator lawmaker mp judge rival shadow ambassador")
"""Words of titles whose bearers speak for themselves, not for the body or state named beside them."""
_RULERS = words("president premier minister chancellor king queen")
_RULED = words("government ministry cabinet administration")


@dataclass(frozen=True, slots=True)
class Sides:
    """The side of each entity, by its number; entities without an entry are sides of their own."""

    side: dict[int, int]

    def same(self, a: int | None, b: int | None) -> bool:
        """Whether two entities are one side."""
        return a is not None and b is not None and self.side.get(a, a) == self.side.get(b, b)


def sides_of(reading: Reading) -> Sides:
    """The sides of a story: persons go with what their titles and owners name, a government with its ruler."""
    side = list(range(len(reading.cast.entities)))

    def found(entity: int) -> int:
        while side[entity] != entity:
            side[entity] = entity = side[side[entity]]
        return entity

    for person, body in _pairs(reading):
        side[found(person)] = found(body)
    return Sides({entity: found(entity) for entity in range(len(side))})


def _pairs(reading: Reading) -> Iterator[tuple[int, int]]:
    entities = reading.cast.entities
    titles = _Titles(entities)
    told: set[tuple[int, str]] = set()
    for clause in reading.clauses:
        for mention, entity in clause.named:
            if entity is None or not mention.title or _OWN_VOICE & set(fold(mention.title).split()):
                continue
            owner = _owner(clause, mention)
            if owner is not None and owner != entity:
                yield entity, owner
            if (entity, mention.title) not in told:
                told.add((entity, mention.title))
                yield from ((entity, other) for other in titles.of(mention.title) if other != entity)
    yield from _ruled(entities)


def _owner(clause: Clause, mention: Mention) -> int | None:
    """Whose officer a name is: "Acme's chief financial officer | Eva Lang", "Acme president | Eva Lang"."""
    at = mention.first - 1
    while at > mention.first - 5 and at > 0 and clause.tokens[at].tag is Tag.WORD:
        if clause.tokens[at].low in _OWN_VOICE:
            return None
        at -= 1
    if at > 0 and clause.tokens[at].tag is Tag.POSS:
        at -= 1
    return clause.inside.get(at)


class _Titles:
    """The bodies and states that titles name: "Disney chief", "Iranian foreign minister", "union boss"."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._of_state: defaultdict[str, list[int]] = defaultdict(list)
        self._of_form: defaultdict[str, list[int]] = defaultdict(list)
        self._longest = 0
        """Words of the longest form."""
        self._known: dict[str, list[int]] = {}
        for entity in entities:
            if entity.state is not None and not entity.common:
                self._of_state[entity.state].append(entity.number)
            else:
                for form in {fold(form) for form in entity.forms}:
                    self._of_form[form].append(entity.number)
                    self._longest = max(self._longest, len(form.split(" ")))

    def of(self, title: str) -> list[int]:
        """Those that a title names."""
        if title not in self._known:
            states = {known.state for part in title.split() if (known := state_mention(part)) is not None}
            words = fold(title).split(" ")
            runs = {
                " ".join(words[first:last])
                for first in range(len(words))
                for last in range(first + 1, min(len(words), first + self._longest) + 1)
            }
            found = [number for state in states for number in self._of_state.get(state, ())]
            found += [number for run in runs if len(run) > 2 for number in self._of_form.get(run, ())]
            self._known[title] = found
        return self._known[title]


def _ruled(entities: list[Entity]) -> Iterator[tuple[int, int]]:
    """A nameless government and the ruler, where the story knows the rulers of one land only."""
    rulers = [e for e in entities if any(_RULERS & office and not _OWN_VOICE & office for office in e.offices)]
    lands = {known.state for e in rulers for title in e.titles for p in title.split() if (known := state_mention(p))}
    if len(lands) > 1:
        return
    for body in entities:
        if body.common and fold(body.name).split()[-1] in _RULED:
            yield from ((ruler.number, body.number) for ruler in rulers)
