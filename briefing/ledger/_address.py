"""Where a ledger is: a file or a database URL, and how messages name it without what opens it."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from briefing.errors import UsageError

KINDS = "give a file, sqlite:///file or postgresql://user@host/database"

_NO_FILE = re.compile(
    r"(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle|sqlite)(?:\+\w+)?(?::|//)"  # a URL with a slash too few
    r"|\s*(?:host|hostaddr|port|dbname|user|password|service)\s*="  # what libpq takes
    r"|[^/\s]+:[^/\s]*@",  # a URL without its scheme
    re.IGNORECASE,
)
"""What would be a file's name, and was meant for a database: made a file, its password would be written on it."""
_SECRET_PART = re.compile(r"pass|pwd|secret|token|key|options|cert", re.IGNORECASE)


def read_address(where: str | Path) -> URL:
    """A path is SQLite; PostgreSQL means the psycopg driver unless the URL names one.

    Raises:
        UsageError: it is neither a file nor a database URL. The message does not show it: what can't be read may hold
            a password anywhere.
    """
    if isinstance(where, Path) or "://" not in where:
        if _NO_FILE.match(str(where)):
            raise UsageError("the ledger's name looks like a database URL, and is none", hint=KINDS)
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise UsageError("the ledger's name is no database URL", hint=KINDS) from error
    if url.drivername.lower() in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername.partition("+")[0] not in ("postgresql", "sqlite"):
        raise UsageError(f"ledger {shown(url)}: no such kind of database", hint=KINDS)
    return url


def shown(url: URL) -> str:
    """A database as messages name it: a file by its name, a server without password and parameters."""
    if url.drivername.partition("+")[0] == "sqlite":
        return url.database or ":memory:"
    return url.set(query={}).render_as_string(hide_password=True)


def secrets(url: URL) -> tuple[str, ...]:
    """The parts of a URL that no message may show."""
    parts = [str(url.password)] if url.password is not None else []
    for name, value in url.query.items():
        if _SECRET_PART.search(name):
            parts += [value] if isinstance(value, str) else value
    return tuple(part for part in parts if part)
