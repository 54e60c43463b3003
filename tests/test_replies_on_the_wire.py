"""Odd characters in what an endpoint sends: on their way into drafts, messages, recordings and the reply store."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import briefing
from tests.endpoint import Answer, Endpoint
from tests.factories import STORY, draft
from tests.outputs import hold

ODD = ["\ud83d", "\x00", "\x1b[31m", "\x9b2J", "\u2028\u202e\uffff"]
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def completion(**message: Any) -> str:
    """A chat completion, with every character that is not ASCII as an escape."""
    choice = {"index": 0, "message": {"role": "assistant", "content": None, **message}, "finish_reason": "stop"}
    return json.dumps({"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]})


def drafted(odd: str) -> str:
    """A draft that holds the characters as they are."""
    reply = draft().model_dump(mode="json")
    reply["actors"][0]["role"] += f" {odd}"
    return json.dumps(reply, ensure_ascii=False)


async def generated(answer: Answer, **llm: Any) -> briefing.Briefing:
    async with Endpoint([answer]) as endpoint:
        settings = briefing.Settings.model_validate(
            {
                "model": "m",
                "keep_all": True,
                "proof": "off",
                "llm": {"api_base": endpoint.api_base, "attempts": 1, **llm},
            }
        )
        return await briefing.agenerate(briefing.Document.of(STORY, "harbour.txt", keep_content=True), settings)


@pytest.mark.parametrize("odd", ODD)
async def test_a_reply_is_drafted_from_kept_and_recorded_whatever_it_holds(odd: str, tmp_path: Path) -> None:
    """As characters of the HTTP body, and spelt by escapes inside the reply's own JSON."""
    for number, text in enumerate((drafted(odd), json.dumps(json.loads(drafted(odd))))):
        kept = {"cache": tmp_path / f"{number}.db", "record": tmp_path / f"{number}.json"}
        first = await generated(Answer(raw=completion(content=text)), **kept)
        again = await generated(Answer(status=500), **kept)
        assert first.coverage.failures == again.coverage.failures == ()
        assert again.briefs == first.briefs
        assert first.briefs[0].actors
        hold(first)
        replayed = briefing.Settings(model=f"replay:{kept['record']}", keep_all=True, proof="off")
        page = await briefing.agenerate(briefing.Document.of(STORY, "harbour.txt", keep_content=True), replayed)
        assert page.briefs[0].actors == first.briefs[0].actors


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "answer",
    [
        lambda odd: Answer(raw=completion(refusal=f"no {odd} never")),
        lambda odd: Answer(status=400, raw=json.dumps({"error": {"message": f"no {odd} never", "type": "x"}})),
        lambda odd: Answer(raw=completion(content=json.dumps({f"a {odd}": odd}))),
        lambda odd: Answer(raw=completion(content=f'{{"headline": "{odd}", "headline": 1}}')),
    ],
    ids=["refusal", "error", "wrong schema", "key twice"],
)
async def test_what_is_said_of_a_failure_can_be_shown_and_steers_no_terminal(
    answer: Any, odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = await generated(answer(odd))
    (failure,) = page.coverage.failures
    assert failure.stage == "extraction"
    assert STEERING.findall(failure.reason + caplog.text) == []
    hold(page)
