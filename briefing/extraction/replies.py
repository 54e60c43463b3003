"""From a request to a validated reply: one model call, bounded re-asks, and the causes told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError

from briefing.errors import BadReplyError, ModelFault, PermanentModelError
from briefing.extraction.prompts import load_prompt
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, LanguageModel, Message, ReplySchema
from briefing.llm.replies import parse_json
from briefing.schema.base import Model

Reply = TypeVar("Reply", bound=Model)

MAX_PROBLEMS = 12
"""Validation errors that a re-ask names; more would drown the first ones, which often cause the others."""


class TruncatedReplyError(BadReplyError):
    """The reply reached the token limit, and raising the limit did not help."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[Reply]):
    """A validated reply, and the model that wrote it: in a chain of fall-backs not always the first."""

    reply: Reply
    engine: str


async def ask(
    model: LanguageModel,
    messages: tuple[Message, ...],
    reply_type: type[Reply],
    schema: ReplySchema,
    *,
    stage: str,
    max_tokens: int,
    reasks: int = 1,
) -> Answer[Reply]:
    """Ask until the reply validates, at most ``1 + reasks`` times (a raised token limit counts as one).

    ``stage`` says what the call is for; usage is counted by it. Transport errors are never part of a re-ask: they
    are retried below, in the model layer, or raised.

    Raises:
        TruncatedReplyError: cut at the token limit again after the limit was raised.
        BadReplyError: not JSON, or not valid under the schema, after the last re-ask.
        PermanentModelError: the model refused, or a filter stopped it.
        ModelError: whatever the model layer raises.
    """
    conversation = messages
    limit = max_tokens
    for attempt in range(reasks + 1):
        completion = await model.complete(
            CompletionRequest(messages=conversation, reply_schema=schema, max_tokens=limit, stage=stage)
        )
        _stop_if_refused(completion, model)
        try:
            reply = _validated(completion, reply_type, model)
            return Answer(reply, completion.engine or model.name)
        except TruncatedReplyError:
            if attempt == reasks:
                raise
            limit *= 2
        except BadReplyError as error:
            if attempt == reasks:
                raise
            reask = load_prompt("reask").render({"problems": error.problems})
            conversation = (*messages, Message(role="assistant", content=completion.text or "{}"), *reask)
    raise AssertionError("unreachable: the last attempt returns or raises")


def _stop_if_refused(completion: Completion, model: LanguageModel) -> None:
    if completion.finish_reason is FinishReason.REFUSED:
        reason = (completion.refusal or completion.text or "no reason given")[:200]
        raise PermanentModelError(
            f"{model.name} refused: {reason}",
            fault=ModelFault.REFUSED,
            model=model.name,
            request_id=completion.request_id,
        )
    if completion.finish_reason is FinishReason.FILTERED:
        raise PermanentModelError(
            f"{model.name}: a content filter stopped the reply",
            fault=ModelFault.FILTERED,
            model=model.name,
            request_id=completion.request_id,
            hint="try another model for this article",
        )


def _validated(completion: Completion, reply_type: type[Reply], model: LanguageModel) -> Reply:
    if completion.finish_reason is FinishReason.LENGTH:
        raise TruncatedReplyError(
            f"{model.name}: the reply was cut at the token limit",
            fault=ModelFault.TRUNCATED,
            model=model.name,
            request_id=completion.request_id,
            hint="raise extraction.max_reply_tokens, or lower extraction.chunk_tokens",
        )
    value = parse_json(completion.text)
    try:
        return reply_type.model_validate(value, strict=False)
    except ValidationError as error:
        raise _bad_reply(completion, model, describe(error)) from error


def _bad_reply(completion: Completion, model: LanguageModel, problems: tuple[str, ...]) -> BadReplyError:
    error = BadReplyError(
        f"{model.name}: the reply does not follow the schema ({problems[0]})",
        fault=ModelFault.WRONG_SCHEMA,
        model=model.name,
        request_id=completion.request_id,
    )
    error.text = completion.text
    error.problems = problems
    return error


def describe(error: ValidationError) -> tuple[str, ...]:
    """A validation error as lines of path, what is wrong, and what was there, cut to 80 characters."""
    lines = []
    for problem in error.errors(include_url=False, include_context=False)[:MAX_PROBLEMS]:
        path = ".".join(str(part) for part in problem["loc"]) or "the reply"
        got = repr(problem.get("input"))
        lines.append(f"{path}: {problem['msg']}; got {got if len(got) <= 80 else got[:77] + '...'}")
    return tuple(lines)
