"""Settings from the file, the environment and the caller: the one place that looks at them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefing.errors import UsageError
from briefing.settings._access import put_together
from briefing.settings._layers import Layer, Values, environment, from_file, given
from briefing.settings._settings import Settings
from briefing.settings._untrusted import check_untrusted


def load_settings(overrides: Mapping[str, Any] | None = None, file: Path | None = None) -> Settings:
    """Settings from all places, first wins: ``overrides``, variables ``BRIEFING_...`` (``BRIEFING_LLM__API_BASE`` sets
    ``llm.api_base``), the settings file, defaults. Keys of the providers in use come from their usual variables.

    The file is ``file``, else the one that ``BRIEFING_CONFIG`` names, else ``briefing.toml`` in the working directory.
    That last one came with its folder: until it is trusted (``briefing trust``), no address in it gets a key that it
    does not hold itself, and it names nothing outside of its folder.

    Raises:
        UsageError: a value is not valid, a name is no setting's, the file can't be read, or it asks for more than a
            file may that is not trusted. The message names each setting and where it stands.
    """
    layers = (from_file(file), environment(), given(overrides))
    values = _merged(layers)
    settings = _validated(values, layers)
    access = put_together(layers, settings.first_asked, settings.models, os.environ)
    settings = _validated({**values, "llm": {**_without_access(values.get("llm")), **access}}, layers)
    check_untrusted(layers[0], lambda path: not any(layer.says(path) for layer in layers[1:]), settings)
    return settings


def _merged(layers: Sequence[Layer]) -> Values:
    values: Values = {}
    for layer in layers:
        values = _over(values, layer.values)
    return values


def _over(below: Values, above: Values) -> Values:
    """Nested values, one over the other."""
    merged = dict(below)
    for name, value in above.items():
        known = merged.get(name)
        merged[name] = _over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _without_access(llm: Any) -> Values:
    access = ("api_base", "api_key", "headers", "variables", "providers")
    return {name: value for name, value in llm.items() if name not in access} if isinstance(llm, dict) else {}


def _validated(values: Values, layers: Sequence[Layer]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problems = "; ".join(
            f"{_named(tuple(map(str, problem['loc'])), layers)}: {problem['msg']}"
            for problem in error.errors(include_url=False, include_input=False)
        )
        raise UsageError(f"settings are not valid: {problems}") from error


def _named(path: tuple[str, ...], layers: Sequence[Layer]) -> str:
    """A setting by the place that says it, the highest of them; the longest part of its path that one says."""
    for length in range(len(path), 0, -1):
        for layer in reversed(layers):
            if layer.says(path[:length]):
                return layer.named(path[:length])
    return ".".join(path)
