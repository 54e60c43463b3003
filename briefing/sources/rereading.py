"""Reading a document's text a second time, to check what was made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefing.errors import SourceError
from briefing.schema.document import Document, SourceRef
from briefing.sources.blobs import STDIN, read_file
from briefing.sources.options import SourceOptions
from briefing.sources.parsing import parse

# Whoever read the input bounded it; a second reading only keeps clear of the absurd.
_UNBOUNDED = SourceOptions(max_bytes=2_000_000_000, max_characters=2_000_000_000, max_records=2**62)


def reread(ref: SourceRef, base: Path | None = None) -> str:
    """The decoded text of a document again, offline.

    It comes from the reference itself where that keeps the content (standard input, URLs), else from the file,
    which a relative path finds below ``base`` (the current folder where None). The text is what stands there
    *now*: compare its `digest` with ``ref.sha256``.

    Raises:
        SourceError: the file is gone or holds no such record any more.
    """
    return Rereader(base)(ref)


class Rereader:
    """`reread` for many references: a file is read once for all its records that are asked for in a row."""

    def __init__(self, base: Path | None = None) -> None:
        self._base = base
        self._source: tuple[str, str] | None = None
        self._texts: dict[str | None, str] = {}

    def __call__(self, ref: SourceRef) -> str:
        """The text that ``ref`` leads to; see `reread`."""
        if ref.content is not None:
            return ref.content
        if (ref.source, ref.encoding) != self._source:
            self._texts = self._read(ref)
            self._source = ref.source, ref.encoding
        if ref.locator not in self._texts:
            raise SourceError(str(ref), "holds no such record any more")
        return self._texts[ref.locator]

    def _read(self, ref: SourceRef) -> dict[str | None, str]:
        """The texts of a source by locator."""
        if ref.source == STDIN or "://" in ref.source:
            raise SourceError(str(ref), "cannot be read again offline: its content was not kept")
        path = Path(ref.source) if self._base is None else self._base / ref.source
        if not path.is_file():
            raise SourceError(str(ref), "does not exist any more")
        blob = replace(read_file(path, ref.source, _UNBOUNDED.max_bytes), known_encoding=ref.encoding)
        records = parse(blob, _UNBOUNDED)
        return {record.ref.locator: record.text for record in records if isinstance(record, Document)}
