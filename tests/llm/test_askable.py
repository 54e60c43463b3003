"""A model that can never be asked is known before it is."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.errors import UsageError
from briefing.llm.factory import check_askable
from briefing.llm.settings import ModelSettings

KEY = "k-0123456789"


def checked(name: str, **settings: Any) -> None:
    check_askable(name, ModelSettings.model_validate(settings))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nonsense/model", "no provider 'nonsense'; write PROVIDER/MODEL"),
        ("litellm/nonsense/model", "no provider 'nonsense'"),
        ("openai/gpt-5", "no key for openai; set OPENAI_API_KEY"),
        ("litellm/openai/gpt-5", "no key for openai; set OPENAI_API_KEY"),
        ("anthropic/claude", "no key for anthropic; set ANTHROPIC_API_KEY"),
        ("gemini/flash", "set GOOGLE_API_KEY or GEMINI_API_KEY"),
        ("model", "names no provider"),
        ("http://localhost/v1", "holds an address"),
    ],
)
def test_what_can_not_be_asked_is_refused_with_what_to_do(name: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.setenv(variable, KEY)  # which no setting shows to the provider
    with pytest.raises(UsageError, match=why):
        checked(name)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("embedded", {}),
        ("openai/gpt-5", {"api_key": KEY}),
        ("openai/gpt-5", {"providers": {"openai": {"api_key": KEY}}}),
        ("openai/gpt-5", {"providers": {"openai": {"variables": {"OPENAI_API_KEY": KEY}}}}),
        ("openai/local", {"api_base": "http://127.0.0.1:9/v1"}),
        ("local", {"api_base": "http://127.0.0.1:9/v1"}),
        ("anthropic/claude", {"headers": {"authorization": f"Bearer {KEY}"}}),
        ("anthropic/claude", {"providers": {"anthropic": {"variables": {"anthropic_api_key": KEY}}}}),
        ("huggingface/a/b", {"providers": {"huggingface": {"variables": {"HF_TOKEN": KEY}}}}),
        ("azure/mine", {"providers": {"azure": {"variables": {"AZURE_AD_TOKEN": KEY}}}}),
        # Which find what they need on the machine, or need nothing.
        ("ollama/llama3", {}),
        ("bedrock/claude", {}),
        ("vertex_ai/gemini", {}),
        ("github_copilot/gpt", {}),
    ],
)
def test_what_may_be_asked_is_let_through(name: str, settings: dict[str, Any]) -> None:
    checked(name, **settings)


def test_another_provider_s_key_is_none() -> None:
    with pytest.raises(UsageError, match="no key for anthropic"):
        checked("anthropic/claude", providers={"openai": {"api_key": KEY}})
