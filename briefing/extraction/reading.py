"""A reply from its text: JSON, brought to its schema where it nearly follows it, validated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from briefing.extraction.schemas import strict_schema
from briefing.llm.lenient import Taken, UnusableError, taken, told, within
from briefing.llm.replies import parse_json
from briefing.llm.shapes import SchemaPlace
from briefing.schema.base import Model

Reply = TypeVar("Reply", bound=Model)


@dataclass(frozen=True, slots=True)
class Read(Generic[Reply]):
    """A reply, what could not be read of it, and what of that the model could settle where it is asked again."""

    reply: Reply
    dropped: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()

    @property
    def items(self) -> int:
        """How much it holds: its items, and the parts outside of lists that say something."""
        parts = [getattr(self.reply, name) for name in type(self.reply).model_fields]
        return sum(len(part) if isinstance(part, tuple) else _says_something(part) for part in parts)


def _says_something(part: object) -> bool:
    if not isinstance(part, Model):
        return part is not None
    return any(isinstance(value, str) and value.strip() for _, value in part)


def read_reply(text: str, reply_type: type[Reply]) -> Read[Reply]:
    """A reply from its text. Pure: a kept text is read again as it was.

    Raises:
        BadReplyError: it holds no JSON.
        ValidationError: nothing in the JSON can be read as the schema has it.
    """
    shape = _shape(reply_type)
    inside = within(parse_json(text), shape, reply_type.brought_up)
    try:
        reply = reply_type.model_validate(inside.value, strict=False)
    except ValidationError as error:
        return _read_leniently(inside, reply_type, error)
    blank = _blank(inside.value, (), reply) if isinstance(inside.value, dict) else ()
    return Read(reply, (*inside.dropped, *blank), inside.unsettled)


def _read_leniently(inside: Taken, reply_type: type[Reply], error: ValidationError) -> Read[Reply]:
    try:
        found = taken(inside.value, _shape(reply_type))
    except UnusableError:
        raise error from None
    reply, refused = _validated(found.value, reply_type)
    dropped = (*inside.dropped, *found.dropped, *refused, *_blank(found.value, refused, reply))
    return Read(reply, dropped, (*inside.unsettled, *found.unsettled))


def _validated(value: dict[str, Any], reply_type: type[Reply]) -> tuple[Reply, tuple[str, ...]]:
    """A reply without the items that the model of its schema refuses, and why it refuses them."""
    try:
        return reply_type.model_validate(value, strict=False), ()
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False)
        refused = {problem["loc"][:2]: str(problem["msg"]) for problem in reversed(problems)}
        if not all(len(path) == 2 and isinstance(path[1], int) for path in refused):
            raise
    kept = {
        name: [each for number, each in enumerate(part) if (name, number) not in refused]
        if isinstance(part, list)
        else part
        for name, part in value.items()
    }
    return reply_type.model_validate(kept, strict=False), tuple(told(path, why) for path, why in refused.items())


def _blank(value: dict[str, Any], refused: tuple[str, ...], reply: Model) -> list[str]:
    """What the model left out of its own accord: items without words."""
    lines = []
    for name, part in value.items():
        kept = getattr(reply, name, None)
        if isinstance(part, list) and isinstance(kept, tuple):
            gone = len(part) - len(kept) - sum(line.startswith(f"{name}.") for line in refused)
            if gone > 0:
                lines.append(told((name,), f"{gone} without words"))
    return lines


@cache
def _shape(reply_type: type[Model]) -> SchemaPlace:
    return SchemaPlace.of(strict_schema(reply_type))
