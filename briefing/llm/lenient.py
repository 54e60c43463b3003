"""A reply that nearly follows its schema, brought to the schema: between the text of a reply and its validation.

What is asked of a model stays strict. What comes back is taken wherever it can mean one thing only; the reader walks
the schema, and knows no field by its name. What it takes:

- the object inside a wrapper, in a list of one, or in a string that holds JSON;
- keys and words of closed lists whatever their case, spaces, hyphens and underscores; no synonym is guessed;
- null or nothing for an empty list, a blank text, or what may be null; properties too many, left out;
- one item where a list is asked for, items by their ids in an object, a text where an object has one text alone;
- a number for an id; the name of an item in the place of its id.

What it can't take is dropped with its reason, the item and not the reply. A word that is not on its list is ``other``
where the list has that, else its item is dropped; both are left open, for the model to settle when asked again. So is
what other items stand on, and what there is one of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefing.llm._naming import referred_to, with_ids
from briefing.llm.shapes import Json, SchemaPlace, decoded, folded, shown, unwrapped

MAX_ITEMS = 500
"""Of a list; a sound draft of a long article has some dozens. What comes after them is dropped."""

MAX_LOSSES = 12
"""Reasons that are told one by one."""

OTHER = "other"
"""The word of a closed list for what is not on it."""

_NUMBER = re.compile(r"-?[0-9]{1,18}")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What could be taken of a reply.

    Attributes:
        value: under the schema, as far as a reader of JSON Schema can tell.
        dropped: what could not be taken, and why, a line each.
        unsettled: those of them that the model could settle, where it is asked again.
    """

    value: Json
    dropped: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()


class UnusableError(Exception):
    """Nothing of a value can be taken.

    ``word`` is whether all that is wrong is a word that is not on its list.
    """

    def __init__(self, path: Path, why: str, *, word: bool = False) -> None:
        super().__init__(told(path, why))
        self.word = word


def told(path: Path, why: str) -> str:
    """``offers.1.status: 'proposed' is none of open, accepted``."""
    return f"{'.'.join(map(str, path)) or 'the reply'}: {why}"


def within(value: Json, shape: SchemaPlace, brought: Callable[[Json], Json] = lambda value: value) -> Taken:
    """The object inside a reply, its lists bounded, with ids for names. All else is as it came.

    This much is done to every reply: a name in the place of an id is valid under a schema.

    Args:
        brought: what brings an object of an earlier schema to this one.
    """
    found = unwrapped(value, shape)
    found = found._replace(value=brought(found.value))
    several = [f"{found.others + 1} objects came where one was asked for; the first is read"] if found.others else []
    cut: list[str] = []
    bounded = _bounded(found.value, shape, (), cut) if _too_long(found.value, shape) else found.value
    return Taken(with_ids(bounded, shape), _few([*several, *cut]), tuple(several))


def _too_long(value: Json, shape: SchemaPlace) -> bool:
    """Whether some list that the schema has is longer than is read."""
    if not isinstance(value, dict):
        return False
    if any(isinstance(listed := value.get(name), list) and len(listed) > MAX_ITEMS for name in shape.lists):
        return True
    inside = ((each, item) for name, item in shape.sections.items() for each in _items(value.get(name)))
    return any(_too_long(each, item) for each, item in inside)


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _bounded(value: Json, shape: SchemaPlace, path: Path, lost: list[str]) -> Json:
    """A value with no more than `MAX_ITEMS` in any list that its schema has."""
    if shape.kind == "array" and isinstance(value, list):
        if len(value) > MAX_ITEMS:
            lost.append(told(path, f"{len(value) - MAX_ITEMS} items after the first {MAX_ITEMS}"))
            value = value[:MAX_ITEMS]
        if shape.items.kind == "object":
            return [_bounded(each, shape.items, (*path, number), lost) for number, each in enumerate(value)]
        return value
    if shape.kind == "object" and isinstance(value, dict):
        lists = {name: inner for name, inner in shape.properties.items() if inner.kind in ("array", "object")}
        anew = {
            name: _bounded(value[name], inner, (*path, name), lost) for name, inner in lists.items() if name in value
        }
        return value | anew
    return value


def taken(value: Json, shape: SchemaPlace) -> Taken:
    """What can be taken of an object.

    Raises:
        UnusableError: nothing can: it holds no item, and no section that is empty as it should be.
    """
    reader = _LenientReader()
    anew = with_ids(reader.whole(value, shape), shape)
    losses = reader.losses
    if not _holds_something(anew) and (losses or not any(_sound(value, name) for name in anew)):
        raise UnusableError((), losses[0].line if losses else "it holds nothing")
    used = set(referred_to(anew, shape))
    unsettled = [loss.line for loss in losses if loss.settled_by_asking or loss.id in used]
    return Taken(anew, _few([loss.line for loss in losses]), _few(unsettled))


def _holds_something(value: Mapping[str, Json]) -> bool:
    """Whether a reply has an item, or a text outside of its lists."""
    return any(
        any(isinstance(text, str) and text.strip() for text in section.values())
        if isinstance(section, dict)
        else bool(section)
        for section in value.values()
    )


def _sound(value: Json, name: str) -> bool:
    return isinstance(value, dict) and isinstance(value.get(name), list) and not value[name]


def _few(lines: list[str]) -> tuple[str, ...]:
    more = len(lines) - MAX_LOSSES
    return (*lines[:MAX_LOSSES], f"and {more} more") if more > 0 else tuple(lines)


@dataclass(frozen=True, slots=True)
class _Loss:
    line: str
    settled_by_asking: bool = False
    id: str | None = None
    """That of the item which is lost."""


@dataclass(slots=True)
class _LenientReader:
    """Walks a value along its schema: as deep as the schema goes, however deep the value is."""

    losses: list[_Loss] = field(default_factory=list)

    def whole(self, value: Json, shape: SchemaPlace) -> dict[str, Json]:
        """The object at the top: a part of it that can't be read loses no other part."""
        if not shape.known(value):
            raise UnusableError((), f"{shown(value)} holds nothing that was asked for")
        given = shape.matched(value)
        anew: dict[str, Json] = {}
        for name, inner in shape.properties.items():
            try:
                anew[name] = self.read(given.get(name), inner, (name,))
            except UnusableError as error:
                blank = _blank(inner)
                if blank is None:
                    raise
                self.losses.append(_Loss(str(error), settled_by_asking=True))
                anew[name] = blank
        return anew

    def read(self, value: Json, shape: SchemaPlace, path: Path) -> Json:
        """A value as its schema has it.

        Raises:
            UnusableError: it can't mean any such value, or several.
        """
        if shape.options:
            return self._one_of(value, shape, path)
        if shape.words:
            return self._word(value, shape, path)
        if shape.kind == "array":
            return self._list(value, shape, path)
        if shape.kind == "object":
            return self._object(value, shape, path)
        if shape.kind == "string":
            return _text(value, shape, path)
        if shape.kind in ("integer", "number", "boolean"):
            return _scalar(value, shape.kind, path)
        return value

    def _one_of(self, value: Json, shape: SchemaPlace, path: Path) -> Json:
        nothing = value is None or (isinstance(value, str) and folded(value) in ("null", "none"))
        if shape.nullable and nothing:
            return None
        for option in shape.options[:-1]:
            try:
                return self.read(value, option, path)
            except UnusableError:
                continue
        if shape.asks_for_an_id and shape.options[-1].is_text:
            return _id(value, path)
        return self.read(value, shape.options[-1], path)

    def _word(self, value: Json, shape: SchemaPlace, path: Path) -> str:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if value is None:
            raise UnusableError(path, "it is missing")
        if value in shape.words:
            return str(value)
        alike = [word for word in shape.words if isinstance(value, str) and folded(word) == folded(value)]
        if len(alike) == 1:
            return alike[0]
        why = f"{shown(value)} is none of {', '.join(shape.words)}"
        if OTHER in shape.words:
            self.losses.append(_Loss(told(path, f"{why}; taken as {OTHER}"), settled_by_asking=True))
            return OTHER
        raise UnusableError(path, why, word=True)

    def _list(self, value: Json, shape: SchemaPlace, path: Path) -> list[Json]:
        item = shape.items
        found = _listed(value, item, path)
        if len(found) > MAX_ITEMS:
            self.losses.append(_Loss(told(path, f"{len(found) - MAX_ITEMS} items after the first {MAX_ITEMS}")))
        anew = []
        for number, each in enumerate(found[:MAX_ITEMS]):
            if each is None and item.is_text:
                continue  # a text that says nothing is none
            try:
                if each is None:
                    raise UnusableError((*path, number), "null is no item")
                at = (*path, number)
                ids = item.is_text and item.asks_for_an_id
                anew.append(_id(each, at) if ids else self.read(each, item, at))
            except UnusableError as error:
                own = each.get("id") if isinstance(each, dict) else None
                self.losses.append(_Loss(str(error), error.word, None if own is None else str(own)))
        return anew

    def _object(self, value: Json, shape: SchemaPlace, path: Path) -> dict[str, Json]:
        holder = _held(value, shape)
        if holder is None:
            why = "it is missing" if value is None else f"{shown(value)} holds none of {', '.join(shape.properties)}"
            raise UnusableError(path, why)
        given = shape.matched(holder)
        kept = len(self.losses)
        try:
            return {name: self.read(given.get(name), inner, (*path, name)) for name, inner in shape.properties.items()}
        except UnusableError:
            del self.losses[kept:]  # what is lost inside is lost with it
            raise


def _held(value: Json, shape: SchemaPlace) -> dict[str, Json] | None:
    """The object that a value is, or holds alone; a text where the object has one text and can do without the rest."""
    if isinstance(value, str):
        inner = decoded(value)
        texts = [name for name, each in shape.properties.items() if each.is_text and not each.asks_for_an_id]
        rest = [each for name, each in shape.properties.items() if name not in texts]
        if inner is None:
            alone = len(texts) == 1 and all(each.nullable or each.kind == "array" for each in rest)
            return {texts[0]: value} if alone and value.strip() else None
        value = inner
    for _ in range(2):
        if shape.known(value):
            return dict(value)
        if not isinstance(value, dict | list) or len(value) != 1:
            return None
        value = next(iter(value.values() if isinstance(value, dict) else value))
    return dict(value) if shape.known(value) else None


def _listed(value: Json, item: SchemaPlace, path: Path) -> list[Json]:
    """The items that stand where a list is asked for."""
    if isinstance(value, str) and (inner := decoded(value)) is not None:
        value = inner
    if value is None or (isinstance(value, str) and not value.strip()):
        return []
    if isinstance(value, list):
        # A list in a list of one is the list.
        return value[0] if len(value) == 1 and isinstance(value[0], list) else value
    if not isinstance(value, dict) or item.kind != "object" or item.known(value):
        return [value]
    inside = list(value.values())
    if len(inside) == 1 and isinstance(inside[0], list):
        return inside[0]
    if inside and all(item.known(each) for each in inside):
        named = "id" in item.properties
        return [{"id": key, **each} if named else each for key, each in value.items()]
    raise UnusableError(path, f"{shown(value)} is no list")


def _text(value: Json, shape: SchemaPlace, path: Path) -> str:
    if shape.asks_for_an_id or (path and path[-1] == "id"):
        return _id(value, path)
    if value is None:
        if len(path) < 2:
            raise UnusableError(path, "it is missing")
        return ""  # what a model leaves blank is nothing
    return _only_text(value, path)


def _id(value: Json, path: Path) -> str:
    if isinstance(value, dict) and "id" in value:
        value = value["id"]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None and path[-1] == "id":
        return ""  # it is given one
    if value is None:
        raise UnusableError(path, "it is missing")
    return _only_text(value, path)


def _only_text(value: Json, path: Path) -> str:
    """A text, or the only text in an object or a list of one."""
    if isinstance(value, dict):
        texts = [each for each in value.values() if isinstance(each, str)]
        value = texts[0] if len(texts) == 1 else value
    elif isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        raise UnusableError(path, f"{shown(value)} is no text")
    return value


def _scalar(value: Json, kind: str, path: Path) -> Any:
    if kind == "boolean":
        if isinstance(value, bool):
            return value
        words = {"true": True, "false": False}
        if isinstance(value, str) and folded(value) in words:
            return words[folded(value)]
    elif isinstance(value, int | float) and not isinstance(value, bool):
        return value
    elif isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return int(value)
    raise UnusableError(path, "it is missing" if value is None else f"{shown(value)} is no {kind}")


def _blank(shape: SchemaPlace) -> Json:
    """What stands for a part that says nothing; None where that can't be told from one that does."""
    if shape.kind == "array":
        return []
    if shape.kind != "object":
        return None
    anew: dict[str, Json] = {}
    for name, inner in shape.properties.items():
        if inner.is_text:
            anew[name] = ""
        elif inner.kind == "array":
            anew[name] = []
        elif inner.nullable:
            anew[name] = None
        else:
            return None
    return anew
