"""Replies on disk: what is kept, what is asked once, and two processes on one file."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from briefing.errors import DataError, ModelFault, PermanentModelError, TransientModelError
from briefing.llm import Completion, ModelRun, ModelSettings, open_model
from briefing.llm.fallback import FallbackModel
from briefing.llm.protocol import request_key
from briefing.llm.sharing import Turns
from briefing.llm.store import ReplyStore, StoredModel, reply_key
from briefing.llm.usage import UsageLedger
from tests.endpoint import Endpoint, FaultKind, answer_with, fault
from tests.llm.conftest import OPENAI, request_for, settings_for
from tests.llm.models import ScriptedModel, reply
from tests.patience import PATIENCE

SOUND = '{"ok": "“yes”"}'


async def test_a_second_run_costs_nothing(tmp_path: Path) -> None:
    async with Endpoint([answer_with(SOUND)]) as endpoint:
        for _ in range(2):
            run = ModelRun()
            model = open_model(OPENAI, settings_for(endpoint, OPENAI, cache=tmp_path / "new" / "replies.db"), run=run)
            completion = await model.complete(request_for())
            await model.aclose()
    assert endpoint.count == 1
    assert completion.text == SOUND
    assert completion.engine == OPENAI
    assert completion.usage.requests == 0
    [row] = run.ledger.rows()
    assert (row.requests, row.replayed, row.cost) == (0, 1, 0)


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.TRUNCATED,
        FaultKind.WRONG_SCHEMA,
        FaultKind.NOT_JSON,
        FaultKind.DUPLICATE_KEYS,
        FaultKind.EMPTY,
        FaultKind.REFUSAL,
        FaultKind.FILTERED,
    ],
    ids=str,
)
async def test_only_whole_and_valid_replies_are_kept(tmp_path: Path, kind: FaultKind) -> None:
    store = ReplyStore(tmp_path / "replies.db")
    async with Endpoint([fault(kind, SOUND), answer_with(SOUND)]) as endpoint:
        model = StoredModel(open_model(OPENAI, settings_for(endpoint, OPENAI)), store, UsageLedger())
        await model.complete(request_for())
        assert await store.count() == 0
        await model.complete(request_for())
        assert await store.count() == 1
        await model.aclose()


async def test_without_a_schema_any_text_is_kept(tmp_path: Path) -> None:
    store = ReplyStore(tmp_path / "replies.db")
    model = StoredModel(ScriptedModel(reply(""), reply("prose")), store, UsageLedger())
    request = request_for().model_copy(update={"reply_schema": None})
    assert [(await model.complete(request)).text for _ in range(3)] == ["", "prose", "prose"]
    await model.aclose()


async def test_another_model_or_request_has_another_reply(tmp_path: Path) -> None:
    first, second = ScriptedModel(name="a"), ScriptedModel(name="b")
    for inner in (first, second):
        model = StoredModel(inner, ReplyStore(tmp_path / "replies.db"), UsageLedger())
        for request in (request_for("One?"), request_for("Two?"), request_for("One?", max_tokens=7)):
            await model.complete(request)
        await model.aclose()
    assert (first.calls, second.calls) == (3, 3)


async def test_what_a_call_is_for_makes_no_other_request() -> None:
    assert request_key(request_for(stage="a")) == request_key(request_for(stage="b"))
    assert request_key(request_for("a")) != request_key(request_for("b"))


async def test_requests_that_are_the_same_and_under_way_are_sent_once(tmp_path: Path) -> None:
    async with Endpoint([answer_with(SOUND, delay=0.02)]) as endpoint:
        run = ModelRun()
        model = open_model(OPENAI, settings_for(endpoint, OPENAI, cache=tmp_path / "replies.db"), run=run)
        replies = await asyncio.gather(*(model.complete(request_for()) for _ in range(20)))
        await model.aclose()
    assert endpoint.count == 1
    assert {reply.text for reply in replies} == {SOUND}
    assert sum(reply.usage.requests for reply in replies) == 1


async def test_one_failure_is_told_to_all_who_wait_for_it(tmp_path: Path) -> None:
    model = StoredModel(ScriptedModel(TransientModelError("busy")), ReplyStore(tmp_path / "r.db"), UsageLedger())
    results = await asyncio.gather(*(model.complete(request_for()) for _ in range(3)), return_exceptions=True)
    assert [type(result) for result in results] == [TransientModelError] * 3
    await model.aclose()


async def test_who_waits_asks_himself_when_the_first_is_cancelled(tmp_path: Path) -> None:
    async with Endpoint([answer_with(SOUND, delay=30), answer_with(SOUND)]) as endpoint:
        model = open_model(OPENAI, settings_for(endpoint, OPENAI, cache=tmp_path / "replies.db"))
        first = asyncio.create_task(model.complete(request_for()))
        await endpoint.arrived(1)
        second = asyncio.create_task(model.complete(request_for()))
        third = asyncio.create_task(model.complete(request_for()))
        await asyncio.sleep(0)
        third.cancel()
        first.cancel()
        assert (await second).text == SOUND
        for task in (first, third):
            with pytest.raises(asyncio.CancelledError):
                await task
        await model.aclose()


async def test_a_reply_of_another_version_is_asked_anew(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"
    store = ReplyStore(path)
    await store.put("k", reply())
    await store.aclose()
    with sqlite3.connect(path) as db:
        digest = sha256(b"k\n{}").hexdigest()
        db.execute("UPDATE replies SET completion = '{}', digest = ?", (digest,))
    db.close()
    store = ReplyStore(path)
    assert await store.get("k") is None
    await store.aclose()


@pytest.mark.parametrize("content", ["bytes", "version"])
async def test_a_file_that_is_no_store_is_a_data_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "replies.db"
    if content == "bytes":
        path.write_bytes(b"not a database" * 100)
    else:
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version = 99")
        db.close()
    store = ReplyStore(path)
    with pytest.raises(DataError) as caught:
        await store.get("k")
    assert str(path) in str(caught.value)
    await store.aclose()


def kept_in(path: Path) -> dict[str, Completion]:
    """All replies of a store, read without it."""
    db = sqlite3.connect(path)
    rows = db.execute("SELECT key, completion FROM replies").fetchall()
    db.close()
    return {key: Completion.model_validate_json(text) for key, text in rows}


WRITER = """
import asyncio, sys
from pathlib import Path
from briefing.llm.store import ReplyStore
from tests.llm.models import reply

async def main() -> None:
    store = ReplyStore(Path(sys.argv[1]))
    for n in range(100):
        await store.put(f"{sys.argv[2]}-{n}", reply())
        assert await store.get(f"{sys.argv[2]}-{n}") is not None
    await store.aclose()

asyncio.run(main())
"""


def test_two_processes_write_to_one_store(tmp_path: Path) -> None:
    path = str(tmp_path / "replies.db")
    running = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in ("a", "b")]
    assert [process.wait(30) for process in running] == [0, 0]
    assert len(kept_in(Path(path))) == 200


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from briefing.llm.store import ReplyStore
from tests.llm.models import reply

async def main() -> None:
    store = ReplyStore(Path(sys.argv[1]))
    for n in range(50):
        await store.put(str(n), reply())
    print("kept", flush=True)
    asyncio.ensure_future(store.put("half", reply()))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def test_what_was_kept_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("kept\n", -9)
    kept = kept_in(path)
    assert {str(n) for n in range(50)} <= set(kept)
    assert set(kept.values()) == {reply()}


async def test_a_reply_of_another_version_is_replaced_by_the_new_one(tmp_path: Path) -> None:
    path, key = tmp_path / "replies.db", reply_key("m", request_for())
    store = ReplyStore(path)
    await store.put(key, reply())
    await store.aclose()
    with sqlite3.connect(path) as db:
        digest = sha256(b"k\n{}").hexdigest()
        db.execute("UPDATE replies SET completion = '{}', digest = ?", (digest,))
    db.close()
    inner = ScriptedModel()
    for _ in range(2):
        model = StoredModel(inner, ReplyStore(path), UsageLedger())
        await model.complete(request_for())
        await model.aclose()
    assert inner.calls == 1


def spoil_folder(path: Path) -> None:
    path.mkdir()


def spoil_bytes(path: Path) -> None:
    path.write_bytes(b"no database" * 500)


def spoil_version(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 9")
    db.close()


@pytest.mark.parametrize("spoil", [spoil_folder, spoil_bytes, spoil_version])
def test_a_store_that_cannot_be_used_is_found_out_before_a_model_is_paid(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = tmp_path / "replies.db"
    spoil(path)
    with pytest.raises(DataError, match=f"{re.escape(str(path))}.*name another file"):
        open_model(OPENAI, ModelSettings(cache=path))


def test_a_store_that_has_no_place_is_found_out_too(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DataError, match="no folder that can be written to"):
        open_model(OPENAI, ModelSettings(cache=tmp_path / "file" / "replies.db"))


def test_looking_at_a_store_makes_none(tmp_path: Path) -> None:
    open_model(OPENAI, ModelSettings(cache=tmp_path / "new" / "replies.db"))
    assert list(tmp_path.iterdir()) == []


async def test_a_reply_that_cannot_be_kept_is_answered_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "replies.db"
    store = ReplyStore(path)
    assert await store.count() == 0
    with sqlite3.connect(path) as db:
        full = "SELECT RAISE(FAIL, 'database or disk is full')"
        db.execute(f"CREATE TRIGGER full BEFORE INSERT ON replies BEGIN {full}; END")
    db.close()
    model = StoredModel(ScriptedModel(), store, UsageLedger())
    with caplog.at_level("WARNING", logger="briefing.llm"):
        texts = [(await model.complete(request_for(f"{n}?"))).text for n in range(3)]
    await model.aclose()
    assert texts == [SOUND.replace("“yes”", "yes")] * 3
    assert len(caplog.records) == 1
    assert "disk is full" in caplog.text


async def test_a_store_that_is_damaged_meanwhile_is_told_and_covered_up_by_nobody(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"
    store = ReplyStore(path)
    assert await store.count() == 0
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE replies")
    db.close()
    inner, other = ScriptedModel(), ScriptedModel()
    chain = FallbackModel([StoredModel(inner, store, UsageLedger()), other])
    with pytest.raises(PermanentModelError, match="reply store can't be used") as caught:
        await chain.complete(request_for())
    await chain.aclose()
    assert caught.value.fault is ModelFault.STORE
    assert (inner.calls, other.calls) == (0, 0)


ASKER = """
import asyncio, sys
from pathlib import Path
from briefing.llm import ModelSettings, open_model
from tests.llm.conftest import OPENAI, request_for

async def main() -> None:
    settings = {"api_base": sys.argv[1], "api_key": "k", "cache": Path(sys.argv[2])}
    model = open_model(OPENAI, ModelSettings.model_validate(settings))
    texts = [(await model.complete(request_for(f"{n}?"))).text for n in range(5)]
    await model.aclose()
    print(len(texts))

asyncio.run(main())
"""


async def test_two_processes_that_ask_the_same_pay_once(tmp_path: Path) -> None:
    async with Endpoint(lambda seen: answer_with(SOUND, delay=0.02)) as endpoint:
        command = [sys.executable, "-c", ASKER, endpoint.api_base, str(tmp_path / "replies.db")]
        running = [await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE) for _ in range(2)]
        printed = [(await process.communicate())[0] for process in running]
    assert printed == [b"5\n"] * 2
    assert endpoint.count == 5


HOLDER = """
import asyncio, sys
from pathlib import Path
from briefing.llm.sharing import Turns

async def main() -> None:
    async with Turns(Path(sys.argv[1])).turn("ab" * 32, longest=0):
        print("held", flush=True)
        sys.stdin.read()

asyncio.run(main())
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """A file of turns in which another process holds the key ``abab...``."""
    path = tmp_path / "turns"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield path, process
        process.kill()


async def test_a_turn_comes_when_its_holder_is_killed(held: tuple[Path, subprocess.Popen[str]]) -> None:
    path, process = held
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            process.kill()
            process.wait()

    turns = Turns(path, sleep=sleep)
    async with turns.turn("ab" * 32, longest=60):
        pass
    turns.close()
    assert waits == [0.05, 0.1, 0.2]


async def test_nobody_waits_for_a_turn_for_ever(held: tuple[Path, subprocess.Popen[str]]) -> None:
    turns = Turns(held[0])
    async with asyncio.timeout(PATIENCE), turns.turn("ab" * 32, longest=0), turns.turn("cd" * 32, longest=60):
        pass
    turns.close()


async def test_where_no_locks_can_be_everyone_is_let_through(tmp_path: Path) -> None:
    turns = Turns(tmp_path)  # a folder
    async with asyncio.timeout(PATIENCE), turns.turn("ab" * 32, longest=60):
        pass
    turns.close()
