"""JSONL and JSON: a record is an object with a text or a page, and what is known about it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import from_json

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.dates import carried_time
from briefing.sources.decoding import decode
from briefing.sources.records import Record, titled

logger = logging.getLogger("briefing")

_MAX_BAD_ROWS = 100


def _names(value: object) -> object:
    """One author may stand alone; blank names are none."""
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list):
        return names
    return tuple(name.strip() for name in names if not isinstance(name, str) or name.strip())


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _as_text(value: object) -> object:
    """A number where a name is expected is one: an outlet called ``24``."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else _blank_is_none(value)


_Text = Annotated[str | None, BeforeValidator(_blank_is_none)]
_Name = Annotated[str | None, BeforeValidator(_as_text)]


class _Row(BaseModel):
    """A row as exporters write it. Other keys are theirs and are let be."""

    model_config = ConfigDict(extra="ignore")

    title: _Name = None
    text: _Text = None
    html: _Text = None
    url: _Text = None
    published: Annotated[datetime | None, BeforeValidator(carried_time)] = None
    outlet: _Name = None
    authors: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()


def json_lines(blob: Blob, max_records: int) -> Iterator[Record]:
    """The rows of a JSONL file; the locator is the number of the line, from 1."""
    decoded = decode(blob.data, blob.source, declared=blob.charset, known=blob.known_encoding)
    lines = ((str(number), line) for number, line in enumerate(decoded.text.split("\n"), 1) if line.strip())
    return _bounded(blob, decoded.encoding, ((at, _parsed(line)) for at, line in lines), max_records)


def json_file(blob: Blob, max_records: int) -> Iterator[Record]:
    """The objects of a JSON file: one, or a list; the locator is the place in the list, from 1.

    A file of several objects, a line each, is read as JSONL whatever its name.
    """
    decoded = decode(blob.data, blob.source, declared=blob.charset, known=blob.known_encoding)
    value = _parsed(decoded.text)
    if isinstance(value, str):
        if isinstance(_parsed(decoded.text.lstrip().split("\n", 1)[0]), dict):
            return json_lines(blob, max_records)
        raise SourceError(blob.source, value)
    values = value if isinstance(value, list) else [value]
    return _bounded(blob, decoded.encoding, ((str(n), v) for n, v in enumerate(values, 1)), max_records)


def _parsed(text: str) -> object:
    """The value of a JSON text; the problem as a string where it is none. (A bare JSON string is no row either.)"""
    try:
        value: object = from_json(text)
    except ValueError as error:
        return f"is not JSON ({error})"
    return "is a JSON string, not an object" if isinstance(value, str) else value


def _bounded(blob: Blob, encoding: str, values: Iterable[tuple[str, object]], max_records: int) -> Iterator[Record]:
    bad = 0
    count = 0
    for count, (locator, value) in enumerate(values, 1):
        if count > max_records:
            yield SourceError(blob.source, f"holds more than {max_records} records; the rest was not read")
            return
        record = _record(blob, encoding, locator, value)
        yield record
        bad += isinstance(record, SourceError)
        if bad >= _MAX_BAD_ROWS:
            yield SourceError(blob.source, f"has {bad} bad records; the rest was not read")
            return
    if not count:
        raise NoArticleError(blob.source, "holds no records")


def _record(blob: Blob, encoding: str, locator: str, value: object) -> Record:
    where = f"{blob.source}#{locator}"
    if not isinstance(value, dict):
        return SourceError(where, value if isinstance(value, str) else "is not a JSON object")
    try:
        row = _Row.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return SourceError(where, f"field {first['loc'][0]!r}: {first['msg']}")
    if row.published is None and _blank_is_none(value.get("published")) is not None:
        logger.warning("%s: field 'published' states no date that can be told, and is left out", where)
    text = row.text or row.html
    if text is None:
        return NoArticleError(where, "has neither a text nor html")
    return Document.of(
        titled(usable(text), row.title) if row.text else usable(text),
        blob.source,
        MediaType.TEXT if row.text else MediaType.HTML,
        locator=locator,
        encoding=encoding,
        carried=Carried(title=row.title, url=row.url, published=row.published, outlet=row.outlet, authors=row.authors),
        keep_content=blob.keep_content,
    )
