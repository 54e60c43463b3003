"""From the text of a reply to the JSON value in it.

Models wrap JSON in code fences, put prose or a reasoning block before it, leave a trailing comma. None of that
loses the reply. What is never done is to close a reply that was cut: items would be lost without a word.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn

from briefing.characters import readable, readable_value
from briefing.errors import BadReplyError, ModelFault

MAX_REPLY_CHARS = 2_000_000
"""Longer texts are refused unread: the longest sound reply seen is about 30,000 characters."""

MAX_REPAIR_CHARS = 200_000
"""Longer texts are not repaired: json-repair takes time that grows faster than its input."""

_CANDIDATES = 64
_SHOWN_CHARS = 80
_REASONING = re.compile(r"\A.*</(?:think|thinking|reasoning|scratchpad)>", re.DOTALL)
"""Up to the last end of a block: chat templates that open it for the model leave its end alone in the reply."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z|\\\Z)', re.DOTALL)
"""A string, the last one perhaps without its end."""
_ESCAPES = re.compile(r'\\[^"/nt\\]')
"""What may spell a character that is not readable."""
_KEY = re.compile(r'"(?:[^"\\]|\\.)*+"(\s*+:)?', re.DOTALL)


class _DuplicateKeyError(ValueError):
    """An object names one key twice; whichever value is taken, the other would be lost."""


def parse_json(text: str) -> Any:
    """The JSON value in a reply: as it stands, else inside fences, prose or after a reasoning block, else repaired.

    Whatever escapes spell, its texts are `briefing.characters.readable`.

    Raises:
        BadReplyError: empty, cut, or holding no JSON. ``fault``, ``text`` and ``problems`` say which.
    """
    if not text.strip():
        _reject("the reply is empty", ModelFault.EMPTY, text)
    if len(text) > MAX_REPLY_CHARS:
        _reject(f"the reply has {len(text):,} characters", ModelFault.TOO_LARGE, text[:1000])
    try:
        value = _parsed(text)
        # Most replies spell no other character than readable ones: theirs need not be walked.
        return readable_value(value) if _ESCAPES.search(text) or readable(text) != text else value
    except _DuplicateKeyError as error:
        _reject(f"the reply names a key twice: {error}", ModelFault.WRONG_SCHEMA, text)
    except (RecursionError, ValueError) as error:
        _reject(f"the reply is not JSON: {str(error)[:200]}", ModelFault.NOT_JSON, text)


def _parsed(text: str) -> Any:
    try:
        return loads(text)
    except json.JSONDecodeError:
        return _search(without_reasoning(text), text)


def without_reasoning(text: str) -> str:
    """A reply without the reasoning that stands before it in marks."""
    return _REASONING.sub("", text, count=1)


def _search(body: str, whole: str) -> Any:
    """The largest JSON object inside a text that is not JSON as a whole, else the repaired rest."""
    start = body.find("{")
    if start < 0:
        said = " ".join(body[:1000].split())
        shown = said if len(said) <= _SHOWN_CHARS else f"{said[:_SHOWN_CHARS]}..."
        problem = "the reply holds no JSON object"
        _reject(f"{problem}: {shown!r}", ModelFault.NOT_JSON, whole, problem)
    decoder = _decoder()
    best: tuple[int, Any] = (0, None)
    position = start
    for _ in range(_CANDIDATES):
        try:
            value, end = decoder.raw_decode(body, position)
        except json.JSONDecodeError:
            end = position + 1
        else:
            # An object inside one that does not decode is a part of the reply, not the reply.
            if _depth(body[start:position]) <= 0:
                best = max(best, (end - position, value), key=lambda found: found[0])
        position = body.find("{", end)
        if position < 0:
            break
    return best[1] if best[0] else _repair(body[start:], body[start : body.rfind("}") + 1], whole)


def _repair(body: str, closed: str, whole: str) -> Any:
    """Near-JSON made JSON, unless it was cut."""
    if not closed or _depth(closed) > 0:
        _reject("the reply breaks off inside its JSON", ModelFault.TRUNCATED, whole)
    if len(body) > MAX_REPAIR_CHARS:
        _reject("the reply is not JSON, and too long to be repaired", ModelFault.NOT_JSON, whole[:1000])
    from json_repair import repair_json

    value = repair_json(closed, return_objects=True, skip_json_loads=True)
    if not isinstance(value, dict) or not value:
        _reject("the reply is not JSON", ModelFault.NOT_JSON, whole)
    if sum(bool(key) for key in _KEY.findall(closed)) > _keys(value):
        # json-repair takes the last of two values of one key, and says nothing.
        _reject("the reply is not JSON, and repairing it would lose a key", ModelFault.NOT_JSON, whole)
    return value


def _keys(value: Any) -> int:
    """How many keys there are in a JSON value, at every depth."""
    if isinstance(value, dict):
        return len(value) + sum(map(_keys, value.values()))
    return sum(map(_keys, value)) if isinstance(value, list) else 0


def _depth(text: str) -> int:
    """How many brackets are open at the end, strings left out."""
    bare = _STRING.sub("", text)
    return sum(bare.count(b) for b in "{[") - sum(bare.count(b) for b in "}]")


def loads(text: str) -> Any:
    """A JSON value, by the book: no key twice, no NaN.

    Raises:
        ValueError: it is none.
    """
    return json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        raise _DuplicateKeyError(next(key for key, times in counted.items() if times > 1)[:100])
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _reject(message: str, fault: ModelFault, text: str, problem: str | None = None) -> NoReturn:
    """Raise. ``problem`` is what the model is told of it: it is shown its reply anyway."""
    error = BadReplyError(message, fault=fault)
    error.text = text
    error.problems = (problem or message,)
    raise error
