from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from briefing.errors import BadReplyError, PermanentModelError
from briefing.extraction import ExtractionOptions, extract, repair
from briefing.extraction.replies import ask
from briefing.extraction.schemas import Judgement, draft_schema, judgement_schema
from briefing.llm.envelope import unwrap
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, Message
from briefing.schema.brief import Brief, Unsupported
from briefing.schema.evidence import Reason, ReasonCode, Ruling, Verdict
from briefing.schema.terms import Section
from tests.factories import article, draft

QUESTION = (Message(role="user", content="Is it so?"),)
GOOD = json.dumps({"supported": True, "reason": "It says so."})


class ScriptedModel:
    """A stub: answers from a list and keeps what it was asked."""

    name = "stub"
    context_window: int | None = 4000

    def __init__(self, replies: Sequence[Completion | str]) -> None:
        self.replies = list(replies)
        self.requests: list[CompletionRequest] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    async def complete(self, request: CompletionRequest) -> Completion:
        self.requests.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Completion):
            return reply
        return Completion(text=reply, finish_reason=FinishReason.STOP, model="stub")

    async def aclose(self) -> None: ...


def cut(text: str = '{"supp') -> Completion:
    return Completion(text=text, finish_reason=FinishReason.LENGTH, model="stub")


async def judgement(model: ScriptedModel) -> Judgement:
    answer = await ask(model, QUESTION, Judgement, judgement_schema(), stage="judging", max_tokens=100)
    return answer.reply


async def test_a_valid_reply_takes_one_call() -> None:
    model = ScriptedModel([GOOD])
    assert (await judgement(model)).supported
    assert len(model.requests) == 1


async def test_a_schema_error_is_asked_again_with_the_error() -> None:
    model = ScriptedModel(['{"supported": "perhaps", "reason": "x"}', GOOD])
    assert (await judgement(model)).supported
    assert "supported: Input should be a valid boolean" in model.requests[1].messages[-1].content


async def test_reasks_are_bounded() -> None:
    model = ScriptedModel(["{}", "{}", GOOD])
    with pytest.raises(BadReplyError, match="does not follow the schema"):
        await judgement(model)
    assert len(model.requests) == 2


async def test_a_cut_reply_raises_the_limit_instead_of_asking_the_same() -> None:
    model = ScriptedModel([cut(), GOOD])
    assert (await judgement(model)).supported
    assert [request.max_tokens for request in model.requests] == [100, 200]
    assert model.requests[0].messages == model.requests[1].messages


async def test_a_refusal_is_a_reason_and_is_not_asked_again() -> None:
    refusal = Completion(text="", finish_reason=FinishReason.REFUSED, model="stub", refusal="I can't help with that.")
    model = ScriptedModel([refusal])
    with pytest.raises(PermanentModelError, match="refused: I can't help"):
        await judgement(model)


async def test_a_filtered_reply_says_so() -> None:
    model = ScriptedModel([Completion(text="", finish_reason=FinishReason.FILTERED, model="stub")])
    with pytest.raises(PermanentModelError, match="content filter"):
        await judgement(model)


async def test_an_article_becomes_a_draft() -> None:
    model = ScriptedModel([draft().model_dump_json()])
    found = await extract(article(), model, ExtractionOptions())
    assert found.draft == draft()
    assert found.prompt == "brief@1"
    assert unwrap(model.requests[0].messages[-1].content) == article().text


async def test_a_bad_chunk_does_not_lose_the_others() -> None:
    model = ScriptedModel(["{}", draft().model_dump_json()])
    found = await extract(article(), model, ExtractionOptions(chunk_tokens=28, reasks=0, overlap_tokens=0))
    assert found.draft == draft()
    assert len(found.problems) == 1
    assert "does not follow the schema" in found.problems[0]


async def test_where_every_chunk_fails_the_first_error_is_kept() -> None:
    found = await extract(article(), ScriptedModel(["{}"]), ExtractionOptions(reasks=0))
    assert found.draft is None
    assert isinstance(found.error, BadReplyError)


async def test_a_reply_that_stays_cut_is_asked_for_in_halves() -> None:
    whole = draft().model_dump_json()
    model = ScriptedModel([cut(), cut(), whole, whole])
    found = await extract(article(), model, ExtractionOptions())
    assert found.draft is not None
    assert found.problems == ()
    halves = [unwrap(request.messages[-1].content) or "" for request in model.requests[2:]]
    assert "".join(halves).split() == article().text.split()


async def test_a_single_sentence_that_stays_cut_is_a_problem() -> None:
    found = await extract(article("One sentence only."), ScriptedModel([cut(), cut()]), ExtractionOptions())
    assert "token limit" in found.problems[0]


async def test_repair_names_the_reason_and_the_item() -> None:
    failed = Unsupported(
        section=Section.OFFERS,
        item=draft().offers[0],
        verdict=Verdict(
            ruling=Ruling.REJECTED,
            reasons=(Reason(code=ReasonCode.NUMBER_DIFFERS, field="what", claimed="12", found="ten"),),
        ),
    )
    brief = Brief(article="x", engine="stub", prompt="brief@1", headline=None, unsupported=(failed,))
    model = ScriptedModel([draft().model_dump_json()])
    assert await repair(article(), brief, model, ExtractionOptions()) == draft()
    asked = model.requests[0].messages[-1].content
    assert "number differs, in `what`, the item has '12', the article has 'ten'" in asked
    assert "A truce of ten days" in asked


async def test_nothing_rejected_asks_nothing() -> None:
    brief = Brief(article="x", engine="stub", prompt="brief@1", headline=None)
    model = ScriptedModel([])
    assert await repair(article(), brief, model, ExtractionOptions()) is None


def test_the_schema_that_is_sent_is_strict() -> None:
    def check(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert sorted(node["required"]) == sorted(node["properties"])
            assert "default" not in node
            for value in node.values():
                check(value)
        elif isinstance(node, list):
            for value in node:
                check(value)

    check(draft_schema().definition)
    assert draft_schema().definition["properties"]["headline"]
