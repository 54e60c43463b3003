"""Under which names exports keep what we need: a text, a title, an address, a day, an outlet, authors.

Names are compared without case and punctuation, so that ``publishedAt``, ``published_at`` and ``Published At`` are one.
The first name of a list that is there and is not blank counts. They are those of NewsAPI, GDELT, news-please, fundus,
the Guardian's and the New York Times's interfaces, JSON Feed, Media Cloud, WordPress and of tables of articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

_MOST_SHAPES, _LONGEST_SHAPE = 1_000, 5_000
_DEEPEST = 6
_NO_NAME = frozenset({"unknown", "none", "null", "nan", "na", "n/a", "undefined", "-", "anonymous"})
_ADDRESS = re.compile(r"https?://(?:www\.)?([^/:?#\s]{3,253})")
_PUNCTUATION = re.compile(r"[\W_]+")


class Field(StrEnum):
    """What is known about a record."""

    TITLE = "title"
    TEXT = "text"
    HTML = "html"
    URL = "url"
    PUBLISHED = "published"
    UPDATED = "updated"
    OUTLET = "outlet"
    AUTHORS = "authors"


_KNOWN: dict[Field, tuple[str, ...]] = {
    Field.TITLE: (
        "title", "headline", "webtitle", "headlinemain", "articletitle", "heading", "subject", "name", "titel", "titre",
        "titulo", "título", "titolo",
    ),
    Field.TEXT: (
        "text", "maintext", "plaintext", "fulltext", "articletext", "bodytext", "fieldsbodytext", "contenttext",
        "cleanedtext", "textcontent", "articlebody", "body", "fieldsbody", "content", "article", "articlecontent",
        "story", "storytext", "rawtext", "contentencoded", "volltext", "texte", "texto", "testo", "inhalt", "contenu",
        "contenido",
        # What is left is a few sentences, and better than nothing.
        "description", "summary", "abstract", "excerpt", "leadparagraph", "lead", "fieldstrailtext", "snippet",
    ),
    Field.HTML: ("html", "contenthtml", "bodyhtml", "rawhtml", "pagehtml"),
    Field.URL: ("url", "link", "weburl", "canonicalurl", "permalink", "articleurl", "pageurl", "href", "uri", "guid"),
    Field.PUBLISHED: (
        "published", "publishedat", "datepublished", "datepublish", "publishdate", "publicationdate", "publishingdate",
        "pubdate", "publishedtime", "publishtime", "publisheddate", "publishedon", "firstpublished",
        "webpublicationdate", "date", "dategmt", "datetime", "seendate", "pubtime", "time", "timestamp", "datecreated",
        "createdat", "datum", "fecha",
    ),
    Field.UPDATED: (
        "updated", "updatedat", "dateupdated", "modified", "modifiedat", "datemodified", "datemodify", "modifieddate",
        "lastmodified", "lastmod", "lastupdated", "modifiedgmt",
    ),
    Field.OUTLET: (
        "outlet", "sourcename", "source", "publisher", "publishername", "publication", "newspaper", "medianame",
        "sitename", "site", "origin", "feedtitle", "sourcedomain", "domain",
        "quelle", "fuente", "fonte",
    ),
    Field.AUTHORS: (
        "authors", "author", "authorname", "byline", "bylineoriginal", "fieldsbyline", "creator", "dccreator", "writer",
        "writers", "reporter", "autor", "autoren", "auteur", "autore",
    ),
}  # fmt: skip
_PRIORITY = {name: (field, place) for field, names in _KNOWN.items() for place, name in enumerate(names)}
# Where an object holds what its name promises: WordPress's "rendered", the New York Times's "main", NewsAPI's "name".
_INSIDE = ("rendered", "content", "text", "plain_text", "value", "main", "original", "name", "title")

Path = tuple[str, ...]
_Place = tuple[Field, Path, bool]
"""A field, where it may be, and whether it stands there under our own name."""


class FieldFinder:
    """Finds the fields of records. ``named`` says where some of them are, by names that may be dotted paths."""

    def __init__(self, named: Mapping[Field, str] | None = None) -> None:
        self._named = {field: tuple(path.split(".")) for field, path in (named or {}).items()}
        self._shapes: dict[tuple[str | tuple[str, ...], ...], tuple[_Place, ...]] = {}

    def of(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """What a record holds, under our names. What stands under one of our own names is let be as it is."""
        found: dict[str, Any] = {}
        for field, path, ours in self._places(record):
            if field in found:
                continue
            value = record.get(path[0]) if len(path) == 1 else _at(record, path)
            if value is None:
                continue
            told = _TOLD.get(field) if not ours or isinstance(value, dict) else None
            kept = told(value) if told else value
            if kept is not None and not (isinstance(kept, str) and (not kept or kept.isspace())):
                found[field] = kept
        return found

    def _places(self, record: Mapping[str, Any]) -> tuple[_Place, ...]:
        """The paths at which fields may be, the best first; records of one export have the same keys."""
        shape: tuple[str | tuple[str, ...], ...] = tuple(record)
        if dict in map(type, record.values()):
            shape = tuple([(key, *value) if isinstance(value, dict) else key for key, value in record.items()])
        places = self._shapes.get(shape)
        if places is None:
            places = tuple(self._look(record))
            if len(self._shapes) < _MOST_SHAPES and sum(map(len, shape)) <= _LONGEST_SHAPE:
                self._shapes[shape] = places
        return places

    def _look(self, record: Mapping[str, Any]) -> Iterable[_Place]:
        yield from ((field, path, False) for field, path in self._named.items())
        found: list[tuple[int, Field, Path]] = []
        for key, value in record.items():
            paths: list[Path] = [(key,)]
            if isinstance(value, dict):
                paths += [(key, inner) for inner in value]
            for path in paths:
                known = _PRIORITY.get(_PUNCTUATION.sub("", "".join(path)).lower())
                if known and known[0] not in self._named:
                    found.append((-1 if path == (known[0].value,) else known[1], known[0], path))
        for place, field, path in sorted(found, key=lambda each: each[0]):
            yield field, path, place < 0  # ours: checked by its type later on


def _at(record: Any, path: Path) -> Any:
    for part in path:
        record = record.get(part) if isinstance(record, dict) else None
    return record


def _whole(value: object) -> str | None:
    """The text of a value that is one, and no list of several."""
    return value if isinstance(value, str) else _words(value) if not isinstance(value, list) else None


def _words(value: object, depth: int = 0) -> str | None:
    """The text of a value: a list is one of paragraphs, an object one of parts."""
    if isinstance(value, str):
        return value
    if depth > _DEEPEST or not isinstance(value, list | dict):
        return None
    if isinstance(value, dict):
        inside = next((value[key] for key in _INSIDE if isinstance(value.get(key), str)), None)
        parts: Iterable[object] = (inside,) if inside is not None else value.values()
    else:
        parts = value
    words = [text for part in parts if (text := _words(part, depth + 1)) and text.strip()]
    return "\n\n".join(words) or None


@lru_cache(maxsize=4_096)
def outlet_name(stated: str | None) -> str | None:
    """The name of an outlet, of an address its host; None where it says that none is known."""
    name = (stated or "").strip()
    if name.isalpha() and name.casefold() not in _NO_NAME:
        return name
    name = " ".join(name.split())
    if not name or name.casefold() in _NO_NAME:
        return None
    address = _ADDRESS.match(name)
    return address[1].lower() if address else name


_TOLD: dict[Field, Callable[[object], object]] = {
    Field.TEXT: _words,
    Field.HTML: _words,
    Field.TITLE: _whole,
    Field.OUTLET: lambda value: outlet_name(_whole(value)),
    Field.URL: lambda value: value if isinstance(value, str) and _ADDRESS.match(value) else None,
}
"""The value of a field under another's name; None where it cannot be what the name says. Others are as they come."""
