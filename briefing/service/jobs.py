"""Jobs that survive a crash: a small table, in which each job is finished once.

A table of our own, since the result has to be stored in the very transaction that marks the job done, in the database
that the service has anyway, and on SQLite as well as on PostgreSQL. A queue that keeps its state elsewhere (huey), that
knows PostgreSQL alone (procrastinate), or that asks the work to be written as its steps (DBOS) gives the first away, or
the second: a process killed between our commit and the queue's would do the job again. `benchmarks/service_kills.py`
measures it.

Who works on a job holds a lease, and renews it. A job whose lease ran out is anybody's again; whoever lost it can't
finish it any more. Where days are remembered, the jobs of a tenant are worked on one after the other, in the order in
which they came: a later day that is recorded first shuts the ledger to an earlier one.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, case, exists, func, insert, or_, select, update

from briefing import Briefing
from briefing.service.archive import PageHead, add_page
from briefing.service.database import ServiceDatabase, add_audit_line
from briefing.service.delivery.outbox import plan
from briefing.service.tables import jobs

LEASE = 60.0
"""Seconds after which a worker that was not heard of has lost its job."""
MOST_ATTEMPTS = 5
"""Attempts in a row that ended with their worker and brought a job no further: it is taken for what kills them, and is
given up. Attempts that got further do not count: workers are killed for reasons of their own, too."""


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


UNFINISHED = (JobState.QUEUED.value, JobState.RUNNING.value)


class JobStanding(StrEnum):
    """What a worker hears when it renews its lease."""

    HELD = "held"
    LOST = "lost"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands. ``seen`` counts the articles that are worked through, ``page`` numbers the page it made."""

    id: str
    tenant: str
    state: JobState
    request: str
    attempts: int
    worker: str | None
    cancel: bool
    seen: int
    page: int | None
    problem: dict[str, Any] | None
    created: float
    changed: float


class KeyReusedError(Exception):
    """An idempotency key came a second time, with another request."""


class QueueFullError(Exception):
    """A tenant has as many jobs waiting as it may."""


class Jobs:
    """The jobs of all tenants. Every call blocks."""

    def __init__(
        self,
        database: ServiceDatabase,
        *,
        lease: float = LEASE,
        in_order: bool = False,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Args:
        in_order: whether a job waits until those of its tenant that came before it are over.
        """
        self._database = database
        self._lease = lease
        self._in_order = in_order
        self._now = now

    def put(
        self, tenant: str, request: str, *, who: str, key: str | None = None, most: int = 1_000, digest: str = ""
    ) -> tuple[Job, bool]:
        """Put a job in line, or find the one that the same key put there: the job, and whether it is new.

        Args:
            key: the caller's own, unique among those of its tenant.
            most: jobs of the tenant that may wait or run.
            digest: of what the caller sent, where that is not the request.

        Raises:
            KeyReusedError: the key stands for another request.
            QueueFullError: ``most`` are there.
        """
        with self._database.writing() as connection:
            return put_job(connection, tenant, request, who=who, now=self._now(), key=key, most=most, digest=digest)

    def get(self, tenant: str, ident: str) -> Job | None:
        """A job, if it is this tenant's."""
        with self._database.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.tenant == tenant, jobs.c.id == ident)).first()
        return _job(row) if row else None

    def cancel(self, tenant: str, ident: str, *, who: str) -> Job | None:
        """Ask that a job be not done: one in line is cancelled at once, one under way when its worker hears of it."""
        own = and_(jobs.c.tenant == tenant, jobs.c.id == ident)
        now = self._now()
        with self._database.writing() as connection:
            queued = update(jobs).where(own, jobs.c.state == "queued")
            connection.execute(queued.values(state="cancelled", cancel=True, changed=now))
            connection.execute(update(jobs).where(own, jobs.c.state == "running").values(cancel=True, changed=now))
            row = connection.execute(select(jobs).where(own)).first()
            if row:
                add_audit_line(connection, tenant, who, "job.cancel", ident, now)
        return _job(row) if row else None

    def claim(self, worker: str) -> Job | None:
        """The job that waits longest, for this worker, be it one whose worker was lost.

        Each further attempt that added nothing is followed by a longer wait (2, 6, 12 leases): a job that kills its
        workers does not hold up others, but those of its tenant in order, and a series of kills from outside has time
        to end before it is given up.
        """
        now = self._now()
        spacing = self._lease * (jobs.c.idle - 1) * jobs.c.idle
        lost = and_(jobs.c.lease_until < now, or_(jobs.c.cancel, jobs.c.lease_until + spacing < now))
        free = or_(jobs.c.state == "queued", and_(jobs.c.state == "running", lost))
        if self._in_order:
            free = and_(free, ~_earlier_one())
        # SQLite leaves FOR UPDATE out: it has one writer at a time.
        oldest = select(jobs).where(free).order_by(jobs.c.created, jobs.c.id).limit(1).with_for_update(skip_locked=True)
        with self._database.writing(alone=False) as connection:
            while row := connection.execute(oldest).first():
                this = update(jobs).where(jobs.c.id == row.id)
                if row.cancel:
                    connection.execute(this.values(state="cancelled", worker=None, changed=now))
                    continue
                if row.idle >= MOST_ATTEMPTS:
                    connection.execute(this.values(state="failed", problem=_GIVEN_UP, worker=None, changed=now))
                    continue
                values: dict[str, Any] = {
                    "state": "running",
                    "worker": worker,
                    "lease_until": now + self._lease,
                    "seen": 0,
                }
                values |= {"attempts": row.attempts + 1, "idle": row.idle + 1, "changed": now}
                connection.execute(this.values(**values))
                return _job(connection.execute(select(jobs).where(jobs.c.id == row.id)).one())
        return None

    def beat(self, job: Job, seen: int) -> JobStanding:
        """Renew the lease on a job, and say how far it is."""
        now = self._now()
        with self._database.writing(alone=False) as connection:
            held = update(jobs).where(_held(job)).values(lease_until=now + self._lease, seen=seen, changed=now)
            if not connection.execute(held).rowcount:
                return JobStanding.LOST
            further = update(jobs).where(jobs.c.id == job.id, jobs.c.best < seen)
            connection.execute(further.values(best=seen, idle=0))
            asked = connection.scalar(select(jobs.c.cancel).where(jobs.c.id == job.id))
        return JobStanding.CANCELLED if asked else JobStanding.HELD

    def finish(self, job: Job, page: Briefing) -> PageHead | None:
        """Keep the page, mark the job done and plan its deliveries, all or nothing; None where it was lost."""
        with self._database.writing() as connection:
            values = {"state": "done", "worker": None, "lease_until": None, "seen": len(page.trails)}
            done = update(jobs).where(_held(job)).values(**values, changed=self._now())
            if not connection.execute(done).rowcount:
                return None
            head = add_page(connection, job.tenant, page, job=job.id)
            connection.execute(update(jobs).where(jobs.c.id == job.id).values(page=head.id))
            plan(connection, job.tenant, job.id, head.id, self._now())
            add_audit_line(
                connection, job.tenant, "service", "page.add", f"{head.day} revision {head.revision}", self._now()
            )
        return head

    def fail(self, job: Job, problem: dict[str, Any]) -> bool:
        """Mark a job failed, and say why."""
        return self._leave(job, state="failed", problem=json.dumps(problem, ensure_ascii=True))

    def stop(self, job: Job) -> bool:
        """Mark a job cancelled."""
        return self._leave(job, state="cancelled")

    def hand_back(self, job: Job) -> bool:
        """Put a job in line again: its worker stops, and it counts as no attempt."""
        idle = case((jobs.c.idle > 0, jobs.c.idle - 1), else_=0)
        return self._leave(job, state="queued", attempts=job.attempts - 1, idle=idle, seen=0)

    def counts(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        with self._database.reading() as connection:
            rows = connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state)).all()
        return {state: int(count) for state, count in rows}

    def _leave(self, job: Job, **values: Any) -> bool:
        with self._database.writing(alone=False) as connection:
            leaving = update(jobs).where(_held(job))
            return bool(
                connection.execute(
                    leaving.values(**values, worker=None, lease_until=None, changed=self._now())
                ).rowcount
            )


def _earlier_one() -> Any:
    """That a job of the same tenant came before and is not over: in line, under way, or waiting for its next attempt.

    Two that claim at once can't both pass: whichever sees the earlier one in line, or taken just now, leaves the later.
    """
    before = jobs.alias("before")
    mine = and_(before.c.tenant == jobs.c.tenant, before.c.state.in_(UNFINISHED))
    earlier = or_(before.c.created < jobs.c.created, and_(before.c.created == jobs.c.created, before.c.id < jobs.c.id))
    return exists(select(before.c.id).where(mine, earlier).correlate(jobs))


_NEXT = 1e-6
"""Seconds by which a job is later than the one before it, whatever the clocks of several machines say."""


def put_job(
    connection: Connection,
    tenant: str,
    request: str,
    *,
    who: str,
    now: float,
    key: str | None = None,
    most: int = 1_000,
    digest: str = "",
) -> tuple[Job, bool]:
    """Put a job in line within the caller's transaction; see `Jobs.put`."""
    digest = digest or sha256(request.encode("utf-8", "surrogatepass")).hexdigest()
    if key is not None:
        query = select(jobs).where(jobs.c.tenant == tenant, jobs.c.idempotency == key)
        if row := connection.execute(query).first():
            if row.digest != digest:
                raise KeyReusedError
            return _job(row), False
    waiting = select(func.count()).where(jobs.c.tenant == tenant, jobs.c.state.in_(UNFINISHED))
    if (connection.scalar(waiting) or 0) >= most:
        raise QueueFullError
    before = connection.scalar(select(func.max(jobs.c.created)).where(jobs.c.tenant == tenant))
    created = now if before is None else max(now, before + _NEXT)
    ident = uuid.uuid4().hex
    put: dict[str, Any] = {"id": ident, "tenant": tenant, "state": "queued", "request": request}
    put |= {"idempotency": key, "digest": digest, "attempts": 0, "cancel": False, "seen": 0}
    connection.execute(insert(jobs).values(**put, created=created, changed=created))
    add_audit_line(connection, tenant, who, "job.put", ident, now)
    return _job(connection.execute(select(jobs).where(jobs.c.id == ident)).one()), True


_GIVEN_UP = json.dumps(
    {
        "code": "given_up",
        "title": "Given up",
        "status": 500,
        "detail": f"the worker ended {MOST_ATTEMPTS} times in a row without getting further",
    }
)


def _held(job: Job) -> Any:
    """That a job is still the worker's, by this very lease: a worker that lost a job may have got it again."""
    same = jobs.c.attempts == job.attempts
    return and_(jobs.c.id == job.id, jobs.c.worker == job.worker, jobs.c.state == "running", same)


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        tenant=row.tenant,
        state=JobState(row.state),
        request=row.request,
        attempts=row.attempts,
        worker=row.worker,
        cancel=bool(row.cancel),
        seen=row.seen,
        page=row.page,
        problem=json.loads(row.problem) if row.problem else None,
        created=row.created,
        changed=row.changed,
    )
