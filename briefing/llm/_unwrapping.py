"""The object that was asked for, taken out of what a reply wraps around it.

``{"brief": {...}}``, ``{"name": ..., "parameters": {...}}``, an echo of the schema, a list of one, a string that holds
the JSON: the object is known by its properties, so that no name of a wrapper is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from briefing.llm.shapes import Json, SchemaPlace, decoded

MOST_LAYERS = 4
"""Wrappers around wrappers that are looked into."""

MOST_LOOKED_AT = 200
"""Values of a reply that are looked at for the object: one that nobody can find in so many is not there."""


class Unwrapped(NamedTuple):
    """The object, or the reply as it was where none was found; how many more of the same rank there were."""

    value: Json
    others: int = 0


def unwrapped(value: Json, shape: SchemaPlace) -> Unwrapped:
    """The object of a shape that a reply holds.

    It is the one that holds most of the shape's properties; of several that hold as many, the outermost, then the
    first. A reply that holds all of them itself is looked into no further.
    """
    if not isinstance(value, str | list) and shape.known(value) == len(shape.properties):
        return Unwrapped(value)
    best: Json = None
    most, depth, others = 0, 0, 0
    for found, at in islice(_objects(value), MOST_LOOKED_AT):
        known = shape.known(found)
        if known > most:
            best, most, depth, others = found, known, at, 0
        elif known and known == most and at == depth:
            others += 1
    return Unwrapped(best, others) if most else Unwrapped(value)


def _objects(value: Json) -> Iterator[tuple[Json, int]]:
    """The objects in a value, layer by layer, each with its depth."""
    layer = [value]
    for depth in range(MOST_LAYERS + 1):
        below: list[Json] = []
        for each in layer:
            inner = decoded(each) if isinstance(each, str) else each
            if isinstance(inner, dict):
                yield inner, depth
                below.extend(islice(inner.values(), MOST_LOOKED_AT))
            elif isinstance(inner, list):
                below.extend(inner[:MOST_LOOKED_AT])
        layer = [each for each in below[:MOST_LOOKED_AT] if isinstance(each, dict | list | str)]
