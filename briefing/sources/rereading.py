"""Reading a document's text a second time, to check what was made of it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from briefing.errors import SourceError
from briefing.schema.document import Document, SourceRef
from briefing.sources.blobs import STDIN, read_file
from briefing.sources.options import SourceOptions
from briefing.sources.parsing import parse

_FILES_KEPT = 4
# Whoever read the input bounded it; a second reading only keeps clear of the absurd.
_UNBOUNDED = SourceOptions(max_bytes=2_000_000_000, max_characters=2_000_000_000, max_records=2**62)


class Rereader:
    """Reads documents again, and each file with many records once: the last few files stay in memory."""

    def __init__(self, base: Path | None = None) -> None:
        self._base = base
        self._records = lru_cache(maxsize=_FILES_KEPT)(_records)

    def __call__(self, ref: SourceRef) -> str:
        """See `reread`."""
        elsewhere = ref.source == STDIN or "://" in ref.source
        path = Path(ref.source) if self._base is None else self._base / ref.source
        # A file that is there speaks for itself: content that stands beside its name in a briefing may be forged.
        if elsewhere or not path.is_file():
            if ref.content is not None:
                return ref.content
            fault = "cannot be read again offline: its content was not kept" if elsewhere else "does not exist any more"
            raise SourceError(str(ref), fault)
        text = self._records(path, ref.source, ref.encoding).get(ref.locator)
        if text is None:
            raise SourceError(str(ref), "holds no such record any more")
        return text


def reread(ref: SourceRef, base: Path | None = None) -> str:
    """The decoded text of a document again, offline.

    It comes from the file, which a relative path finds below ``base`` (the current folder where None), and where
    there is none from the content that the reference keeps (standard input, URLs, documents that a caller made).
    The text is what stands there *now*: compare its `digest` with ``ref.sha256``.

    Raises:
        SourceError: the file is gone or holds no such record any more.
    """
    return Rereader(base)(ref)


def _records(path: Path, source: str, encoding: str) -> dict[str | None, str]:
    """The texts of a file's records by locator."""
    blob = replace(read_file(path, source, _UNBOUNDED.max_bytes), known_encoding=encoding)
    found = (record for record in parse(blob, _UNBOUNDED) if isinstance(record, Document))
    return {record.ref.locator: record.text for record in found}
