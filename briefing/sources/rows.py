"""Rows: JSON, JSONL, CSV, and Parquet with the optional extra ``parquet``.

A record is an object with a text or a page, and what is known about it, under whatever names.
"""

from __future__ import annotations

import csv
import logging
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO, StringIO
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import from_json

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, MediaType
from briefing.sources.blobs import Blob, Record, too_large
from briefing.sources.carried import carried_time, people, titled, titled_fragment
from briefing.sources.fields import FieldFinder, outlet_name
from briefing.sources.options import SourceOptions

logger = logging.getLogger("briefing")

_MAX_BAD_ROWS = 100
_MAX_KEYS_SHOWN = 12
_DEEPEST_ENVELOPE = 3
_HINT = "say where the text is in the settings: [sources.fields] text = ..."
_MARKUP = re.compile(r"<(?:p|div|br|h[1-6]|article|body|html|span|ul|table)\b[^<>]{0,500}>", re.IGNORECASE)
_MARKUP_WINDOW = 4_000
_DELIMITERS = ",;\t|"
_BATCH = 256
_MAX_COLUMNS = 1_000


def _names(value: object) -> object:
    """One author may stand alone; blank names are none."""
    return people(value) if isinstance(value, str | list | tuple | dict) else value or ()


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _as_text(value: object) -> object:
    """A number where a name is expected is one: an outlet called ``24``."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else _blank_is_none(value)


def _as_outlet(value: object) -> object:
    value = _as_text(value)
    return outlet_name(value) if isinstance(value, str) else value


_Text = Annotated[str | None, BeforeValidator(_blank_is_none)]
_Name = Annotated[str | None, BeforeValidator(_as_text)]
_Outlet = Annotated[str | None, BeforeValidator(_as_outlet)]


class _ExportedRow(BaseModel):
    """A row as exporters write it. Other keys are theirs and are let be."""

    model_config = ConfigDict(extra="ignore")

    title: _Name = None
    text: _Text = None
    html: _Text = None
    url: _Text = None
    published: Annotated[datetime | None, BeforeValidator(carried_time)] = None
    updated: Annotated[datetime | None, BeforeValidator(carried_time)] = None
    outlet: _Outlet = None
    authors: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()


def json_lines(blob: Blob, options: SourceOptions) -> Iterator[Record]:
    """The rows of a JSONL file; the locator is the number of the line, from 1."""
    decoded = blob.decoded()
    lines = ((str(number), line) for number, line in enumerate(decoded.text.split("\n"), 1) if line.strip())
    return records(blob, decoded.encoding, ((at, _parsed(line)) for at, line in lines), options)


def json_file(blob: Blob, options: SourceOptions) -> Iterator[Record]:
    """The objects of a JSON file: one, a list, or the list in an envelope; the locator is the place in it, from 1.

    A file of several objects, a line each, is read as JSONL whatever its name.
    """
    decoded = blob.decoded()
    value = _parsed(decoded.text)
    if isinstance(value, str):
        if isinstance(_parsed(decoded.text.lstrip().split("\n", 1)[0]), dict):
            return json_lines(blob, options)
        raise SourceError(blob.source, value)
    values = value if isinstance(value, list) else _unpacked(value, options)
    return records(blob, decoded.encoding, ((str(n), v) for n, v in enumerate(values, 1)), options)


def _unpacked(value: object, options: SourceOptions) -> list[object]:
    """The records of an answer that wraps them, as interfaces do: ``{"status": "ok", "articles": [...]}``.

    It has no text of its own, and one list of objects, which may lie a level deeper.
    """
    inner = value
    for _ in range(_DEEPEST_ENVELOPE):
        if not isinstance(inner, dict) or {"text", "html"} & FieldFinder(options.fields).of(inner).keys():
            break
        lists = [v for v in inner.values() if isinstance(v, list) and v and all(isinstance(each, dict) for each in v)]
        if len(lists) == 1:
            return lists[0]
        objects = [v for v in inner.values() if isinstance(v, dict)]
        if len(objects) != 1:
            break
        inner = objects[0]
    return [value]


def _parsed(text: str) -> object:
    """The value of a JSON text; the problem as a string where it is none. (A bare JSON string is no row either.)"""
    try:
        value: object = from_json(text)
    except ValueError as error:
        return f"is not JSON ({error})"
    return "is a JSON string, not an object" if isinstance(value, str) else value


def records(
    blob: Blob, encoding: str, values: Iterable[tuple[str, object]], options: SourceOptions
) -> Iterator[Record]:
    """The documents of the rows of a file, each with its locator; a bad row is an error among them.

    Where no row has a text under a name that is known, one error says so for the whole file.
    """
    fields, textless, bad, count = FieldFinder(options.fields), _Textless(blob.source), 0, 0
    for count, (locator, value) in enumerate(values, 1):
        if count > options.max_records:
            yield from textless.told()
            yield SourceError(blob.source, f"holds more than {options.max_records} records; the rest was not read")
            return
        record = _record(blob, encoding, locator, value, fields)
        if isinstance(record, NoArticleError) and textless.only:
            textless.add(record, value)
            bad += 1
        else:
            yield from textless.each()
            yield record
            bad += isinstance(record, SourceError)
        if bad >= _MAX_BAD_ROWS:
            if textless.only:
                break
            yield SourceError(blob.source, f"has {bad} bad records; the rest was not read")
            return
    yield from textless.told()
    if not count:
        raise NoArticleError(blob.source, "holds no records")


class _Textless:
    """The rows without a text that a file begins with: errors by themselves as soon as any row is another."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._held: list[NoArticleError] = []
        self._keys: dict[str, None] = {}
        self.only = True

    def add(self, error: NoArticleError, value: object) -> None:
        self._held.append(error)
        self._keys.update(dict.fromkeys(map(str, value if isinstance(value, dict) else ())))

    def each(self) -> Iterator[Record]:
        """The errors held back, since another row has come."""
        self.only = False
        held, self._held = self._held, []
        yield from held

    def told(self) -> Iterator[Record]:
        """One error for them all where there is nothing else in the file."""
        if self.only and self._held:
            keys = list(self._keys)
            shown = ", ".join(key[:40] for key in keys[:_MAX_KEYS_SHOWN]) + (", ..." * (len(keys) > _MAX_KEYS_SHOWN))
            reason = f"holds no text under a name that is known (its fields: {usable(shown) or 'none'})"
            yield NoArticleError(self._source, reason, hint=_HINT)
            self._held = []
        else:
            yield from self.each()


def _record(blob: Blob, encoding: str, locator: str, value: object, fields: FieldFinder) -> Record:
    where = f"{blob.source}#{locator}"
    if not isinstance(value, dict):
        return SourceError(where, value if isinstance(value, str) else "is not a JSON object")
    found = fields.of(value)
    try:
        row = _ExportedRow.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return SourceError(where, f"field {first['loc'][0]!r}: {first['msg']}")
    if row.published is None and "published" in found:
        logger.warning("%s: field 'published' states no date that can be told, and is left out", where)
    text = row.text or row.html
    if text is None:
        return NoArticleError(where, "has neither a text nor html", hint=_HINT)
    is_text = row.text is not None and ("text" in value or not _is_markup(row.text))
    return blob.document(
        titled(text, row.title) if is_text else titled_fragment(text, row.title if row.text else None),
        MediaType.TEXT if is_text else MediaType.HTML,
        locator=locator,
        encoding=encoding,
        carried=Carried(
            title=row.title,
            url=row.url,
            published=row.published or row.updated,
            updated=row.updated,
            outlet=row.outlet,
            authors=row.authors,
        ),
    )


def _is_markup(text: str) -> bool:
    head = text[:_MARKUP_WINDOW]
    return "<" in head and bool(_MARKUP.search(head))


def table(blob: Blob, options: SourceOptions) -> Iterator[Record]:
    """The rows of a CSV or TSV file whose first line names the columns; the locator counts rows from 1."""
    decoded = blob.decoded()
    head = decoded.text[: decoded.text.find("\n") + 1] or decoded.text
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(max(csv.field_size_limit(), options.max_bytes))  # of this process: nobody asks for less
    reader = csv.DictReader(StringIO(decoded.text, newline=""), delimiter=delimiter)
    columns = [name.strip() for name in reader.fieldnames or () if name]
    if not columns or len(columns) > _MAX_COLUMNS:
        raise NoArticleError(blob.source, "is a table without a line that names its columns")
    reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
    return records(blob, decoded.encoding, _numbered(reader), options)


def _numbered(reader: csv.DictReader[str]) -> Iterator[tuple[str, object]]:
    """The rows, or the problem of one that cannot be read: what comes behind it is lost with it."""
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            yield str(number), {key: value for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        yield str(number + 1), f"is no row of a table ({error})"


def parquet(blob: Blob, options: SourceOptions) -> Iterator[Record]:
    """The rows of a Parquet file; the locator counts them from 1.

    Raises:
        SourceError: the extra is not installed, the file is damaged, or it is larger than the bound when unpacked.
    """
    if find_spec("pyarrow") is None:
        hint = "install pyarrow (in a new environment: auditable-briefing[parquet])"
        raise SourceError(blob.source, "is a Parquet file", hint=hint)
    return records(blob, "utf-8", _parquet_rows(blob, options), options)


def _parquet_rows(blob: Blob, options: SourceOptions) -> Iterator[tuple[str, object]]:
    import pyarrow
    from pyarrow.parquet import ParquetFile

    number = 0
    try:
        file: Any = ParquetFile(BytesIO(blob.data))
        groups = (file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
        if sum(groups) > options.max_bytes or file.metadata.num_columns > _MAX_COLUMNS:
            raise too_large(blob.source, options.max_bytes)
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield str(number), row
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        text = " ".join(str(error).split())[:200]
        raise SourceError(blob.source, f"is a damaged Parquet file ({text})") from error
