"""Who stands on whose side: "Acme's finance chief" speaks for Acme, and answers none of its offers."""

from __future__ import annotations

from collections.abc import Iterator
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
    side: dict[int, int] = {}
    for person, body in _pairs(reading):
        old, new = side.get(person, person), side.get(body, body)
        for entity in reading.cast.entities:
            if side.get(entity.number, entity.number) == old:
                side[entity.number] = new
    return Sides(side)


def _pairs(reading: Reading) -> Iterator[tuple[int, int]]:
    entities = reading.cast.entities
    for clause in reading.clauses:
        for mention, entity in clause.named:
            if entity is None or not mention.title or _OWN_VOICE & set(fold(mention.title).split()):
                continue
            owner = _owner(clause, mention)
            if owner is not None and owner != entity:
                yield entity, owner
            yield from ((entity, other.number) for other in entities if _titled_by(mention.title, other, entity))
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


def _titled_by(title: str, other: Entity, person: int) -> bool:
    """Whether a title names a body or a state: "Disney chief", "Iranian foreign minister", "union boss"."""
    if other.number == person:
        return False
    parts = title.split()
    if other.state is not None and not other.common:
        return any((known := state_mention(p)) is not None and known.state == other.state for p in parts)
    forms = {fold(form) for form in other.forms}
    folded = fold(title)
    return any(f" {form} " in f" {folded} " for form in forms if len(form) > 2)


def _ruled(entities: list[Entity]) -> Iterator[tuple[int, int]]:
    """A nameless government and the ruler, where the story knows the rulers of one land only."""
    rulers = [e for e in entities if any(_RULERS & office and not _OWN_VOICE & office for office in e.offices)]
    lands = {known.state for e in rulers for title in e.titles for p in title.split() if (known := state_mention(p))}
    if len(lands) > 1:
        return
    for body in entities:
        if body.common and fold(body.name).split()[-1] in _RULED:
            yield from ((ruler.number, body.number) for ruler in rulers)
