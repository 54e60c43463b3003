"""Whose key goes where, when file, environment and call each say a part."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import UsageError
from briefing.llm import ModelSettings
from briefing.settings import load_settings
from tests.settings.conftest import Write

HERE, THERE = "http://127.0.0.1:1/v1", "http://127.0.0.1:2/v1"
FILE = Path("briefing.toml")  # named, and so trusted


def reached(llm: ModelSettings, model: str) -> tuple[str | None, str | None]:
    """Address and key for a model."""
    found = llm.of(model)
    return found.api_base, found.api_key.get_secret_value() if found.api_key else None


def test_the_key_of_the_environment_completes_the_address_of_a_trusted_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(f'model = "my-model"\n[llm]\napi_base = "{HERE}"')
    monkeypatch.setenv("BRIEFING_LLM__API_KEY", "planted-key")
    assert reached(load_settings(file=FILE).llm, "my-model") == (HERE, "planted-key")


def test_another_address_leaves_the_key_behind(
    write: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(f'model = "my-model"\n[llm]\napi_base = "{HERE}"\napi_key = "planted-key"\nheaders = {{X = "planted-key"}}')
    monkeypatch.setenv("BRIEFING_LLM__API_BASE", THERE)
    found = load_settings(file=FILE).llm
    assert reached(found, "my-model") == (THERE, None)
    assert found.secrets() == ()
    assert "is not sent there" in caplog.text
    monkeypatch.setenv("BRIEFING_LLM__API_BASE", HERE)
    assert reached(load_settings(file=FILE).llm, "my-model") == (HERE, "planted-key")


@pytest.mark.parametrize(
    ("flag", "address", "key"),
    [
        ("openai/gpt-5", None, "sk-openai"),
        ("openai/gpt-5-mini", None, "sk-openai"),
        ("anthropic/claude", None, None),
        ("my-model", None, None),
    ],
)
def test_a_key_of_the_file_is_for_the_provider_of_the_files_model(
    flag: str, address: str | None, key: str | None, write: Write
) -> None:
    write('model = "openai/gpt-5"\n[llm]\napi_key = "sk-openai"')
    assert reached(load_settings({"model": flag}, file=FILE).llm, flag) == (address, key)


def test_an_address_of_the_file_is_no_other_providers_and_stays_for_its_own(write: Write) -> None:
    write(f'model = "my-model"\n[llm]\napi_base = "{HERE}"\napi_key = "planted-key"')
    found = load_settings({"model": "openai/gpt-5", "fallback": ["my-model"]}, file=FILE).llm
    assert reached(found, "openai/gpt-5") == (None, None)
    assert reached(found.elsewhere(), "my-model") == (HERE, "planted-key")


def test_a_key_without_a_model_beside_it_is_for_the_one_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_LLM__API_KEY", "planted-key")
    assert reached(load_settings({"model": "groq/x"}).llm, "groq/x") == (None, "planted-key")


def test_each_provider_has_its_entry(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        'model = "openai/a"\nproof = "groq/b"\n[llm]\napi_key = "one"\n'
        f'[llm.providers.groq]\napi_base = "{HERE}"\n[llm.providers.unused]\napi_key = "three"'
    )
    monkeypatch.setenv("BRIEFING_LLM__PROVIDERS__GROQ__API_KEY", "two")
    settings = load_settings(file=FILE)
    assert reached(settings.reaching("openai/a"), "openai/a") == (None, "one")
    assert reached(settings.reaching("groq/b"), "groq/b") == (HERE, "two")


def test_only_providers_in_use_get_their_part_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "GROQ_API_KEY", "MISTRAL_API_KEY", "TOGETHERAI_API_KEY"):
        monkeypatch.setenv(name, f"planted-{name}")
    settings = load_settings({"model": "openai/a", "proof": "groq/b", "fallback": ["together_ai/c", "embedded"]})
    assert settings.llm.of("openai/a").shown() == {"OPENAI_API_KEY": "planted-OPENAI_API_KEY"}
    assert settings.reaching("groq/b").of("groq/b").shown() == {"GROQ_API_KEY": "planted-GROQ_API_KEY"}
    assert "MISTRAL" not in str(settings.secrets())
    assert "planted-" not in repr(settings)


def test_a_provider_that_the_settings_speak_of_gets_nothing_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "planted-key")
    for said in ({"api_base": HERE}, {"api_key": "own"}, {"variables": {"groq_api_key": "own"}}):
        settings = load_settings({"model": "groq/x", "llm": said})
        assert "planted-key" not in str(settings.llm.of("groq/x").secrets())
        settings = load_settings({"model": "groq/x", "llm": {"providers": {"groq": said}}})
        assert "planted-key" not in str(settings.llm.of("groq/x").secrets())


def test_headers_alone_go_along_with_what_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "planted-key")
    found = load_settings({"model": "groq/x", "llm": {"headers": {"X-Team": "desk"}}}).llm.of("groq/x")
    assert (found.headers["X-Team"].get_secret_value(), found.shown()) == ("desk", {"GROQ_API_KEY": "planted-key"})


def test_the_proof_reader_shares_the_access_of_a_first_model_of_its_provider(write: Write) -> None:
    write(f'model = "my-model"\nproof = "my-other"\n[llm]\napi_base = "{HERE}"\napi_key = "planted-key"')
    settings = load_settings(file=FILE)
    assert reached(settings.reaching("my-other"), "my-other") == (HERE, "planted-key")
    settings = load_settings({"proof": "openai/gpt-5"}, file=FILE)
    assert reached(settings.reaching("openai/gpt-5"), "openai/gpt-5") == (None, None)


def test_a_model_that_takes_over_from_the_embedded_engine_gets_no_other_models_key() -> None:
    from briefing.llm import Given
    from briefing.llm.factory import taking_over

    llm = {"api_base": HERE, "api_key": "planted-key"}
    settings = load_settings({"proof": "openai/b", "fallback": ["groq/c"], "llm": llm})
    assert reached(settings.reaching("openai/b"), "openai/b") == (HERE, "planted-key")
    assert reached(taking_over("groq/c", "embedded", settings.llm, Given()), "groq/c") == (None, None)


@pytest.mark.parametrize("part", ['api_key = ""', "headers = {}", "variables = {}"])
def test_what_is_empty_says_nothing(part: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(f'model = "groq/x"\n[llm]\n{part}')
    monkeypatch.setenv("GROQ_API_KEY", "planted-key")
    assert load_settings().llm.of("groq/x").shown() == {"GROQ_API_KEY": "planted-key"}


@pytest.mark.parametrize(
    "variable", ["BRIEFING_LLM__API_KEY", "BRIEFING_LLM__HEADERS__X_KEY", "BRIEFING_LLM__VARIABLES__GROQ_API_KEY"]
)
@pytest.mark.parametrize("where", ['[llm]\napi_base = "http://127.0.0.1:1"', ""])
def test_no_key_of_the_environment_follows_a_file_that_is_not_trusted(
    variable: str, where: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(f'model = "groq/x"\n{where}')
    monkeypatch.setenv(variable, "planted-key")
    with pytest.raises(
        UsageError, match=rf"{variable.partition('__X')[0].partition('__GROQ')[0]} would go to the .*trust"
    ):
        load_settings()
    assert "planted-key" in str(load_settings(file=FILE).secrets())


def test_the_models_provider_entry_is_no_way_around(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(f'model = "groq/x"\n[llm.providers.groq]\napi_base = "{HERE}"')
    monkeypatch.setenv("BRIEFING_LLM__PROVIDERS__GROQ__API_KEY", "planted-key")
    with pytest.raises(UsageError, match="BRIEFING_LLM__PROVIDERS__GROQ__API_KEY would go to the address"):
        load_settings()


def test_a_key_goes_where_the_user_says_whatever_a_strange_file_says(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(f'model = "groq/x"\n[llm]\napi_base = "{HERE}"\napi_key = "stranger"')
    monkeypatch.setenv("BRIEFING_LLM__API_KEY", "planted-key")
    monkeypatch.setenv("BRIEFING_LLM__API_BASE", THERE)
    assert reached(load_settings({"model": "groq/y"}).llm, "groq/y") == (THERE, "planted-key")
