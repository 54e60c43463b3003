"""Replies in the database that workers share: what one was answered costs no other a second time, nor a later run.

Whoever asks first claims the request; the others wait for its reply. A claim is worth as much as its worker's lease: a
lost worker's is another's to take.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

from pydantic import ValidationError
from sqlalchemy import Connection, Table, bindparam, delete, select

from briefing import Completion
from briefing.cluster.board import Board, claims, replies, workers

_REPLY = select(replies.c.completion, replies.c.digest).where(replies.c.key == bindparam("of"))
_HOLDER = (
    select(claims.c.worker, workers.c.id)
    .outerjoin(workers, workers.c.id == claims.c.worker)
    .where(claims.c.key == bindparam("of"))
)
_UNCLAIM = delete(claims).where(claims.c.key == bindparam("of"))

_FIRST_LOOK = 0.05
_LAST_LOOK = 1.0
"""Seconds between two looks at a claim that another worker has, from the first to the longest."""


class SharedReplies:
    """What `briefing.ModelRun` takes as its ``replies``: kept by key in the shared database."""

    def __init__(self, board: Board, worker: str) -> None:
        self._board = board
        self._worker = worker
        self._found: dict[str, Completion | None] = {}

    def check(self) -> None:
        """The board is prepared before workers are."""

    @asynccontextmanager
    async def turn(self, key: str, *, longest: float) -> AsyncIterator[None]:
        """Claim a request, unless its reply is there; wait while another worker that lives has the claim."""
        until, pause = time.monotonic() + longest, _FIRST_LOOK
        while not await self._looked_up(key) and time.monotonic() < until:
            await asyncio.sleep(pause)
            pause = min(_LAST_LOOK, 2 * pause)
        try:
            yield
        finally:
            if self._found.pop(key, None) is None:
                await self._board.do(lambda db, _: _release(db, key, self._worker))

    async def get(self, key: str) -> Completion | None:
        """The reply, as the claim found it."""
        return self._found.get(key)

    async def put(self, key: str, completion: Completion) -> None:
        text = completion.model_dump_json()
        await self._board.do(lambda db, _: _keep(db, key, text))
        self._found[key] = completion

    async def aclose(self) -> None:
        """The board is its opener's to close."""

    async def _looked_up(self, key: str) -> bool:
        """Whether one need not wait: the reply is there, or the claim is this worker's."""
        row, mine = await self._board.do(lambda db, _: _claim(db, key, self._worker))
        self._found[key] = found = _read(key, row) if row else None
        if row and found is None:
            await self._board.do(lambda db, _: _drop(db, key, row[0]))
            return False
        return mine or found is not None


def _read(key: str, row: tuple[str, str]) -> Completion | None:
    """The reply of a row; None where it was changed, or written by another version of this package."""
    text, digest = row
    if digest != _digest(key, text):
        return None
    try:
        return Completion.model_validate_json(text)
    except ValidationError:
        return None


def _claim(db: Connection, key: str, worker: str) -> tuple[tuple[str, str] | None, bool]:
    """The reply of a request where there is one; else whether this worker has the claim now."""
    row = db.execute(_REPLY, {"of": key}).one_or_none()
    if row is not None:
        return (str(row.completion), str(row.digest)), False
    if _insert_new(db, claims, {"key": key, "worker": worker}):
        return None, True
    holder = db.execute(_HOLDER, {"of": key}).one()
    if holder.id is not None or holder.worker == worker:
        return None, holder.worker == worker
    db.execute(delete(claims).where(claims.c.key == key))
    return None, _insert_new(db, claims, {"key": key, "worker": worker})


def _insert_new(db: Connection, table: Table, values: dict[str, str]) -> bool:
    """Whether a row was put in: of two at the same time, one is."""
    if db.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_or_not
    else:
        from sqlalchemy.dialects.sqlite import insert as insert_or_not  # type: ignore[assignment]  # the same methods
    return bool(db.execute(insert_or_not(table).on_conflict_do_nothing(), values).rowcount)


def _keep(db: Connection, key: str, text: str) -> None:
    _insert_new(db, replies, {"key": key, "completion": text, "digest": _digest(key, text)})
    db.execute(_UNCLAIM, {"of": key})


def _drop(db: Connection, key: str, text: str) -> None:
    db.execute(delete(replies).where((replies.c.key == key) & (replies.c.completion == text)))


def _release(db: Connection, key: str, worker: str) -> None:
    db.execute(delete(claims).where((claims.c.key == key) & (claims.c.worker == worker)))


def _digest(key: str, text: str) -> str:
    """SHA-256 of a reply with its key: one that was edited, or put under another key, is told."""
    return sha256(f"{key}\n{text}".encode()).hexdigest()
