"""Names of authors as carriers write them: one string, a list, objects with a name, a byline, an address in front."""

from __future__ import annotations

import ast
import html
import re

_MAX_LENGTH = 400
_MAX_NAMES = 20
_TAG = re.compile(r"<[^<>]{0,300}>")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|από|от)\s*:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"<?\(?[\w.+-]{1,64}@[\w.-]{1,255}\)?>?")
_PARTS = re.compile(r"\s*[;|\n]\s*|\s+(?:&|and|und|et|y|e)\s+|\s+/\s+")
_COMMA = re.compile(r",\s*(?:and\s+)?")
_MORE = re.compile(rf"[^\w .'’-]|{_BY.pattern}|\s(?:and|und|et|y|e)\s", re.IGNORECASE)
"""What a name alone has nothing of."""
_LIST = re.compile(r"\[.*\]", re.DOTALL)


def people(value: object) -> tuple[str, ...]:
    """The names in what a carrier states of its authors, each once; addresses and tags are left out."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str) and not _MORE.search(value):
        name = value.strip(" '")
        return (name,) if name and len(name) <= _MAX_LENGTH else ()
    names = dict.fromkeys(name for stated in _stated(value) for name in _split(stated))
    return tuple(names)[:_MAX_NAMES]


def _stated(value: object) -> list[str]:
    if isinstance(value, str):
        written = _written_list(value)
        return [value] if written is None else written
    if isinstance(value, dict):
        name = next((value[key] for key in ("name", "original", "displayName", "title") if value.get(key)), None)
        given = " ".join(str(value[key]) for key in ("givenName", "familyName") if value.get(key))
        return _stated(name or given)
    if isinstance(value, list | tuple):
        return [name for each in value[:_MAX_NAMES] for name in _stated(each)]
    return []


def _written_list(text: str) -> list[str] | None:
    """The items of a list that a table holds as text: ``['Lena Torv', 'Ali Demir']``."""
    if len(text) > _MAX_LENGTH or not _LIST.fullmatch(text.strip()):
        return None
    try:
        read = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return [each for each in read if isinstance(each, str)] if isinstance(read, list) else None


def _split(stated: str) -> list[str]:
    text = html.unescape(_TAG.sub("", html.unescape(stated[:_MAX_LENGTH])))
    text = _BY.sub("", " ".join(_ADDRESS.sub(" ", text).split()))
    names = [name for part in _PARTS.split(text) for name in _at_commas(part)]
    return [name for name in (name.strip(" \t\"'()[]<>,;") for name in names) if any(c.isalpha() for c in name)]


def _at_commas(part: str) -> list[str]:
    """The names between commas, unless one of them is a single word: ``Torv, Lena`` and ``Lena Torv, Jr.`` are one."""
    names = _COMMA.split(part)
    return names if all(" " in name.strip() for name in names) else [part]
