"""What calls used and cost: every shape in which providers say it, and the marks of what they shall cache."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.llm import ModelRun, open_model
from briefing.llm.catalogue import ModelFacts
from briefing.llm.chat_api import read_completion, read_usage
from briefing.llm.litellm_model import marked, takes_marks
from briefing.llm.prices import _listed_prices as listed_prices
from briefing.llm.prices import cost, pricer
from briefing.llm.protocol import Message
from briefing.schema.briefing import Usage
from tests.endpoint import Answer, Endpoint, answer_with
from tests.llm.conftest import ANTHROPIC, LITELLM, OPENAI, request_for, settings_for

SOUND = '{"ok": "yes"}'


@dataclass(frozen=True)
class Used:
    """What a call really used; the prompt is what is neither cached nor written, with both."""

    plain: int
    cached: int
    written: int
    text: int
    reasoning: int

    @property
    def read(self) -> int:
        return self.plain + self.cached + self.written

    @property
    def replied(self) -> int:
        return self.text + self.reasoning

    @property
    def total(self) -> int:
        return self.read + self.replied


TOKENS = st.integers(0, 200_000)
USED = st.builds(Used, TOKENS, TOKENS, st.just(0), st.integers(1, 9_000), st.integers(0, 20_000))
WRITTEN = st.builds(Used, TOKENS, TOKENS, TOKENS, st.integers(1, 9_000), st.just(0))


def sums(used: Used) -> dict[str, Any]:
    return {"prompt_tokens": used.read, "completion_tokens": used.replied, "total_tokens": used.total}


SHAPES: dict[str, Callable[[Used], dict[str, Any]]] = {
    "OpenAI": lambda u: {
        **sums(u),
        "prompt_tokens_details": {"cached_tokens": u.cached, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": u.reasoning, "accepted_prediction_tokens": 0},
    },
    "OpenAI's Responses": lambda u: {
        "input_tokens": u.read,
        "output_tokens": u.replied,
        "input_tokens_details": {"cached_tokens": u.cached},
        "output_tokens_details": {"reasoning_tokens": u.reasoning},
    },
    "DeepSeek": lambda u: {
        **sums(u),
        "prompt_cache_hit_tokens": u.cached,
        "prompt_cache_miss_tokens": u.plain,
        "prompt_tokens_details": None,
        "completion_tokens_details": {"reasoning_tokens": u.reasoning},
    },
    "xAI, which counts reasoning beside the reply": lambda u: {
        "prompt_tokens": u.read,
        "completion_tokens": u.text,
        "total_tokens": u.total,
        "prompt_tokens_details": {"cached_tokens": u.cached},
        "completion_tokens_details": {"reasoning_tokens": u.reasoning},
    },
    "vLLM": lambda u: {
        **sums(u),
        "prompt_tokens_details": {"cached_tokens": u.cached},
        "reasoning_tokens": u.reasoning,
    },
    "Moonshot": lambda u: {**sums(u), "cached_tokens": u.cached, "reasoning_tokens": u.reasoning},
}
WRITING: dict[str, Callable[[Used], dict[str, Any]]] = {
    "litellm, from Anthropic": lambda u: {
        **sums(u),
        "cache_creation_input_tokens": u.written,
        "cache_read_input_tokens": u.cached,
        "prompt_tokens_details": {"cached_tokens": u.cached},
    },
    "OpenRouter": lambda u: {
        **sums(u),
        "prompt_tokens_details": {"cached_tokens": u.cached, "cache_write_tokens": u.written},
    },
    "litellm's own": lambda u: {
        **sums(u),
        "prompt_tokens_details": {"cached_tokens": u.cached, "cache_creation_tokens": u.written},
    },
}


def expected(used: Used) -> Usage:
    return Usage(
        requests=1,
        input_tokens=used.read,
        output_tokens=used.replied,
        cached_tokens=used.cached,
        cache_write_tokens=used.written,
        reasoning_tokens=used.reasoning,
    )


@pytest.mark.parametrize("shape", SHAPES)
@given(used=USED)
def test_what_is_cached_or_thought_is_read_in_every_shape(shape: str, used: Used) -> None:
    assert read_usage(SHAPES[shape](used)) == expected(used)


@pytest.mark.parametrize("shape", WRITING)
@given(used=WRITTEN)
def test_what_is_written_to_the_cache_is_read_in_every_shape(shape: str, used: Used) -> None:
    assert read_usage(WRITING[shape](used)) == expected(used)


@given(used=WRITTEN.filter(lambda used: used.plain < used.cached + used.written))
def test_a_prompt_that_is_counted_without_what_was_cached_is_made_whole(used: Used) -> None:
    stated = {
        "input_tokens": used.plain,
        "output_tokens": used.text,
        "cache_read_input_tokens": used.cached,
        "cache_creation_input_tokens": used.written,
    }
    assert read_usage(stated) == expected(used)


NAMES = ("prompt_tokens", "prompt_tokens_details", "cached_tokens", "reasoning_tokens", "total_tokens")
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["prompt_tokens", "prompt_tokens_details", "cached_tokens", "reasoning_tokens", "total_tokens"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(stated=ODD)
def test_whatever_a_provider_says_the_counts_are_counts(stated: object) -> None:
    usage = read_usage(stated)
    assert 0 <= usage.cached_tokens + usage.cache_write_tokens <= usage.input_tokens
    assert 0 <= usage.reasoning_tokens <= usage.output_tokens
    assert (cost("openai/gpt-4o", usage) or 0.0) >= 0.0


PRICED = {
    "openai/gpt-4o": (2.5, 10.0, 1.25, 2.5),
    "litellm/openai/gpt-4o": (2.5, 10.0, 1.25, 2.5),
    "gpt-4o-mini": (0.15, 0.6, 0.075, 0.15),
    "openai/gpt-4o-2024-08-06": (2.5, 10.0, 1.25, 2.5),
    "mistral/mistral-large-2411": (2.0, 6.0, 2.0, 2.0),
    "anthropic/claude-haiku-4-5": (1.0, 5.0, 0.1, 1.25),
}
"""US dollars a million tokens: read, replied, from the cache, to the cache."""


@pytest.mark.parametrize("name", PRICED)
@given(used=WRITTEN)
def test_each_kind_of_token_has_its_price(name: str, used: Used) -> None:
    read, replied, cached, written = PRICED[name]
    dollars = (used.plain * read + used.replied * replied + used.cached * cached + used.written * written) / 1e6
    assert cost(name, expected(used)) == pytest.approx(dollars)


@pytest.mark.parametrize(("read", "dollars"), [(100_000, 0.3), (200_000, 0.6), (200_001, 1.200006), (400_000, 2.4)])
def test_a_long_prompt_has_the_price_of_its_tier(read: int, dollars: float) -> None:
    assert cost("anthropic/claude-sonnet-4-5", Usage(input_tokens=read)) == pytest.approx(dollars)


@given(
    used=WRITTEN,
    prices=st.tuples(*[st.floats(0, 1e-4)] * 2, *[st.none() | st.floats(0, 1e-4)] * 2),
)
def test_what_no_price_is_stated_for_costs_what_other_tokens_do(
    used: Used, prices: tuple[float, float, float | None, float | None]
) -> None:
    read, replied, cached, written = prices
    known = ModelFacts(
        input_cost_per_token=read,
        output_cost_per_token=replied,
        cache_read_input_token_cost=cached,
        cache_creation_input_token_cost=written,
    )
    price = listed_prices(known, batch=False)
    assert price is not None
    dear = read if written is None else written
    cheap = read if cached is None else cached
    wanted = used.plain * read + used.cached * cheap + used.written * dear + used.replied * replied
    assert price(expected(used)) == pytest.approx(wanted)


def test_batches_have_their_own_price_or_none() -> None:
    usage = Usage(input_tokens=100_000, output_tokens=1_000)
    assert cost("openai/gpt-4o", usage, batch=True) == pytest.approx(0.13)
    assert cost("anthropic/claude-haiku-4-5", usage, batch=True) == pytest.approx(0.0525)
    assert cost("openai/my-own", usage, batch=True) is None


@pytest.mark.parametrize("name", ["openai/my-own", "openai/my-gpt-4o", "my-model", "nobody/gpt-4o", "openai/", ""])
def test_no_price_is_guessed(name: str) -> None:
    assert pricer(name) is None


@pytest.mark.parametrize("name", [OPENAI, LITELLM])
@pytest.mark.parametrize("shape", ["OpenAI", "DeepSeek", "vLLM"])
async def test_cached_tokens_are_counted_and_priced_over_the_wire(name: str, shape: str) -> None:
    used = Used(plain=4_000, cached=96_000, written=0, text=100, reasoning=900)
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "gpt-4o-mini",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": SOUND}, "finish_reason": "stop"}],
        "usage": SHAPES[shape](used),
    }
    run = ModelRun()
    async with Endpoint([Answer(raw=json.dumps(body))]) as endpoint:
        model = open_model(name, settings_for(endpoint, name), run=run)
        await model.complete(request_for())
        await model.aclose()
    (row,) = run.ledger.rows()
    assert (row.input_tokens, row.cached_tokens, row.output_tokens) == (100_000, 96_000, 1_000)
    assert row.cost == pytest.approx((4_000 * 0.15 + 96_000 * 0.075 + 1_000 * 0.6) / 1e6)
    assert run.ledger.total().cached_share == pytest.approx(0.96)


ASKED = (Message(role="system", content="Read the article."), Message(role="user", content="It is so."))


@pytest.mark.parametrize("marks", [True, False])
async def test_what_never_changes_is_marked_for_anthropic_and_its_cache_is_counted(marks: bool) -> None:
    body = {
        "id": "msg_0",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-4-5",
        "content": [{"type": "text", "text": SOUND}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": 1_000,
            "cache_creation_input_tokens": 2_000,
            "cache_read_input_tokens": 7_000,
            "output_tokens": 500,
        },
    }
    run = ModelRun()
    async with Endpoint([Answer(raw=json.dumps(body))]) as endpoint:
        settings = settings_for(endpoint, ANTHROPIC, cache_marks=marks)
        model = open_model(ANTHROPIC, settings, run=run)
        await model.complete(request_for().model_copy(update={"messages": ASKED}))
        await model.aclose()
        sent = endpoint.seen[0].body
    (block,) = sent["system"]
    assert block["text"].startswith("Read the article.")
    assert block.get("cache_control") == ({"type": "ephemeral"} if marks else None)
    assert json.dumps(sent).count("cache_control") == marks
    (row,) = run.ledger.rows()
    assert (row.input_tokens, row.cached_tokens, row.cache_write_tokens) == (10_000, 7_000, 2_000)
    assert row.cost == pytest.approx((1_000 * 3 + 7_000 * 0.3 + 2_000 * 3.75 + 500 * 15) / 1e6)


async def test_nothing_is_marked_for_who_knows_no_marks() -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        for name in (OPENAI, LITELLM):
            model = open_model(name, settings_for(endpoint, name))
            await model.complete(request_for().model_copy(update={"messages": ASKED}))
            await model.aclose()
    assert "cache_control" not in json.dumps([seen.body for seen in endpoint.seen])


@pytest.mark.parametrize(
    ("model", "takes"),
    [
        ("anthropic/claude-sonnet-4-5", True),
        ("bedrock/eu.anthropic.claude-sonnet-4-5-v1:0", True),
        ("openrouter/anthropic/claude-sonnet-4.5", True),
        ("vertex_ai/claude-sonnet-4-5", True),
        ("vertex_ai/gemini-2.5-pro", False),
        ("gemini/gemini-2.5-pro", False),
        ("openai/claude", False),
    ],
)
def test_marks_are_for_anthropics_models(model: str, takes: bool) -> None:
    assert takes_marks(model) is takes


def test_a_prompt_without_a_system_message_has_nothing_to_mark() -> None:
    asked = [{"role": "user", "content": "It is so."}]
    assert marked(asked) == asked


def test_a_reply_without_usage_has_no_price() -> None:
    from openai.types.chat import ChatCompletion

    body = {"choices": [{"message": {"role": "assistant", "content": "x"}, "finish_reason": "stop"}], "usage": None}
    made = read_completion(ChatCompletion.construct(**body), engine="e", provider="p", price=pricer("openai/gpt-4o"))
    assert made.usage == Usage(requests=1)
