"""Words of a normalised text, and how far the marks around two passages agree."""

from __future__ import annotations

import re
from itertools import takewhile

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts written without spaces between words: their characters count as words, and end nowhere."""
TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['.,][^\W_{_UNSPACED}]+)*")
UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")


def shared_head(text: str, wanted: str) -> int:
    """How many of the first characters of ``wanted`` begin ``text``."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(text, wanted, strict=False))
    return len("".join(char for char, _ in pairs).rstrip())


def shared_tail(text: str, wanted: str) -> int:
    """How many of the last characters of ``wanted`` end ``text``."""
    return shared_head(text[::-1], wanted[::-1])
