"""What a run wrote, with digests: a block's entry as soon as it is done, all of them in the manifest at the end."""

from __future__ import annotations

from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from briefing import UsageRow

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
