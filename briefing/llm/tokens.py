"""Counting tokens, offline.

tiktoken fetches its vocabularies from the network on first use. litellm ships the two that matter inside its
package, under the very names of tiktoken's cache, so they are read from there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from briefing.llm._package_data import litellm_folder

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
    folder = litellm_folder()
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
