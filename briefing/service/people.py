"""People: their passwords (a file of argon2 hashes, one person a line), and their sessions once they signed in."""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, or_, select, update

from briefing import DataError, UsageError
from briefing.service.database import ServiceDatabase, add_audit_line
from briefing.service.keys import Scope, tenant_named
from briefing.service.tables import sessions

_NAME = re.compile(r"[\w.@-]{1,64}")
_SHORTEST, _LONGEST = 12, 1_000
_HASHER = PasswordHasher()  # the library's defaults are those of RFC 9106, for memory of 64 MiB
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. ``password`` is the digest of what is kept of theirs: a new one is another person."""

    name: str
    tenant: str
    scopes: frozenset[Scope]
    password: str = field(repr=False)


class People:
    """The people of a file; nobody without one. Every call blocks, for a tenth of a second.

    Raises:
        DataError: the file can't be read, which is better known now than when somebody signs in.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        if file:
            _read(file)
        # Each check takes 64 MiB: many who guess at once must not take all there is.
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._nobody = _nobody() if file else ""

    def check(self, name: str, password: str) -> Person | None:
        """Who signs in, if the password is theirs. It takes as long where there is no such person."""
        if self._file is None or len(password) > _LONGEST:
            return None
        found = _read(self._file).get(name)
        with self._turns:
            right = _is(found[1] if found else self._nobody, password)
        return found[0] if found and right else None

    def tenant_of(self, name: str) -> str | None:
        """Whose pages somebody of a name may see; None where there is nobody."""
        found = _read(self._file).get(name) if self._file else None
        return found[0].tenant if found else None

    def still(self, person: Person) -> bool:
        """Whether somebody who signed in earlier still stands in the file as they did, with the same password."""
        found = _read(self._file).get(person.name) if self._file else None
        return found is not None and found[0] == person


def set_password(
    file: Path, name: str, password: str, *, tenant: str, scopes: Iterable[str], hasher: PasswordHasher = _HASHER
) -> Person:
    """Write a person's line, in the place of an earlier one.

    Args:
        hasher: what makes the hash, and so how much work a check of it is.

    Raises:
        UsageError: it is no name, no scope, or too short a password.
        DataError: the file can't be read or written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError("no name to sign in with", hint="use up to 64 letters, digits and . @ - _")
    if not _SHORTEST <= len(password) <= _LONGEST:
        raise UsageError(f"a password has {_SHORTEST} to {_LONGEST} characters")
    try:
        hashed = hasher.hash(password)
        person = Person(name, tenant_named(tenant), frozenset(map(Scope, scopes)), _digest(hashed))
    except ValueError as error:
        raise UsageError("no such scope", hint=f"there are: {', '.join(Scope)}") from error
    lines = _read(file) if file.exists() else {}
    lines[name] = (person, hashed)
    text = "".join(_line(each, hashed) for each, hashed in lines.values())
    new = file.with_name(file.name + ".new")
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:  # noqa: PTH123 - of a handle
            stream.write(text)
        new.replace(file)
    except OSError as error:
        raise DataError(f"{file} can't be written ({error.strerror})") from error
    return person


def _line(person: Person, hashed: str) -> str:
    values = {"name": person.name, "tenant": person.tenant, "scopes": sorted(person.scopes), "password": hashed}
    return json.dumps(values) + "\n"


def _read(file: Path) -> dict[str, tuple[Person, str]]:
    people = {}
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            hashed, scopes = str(row["password"]), frozenset(map(Scope, row["scopes"]))
            person = Person(row["name"], tenant_named(row["tenant"]), scopes, _digest(hashed))
            people[person.name] = (person, hashed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{file}: the people can't be read", hint="`briefing people` writes the file") from error
    return people


@cache
def _nobody() -> str:
    """What the password of somebody who does not exist is checked against, made once a process."""
    return _HASHER.hash("nobody's password")


def _is(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


COOKIE = "__Host-briefing"
"""Browsers take such a cookie over TLS alone, for this host and all its paths (loopback counts as such)."""
LONGEST = 12 * 3_600.0
IDLE = 2 * 3_600.0
_LOOK = 60.0


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who signed in. ``form_token`` has to come with every form."""

    person: Person
    form_token: str


class Sessions:
    """The sessions of all tenants. Every call blocks."""

    def __init__(self, database: ServiceDatabase, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(self, person: Person) -> tuple[str, Session]:
        """Sign somebody in: what the cookie holds, and the session. Never the session of before: it may be planted."""
        token, now = secrets.token_urlsafe(32), self._now()
        session = Session(person, secrets.token_hex(32))
        row: dict[str, Any] = {"digest": _digest(token), "tenant": person.tenant, "person": person.name}
        row |= {"created": now, "seen": now}
        over = or_(sessions.c.created < now - LONGEST, sessions.c.seen < now - IDLE)
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(over))
            scopes = " ".join(sorted(person.scopes))
            row |= {"scopes": scopes, "password": person.password, "form_token": session.form_token}
            connection.execute(insert(sessions).values(**row))
            add_audit_line(connection, person.tenant, person.name, "session.begin", "", now)
        return token, session

    def find(self, token: str) -> Session | None:
        """The session of a cookie, if it is not over."""
        now = self._now()
        query = select(sessions).where(sessions.c.digest == _digest(token[:200]))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None or row.created < now - LONGEST or row.seen < now - IDLE:
            return None
        if row.seen < now - _LOOK:  # not with every request: it is a write
            with self._database.writing(alone=False) as connection:
                connection.execute(update(sessions).where(sessions.c.digest == row.digest).values(seen=now))
        person = Person(row.person, row.tenant, frozenset(map(Scope, row.scopes.split())), row.password)
        return Session(person, row.form_token)

    def refused(self, tenant: str, who: str, what: str) -> None:
        """Write down that somebody did not get in."""
        with self._database.writing() as connection:
            add_audit_line(connection, tenant, who, "session.refused", what, self._now())

    def end(self, token: str) -> None:
        """Sign out."""
        with self._database.writing() as connection:
            row = connection.execute(select(sessions).where(sessions.c.digest == _digest(token[:200]))).first()
            if row:
                connection.execute(delete(sessions).where(sessions.c.digest == row.digest))
                add_audit_line(connection, row.tenant, row.person, "session.end", "", self._now())


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
