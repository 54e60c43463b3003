"""A model for tests of what is built on this package: it replies by script, records what it is asked, opens no socket.

>>> from briefing.testing import ScriptedModel
>>> model = ScriptedModel()
>>> page = briefing.generate(documents, model=model)
>>> [request.stage for request in model.requests]
['extraction', 'proof']
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from briefing.llm.embedded import answer
from briefing.llm.protocol import Capabilities, Completion, CompletionRequest, FinishReason
from briefing.llm.shapes import SchemaPlace
from briefing.schema.briefing import Usage
from briefing.schema.draft import BriefDraft

Said = str | Mapping[str, Any] | Completion | BaseException
Reply = Said | Callable[[CompletionRequest], Said]
"""What a scripted model replies: a text, a value as JSON, a whole completion, an error that it raises; or a function
from the request to one of these."""

DRAFT, CORRECTION, PROOF, LINK = "extraction", "correction", "proof", "link"
"""The stages of a request: a draft of an article, the correction of one, its proof-reading; the linking of a day."""

NO_OBJECTIONS: Mapping[str, Any] = {"objections": []}
UNCHANGED: Mapping[str, Any] = {
    **{name: [] for name in BriefDraft.model_fields},
    "headline": {"text": "", "quotes": []},
}
"""The reply of an author who stands by all that was objected to."""


class ScriptedModel:
    """A `briefing.LanguageModel` whose replies are given beforehand.

    Unless told otherwise it drafts what the embedded engine would, objects to nothing, stands by its draft, and takes
    all offers and questions for new ones where a day is linked to a ledger. As a
    proof-reader that objects to nothing overlooks the mistakes that are planted among the claims, its pages confirm
    nothing.

    Args:
        replies: by stage, the replies in turn, the last one for ever; a sequence of them stands for drafts.
        name: under which it is recorded, with the version where there is one.
        usage: what each reply says that it used.
    """

    def __init__(
        self,
        replies: Mapping[str, Sequence[Reply]] | Sequence[Reply] = (),
        *,
        name: str = "scripted",
        version: str | None = None,
        context_window: int | None = 100_000,
        capabilities: Capabilities | None = None,
        usage: Usage | None = None,
    ) -> None:
        by_stage = replies if isinstance(replies, Mapping) else {DRAFT: replies}
        usual: dict[str, tuple[Reply, ...]] = {DRAFT: (_drafted,), CORRECTION: (UNCHANGED,), PROOF: (NO_OBJECTIONS,)}
        usual[LINK] = (_as_new,)
        self._replies = usual | {stage: tuple(said) for stage, said in by_stage.items() if said}
        self._told: Counter[str] = Counter()
        self._usage = usage or Usage()
        self.name = name
        self.version = version
        self.context_window = context_window
        self.capabilities = capabilities or Capabilities()
        self.requests: list[CompletionRequest] = []
        """All that it was asked, in order."""

    def count_tokens(self, text: str) -> int:
        """Characters by four."""
        return len(text) // 4 + 1

    async def complete(self, request: CompletionRequest) -> Completion:
        self.requests.append(request)
        replies = self._replies.get(request.stage)
        if not replies:
            raise LookupError(f"no reply is scripted for the stage {request.stage!r}")
        reply = replies[min(self._told[request.stage], len(replies) - 1)]
        self._told[request.stage] += 1
        said = reply(request) if callable(reply) else reply
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, Completion):
            return said
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        return Completion(text=text, finish_reason=FinishReason.STOP, model=self.name, usage=self._usage)

    async def aclose(self) -> None:
        """Holds nothing."""


def _drafted(request: CompletionRequest) -> str:
    return answer(request.messages, request.reply_schema.definition if request.reply_schema else None)


def _as_new(request: CompletionRequest) -> Mapping[str, Any]:
    return everything_new(request.reply_schema.definition if request.reply_schema else {})


def everything_new(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The reply by which each offer and question of a day is a new one, to a request with this schema."""
    sections = SchemaPlace.of(schema).sections
    named = {
        section: [
            {"item": key, "entry": f"{letter}{number}"}
            for number, key in enumerate(sections[section].properties["item"].words, 1)
            if key != "none"
        ]
        for section, letter in (("offers", "N"), ("questions", "M"))
        if section in sections
    }
    return {**named, "new": [], "responses": [], "closed": [], "stories": []}
