"""Settings from the file, the environment and the caller, the one place that looks at them; and whose key goes where.

A key belongs to a provider and to its address. The place that says one without the other completes what a place below
it says; a place that says another address starts anew, and the keys below stay behind.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefing.errors import UsageError
from briefing.llm.providers import OPENAI, OWN, asks_nobody, provider_of, variables_of
from briefing.settings._layers import Layer, Values, environment, from_file, given
from briefing.settings._settings import OFF, SAME, Settings
from briefing.settings.trust import TRUST, check_untrusted

logger = logging.getLogger("briefing")

_PARTS = ("api_base", "api_key", "headers", "variables")
_SECRETS = ("api_key", "headers", "variables")
_MODELS = ("model", "proof", "link")
"""The settings that name a model which what ``llm`` says may belong to, the first of them that is asked anything."""


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
    access = _put_together(layers, settings.first_asked, settings.models, os.environ)
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
    access = (*_PARTS, "providers")
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


@dataclass(slots=True)
class _Held:
    """What is known of one provider's address and key so far."""

    parts: Values = field(default_factory=dict)
    address: Layer | None = None
    """Which layer says the address."""

    def take(self, said: Values, layer: Layer, at: tuple[str, ...]) -> None:
        base = said.get("api_base")
        secret = next((part for part in _SECRETS if part in said), None)
        if base is None and secret and self.address and not self.address.trusted and self.address is not layer:
            raise UsageError(
                f"{layer.named((*at, secret))} would go to the address {self.address.origin}, which is not trusted",
                hint=TRUST,
            )
        if base is not None and self.parts and base != self.parts.get("api_base"):
            if any(part in self.parts for part in _SECRETS):
                logger.warning("%s is another address: the key for the one before is not sent there", layer.named(at))
            self.parts = {}
        if base is not None:
            self.address = layer
        for part, value in said.items():
            both = isinstance(value, Mapping) and isinstance(self.parts.get(part), Mapping)
            self.parts[part] = {**self.parts[part], **value} if both else value


def _put_together(
    layers: Sequence[Layer], first_asked: str, models: Sequence[str], surroundings: Mapping[str, str]
) -> Values:
    """What ``llm`` says of addresses and keys: those of the first model that is asked, and under ``providers`` those of
    others, with what the environment holds for the providers of all models of the run.

    Args:
        layers: the places, the last one wins.

    Raises:
        UsageError: a key would go where a file says that is not trusted.
    """
    first: dict[str, _Held] = {}
    providers: dict[str, _Held] = {}
    for number, layer in enumerate(layers):
        for name, said in _of_providers(layer):
            providers.setdefault(name, _Held()).take(said, layer, ("llm", "providers", name))
        said = _said(layer.values.get("llm"))
        if said:
            provider = provider_of(_model_for(number, layers, said))
            first.setdefault(provider, _Held()).take(said, layer, ("llm",))
    own = _of_first(first, provider_of(first_asked)).parts
    found = {name: held.parts for name, held in {**first, **providers}.items()}
    for provider in {provider_of(model) for model in models} - {OWN}:
        entry = found.setdefault(provider, {})
        if not entry.keys() & {"api_base", "api_key", "variables"}:
            entry["variables"] = variables_of(provider, surroundings)
    return {**own, "providers": {name: parts for name, parts in found.items() if parts}}


def _of_first(held: dict[str, _Held], provider: str) -> _Held:
    """What belongs to the first model that is asked; one that names no provider is asked where an address was given for
    OpenAI's API."""
    if provider == OWN and OWN not in held and held.get(OPENAI, _Held()).address is not None:
        return held[OPENAI]
    return held.pop(provider, _Held())


def _of_providers(layer: Layer) -> Iterator[tuple[str, Values]]:
    llm = layer.values.get("llm")
    providers = llm.get("providers") if isinstance(llm, Mapping) else None
    for name, said in providers.items() if isinstance(providers, Mapping) else ():
        yield name, _said(said)


def _said(section: Any) -> Values:
    """What a section says of an address and its key; what is empty says nothing."""
    return {part: section[part] for part in _PARTS if section.get(part)} if isinstance(section, Mapping) else {}


def _model_for(number: int, layers: Sequence[Layer], said: Values) -> str:
    """The model that an address or a key belongs to which a layer says: its own, else one of a place below it, else of
    one above. A file that is not trusted names none for the keys of others.

    Raises:
        UsageError: no other place names one.
    """
    layer = layers[number]
    others = [*reversed(layers[:number]), *layers[number + 1 :]]
    for each in (layer, *(other for other in others if other.trusted)):
        if (name := _model_of(each)) is not None:
            return name
    stranger = next((other for other in others if _model_of(other) is not None), None)
    if stranger is not None and any(part in said for part in _SECRETS):
        secret = next(part for part in _SECRETS if part in said)
        raise UsageError(
            f"{layer.named(('llm', secret))} would go to the model {stranger.origin}, which is not trusted",
            hint=TRUST,
        )
    return (stranger and _model_of(stranger)) or ""


def _is_asked(name: str) -> bool:
    return bool(name) and name not in (SAME, OFF) and not asks_nobody(name)


def _model_of(layer: Layer) -> str | None:
    named = (layer.values.get(name) for name in _MODELS)
    return next((name for name in named if isinstance(name, str) and _is_asked(name)), None)
