"""Characters that no file, database or message can hold, replaced where text comes in: no output has to think of them.

A lone surrogate has no UTF-8, and a NUL ends a text for libxml2 and PostgreSQL. Control characters steer terminals,
and XML takes most of them in no form.
"""

from __future__ import annotations

import re
from json import dumps
from typing import Any
from unicodedata import normalize

BAD = "\ufffd"
"""Stands where a character was that could not be kept."""

_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+"
)
"""They have no shape of their own: they steer the direction of what is printed, or tell a model what no reader sees."""


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal, a parser or a spreadsheet obeys."""
_DANGEROUS = re.compile(f"{_STEERING.pattern}|{_INVISIBLE.pattern.removesuffix('+')}")


_FORMULA = frozenset("=+-@|%\u2212\u2010\u2011\u2012\u2013\u2014\u207a\u207b\ufe63")


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


def visible(text: str) -> str:
    """What a page shows of a text: a space for each control character, nothing for what has no shape. None of them
    hides or reorders what stands there."""
    return _INVISIBLE.sub("", _STEERING.sub(" ", text))


def shown(text: str) -> str:
    """What a terminal or a table is given of a text: each character that it could obey, or that nobody would see, as
    its escape (``\\x1b``, ``\\u202e``); line feeds and tabs stay."""
    return _DANGEROUS.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


def json_shown(text: str) -> str:
    """A JSON text of the same value in which those characters are escaped, as JSON has it."""
    return _DANGEROUS.sub(lambda sign: dumps(sign[0])[1:-1], text)


def spreadsheet_cell(text: str) -> str:
    """A cell on one line that no spreadsheet takes for a formula (OWASP, "CSV injection"), whatever it strips or folds
    before it looks: white space, quotation marks, full-width signs."""
    cell = " ".join(visible(text).split())
    first = normalize("NFKC", cell).lstrip("\"'` \u200c\u200d")[:1]
    return f"'{cell}" if first in _FORMULA else cell


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
