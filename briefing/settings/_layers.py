"""The places that settings come from, each as a layer of nested values that remembers where it was read; and the name
of a setting that a misspelt one means."""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict, SettingsError

from briefing.errors import UsageError
from briefing.settings._settings import Settings
from briefing.settings.trust import is_trusted

logger = logging.getLogger("briefing")

CONFIG_FILE = "briefing.toml"
PREFIX = "BRIEFING_"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
_DELIMITER = "__"
_NAMING = f"--config or {CONFIG_VARIABLE} names a TOML file; unset, {CONFIG_FILE} is read where there is one"
_TESTS = f"{PREFIX}TEST_"
"""Variables of the test suite begin so, and are no settings."""
_OF_COMMANDS = (f"{PREFIX}SERVICE_DB", f"{PREFIX}SMTP_PASSWORD")
"""What `briefing serve` reads beside its settings."""
ANY = "*"
"""The part of a path that the user makes up: a provider, a header."""
_NEAR = 0.65
"""How alike two names are at least where one is a misspelling of the other, of 1."""
Values = dict[str, Any]
SettingPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says. ``origin`` is how messages name it, behind the name of a setting."""

    origin: str
    values: Values = field(default_factory=dict)
    trusted: bool = True
    folder: Path | None = None
    """Where a file stands that came with its folder, None for any other place."""
    is_environment: bool = False

    def named(self, path: SettingPath) -> str:
        """How this place calls a setting."""
        if self.is_environment:
            return variable(path)
        return f"{'.'.join(path)} {self.origin}"

    def says(self, path: SettingPath) -> bool:
        """Whether a value stands here at this path."""
        inner: Any = self.values
        for part in path:
            if not isinstance(inner, Mapping) or part not in inner:
                return False
            inner = inner[part]
        return True


def variable(path: SettingPath) -> str:
    """The environment variable of a setting."""
    return PREFIX + _DELIMITER.join(path).upper()


def given(overrides: Mapping[str, Any] | None) -> Layer:
    """What the caller gives: flags of the command line, arguments of a function.

    Raises:
        UsageError: a name is no setting's.
    """
    layer = Layer("as given", {name: _plain(value) for name, value in (overrides or {}).items()})
    _check_names(layer)
    return layer


def environment() -> Layer:
    """What ``BRIEFING_...`` variables say.

    Raises:
        UsageError: a name is nearly a setting's, or a value that has parts is not JSON.
    """
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and not name.upper().startswith((CONFIG_VARIABLE, _TESTS, *_OF_COMMANDS)):
            _check_variable(name)
    try:
        values = EnvSettingsSource(_Environment)()
    except SettingsError as error:
        culprits = [name for name in sorted(os.environ) if f'"{_first_part(name)}"' in str(error)]
        raise UsageError(
            f"{', '.join(culprits) or 'a BRIEFING_... variable'}: not JSON, which a setting with parts takes",
            hint='write a list as ["a", "b"], a table as {"name": "value"}',
        ) from error
    layer = Layer("in the environment", values, is_environment=True)
    _check_names(layer)
    return layer


def from_file(file: Path | None) -> Layer:
    """What the settings file says: ``file``, else the one that ``BRIEFING_CONFIG`` names, else ``briefing.toml`` in the
    working directory. Only the last one is not trusted unless the user said so.

    Raises:
        UsageError: it is named and can't be read, it is not TOML, or a name is no setting's.
    """
    named = file or (Path(os.environ[CONFIG_VARIABLE]) if os.environ.get(CONFIG_VARIABLE) else None)
    path = named or Path(CONFIG_FILE)
    try:
        content = path.read_bytes()
        values = tomllib.loads(content.decode())
    except FileNotFoundError as error:
        if named is None:
            return Layer(f"in {CONFIG_FILE}")
        raise UsageError(f"settings file {path} does not exist", hint=_NAMING) from error
    except OSError as error:
        raise UsageError(f"settings file {path} can't be read: {error.strerror}", hint=_NAMING) from error
    except ValueError as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from error
    trusted = named is not None or is_trusted(path, content)
    layer = Layer(f"in {path.as_posix()}", values, trusted, None if named else path.absolute().parent)
    _check_names(layer)
    return layer


class _Environment(Settings, BaseSettings):
    """The settings as pydantic-settings looks for them in the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter=_DELIMITER)


def _plain(value: Any) -> Any:
    """Nested dictionaries of what is set in a model; other values as they are."""
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in sorted(value.model_fields_set)}
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return value


def _first_part(name: str) -> str:
    return name.upper().removeprefix(PREFIX).partition(_DELIMITER)[0].lower()


def _check_names(layer: Layer) -> None:
    problems = []
    for path in _unknown_names(layer.values):
        meant = nearest(path)
        known = variable(meant) if meant and layer.is_environment else ".".join(meant or ())
        problems.append(f"{layer.named(path)} is no setting" + (f" (did you mean {known}?)" if meant else ""))
    if problems:
        raise UsageError("; ".join(problems))


def _check_variable(name: str) -> None:
    path = tuple(name.upper().removeprefix(PREFIX).lower().split(_DELIMITER))
    if is_known(path[:1]):
        return  # what is below is checked with its value
    meant = nearest(path)
    if meant is None:
        logger.warning("%s is no setting, and not read", name)
        return
    raise UsageError(f"{name} is no setting (did you mean {variable(meant)}?)")


def is_known(path: SettingPath) -> bool:
    """Whether a path leads to a setting, or to a section of them."""
    return any(_fits(path, known) for known in all_names())


def nearest(path: SettingPath) -> SettingPath | None:
    """The setting that a misspelt path means, None where there is none like it."""
    candidates = (_filled(known, path) for known in all_names())
    # Of several as like, the one that stands highest.
    likeness, _, found = max((_likeness(path, name), -len(name), name) for name in candidates if ANY not in name)
    return found if likeness >= _NEAR else None


def _filled(known: SettingPath, path: SettingPath) -> SettingPath:
    """A known path with what the user made up in its place, where more stands below that."""
    return tuple(
        path[at] if part == ANY and at < min(len(known), len(path)) - 1 else part for at, part in enumerate(known)
    )


@cache
def all_names() -> tuple[SettingPath, ...]:
    """The paths of all settings."""
    return tuple(_names(Settings, ()))


def _names(model: type[BaseModel], above: SettingPath) -> Iterator[SettingPath]:
    for name, setting in model.model_fields.items():
        path = (*above, name)
        yield path
        inner = _model_in(setting.annotation)
        if get_origin(setting.annotation) is dict:
            path = (*path, ANY)
            if inner is None:
                yield path
        if inner is not None:
            yield from _names(inner, path)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The section that a setting is, or that each of its entries is."""
    if get_origin(annotation) is dict:
        annotation = get_args(annotation)[1]
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _unknown_names(
    values: Mapping[str, Any], above: SettingPath = (), model: type[BaseModel] = Settings
) -> Iterator[SettingPath]:
    """The paths in nested values that no setting has."""
    for name, value in values.items():
        setting = model.model_fields.get(name)
        path = (*above, name)
        inner = _model_in(setting.annotation) if setting else None
        if setting is None:
            yield path
        elif inner is not None and isinstance(value, Mapping):
            for key, entry in value.items() if get_origin(setting.annotation) is dict else [("", value)]:
                if isinstance(entry, Mapping):
                    yield from _unknown_names(entry, (*path, key) if key else path, inner)


def _fits(path: SettingPath, known: SettingPath) -> bool:
    return len(path) == len(known) and all(b in (a, ANY) for a, b in zip(path, known, strict=True))


def _likeness(path: SettingPath, known: SettingPath) -> float:
    """How alike two names are: as a whole, or by their last parts where the section was forgotten."""
    whole = _alike("_".join(path), "_".join(known))
    return max(whole, 0.95 * _alike(path[-1], known[-1]) if len(path) <= len(known) else 0.0)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
