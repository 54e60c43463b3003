"""Cleaning: from a document as it came to an article whose every character leads back to it.

`_text` and `_html` read a document. A text's `_lines` show by their words what they are (`_cues`), tell the story or
not (`_story`), and get their `_roles`; `_facts` and `_bylines` say who wrote and when. What addresses a model is taken
out by `_orders_removed`, and `_pieces` make the article.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.cleaning._html import read_html
from briefing.cleaning._html_text import visible
from briefing.cleaning._lines import split_lines
from briefing.cleaning._orders_removed import carried_without_orders, without_addresses
from briefing.cleaning._pieces import DocumentReading, assemble, own_url
from briefing.cleaning._text import read_markdown, read_plain
from briefing.cleaning._walls import asks_much, sign_of_wall, wall_of
from briefing.errors import NoArticleError
from briefing.language.sentences import language_of
from briefing.schema.article import STORY_KINDS, Article, ParagraphKind
from briefing.schema.document import Document, MediaType

__all__ = ["clean"]

_LANGUAGE_PIECES = 8
"""How many paragraphs from the start of the body on tell the language."""

_LONGEST_WALL, _LONGEST_CONSENT = 2_500, 20_000
"""Characters. Most walls have a few hundred; one that asks for consent lists its purposes."""
_MOST_LINES = 60


def clean(document: Document, *, keep_all: bool = False) -> Article:
    """The article that ``document`` holds.

    Args:
        document: a decoded text dump, Markdown or HTML.
        keep_all: take every line for the story, where the caller knows that there is nothing else in it.

    Raises:
        NoArticleError: nothing in it tells a story (a page of menus, an empty text).
    """
    reading = _read(document, keep_all)
    if not keep_all:
        _refuse_wall(document, reading)
    found = bool(reading.pieces)
    reading = without_addresses(reading, document)
    if found and not reading.pieces:
        raise NoArticleError(str(document.ref), "holds no article beside text that addresses a language model")
    if not found:
        raise _no_article(document, reading)
    if not any(piece.kind in STORY_KINDS for piece in reading.pieces):
        # Notes and captions with no story beside them: "Updated 5:40 p.m. Early on Friday…" is all that there is.
        reading = replace(reading, pieces=tuple(piece.as_kind(ParagraphKind.BODY) for piece in reading.pieces))
    told = [piece for piece in reading.pieces if piece.kind is ParagraphKind.BODY] or reading.pieces
    story = "\n\n".join(piece.text for piece in told[:_LANGUAGE_PIECES])
    carried = carried_without_orders(document.carried)
    return assemble(document, reading, carried, reading.facts.language or language_of(story))


def _read(document: Document, keep_all: bool) -> DocumentReading:
    title = document.carried.title
    match document.ref.media_type:
        case MediaType.HTML:
            return read_html(document.text, title, own_url(document))
        case MediaType.MARKDOWN:
            return read_markdown(document.text, title, keep_all=keep_all)
        case MediaType.TEXT:
            return read_plain(document.text, title, keep_all=keep_all)


def _refuse_wall(document: Document, reading: DocumentReading) -> None:
    """Raises where a page says to its reader why there is no article."""
    kept = [piece.text for piece in reading.pieces]
    length = sum(map(len, kept))
    if length > _LONGEST_WALL and not (length <= _LONGEST_CONSENT and asks_much(kept)):
        return
    lines = [line for text in [reading.facts.title or "", *kept] for line in text.splitlines()]
    wall = wall_of(lines) if kept else sign_of_wall([*lines, *_lines_of(document)])
    if wall:
        raise NoArticleError(str(document.ref), f"{wall}, no article")


def _lines_of(document: Document) -> list[str]:
    """All lines of a document that its reader would see."""
    text = visible(document.text).text if document.ref.media_type is MediaType.HTML else document.text
    return [line.text for line in split_lines(text)][:_MOST_LINES]


def _no_article(document: Document, reading: DocumentReading) -> NoArticleError:
    count = len(reading.dropped)
    what = f"{count} line{'' if count == 1 else 's'} of menu" if count else "empty"
    hint = "pass --keep-all to use it as it is" if count else None
    return NoArticleError(str(document.ref), f"holds no article ({what})", hint=hint)
