"""What no message may show: keys and passwords are struck out here, and nowhere else.

Every `briefing.errors.BriefingError` passes its text through `redact`, and so do the logs and the last words of the
command line: a provider quotes the key that it refuses, a driver the URL that it can't open.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from json import dumps
from urllib.parse import quote, quote_plus, unquote

HIDDEN = "***"

_NAMES = (
    r"(?:ssl|db_?)?pass(?:word|wd|phrase)?|pwd|(?:client_?|app_?)?secret|(?:access_?|auth_?|refresh_?|id_?)?token"
    r"|(?:x-)?api[_-]?key|apikey|access[_-]?key(?:[_-]?id)?|signature|sig"
)
# Each is bounded: a message may quote what a stranger wrote.
_PATTERNS = (
    # What stands before the host: a name alone is a token as often as not.
    (re.compile(r"(\bhttps?://)[^\s/?#'\"]{1,1000}@", re.I), rf"\1{HIDDEN}@"),
    # The password of a database, to the last @ before a blank: one that was not encoded may hold any character.
    (
        re.compile(r"(\b(?!https?:)[a-z][a-z0-9+.-]{0,30}:/{1,3}[^\s/?#:@'\"]{0,200}):[^\s'\"<>]{0,1000}@", re.I),
        rf"\1:{HIDDEN}@",
    ),
    (re.compile(rf"([\"'](?:{_NAMES})[\"']\s*[:=]\s*)([\"'])(?:\\.|(?!\2).){{0,1000}}\2", re.I), rf"\1\2{HIDDEN}\2"),
    (re.compile(rf"(\b(?:{_NAMES})\s*=\s*)([\"'])(?:\\.|(?!\2).){{0,1000}}\2", re.I), rf"\1\2{HIDDEN}\2"),
    (
        re.compile(rf"(\b(?:{_NAMES})\s*=\s*\\([\"']))(?:(?!\\\2).){{0,1000}}", re.I),
        rf"\1{HIDDEN}",
    ),  # as JSON has quotes
    (re.compile(rf"(\b(?:{_NAMES})\s*=\s*)(?![\"'*\\])[^\s&;,\"')\]}}>\\]+", re.I), rf"\1{HIDDEN}"),
    (re.compile(r"([?&]key=)[^\s&#\"'>]+", re.I), rf"\1{HIDDEN}"),
    (re.compile(r"\b(Bearer|Basic) +[\w.~+/=*-]{6,}", re.I), rf"\1 {HIDDEN}"),
    (re.compile(r"\b(?:sk|pk)-[\w*.-]{6,}|\b(?:hf|gsk|ghp|gho|r8)_[A-Za-z0-9]{16,}|\bAIza[\w-]{20,}"), HIDDEN),
)
_KEY_VARIABLES = ("KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIALS")
_SHORTEST = 4
"""A shorter secret would strike out parts of words."""
_UNMISTAKABLE = 8
"""A shorter secret is struck out as a whole word alone."""
_LONG = 16
_PIECE = 12
"""Of a secret of at least `_LONG` characters, so many in a row are struck out too."""


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """A text without these secrets in any of their spellings, nor anything that looks like a key or a password."""
    text = strike(text, secrets)
    for pattern, kept in _PATTERNS:
        text = pattern.sub(kept, text)
    return text


def strike(text: str, secrets: Iterable[str]) -> str:
    """A text without these secrets in any of their spellings, whole or cut."""
    for secret in sorted(set(secrets), key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = _spelled(secret).sub(HIDDEN, text)
        if len(secret) >= _LONG:
            text = _without_pieces(text, _pieces(secret))
    return text


def secrets_of_environment() -> tuple[str, ...]:
    """The values of variables whose names say that they are secret."""
    found = (value for name, value in os.environ.items() if name.upper().endswith(_KEY_VARIABLES))
    return tuple(value for value in found if len(value) >= _UNMISTAKABLE)


@lru_cache(maxsize=256)
def _spelled(secret: str) -> re.Pattern[str]:
    """A secret in all its spellings."""
    forms = "|".join(re.escape(form) for form in sorted(_spellings(secret), key=len, reverse=True))
    return re.compile(forms if len(secret) >= _UNMISTAKABLE else rf"(?<!\w)(?:{forms})(?!\w)")


def _spellings(secret: str) -> set[str]:
    """A secret as it is, encoded for URLs and decoded, in JSON, in JSON inside JSON, in Python and in HTML; a long one
    in hexadecimal digits and in base64, wherever it begins in what was encoded."""
    plain = {secret, unquote(secret)}
    encoded = {form(each, safe="") for each in plain for form in (quote, quote_plus)}
    quoted = {written[1:-1] for each in plain for written in (dumps(each), repr(each), repr(each.encode())[1:])}
    quoted |= {dumps(each)[1:-1] for each in quoted} | {escape(each) for each in plain}
    return plain | encoded | quoted | (_in_bytes(secret.encode()) if len(secret) >= _UNMISTAKABLE else set())


def _in_bytes(secret: bytes) -> set[str]:
    """In hexadecimal digits and base64: of that, what is the same whatever stands before and behind."""
    found = {secret.hex(), secret.hex().upper()}
    for before in range(3):
        behind = (before + len(secret)) % 3
        digits = b64encode(bytes(before) + secret).decode().rstrip("=")
        same = digits[(before * 8 + 5) // 6 : len(digits) - (1 if behind else 0)]
        found |= {same, same.replace("+", "-").replace("/", "_")}
    return found


@lru_cache(maxsize=256)
def _pieces(secret: str) -> frozenset[str]:
    """All stretches of `_PIECE` characters of a secret's spellings."""
    forms = (form for form in _spellings(secret) if len(form) >= _PIECE)
    return frozenset(form[at : at + _PIECE] for form in forms for at in range(len(form) - _PIECE + 1))


def _without_pieces(text: str, pieces: frozenset[str]) -> str:
    """A text without stretches that are pieces of a secret: it was cut, and what is left is still too much."""
    kept, done, end = [], 0, 0
    for at in range(len(text) - _PIECE + 1):
        if text[at : at + _PIECE] in pieces:
            if at >= end:
                kept += [text[done:at], HIDDEN]
            done = end = at + _PIECE
    return "".join((*kept, text[done:])) if kept else text
