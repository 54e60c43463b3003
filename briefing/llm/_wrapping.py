"""What all models around another model share."""

from __future__ import annotations

from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel


class WrappedModel:
    """Answers for the model inside; subclasses add to `complete`."""

    def __init__(self, inner: LanguageModel) -> None:
        self._inner = inner

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def context_window(self) -> int | None:
        return self._inner.context_window

    def count_tokens(self, text: str) -> int:
        return self._inner.count_tokens(text)

    async def complete(self, request: CompletionRequest) -> Completion:
        return await self._inner.complete(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
