"""Bytes as they came, with what is known about them, and the bounded ways to get them."""

from __future__ import annotations

import gzip
import sys
import zlib
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from briefing.errors import SourceError

STDIN = "-"
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of one input.

    ``name`` is the file name (of a URL: the last part of its path; ``""`` for standard input), ``content_type``
    and ``charset`` what a carrier declared (an HTTP header, a MIME part), ``known_encoding`` the encoding that an
    earlier reading settled on. ``keep_content`` marks inputs that cannot be read a second time.
    """

    source: str
    data: bytes
    name: str = ""
    content_type: str | None = None
    charset: str | None = None
    known_encoding: str | None = None
    url: str | None = None
    keep_content: bool = False

    @property
    def suffix(self) -> str:
        """The file extension in lower case with its dot, ``""`` where there is none."""
        return Path(self.name).suffix.lower()


def read_file(path: Path, source: str, max_bytes: int) -> Blob:
    """The bytes of a file, decompressed where it is gzip.

    Pipes and devices are read as a stream, and their content is kept, for they cannot be read again.

    Raises:
        SourceError: it cannot be opened or is larger than ``max_bytes``.
    """
    try:
        with path.open("rb") as stream:
            data = _read_bounded(stream, source, max_bytes)
    except OSError as error:
        raise SourceError(source, f"cannot be read ({error.strerror or error})") from error
    keep_content = not path.is_file()
    return unzipped(Blob(source=source, data=data, name=path.name, keep_content=keep_content), max_bytes)


def read_stdin(max_bytes: int) -> Blob:
    """All of standard input, bounded, decompressed where it is gzip."""
    stream = getattr(sys.stdin, "buffer", None)  # a program without a terminal may have none
    if stream is None:
        raise SourceError(STDIN, "standard input is closed")
    data = _read_bounded(stream, STDIN, max_bytes)
    return unzipped(Blob(source=STDIN, data=data, keep_content=True), max_bytes)


def _read_bounded(stream: BinaryIO, source: str, max_bytes: int) -> bytes:
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise too_large(source, max_bytes)
    return data


def too_large(source: str, max_bytes: int) -> SourceError:
    """The error for an input above the bound."""
    size = f"{max_bytes / 1_000_000:g} MB" if max_bytes >= 100_000 else f"{max_bytes} bytes"
    return SourceError(source, f"is larger than {size}", hint="split it, or raise max_bytes")


def unzipped(blob: Blob, max_bytes: int) -> Blob:
    """The blob decompressed where its bytes are gzip, its name without ``.gz``; else the blob itself.

    Raises:
        SourceError: it is damaged, or larger than ``max_bytes`` once decompressed.
    """
    if not blob.data.startswith(_GZIP_MAGIC):
        return blob
    try:
        with gzip.open(BytesIO(blob.data)) as stream:
            data = stream.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(blob.source, f"is damaged gzip ({error})") from error
    if len(data) > max_bytes:
        raise too_large(blob.source, max_bytes)
    name = blob.name[:-3] if blob.suffix == ".gz" else blob.name
    return replace(blob, data=data, name=name)
