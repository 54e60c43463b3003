"""The embedded engine behind the protocol: a thin door over `briefing.embedded.read`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from briefing.aside import aside
from briefing.errors import ModelFault, PermanentModelError
from briefing.llm.envelope import unwrap
from briefing.llm.protocol import (
    Capabilities,
    Completion,
    CompletionRequest,
    FinishReason,
    Message,
    StructuredOutput,
)
from briefing.schema.briefing import Usage
from briefing.schema.draft import BriefDraft

if TYPE_CHECKING:
    from briefing.embedded import Parse

NAME = "embedded"


class EmbeddedModel:
    """The extractive reader, called as a model is called. No key, no network, no cost; the same reply every time.

    It finds the article between its marks (`briefing.llm.envelope`) in the last user message that holds one, and
    answers with a `BriefDraft` as JSON. It follows no instructions: whatever else the messages say is not read.
    """

    provider = NAME

    @property
    def name(self) -> str:
        return NAME

    @property
    def context_window(self) -> int | None:
        return sys.maxsize

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(structured=StructuredOutput.STRICT, reports_cost=True)

    def count_tokens(self, text: str) -> int:
        """Characters by four: it has no tokens, and no bound that they would count against."""
        return len(text) // 4 + 1

    async def complete(self, request: CompletionRequest) -> Completion:
        schema = request.reply_schema.definition if request.reply_schema else None
        text = await aside(answer, request.messages, schema)
        return Completion(
            text=text,
            finish_reason=FinishReason.STOP,
            model=NAME,
            engine=NAME,
            provider=NAME,
            usage=Usage(requests=1, cost=0.0),
        )

    async def aclose(self) -> None:
        """Holds nothing."""


def answer(messages: Sequence[Message], schema: dict[str, Any] | None = None, *, parse: Parse | None = None) -> str:
    """The draft of the article in the messages, as JSON.

    Raises:
        PermanentModelError: another schema than the draft's was asked for, or there is no article.
    """
    from briefing.embedded import read

    if schema is not None and set(schema.get("properties", ())) != set(BriefDraft.model_fields):
        raise _unable("the embedded engine drafts briefs and nothing else")
    for message in reversed(messages):
        article = unwrap(message.content) if message.role == "user" else None
        if article is not None:
            return read(article, parse=parse).model_dump_json()
    raise _unable("the embedded engine found no article between its marks")


def _unable(reason: str) -> PermanentModelError:
    return PermanentModelError(
        reason, fault=ModelFault.UNSUPPORTED, provider=NAME, model=NAME, hint="name a model for this task"
    )
