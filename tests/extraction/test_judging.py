from __future__ import annotations

import pytest

from briefing.errors import BadReplyError
from briefing.extraction import judge_claim
from briefing.llm.envelope import unwrap, wrap
from briefing.schema.terms import Section
from tests.extraction.test_replies import ScriptedModel

PASSAGES = ("The union offered a truce.", "Norline has not answered.")


async def test_one_claim_is_one_call_with_its_passages() -> None:
    model = ScriptedModel(['{"supported": false, "reason": "It has not answered."}'])
    answer = await judge_claim("Norline accepted.", Section.RESPONSES, PASSAGES, model)
    assert not answer.supported
    asked = model.requests[0].messages[-1].content
    assert unwrap(asked) == "\n".join(PASSAGES)
    assert wrap("Norline accepted.") in asked


async def test_the_same_question_is_the_same_request() -> None:
    model = ScriptedModel(['{"supported": true, "reason": "So it says."}'] * 2)
    for _ in range(2):
        await judge_claim("A truce was offered.", Section.OFFERS, PASSAGES, model)
    assert model.requests[0] == model.requests[1]


async def test_an_answer_that_is_no_judgement_is_an_error() -> None:
    with pytest.raises(BadReplyError):
        await judge_claim("x", Section.OFFERS, PASSAGES, ScriptedModel(["yes", "certainly"]))
