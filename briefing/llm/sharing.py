"""What several processes of one run share: a provider's limits, the budget, and the replies that came; and by which
locks a request that is under way in one is awaited by the others, and paid once.

Alone, a run needs none of it: its own limiter, budget and store hold it. Where other processes work on the same run,
whoever runs them passes `Shares` and `Replies` in its `ModelRun`.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Protocol

from briefing.llm.protocol import Completion
from briefing.schema.briefing import Usage

Spent = Callable[[Usage], None]
"""To be called with what a reply says that it used."""

_FIRST_LOOK = 0.05
_LAST_LOOK = 1.0
"""Seconds between two looks at a lock that another process holds, from the first to the longest."""


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


try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has none: there each process asks for itself
    fcntl = None  # type: ignore[assignment]  # typed as the module


class Turns:
    """The locks of one process in one file. To be used inside one event loop, once a key at a time.

    Where the file can't be locked, everyone is let through: that costs money at worst, and loses nothing.
    """

    def __init__(self, path: Path, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._path = path
        self._sleep = sleep
        self._file: int | None = None

    @asynccontextmanager
    async def turn(self, key: str, *, longest: float) -> AsyncIterator[None]:
        """Hold the lock of a key (hexadecimal), once no other process does, or after ``longest`` seconds without."""
        held = await self._wait_for(_place_of(key), time.monotonic() + longest)
        try:
            yield
        finally:
            if held:
                self._unlock(_place_of(key))

    def close(self) -> None:
        """Give all locks back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    async def _wait_for(self, place: int, until: float) -> bool:
        pause = _FIRST_LOOK
        while not (held := self._lock(place)) and time.monotonic() < until:
            await self._sleep(pause)
            pause = min(_LAST_LOOK, pause * 2)
        return held

    def _lock(self, place: int) -> bool:
        """False while another process holds the lock."""
        if fcntl is None:  # pragma: no cover - see above
            return True
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return True  # no place for a file of locks
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):  # POSIX leaves it open which
            return False
        except OSError:
            return True  # a file system without locks
        return True

    def _unlock(self, place: int) -> None:
        if fcntl is not None and self._file is not None:
            with suppress(OSError):
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)


def _place_of(key: str) -> int:
    """The byte of a key. Files may be that large without having a byte: locks need none."""
    return int(key[:15], 16)
