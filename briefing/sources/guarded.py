"""Reading files that a stranger names: below some folders alone, regular ones alone, and no more than a bound."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from briefing.errors import SourceError
from briefing.sources.blobs import too_large

_MAX_NAME = 4_096
_SHOWN = 200


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
