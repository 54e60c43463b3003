from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from briefing.errors import BadReplyError, ModelFault, PermanentModelError
from briefing.extraction import Extraction, ExtractionOptions, ModelAsker, Trail, extract
from briefing.extraction.prompts import draft_schema, proof_schema, strict_schema
from briefing.extraction.replies import MAX_SHOWN_CHARS, ModelQuestion, ask
from briefing.llm.envelope import unwrap
from briefing.llm.fallback import FallbackModel
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, LanguageModel, Message, ReplySchema
from briefing.llm.replay import Recorder, RecordingModel, ReplayModel
from briefing.schema.article import Article
from briefing.schema.base import Model
from tests.factories import article, draft

QUESTION = (Message(role="user", content="Is it so?"),)
GOOD = json.dumps({"supported": True, "reason": "It says so."})


class Judgement(Model):
    supported: bool
    reason: str


JUDGEMENT = ReplySchema(name="judgement", definition=strict_schema(Judgement))


class ScriptedModel:
    """A stub: answers from a list and keeps what it was asked."""

    context_window: int | None = 4000

    def __init__(self, replies: Sequence[Completion | str], name: str = "stub") -> None:
        self.name = name
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


async def judgement(model: LanguageModel) -> Judgement:
    answer = await ask(model, ModelQuestion(QUESTION, Judgement, JUDGEMENT, "judging", 100))
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


async def test_a_reask_shows_no_reasoning_and_no_more_than_a_sound_reply_has() -> None:
    model = ScriptedModel(["<think>Hm {</think>" + "talk " * MAX_SHOWN_CHARS, GOOD])
    assert (await judgement(model)).supported
    shown = model.requests[1].messages[-2].content
    assert shown.startswith("talk talk")
    assert len(shown) == MAX_SHOWN_CHARS


async def test_a_reply_of_no_use_names_who_wrote_it_and_what_to_do() -> None:
    prose = Completion(
        text="No.", finish_reason=FinishReason.STOP, model="m", engine="other", provider="openai", request_id="req-7"
    )
    with pytest.raises(BadReplyError, match=r"other: the reply holds no JSON object: 'No\.'; try another") as caught:
        await judgement(ScriptedModel([prose, prose]))
    error = caught.value
    assert (error.provider, error.model, error.request_id) == ("openai", "other", "req-7")
    assert error.fault is ModelFault.NOT_JSON
    assert error.text == "No."
    assert error.__cause__ is not None


async def test_where_all_replies_of_a_model_are_of_no_use_the_next_takes_over() -> None:
    first, second = ScriptedModel(["{}", "prose"], "first"), ScriptedModel([GOOD], "second")
    chain = FallbackModel([first, second])
    answer = await ask(chain, ModelQuestion(QUESTION, Judgement, JUDGEMENT, "judging", 100))
    assert answer.engine == "second"
    assert (len(first.requests), len(second.requests)) == (2, 1)
    assert second.requests[0].messages == QUESTION  # what was wrong with another's reply is no concern of its


async def test_where_the_last_of_a_chain_is_of_no_use_too_the_first_error_is_raised() -> None:
    chain = FallbackModel([ScriptedModel(["{}"] * 2, "first"), ScriptedModel(["prose"] * 2, "second")])
    with pytest.raises(BadReplyError, match="first: the reply does not follow the schema") as caught:
        await judgement(chain)
    assert any(note.startswith("then second: the reply holds no JSON") for note in caught.value.__notes__)


async def test_who_took_over_is_not_asked_again_for_what_it_could_not_do() -> None:
    down = ScriptedModel([Completion(text="", finish_reason=FinishReason.REFUSED, model="a")] * 2, "first")
    second, third = ScriptedModel(["{}"] * 2, "second"), ScriptedModel([GOOD], "third")
    for model in (second, third):
        model.replies = [
            Completion(text=str(text), finish_reason=FinishReason.STOP, model="m", engine=model.name)
            for text in model.replies
        ]
    assert (await judgement(FallbackModel([down, second, third]))).supported
    assert [len(model.requests) for model in (down, second, third)] == [2, 2, 1]


async def test_a_recording_keeps_the_reply_of_who_took_over(tmp_path: Path) -> None:
    chain = FallbackModel([ScriptedModel(["{}"] * 2, "first"), ScriptedModel([GOOD], "second")])
    file = tmp_path / "recording.json"
    recording = RecordingModel(chain, Recorder(file, chain))
    assert (await judgement(recording)).supported
    await recording.aclose()
    assert (await judgement(ReplayModel(file))).supported


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


async def extracted(text: Article, model: LanguageModel, options: ExtractionOptions) -> Extraction:
    return await extract(text, ModelAsker(model, options, Trail()), options)


async def test_an_article_becomes_a_draft() -> None:
    model = ScriptedModel([draft().model_dump_json()])
    found = await extracted(article(), model, ExtractionOptions())
    assert found.draft == draft()
    assert found.prompt == "brief@2"
    assert unwrap(model.requests[0].messages[-1].content) == article().text


async def test_a_bad_chunk_does_not_lose_the_others() -> None:
    model = ScriptedModel(["{}", draft().model_dump_json()])
    found = await extracted(article(), model, ExtractionOptions(chunk_tokens=28, reasks=0, overlap_tokens=0))
    assert found.draft == draft()
    assert len(found.problems) == 1
    assert "does not follow the schema" in found.problems[0]


async def test_where_every_chunk_fails_the_first_error_is_kept() -> None:
    found = await extracted(article(), ScriptedModel(["{}"]), ExtractionOptions(reasks=0))
    assert found.draft is None
    assert isinstance(found.error, BadReplyError)


async def test_a_reply_that_stays_cut_is_asked_for_in_halves() -> None:
    whole = draft().model_dump_json()
    model = ScriptedModel([cut(), cut(), whole, whole])
    found = await extracted(article(), model, ExtractionOptions())
    assert found.draft is not None
    assert found.problems == ()
    halves = [unwrap(request.messages[-1].content) or "" for request in model.requests[2:]]
    assert "".join(halves).split() == article().text.split()


async def test_what_no_half_fits_is_left_to_the_next_model() -> None:
    first, second = ScriptedModel([cut()] * 6, "first"), ScriptedModel([draft().model_dump_json()] * 2, "second")
    found = await extracted(article(), FallbackModel([first, second]), ExtractionOptions())
    assert found.engines == ("second",)
    assert found.problems == ()
    assert (len(first.requests), len(second.requests)) == (6, 2)


async def test_a_single_sentence_that_stays_cut_is_a_problem() -> None:
    found = await extracted(article("One sentence only."), ScriptedModel([cut(), cut()]), ExtractionOptions())
    assert "token limit" in found.problems[0]


@pytest.mark.parametrize("schema", [draft_schema(), proof_schema()], ids=lambda schema: schema.name)
def test_the_schema_that_is_sent_is_strict(schema: ReplySchema) -> None:
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

    check(schema.definition)
    assert schema.definition["properties"]
