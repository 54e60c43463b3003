"""Whether what a page quotes stands in its sources. For pages that can't be rebuilt.

A page of another release leads to its sources by maps of its own making, which could spell any sentence from scattered
letters. So a quotation is looked for in the source as this release reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from pydantic import BaseModel

from briefing.cleaning import clean
from briefing.errors import SourceError
from briefing.schema.article import Article
from briefing.schema.document import Document, MediaType
from briefing.schema.verdict import Evidence
from briefing.verification.report import VerifyFailure

_TAG = re.compile(r"<[^<>]{0,2000}>")
_PARAGRAPHS = re.compile(r"\n\s*\n")


Passage = tuple[str, str, Evidence]
"""The path of an evidence, the ids of what it is evidence of, and itself."""


def passages(value: object, path: str = "", items: tuple[str, ...] = ()) -> Iterator[Passage]:
    """Every evidence anywhere in a value."""
    if isinstance(value, Evidence):
        yield path, " ".join(items), value
    elif isinstance(value, BaseModel) and not isinstance(value, Article):
        own = getattr(value, "id", None)
        inside = (*items, own) if isinstance(own, str) else items
        for name in type(value).model_fields:
            yield from passages(getattr(value, name), f"{path}.{name}" if path else name, inside)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from passages(each, f"{path}[{number}]", items)


def misquoted(
    found_in: Iterable[Passage], article: Article, document: Document, *, keep_all: bool
) -> Iterator[VerifyFailure]:
    """Which passages of an article are not its words, or not those of its source as it is now."""
    source = _DocumentWords(document, keep_all=keep_all)
    for path, item, piece in found_in:
        found = article.text[piece.start : piece.end]
        if found != piece.quote or not found:
            reason = "the article has other words there"
            yield VerifyFailure.between(path, piece.quote, found, item=item, reason=reason)
        elif piece.quote not in source:
            yield VerifyFailure.between(path, piece.quote, item=item, reason=f"{document.ref} does not say that")


class _DocumentWords:
    """The words of a document, to look for quotations in, whatever white space parts them."""

    def __init__(self, document: Document, *, keep_all: bool) -> None:
        markup = document.ref.media_type is not MediaType.TEXT
        bare = unescape(_TAG.sub("", document.text)) if markup else document.text
        self._texts = [_squeezed(bare)]
        try:
            self._texts.append(_squeezed(clean(document, keep_all=keep_all).text))
        except SourceError:
            return

    def __contains__(self, quote: str) -> bool:
        return all(any(_squeezed(part) in text for text in self._texts) for part in _PARAGRAPHS.split(quote))


def _squeezed(text: str) -> str:
    return "".join(text.split())
