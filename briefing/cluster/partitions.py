"""Partitions of articles and of results, wherever fsspec reaches: a folder, a bucket, memory.

An input is JSONL or Parquet, JSONL also as gzip. A block is some of its rows: bytes of a JSONL file, rows of a Parquet
one, so that a worker reads what it works on and no more.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from briefing import DataError, Document, Settings, SourceError, UsageError, __version__, read_documents
from briefing.cluster.manifest import Block, digest_of

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_Cut = tuple[int, int, int | None, int | None, str]
_PARQUET = (".parquet", ".pq")
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a file system."""

    fs: AbstractFileSystem
    root: str

    @classmethod
    def of(cls, url: str) -> Place:
        """The place that a path or a URL names."""
        from fsspec.core import url_to_fs

        fs, root = _known(url_to_fs, url)
        return cls(fs, root.rstrip("/"))

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where there is none."""
        try:
            return bytes(self.fs.cat_file(self.path(name)))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole: whoever reads it meanwhile sees the earlier one, or none.

        Raises:
            DataError: the place takes no file.
        """
        try:
            self._write(self.path(name), data)
        except OSError as error:
            raise DataError(f"{self.root} can't be written to ({error.strerror or error})") from error

    def _write(self, path: str, data: bytes) -> None:
        self.fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        if "file" not in _protocols(self.fs):  # object stores show a file when it is whole
            self.fs.pipe_file(path, data)
            return
        aside = f"{path}.{digest_of(data)[:8]}.part"
        self.fs.pipe_file(aside, data)
        self.fs.mv(aside, path)

    def size(self, name: str) -> int | None:
        """The size of a file, None where there is none."""
        try:
            return int(self.fs.info(self.path(name))["size"])
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> list[str]:
        """The files of a folder, sorted; none where there is no such folder."""
        self.fs.invalidate_cache()
        try:
            found = self.fs.ls(self.path(folder), detail=False)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{str(path).rstrip('/').rpartition('/')[2]}" for path in found)

    def path(self, name: str) -> str:
        return f"{self.root}/{name}"


def blocks_of(inputs: Sequence[str], settings: Settings, rows: int) -> Iterator[Block]:
    """The tasks that some partitions make, in the order of their names, so many rows each.

    Raises:
        UsageError: an input names nothing, or no partition.
        DataError: a partition is damaged.
    """
    told = settings_digest(settings)
    for url in partitions(inputs):
        for first, count, start, end, digest in _cut(url, rows):
            known = sha256(f"{url}\n{first}\n{count}\n{digest}\n{told}".encode()).hexdigest()
            yield Block(id=known[:20], url=url, first=first, count=count, start=start, end=end)


def settings_digest(settings: Settings) -> str:
    """What results depend on beside their rows."""
    shown = {"page": settings.shown(), "sources": settings.sources.model_dump(mode="json"), "version": __version__}
    return digest_of(json.dumps(shown, sort_keys=True, default=str).encode())


def partitions(inputs: Sequence[str]) -> list[str]:
    """The files that inputs name, sorted: files, globs, and folders with all partitions below them."""
    found: list[str] = []
    for given in inputs:
        place = Place.of(given)
        names = _below(place, given)
        if not names:
            raise UsageError(
                f"{given} holds no partition", hint=f"name files that end in {', '.join((*_LINES, *_PARQUET))}"
            )
        found += names
    return sorted(dict.fromkeys(found))


def documents_of(block: Block, settings: Settings) -> Iterator[Document | SourceError]:
    """The articles of a block, as reading the whole partition gives them."""
    data, name, before = _bytes_of(block)
    for found in _read(data, name, settings):
        if isinstance(found, Document):
            ref = found.ref.model_copy(update={"source": block.url, "locator": _row(found.ref.locator, before)})
            yield found.model_copy(update={"ref": ref})
        else:
            at = _row(found.source.partition("#")[2], before)
            yield type(found)(f"{block.url}#{at}" if at else block.url, found.reason, hint=found.hint)


def _read(data: bytes, name: str, settings: Settings) -> Iterator[Document | SourceError]:
    """The documents of a block; a block that can't be read at all is its error."""
    try:
        yield from read_documents(data, name, settings.sources)
    except SourceError as error:
        yield error


def _row(locator: str | None, before: int) -> str | None:
    """The number of a row in the whole partition; None where it is not one row that is meant."""
    return str(int(locator) + before) if locator and locator.isdecimal() else None


def _below(place: Place, given: str) -> list[str]:
    fs, root = place.fs, place.root
    if any(mark in root for mark in "*?["):
        paths = fs.glob(root)
    elif fs.isdir(root):
        paths = fs.find(root)
    else:
        paths = [root] if fs.exists(root) else []
    prefix = given.partition("://")[0] + "://" if "://" in given else ""
    return [_named(prefix, str(path), given, root) for path in paths if str(path).endswith((*_LINES, *_PARQUET))]


def _named(prefix: str, path: str, given: str, root: str) -> str:
    """The path as the caller would name it: a relative one stays so."""
    if prefix:
        return prefix + path.lstrip("/") if prefix != "file://" else prefix + path
    return given.rstrip("/") + path[len(root) :] if path.startswith(root) else path


def _cut(url: str, rows: int) -> Iterator[_Cut]:
    try:
        yield from _parquet_blocks(url, rows) if url.endswith(_PARQUET) else _line_blocks(url, rows)
    except (EOFError, OSError, ValueError, zlib.error) as error:  # of gzip, of the file system, of pyarrow
        raise DataError(f"{url} can't be read ({error})", hint="put it right, or leave it out") from error


def _line_blocks(url: str, rows: int) -> Iterator[_Cut]:
    """Blocks of a JSONL file: first line, lines, first byte and the one behind the last, digest."""
    place = Place.of(url)
    packed = url.endswith(".gz")
    with place.fs.open(place.root, "rb", compression="gzip" if packed else None) as stream:
        first, count, start, at, hashed = 1, 0, 0, 0, sha256()
        for line in stream:
            count, at = count + 1, at + len(line)
            hashed.update(line)
            if count == rows:
                yield first, count, *((None, None) if packed else (start, at)), hashed.hexdigest()
                first, count, start, hashed = first + count, 0, at, sha256()
        if count:
            yield first, count, *((None, None) if packed else (start, at)), hashed.hexdigest()


def _parquet_blocks(url: str, rows: int) -> Iterator[_Cut]:
    place = Place.of(url)
    # Reading all of it for a digest would cost what the blocks are for: a store's own mark of a version stands for it.
    mark = str(place.fs.ukey(place.root))
    with place.fs.open(place.root, "rb") as stream:
        total = _parquet(stream).metadata.num_rows
    for first in range(1, total + 1, rows):
        yield first, min(rows, total - first + 1), None, None, mark


def _bytes_of(block: Block) -> tuple[bytes, str, int]:
    """The bytes of a block, the name of a file that could hold them, and how many rows stand before them."""
    place = Place.of(block.url)
    if block.url.endswith(_PARQUET):
        return _parquet_slice(place, block), "block.parquet", block.first - 1
    if block.start is not None:
        return place.fs.cat_file(place.root, start=block.start, end=block.end), "block.jsonl", block.first - 1
    with gzip.open(BytesIO(place.fs.cat_file(place.root))) as stream:
        lines = stream.readlines()[block.first - 1 : block.first - 1 + block.count]
    return b"".join(lines), "block.jsonl", block.first - 1


def _parquet_slice(place: Place, block: Block) -> bytes:
    """The rows of a block as a Parquet file of their own, from the row groups that they are in."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with place.fs.open(place.root, "rb") as stream:
        file = _parquet(stream)
        start, groups, before = block.first - 1, [], 0
        skipped = 0
        for number in range(file.metadata.num_row_groups):
            size = file.metadata.row_group(number).num_rows
            if before + size <= start:
                skipped = before + size
            elif before < start + block.count:
                groups.append(number)
            before += size
        table = file.read_row_groups(groups).slice(start - skipped, block.count)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue())


def _parquet(stream: Any) -> Any:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("Parquet is not read without pyarrow", hint="install auditable-briefing[parquet]") from error
    return pq.ParquetFile(stream)


def _known(opened: Any, url: str) -> Any:
    try:
        return opened(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url} can't be reached ({error})", hint="install the fsspec package of its kind") from error


def _protocols(fs: AbstractFileSystem) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
