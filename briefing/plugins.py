"""Doors for other packages: what they declare as entry points.

=====================  ==========================================================================================
``briefing.models``    by the first part of a model's name: a function from the whole name and the settings of
                       the run (`briefing.llm.ModelSettings`) to a `briefing.LanguageModel`
``briefing.readers``   by the suffix of a file, without its dot: a function from the bytes of a file and its name
                       to its text, or to `briefing.Document` objects
=====================  ==========================================================================================

Whatever is built in comes first: a plug-in adds, and changes nothing. One that is broken is named where it is wanted,
and harms nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from briefing.errors import UsageError

MODELS = "briefing.models"
READERS = "briefing.readers"


def plugin_names(group: str) -> tuple[str, ...]:
    """What is declared in a group, whether it works or not."""
    return tuple(sorted({point.name for point in _points(group)}))


def home_of(group: str, name: str) -> str:
    """The packages that declare a plug-in of this name, for messages."""
    return " and ".join(_package(point) for point in _points(group) if point.name == name)


def load_plugin(group: str, name: str) -> Callable[..., Any] | None:
    """The plug-in of that name, None where nobody declares it. Looking takes a tenth of a second, once a process.

    Raises:
        UsageError: it can't be imported, is no function, or is declared by two packages; the message names it.
    """
    found = [point for point in _points(group) if point.name == name]
    if not found:
        return None
    if len(found) > 1:
        raise UsageError(
            f"{group} {name!r} is declared by {home_of(group, name)}", hint="uninstall all but one of them"
        )
    try:
        loaded = found[0].load()
    except Exception as error:  # whatever the import of a stranger's module raises
        raise broken(group, name, f"{type(error).__name__}: {error}") from error
    if not callable(loaded):
        raise broken(group, name, f"{found[0].value} is no function")
    result: Callable[..., Any] = loaded
    return result


def broken(group: str, name: str, why: str) -> UsageError:
    """The error that names a plug-in which does not do what it should."""
    return UsageError(
        f"the plug-in {name!r} ({group}) of {home_of(group, name)} can't be used: {why[:300]}",
        hint="update or uninstall that package; nothing else depends on it",
    )


@cache
def _points(group: str) -> tuple[EntryPoint, ...]:
    """By value: two copies of one package on the path declare the same twice."""
    return tuple({(point.name, point.value): point for point in entry_points(group=group)}.values())


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
