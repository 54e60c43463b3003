"""Bytes as they came, with what is known about them, the bounded ways to get them, and what they become."""

from __future__ import annotations

import gzip
import os
import select
import stat
import sys
import time
import zlib
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from briefing.errors import SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.decoding import Decoded, decode

Record = Document | SourceError
"""A document, or the error that stands for a record that could not be read."""

STDIN = "-"
_GZIP_MAGIC = b"\x1f\x8b"
_PATIENCE = 5.0
"""Seconds within which somebody has to begin writing to a pipe that is to be read."""
_PAUSE = 0.05
_PART = 65_536


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of one input.

    ``name`` is the file name (of a URL: the last part of its path; ``""`` for standard input), ``content_type``
    and ``charset`` what a carrier declared (an HTTP header, a MIME part). ``keep_content`` marks inputs that cannot be
    read a second time.
    """

    source: str
    data: bytes
    name: str = ""
    content_type: str | None = None
    charset: str | None = None
    url: str | None = None
    keep_content: bool = False

    @property
    def suffix(self) -> str:
        """The file extension in lower case with its dot, ``""`` where there is none."""
        return Path(self.name).suffix.lower()

    def decoded(self) -> Decoded:
        """The bytes as text.

        Raises:
            SourceError: they are none, in no encoding.
        """
        return decode(self.data, self.source, declared=self.charset)

    def document(
        self,
        text: str,
        media_type: MediaType = MediaType.TEXT,
        *,
        locator: str | None = None,
        encoding: str = "utf-8",
        carried: Carried | None = None,
    ) -> Document:
        """A document of a text that stands in this input; what it carries is the address alone, unless given."""
        return Document.of(
            text,
            self.source,
            media_type,
            locator=locator,
            encoding=encoding,
            carried=carried or Carried(url=self.url),
            keep_content=self.keep_content,
        )


def read_file(path: Path, source: str, max_bytes: int) -> Blob:
    """The bytes of a file, decompressed where it is gzip.

    Pipes are read as a stream, and their content is kept, for they cannot be read again.

    Raises:
        SourceError: it cannot be opened, is larger than ``max_bytes``, a device, or a pipe that nobody writes to.
    """
    try:
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            raise SourceError(source, "is no regular file", hint="use - for standard input")
        if stat.S_ISFIFO(kind):
            return unzipped(Blob(source, _read_pipe(path, source, max_bytes), path.name, keep_content=True), max_bytes)
        with path.open("rb") as stream:
            data = _read_bounded(stream, source, max_bytes)
    except OSError as error:
        raise SourceError(source, f"cannot be read ({error.strerror or error})") from error
    return unzipped(Blob(source=source, data=data, name=path.name), max_bytes)


def _read_pipe(path: Path, source: str, max_bytes: int) -> bytes:
    """All that is written to a pipe. To open one that nobody writes to would wait for ever.

    Raises:
        SourceError: it is larger than ``max_bytes``, or nobody began to write within `_PATIENCE` seconds.
    """
    data, has_writer, until = bytearray(), False, time.monotonic() + _PATIENCE
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as stream:  # noqa: PTH123 - of a handle
        while len(data) <= max_bytes:
            select.select([stream], [], [], _PAUSE)
            part = stream.read(_PART)
            if part:
                data += part
            elif part is None:  # somebody is there, and has written nothing more yet
                has_writer = True
            elif data or has_writer:
                return bytes(data)
            elif time.monotonic() > until:
                raise SourceError(source, "is a pipe that nobody writes to")
            else:
                time.sleep(_PAUSE)
    raise too_large(source, max_bytes)


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
