"""Tables of articles: CSV, and Parquet with the optional extra ``parquet``. Each row is a record."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO, StringIO
from typing import Any

from briefing.errors import NoArticleError, SourceError
from briefing.sources.blobs import Blob, too_large
from briefing.sources.decoding import decode
from briefing.sources.options import SourceOptions
from briefing.sources.records import Record
from briefing.sources.rows import records

_DELIMITERS = ",;\t|"
_BATCH = 256
_MAX_COLUMNS = 1_000


def table(blob: Blob, options: SourceOptions) -> Iterator[Record]:
    """The rows of a CSV or TSV file whose first line names the columns; the locator counts rows from 1."""
    decoded = decode(blob.data, blob.source, declared=blob.charset, known=blob.known_encoding)
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
