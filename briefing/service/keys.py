"""API keys: their scopes and rates; made, found, rotated, revoked. The key is shown once and kept nowhere.

Kept is SHA-256 of a key. Slow hashes (argon2) are for what people think up, which can be guessed; a key is 256 random
bits, which nobody guesses at any speed, and is looked up with every request.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, or_, select, update

from briefing import UsageError
from briefing.service.database import ServiceDatabase, add_audit_line
from briefing.service.tables import keys

_TENANT = re.compile(r"[a-z][a-z0-9_]{0,31}")
DAY = 86_400.0
_MOST_DAYS = 36_500
_MOST_PER_MINUTE = 1_000_000
_TOKEN = re.compile(r"bk_[0-9a-f]{12}_[\w-]{43}", re.ASCII)


class Scope(StrEnum):
    """What a key may do. None holds another."""

    READ = "read"
    WRITE = "write"
    REVIEW = "review"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept. ``per_minute`` bounds its requests."""

    id: str
    tenant: str
    name: str
    scopes: frozenset[Scope]
    per_minute: int
    created: float
    expires: float | None = None
    revoked: float | None = None

    def stands(self, now: float) -> bool:
        """Whether it is taken at this time."""
        return self.revoked is None and (self.expires is None or self.expires > now)


class Keys:
    """The keys of all tenants. Every call blocks."""

    def __init__(self, database: ServiceDatabase, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def new(
        self,
        tenant: str,
        name: str,
        scopes: Iterable[Scope],
        *,
        per_minute: int = 600,
        days: float | None = None,
        who: str = "command line",
    ) -> tuple[str, Key]:
        """A new key: what its owner sends, and what is kept.

        Args:
            days: after which it is no longer taken; never where None.

        Raises:
            UsageError: no such tenant can be, or no such bounds.
        """
        tenant = tenant_named(tenant)
        _bounded(per_minute, days)
        ident, now = secrets.token_hex(6), self._now()
        token = f"bk_{ident}_{secrets.token_urlsafe(32)}"
        expires = None if days is None else now + days * DAY
        key = Key(ident, tenant, name[:200], frozenset(scopes), per_minute, now, expires)
        if not key.scopes:
            raise UsageError("a key without a scope can do nothing", hint=f"scopes: {', '.join(Scope)}")
        with self._database.writing() as connection:
            row: dict[str, Any] = {
                "id": ident,
                "tenant": tenant,
                "name": key.name,
                "scopes": " ".join(sorted(key.scopes)),
            }
            row |= {"digest": _digest(token), "per_minute": per_minute, "created": now, "expires": key.expires}
            connection.execute(insert(keys).values(**row))
            add_audit_line(connection, tenant, who, "key.new", ident, now)
        return token, key

    def find(self, token: str) -> Key | None:
        """The key that somebody sent, if it is one that is taken."""
        if not _TOKEN.fullmatch(token):
            return None
        standing = or_(keys.c.expires.is_(None), keys.c.expires > self._now())
        query = select(keys).where(keys.c.digest == _digest(token), keys.c.revoked.is_(None), standing)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return _key(row) if row else None

    def listed(self, tenant: str | None = None) -> tuple[Key, ...]:
        """All keys, or those of a tenant, in the order of their making."""
        query = select(keys).order_by(keys.c.created)
        if tenant is not None:
            query = query.where(keys.c.tenant == tenant)
        with self._database.reading() as connection:
            return tuple(_key(row) for row in connection.execute(query))

    def revoke(self, ident: str, *, who: str = "command line") -> Key:
        """Take a key back.

        Raises:
            UsageError: there is none of this id that stands.
        """
        now = self._now()
        with self._database.writing() as connection:
            row = connection.execute(select(keys).where(keys.c.id == ident, keys.c.revoked.is_(None))).first()
            if row is None:
                raise UsageError("there is no such key that stands", hint="`briefing keys list` shows their ids")
            connection.execute(update(keys).where(keys.c.id == ident).values(revoked=now))
            add_audit_line(connection, row.tenant, who, "key.revoke", ident, now)
        return _key(row)

    def rotate(self, ident: str, *, overlap: float = 0.0, who: str = "command line") -> tuple[str, Key]:
        """A new key like another one, which is taken for ``overlap`` seconds more. It ends when the other would have.

        Raises:
            UsageError: there is none of this id that stands.
        """
        now = self._now()
        old = next((key for key in self.listed() if key.id == ident and key.stands(now)), None)
        if old is None:
            raise UsageError("there is no such key that stands", hint="`briefing keys list` shows their ids")
        days = None if old.expires is None else (old.expires - now) / DAY
        token, key = self.new(old.tenant, old.name, old.scopes, per_minute=old.per_minute, days=days, who=who)
        until = now + overlap
        ends = min(until, old.expires) if old.expires else until
        with self._database.writing() as connection:
            connection.execute(update(keys).where(keys.c.id == ident).values(expires=ends))
            add_audit_line(connection, old.tenant, who, "key.rotate", ident, self._now())
        return token, key


def tenant_named(name: str) -> str:
    """The name of a tenant, which is part of the names of files and schemas.

    Raises:
        UsageError: it can't be one.
    """
    if not _TENANT.fullmatch(name):
        raise UsageError("no name for a tenant", hint="use up to 32 of a-z, 0-9 and _, a letter first")
    return name


def _bounded(per_minute: int, days: float | None) -> None:
    if not 1 <= per_minute <= _MOST_PER_MINUTE:
        raise UsageError(f"a key is for 1 to {_MOST_PER_MINUTE} requests a minute")
    if days is not None and not 0 < days <= _MOST_DAYS:
        raise UsageError(f"a key is taken for more than 0 and at most {_MOST_DAYS} days", hint="or for ever, unset")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _key(row: Any) -> Key:
    return Key(
        id=row.id,
        tenant=row.tenant,
        name=row.name,
        scopes=frozenset(Scope(scope) for scope in row.scopes.split()),
        per_minute=row.per_minute,
        created=row.created,
        expires=row.expires,
        revoked=row.revoked,
    )


_MOST = 10_000
"""Names that are remembered; who was not seen for longest is forgotten, and has a full bucket again."""


class Rates:
    """Token buckets: as many requests at once as a minute has, then as many as flow in."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, per_minute: int) -> float:
        """Take one: 0 where there was one, else the seconds after which there is."""
        now = self._now()
        left, since = self._buckets.pop(name, (float(per_minute), now))
        left = min(float(per_minute), left + (now - since) * per_minute / 60)
        wait = 0.0 if left >= 1 else (1 - left) * 60 / per_minute
        self._buckets[name] = (left - 1 if wait == 0 else left, now)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return wait
