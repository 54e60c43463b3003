"""What every model looks like from above: messages and a schema in, text, usage and finish reason out."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal, Protocol

from pydantic import Field

from briefing.schema.base import Model, Readable, Usable
from briefing.schema.briefing import Usage


class Message(Model):
    role: Literal["system", "user", "assistant"]
    content: str


class ReplySchema(Model):
    """The JSON Schema that a reply must follow, with the name that providers ask for."""

    name: str
    definition: dict[str, Any]


class CompletionRequest(Model):
    """One call.

    ``max_tokens`` bounds the reply, in tokens of the model. ``temperature`` None leaves it to the provider (some
    reasoning models accept no other). ``stage`` says what the call is for: usage is counted by it, and it is no
    part of what is sent.
    """

    messages: tuple[Message, ...]
    reply_schema: ReplySchema | None = None
    max_tokens: int = Field(default=8192, gt=0)
    temperature: float | None = 0.0
    stage: str = "extraction"


class FinishReason(StrEnum):
    STOP = "stop"
    LENGTH = "length"
    """The reply reached the token limit and is cut."""
    REFUSED = "refused"
    FILTERED = "filtered"
    OTHER = "other"


class Completion(Model):
    """What came back.

    ``model`` is the name that the provider answered with, ``engine`` the `LanguageModel.name` that wrote it: in a
    chain of fall-backs they tell who took over; ``provider`` is its transport, None in old recordings. ``usage``
    counts this call with all its attempts; a reply from the store has none. ``refusal`` is the model's own text where
    it refused.
    """

    text: Usable
    finish_reason: FinishReason
    model: Readable
    engine: str | None = None
    provider: str | None = None
    usage: Usage = Usage()
    request_id: Readable | None = None
    refusal: Readable | None = None


class LanguageModel(Protocol):
    """A model that can be called. Implementations raise `briefing.errors.ModelError` and nothing else."""

    @property
    def name(self) -> str:
        """The name as the caller gave it."""
        ...

    @property
    def context_window(self) -> int | None:
        """Tokens of prompt and reply together; None where not known, `sys.maxsize` where there is no bound."""
        ...

    def count_tokens(self, text: str) -> int:
        """The tokens of ``text`` for this model; an upper estimate where its tokeniser is not known."""
        ...

    async def complete(self, request: CompletionRequest) -> Completion:
        """Call the model once."""
        ...

    async def aclose(self) -> None:
        """Give back connections. A closed model is not called again."""
        ...
