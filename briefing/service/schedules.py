"""Schedules: kept by tenant, and turned into jobs, each due time into one, by a thread that looks at the clock.

Several processes may look at once. Whoever comes first writes the job, the due time and the next one in a single
transaction; for the others it is not due any more, and a unique key stands behind that. Times that passed while nobody
looked are one job: that of the first of them.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, select, update

from briefing import Document, SourceError, SourceOptions, read_documents
from briefing.service.database import ServiceDatabase, add_audit_line
from briefing.service.jobs import UNFINISHED, QueueFullError, put_job
from briefing.service.scheduled import ScheduleIn, next_due
from briefing.service.tables import deliveries, due_times, former_secrets, jobs, pages, schedules

MOST = 50
"""Schedules of one tenant."""
APART = 300.0
"""Seconds that lie at least between two pages of a schedule: due times that come sooner are passed over."""


class TooManySchedulesError(Exception):
    """A tenant has as many schedules as it may."""


class UnderWayError(Exception):
    """A page of the schedule is waiting or being made."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a time of a schedule: the state of its job, the day of the page, or why there is none."""

    due: float
    job: str
    state: str
    day: date | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule as it stands. ``due`` is its next time, None while it is ``paused``."""

    id: str
    tenant: str
    asked: ScheduleIn
    due: float | None
    created: float
    paused: bool = False


class Schedules:
    """The schedules of all tenants. Every call blocks."""

    def __init__(
        self, database: ServiceDatabase, *, apart: float = APART, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._apart = apart
        self._now = now

    def add(self, tenant: str, asked: ScheduleIn, *, who: str) -> Schedule:
        """Keep a schedule, which is due from now on.

        Raises:
            TooManySchedulesError: the tenant has `MOST`.
        """
        now = self._now()
        made = Schedule(uuid.uuid4().hex, tenant, asked, next_due(asked.cron, asked.zone, now), now)
        with self._database.writing() as connection:
            count = connection.scalar(select(func.count()).where(schedules.c.tenant == tenant))
            if (count or 0) >= MOST:
                raise TooManySchedulesError
            row = {"id": made.id, "tenant": tenant, "asked": asked.model_dump_json(), "due": made.due, "created": now}
            connection.execute(insert(schedules).values(**row))
            add_audit_line(connection, tenant, who, "schedule.add", made.id, now)
        return made

    def get(self, tenant: str, ident: str) -> Schedule | None:
        """A schedule, if it is this tenant's."""
        with self._database.reading() as connection:
            query = select(schedules).where(schedules.c.tenant == tenant, schedules.c.id == ident)
            row = connection.execute(query).first()
        return _schedule(row) if row else None

    def listed(self, tenant: str) -> tuple[Schedule, ...]:
        """All schedules of a tenant, oldest first."""
        query = select(schedules).where(schedules.c.tenant == tenant).order_by(schedules.c.created, schedules.c.id)
        with self._database.reading() as connection:
            return tuple(_schedule(row) for row in connection.execute(query))

    def remove(self, tenant: str, ident: str, *, who: str) -> bool:
        """Forget a schedule. What it still had to deliver is delivered no more; its jobs go on."""
        own = schedules.c.tenant == tenant, schedules.c.id == ident
        now = self._now()
        with self._database.writing() as connection:
            if not connection.execute(delete(schedules).where(*own)).rowcount:
                return False
            pending = update(deliveries).where(deliveries.c.tenant == tenant, deliveries.c.schedule == ident)
            pending = pending.where(deliveries.c.state != "done")
            connection.execute(pending.values(state="cancelled", worker=None, lease_until=None, changed=now))
            former = former_secrets.c.tenant == tenant, former_secrets.c.schedule == ident
            connection.execute(delete(former_secrets).where(*former))
            add_audit_line(connection, tenant, who, "schedule.remove", ident, now)
        return True

    def pause(self, tenant: str, ident: str, *, paused: bool, who: str) -> Schedule | None:
        """Let a schedule rest, or go on: it is due from then on, and what passed meanwhile is not made up for."""
        now = self._now()
        own = schedules.c.tenant == tenant, schedules.c.id == ident
        with self._database.writing() as connection:
            row = connection.execute(select(schedules).where(*own)).first()
            if row is None or bool(row.paused) is paused:
                return _schedule(row) if row else None
            asked = ScheduleIn.model_validate_json(row.asked)
            following = None if paused else next_due(asked.cron, asked.zone, now)
            connection.execute(update(schedules).where(*own).values(paused=paused, due=following))
            add_audit_line(connection, tenant, who, "schedule.pause" if paused else "schedule.resume", ident, now)
            return _schedule(connection.execute(select(schedules).where(*own)).one())

    def run(
        self, schedule: Schedule, documents: tuple[Document, ...] = (), *, who: str, most: int = 1_000
    ) -> str | None:
        """Put a page of a schedule in line now, beside its times: the job's id, None where the schedule is gone.

        Args:
            documents: of the tenant's folder.
            most: jobs of the tenant that may wait or run.

        Raises:
            UnderWayError: one is waiting or being made.
            QueueFullError: ``most`` are there.
        """
        now = self._now()
        own = schedules.c.tenant == schedule.tenant, schedules.c.id == schedule.id
        with self._database.writing() as connection:
            if connection.execute(select(schedules.c.id).where(*own)).first() is None:
                return None
            if connection.execute(_latest(schedule.tenant, schedule.id).where(jobs.c.state.in_(UNFINISHED))).first():
                raise UnderWayError
            request = schedule.asked.request(now, documents).model_dump_json()
            job, _ = put_job(connection, schedule.tenant, request, who=who, now=now, most=most)
            row = {"tenant": schedule.tenant, "schedule": schedule.id, "due": now, "job": job.id}
            connection.execute(insert(due_times).values(**row))
            add_audit_line(connection, schedule.tenant, who, "schedule.run", schedule.id, now)
        return job.id

    def results(self, tenant: str, ident: str, *, limit: int = 10) -> tuple[Result, ...]:
        """What came of the last times of a schedule, latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(_latest(tenant, ident).limit(limit)).all()
        return tuple(
            Result(row.due, row.job, row.state, row.day, json.loads(row.problem)["detail"] if row.problem else None)
            for row in rows
        )

    def due(self) -> tuple[Schedule, ...]:
        """The schedules whose time has come."""
        query = select(schedules).where(schedules.c.due <= self._now()).order_by(schedules.c.due).limit(100)
        with self._database.reading() as connection:
            return tuple(_schedule(row) for row in connection.execute(query))

    def enqueue(self, schedule: Schedule, documents: tuple[Document, ...] = (), *, most: int = 1_000) -> str | None:
        """Put the job of a due time in line: its id, or None where another process did, or there is no place.

        Args:
            documents: of the tenant's folder.
            most: jobs of the tenant that may wait or run.
        """
        if schedule.due is None:
            return None
        now, asked = self._now(), schedule.asked
        request = asked.request(schedule.due, documents).model_dump_json()
        following = next_due(asked.cron, asked.zone, max(now, schedule.due + self._apart - 1))
        this = schedules.c.id == schedule.id, schedules.c.due == schedule.due
        try:
            with self._database.writing() as connection:
                if not connection.execute(update(schedules).where(*this).values(due=following)).rowcount:
                    return None
                who = f"schedule {schedule.id}"
                job, _ = put_job(connection, schedule.tenant, request, who=who, now=now, most=most)
                row = {"tenant": schedule.tenant, "schedule": schedule.id, "due": schedule.due, "job": job.id}
                connection.execute(insert(due_times).values(**row))
        except QueueFullError:
            return None  # it stays due, and is looked at again
        return job.id


def _latest(tenant: str, ident: str) -> Select[Any]:
    """The times of a schedule that became jobs, latest first, with what became of these."""
    job = and_(jobs.c.id == due_times.c.job, jobs.c.tenant == due_times.c.tenant)
    page = and_(pages.c.id == jobs.c.page, pages.c.tenant == jobs.c.tenant)
    shown = select(due_times.c.due, due_times.c.job, jobs.c.state, jobs.c.problem, pages.c.day)
    found = shown.select_from(due_times).join(jobs, job).outerjoin(pages, page)
    return found.where(due_times.c.tenant == tenant, due_times.c.schedule == ident).order_by(due_times.c.due.desc())


def _schedule(row: Any) -> Schedule:
    return Schedule(
        row.id, row.tenant, ScheduleIn.model_validate_json(row.asked), row.due, row.created, bool(row.paused)
    )


logger = logging.getLogger("briefing.service")

_LOOK = 5.0
"""Seconds by which a page may begin late."""


class Clockwork:
    """Looks until it is stopped. Several may look at one database: each due time becomes one job.

    Args:
        inboxes: by tenant the folder whose files its schedules may take.
        wake: called when a job was put in line.
    """

    def __init__(
        self,
        schedules: Schedules,
        inboxes: Mapping[str, Path],
        sources: SourceOptions,
        *,
        most_waiting: int = 100,
        most_articles: int = 500,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._schedules, self._inboxes, self._sources = schedules, inboxes, sources
        self._most_waiting, self._most_articles, self._wake = most_waiting, most_articles, wake
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="schedules", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, within: float = 20.0) -> None:
        """End."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(within)

    def look(self) -> list[str]:
        """Put what is due in line, and say which jobs these are."""
        put = []
        for schedule in self._schedules.due():
            try:
                job = self._schedules.enqueue(schedule, self.inbox(schedule), most=self._most_waiting)
            except Exception as error:  # of one schedule; the others are due all the same
                logger.error("schedule %s failed: %s", schedule.id, type(error).__name__)
                continue
            if job:
                put.append(job)
                self._wake()
        return put

    def inbox(self, schedule: Schedule) -> tuple[Document, ...]:
        """The files of the tenant's folder, by name. What can't be read is logged and left out."""
        folder = self._inboxes.get(schedule.tenant) if schedule.asked.inbox else None
        found: list[Document] = []
        for path in sorted(each for each in folder.iterdir() if each.is_file()) if folder else ():
            found += self._documents(path)
            if len(found) >= self._most_articles:
                logger.warning("schedule %s: its folder holds more than is taken", schedule.id)
                break
        return tuple(found[: self._most_articles])

    def _documents(self, path: Path) -> list[Document]:
        try:
            if path.stat().st_size > self._sources.max_bytes:
                raise SourceError(path.name, "is too large")
            read = list(read_documents(path.read_bytes(), path.name, self._sources))
        except (SourceError, OSError) as error:
            logger.warning("%s of an inbox is left out: %s", path.name, type(error).__name__)
            return []
        return [each for each in read if isinstance(each, Document)]

    def _work(self) -> None:
        while True:
            try:
                self.look()
            except Exception as error:  # the database may be back in a moment
                logger.error("the schedules could not be looked at: %s", type(error).__name__)
            if self._stopping.wait(_LOOK):
                return
