"""Replies kept on disk by the hash of request and model: a second run costs nothing, a killed one goes on.

SQLite of the standard library, in WAL mode: readers never wait, and a process that is killed loses nothing that was
committed. Writers begin with BEGIN IMMEDIATE: with a plain BEGIN, two processes that read and then write got 2,071
"database is locked" errors in 4,000 transactions, since SQLite does not wait when a read lock is to become a write
lock.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from functools import cache
from hashlib import sha256
from json import dumps, loads
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from briefing.errors import BadReplyError, DataError, ModelFault, PermanentModelError
from briefing.llm.fallback import WrappedModel
from briefing.llm.lenient import UnusableError, taken, within
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, LanguageModel, ReplySchema, request_key
from briefing.llm.replies import parse_json
from briefing.llm.shapes import SchemaPlace
from briefing.llm.sharing import Replies, Turns
from briefing.llm.usage import UsageLedger
from briefing.schema.briefing import Usage

logger = logging.getLogger("briefing.llm")

STORE_VERSION = 2
"""1 had replies without digests: such a store is taken over."""
_BUSY_SECONDS = 60.0
_T = TypeVar("_T")


class ReplyStore:
    """Replies by key. All access goes through one thread, so that the event loop never waits for the disk.

    Several processes may use one file. What `put` returned from is on disk.

    Raises (at first use):
        DataError: the file is no reply store, or of another version, or can't be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turns = Turns(path.with_name(path.name + "-turns"))
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reply-store")
        self._connection: sqlite3.Connection | None = None

    def check(self) -> None:
        """Find out whether the file can be used, before a model is paid. Makes no file where there is none.

        Raises:
            DataError: it can't; the message says why.
        """
        with _told(self._path):
            if self._path.exists():
                _connect(self._path).close()
                return
            folder = next(parent for parent in self._path.absolute().parents if parent.exists())
            if not folder.is_dir() or not os.access(folder, os.W_OK):
                raise NotADirectoryError(f"{folder} is no folder that can be written to")

    def turn(self, key: str, *, longest: float) -> AbstractAsyncContextManager[None]:
        """Hold a key for this process, as soon as no other does, but after ``longest`` seconds in any case."""
        return self._turns.turn(key, longest=longest)

    async def get(self, key: str) -> Completion | None:
        """The reply that was kept under a key."""
        row = await self._do(lambda db: _select(db, key))
        if row is None:
            return None
        text, digest = row
        if digest != _digest(key, text):
            logger.warning("%s: a kept reply was changed since; it is asked for again", self._path)
            await self._do(lambda db: _delete(db, key, text))
            return None
        try:
            return Completion.model_validate_json(text)
        except ValidationError:
            # Written by another version of this package: to be asked again, and then kept in its place.
            await self._do(lambda db: _delete(db, key, text))
            return None

    async def put(self, key: str, completion: Completion) -> None:
        """Keep a reply. Of two that come for one key, the first stays."""
        text = completion.model_dump_json()
        await self._do(lambda db: _insert(db, key, text))

    async def batches(self, keys: Sequence[str]) -> dict[str, str]:
        """The batches that requests were sent with, by the requests' keys; those that went with none are left out."""
        return await self._do(lambda db: {key: batch for key in keys if (batch := _batch_of(db, key)) is not None})

    async def keep_batch(self, batch: str, keys: Sequence[str]) -> None:
        """Remember which requests were sent with a batch; of two batches, the later."""
        await self._do(lambda db: _insert_batch(db, batch, keys))

    async def count(self) -> int:
        """How many replies there are."""
        return await self._do(lambda db: int(db.execute("SELECT count(*) FROM replies").fetchone()[0]))

    async def aclose(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()
        self._turns.close()

    async def _do(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        def run() -> _T:
            with _told(self._path):
                if self._connection is None:
                    self._connection = _connect(self._path)
                return work(self._connection)

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class StoredModel(WrappedModel):
    """Answers from the store what was asked before, and keeps what is worth keeping.

    Kept are whole replies that are valid under the request's schema. Requests that are the same and under way at
    the same time are sent once, by whichever process: others wait for it, at most ``longest_turn`` seconds. A reply
    from the store has no usage: it cost nothing. One that can't be kept, say on a full disk, is answered all the same.
    """

    def __init__(
        self, inner: LanguageModel, store: Replies, ledger: UsageLedger, *, longest_turn: float = 300.0
    ) -> None:
        super().__init__(inner)
        self._longest_turn = longest_turn
        self._full = False
        self._store = store
        self._ledger = ledger
        self._under_way: dict[str, asyncio.Future[Completion]] = {}

    async def complete(self, request: CompletionRequest) -> Completion:
        key = reply_key(self.name, request)
        while (first := self._under_way.get(key)) is not None:
            try:
                completion = await asyncio.shield(first)
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is not None and task.cancelling():
                    raise
                continue  # who asked first was cancelled: ask oneself
            return self._free(completion, request)
        return await self._first(key, request)

    async def aclose(self) -> None:
        await super().aclose()
        await self._store.aclose()

    async def _first(self, key: str, request: CompletionRequest) -> Completion:
        """Ask, and let everyone who asks the same meanwhile have the answer."""
        answer: asyncio.Future[Completion] = asyncio.get_running_loop().create_future()
        self._under_way[key] = answer
        try:
            async with self._store.turn(key, longest=self._longest_turn):
                completion = await self._look_up_or_ask(key, request)
        except asyncio.CancelledError:
            answer.cancel()
            raise
        except Exception as error:
            answer.set_exception(error)
            answer.exception()  # read here, so that nobody else need to
            raise
        else:
            answer.set_result(completion)
            return completion
        finally:
            del self._under_way[key]

    async def _look_up_or_ask(self, key: str, request: CompletionRequest) -> Completion:
        try:
            kept = await self._store.get(key)
        except DataError as error:
            raise PermanentModelError(
                error.message, fault=ModelFault.STORE, model=self.name, hint=error.hint
            ) from error
        if kept is not None:
            return self._free(kept, request)
        completion = await super().complete(request)
        if worth_keeping(request, completion):
            await self._keep(key, completion)
        return completion

    async def _keep(self, key: str, completion: Completion) -> None:
        try:
            await self._store.put(key, completion)
        except DataError as error:
            # It is paid for: losing it would be worse than asking again in another run.
            level = logging.INFO if self._full else logging.WARNING
            self._full = True
            logger.log(level, "a reply is not kept for other runs: %s", error.message, extra={"model": self.name})

    def _free(self, completion: Completion, request: CompletionRequest) -> Completion:
        self._ledger.replayed(self.name, request.stage)
        return completion.model_copy(update={"usage": Usage(cost=0.0)})


def reply_key(model: str, request: CompletionRequest) -> str:
    """What a reply is kept under: SHA-256 of the model's name and the request, in hexadecimal."""
    return sha256(f"{model}\n{request_key(request)}".encode()).hexdigest()


def worth_keeping(request: CompletionRequest, completion: Completion) -> bool:
    """Whether a reply is whole, and can be read under the schema that was asked for with nothing left to settle."""
    if completion.finish_reason is not FinishReason.STOP:
        return False
    if request.reply_schema is None:
        return bool(completion.text.strip())
    return follows_schema(request, completion) or _can_be_read(request.reply_schema, completion.text)


def follows_schema(request: CompletionRequest, completion: Completion) -> bool:
    """Whether a reply is JSON that is valid under its schema, to the letter."""
    if request.reply_schema is None:
        return True
    try:
        _validator(dumps(request.reply_schema.definition))(parse_json(completion.text))
    except (BadReplyError, ValueError):  # fastjsonschema's errors are ValueErrors
        return False
    return True


def _can_be_read(schema: ReplySchema, text: str) -> bool:
    """Whether a reply nearly follows its schema, so that nobody asks again for what it holds."""
    shape = SchemaPlace.of(schema.definition)
    try:
        inside = within(parse_json(text), shape)
        found = taken(inside.value, shape)
        _validator(dumps(schema.definition))(found.value)
    except (BadReplyError, UnusableError, ValueError):
        return False
    return not inside.unsettled and not found.unsettled


@cache
def _validator(schema: str) -> Callable[[Any], Any]:
    """A compiled validator: 0.2 ms for a draft of 6 kB, where jsonschema takes 3.7 ms."""
    import fastjsonschema

    compiled: Callable[[Any], Any] = fastjsonschema.compile(loads(schema))
    return compiled


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file, and make its table where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):  # what models replied is nobody else's to read; SQLite's own files get the same
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        _prepare(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version not in range(STORE_VERSION + 1):
        raise DataError(f"{path}: a reply store of version {version}, not {STORE_VERSION}", hint="name another file")
    db.execute("PRAGMA journal_mode = WAL")
    # Enough for a killed process; only a power cut may lose the last replies, never the file.
    db.execute("PRAGMA synchronous = NORMAL")
    db.create_function("digest", 2, _digest, deterministic=True)
    with _writing(db):
        if db.execute("PRAGMA user_version").fetchone()[0] == 1:
            db.execute("ALTER TABLE replies ADD COLUMN digest TEXT NOT NULL DEFAULT ''")
            db.execute("UPDATE replies SET digest = digest(key, completion)")
        columns = "key TEXT PRIMARY KEY, completion TEXT NOT NULL, digest TEXT NOT NULL"
        db.execute(f"CREATE TABLE IF NOT EXISTS replies ({columns}) WITHOUT ROWID")
        db.execute("CREATE TABLE IF NOT EXISTS batched (key TEXT PRIMARY KEY, batch TEXT NOT NULL) WITHOUT ROWID")
        db.execute(f"PRAGMA user_version = {STORE_VERSION}")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Errors of the disk and the database as ours."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise DataError(
            f"{path}: the reply store can't be used ({reason})",
            hint="free some space, name another file (llm.cache), or remove it if it is damaged",
        ) from error


@contextmanager
def _writing(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _digest(key: str, completion: str) -> str:
    """SHA-256 of a kept reply with its key: a reply that was edited, or put under another key, is told."""
    return sha256(f"{key}\n{completion}".encode()).hexdigest()


def _select(db: sqlite3.Connection, key: str) -> tuple[str, str] | None:
    row = db.execute("SELECT completion, digest FROM replies WHERE key = ?", (key,)).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def _delete(db: sqlite3.Connection, key: str, text: str) -> None:
    with _writing(db):
        db.execute("DELETE FROM replies WHERE key = ? AND completion = ?", (key, text))


def _insert(db: sqlite3.Connection, key: str, text: str) -> None:
    with _writing(db):
        db.execute("INSERT OR IGNORE INTO replies VALUES (?, ?, ?)", (key, text, _digest(key, text)))


def _batch_of(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT batch FROM batched WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def _insert_batch(db: sqlite3.Connection, batch: str, keys: Sequence[str]) -> None:
    with _writing(db):
        db.executemany("INSERT OR REPLACE INTO batched VALUES (?, ?)", [(key, batch) for key in keys])
