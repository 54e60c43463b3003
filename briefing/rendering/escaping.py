"""Escaping: no character of a source or a reply is ever read as markup."""

from __future__ import annotations

import re

from briefing.characters import visible

# What Python-Markdown (with its tables) and CommonMark read as markup inside a line.
_INLINE = re.compile(r"[\\`*_\[\]|]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_STRIKE = re.compile(r"~(?=~)|(?<=~)~")
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


def _break_link(match: re.Match[str]) -> str:
    word, mark = (group for group in match.groups() if group is not None)
    return f"{word}&#{ord(mark)};"
