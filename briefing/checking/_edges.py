"""Words of a normalised text, and how far the marks around two passages agree."""

from __future__ import annotations

import re

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts written without spaces between words: their characters count as words, and end nowhere."""
TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['.,][^\W_{_UNSPACED}]+)*")
UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")


def shared_head(text: str, at: int, wanted: str) -> int:
    """How many of the first characters of ``wanted`` stand in ``text`` from ``at`` on."""
    size = next((n for n in range(len(wanted), 0, -1) if text.startswith(wanted[:n], at)), 0)
    return len(wanted[:size].rstrip())


def shared_tail(before: str, wanted: str) -> int:
    """How many of the last characters of ``wanted`` end ``before``."""
    size = next((n for n in range(len(wanted), 0, -1) if before.endswith(wanted[-n:])), 0)
    return len(wanted[len(wanted) - size :].lstrip())
