"""Whose turn it is to ask, among processes that share a reply store: a request under way in one is awaited by the
others, and paid once.

A lock is one byte of a file beside the store, by the key. The kernel takes it back from a process that ends, however
it ends: a lease in the store itself would outlive ``kill -9``, and a second run would have to wait for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has none: there each process asks for itself
    fcntl = None  # type: ignore[assignment]  # typed as the module

_FIRST_LOOK = 0.05
_LAST_LOOK = 1.0
"""Seconds between two looks at a lock that another process holds, from the first to the longest."""


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
            with contextlib.suppress(OSError):
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)


def _place_of(key: str) -> int:
    """The byte of a key. Files may be that large without having a byte: locks need none."""
    return int(key[:15], 16)
