"""Who bears which office, and where its bearers are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.embedded._lexicon import words
from briefing.embedded._places import Place, Places
from briefing.language.names import fold

if TYPE_CHECKING:
    from briefing.embedded._cast import Entity

_LESSER = words("vice deputy former ex assistant under-secretary incoming")

_Office = frozenset[str]
"""The words of a title, folded."""


class Offices:
    """The offices of a story's ``entities``, and the places of those who bear one that was asked for."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = entities
        self._titled: dict[int, None] = {}
        self._asked: dict[_Office, tuple[set[int], Places]] = {}
        """By the words of an office: its bearers and their places."""
        self._asked_of: defaultdict[int, list[Places]] = defaultdict(list)

    def places(self, office: str) -> Places:
        """The places of those whose title holds all words of an office; none of an office without words."""
        return self._known(office)[1] if _wanted(office) else Places()

    def bearers(self, office: str) -> set[int]:
        """Those whose title holds all words of an office."""
        return self._known(office)[0]

    def note(self, entity: Entity) -> None:
        """Note that an entity was given another office."""
        self._titled[entity.number] = None
        for wanted, (bearers, places) in self._asked.items():
            if entity.number not in bearers and _bears(entity, wanted):
                self._let_bear(entity, bearers, places)

    def place(self, entity: Entity, place: Place) -> None:
        """Note another place of an entity."""
        for known in self._asked_of.get(entity.number, ()):
            known.add(place, entity.number)

    def _known(self, office: str) -> tuple[set[int], Places]:
        wanted = _wanted(office)
        if wanted not in self._asked:
            bearers, places = self._asked[wanted] = set(), Places()
            for entity in (self._entities[number] for number in self._titled):
                if _bears(entity, wanted):
                    self._let_bear(entity, bearers, places)
        return self._asked[wanted]

    def _let_bear(self, entity: Entity, bearers: set[int], places: Places) -> None:
        bearers.add(entity.number)
        self._asked_of[entity.number].append(places)
        for place in entity.places:
            places.add(place, entity.number)


def _wanted(office: str) -> _Office:
    return frozenset(fold(office).split()) - {"the"}


def _bears(entity: Entity, wanted: _Office) -> bool:
    """Whether a title of a person holds all of the words, and none that makes it a lesser one."""
    return any(wanted <= office and not (office - wanted) & _LESSER for office in entity.offices)
