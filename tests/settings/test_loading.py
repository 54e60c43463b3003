"""Where settings come from: `Settings` is a value, `load_settings` reads the file and the environment."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefing
from briefing.errors import UsageError
from briefing.llm import ModelSettings
from briefing.settings import Settings, load_settings
from briefing.settings._layers import ANY, all_names, is_known, nearest, variable
from tests.exploring import examples
from tests.settings.conftest import Write

STORY = (
    "Harbour talks resume\n\nNorland has offered Sudria new talks on the harbour, the minister said on Monday. "
    "Sudria has not yet answered the offer, a spokesman said.\n"
)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_settings_are_a_value_that_reads_nothing(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write('model = "openai/gpt-5"\nledger = "days.db"\nno_such_setting = 1\n')
    monkeypatch.setenv("BRIEFING_IN_FLIGHT", "3")
    monkeypatch.setenv("BRIEFING_MODLE", "x")
    monkeypatch.setenv("OPENAI_API_KEY", "planted")
    found = Settings()
    assert found == Settings.model_validate({})
    assert (found.model, found.ledger, found.in_flight) == (None, None, 16)
    assert found.secrets() == ()


@pytest.mark.parametrize("way", ["agenerate", "stream"])
async def test_a_service_in_a_strange_folder_asks_no_model_and_writes_no_ledger(
    way: str, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('model = "openai/gpt-5"\nledger = "days.db"\n[llm]\napi_base = "http://127.0.0.1:9"\n')
    monkeypatch.setenv("BRIEFING_LEDGER", str(folder / "other.db"))
    document = briefing.Document.of(STORY, "harbour.txt")
    if way == "agenerate":
        page = await briefing.agenerate([document])
        assert page.run.engines == ("embedded",)
    else:
        [result] = [result async for result in briefing.stream([document])]
        assert result.brief is not None
        assert result.brief.engine == "embedded"
    assert names(folder) == ["briefing.toml"]


def test_the_call_comes_before_the_environment_before_the_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write('date = "2020-01-01"\nin_flight = 2\n[stories]\ngist_lines = 1\n[stories.watch]\ntopics = ["fish"]\n')
    monkeypatch.setenv("BRIEFING_DATE", "2021-01-01")
    monkeypatch.setenv("BRIEFING_STORIES__GIST_LINES", "2")
    found = load_settings({"date": "2022-01-01"})
    assert found.date == dt.date(2022, 1, 1)
    assert (found.in_flight, found.stories.gist_lines, found.stories.watch.topics) == (2, 2, ("fish",))
    assert load_settings().date == dt.date(2021, 1, 1)


def test_a_section_may_be_given_as_a_value() -> None:
    found = load_settings({"llm": ModelSettings(attempts=2), "fallback": ("embedded",)})
    assert (found.llm.attempts, found.llm.timeout, found.fallback) == (2, 120.0, ("embedded",))


def test_variables_with_parts_are_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_FALLBACK", '["a/b", "embedded"]')
    monkeypatch.setenv("BRIEFING_LLM__HEADERS", '{"X-Team": "desk"}')
    found = load_settings()
    assert found.fallback == ("a/b", "embedded")
    assert found.llm.headers["X-Team"].get_secret_value() == "desk"
    monkeypatch.setenv("BRIEFING_FALLBACK", "[a/b")
    with pytest.raises(UsageError, match=r"BRIEFING_FALLBACK: not JSON.*\[\"a\", \"b\"\]"):
        load_settings()


def test_another_file_is_named_by_the_call_or_by_the_environment(
    write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("in_flight = 2")
    (folder / "other.toml").write_text("in_flight = 3")
    (folder / "third.toml").write_text("in_flight = 4")
    monkeypatch.setenv("BRIEFING_CONFIG", "other.toml")
    assert load_settings().in_flight == 3
    assert load_settings(file=Path("third.toml")).in_flight == 4


@pytest.mark.parametrize("place", ["call", "environment"])
@pytest.mark.parametrize(("name", "reason"), [("absent.toml", "does not exist"), (".", "can't be read")])
def test_a_named_file_that_can_not_be_read_is_no_file_less(
    place: str, name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CONFIG", name if place == "environment" else "")
    with pytest.raises(UsageError, match=reason):
        load_settings(file=Path(name) if place == "call" else None)


@pytest.mark.parametrize("content", [b"= broken", b"\xff\xfe", b'model = "a"\nmodel = "b"\n'])
def test_a_file_that_is_no_toml_is_named(content: bytes, folder: Path) -> None:
    (folder / "briefing.toml").write_bytes(content)
    with pytest.raises(UsageError, match=r"briefing\.toml is not valid TOML"):
        load_settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "colour in briefing.toml is no setting"),
        ('modle = "x"', r"modle in briefing.toml is no setting \(did you mean model\?\)"),
        ('api_base = "http://x"', r"api_base in briefing.toml is no setting \(did you mean llm.api_base\?\)"),
        ("[llm]\ntimout = 3", r"llm.timout in briefing.toml is no setting \(did you mean llm.timeout\?\)"),
        ("[llms]\ntimeout = 3", r"llms in briefing.toml is no setting \(did you mean llm\?\)"),
        ("[llm.budget]\ncosts = 3", r"llm.budget.costs in briefing.toml .*did you mean llm.budget.cost\?"),
        (
            "[llm.providers.groq]\napi_kee = 'x'",
            r"llm.providers.groq.api_kee .*did you mean llm.providers.groq.api_key\?",
        ),
        ("[stories.watch]\ntopic = []", r"stories.watch.topic .*did you mean stories.watch.topics\?"),
        ("modle = 1\nin_flihgt = 2", r"modle in .*; in_flihgt in briefing.toml .*did you mean in_flight\?"),
    ],
)
def test_a_misspelt_name_of_the_file_is_told_with_the_right_one(text: str, said: str, write: Write) -> None:
    write(text)
    with pytest.raises(UsageError, match=said):
        load_settings()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("BRIEFING_MODLE", "BRIEFING_MODEL"),
        ("BRIEFING_LLM_API_BASE", "BRIEFING_LLM__API_BASE"),
        ("BRIEFING_API_KEY", "BRIEFING_LLM__API_KEY"),
        ("BRIEFING_LLM__API_BSE", "BRIEFING_LLM__API_BASE"),
        ("BRIEFING_LLM__BUDGET__COTS", "BRIEFING_LLM__BUDGET__COST"),
        ("BRIEFING_SOURCE__TIMEOUT", "BRIEFING_SOURCES__TIMEOUT"),
        ("BRIEFING_LEGDER", "BRIEFING_LEDGER"),
    ],
)
def test_a_misspelt_variable_is_told_with_the_right_one(name: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(UsageError, match=rf"^{name} is no setting \(did you mean {meant}\?\)"):
        load_settings()


NAMES = [name for name in all_names() if ANY not in name and len(name[-1]) > 3]


@given(name=st.sampled_from(NAMES), where=st.integers(0, 30), other=st.sampled_from(["", "x", "qz"]))
@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_with_a_wrong_letter_means_the_right_one(
    name: tuple[str, ...], where: int, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaf = name[-1]
    at = where % len(leaf)
    wrong = (*name[:-1], leaf[:at] + other + leaf[at + 1 :])
    if is_known(wrong):
        return
    assert nearest(wrong) == name
    with monkeypatch.context() as patch:
        patch.setenv(variable(wrong), "1")
        with pytest.raises(UsageError, match=f"did you mean {variable(name)}"):
            load_settings()


def test_a_variable_like_no_setting_is_told_and_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("BRIEFING_ZZYZX", "1")
    assert load_settings() == Settings()
    assert "BRIEFING_ZZYZX is no setting" in caplog.text


@pytest.mark.parametrize(
    ("text", "variables", "call", "said"),
    [
        ("in_flight = 0", {}, {}, "in_flight in briefing.toml: Input should be"),
        ("in_flight = 1", {"BRIEFING_IN_FLIGHT": "0"}, {}, "BRIEFING_IN_FLIGHT: Input should be"),
        ("", {"BRIEFING_LLM__TIMEOUT": "-1"}, {}, "BRIEFING_LLM__TIMEOUT: Input should be"),
        ("", {"BRIEFING_IN_FLIGHT": "0"}, {"in_flight": -1}, "in_flight as given: Input should be"),
        ("llm = 3", {}, {}, "llm in briefing.toml: Input should be"),
        ("[llm]\nproviders = 3", {}, {}, "llm.providers in briefing.toml: Input should be"),
        ("[llm]\napi_base = 3", {}, {}, "llm.api_base in briefing.toml: Input should be"),
        ("[llm.providers.groq]\napi_base = 'x'", {}, {}, "llm.providers.groq.api_base in briefing.toml: .*no http"),
    ],
)
def test_a_value_that_is_wrong_is_told_with_its_place(
    text: str,
    variables: dict[str, str],
    call: dict[str, object],
    said: str,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(text)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=said):
        load_settings(call)
