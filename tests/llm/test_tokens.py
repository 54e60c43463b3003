from __future__ import annotations

import os

import pytest

from briefing.llm import ModelSettings, open_model
from briefing.llm.catalogue import UNKNOWN, facts, token_counter
from briefing.llm.prices import cost
from briefing.schema.briefing import Usage

PROSE = "Moscow has not yet given an answer, the Secretary General told reporters on Wednesday."


def test_known_models_are_counted_with_their_own_vocabulary() -> None:
    """Offline: the suite blocks the network, so a vocabulary that had to be fetched would fail."""
    before = os.environ.get("TIKTOKEN_CACHE_DIR")
    assert token_counter("gpt-4o-mini")(PROSE) == 17
    assert token_counter("openai/gpt-4")(PROSE) == 17
    assert os.environ.get("TIKTOKEN_CACHE_DIR") == before


def test_other_models_get_an_upper_estimate() -> None:
    assert token_counter("anthropic/claude-sonnet-4-5")(PROSE) > token_counter("gpt-4")(PROSE)


def test_control_tokens_in_a_text_are_text() -> None:
    assert token_counter("gpt-4o")("<|endoftext|>") > 1


def test_a_long_run_of_one_letter_is_counted() -> None:
    assert token_counter("gpt-4o")("a" * 200_000) > 1000


def test_windows_and_prices_come_from_the_catalogue() -> None:
    known = facts("openai/gpt-4o-mini")
    assert known.max_input_tokens == 128_000
    assert cost("openai/gpt-4o-mini", Usage(input_tokens=1_000_000)) == pytest.approx(0.15)


def test_the_price_of_an_unknown_model_is_unknown_not_zero() -> None:
    assert facts("openai/some-local-model") is UNKNOWN
    assert cost("openai/some-local-model", Usage(input_tokens=10)) is None


def test_a_name_of_another_provider_is_not_mistaken() -> None:
    assert facts("mistral/gpt-4o-mini") is UNKNOWN


def test_the_window_of_the_settings_goes_first() -> None:
    model = open_model("openai/gpt-4o-mini", ModelSettings(context_window=1000))
    assert model.context_window == 1000
    assert open_model("openai/gpt-4o-mini").context_window == 128_000
    assert model.count_tokens(PROSE) == 17
