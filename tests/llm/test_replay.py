"""Recordings of the model layer: what was asked comes back, anything else fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import DataError, ModelFault, PermanentModelError
from briefing.llm import ModelRun, ModelSettings, open_model
from briefing.llm.replay import read_recording
from briefing.schema.draft import BriefDraft
from tests.conftest import CASSETTES
from tests.endpoint import Endpoint, answer_with
from tests.llm.conftest import OPENAI, connect, request_for, settings_for

SOUND = '{"ok": "“yes” – it is"}'


async def record(path: Path, *texts: str) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        model = connect(endpoint, OPENAI, record=path)
        for text in texts:
            await model.complete(request_for(text))
        await model.aclose()


async def test_a_recorded_run_is_replayed_without_a_network(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    await record(file, "One?", "Two?")
    model = open_model(f"replay:{file}")
    completion = await model.complete(request_for("Two?"))
    await model.aclose()
    assert completion.text == SOUND
    assert completion.engine == model.name == f"replay:{file}"
    assert completion.model == "gpt-4o-mini"
    assert model.context_window == 128_000
    assert model.count_tokens("Talks resume.") == 4


async def test_what_a_call_is_for_is_no_part_of_the_request(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    await record(file, "One?")
    completion = await open_model(f"replay:{file}").complete(request_for("One?", stage="repair"))
    assert completion.text == SOUND


async def test_the_models_of_a_run_share_one_recording(tmp_path: Path) -> None:
    file, run = tmp_path / "run.json", ModelRun()
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        settings = settings_for(endpoint, OPENAI, record=file)
        drafting = open_model(OPENAI, settings, run=run)
        judge = open_model("openai/gpt-4o", settings, run=run)
        await drafting.complete(request_for("Draft?"))
        await judge.complete(request_for("True?"))
        await drafting.aclose()
        await judge.aclose()
    recording = read_recording(file)
    assert recording.model == OPENAI
    assert {exchange.completion.model for exchange in recording.exchanges} == {"gpt-4o-mini", "gpt-4o"}


async def test_an_unknown_request_fails_and_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    await record(file, "One?")
    with pytest.raises(PermanentModelError) as caught:
        await open_model(f"replay:{file}").complete(request_for("Another?"))
    assert caught.value.fault is ModelFault.NOT_RECORDED
    assert "make record" in str(caught.value)


async def test_a_run_recorded_twice_gives_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    await record(first, "One?", "Two?")
    await record(second, "One?", "Two?")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"version": "0.9", "model": "m", "exchanges": []}'])
def test_a_file_that_is_no_recording_is_a_data_error(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "run.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        open_model(f"replay:{file}")
    assert str(file) in str(caught.value)


def test_the_demo_holds_the_replies_as_they_were_written() -> None:
    kept = [file.read_text(encoding="utf-8") for file in (CASSETTES / "replies").glob("*.json")]
    replies = {BriefDraft.model_validate_json(reply).model_dump_json() for reply in kept}
    recording = read_recording(CASSETTES / "demo.json")
    drafted = [exchange for exchange in recording.exchanges if exchange.request.stage == "extraction"]
    assert {exchange.completion.text for exchange in drafted} == replies
    assert len(replies) == 2


def test_settings_never_show_a_key() -> None:
    settings = ModelSettings.model_validate({"api_key": "sk-planted1234567890", "headers": {"X": "sk-planted"}})
    assert "planted" not in repr(settings) + settings.model_dump_json()


def test_a_recording_that_has_no_place_is_found_out_before_a_model_is_paid(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folder that can be written to"):
        open_model("embedded", ModelSettings(record=tmp_path / "none" / "recording.json"))
