"""SQLite as quick as tests can have it: a statement is put into SQL once a process, and no write waits for the disk.

What a test sees is the same. Only a machine that loses its power could tell, and processes of their own do as ever.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event


class _Statements(dict[Any, Any]):
    """SQL by statement, for all engines of a process.

    SQLAlchemy keeps it by the dialect object of each engine, and each test opens engines of its own. Dialects of a
    class that read and write JSON in the same way put a statement into the same words.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_class(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_class(key), compiled)


def _of_class(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return type(dialect), dialect._json_serializer, dialect._json_deserializer, *rest


_STATEMENTS = _Statements()


def quicken() -> None:
    """From here on, for every engine of this process."""
    event.listen(Engine, "engine_connect", _share)
    event.listen(Engine, "connect", _do_not_wait)


def _share(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execution_options(compiled_cache=_STATEMENTS)


def _do_not_wait(connection: Any, _record: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous=OFF")
