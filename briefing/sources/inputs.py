"""From what a caller names to what is read: files, standard input, URLs, in a fixed order."""

from __future__ import annotations

import glob
import mimetypes
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import NoArticleError, OtherKindError, SourceError
from briefing.schema.document import Document
from briefing.sources.blobs import STDIN
from briefing.sources.options import Allowed
from briefing.sources.parsing import is_readable
from briefing.sources.sniffing import binary_kind, is_own_file

_LONGEST_NAME = 4_096
_LONGEST_SHOWN = 300
_MOST_WORDS = 20
"""Words above which a name is a text."""
_DOCUMENT = "pass a text of your own as Document.of(text, name)"
_SETTINGS = frozenset({"briefing.toml"})
"""Files of ours that may lie beside articles."""
_TEXTS = ("text/", "application/x-tex", "application/x-latex", "application/x-troff", "application/x-sh")
"""Kinds that somebody may keep an article in, or a text with an ending of their own."""
_FOR_BROWSERS = frozenset({"text/css", "text/javascript"})
_MAGIC = 64
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{1,20})://")


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. ``source`` is its path as the caller would name it, with POSIX separators; ``found`` are those
    that the caller did not name, but a folder or a pattern that they are in."""

    path: Path
    source: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Stdin:
    """Standard input."""


@dataclass(frozen=True, slots=True)
class Url:
    """An address to fetch."""

    url: str


Target = File | Stdin | Url | Document


def targets(name: str | Path | Document, allow: Allowed) -> Iterator[Target | SourceError]:
    """What one input stands for: itself, or the files of a folder or a glob in the order of their names.

    What a caller's user typed may be a text: it is never shown as if it were a path.
    """
    if isinstance(name, Document):
        yield name
        return
    text = str(name)
    scheme = _SCHEME.match(text) if isinstance(name, str) else None
    if allow is Allowed.DOCUMENTS or (allow is Allowed.URLS and not scheme):
        taken = "documents" if allow is Allowed.DOCUMENTS else "URLs and documents"
        yield SourceError(_shown(text), f"is refused: {taken} alone are taken here (sources.allow)", hint=_DOCUMENT)
    elif text == STDIN:
        yield Stdin()
    elif scheme:
        known = scheme[1].lower() in ("http", "https")
        yield Url(text) if known else SourceError(_shown(text), f"has the scheme {scheme[1]}", hint="use http or https")
    elif "\n" in text or len(text) > _LONGEST_NAME:
        yield SourceError(_shown(text), "is a text, and no name of a file", hint=_DOCUMENT)
    else:
        try:
            yield from _on_disk(text)
        except (OSError, ValueError) as error:
            reason = f"cannot be read ({getattr(error, 'strerror', None) or error})"
            yield SourceError(_shown(text), reason, hint=_DOCUMENT if _is_text(text) else None)


def _is_text(text: str) -> bool:
    """Whether an input looks like something to read, and not like the name of it."""
    return len(text) > _LONGEST_SHOWN or "\n" in text or len(text.split()) > _MOST_WORDS


def _shown(text: str) -> str:
    """An input as a message may name it: a text by its length alone."""
    if _is_text(text):
        return f"an input of {len(text)} characters"
    return text if text.isprintable() else ascii(text)


def _on_disk(name: str) -> Iterator[File | SourceError]:
    path = Path(name)
    if path.is_dir():
        yield from _folder(path)
    elif path.exists():
        yield _file(path)
    elif glob.has_magic(name):
        yield from _matches(name)
    else:
        yield SourceError(_shown(name), "does not exist", hint=_DOCUMENT if _is_text(name) else None)


def _folder(folder: Path) -> Iterator[File | SourceError]:
    """The files below a folder that are read, and an error for each of another kind; hidden ones are left out."""
    found: list[Path] = []
    others: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(root, name) for name in names if not name.startswith(".") and name not in _SETTINGS):
            (found if _may_be_read(path) and path.is_file() else others).append(path)
    if not found:
        kinds = f" ({len(others)} files of other kinds)" if others else ""
        yield NoArticleError(folder.as_posix(), f"holds no files that can be read{kinds}")
        return
    readable_ones = set(found)
    for path in sorted(found + others, key=lambda path: path.parts):
        item = _file(path, found=True)
        as_it_is = path in readable_ones or isinstance(item, SourceError) or is_own_file(path)
        yield item if as_it_is else _skipped(path, item.source)


def _may_be_read(path: Path) -> bool:
    """Whether files with such a name are read: those without an ending may be anything."""
    suffix = path.suffix.lower()
    return not suffix or suffix == ".gz" or is_readable(suffix)


def _skipped(path: Path, source: str) -> SourceError:
    if not path.is_file():
        return NoArticleError(source, "is skipped: it is no regular file")
    kind = _other_kind(path)
    if kind:
        return OtherKindError(source, f"is left out: {kind} is no article")
    return NoArticleError(source, f"is skipped: files of the kind {path.suffix} are not read")


def _other_kind(path: Path) -> str | None:
    """What a file is that is plainly no article, by its name or its first bytes; None where that may be a text."""
    named, _ = mimetypes.guess_type(path.name)
    if named and not (named.startswith(_TEXTS) and named not in _FOR_BROWSERS):
        return named
    try:
        with path.open("rb") as stream:
            return binary_kind(stream.read(_MAGIC))
    except OSError:
        return None


def _matches(pattern: str) -> Iterator[File | SourceError]:
    seen: set[str] = set()
    # `Path.glob` has no absolute patterns, and finds hidden files.
    paths = [Path(match) for match in glob.glob(pattern, recursive=True)]  # noqa: PTH207 - Path.glob takes no absolute pattern
    for path in sorted(paths, key=lambda path: path.parts):
        for item in _folder(path) if path.is_dir() and "**" not in pattern else _plain(path):
            source = item.source
            if source not in seen:
                seen.add(source)
                yield item
    if not seen:
        yield SourceError(_shown(pattern), "matches no files")


def _plain(path: Path) -> Iterator[File | SourceError]:
    if path.is_dir():
        return
    item = _file(path, found=True)
    other = isinstance(item, File) and not _may_be_read(path) and path.is_file() and _other_kind(path)
    yield _skipped(path, item.source) if other else item


def _file(path: Path, *, found: bool = False) -> File | SourceError:
    source = path.as_posix()
    if not source.isprintable():
        return SourceError(ascii(source), "has a name with characters that cannot be printed", hint="rename it")
    return File(path=path, source=source, found=found)
