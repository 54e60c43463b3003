"""Every recipe of ``examples/README.md``, tried on a server that speaks the provider's dialect."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import briefing
from tests.endpoint.dialects import Dialects
from tests.factories import STORY

PAGE = (Path(__file__).parent.parent / "examples" / "README.md").read_text("utf-8")
RECIPES = dict(re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?```toml\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL))
KEYS = {"OPENAI": "planted-openai", "ANTHROPIC": "planted-anthropic", "GEMINI": "planted-gemini"}
PATHS = {
    "Ollama": "/api/chat",
    "llama.cpp": "/v1/chat/completions",
    "vLLM": "/v1/chat/completions",
    "OpenAI": "/v1/chat/completions",
    "Anthropic": "/v1/messages",
    "Gemini": "/models/gemini-2.5-pro:generateContent",
    "Azure": "/openai/deployments/my-deployment/chat/completions",
}


async def tried(name: str, folder: Path, patch: pytest.MonkeyPatch) -> tuple[briefing.Briefing, Dialects]:
    """The page of an article by a recipe, whose addresses and usual ones lead to loopback."""
    for provider, key in KEYS.items():
        patch.setenv(f"{provider}_API_KEY", key)
    async with Dialects() as server:
        recipe = re.sub(r'https?://[^/"]+', server.root, RECIPES[name])
        file = folder / "briefing.toml"
        file.write_text(recipe, encoding="utf-8")
        settings = briefing.load_settings(_at(server, tomllib.loads(recipe)), file=file)
        page = await briefing.agenerate(briefing.Document.of(STORY, "harbour.txt"), settings)
    return page, server


def _at(server: Dialects, recipe: dict[str, Any]) -> dict[str, Any]:
    """Where the recipe gives no address, that of the server, with the key that the environment has."""
    bases = {"openai": f"{server.root}/v1", "anthropic": server.root, "gemini": server.root}
    overrides: dict[str, Any] = {"keep_all": True, "llm": {"attempts": 1}}
    for model in (recipe["model"], recipe.get("proof"), *recipe.get("fallback", ())):
        provider = str(model).partition("/")[0]
        if provider in bases and "api_base" not in recipe.get("llm", {}):
            access = {"api_base": bases[provider], "api_key": KEYS[provider.upper()]}
            overrides["llm"].setdefault("providers", {})[provider] = access
    return overrides


@pytest.mark.parametrize("name", PATHS)
async def test_a_recipe_works(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, server = await tried(name, tmp_path, monkeypatch)
    assert page.coverage.failures == ()
    assert page.briefs[0].offers
    assert {path for path, _, _ in server.seen} == {PATHS[name]}
    assert page.run.usage.input_tokens == 3_000 * page.run.usage.requests
    if name != "Ollama":  # it does not say what it cached
        assert page.run.usage.cached_share == pytest.approx(2 / 3)
        assert "67 % of the input from the provider's cache" in page.to_markdown()


async def test_what_a_recipe_says_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = {}
    for name in PATHS:
        _, server = await tried(name, tmp_path, monkeypatch)
        sent[name] = server.seen
    assert sent["llama.cpp"][0][2]["cache_prompt"] is True
    assert sent["vLLM"][0][2]["chat_template_kwargs"] == {"enable_thinking": False}
    assert [body["reasoning_effort"] for _, _, body in sent["OpenAI"]][:2] == ["medium", "low"]
    assert sent["Anthropic"][0][2]["max_tokens"] == 16_000
    assert sent["Anthropic"][0][2]["system"][0]["cache_control"] == {"type": "ephemeral"}
    assert "temperature" not in sent["Gemini"][0][2]["generationConfig"]
    assert sent["Azure"][0][1]["api-key"] == "..."


async def test_each_of_two_providers_gets_its_own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, server = await tried("Two providers", tmp_path, monkeypatch)
    assert page.coverage.failures == ()
    keys = {path: headers.get("x-api-key") or headers.get("authorization") for path, headers, _ in server.seen}
    assert keys == {"/v1/chat/completions": "Bearer planted-openai", "/v1/messages": "planted-anthropic"}


def test_every_recipe_is_tried() -> None:
    assert set(RECIPES) == {*PATHS, "Two providers"}
    for recipe in RECIPES.values():
        briefing.Settings.model_validate(tomllib.loads(recipe))
