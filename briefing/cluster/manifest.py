"""What a run wrote: results as the bytes of files (gzip, Parquet), and a manifest of their digests, block by block."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from hashlib import sha256
from io import BytesIO

from pydantic import BaseModel, ConfigDict

from briefing import ArticleResult, UsageRow
from briefing.cluster.names import ResultForm

MANIFEST_VERSION = 1
UNDATED = "undated"
"""The partition of articles without a date."""


class _ManifestEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Block(_ManifestEntry):
    """A task: some rows of one partition, and how to get at their bytes.

    ``first`` counts rows (of JSONL: lines) from 1. ``start`` and ``end`` are bytes of a JSONL file that is not
    compressed, None where the file is to be read whole. ``id`` is of what the rows, the settings and this release are:
    what is done once under an id need not be done again.
    """

    id: str
    url: str
    first: int
    count: int
    start: int | None = None
    end: int | None = None


class ResultFile(_ManifestEntry):
    """Results of one day that one block gave. ``name`` is relative to the output."""

    name: str
    day: str
    sha256: str
    size: int
    results: int


class BlockDone(_ManifestEntry):
    """What became of a block."""

    block: Block
    files: tuple[ResultFile, ...]
    articles: int
    failed: int
    unpaid: int
    """Failures that another run may mend: the budget was spent, or nobody answered."""
    usage: tuple[UsageRow, ...]


class Manifest(_ManifestEntry):
    """All blocks of a run, in the order of their rows."""

    version: int = MANIFEST_VERSION
    settings: str
    blocks: tuple[BlockDone, ...]

    @property
    def days(self) -> tuple[str, ...]:
        """The days that there are results of."""
        return tuple(sorted({file.day for done in self.blocks for file in done.files}))

    def files_of(self, day: str) -> tuple[ResultFile, ...]:
        """The results of a day, in the order of their rows."""
        return tuple(file for done in self.blocks for file in done.files if file.day == day)

    def usage_of(self, day: str) -> tuple[UsageRow, ...]:
        """What the blocks used that hold results of a day. A block of two days counts for both."""
        return tuple(row for done in self.blocks if any(file.day == day for file in done.files) for row in done.usage)


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


def packed(results: Sequence[ArticleResult], form: ResultForm) -> bytes:
    """The file of some results. A row of Parquet has the source, the article's id and outlet, how many offers there
    are, and all of the result as JSON."""
    rows = [result.model_dump_json() for result in results]
    if form is ResultForm.JSONL:
        return gzip.compress("".join(f"{row}\n" for row in rows).encode(), compresslevel=3, mtime=0)
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "source": [result.source for result in results],
            "article": [result.article.id if result.article else None for result in results],
            "outlet": [result.article.outlet if result.article else None for result in results],
            "offers": [len(result.brief.offers) if result.brief else 0 for result in results],
            "result": rows,
        }
    )
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def unpacked(data: bytes) -> Iterable[ArticleResult]:
    """The results of a file."""
    if data.startswith(b"PAR1"):
        import pyarrow.parquet as pq

        rows = pq.read_table(BytesIO(data), columns=["result"]).column("result").to_pylist()
    else:
        rows = gzip.decompress(data).decode().split("\n")[:-1]  # texts may hold other ends of lines
    return [ArticleResult.model_validate_json(row) for row in rows]
