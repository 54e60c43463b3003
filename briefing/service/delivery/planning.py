"""Which deliveries a page is owed: written in the very transaction that accepts it, so that none is forgotten."""

from __future__ import annotations

import json
import uuid
from typing import Any

from sqlalchemy import Connection, insert, select

from briefing.service.tables import deliveries, due_times, schedules


def plan(connection: Connection, tenant: str, job: str, page: int, now: float) -> int:
    """Put a delivery in line for each target of the schedule that a job is of, and say how many."""
    asked = connection.execute(
        select(schedules.c.id, schedules.c.asked)
        .join(due_times, due_times.c.schedule == schedules.c.id)
        .where(due_times.c.job == job, due_times.c.tenant == tenant, schedules.c.tenant == tenant)
    ).first()
    targets = json.loads(asked.asked)["deliver"] if asked else []
    common: dict[str, Any] = {"tenant": tenant, "page": page, "state": "waiting", "attempts": 0, "next": now}
    rows = [
        common | {"id": uuid.uuid4().hex, "schedule": asked.id, "target": place, "kind": target["kind"]}
        for place, target in enumerate(targets)
        if asked
    ]
    if rows:
        connection.execute(insert(deliveries), [row | {"created": now, "changed": now} for row in rows])
    return len(rows)
