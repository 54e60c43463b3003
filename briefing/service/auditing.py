"""The audit log: who did what and when. Written in the transaction that does it; rows are never changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select

from briefing.service.database import ServiceDatabase
from briefing.service.tables import audit


def record(connection: Connection, tenant: str, who: str, did: str, what: str, at: float) -> None:
    """Write a line."""
    connection.execute(insert(audit).values(at=at, tenant=tenant, who=who, did=did, what=what[:500]))


def lines(
    database: ServiceDatabase, tenant: str, *, before: int | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The log of a tenant, latest first; those before a number where one is named."""
    query = select(audit).where(audit.c.tenant == tenant)
    if before is not None:
        query = query.where(audit.c.id < before)
    with database.reading() as connection:
        rows = connection.execute(query.order_by(audit.c.id.desc()).limit(limit)).all()
    return [{"id": row.id, "at": row.at, "who": row.who, "did": row.did, "what": row.what} for row in rows]
