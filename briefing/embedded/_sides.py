"""Who stands on whose side: "Acme's finance chief" speaks for Acme, and answers none of its offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from briefing.embedded._lexicon import Tag, words
from briefing.embedded._mentions import Mention
from briefing.embedded._read import Reading
from briefing.embedded._syntax import Clause
from briefing.language.names import fold, state_mention

_OWN_VOICE = words("former ex opposition senator lawmaker mp judge rival shadow ambassador")
"""Words of titles whose bearers speak for themselves, not for the body or state named beside them."""
_LONGEST = 4
"""Words of a body's name that a title may hold."""


@dataclass(frozen=True, slots=True)
class Sides:
    """For whom an entity speaks, by its number; entities without an entry speak for themselves."""

    side: Mapping[int, int]

    def same(self, a: int | None, b: int | None) -> bool:
        """Whether two entities are one side."""
        return a is not None and b is not None and self.side.get(a, a) == self.side.get(b, b)


def sides_of(reading: Reading) -> Sides:
    """The sides of a story: persons go with what their titles and owners name."""
    known: dict[str, int] = {}
    for entity in reading.cast.entities:
        for form in (*entity.forms, *([entity.state] if entity.state else ())):
            known.setdefault(fold(form), entity.number)

    @cache
    def named_in(title: str) -> tuple[int, ...]:
        return tuple(_named_in(title, known))

    side: dict[int, int] = {}
    for clause in reading.clauses:
        for mention, person in clause.named:
            if person is None or not mention.title or _OWN_VOICE & set(fold(mention.title).split()):
                continue
            owner = _owner(clause, mention)
            for body in (*named_in(mention.title), *([owner] if owner is not None else ())):
                if body != person:
                    side.setdefault(person, body)
    return Sides(side)


def _named_in(title: str, known: Mapping[str, int]) -> Iterator[int]:
    """The states and bodies that a title names: "Disney chief", "Iranian foreign minister"."""
    parts = title.split()
    for first, part in enumerate(parts):
        state = state_mention(part)
        forms = [fold(" ".join(parts[first:last])) for last in range(first + 1, min(len(parts), first + _LONGEST) + 1)]
        yield from (known[f] for f in (*([fold(state.state)] if state else ()), *forms) if f in known)


def _owner(clause: Clause, mention: Mention) -> int | None:
    """Whose officer a name is: "Acme's chief financial officer | Eva Lang", "Acme president | Eva Lang"."""
    at = mention.first - 1
    while at > max(0, mention.first - 5) and clause.tokens[at].tag is Tag.WORD:
        if clause.tokens[at].low in _OWN_VOICE:
            return None
        at -= 1
    return clause.inside.get(at - int(at > 0 and clause.tokens[at].tag is Tag.POSS))
