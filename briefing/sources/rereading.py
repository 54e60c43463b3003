"""Reading a document a second time, to check what was made of it, from files that a stranger names.

They are read below some folders alone, where they are regular ones, and no more than a bound.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefing.errors import SourceError
from briefing.schema.document import Carried, Document, SourceRef, digest
from briefing.sources.blobs import STDIN, Blob, too_large, unzipped
from briefing.sources.options import SourceOptions
from briefing.sources.parsing import article_sized, parse

_FILES_KEPT = 4
_MAX_NAME = 4_096
_SHOWN = 200


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


class Folders:
    """Folders that may be read, with all that lies below them. Names that are relative start from the first."""

    def __init__(self, folders: Sequence[Path]) -> None:
        # As it is named and as it is: names of files may come in either way.
        self._base = Path.cwd() / folders[0]
        self._roots = [os.path.normpath(Path.cwd() / folder) for folder in folders]
        self._roots += [os.path.realpath(root) for root in self._roots]

    def locate(self, name: str) -> Path:
        """The path of a file that a name stands for, which need not exist.

        Raises:
            SourceError: it lies elsewhere, by its name or by a link on the way, or is no name of a file.
        """
        if len(name) > _MAX_NAME or not name.isprintable():
            raise SourceError(ascii(name[:_SHOWN]), "is no name of a file")
        # A network share would be asked for by looking at its path; so a name is judged before anything is looked at.
        path = os.path.normpath(self._base / name)
        if name.startswith(("//", "\\\\")) or not self._below(path):
            raise self._elsewhere(name)
        try:
            real = os.path.realpath(path, strict=False)
        except (OSError, ValueError) as error:
            raise SourceError(name, "is no name of a file") from error
        if not self._below(real):
            raise self._elsewhere(name)
        return Path(real)

    def _below(self, path: str) -> bool:
        return any(Path(path).is_relative_to(root) for root in self._roots)

    def _elsewhere(self, name: str) -> SourceError:
        hint = "name another folder with --base, or more of them with --allow, if you trust this page"
        return SourceError(name, f"is not read: it lies outside {self._base}", hint=hint)


def read_regular(path: Path, name: str, max_bytes: int) -> bytes:
    """The bytes of a regular file: no pipe is waited for, no device read.

    Raises:
        SourceError: it cannot be opened, is no regular file, or is larger than ``max_bytes``.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise SourceError(name, "is not read: it is no regular file")
            data = b"" if found.st_size > max_bytes else stream.read(max_bytes + 1)
    except FileNotFoundError as error:
        hint = "where the page was moved, name the folder that its sources lie in with --base"
        raise SourceError(name, "does not exist any more", hint=hint) from error
    except OSError as error:
        raise SourceError(name, f"cannot be read ({error.strerror or error})") from error
    if found.st_size > max_bytes or len(data) > max_bytes:
        raise too_large(name, max_bytes)
    return data
