"""A page's file with what was written beside it, and a stranger's page in bounded memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.errors import DataError, SourceError, UsageError
from briefing.signing import MAX_BYTES as MAX_SIGNATURE
from briefing.signing import SUFFIX, PublicKey
from briefing.sources.rereading import Folders, read_regular
from briefing.verification.check import RENDERED
from briefing.verification.report import VerifyFailure

MAX_BYTES = 200_000_000
"""Bytes of a page: about 5,000 articles."""

MAX_ELEMENTS = 4_000_000
"""Values, lists and objects of a page, of which an article takes some 1,200. Memory goes by their number: where each is
of the wrong kind, the validator keeps half a kilobyte of complaint for it."""


def bounded(page: bytes | str) -> bytes:
    """The bytes of a page.

    Raises:
        DataError: it is larger than any page, or made of more pieces.
    """
    data = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    if len(data) > MAX_BYTES:
        raise DataError(f"not a briefing: larger than {MAX_BYTES // 1_000_000} MB")
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > MAX_ELEMENTS:
        raise DataError(f"not a briefing: more than {MAX_ELEMENTS} values")
    return data


@dataclass(frozen=True, slots=True)
class PageFile:
    """The file of a page, and the renderings of the same name beside it; ``problems`` are those that can't be read."""

    path: Path
    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[VerifyFailure, ...] = ()

    @classmethod
    def read(cls, path: Path) -> PageFile:
        """The page in a file.

        Raises:
            UsageError: the file can't be read.
        """
        try:
            with path.open("rb") as stream:  # whoever names it may name a pipe
                data = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise UsageError(f"{path} can't be read: {error.strerror}", hint="name a briefing's .json file") from error
        found: dict[str, bytes] = {}
        problems: list[VerifyFailure] = []
        for name in (path.with_suffix(suffix).name for suffix in RENDERED if path.suffix):
            if name != path.name and path.with_name(name).is_symlink() | path.with_name(name).exists():
                try:
                    found[name] = _beside(path, name, MAX_BYTES)
                except SourceError as error:
                    problems.append(VerifyFailure(path=name, reason=error.reason))
        return cls(path, data, found, tuple(problems))

    def base(self) -> Path:
        """Where its sources are looked for: in the working directory where the file lies below it, else beside it."""
        below = self.path.resolve().is_relative_to(Path.cwd())
        return Path() if below else self.path.parent

    def unsigned(self, key: PublicKey) -> VerifyFailure | None:
        """What is wrong with its signature by a key; None where nothing is."""
        name = f"{self.path.name}{SUFFIX}"
        try:
            refusal = key.refusal(_beside(self.path, name, MAX_SIGNATURE), self.data)
        except SourceError as error:
            missing = not self.path.with_name(name).exists()
            refusal = "is missing: the page is not signed" if missing else error.reason
        return VerifyFailure(path=name, reason=refusal) if refusal else None


def _beside(path: Path, name: str, most: int) -> bytes:
    return read_regular(Folders([path.parent]).locate(name), name, most)
