"""Marks around an article in a prompt, so that nothing inside it can pass for the prompt.

The marks are derived from the article itself: they are the same on every run, which keeps requests comparable,
and they cannot occur in the text that they enclose, which keeps an article from closing its own envelope.
"""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import islice

_OPENING = re.compile(r"<<<ARTICLE ([0-9a-f]{16})\n")
# Each opening costs a pass over the message; without a bound, a text full of openings costs its length squared.
_OPENINGS_TRIED = 8


def wrap(text: str, kind: str = "ARTICLE") -> str:
    """An article, or other data of this kind, between its two marks.

    >>> print(wrap("Talks resume."))
    <<<ARTICLE 6e3f8b13a8dcc2d7
    Talks resume.
    ARTICLE 6e3f8b13a8dcc2d7>>>
    """
    mark = _mark(text)
    return f"<<<{kind} {mark}\n{text}\n{kind} {mark}>>>"


def unwrap(message: str) -> str | None:
    """The article that stands between the outermost marks of a message, None where there is none.

    A pair of marks inside an article is part of that article: the first opening whose mark fits its content wins.
    """
    for opening in islice(_OPENING.finditer(message), _OPENINGS_TRIED):
        mark = opening.group(1)
        end = message.find(f"\nARTICLE {mark}>>>", opening.end())
        if end < 0:
            continue
        text = message[opening.end() : end]
        if _mark(text) == mark:
            return text
    return None


def _mark(text: str) -> str:
    """Sixteen hexadecimal digits that ``text`` does not contain."""
    material = text.encode("utf-8", "surrogatepass")
    mark = sha256(material).hexdigest()[:16]
    while mark in text:
        material += mark.encode()
        mark = sha256(material).hexdigest()[:16]
    return mark
