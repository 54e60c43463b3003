"""Where entities are named, in reading order: who was named last is asked at every pronoun, of long stories too."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

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
