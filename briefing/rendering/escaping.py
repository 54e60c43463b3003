"""Escaping: no character of a source or a reply is ever read as markup."""

from __future__ import annotations

import re

# What Python-Markdown (with its tables) and CommonMark read as markup inside a line.
_INLINE = re.compile(r"[\\`*_\[\]|]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_STRIKE = re.compile(r"~(?=~)|(?<=~)~")
# Control characters and direction overrides can hide or reorder what stands on the page.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(r"[\xad\u061c\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\U000e0000-\U000e007f]+")
# What code hosts and mail clients turn into a link by themselves. An entity renders as the same character.
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|\b(www)(\.)|(\w)(@)(?=[\w-]+\.)")


def escape(text: object) -> str:
    """A text as one line of Markdown that renders as exactly these characters.

    White space is folded to single spaces, so that a source can't begin a block of its own; control characters and
    direction overrides are left out.
    """
    line = " ".join(visible(str(text)).split())
    line = re.sub(r"[&<>]", lambda match: _ENTITIES[match.group()], line)
    line = _INLINE.sub(lambda match: "\\" + match.group(), line)
    line = _STRIKE.sub("&#126;", line)
    return _AUTOLINK.sub(_break_link, line)


def visible(text: str) -> str:
    """A text with a space for each control character and direction override: none hides or reorders what stands."""
    return _CONTROL.sub(" ", text if text.isascii() else _INVISIBLE.sub("", text))


def _break_link(match: re.Match[str]) -> str:
    word, mark = (group for group in match.groups() if group is not None)
    return f"{word}&#{ord(mark)};"
