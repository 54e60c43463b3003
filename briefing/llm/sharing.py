"""What several processes of one run share: a provider's limits, the budget, and the replies that came.

Alone, a run needs none of it: its own limiter, budget and store hold it. Where other processes work on the same run,
whoever runs them passes objects of these two kinds in its `ModelRun`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from briefing.llm.protocol import Completion
from briefing.schema.briefing import Usage

Spent = Callable[[Usage], None]
"""To be called with what a reply says that it used."""


class Shares(Protocol):
    """A share of what a provider allows and of what a run may spend."""

    @property
    def counts_tokens(self) -> bool:
        """Whether `slot` needs to know the tokens of a prompt."""
        ...

    def slot(self, provider: str, model: str, tokens: int) -> AbstractAsyncContextManager[Spent]:
        """Wait until one more attempt may be made, and hold its connection.

        Raises:
            PermanentModelError: the budget that is shared is spent.
        """
        ...


class Replies(Protocol):
    """Replies by the hash of request and model, kept where all processes of a run find them.

    Raises (in each):
        DataError: they can't be reached.
    """

    def check(self) -> None:
        """Find out whether they can be reached, before a model is paid."""
        ...

    def turn(self, key: str, *, longest: float) -> AbstractAsyncContextManager[None]:
        """Hold a key for this process, as soon as no other does, but after ``longest`` seconds in any case."""
        ...

    async def get(self, key: str) -> Completion | None:
        """The reply that was kept under a key."""
        ...

    async def put(self, key: str, completion: Completion) -> None:
        """Keep a reply. Of two that come for one key, the first stays."""
        ...

    async def aclose(self) -> None:
        """Called when a model is closed, perhaps more than once."""
        ...


class Alone:
    """The shares of a run that shares nothing."""

    counts_tokens = False

    @asynccontextmanager
    async def slot(self, provider: str, model: str, tokens: int) -> AsyncIterator[Spent]:  # noqa: ARG002 - the protocol's
        yield _nobody


def _nobody(_: Usage) -> None:
    """Nobody else counts."""
