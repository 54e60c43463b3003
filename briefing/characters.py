"""Characters that no file, database or message can hold, replaced where text comes in: no output has to think of them.

A lone surrogate has no UTF-8, and a NUL ends a text for libxml2 and PostgreSQL. Control characters steer terminals,
and XML takes most of them in no form.
"""

from __future__ import annotations

import re
from typing import Any

BAD = "\ufffd"
"""Stands where a character was that could not be kept."""

_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+"
)
"""They have no shape of their own: they steer the direction of what is printed, or tell a model what no reader sees."""


def usable(text: str) -> str:
    """``text`` with `BAD` for each NUL and lone surrogate: of the same length, so that offsets hold."""
    return _UNUSABLE.sub(BAD, text)


def readable(text: str) -> str:
    """Words of a stranger that people are to read: without control characters but tabs and line feeds.

    Those that separate words become spaces, other line ends line feeds, all others `BAD`. Invisible characters and
    those that steer the direction of what is printed are left out. Two surrogates that make a
    character become it.
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    if _UNREADABLE.search(text) is None:
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return _UNREADABLE.sub(lambda sign: " " if sign[0].isspace() else BAD, whole)


def readable_value(value: Any) -> Any:
    """A JSON value with every text in it `readable`, names of properties too.

    Raises:
        RecursionError: it is nested too deeply.
    """
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, list):
        return [readable_value(each) for each in value]
    if isinstance(value, dict):
        return {readable_value(name): readable_value(each) for name, each in value.items()}
    return value
