"""One attempt, bounded in time. What every attempt has in common stands here, below the retries."""

from __future__ import annotations

import asyncio
from typing import Protocol

from briefing.errors import ModelFault, TransientModelError
from briefing.llm._wrapping import WrappedModel
from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel


class Transport(LanguageModel, Protocol):
    """A model at the end of a wire: one attempt a call, no retries."""

    provider: str

    def open(self) -> None:
        """Import the SDK and open the client, inside the running loop. Seconds the first time, then nothing."""
        ...


class BoundedModel(WrappedModel):
    """Ends an attempt after ``timeout`` seconds in all.

    The SDKs' timeouts bound each read: a body that drips a byte a second never reaches them.
    """

    def __init__(self, inner: Transport, timeout: float) -> None:
        super().__init__(inner)
        self._transport = inner
        self._timeout = timeout

    async def complete(self, request: CompletionRequest) -> Completion:
        self._transport.open()
        try:
            async with asyncio.timeout(self._timeout):
                return await self._inner.complete(request)
        except TimeoutError as error:
            raise TransientModelError(
                f"{self.name}: no whole reply within {self._timeout:g} s",
                fault=ModelFault.TIMEOUT,
                model=self.name,
                hint="raise the timeout if this happens often",
            ) from error
