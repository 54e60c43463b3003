"""The names of all settings, and the one that a misspelt name means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from briefing.settings._settings import Settings

Path = tuple[str, ...]
ANY = "*"
"""The part of a path that the user makes up: a provider, a header."""

_NEAR = 0.65
"""How alike two names are at least where one is a misspelling of the other, of 1."""


def unknown_names(values: Mapping[str, Any]) -> Iterator[Path]:
    """The paths in nested values that no setting has."""
    yield from _unknown(values, (), Settings)


def is_known(path: Path) -> bool:
    """Whether a path leads to a setting, or to a section of them."""
    return any(_fits(path, known) for known in all_names())


def nearest(path: Path) -> Path | None:
    """The setting that a misspelt path means, None where there is none like it."""
    candidates = (_filled(known, path) for known in all_names())
    # Of several as like, the one that stands highest.
    likeness, _, found = max((_likeness(path, name), -len(name), name) for name in candidates if ANY not in name)
    return found if likeness >= _NEAR else None


def _filled(known: Path, path: Path) -> Path:
    """A known path with what the user made up in its place, where more stands below that."""
    return tuple(
        path[at] if part == ANY and at < min(len(known), len(path)) - 1 else part for at, part in enumerate(known)
    )


@cache
def all_names() -> tuple[Path, ...]:
    """The paths of all settings."""
    return tuple(_names(Settings, ()))


def _names(model: type[BaseModel], above: Path) -> Iterator[Path]:
    for name, field in model.model_fields.items():
        path = (*above, name)
        yield path
        inner = _model_in(field.annotation)
        if inner is None:
            if get_origin(field.annotation) is dict:
                yield (*path, ANY)
        else:
            yield from _names(inner, (*path, ANY) if get_origin(field.annotation) is dict else path)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The section that a setting is, or that each of its entries is."""
    if get_origin(annotation) is dict:
        annotation = get_args(annotation)[1]
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _unknown(values: Mapping[str, Any], above: Path, model: type[BaseModel]) -> Iterator[Path]:
    for name, value in values.items():
        field = model.model_fields.get(name)
        path = (*above, name)
        inner = _model_in(field.annotation) if field else None
        if field is None:
            yield path
        elif inner is not None and isinstance(value, Mapping):
            for key, entry in value.items() if get_origin(field.annotation) is dict else [("", value)]:
                if isinstance(entry, Mapping):
                    yield from _unknown(entry, (*path, key) if key else path, inner)


def _fits(path: Path, known: Path) -> bool:
    return len(path) == len(known) and all(b in (a, ANY) for a, b in zip(path, known, strict=True))


def _likeness(path: Path, known: Path) -> float:
    """How alike two names are: as a whole, or by their last parts where the section was forgotten."""
    whole = _alike("_".join(path), "_".join(known))
    return max(whole, 0.95 * _alike(path[-1], known[-1]) if len(path) <= len(known) else 0.0)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
