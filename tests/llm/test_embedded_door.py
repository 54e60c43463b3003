"""The embedded engine behind the protocol and behind litellm."""

from __future__ import annotations

import sys

import pytest

from briefing.errors import ModelFault, PermanentModelError
from briefing.llm import CompletionRequest, FinishReason, Message, ReplySchema, open_model
from briefing.llm.envelope import wrap
from briefing.schema.draft import BriefDraft
from tests.llm.conftest import request_for

ARTICLE = (
    "Ferry union offers to end strike\n\n"
    "HARBOUR TOWN - The ferry workers' union offered on Tuesday to end its strike if the company pays for the night "
    "shifts.\n\n"
    "The company has not yet answered the offer, its spokeswoman said. Talks are to go on next week."
)


def draft_request(*messages: Message) -> CompletionRequest:
    schema = ReplySchema(name="brief_draft", definition=BriefDraft.model_json_schema())
    return CompletionRequest(messages=messages, reply_schema=schema)


async def test_the_embedded_engine_answers_like_a_model() -> None:
    model = open_model("embedded")
    completion = await model.complete(draft_request(Message(role="user", content=f"Read this.\n{wrap(ARTICLE)}")))
    await model.aclose()
    draft = BriefDraft.model_validate_json(completion.text)
    assert completion.finish_reason is FinishReason.STOP
    assert completion.engine == completion.model == "embedded"
    assert completion.usage.cost == 0
    assert draft.headline.quotes
    assert all(quote in ARTICLE for quote in draft.headline.quotes)


async def test_the_article_is_found_behind_a_re_ask() -> None:
    model = open_model("embedded")
    first = Message(role="user", content=wrap(ARTICLE))
    again = Message(role="user", content="That was not valid: gist is missing.")
    asked_once = await model.complete(draft_request(first))
    asked_again = await model.complete(draft_request(first, Message(role="assistant", content="{}"), again))
    assert asked_again.text == asked_once.text


async def test_without_an_article_it_says_so() -> None:
    with pytest.raises(PermanentModelError) as caught:
        await open_model("embedded").complete(draft_request(Message(role="user", content="Hello.")))
    assert caught.value.fault is ModelFault.UNSUPPORTED


async def test_it_drafts_briefs_and_nothing_else() -> None:
    with pytest.raises(PermanentModelError) as caught:
        await open_model("embedded").complete(request_for(wrap(ARTICLE)))
    assert caught.value.fault is ModelFault.UNSUPPORTED


def test_it_has_no_bound_on_length() -> None:
    model = open_model("embedded")
    assert model.context_window == sys.maxsize
    assert model.count_tokens(ARTICLE) > 50
