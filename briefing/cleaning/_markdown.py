"""Cleaning Markdown: markdown-it says what is markup, the characters are the document's own.

Blocks become lines for the classifier of text dumps, so that a scraped page in Markdown loses its menus too.
Markup is left out: a link keeps its words, a picture and raw HTML nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.cleaning._lines import TextLine, size_of
from briefing.cleaning._pieces import Piece, Run, verbatim, without_unseen
from briefing.cleaning._signs import signs_of
from briefing.schema.article import ParagraphKind

if TYPE_CHECKING:
    from markdown_it.token import Token

_WORD = re.compile(r"\w+")


def markdown_lines(text: str, start: int = 0) -> tuple[list[TextLine], list[Piece]]:
    """The blocks of a Markdown text from ``start`` on: as lines to choose from, and as the pieces they would be.

    Lines and pieces correspond by index. A line's ``start`` and ``end`` bound its characters in ``text``.
    """
    from markdown_it import MarkdownIt  # only where there is Markdown

    offsets = _line_offsets(text, start)
    tokens = MarkdownIt("commonmark").enable("table").disable("text_join").parse(_same_length(text[start:]))
    lines: list[TextLine] = []
    pieces: list[Piece] = []
    last_row = 0
    depth = 0
    heading = False
    for token in tokens:
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        heading = token.type == "heading_open" or (heading and token.type != "heading_close")
        if not token.map or token.type not in ("inline", "fence", "code_block"):
            continue
        low, high = offsets[token.map[0]], offsets[min(token.map[1], len(offsets) - 1)]
        piece = _piece_of(token, text, low, high)
        if piece is None:
            continue
        gap = 1 if token.map[0] > last_row else 0
        last_row = token.map[1]
        span = piece.source
        words = tuple(_WORD.findall(piece.text.lower()))
        lines.append(
            TextLine(
                piece.text,
                span.start,
                span.end,
                gap,
                2 * depth,
                depth > 0,
                words,
                size_of(piece.text, words),
                signs_of(piece.text, words),
                heading,
            )
        )
        pieces.append(piece)
    return lines, pieces


def _same_length(text: str) -> str:
    """``text`` with NULs as spaces, which markdown-it would replace; carriage returns it drops by itself."""
    return text.replace("\x00", " ")


def _line_offsets(text: str, start: int) -> list[int]:
    """Where each line starts, as markdown-it counts lines, and the end of the text."""
    offsets = [start]
    offsets.extend(m.end() for m in re.finditer(r"\r\n|\n|\r", text[start:]))
    return [start, *(start + o for o in offsets[1:]), len(text)]


def _piece_of(token: Token, text: str, low: int, high: int) -> Piece | None:
    """The words of a block, each found again in its source between ``low`` and ``high``."""
    if token.type != "inline":
        return _code(token, text, low, high)
    parts: list[str] = []
    runs: list[Run] = []
    length, position = 0, low
    for child in token.children or []:
        if child.type in ("link_close", "image"):
            position = _after_target(text, position, high)
            continue
        content, written = _words_of(child)
        found = text.find(written, position, high) if content else -1
        if found < 0:
            continue
        position = found + len(written)
        parts.append(content)
        runs.append(Run(length, length + len(content), found, position))
        length += len(content)
    joined = "".join(parts)
    return without_unseen(Piece(ParagraphKind.BODY, joined, tuple(runs)))


def _code(token: Token, text: str, low: int, high: int) -> Piece | None:
    """A block of code: its lines, without the fence around them."""
    content = token.content.strip()
    found = text.find(content, low, high) if content else -1
    return verbatim(ParagraphKind.BODY, text, found, found + len(content)) if found >= 0 else None


def _words_of(child: Token) -> tuple[str, str]:
    """The text of an inline token: as it is read, and as it is written."""
    if child.type in ("softbreak", "hardbreak"):
        return "\n", "\n"
    if child.type == "text_special":
        return child.content, child.markup
    return (child.content, child.content) if child.type in ("text", "code_inline") else ("", "")


_TARGET = re.compile(r"[^\]\n]{0,500}\](?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)|\[[^\]\n]{0,200}\])?")


def _after_target(text: str, position: int, high: int) -> int:
    """Behind the address of a link or picture whose words end at or after ``position``."""
    target = _TARGET.match(text, position, high)
    return target.end() if target else position
