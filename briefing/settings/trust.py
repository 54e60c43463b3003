"""Which settings files the user trusts: each by its path and content, so that a changed one is no longer trusted.

A file of the working directory came with the folder, and may be anybody's. What it may not do before it is trusted is
said in `briefing.settings._untrusted`.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

from briefing.errors import UsageError


def is_trusted(file: Path, content: bytes) -> bool:
    """Whether the user trusted this file as it reads now."""
    try:
        return _record(file, content).is_file()
    except (OSError, RuntimeError):  # no home directory, or one that can't be looked at
        return False


def trust(file: Path) -> None:
    """Trust a settings file, until it changes.

    Raises:
        UsageError: it can't be read, or the record can't be written.
    """
    record = _record(file, _content(file))
    try:
        record.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        record.write_text(f"{file.resolve()}\n", encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise UsageError(
            f"{record} can't be written: {error.strerror}", hint="set XDG_CONFIG_HOME to a folder"
        ) from error


def distrust(file: Path) -> None:
    """Trust a settings file no longer.

    Raises:
        UsageError: it can't be read, or the record can't be removed.
    """
    record = _record(file, _content(file))
    try:
        record.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{record} can't be removed: {error.strerror}") from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}", hint="name a settings file") from error


def _record(file: Path, content: bytes) -> Path:
    """Where the trust in a file as it reads now is recorded."""
    path = os.fsencode(file.resolve())
    return _folder() / sha256(len(path).to_bytes(8, "big") + path + content).hexdigest()


def _folder() -> Path:
    """Where a user's settings are kept on this system."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming"
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "briefing" / "trusted"
