"""What a call costs, in US dollars.

Prices are those of the package ``genai-prices``: kept by hand, dated, offline, with what cached, written and batched
tokens cost. A model that it does not list has the prices of litellm's own table, of which three quarters are not listed
there; one that stands in neither has none, and never a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.llm.catalogue import ModelFacts, facts
from briefing.llm.protocol import Capabilities, StructuredOutput
from briefing.llm.providers import OPENAI, OWN, provider_of
from briefing.schema.briefing import Usage

if TYPE_CHECKING:
    from genai_prices.types import ModelPrice, PriceCalculation

Pricer = Callable[[Usage], float]
"""From what a call used to what it cost."""

_MILLION = 1_000_000
_PER_TOKEN = ("input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok")
_OTHERWISE = ("audio", "image", "video", "document", "searches", "1h")
"""Parts of the names of prices for what is never asked here."""


def cost(name: str, usage: Usage, *, batch: bool = False) -> float | None:
    """The price of what a model used, None where it is not known. ``batch`` is by the provider's batch API.

    ``name`` is ``provider/model``, with ``litellm/`` before it or not; a bare name is one of OpenAI's.
    """
    found = pricer(name, batch=batch)
    return None if found is None else found(usage)


def pricer(name: str, *, batch: bool = False) -> Pricer | None:
    """The prices of a model as a function, None where they are not known. Importing them takes a quarter of a second,
    the first time."""
    return _pricer(name, batch, f"{datetime.now(UTC):%Y%m%d%H}")


def capabilities(name: str, known: ModelFacts, structured: StructuredOutput | None) -> Capabilities:
    """What is known of a model, for whoever asks it; how replies are held to a schema is a matter of its transport."""
    return Capabilities(
        structured=structured,
        max_output_tokens=known.max_output_tokens,
        caches_prompts=known.supports_prompt_caching,
        reports_cost=pricer(name) is not None,
    )


@lru_cache(maxsize=1024)
def _pricer(name: str, batch: bool, _hour: str) -> Pricer | None:
    """Kept for an hour: some prices depend on the time of the day."""
    return _kept_prices(name, batch) or _listed_prices(facts(_full(name)), batch)


def _full(name: str) -> str:
    bare = name.removeprefix("litellm/")
    return f"{OPENAI}/{bare}" if provider_of(bare) == OWN else bare


def _kept_prices(name: str, batch: bool) -> Pricer | None:
    """By ``genai-prices``: multiplied here where a token has one price, since a call of the package takes 0.3 ms."""
    live = _calculated(name, Usage(input_tokens=_MILLION, output_tokens=_MILLION), batch=False)
    if live is None:
        return None
    by_batch = _calculated(name, Usage(input_tokens=_MILLION, output_tokens=_MILLION), batch=True) if batch else live
    if by_batch is None or (batch and by_batch.total_price == live.total_price):
        return None  # it states no price of its own for batches
    plain = _plain(by_batch.model_price)
    if plain is not None:
        return plain

    def calculated(usage: Usage) -> float:
        found = _calculated(name, usage, batch=batch)
        return float(found.total_price) if found else 0.0

    return calculated


def _calculated(name: str, usage: Usage, *, batch: bool) -> PriceCalculation | None:
    import genai_prices

    provider, _, model = _full(name).partition("/")
    cached, written = _parts(usage)
    used = genai_prices.Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=cached,
        cache_write_tokens=written,
    )
    try:
        return genai_prices.calc_price(
            used, model, provider_id=provider, price_context={"processing": "batch"} if batch else None
        )
    except LookupError:
        return None


def _plain(price: ModelPrice) -> Pricer | None:
    """The prices of a model for which each kind of token has one; None where there is more to them."""
    stated = {key: value for key, value in vars(price).items() if value is not None and not key.startswith("_")}
    asked = {key: value for key, value in stated.items() if not any(part in key for part in _OTHERWISE)}
    try:
        per_token = {key: float(value) / _MILLION for key, value in asked.items()}
    except TypeError:
        return None  # by tiers
    if not {"input_mtok", "output_mtok"} <= set(per_token) <= set(_PER_TOKEN):
        return None
    return _linear(*(per_token.get(key) for key in _PER_TOKEN))


def _listed_prices(known: ModelFacts, batch: bool) -> Pricer | None:
    """By litellm's table, which knows no cached tokens of batches."""
    if batch:
        return _linear(known.input_cost_per_token_batches, known.output_cost_per_token_batches)
    return _linear(
        known.input_cost_per_token,
        known.output_cost_per_token,
        known.cache_read_input_token_cost,
        known.cache_creation_input_token_cost,
    )


def _linear(
    read: float | None, replied: float | None, cached: float | None = None, written: float | None = None
) -> Pricer | None:
    """A cached or a written token costs what any other does where no price is stated for it: too much rather than too
    little."""
    if read is None or replied is None:
        return None
    cheap, dear = read if cached is None else cached, read if written is None else written

    def price(usage: Usage) -> float:
        from_cache, to_cache = _parts(usage)
        rest = usage.input_tokens - from_cache - to_cache
        return rest * read + from_cache * cheap + to_cache * dear + usage.output_tokens * replied

    return price


def _parts(usage: Usage) -> tuple[int, int]:
    """The tokens of a prompt that were cached, and those that were written to the cache: together no more than it."""
    cached = min(usage.cached_tokens, usage.input_tokens)
    return cached, min(usage.cache_write_tokens, usage.input_tokens - cached)
