"""Reading a document a second time, to check what was made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefing.errors import SourceError
from briefing.schema.document import Carried, Document, SourceRef, digest
from briefing.sources.blobs import STDIN, Blob, unzipped
from briefing.sources.guarded import Folders, read_regular
from briefing.sources.options import SourceOptions
from briefing.sources.parsing import article_sized, parse

_FILES_KEPT = 4


@dataclass(frozen=True, slots=True)
class Reread:
    """A document as it is now. ``copy`` says that it is the page's own copy: nothing else was there to be read."""

    document: Document
    copy: bool = False


class Rereader:
    """Reads documents again, offline, and each file with many records once: the last few files stay in memory.

    Args:
        base: the folder that relative names start from, and that files must lie below; the current one where None.
        allow: further folders that files may lie below.
        options: bounds of what is read, as for the first reading.
    """

    def __init__(
        self, base: Path | None = None, *, allow: Sequence[Path] = (), options: SourceOptions | None = None
    ) -> None:
        self._folders = Folders([base or Path(), *allow])
        self._options = options or SourceOptions()
        self._records = lru_cache(maxsize=_FILES_KEPT)(self._read)

    def __call__(self, ref: SourceRef) -> Reread:
        """The document that a reference leads to.

        It comes from the file, and where there is none from the content that the reference keeps (standard input, URLs,
        documents that a caller made). It is what stands there *now*: compare its digest with that of ``ref``.

        Raises:
            SourceError: the file is gone, lies where nothing may be read, or holds no such record any more.
        """
        if ref.content is None:
            return Reread(self._from_file(ref))
        kept = Document(ref=ref, text=ref.content, carried=ref.carried or Carried())
        if digest(kept.text) != ref.sha256:
            raise SourceError(str(ref), "is kept in another text than the one that was briefed")
        try:
            found = self._from_file(ref)
        except SourceError:
            found = kept
        # A file that is there speaks for itself: content that stands beside its name in a page may be forged.
        if digest(found.text) != ref.sha256:
            raise SourceError(str(ref), "is a file with another text than the page keeps of it")
        sized = article_sized(kept, self._options)
        if isinstance(sized, SourceError):
            raise sized
        return Reread(sized, copy=True)

    def _from_file(self, ref: SourceRef) -> Document:
        if ref.source == STDIN or "://" in ref.source:
            raise SourceError(str(ref), "cannot be read again offline: its content was not kept")
        record = self._records(self._folders.locate(ref.source), ref.source).get(ref.locator)
        if record is None:
            raise SourceError(str(ref), "holds no such record any more")
        return record

    def _read(self, path: Path, source: str) -> dict[str | None, Document]:
        """The documents of a file by locator."""
        most = self._options.max_bytes
        data = read_regular(path, source, most)
        blob = unzipped(Blob(source=source, data=data, name=path.name), most)
        found = (record for record in parse(blob, self._options) if isinstance(record, Document))
        return {record.ref.locator: record for record in found}


def reread(ref: SourceRef, base: Path | None = None) -> str:
    """The decoded text of a document of one's own again: see `Rereader`. Without a ``base`` it may lie anywhere.

    Raises:
        SourceError: the file is gone, lies outside ``base``, or holds no such record any more.
    """
    allow = [Path(Path.cwd().anchor)] if base is None else []
    return Rereader(base, allow=allow)(ref).document.text
