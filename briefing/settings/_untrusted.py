"""What a settings file may not do that came with a folder, before the user trusts it.

Whoever packs a folder of articles may put a ``briefing.toml`` beside them. It may choose how its articles are read and
by which model. It may not write outside of its folder, reach into the user's network, run a template, or lead the
user's keys anywhere: an address that it names gets the key that it holds, or none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from briefing.errors import UsageError
from briefing.llm.providers import REPLAY
from briefing.llm.settings import Task
from briefing.settings._access import TRUST
from briefing.settings._layers import Layer
from briefing.settings._settings import Settings

logger = logging.getLogger("briefing")

_HERE = ("localhost", "127.0.0.1", "::1")
_PLACES = (("ledger",), ("wikidata",), ("llm", "cache"), ("llm", "record"), ("sources", "cache_dir"))
"""Settings that name a file or a folder that is written, or read into a page."""


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
