"""The embedded engine behind the protocol, alone or with a pipeline of spaCy as a second reader (extra ``nlp``).

What either replies is kept with a page, as those of any model; the page is verified where no spaCy is.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from briefing.aside import aside
from briefing.errors import ModelFault, PermanentModelError, UsageError
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
PARSED = "parsed/"
"""How the name of a model begins that is the embedded engine with a pipeline: ``parsed/en_core_web_sm``."""


class _ModelByRules:
    """The extractive reader, called as a model is called. No key, no network, no cost.

    It finds the article between its marks (`briefing.llm.envelope`) in the last user message that holds one, and
    answers with a `BriefDraft` as JSON. It follows no instructions: whatever else the messages say is not read.
    """

    provider = NAME
    name = NAME
    context_window = sys.maxsize
    capabilities = Capabilities(structured=StructuredOutput.STRICT, reports_cost=True)

    def count_tokens(self, text: str) -> int:
        """Characters by four: it has no tokens, and no bound that they would count against."""
        return len(text) // 4 + 1

    async def complete(self, request: CompletionRequest) -> Completion:
        schema = request.reply_schema.definition if request.reply_schema else None
        return Completion(
            text=await self._answer(request.messages, schema),
            finish_reason=FinishReason.STOP,
            model=self.name,
            engine=self.name,
            provider=NAME,
            usage=Usage(requests=1, cost=0.0),
        )

    async def _answer(self, messages: Sequence[Message], schema: dict[str, Any] | None) -> str:
        raise NotImplementedError

    async def aclose(self) -> None:
        """Holds nothing."""


class EmbeddedModel(_ModelByRules):
    """The extractive reader with its rules alone: the same reply every time."""

    async def _answer(self, messages: Sequence[Message], schema: dict[str, Any] | None) -> str:
        return await aside(answer, messages, schema)


class ParsedModel(_ModelByRules):
    """The extractive reader with a parser beside its rules."""

    def __init__(self, name: str, parse: Parse) -> None:
        self.name = name
        self._parse = parse

    async def _answer(self, messages: Sequence[Message], schema: dict[str, Any] | None) -> str:
        return answer(messages, schema, parse=self._parse)


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


def open_parsed(name: str) -> ParsedModel:
    """The embedded engine with the pipeline that a name such as ``parsed/en_core_web_sm`` tells.

    Raises:
        UsageError: spaCy is not installed here, or no pipeline of that name.
    """
    pipeline = name.removeprefix(PARSED)
    try:
        spacy: Any = import_module("spacy")
    except ImportError as error:
        raise UsageError(
            f"{name} needs spaCy, which is not installed here",
            hint="install it (in a new environment: auditable-briefing[nlp]) and an English pipeline",
        ) from error
    known = sorted(spacy.util.get_installed_models())
    if pipeline not in known:
        here = ", ".join(known) or "none"
        raise UsageError(
            f"no pipeline of spaCy called {pipeline!r} is installed here",
            hint=f"name one of these: {here}" if known else "install an English one, such as en_core_web_sm",
        )
    return ParsedModel(name, spacy.load(pipeline, exclude=["ner"]))
