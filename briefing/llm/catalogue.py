"""What is known of models by name, offline: context window, prices, structured output, and how to count their tokens.

The source is litellm's package, found without importing it. Its price map (``model_prices_and_context_window_backup
.json``) ages with the installed version; what it does not list is None, never a guess. tiktoken fetches its
vocabularies from the network on first use: the two that matter lie in that package under the very names of tiktoken's
cache, and are read from there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from pydantic import Field

from briefing.schema.base import Model

if TYPE_CHECKING:
    import tiktoken

_SHIPPED = ("cl100k_base", "o200k_base")
_LOADING = Lock()

UNKNOWN_TOKENISER_MARGIN = 1.4
"""On what cl100k counts. Tokenisers of other families (Llama 3, Mistral, Gemma, Claude) are within +35% of it on
English prose by their makers' figures; a count that is too high costs an extra chunk, one too low a refused call."""

_KEPT = 10_000
"""Characters up to which counts are kept: the prompts are asked about for every article."""

_BYTES_PER_TOKEN = 2.0
"""Where no vocabulary can be read. English takes 4 to 5 bytes a token, other scripts 2 to 3."""


class ModelFacts(Model):
    """Facts of one model. Prices are US dollars a token. None is unknown."""

    max_input_tokens: int | None = None
    max_output_tokens: int | None = None
    input_cost_per_token: float | None = Field(default=None, ge=0)
    output_cost_per_token: float | None = Field(default=None, ge=0)
    cache_read_input_token_cost: float | None = Field(default=None, ge=0)
    cache_creation_input_token_cost: float | None = Field(default=None, ge=0)
    input_cost_per_token_batches: float | None = Field(default=None, ge=0)
    output_cost_per_token_batches: float | None = Field(default=None, ge=0)
    supports_response_schema: bool | None = None
    supports_reasoning: bool | None = None
    supports_prompt_caching: bool | None = None

    def reply_limit(self, wanted: int) -> int:
        """The tokens of a reply to ask for: providers refuse a request for more than their model can write."""
        return wanted if self.max_output_tokens is None else min(wanted, self.max_output_tokens)


UNKNOWN = ModelFacts()


@cache
def facts(name: str) -> ModelFacts:
    """What is known of ``provider/model``, or ``litellm/provider/model``; `UNKNOWN` where it is not listed."""
    name = name.removeprefix("litellm/")
    entries = _entries()
    without_provider = name.split("/", 1)[-1]
    for key in (name, without_provider):
        entry = entries.get(key)
        if entry is not None and (key == name or _is_of(entry, name)):
            return _read(entry)
    return UNKNOWN


def _is_of(entry: dict[str, Any], name: str) -> bool:
    return bool(entry.get("litellm_provider") == name.split("/", 1)[0])


def _read(entry: dict[str, Any]) -> ModelFacts:
    """The facts of an entry; what is stated as anything but a number, or yes or no, is not known."""
    stated = {name: entry.get(name) for name in ModelFacts.model_fields}
    return ModelFacts(**{name: value for name, value in stated.items() if isinstance(value, int | float)})


@cache
def _entries() -> dict[str, dict[str, Any]]:
    folder = _litellm_folder()
    file = folder / "model_prices_and_context_window_backup.json" if folder else None
    if file is None or not file.is_file():
        return {}
    entries = json.loads(file.read_text(encoding="utf-8"))
    return {name: entry for name, entry in entries.items() if isinstance(entry, dict)}


@cache
def _litellm_folder() -> Path | None:
    """Where litellm is installed, None where it is not."""
    spec = find_spec("litellm")
    return Path(spec.origin).parent if spec and spec.origin else None


def token_counter(model: str) -> Callable[[str], int]:
    """A function that counts the tokens of a text for a model: exact where its vocabulary is known, else an upper
    estimate. Nothing is read before it is first called.

    ``model`` is the provider's own name, such as ``gpt-4o-mini``; leading ``provider/`` parts are ignored.
    """
    name = model.rsplit("/", 1)[-1]

    def counted(text: str) -> int:
        encoding_name, known = _encoding_of(name)
        encoding = _load(encoding_name)
        if encoding is None:
            return int(len(text.encode("utf-8", "replace")) / _BYTES_PER_TOKEN) + 1
        # encode_ordinary: a text that spells "<|endoftext|>" is text.
        tokens = len(encoding.encode_ordinary(text))
        return tokens if known else int(tokens * UNKNOWN_TOKENISER_MARGIN) + 1

    kept = lru_cache(maxsize=32)(counted)
    return lambda text: kept(text) if len(text) <= _KEPT else counted(text)


@cache
def _encoding_of(name: str) -> tuple[str, bool]:
    """The vocabulary of a model, and whether it is really that model's."""
    from tiktoken.model import encoding_name_for_model

    try:
        encoding = encoding_name_for_model(name)
    except KeyError:
        return "cl100k_base", False
    # o200k_harmony is o200k with other control tokens, which prose does not hold.
    shipped = "o200k_base" if encoding.startswith("o200k") else encoding
    return (shipped, True) if shipped in _SHIPPED else ("cl100k_base", False)


@cache
def _load(name: str) -> tiktoken.Encoding | None:
    folder = _litellm_folder()
    vocabularies = folder / "litellm_core_utils" / "tokenizers" if folder else None
    if vocabularies is None or not vocabularies.is_dir():
        return None
    import tiktoken

    with _LOADING:
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = str(vocabularies)
        try:
            return tiktoken.get_encoding(name)
        except (OSError, ValueError):
            return None
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before
