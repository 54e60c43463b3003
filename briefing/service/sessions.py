"""Sessions of people: a random token in a cookie, its digest in the database, and a token for forms."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, insert, or_, select, update

from briefing.service.auditing import record
from briefing.service.database import ServiceDatabase
from briefing.service.keys import Scope
from briefing.service.people import Person
from briefing.service.tables import sessions

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

    def owns_form(self, token: str | None) -> bool:
        """Whether a form was made for this session."""
        return hmac.compare_digest((token or "").encode(), self.form_token.encode())


class Sessions:
    """The sessions of all tenants. Every call blocks."""

    def __init__(self, database: ServiceDatabase, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(self, person: Person) -> tuple[str, Session]:
        """Sign somebody in: what the cookie holds, and the session. Never the session of before: it may be planted."""
        token, now = secrets.token_urlsafe(32), self._now()
        session = Session(person, secrets.token_hex(32))
        row = {"digest": _digest(token), "tenant": person.tenant, "person": person.name, "created": now, "seen": now}
        over = or_(sessions.c.created < now - LONGEST, sessions.c.seen < now - IDLE)
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(over))
            scopes = " ".join(sorted(person.scopes))
            connection.execute(insert(sessions).values(**row, scopes=scopes, form_token=session.form_token))
            record(connection, person.tenant, person.name, "session.begin", "", now)
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
        person = Person(row.person, row.tenant, frozenset(map(Scope, row.scopes.split())))
        return Session(person, row.form_token)

    def end(self, token: str) -> None:
        """Sign out."""
        with self._database.writing() as connection:
            row = connection.execute(select(sessions).where(sessions.c.digest == _digest(token[:200]))).first()
            if row:
                connection.execute(delete(sessions).where(sessions.c.digest == row.digest))
                record(connection, row.tenant, row.person, "session.end", "", self._now())


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
