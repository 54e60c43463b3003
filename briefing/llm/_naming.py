"""Ids in the place of names: where a reply names an item in a field that asks for the item's id.

Which fields ask for an id, and of what, their descriptions in the schema say. An item is called by the first text that
it holds, and by its aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefing.llm.shapes import Json, SchemaPlace, folded

ALIASES = "aliases"
"""The property that lists what else an item is called."""

_NOTHING = ("null", "none")
"""How some spell null where they should send it."""


@dataclass(slots=True)
class _Section:
    """The items of one list: their ids, those that are given anew since an item of a list before bears them, and by
    what the items are called, folded, their ids; None where several are called so."""

    ids: set[str] = field(default_factory=set)
    anew: dict[str, str] = field(default_factory=dict)
    names: dict[str, str | None] = field(default_factory=dict)


Sections = Mapping[str, _Section]


def with_ids(value: Json, shape: SchemaPlace) -> Json:
    """``value`` with the ids of items where it has their names, null where it spells null, and no id in two lists.

    A name that several items bear, or none, stays. The value itself is returned where nothing changes.
    """
    if not isinstance(value, dict):
        return value
    if _has_ids_alone(value, shape):
        return value
    sections = _sections(value, shape)
    changed = {}
    for name, item in shape.sections.items():
        listed = value.get(name)
        if isinstance(listed, list):
            items = [_anew(each, item, sections.get(name), sections) for each in listed]
            if any(new is not old for new, old in zip(items, listed, strict=True)):
                changed[name] = items
    return value | changed if changed else value


def _has_ids_alone(value: dict[str, Any], shape: SchemaPlace) -> bool:
    """Whether every item has an id of its own and all references are ids: so in most replies, and told in a third of
    the time that putting them right takes."""
    listed = {name: value.get(name) or [] for name in shape.sections}
    if not all(isinstance(items, list) and all(isinstance(each, dict) for each in items) for items in listed.values()):
        return False
    given = {name: [each.get("id") for each in listed[name]] for name in shape.sections if _is_numbered(shape, name)}
    own = [ident for idents in given.values() for ident in idents]
    if not all(isinstance(ident, str) and ident for ident in own) or len(set(own)) < len(own):
        return False
    for name, item in shape.sections.items():
        for reference, inner in item.references.items():
            meant = {ident for section in _meant(inner, given) for ident in given[section]}
            if not all(
                isinstance(one, str) and one in meant for each in listed[name] for one in _given(each, reference)
            ):
                return False
    return True


def _given(each: dict[str, Any], reference: str) -> list[Json]:
    held = each.get(reference)
    return held if isinstance(held, list) else [] if held is None else [held]


def _is_numbered(shape: SchemaPlace, section: str) -> bool:
    return "id" in shape.sections[section].properties


def _meant(reference: SchemaPlace, sections: Iterable[str]) -> list[str]:
    """The sections whose items a reference may name."""
    return [name for name in sections if reference.asks_for_the_id_of(name)] or [*sections]


def referred_to(value: Json, shape: SchemaPlace) -> Iterator[str]:
    """Everything that the items of a value refer to."""
    for name, item in shape.sections.items():
        for each in value.get(name) or ():
            for reference in item.references:
                yield from (one for one in _given(each, reference) if isinstance(one, str))


def _sections(value: dict[str, Any], shape: SchemaPlace) -> Sections:
    sections: dict[str, _Section] = {}
    for name, item in shape.sections.items():
        if _is_numbered(shape, name):
            listed = value.get(name)
            section = _section(listed if isinstance(listed, list) else [], item)
            taken = {each for other in sections.values() for each in (*other.ids, *other.anew.values())}
            for own in sorted(section.ids & taken):
                fresh = f"{name[0]}{own}"
                while fresh in taken | section.ids | set(section.anew.values()):
                    fresh = f"{name[0]}{fresh}"
                section.anew[own] = fresh
            sections[name] = section
    return sections


def _section(listed: list[Json], item: SchemaPlace) -> _Section:
    called = next((name for name, inner in item.properties.items() if _is_name(name, inner)), None)
    section = _Section()
    for each in listed:
        own = each.get("id") if isinstance(each, dict) else None
        if isinstance(own, str) and own:
            section.ids.add(own)
            aliases = each.get(ALIASES)
            for word in (own, each.get(called), *(aliases if isinstance(aliases, list) else ())):
                if isinstance(word, str) and (key := folded(word)):
                    section.names[key] = own if section.names.get(key, own) == own else None
    return section


def _is_name(name: str, shape: SchemaPlace) -> bool:
    return name != "id" and shape.is_text and not shape.nullable and not shape.asks_for_an_id


def _anew(each: Json, item: SchemaPlace, own: _Section | None, sections: Sections) -> Json:
    """An item with its references as ids, and with its own id unless it is given another."""
    if not isinstance(each, dict):
        return each
    changed: dict[str, Any] = {}
    named = each.get("id")
    if own is not None and isinstance(named, str) and named in own.anew:
        changed["id"] = own.anew[named]
    for name, shape in item.references.items():
        given = each.get(name)
        if isinstance(given, list):
            changed[name] = [_id(one, shape.items, sections) if isinstance(one, str) else one for one in given]
        elif isinstance(given, str):
            changed[name] = _id(given, shape, sections)
    return each | changed if any(each[name] != anew for name, anew in changed.items()) else each


def _id(given: str, shape: SchemaPlace, sections: Sections) -> str | None:
    """The id that a reference means: an id as it stands is no name."""
    meant = [sections[name] for name in _meant(shape, sections)]
    for section in meant:
        if given in section.ids:
            return section.anew.get(given, given)
    key = folded(given)
    for section in meant:
        if own := section.names.get(key):
            return section.anew.get(own, own)
    if shape.nullable and key in _NOTHING and not any(key in section.names for section in meant):
        return None
    return given
