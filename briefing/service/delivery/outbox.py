"""What is to be delivered: planned with its page, claimed by a courier, tried again after longer and longer waits.

As with jobs, who delivers holds a lease, and only who holds it says how it went. What was delivered is never tried
again. A courier that dies between the answer of a receiver and our writing it down leaves a delivery that is made a
second time, under the same id: a receiver knows it by that.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, or_, select, update

from briefing.service.database import ServiceDatabase, add_audit_line
from briefing.service.delivery.targets import Target
from briefing.service.scheduled import ScheduleIn
from briefing.service.tables import deliveries, due_times, former_secrets, schedules

WAITS = (5.0, 300.0, 1_800.0, 7_200.0, 18_000.0, 36_000.0, 50_400.0)
"""Seconds after each attempt that failed; after the last wait's attempt a delivery is dead. In all, some 32 hours."""
LEASE = 120.0
_LONGEST_WAIT = 86_400.0
_MOST_ERROR = 200


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A page on its way to a target; ``target`` is None where its schedule is gone."""

    number: int
    id: str
    tenant: str
    schedule: str
    page: int
    kind: str
    state: DeliveryState
    attempts: int
    next: float | None
    worker: str | None
    error: str | None
    created: float
    changed: float
    target: Target | None
    former: str | None = field(default=None, repr=False)
    """A secret that signs beside the target's own, while a receiver changes over."""


class Outbox:
    """The deliveries of all tenants. Every call blocks."""

    def __init__(
        self, database: ServiceDatabase, *, lease: float = LEASE, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._lease = lease
        self._now = now

    def claim(self, worker: str) -> Delivery | None:
        """The delivery that has been due for longest, for this courier."""
        now = self._now()
        waiting = and_(deliveries.c.state == "waiting", deliveries.c.next <= now)
        lost = and_(deliveries.c.state == "sending", deliveries.c.lease_until < now)
        first = select(deliveries).where(or_(waiting, lost)).order_by(deliveries.c.next, deliveries.c.number).limit(1)
        with self._database.writing(alone=False) as connection:
            while row := connection.execute(first.with_for_update(skip_locked=True)).first():
                this = update(deliveries).where(deliveries.c.id == row.id)
                if row.attempts > len(WAITS):
                    connection.execute(this.values(state="dead", error="its courier was lost", changed=now))
                    continue
                values = {"state": "sending", "worker": worker, "lease_until": now + self._lease}
                connection.execute(this.values(**values, attempts=row.attempts + 1, changed=now))
                return _delivery(connection.execute(_with_target(now).where(deliveries.c.id == row.id)).one())
        return None

    def done(self, delivery: Delivery) -> bool:
        """Mark a delivery as made."""
        return self._leave(delivery, state="done", error=None, next=None)

    def failed(self, delivery: Delivery, error: str, *, final: bool = False, after: float | None = None) -> bool:
        """Mark an attempt as failed: it is tried again later, or is dead.

        Args:
            final: no further attempt can succeed.
            after: seconds that the receiver asks for.
        """
        error = error[:_MOST_ERROR]
        if final or delivery.attempts > len(WAITS):
            return self._leave(delivery, state="dead", error=error, next=None)
        wait = WAITS[delivery.attempts - 1]
        # Spread by up to a tenth, so that what failed together does not come back together.
        wait *= 1 + int(delivery.id[:4], 16) / 0xFFFF / 10
        wait = min(max(wait, after or 0.0), _LONGEST_WAIT)
        return self._leave(delivery, state="waiting", error=error, next=self._now() + wait)

    def get(self, tenant: str, ident: str) -> Delivery | None:
        """A delivery, if it is this tenant's."""
        with self._database.reading() as connection:
            query = _with_target().where(deliveries.c.tenant == tenant, deliveries.c.id == ident)
            row = connection.execute(query).first()
        return _delivery(row) if row else None

    def listed(
        self,
        tenant: str,
        state: DeliveryState | None = None,
        *,
        schedule: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[Delivery, ...]:
        """The deliveries of a tenant, latest first; the dead ones are those that somebody has to look at."""
        query = _with_target().where(deliveries.c.tenant == tenant)
        if schedule is not None:
            query = query.where(deliveries.c.schedule == schedule)
        if state is not None:
            query = query.where(deliveries.c.state == state.value)
        if before is not None:
            query = query.where(deliveries.c.number < before)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(deliveries.c.number.desc()).limit(limit)).all()
        return tuple(_delivery(row) for row in rows)

    def again(self, tenant: str, ident: str, *, who: str) -> bool:
        """Try a dead delivery again, from its first attempt on; False where it is not dead."""
        now = self._now()
        with self._database.writing() as connection:
            own = deliveries.c.tenant == tenant, deliveries.c.id == ident, deliveries.c.state == "dead"
            values = {"state": "waiting", "attempts": 0, "next": now, "worker": None, "lease_until": None}
            if not connection.execute(update(deliveries).where(*own).values(**values, changed=now)).rowcount:
                return False
            add_audit_line(connection, tenant, who, "delivery.again", ident, now)
        return True

    def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state."""
        found = dict.fromkeys(map(str, DeliveryState), 0)
        with self._database.reading() as connection:
            query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
            return found | {state: int(count) for state, count in connection.execute(query)}

    def _leave(self, delivery: Delivery, **values: Any) -> bool:
        same = deliveries.c.attempts == delivery.attempts, deliveries.c.worker == delivery.worker
        held = and_(deliveries.c.id == delivery.id, deliveries.c.state == "sending", *same)
        values |= {"worker": None, "lease_until": None, "changed": self._now()}
        with self._database.writing(alone=False) as connection:
            return bool(connection.execute(update(deliveries).where(held).values(**values)).rowcount)


def _with_target(now: float | None = None) -> Select[Any]:
    """Deliveries with what their schedules say. The tenant is compared too: no row reaches into another's.

    Args:
        now: where they are to be signed, with the secret that still signs then beside the present one.
    """
    place = and_(schedules.c.id == deliveries.c.schedule, schedules.c.tenant == deliveries.c.tenant)
    if now is None:
        return select(deliveries, schedules.c.asked).outerjoin(schedules, place)
    other = former_secrets.c
    same = other.schedule == deliveries.c.schedule, other.tenant == deliveries.c.tenant
    former = and_(*same, other.target == deliveries.c.target, other.until > now)
    # In one statement with the present secret: between two, somebody might rotate.
    found = select(deliveries, schedules.c.asked, other.secret.label("former"))
    return found.outerjoin(schedules, place).outerjoin(former_secrets, former)


def _delivery(row: Any) -> Delivery:
    targets = ScheduleIn.model_validate_json(row.asked).deliver if row.asked else ()
    return Delivery(
        number=row.number,
        id=row.id,
        tenant=row.tenant,
        schedule=row.schedule,
        page=row.page,
        kind=row.kind,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next=row.next,
        worker=row.worker,
        error=row.error,
        created=row.created,
        changed=row.changed,
        target=targets[row.target] if row.target < len(targets) else None,
        former=getattr(row, "former", None),
    )


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
