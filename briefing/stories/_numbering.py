"""Ids that count over the whole page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from briefing.schema.base import Model
from briefing.schema.briefing import Line, Story

STORY = "S"
"""Stands for the id of the story itself until it has one."""

_PREFIXES = {"actors": "A", "offers": "O", "responses": "R", "open_questions": "Q", "conflicts": "C"}
_REFERENCES = ("offerer", "addressees", "responder", "offers", "about")


def number(stories: Sequence[Story]) -> tuple[Story, ...]:
    """Give every story and item its id on the page, and lead all references to the new ids.

    The ids that come in need only be unique within a section of one story.
    """
    counted = dict.fromkeys(_PREFIXES, 0)
    numbered = []
    for place, story in enumerate(stories, start=1):
        new = {STORY: f"S{place}"}
        updates: dict[str, Any] = {"id": f"S{place}"}
        for section, prefix in _PREFIXES.items():
            items = getattr(story, section)
            ids = [f"{prefix}{counted[section] + turn}" for turn in range(1, len(items) + 1)]
            counted[section] += len(items)
            new.update((item.id, ident) for item, ident in zip(items, ids, strict=True) if item.id)
            updates[section] = [item.model_copy(update={"id": ident}) for item, ident in zip(items, ids, strict=True)]
        for section in _PREFIXES:
            updates[section] = tuple(_lead(item, new) for item in updates[section])
        updates["gist"] = tuple(_lead_line(line, new) for line in story.gist)
        updates["headline"] = _lead_line(story.headline, new) if story.headline else None
        numbered.append(story.model_copy(update=updates))
    return tuple(numbered)


def _lead(item: Model, new: Mapping[str, str]) -> Model:
    changed: dict[str, object] = {}
    for field in _REFERENCES:
        value = getattr(item, field, None)
        if isinstance(value, str):
            changed[field] = new.get(value, value)
        elif value:
            changed[field] = tuple(new.get(each, each) for each in value)
    return item.model_copy(update=changed)


def _lead_line(line: Line, new: Mapping[str, str]) -> Line:
    return line.model_copy(update={"refs": tuple(new.get(ref, ref) for ref in line.refs)})
