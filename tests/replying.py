"""A model that says what it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from briefing.llm.protocol import Completion, CompletionRequest, FinishReason

Reply = Callable[[CompletionRequest], str]


class Replying:
    """Answers each request with the text that ``reply`` gives for it."""

    name = "replying"
    context_window: int | None = 100_000

    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def count_tokens(self, text: str) -> int:
        return len(text) // 4

    async def complete(self, request: CompletionRequest) -> Completion:
        return Completion(text=self._reply(request), finish_reason=FinishReason.STOP, model=self.name)

    async def aclose(self) -> None:
        """Holds nothing."""


def replying(reply: Reply | dict[str, Any] | str) -> Replying:
    """A model that answers with these words, a value as JSON, or what a function makes of the request."""
    if callable(reply):
        return Replying(reply)
    text = reply if isinstance(reply, str) else json.dumps(reply)
    return Replying(lambda _: text)
