"""Cleaning: from a document as it came to an article whose every character leads back to it."""

from __future__ import annotations

from briefing.cleaning._assemble import assemble
from briefing.cleaning._pieces import Reading
from briefing.cleaning._plain import read_plain
from briefing.errors import NoArticleError
from briefing.schema.article import Article
from briefing.schema.document import Document

__all__ = ["clean"]


def clean(document: Document, *, keep_all: bool = False) -> Article:
    """The article that ``document`` holds.

    Args:
        document: a decoded text dump, Markdown or HTML.
        keep_all: take every line for the story, where the caller knows that there is nothing else in it.

    Raises:
        NoArticleError: nothing in it tells a story (a page of menus, an empty text).
    """
    reading = read_plain(document.text, document.carried.title, keep_all=keep_all)
    if not reading.pieces:
        raise _no_article(document, reading)
    return assemble(document, reading, None)


def _no_article(document: Document, reading: Reading) -> NoArticleError:
    count = len(reading.dropped)
    what = f"{count} line{'' if count == 1 else 's'} of menu" if count else "empty"
    hint = "pass --keep-all to use it as it is" if count else None
    return NoArticleError(str(document.ref), f"holds no article ({what})", hint=hint)
