"""Which settings files the user trusts, each by its path and content, so that a changed one is no longer trusted; and
what one may not do before that.

A file of the working directory came with the folder: whoever packs a folder of articles may put a ``briefing.toml``
beside them. It may choose how its articles are read and by which model. It may not write outside of its folder, reach
into the user's network, run a template, or lead the user's keys anywhere: an address that it names gets the key that it
holds, or none.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from briefing.errors import UsageError
from briefing.llm.providers import REPLAY
from briefing.llm.settings import Task

if TYPE_CHECKING:
    from briefing.settings._layers import Layer
    from briefing.settings._settings import Settings

logger = logging.getLogger("briefing")

TRUST = "read the file, then trust it with `briefing trust`, or name it with --config"
"""What to do where a file asks for more than it may."""
_HERE = ("localhost", "127.0.0.1", "::1")
_PLACES = (("ledger",), ("wikidata",), ("llm", "cache"), ("llm", "record"), ("sources", "cache_dir"))
"""Settings that name a file or a folder that is written, or read into a page."""


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


def check_untrusted(file: Layer, effective: Callable[[tuple[str, ...]], bool], settings: Settings) -> None:
    """Refuse what a file asks for that is not trusted, and say where it sends articles.

    Args:
        effective: whether what the file says at a path holds, and no other place says otherwise.

    Raises:
        UsageError: it asks for more than it may; the message names all of it.
    """
    if file.trusted or file.folder is None:
        return
    refused = [what for path, what in _claims(file, file.folder) if effective(path)]
    refused += _claims_of_access(file)  # headers and variables of several places are sent together
    if refused:
        raise UsageError(f"settings {file.origin} are not trusted, and {'; '.join(refused)}", hint=TRUST)
    for path in (("llm", "api_base"), *(("llm", "providers", name, "api_base") for name in settings.llm.providers)):
        address = str(_at(file.values, path) or "")
        if effective(path) and address and urlsplit(address).hostname not in _HERE:
            logger.warning("articles are sent to %s, as said %s, without a key of yours", address, file.origin)


def _claims(file: Layer, folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is asked for that needs trust, each with its path."""
    for path in _PLACES:
        place = _at(file.values, path)
        if place and not _is_inside(place, folder):
            yield path, f"{'.'.join(path)} is outside of its folder"
    for name in ("model", "proof", "link", "fallback"):
        models = _at(file.values, (name,))
        for model in models if isinstance(models, list) else [models]:
            recording = str(model or "")
            if recording.startswith(REPLAY) and not _is_inside(recording.removeprefix(REPLAY), folder):
                yield (name,), f"{name} is a recording outside of its folder"
    for name in ("markdown_template", "html_template"):
        if _at(file.values, ("rendering", name)):
            yield ("rendering", name), f"rendering.{name} is a program"
    if _at(file.values, ("sources", "allow_private")):
        yield ("sources", "allow_private"), "sources.allow_private reaches into your network"
    if _at(file.values, ("replace_day",)):
        yield ("replace_day",), "replace_day rewrites what a ledger holds"


def _claims_of_access(file: Layer) -> Iterator[str]:
    providers = _at(file.values, ("llm", "providers"))
    sections = [("llm",), *(("llm", "providers", name) for name in (providers if isinstance(providers, dict) else ()))]
    for section in sections:
        if _at(file.values, (*section, "headers")) and not _at(file.values, (*section, "api_base")):
            yield f"{'.'.join(section)}.headers would go along with a key of yours"
        if _at(file.values, (*section, "variables")):
            yield f"{'.'.join(section)}.variables stand in for your environment"
    for section in (("llm",), *(("llm", task.value) for task in Task)):
        for part in ("extra_body", "headers")[: len(section)]:
            if _at(file.values, (*section, part)) and not _at(file.values, ("llm", "api_base")):
                yield f"{'.'.join((*section, part))} would go along with a key of yours"


def _at(values: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        values = values.get(part) if isinstance(values, dict) else None
    return values


def _is_inside(place: Any, folder: Path) -> bool:
    """Whether a path leads into a folder, whatever links lie on it; an URL leads nowhere that can be told."""
    try:
        return ":" not in str(place) and (folder / str(place)).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return False
