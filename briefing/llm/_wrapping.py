"""What all models around another model share."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Self

from briefing.errors import ModelError
from briefing.llm.fallback import pass_on, written_by
from briefing.llm.protocol import Capabilities, Completion, CompletionRequest, LanguageModel, capabilities_of


class WrappedModel:
    """Answers for the model inside, in all that a model or a chain is asked; subclasses add to `complete`."""

    def __init__(self, inner: LanguageModel) -> None:
        self._inner = inner

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def context_window(self) -> int | None:
        return self._inner.context_window

    @property
    def capabilities(self) -> Capabilities:
        return capabilities_of(self._inner)

    def count_tokens(self, text: str) -> int:
        return self._inner.count_tokens(text)

    async def complete(self, request: CompletionRequest) -> Completion:
        return await self._inner.complete(request)

    def pass_on(self, error: ModelError, stage: str) -> LanguageModel | None:
        return self._around(pass_on(self._inner, error, stage))

    def written_by(self, engines: Sequence[str]) -> LanguageModel | None:
        return self._around(written_by(self._inner, engines))

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _around(self, part: LanguageModel | None) -> Self | None:
        """The same around a part of the chain inside."""
        if part is None or part is self._inner:
            return self if part else None
        twin = copy(self)
        twin._inner = part
        return twin
