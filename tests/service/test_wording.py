"""Problems speak HTTP: what a caller reads names fields and addresses of the API, and nothing of a command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import briefing
from briefing import BriefingError, ModelError, SourceError, UsageError
from briefing.llm.sdk_errors import _HINTS
from briefing.service.problems import spoken, told
from tests.factories import STORY
from tests.service.conftest import Desk
from tests.service.test_making import BODY, finished, made

FLAG = re.compile(r"--[a-z]|`briefing |\b(llm|sources)\.")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "ledger /srv/days.db: 2026-04-06 is recorded already, with other content; pass --replace-day "
            "(replace=True) to rewrite it, or use another ledger",
            'the ledger: 2026-04-06 is recorded already, with other content; send "replace": true to have the day '
            "rewritten",
        ),
        ("a.txt: is larger than 5 MB; split it, or raise max_bytes", "a.txt: is larger than 5 MB; split it"),
        (
            "a.txt: holds no article (3 lines of menu); pass --keep-all to use it as it is",
            "a.txt: holds no article (3 lines of menu)",
        ),
        (
            "http://h/: is refused: no public address; set allow_private to fetch from it",
            "http://h/: is refused: no public address",
        ),
        ("x: key: none is set: set llm.api_key, or OPENAI_API_KEY where load_settings finds it", ""),
        ("nothing of this kind; use http or https", "nothing of this kind; use http or https"),
        ("a--b and c -- d; e-mail", "a--b and c -- d; e-mail"),
    ],
)
def test_what_a_command_line_would_do_is_said_as_the_api_does_it(said: str, heard: str) -> None:
    assert spoken(said) == heard


@pytest.mark.parametrize("hint", sorted(_HINTS.values()))
def test_no_hint_about_a_model_reaches_a_caller(hint: str) -> None:
    for error in (
        ModelError("x", model="openai/x", hint=hint),
        UsageError("x", hint=hint),
        BriefingError("x", hint=hint),
    ):
        assert not FLAG.search(told(error).body["detail"])


def test_an_error_that_is_nothing_but_a_hint_for_others_says_something() -> None:
    assert told(SourceError("a", "see --keep-all")).body["detail"]


async def test_a_day_that_is_there_is_refused_with_the_field_that_rewrites_it(desk: Desk) -> None:
    await made(desk)
    [article] = BODY["articles"]
    other = {"articles": [article | {"text": STORY.replace("ten days", "two days")}]}
    async with desk.client("main:write") as writer, desk.client("main:read") as reader:
        job = await finished(reader, (await writer.post("/v1/briefings", json=other)).json()["id"])
        assert (job["state"], job["problem"]["code"]) == ("failed", "refused")
        assert 'send "replace": true' in job["problem"]["detail"]
        assert not FLAG.search(job["problem"]["detail"])
        assert "ledger.db" not in job["problem"]["detail"]
        again = await writer.post("/v1/briefings", json=other | {"replace": True})
        assert (await finished(reader, again.json()["id"]))["state"] == "done", "the hint holds"


async def test_what_can_not_be_read_is_told_without_flags(desk: Desk) -> None:
    async with desk.client("main:write") as client:
        for name, data in (("a.txt", b""), ("a.zip", b"PK\x03\x04")):
            answer = await client.post("/v1/briefings", files=[("files", (name, data))])
            assert answer.status_code == 422
            assert not FLAG.search(answer.json()["detail"]), answer.text


async def test_a_report_on_a_page_names_no_flag(desk: Desk, tmp_path: Path) -> None:
    """What the ledger knew was taken out of it; to whoever generates pages, the report names a flag."""
    for day in ("2026-04-06", "2026-04-07"):
        asked = {"ledger": str(tmp_path / "own.db"), "date": day, "max_age": None}
        page = briefing.generate([briefing.Document.of(STORY, "a")], briefing.Settings.model_validate(asked))
    cut = json.loads(page.to_json()) | {"known": None}
    assert "--replace-day" in str(briefing.verify(json.dumps(cut)))
    async with desk.client("main:read") as client:
        report = (await client.post("/v1/verify", json=cut)).json()
    told = [each["reason"] for each in report["failures"] if each["path"] == "known"]
    assert told
    assert not FLAG.search(" ".join(told))
