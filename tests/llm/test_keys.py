"""Keys belong to a provider and its address: what is planted anywhere else arrives nowhere else."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import ModelError, ModelFault, UsageError
from briefing.llm import ModelSettings, open_model
from briefing.llm.litellm_model import import_litellm
from briefing.llm.providers import NOT_ELSEWHERE, variables_of
from briefing.llm.sdk_bounds import surroundings
from briefing.settings import Settings, load_settings
from tests.endpoint import Endpoint, FaultKind, fault
from tests.endpoint.articles import article
from tests.llm.conftest import request_for
from tests.llm.planted import MARK, Address, clear, names_in, plant
from tests.patience import PATIENCE

SHAPES = {
    "openai": "openai/gpt-4o-mini",
    "own": "my-model",
    "litellm": "litellm/openai/gpt-4o-mini",
    "anthropic": "anthropic/claude-sonnet-4-5",
    "azure": "azure/gpt-4o",
    "azure_ai": "azure_ai/mistral-large",
    "cerebras": "cerebras/llama3.1-8b",
    "cohere": "cohere/command-r-plus",
    "databricks": "databricks/dbrx",
    "deepinfra": "deepinfra/llama",
    "deepseek": "deepseek/deepseek-chat",
    "fireworks": "fireworks_ai/llama",
    "gemini": "gemini/gemini-2.0-flash",
    "groq": "groq/llama-3.1-8b-instant",
    "hosted_vllm": "hosted_vllm/llama",
    "lm_studio": "lm_studio/llama",
    "litellm_proxy": "litellm_proxy/gpt-4o",
    "mistral": "mistral/mistral-small-latest",
    "nvidia": "nvidia_nim/llama",
    "ollama": "ollama/llama3",
    "ollama_chat": "ollama_chat/llama3",
    "openrouter": "openrouter/openai/gpt-4o",
    "perplexity": "perplexity/sonar",
    "together": "together_ai/llama",
    "xai": "xai/grok-2",
}
OWN_KEY = "own-key-of-the-address"
ENVIRONMENT = {
    "openai/gpt-4o-mini": ("OPENAI_API_KEY", "OPENAI_BASE_URL"),
    "litellm/openai/gpt-4o-mini": ("OPENAI_API_KEY", "OPENAI_BASE_URL"),
    "anthropic/claude-sonnet-4-5": ("ANTHROPIC_API_KEY", "ANTHROPIC_API_BASE"),
    "azure/gpt-4o": ("AZURE_API_KEY", "AZURE_API_BASE"),
    "cohere/command-r-plus": ("COHERE_API_KEY", "COHERE_API_BASE"),
    "deepseek/deepseek-chat": ("DEEPSEEK_API_KEY", "DEEPSEEK_API_BASE"),
    "fireworks_ai/llama": ("FIREWORKS_API_KEY", "FIREWORKS_API_BASE"),
    "gemini/gemini-2.0-flash": ("GEMINI_API_KEY", "GEMINI_API_BASE"),
    "groq/llama-3.1-8b-instant": ("GROQ_API_KEY", "GROQ_API_BASE"),
    "hosted_vllm/llama": ("HOSTED_VLLM_API_KEY", "HOSTED_VLLM_API_BASE"),
    "mistral/mistral-small-latest": ("MISTRAL_API_KEY", "MISTRAL_AZURE_API_BASE"),
    "ollama/llama3": ("OLLAMA_API_KEY", "OLLAMA_API_BASE"),
    "openrouter/openai/gpt-4o": ("OPENROUTER_API_KEY", "OPENROUTER_API_BASE"),
    "perplexity/sonar": ("PERPLEXITYAI_API_KEY", "PERPLEXITY_API_BASE"),
    "together_ai/llama": ("TOGETHERAI_API_KEY", "TOGETHER_AI_API_BASE"),
    "xai/grok-2": ("XAI_API_KEY", "XAI_API_BASE"),
}
"""The pair of variables that a provider's key and address usually stand in."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working directory and a home of their own; no name of a host is looked up; litellm is imported before anything
    is planted."""
    import_litellm()
    clear(monkeypatch)
    monkeypatch.setattr(socket, "getaddrinfo", partial(loopback_alone, socket.getaddrinfo))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    yield tmp_path / "work"


def loopback_alone(look_up: Callable[..., Any], host: Any, *rest: Any, **named: Any) -> Any:
    if host not in ("127.0.0.1", "localhost"):
        raise socket.gaierror(f"{host} is not to be looked up")
    return look_up(host, *rest, **named)


async def ask(settings: Settings | ModelSettings, name: str) -> ModelError:
    """Ask a model once; the address refuses."""
    llm = settings.llm if isinstance(settings, Settings) else settings
    model = open_model(name, llm.model_copy(update={"attempts": 1, "timeout": PATIENCE}))
    try:
        with pytest.raises(ModelError) as caught:
            await model.complete(request_for())
    finally:
        await model.aclose()
    return caught.value


def config(**llm: Any) -> str:
    models = [f"{name} = {llm.pop(name)!r}" for name in ("model", "proof") if name in llm]
    return "\n".join([*models, "[llm]", *(f"{name} = {value!r}" for name, value in llm.items())])


@pytest.mark.parametrize("model", SHAPES.values(), ids=SHAPES)
async def test_a_strangers_address_gets_no_key_of_the_user(
    model: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Address() as stranger, Address() as other:
        plant(monkeypatch, other.root)
        (folder / "briefing.toml").write_text(config(model=model, api_base=stranger.root))
        await ask(load_settings(), model)
    assert stranger.arrivals
    assert stranger.planted == set()
    assert other.arrivals == []


@pytest.mark.parametrize("model", SHAPES.values(), ids=SHAPES)
async def test_a_strangers_address_gets_the_key_that_stands_beside_it(
    model: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Address() as stranger, Address() as other:
        plant(monkeypatch, other.root)
        (folder / "briefing.toml").write_text(config(model=model, api_base=stranger.root, api_key=OWN_KEY))
        error = await ask(load_settings(), model)
    assert OWN_KEY in stranger.carried
    assert stranger.planted == set()
    assert other.arrivals == []
    assert OWN_KEY not in str(error)


@pytest.mark.parametrize("model", ["openai/gpt-4o-mini", "anthropic/claude-sonnet-4-5"])
async def test_a_strangers_folder_gets_no_key_of_whoever_runs_the_command_there(
    model: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Address() as stranger, Address() as other:
        plant(monkeypatch, other.root)
        (folder / "briefing.toml").write_text(config(model=model, proof=model, api_base=stranger.root, attempts=1))
        (folder / "one.txt").write_text("\n\n".join(article(1, 1200)))
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "briefing", "generate", "one.txt", "--out", "out", "--fallback", "embedded"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await run.communicate()
    assert b"out/" in out, err
    assert stranger.arrivals
    assert stranger.planted == set()
    assert other.arrivals == []
    assert set(names_in((out + err).decode())) == set()


@pytest.mark.parametrize("model", ENVIRONMENT)
async def test_the_environments_key_goes_to_the_environments_address(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, base = ENVIRONMENT[model]
    async with Address() as usual, Address() as other:
        plant(monkeypatch, other.root)
        for name in variables_of(model.removeprefix("litellm/").partition("/")[0], os.environ):
            monkeypatch.delenv(name)
        monkeypatch.setenv(key, OWN_KEY)
        monkeypatch.setenv(base, usual.root)
        await ask(load_settings({"model": model}), model)
    assert OWN_KEY in usual.carried
    assert usual.planted == set()
    assert other.arrivals == []


@pytest.mark.parametrize("model", ENVIRONMENT)
async def test_a_key_of_the_settings_does_not_go_to_an_address_of_the_environment(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the provider's own address that it belongs to, which no test can reach."""
    async with Address() as other:
        plant(monkeypatch, other.root)
        await ask(load_settings({"model": model, "llm": {"api_key": OWN_KEY}}), model)
    assert other.arrivals == []


@pytest.mark.parametrize("model", SHAPES.values(), ids=SHAPES)
async def test_settings_alone_send_nothing_that_they_do_not_hold(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Address() as own, Address() as other:
        plant(monkeypatch, other.root)
        await ask(ModelSettings(api_base=own.root), model)
        if model != SHAPES["own"]:
            await ask(ModelSettings(), model)
    assert own.planted == set()
    assert other.arrivals == []


@pytest.mark.parametrize("model", SHAPES.values(), ids=SHAPES)
async def test_no_reply_leads_a_key_to_another_address(model: str) -> None:
    async with Address() as other, Address(leads_to=other.root) as own:
        settings = ModelSettings.model_validate({"api_base": own.root, "api_key": f"{MARK}key"})
        error = await ask(settings, model)
    assert own.arrivals
    assert other.arrivals == []
    assert error.fault is ModelFault.ADDRESS


PAIRS = [
    ("openai/gpt-4o-mini", "anthropic/claude-sonnet-4-5"),
    ("anthropic/claude-sonnet-4-5", "gemini/gemini-2.0-flash"),
    ("my-model", "mistral/mistral-small-latest"),
    ("groq/llama-3.1-8b-instant", "openai/gpt-4o-mini"),
    ("my-model", "openai/gpt-4o-mini"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_a_second_model_gets_nothing_of_the_first(first: str, second: str) -> None:
    async with Address() as one, Address() as two:
        provider = second.partition("/")[0]
        settings = Settings.model_validate(
            {
                "model": first,
                "proof": second,
                "llm": {
                    "api_base": one.root,
                    "api_key": f"{MARK}one",
                    "headers": {"X-Team": f"{MARK}team"},
                    "providers": {provider: {"api_base": two.root, "api_key": f"{MARK}two"}},
                },
            }
        )
        await ask(settings.reaching(first), first)
        await ask(settings.reaching(second), second)
    assert one.planted == {f"{MARK}one", f"{MARK}team"}
    assert two.planted == {f"{MARK}two"}


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_a_second_model_without_a_key_gets_none(first: str, second: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Address() as one, Address() as other:
        plant(monkeypatch, other.root)
        llm = {"api_base": one.root, "api_key": OWN_KEY}
        settings = Settings.model_validate({"model": first, "proof": second, "llm": llm})
        await ask(settings.reaching(second), second)
    assert (one.arrivals, other.arrivals) == ([], [])


async def test_a_second_model_of_the_same_provider_is_reached_as_the_first() -> None:
    async with Address() as own:
        llm = {"api_base": own.root, "api_key": OWN_KEY}
        settings = Settings.model_validate({"model": "openai/a", "proof": "openai/b", "llm": llm})
        await ask(settings.reaching("openai/b"), "openai/b")
    assert OWN_KEY in own.carried


async def test_the_proof_reader_is_the_first_that_is_asked_where_the_engine_drafts() -> None:
    async with Address() as own:
        llm = {"api_base": own.root, "api_key": OWN_KEY}
        settings = Settings.model_validate({"proof": "openai/b", "llm": llm})
        await ask(settings.reaching("openai/b"), "openai/b")
    assert OWN_KEY in own.carried


async def test_a_model_that_takes_over_finds_its_own_key() -> None:
    async with Address() as one, Address() as two:
        settings = ModelSettings.model_validate(
            {
                "api_base": one.root,
                "api_key": f"{MARK}one",
                "attempts": 1,
                "providers": {"groq": {"api_base": two.root, "api_key": f"{MARK}two"}},
            }
        )
        chain = open_model("openai/a", settings, fallback=["groq/b"])
        with pytest.raises(ModelError):
            await chain.complete(request_for())
        await chain.aclose()
    assert one.planted == {f"{MARK}one"}
    assert two.planted == {f"{MARK}two"}


async def test_a_model_of_the_same_provider_that_takes_over_has_its_key_but_not_an_own_address() -> None:
    keyed = ModelSettings.model_validate({"api_key": OWN_KEY, "variables": {}, "attempts": 1})
    chain = open_model("openai/a", keyed, fallback=["openai/b"])
    with pytest.raises(ModelError) as caught:
        await chain.complete(request_for())
    await chain.aclose()
    assert "api.openai.com is not to be looked up" in str(caught.value)
    assert "then openai/b: connection: api.openai.com is not to be looked up" in "".join(caught.value.__notes__)


@pytest.mark.parametrize("provider", sorted(NOT_ELSEWHERE))
def test_a_provider_that_signs_in_by_itself_is_not_led_elsewhere(provider: str) -> None:
    with pytest.raises(UsageError, match="address of one's own"):
        open_model(f"{provider}/model", ModelSettings(api_base="http://127.0.0.1:9"))
    open_model(f"{provider}/model", ModelSettings())


@pytest.mark.parametrize("name", ["huggingface/http://127.0.0.1:9/x", "openai/https://host", "http://127.0.0.1:9/v1"])
def test_a_name_that_holds_an_address_is_none(name: str) -> None:
    with pytest.raises(UsageError, match="holds an address"):
        open_model(name, ModelSettings())


@pytest.mark.parametrize("model", ["hosted_vllm/llama", "lm_studio/llama", "litellm_proxy/gpt-4o", "xinference/llama"])
async def test_a_provider_without_an_address_is_not_asked_at_openais(model: str) -> None:
    settings = ModelSettings.model_validate({"api_key": OWN_KEY})
    error = await ask(settings, model)
    assert error.fault is ModelFault.ADDRESS
    assert "llm.api_base" in (error.hint or "")


@pytest.mark.parametrize(
    "model", [name for name in SHAPES.values() if name.partition("/")[0] in ("openai", "anthropic", "gemini", "azure")]
)
async def test_a_key_that_is_missing_is_named_with_its_variable(model: str) -> None:
    error = await ask(ModelSettings(), model)
    assert error.fault is ModelFault.KEY
    assert f"{model.partition('/')[0].upper()}_API_KEY" in (error.hint or "")
    assert "llm.api_key" in (error.hint or "")


async def test_a_refusal_for_want_of_a_key_says_where_it_belongs() -> None:
    async with Endpoint([fault(FaultKind.BAD_KEY)]) as endpoint:
        error = await ask(ModelSettings(api_base=endpoint.api_base), "openai/gpt-4o-mini")
    assert error.fault is ModelFault.KEY
    assert "llm.api_key and no key of the environment" in (error.hint or "")


def test_the_environment_is_hidden_from_one_caller_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "x")
    before = dict(os.environ)
    with surroundings({"SHOWN": "y"}):
        assert os.environ.get("SOME_API_KEY") is None
        assert "SOME_API_KEY" not in dict(os.environ.items())
        assert (os.environ["SHOWN"], os.environ["PATH"]) == ("y", before["PATH"])
        os.environ["WRITTEN"] = "z"
        assert os.environ["WRITTEN"] == "z"
        assert len(os.environ) == len(list(os.environ))
        del os.environ["SHOWN"]
        with pytest.raises(KeyError):
            _ = os.environ["SHOWN"]
    assert dict(os.environ) == before


async def test_the_environment_is_hidden_in_threads_of_the_caller_and_in_no_other_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOME_API_KEY", "x")
    inside, checked = asyncio.Event(), asyncio.Event()

    async def hidden() -> str | None:
        with surroundings({}):
            inside.set()
            await checked.wait()
            return await asyncio.to_thread(os.environ.get, "SOME_API_KEY")

    task = asyncio.create_task(hidden())
    await inside.wait()
    assert await asyncio.to_thread(os.environ.get, "SOME_API_KEY") == "x"
    assert os.environ["SOME_API_KEY"] == "x"
    checked.set()
    assert await task is None
