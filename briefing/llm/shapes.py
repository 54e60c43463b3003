"""What a JSON Schema asks for at one place, in the few forms that our own schemas have; and the object that was asked
for, taken out of what a reply wraps around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple, cast

from briefing.llm.replies import loads

Json = Any
"""A value as `json.loads` gives it."""

_SEPARATORS = re.compile(r"[\s_-]+")
_ASKS_FOR_AN_ID = re.compile(r"\bids?\b", re.IGNORECASE)
_OR_FOR_A_NAME = re.compile(r"\bnames?\b", re.IGNORECASE)

MAX_DECODED_CHARS = 500_000
"""A string that holds JSON is read as JSON up to here."""

_SHOWN_CHARS = 80

MOST_LAYERS = 4
"""Wrappers around wrappers that are looked into."""

MOST_LOOKED_AT = 200
"""Values of a reply that are looked at for the object: one that nobody can find in so many is not there."""


def folded(text: str) -> str:
    """A word without case, spaces, hyphens and underscores: what may differ in two spellings of one word."""
    return _SEPARATORS.sub("", text).casefold()


def decoded(text: str) -> Json:
    """The object or the list that a string holds as JSON; None where it holds neither."""
    if not text.lstrip().startswith(("{", "[")) or len(text) > MAX_DECODED_CHARS:
        return None
    try:
        return loads(text)
    except (ValueError, RecursionError):
        return None


class SchemaPlace:
    """A place in a schema, references followed."""

    def __init__(self, node: Mapping[str, Any], definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        described = str(node.get("description", ""))
        while "$ref" in node:
            node = definitions[str(node["$ref"]).rpartition("/")[2]]
            described = described or str(node.get("description", ""))
        self._node = node
        self._description = described

    @classmethod
    def of(cls, schema: Mapping[str, Any]) -> SchemaPlace:
        """The top of a schema."""
        return cls(schema, cast("Mapping[str, Any]", schema.get("$defs", {})))

    @property
    def kind(self) -> str:
        """``object``, ``array``, ``string`` and so on; empty where it may be one of several."""
        return str(self._node.get("type", ""))

    @cached_property
    def options(self) -> list[SchemaPlace]:
        """The forms that it may have besides null, where there are several or null is one; else none."""
        if "anyOf" not in self._node:
            return []
        shapes = [SchemaPlace(option, self._definitions) for option in self._node["anyOf"]]
        return [shape for shape in shapes if shape.kind != "null"]

    @property
    def nullable(self) -> bool:
        return any(option.get("type") == "null" for option in self._node.get("anyOf", ()))

    @property
    def words(self) -> list[str]:
        """The closed list of words that it takes one of; empty where there is none."""
        listed = [self._node["const"]] if "const" in self._node else self._node.get("enum", [])
        return [word for word in listed if isinstance(word, str)]

    @cached_property
    def items(self) -> SchemaPlace:
        """What a list holds."""
        return SchemaPlace(self._node.get("items", {}), self._definitions)

    @cached_property
    def properties(self) -> dict[str, SchemaPlace]:
        """What an object holds, by name."""
        return {name: SchemaPlace(node, self._definitions) for name, node in self._node.get("properties", {}).items()}

    @property
    def is_text(self) -> bool:
        return self.kind == "string" and not self.words

    @cached_property
    def asks_for_an_id(self) -> bool:
        """Whether its description asks for an id, and for no name."""
        return bool(_ASKS_FOR_AN_ID.search(self._description)) and not _OR_FOR_A_NAME.search(self._description)

    def asks_for_the_id_of(self, section: str) -> bool:
        """Whether its description names the items of a section: ``actor`` those of ``actors``."""
        return section.replace("_", " ").removesuffix("s") in self._description

    def known(self, value: Json) -> int:
        """How many properties of this object a value holds, whatever their spelling."""
        if not isinstance(value, dict):
            return 0
        if value.keys() == self._node.get("properties", {}).keys():
            return len(value)
        return len({folded(name) for name in self._node.get("properties", {})} & {folded(key) for key in value})

    def matched(self, value: Mapping[str, Json]) -> dict[str, Json]:
        """The properties that an object holds, in the schema's spelling; what the schema does not name is left out."""
        given: dict[str, Json] = {}
        for name in self._node.get("properties", {}):
            if name in value:
                given[name] = value[name]
                continue
            near = [key for key in value if _number_aside(key) == _number_aside(name)]
            if len(near) == 1:
                given[name] = value[near[0]]
        return given

    @cached_property
    def sections(self) -> dict[str, SchemaPlace]:
        """What the lists of objects hold that this object holds, by their names."""
        return {
            name: shape.items
            for name, shape in self.properties.items()
            if shape.kind == "array" and shape.items.kind == "object"
        }

    @cached_property
    def lists(self) -> list[str]:
        """The properties of this object that are lists."""
        return [name for name, shape in self.properties.items() if shape.kind == "array"]

    @cached_property
    def references(self) -> dict[str, SchemaPlace]:
        """The properties of this object that take ids of others."""
        return {
            name: inner
            for name, inner in self.properties.items()
            if (inner.items if inner.kind == "array" else inner).asks_for_an_id
        }


def _number_aside(name: str) -> str:
    """A property's name, folded, in the singular or in the plural alike."""
    return folded(name).removesuffix("s")


def shown(value: Json) -> str:
    """A value in a message, short."""
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN_CHARS else value[: _SHOWN_CHARS - 3] + "...")
    if isinstance(value, dict):
        return "an object"
    return f"a list of {len(value)}" if isinstance(value, list) else json.dumps(value, default=str)[:_SHOWN_CHARS]


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
