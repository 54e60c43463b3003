"""Reply stores and ledgers that are damaged, locked, newer, edited, read-only or shared: a line, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import briefing
from briefing.ledger._tables import version
from briefing.llm import store
from briefing.llm.store import ReplyStore
from briefing.schema.document import Document
from tests.factories import STORY
from tests.llm.models import reply
from tests.shell import Shell

RUN = ("generate", "a.txt", "--model", "embedded", "--workers", "0", "--date", "2031-03-03", "--ledger", "days.db")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def _scribbled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:2000] = os.urandom(1900)
    path.write_bytes(data)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("no database at all\n" * 400)


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (version.name,)).fetchone():
            db.execute(f"UPDATE {version.name} SET version_num = '9999'")
    db.close()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _looped(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE holidays (day TEXT)")
    db.close()


def _tables_gone(path: Path) -> None:
    with sqlite3.connect(path) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name != version.name and not name.startswith("sqlite_"):
                db.execute(f"DROP TABLE IF EXISTS {name}")
    db.close()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut": _cut,
    "scribbled over": _scribbled,
    "text": _text,
    "of a newer release": _newer,
    "a folder": _folder,
    "a link to itself": _looped,
    "of another program": _foreign,
    "without its tables": _tables_gone,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_told_in_a_line_and_left_alone(damage: str, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert shell(*RUN).code == 0
    path = tmp_path / "days.db"
    DAMAGES[damage](path)
    before = path.read_bytes() if path.is_file() else None
    for command in (RUN, ("ledger", "--ledger", "days.db"), ("ledger", "corrections", "--ledger", "days.db")):
        done = shell(*command)
        if damage == "of another program" and done.code == 0:
            continue  # its tables can stand beside ours
        assert done.code in (2, 3)
        assert "unexpected fault" not in done.err
        assert "Traceback" not in done.err
        assert "days.db" in done.err
    assert damage == "of another program" or (path.read_bytes() if path.is_file() else None) == before


async def _filled(path: Path) -> None:
    """Fifty replies, all of them in the one file."""
    kept = ReplyStore(path)
    for n in range(50):
        await kept.put(f"k{n}", reply())
    await kept.aclose()
    assert not list(path.parent.glob("replies.db-wal"))


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_store_is_told_in_a_line(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "replies.db"
    await _filled(path)
    DAMAGES[damage](path)
    again = ReplyStore(path)
    try:
        found = await again.get("k1")
    except briefing.DataError as error:
        assert "replies.db" in str(error)
        assert "\n" not in str(error)
    else:
        assert damage in ("of another program", "without its tables")
        assert found is None
    finally:
        await again.aclose()


EDITS = {
    "another text": "UPDATE replies SET completion = replace(completion, 'truce', 'war')",
    "another digest": "UPDATE replies SET digest = 'x'",
    "under another key": "UPDATE replies SET key = CASE key WHEN 'k1' THEN 'k2' WHEN 'k2' THEN 'k1' ELSE key END",
    "no JSON": "UPDATE replies SET completion = 'x'",
    "a number": "UPDATE replies SET completion = 1",
}


@pytest.mark.parametrize("edit", EDITS)
async def test_an_edited_reply_is_asked_for_again_and_that_is_said(
    edit: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "replies.db"
    kept = ReplyStore(path)
    for key in ("k1", "k2"):
        await kept.put(key, reply().model_copy(update={"text": f"a truce for {key}"}))
    await kept.aclose()
    with sqlite3.connect(path) as db:
        if edit == "under another key":
            db.execute("UPDATE replies SET key = 'k3' WHERE key = 'k1'")
            db.execute("UPDATE replies SET key = 'k1' WHERE key = 'k2'")
        else:
            db.execute(EDITS[edit])
    db.close()
    again = ReplyStore(path)
    assert await again.get("k1") is None
    assert "was changed since" in caplog.text
    await again.put("k1", reply())
    assert await again.get("k1") == reply()
    await again.aclose()


async def test_a_store_of_the_release_before_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE replies (key TEXT PRIMARY KEY, completion TEXT NOT NULL) WITHOUT ROWID")
        db.execute("CREATE TABLE batched (key TEXT PRIMARY KEY, batch TEXT NOT NULL) WITHOUT ROWID")
        db.execute("INSERT INTO replies VALUES ('k1', ?)", (reply().model_dump_json(),))
        db.execute("PRAGMA user_version = 1")
    db.close()
    kept = ReplyStore(path)
    assert await kept.get("k1") == reply()
    await kept.aclose()


async def test_a_store_that_another_program_holds_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "replies.db"
    await _filled(path)
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    kept = ReplyStore(path)
    with pytest.raises(briefing.DataError, match="locked"):
        await kept.put("new", reply())
    holder.execute("ROLLBACK")
    holder.close()
    await kept.put("new", reply())
    assert await kept.count() == 51
    await kept.aclose()


def test_a_ledger_that_cannot_be_written_costs_no_page_of_before(shell: Shell, tmp_path: Path) -> None:
    """In the place of a read-only disk: a folder where SQLite would put its journal."""
    (tmp_path / "a.txt").write_text(STORY)
    assert shell(*RUN, "--out", "out").code == 0
    page = (tmp_path / "out" / "2031-03-03.md").read_bytes()
    days = tmp_path / "days.db"
    shutil.copy(days, tmp_path / "kept.db")
    days.chmod(0o400)
    holder = sqlite3.connect(f"file:{days}?mode=ro", uri=True)
    holder.close()
    (tmp_path / "a.txt").write_text(STORY.replace("ten", "twelve"))
    for name in ("days.db-wal", "days.db-journal"):
        (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / name).mkdir()
    done = shell(*RUN, "--out", "out", "--replace-day")
    assert done.code in (2, 3)
    assert "unexpected fault" not in done.err
    assert (tmp_path / "out" / "2031-03-03.md").read_bytes() == page


def test_a_clock_set_back_loses_nothing(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert shell(*RUN).code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    later = ("--date", "2031-03-04")
    assert shell(*RUN[:-4], *later, *RUN[-2:]).code == 0
    done = shell("ledger", "--ledger", "days.db")
    assert done.code == 0
    assert "ten days" in done.out


def test_a_recorded_day_is_taken_back_where_that_is_confirmed(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert shell(*RUN).code == 0
    forget = ("ledger", "forget-day", "2031-03-03", "--ledger", "days.db")
    asked = shell(*forget)
    assert (asked.code, "pass --yes" in asked.err) == (2, True)
    assert "ten days" in shell("ledger", "--ledger", "days.db").out
    assert shell(*forget, "--yes").code == 0
    assert "ten days" not in shell("ledger", "--ledger", "days.db").out
    again = shell(*forget, "--yes")
    assert (again.code, "is not recorded" in again.err) == (2, True)
    earlier = ("--date", "2031-03-02")
    assert shell(*RUN[:-4], *earlier, *RUN[-2:]).code == 0


def test_documents_given_to_the_library_are_named_too(tmp_path: Path) -> None:
    (tmp_path / "days.db").write_text("no database at all\n" * 400)
    settings = briefing.Settings(model="embedded", ledger=str(tmp_path / "days.db"))
    with pytest.raises(briefing.DataError, match=r"days\.db"):
        briefing.generate([Document.of(STORY, "a.txt")], settings)
