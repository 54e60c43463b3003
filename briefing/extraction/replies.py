"""From a request to a validated reply: one model call, its text read, bounded re-asks, and the causes told apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from briefing.errors import BadReplyError, ModelError, ModelFault, PermanentModelError
from briefing.extraction.prompts import load_prompt, strict_schema
from briefing.llm.fallback import pass_on
from briefing.llm.lenient import Taken, UnusableError, taken, told, within
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, LanguageModel, Message, ReplySchema
from briefing.llm.replies import parse_json, without_reasoning
from briefing.llm.shapes import SchemaPlace
from briefing.schema.base import Model

Reply = TypeVar("Reply", bound=Model)

MAX_SHOWN_CHARS = 30_000
"""Characters of a reply that a re-ask shows: as long as the longest sound reply seen. A model that went on and on is
not paid for reading all of it again."""

MAX_PROBLEMS = 12
"""Validation errors that a re-ask names; more would drown the first ones, which often cause the others."""

_NOT_OVER = frozenset({ModelFault.NOT_RECORDED, ModelFault.STORE, ModelFault.DEFERRED})
"""Faults of a re-ask for which the first reply does not stand in: a run that is repeated would say something else."""


class TruncatedReplyError(BadReplyError):
    """The reply reached the token limit, and raising the limit did not help."""


@dataclass(frozen=True, slots=True)
class ModelQuestion(Generic[Reply]):
    """What a model is asked: what it is shown, and how it shall reply, in at most ``max_tokens``.

    ``stage`` says what the call is for; usage is counted by it.
    """

    messages: tuple[Message, ...]
    reply_type: type[Reply]
    schema: ReplySchema
    stage: str
    max_tokens: int


@dataclass(frozen=True, slots=True)
class ModelAnswer(Generic[Reply]):
    """A validated reply, the model that wrote it (in a chain of fall-backs not always the first), and its text.

    ``dropped`` is what of the text could not be read, a line each.
    """

    reply: Reply
    engine: str
    text: str
    dropped: tuple[str, ...] = ()


async def ask(model: LanguageModel, question: ModelQuestion[Reply], *, reasks: int = 1) -> ModelAnswer[Reply]:
    """Ask until the reply can be read, at most ``1 + reasks`` times (a raised token limit counts as one).

    What is unambiguous is read, what can't be is dropped; the model is asked again for what it can settle, and the
    reply that holds most is taken.

    Transport errors are never part of a re-ask: they are retried below, in the model layer, or raised. Where the last
    reply is still of no use, the next model of a chain takes over; not for a reply that is cut, since a smaller chunk
    may help the model that was asked for.

    Raises:
        TruncatedReplyError: cut at the token limit again after the limit was raised.
        BadReplyError: not JSON, or nothing that the schema asks for, after the last re-ask.
        PermanentModelError: the model refused, or a filter stopped it.
        ModelError: whatever the model layer raises.
    """
    try:
        return await _ask_one(model, question, reasks)
    except TruncatedReplyError:
        raise
    except BadReplyError as error:
        following = pass_on(model, error, question.stage)
        if following is None:
            raise
        try:
            return await ask(following, question, reasks=reasks)
        except ModelError as later:
            error.add_note(f"then {later}")
        raise


async def _ask_one(model: LanguageModel, question: ModelQuestion[Reply], reasks: int) -> ModelAnswer[Reply]:
    """The same, without anybody who takes over from a model whose replies are of no use."""
    conversation, limit = question.messages, question.max_tokens
    best = _Best[Reply]()
    for left in range(reasks, -1, -1):
        try:
            request = CompletionRequest(
                messages=conversation, reply_schema=question.schema, max_tokens=limit, stage=question.stage
            )
            completion = await model.complete(request)
            _stop_if_refused(completion, model)
            read = _read_or_told(completion, question.reply_type, model)
        except ModelError as error:
            if best.answer is not None and error.fault not in _NOT_OVER:
                break
            if not left or not isinstance(error, BadReplyError):
                raise
            if isinstance(error, TruncatedReplyError):
                limit *= 2
                continue
            problems = error.problems
        else:
            best.take(read, ModelAnswer(read.reply, completion.engine or model.name, completion.text, read.dropped))
            problems = read.unsettled
            if not problems:
                break
        reask = load_prompt("reask").render({"problems": problems})
        conversation = (*question.messages, Message(role="assistant", content=shown_again(completion.text)), *reask)
    assert best.answer is not None, "the last attempt brings an answer or raises"
    return best.answer


@dataclass(slots=True)
class _Best(Generic[Reply]):
    """The answer that holds most, of those to one question: being asked again, a model may do worse."""

    answer: ModelAnswer[Reply] | None = None
    _rank: tuple[int, int] = (0, 0)

    def take(self, read: Read[Reply], answer: ModelAnswer[Reply]) -> None:
        """Have the later of two that hold as much."""
        rank = (read.items, -len(read.dropped))
        if self.answer is None or rank >= self._rank:
            self.answer, self._rank = answer, rank


def shown_again(text: str) -> str:
    """What a model is shown of its own reply: not its reasoning, and no more than a sound reply has."""
    shown = without_reasoning(text).strip()
    return shown[:MAX_SHOWN_CHARS] or "{}"


def _stop_if_refused(completion: Completion, model: LanguageModel) -> None:
    engine = completion.engine or model.name
    if completion.finish_reason is FinishReason.REFUSED:
        reason = (completion.refusal or completion.text or "no reason given")[:200]
        what, fault = f"{engine} refused: {reason}", ModelFault.REFUSED
    elif completion.finish_reason is FinishReason.FILTERED:
        what, fault = f"{engine}: a content filter stopped the reply", ModelFault.FILTERED
    else:
        return
    raise PermanentModelError(
        what,
        fault=fault,
        model=engine,
        provider=completion.provider,
        request_id=completion.request_id,
        hint="try another model for this article",
    )


def _read_or_told(completion: Completion, reply_type: type[Reply], model: LanguageModel) -> Read[Reply]:
    engine = completion.engine or model.name
    if completion.finish_reason is FinishReason.LENGTH:
        raise TruncatedReplyError(
            f"{engine}: the reply was cut at the token limit",
            fault=ModelFault.TRUNCATED,
            model=engine,
            provider=completion.provider,
            request_id=completion.request_id,
            hint="raise extraction.max_reply_tokens, or lower extraction.chunk_tokens",
        )
    try:
        return read_reply(completion.text, reply_type)
    except BadReplyError as error:
        raise _bad_reply(completion, engine, error.message, error.fault, error.problems) from error
    except ValidationError as error:
        problems = describe(error)
        what = f"the reply does not follow the schema ({problems[0]})"
        raise _bad_reply(completion, engine, what, ModelFault.WRONG_SCHEMA, problems) from error


def _bad_reply(
    completion: Completion, engine: str, what: str, fault: ModelFault | None, problems: tuple[str, ...]
) -> BadReplyError:
    error = BadReplyError(
        f"{engine}: {what}",
        fault=fault,
        model=engine,
        provider=completion.provider,
        request_id=completion.request_id,
        hint="try another model, or name one that takes over (--fallback)",
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


@dataclass(frozen=True, slots=True)
class Read(Generic[Reply]):
    """A reply, what could not be read of it, and what of that the model could settle where it is asked again."""

    reply: Reply
    dropped: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()

    @property
    def items(self) -> int:
        """How much it holds: its items, and the parts outside of lists that say something."""
        parts = [getattr(self.reply, name) for name in type(self.reply).model_fields]
        return sum(len(part) if isinstance(part, tuple) else _says_something(part) for part in parts)


def _says_something(part: object) -> bool:
    if not isinstance(part, Model):
        return part is not None
    return any(isinstance(value, str) and value.strip() for _, value in part)


def read_reply(text: str, reply_type: type[Reply]) -> Read[Reply]:
    """A reply from its text. Pure: a kept text is read again as it was.

    Raises:
        BadReplyError: it holds no JSON.
        ValidationError: nothing in the JSON can be read as the schema has it.
    """
    shape = _shape(reply_type)
    inside = within(parse_json(text), shape, reply_type.brought_up)
    try:
        reply = reply_type.model_validate(inside.value, strict=False)
    except ValidationError as error:
        return _read_leniently(inside, reply_type, error)
    blank = _blank(inside.value, (), reply) if isinstance(inside.value, dict) else ()
    return Read(reply, (*inside.dropped, *blank), inside.unsettled)


def _read_leniently(inside: Taken, reply_type: type[Reply], error: ValidationError) -> Read[Reply]:
    try:
        found = taken(inside.value, _shape(reply_type))
    except UnusableError:
        raise error from None
    reply, refused = _without_refused(found.value, reply_type)
    dropped = (*inside.dropped, *found.dropped, *refused, *_blank(found.value, refused, reply))
    return Read(reply, dropped, (*inside.unsettled, *found.unsettled))


def _without_refused(value: dict[str, Any], reply_type: type[Reply]) -> tuple[Reply, tuple[str, ...]]:
    """A reply without the items that the model of its schema refuses, and why it refuses them."""
    try:
        return reply_type.model_validate(value, strict=False), ()
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False)
        refused = {problem["loc"][:2]: str(problem["msg"]) for problem in reversed(problems)}
        if not all(len(path) == 2 and isinstance(path[1], int) for path in refused):
            raise
    kept = {
        name: [each for number, each in enumerate(part) if (name, number) not in refused]
        if isinstance(part, list)
        else part
        for name, part in value.items()
    }
    return reply_type.model_validate(kept, strict=False), tuple(told(path, why) for path, why in refused.items())


def _blank(value: dict[str, Any], refused: tuple[str, ...], reply: Model) -> list[str]:
    """What the model left out of its own accord: items without words."""
    lines = []
    for name, part in value.items():
        kept = getattr(reply, name, None)
        if isinstance(part, list) and isinstance(kept, tuple):
            gone = len(part) - len(kept) - sum(line.startswith(f"{name}.") for line in refused)
            if gone > 0:
                lines.append(told((name,), f"{gone} without words"))
    return lines


@cache
def _shape(reply_type: type[Model]) -> SchemaPlace:
    return SchemaPlace.of(strict_schema(reply_type))
