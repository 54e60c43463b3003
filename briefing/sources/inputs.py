"""From what a caller names to what is read: files, standard input, URLs, in a fixed order."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import NoArticleError, SourceError
from briefing.sources.blobs import STDIN
from briefing.sources.foreign import is_readable

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


Target = File | Stdin | Url


def targets(name: str | Path) -> Iterator[Target | SourceError]:
    """What one input stands for: itself, or the files of a folder or a glob in the order of their names."""
    text = str(name)
    if text == STDIN:
        yield Stdin()
    elif isinstance(name, str) and (scheme := _SCHEME.match(name)):
        known = scheme[1].lower() in ("http", "https")
        yield Url(name) if known else SourceError(name, f"has the scheme {scheme[1]}", hint="use http or https")
    else:
        try:
            yield from _on_disk(text)
        except (OSError, ValueError) as error:
            yield SourceError(text, f"cannot be read ({getattr(error, 'strerror', None) or error})")


def _on_disk(name: str) -> Iterator[File | SourceError]:
    path = Path(name)
    if path.is_dir():
        yield from _folder(path)
    elif path.exists():
        yield _file(path)
    elif glob.has_magic(name):
        yield from _matches(name)
    else:
        yield SourceError(name, "does not exist")


def _folder(folder: Path) -> Iterator[File | SourceError]:
    """The files below a folder that have an extension of ours, or none; hidden ones and their kind left out."""
    found, others = [], 0
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(root, name) for name in names if not name.startswith(".")):
            suffixes = [suffix.lower() for suffix in path.suffixes]
            readable = not suffixes or suffixes[-1] == ".gz" or is_readable(suffixes[-1])
            if readable and path.is_file():
                found.append(path)
            else:
                others += 1
    if not found:
        kinds = f" ({others} files of other kinds)" if others else ""
        yield NoArticleError(folder.as_posix(), f"holds no files that can be read{kinds}")
    for path in sorted(found, key=lambda path: path.parts):
        yield _file(path, found=True)


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
        yield SourceError(pattern, "matches no files")


def _plain(path: Path) -> Iterator[File | SourceError]:
    if not path.is_dir():
        yield _file(path, found=True)


def _file(path: Path, *, found: bool = False) -> File | SourceError:
    source = path.as_posix()
    if not source.isprintable():
        return SourceError(ascii(source), "has a name with characters that cannot be printed", hint="rename it")
    return File(path=path, source=source, found=found)
