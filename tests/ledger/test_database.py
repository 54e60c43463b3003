"""Opening databases, migrations, and processes that write at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from briefing.errors import DataError, UsageError
from briefing.ledger import Ledger
from briefing.ledger._database import Database
from tests.ledger.pages import PAGES
from tests.ledger.test_recording import filled, standing

_WRITER = """
import sys
from briefing.ledger import Ledger
from briefing.schema.briefing import BriefingData

pages = [BriefingData.model_validate_json(open(file, "rb").read()) for file in sys.argv[2:]]
print("ready", flush=True)
sys.stdin.readline()
for page in pages:
    with Ledger.open(sys.argv[1]) as ledger:
        ledger.record(page, replace=True)
"""


def _at_once(where: str, folder: Path, *shares: tuple[int, ...]) -> None:
    """Each share of the days in a process of its own, all begun at once on a database that does not exist yet."""
    for number, page in PAGES.items():
        (folder / f"{number}.json").write_text(page.model_dump_json(), encoding="utf-8")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, where, *(str(folder / f"{number}.json") for number in share)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for share in shares
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == b"ready\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write(b"\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0] * len(shares)


def test_processes_that_write_at_once_lose_nothing(where: str, tmp_path: Path) -> None:
    _at_once(where, tmp_path, (1, 3, 5), (1, 2, 4))
    filled(tmp_path / "one.db", 1, 2, 3, 4, 5)
    with Ledger.open(where) as ledger, Ledger.open(tmp_path / "one.db") as alone:
        assert ledger.days() == alone.days()
        # Who came first decides the numbers and nothing else.
        assert _without_ids(ledger) == _without_ids(alone)
        told = [
            sorted(str((actor.names, actor.first, actor.last, actor.kind)) for actor in each.actors())
            for each in (ledger, alone)
        ]
        assert told[0] == told[1]


def _without_ids(ledger: Ledger) -> list[tuple[str, ...]]:
    return sorted(
        (e.kind.value, e.party or "", *(f"{s.day} {s.status} {s.text} {len(s.by)}" for s in e.states))
        for e in ledger.entries()
    )


def test_a_writer_sees_what_another_wrote_while_it_waited(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    filled(file, 1)
    with Ledger.open(file) as one, Ledger.open(file) as other:
        one.record(PAGES[2])
        assert other.record(PAGES[3]).since == PAGES[2].date


def test_a_recording_that_fails_leaves_nothing_behind(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.ledger import _rows

    filled(where, 1, 2)

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    with Ledger.open(where) as ledger:
        before = standing(ledger)
        with monkeypatch.context() as patch, pytest.raises(RuntimeError):
            patch.setattr(_rows, "_state_row", broken)
            ledger.record(PAGES[3])
        assert standing(ledger) == before
        assert len(ledger.days()) == 2


def test_a_database_that_fails_is_named(where: str) -> None:
    from sqlalchemy import text

    filled(where, 1)
    with Ledger.open(where) as ledger:
        database = Database.open(where)
        with database.writing() as connection:
            connection.execute(text("DROP TABLE ledger_evidence"))
        database.close()
        with pytest.raises(DataError, match=r"can't be read: .*ledger_evidence"):
            ledger.entries()
        with pytest.raises(DataError, match=r"can't be written: .*ledger_evidence"):
            ledger.record(PAGES[2])
        assert ledger.days() == (PAGES[1].date,)


def test_both_databases_hold_the_same_ledger(postgres: str, tmp_path: Path) -> None:
    pages = [filled(place, 1, 2, 3, 4, 5) for place in (postgres, tmp_path / "ledger.db")]
    assert pages[0] == pages[1]
    with Ledger.open(postgres) as one, Ledger.open(tmp_path / "ledger.db") as other:
        assert one.entries() == other.entries()
        assert one.stories() == other.stories()
        assert one.sources() == other.sources()


def described(connection: Connection) -> dict[str, object]:
    """The tables of a database, with whatever can be told of them."""
    looking = inspect(connection)
    return {
        table: (
            sorted(str(column) for column in looking.get_columns(table)),
            looking.get_pk_constraint(table),
            sorted(str(key) for key in looking.get_foreign_keys(table)),
            sorted(str(index) for index in looking.get_indexes(table)),
        )
        for table in looking.get_table_names()
    }


def test_the_migrations_lead_to_the_tables_that_a_new_ledger_gets(where: str) -> None:
    from alembic import command
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from briefing.ledger import _database
    from briefing.ledger._tables import metadata, version

    database = Database.open(where)
    with database.reading() as connection:
        new = described(connection)
    assert len(new) == 13
    with database.writing() as connection:
        config = _database._alembic()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert described(connection).keys() == {version.name}
        command.upgrade(config, "head")
    with database.reading() as connection:
        assert described(connection) == new
        context = MigrationContext.configure(connection, opts={"version_table": version.name})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_the_latest_migration_is_the_one_that_the_tables_name() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from briefing.ledger import _database
    from briefing.ledger._tables import HEAD

    config = Config()
    config.set_main_option("script_location", str(_database._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_ledger_can_be_taken_down_and_built_again(where: str) -> None:
    from alembic import command
    from alembic.config import Config

    from briefing.ledger import _database

    filled(where, 1)
    database = Database.open(where)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(_database._MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    database.close()
    with Ledger.open(where) as again:
        assert again.days() == ()


def test_readers_are_let_in_while_one_writes(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    filled(file, 1)
    database = Database.open(file)
    with database.writing(), Ledger.open(file) as reader:
        assert len(reader.days()) == 1
    database.close()


def test_a_ledger_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    filled(file, 1)
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE ledger_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(DataError, match="written by a newer release"):
        Ledger.open(file)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    text = "not a database, but long enough to be looked at as one" * 30
    file.write_text(text)
    with pytest.raises(DataError, match="can't be opened"):
        Ledger.open(file)
    assert file.read_text() == text


def test_a_database_that_is_refused_is_closed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.13 warns of connections that are left to the garbage collector."""
    closed: list[Database] = []
    close = Database.close

    def close_noted(database: Database) -> None:
        closed.append(database)
        close(database)

    monkeypatch.setattr(Database, "close", close_noted)
    (tmp_path / "notes.txt").write_text("not a database, but long enough to be looked at as one" * 30)
    with pytest.raises(DataError, match="can't be opened"):
        Ledger.open(tmp_path / "notes.txt")
    assert len(closed) == 1


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="can't be opened"):
        Ledger.open(tmp_path)


@pytest.mark.parametrize("url", ["nosuch://host/db", "://"])
def test_a_url_of_no_known_kind_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="postgresql://user@host/database"):
        Ledger.open(url)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"install psycopg .*auditable-briefing\[postgres\]"):
        Ledger.open("postgresql://nobody@127.0.0.1:1/none")


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(DataError, match="can't be opened") as caught:
        Ledger.open("postgresql://nobody:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_the_database_library_is_imported_only_when_a_ledger_is_opened() -> None:
    code = (
        "import briefing, briefing.api, briefing.cli, sys\n"
        "print([name for name in ('sqlalchemy', 'alembic', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]"]
