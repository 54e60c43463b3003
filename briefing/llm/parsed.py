"""The embedded engine with a second reader: a pipeline of spaCy that is installed here (extra ``nlp``).

Its replies are kept with a page, as those of any model, so that the page is verified where no spaCy is.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from briefing.errors import UsageError
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.embedded import answer
from briefing.llm.protocol import Capabilities, Completion, CompletionRequest, FinishReason, StructuredOutput
from briefing.schema.briefing import Usage

if TYPE_CHECKING:
    from briefing.embedded import Parse

PARSED = "parsed/"
"""How the name of a model begins that is the embedded engine with a pipeline: ``parsed/en_core_web_sm``."""


class ParsedModel:
    """The extractive reader with a parser beside its rules, called as a model is called. No key and no network."""

    provider = EMBEDDED
    context_window = sys.maxsize
    capabilities = Capabilities(structured=StructuredOutput.STRICT, reports_cost=True)

    def __init__(self, name: str, parse: Parse) -> None:
        self.name = name
        self._parse = parse

    def count_tokens(self, text: str) -> int:
        """Characters by four, as the embedded engine counts."""
        return len(text) // 4 + 1

    async def complete(self, request: CompletionRequest) -> Completion:
        schema = request.reply_schema.definition if request.reply_schema else None
        return Completion(
            text=answer(request.messages, schema, parse=self._parse),
            finish_reason=FinishReason.STOP,
            model=self.name,
            engine=self.name,
            provider=self.provider,
            usage=Usage(requests=1, cost=0.0),
        )

    async def aclose(self) -> None:
        """Holds nothing."""


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
