"""What every model looks like from above: messages and a schema in, text, usage and finish reason out."""

from __future__ import annotations

import json
from enum import StrEnum
from hashlib import sha256
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

    ``max_tokens`` bounds the reply, in tokens of the model. ``temperature`` None leaves it to the provider; models that
    take none are not sent 0, which is the default. ``reasoning_effort`` is a word of the provider's, ``extra_body`` is
    what the settings add to the body of a request. ``stage`` says what the call is for: usage is counted by it, and it
    is no part of what is sent.
    """

    messages: tuple[Message, ...]
    reply_schema: ReplySchema | None = None
    max_tokens: int = Field(default=8192, gt=0)
    temperature: float | None = 0.0
    seed: int | None = None
    reasoning_effort: str | None = None
    extra_body: dict[str, Any] = Field(default_factory=dict)
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


class StructuredOutput(StrEnum):
    """How a reply is held to its schema."""

    STRICT = "strict"
    """``response_format`` of type ``json_schema`` with ``strict``: the provider decodes under the schema."""
    JSON_OBJECT = "json_object"
    """The provider promises JSON of any shape; the schema stands in the prompt."""
    PROMPT = "prompt"
    """The provider promises nothing; the schema stands in the prompt."""


class Capabilities(Model):
    """What a model says of itself, beside what it must say. None is unknown.

    ``structured`` is how it holds replies to their schema: one that promises less than ``STRICT`` is shown the schema
    in the prompt. ``max_output_tokens`` bounds a reply: more is never asked of it. ``caches_prompts`` says whether a
    prefix that was sent before is cheaper. ``reports_cost`` says that each completion states its cost in US dollars, so
    that a bound on money can hold the model.
    """

    structured: StructuredOutput | None = None
    max_output_tokens: int | None = Field(default=None, gt=0)
    caches_prompts: bool | None = None
    reports_cost: bool = False

    def shared_with(self, other: Capabilities) -> Capabilities:
        """What both can do."""
        order = (StructuredOutput.PROMPT, StructuredOutput.JSON_OBJECT, None, StructuredOutput.STRICT)
        bounds = [each.max_output_tokens for each in (self, other) if each.max_output_tokens is not None]
        caching = (self.caches_prompts, other.caches_prompts)
        return Capabilities(
            structured=min(self.structured, other.structured, key=order.index),
            max_output_tokens=min(bounds, default=None),
            caches_prompts=False if False in caching else None if None in caching else True,
            reports_cost=self.reports_cost and other.reports_cost,
        )


class LanguageModel(Protocol):
    """A model that can be called: whoever has these five members is one.

    Implementations raise `briefing.ModelError`: a `briefing.TransientModelError` is tried again, any other passes the
    request on to the next model of a chain. Two more members are looked for and need not be there: ``version``, a text
    that stands behind the name wherever a run is recorded (change it when the same request may get another reply), and
    ``capabilities``, a `Capabilities`.
    """

    @property
    def name(self) -> str:
        """The name as the caller gave it."""
        ...

    @property
    def context_window(self) -> int | None:
        """Tokens of prompt and reply together; None where not known, `sys.maxsize` where there is no bound."""
        ...

    def count_tokens(self, text: str) -> int:
        """The tokens of ``text`` for this model; an upper estimate where its tokeniser is not known. May be
        called in another thread than that of the event loop, by one call at a time."""
        ...

    async def complete(self, request: CompletionRequest) -> Completion:
        """Call the model once."""
        ...

    async def aclose(self) -> None:
        """Give back connections. A closed model is not called again."""
        ...


def capabilities_of(model: LanguageModel) -> Capabilities:
    """What a model says of itself; where it says nothing, nothing is known."""
    said = getattr(model, "capabilities", None)
    return said if isinstance(said, Capabilities) else Capabilities()


_LATER = ("seed", "reasoning_effort", "extra_body")
"""Parts of requests that older keys know nothing of: where they say nothing, a key is what it was."""


def request_key(request: CompletionRequest) -> str:
    """SHA-256 of everything that the model is shown, in hexadecimal; what the call is for is no part of it."""
    unset = {name for name in _LATER if getattr(request, name) in (None, {})}
    shown = request.model_dump(mode="json", exclude={"stage", *unset})
    canonical = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
