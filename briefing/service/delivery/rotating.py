"""Secrets of webhooks in the place of others: for a while both sign, so that a receiver changes over when it likes."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from briefing.service.auditing import record
from briefing.service.database import ServiceDatabase
from briefing.service.delivery.targets import WebhookTarget
from briefing.service.scheduled import ScheduleIn
from briefing.service.tables import former_secrets, schedules

HOUR = 3_600.0


class NoWebhookError(Exception):
    """There is no such webhook among the targets of a schedule."""


class SameSecretError(Exception):
    """The new secret is one that signs already."""


class RotatingError(Exception):
    """The secret before this one still signs: a third would leave receivers behind that know the first alone."""


class Rotation:
    """The secrets of all tenants' webhooks. Every call blocks."""

    def __init__(self, database: ServiceDatabase, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def rotate(self, tenant: str, ident: str, place: int, secret: str, *, overlap: float, who: str) -> float:
        """Have another secret sign from now on, and give the time until which the present one signs too.

        Args:
            place: the webhook's among the targets of the schedule.
            overlap: seconds for which both sign; 0 where the present one is known to others, and ends at once.

        Raises:
            NoWebhookError: there is none.
            SameSecretError: it signs already.
            RotatingError: an overlap is not over. With no overlap asked for, that does not hinder.
        """
        now = self._now()
        # Whoever changes a schedule is alone: of two who come at once, the second finds what the first did.
        with self._database.writing() as connection:
            own = schedules.c.tenant == tenant, schedules.c.id == ident
            row = connection.execute(select(schedules.c.asked).where(*own)).first()
            asked = ScheduleIn.model_validate_json(row.asked) if row else None
            target = asked.deliver[place] if asked and place < len(asked.deliver) else None
            if asked is None or not isinstance(target, WebhookTarget):
                raise NoWebhookError
            former = _former(connection, tenant, ident, place, now)
            if secret in (target.secret, former):
                raise SameSecretError
            if former is not None and overlap > 0:
                raise RotatingError
            changed = _with_secret(asked, place, secret)
            connection.execute(update(schedules).where(*own).values(asked=changed.model_dump_json()))
            _keep(connection, tenant, ident, place, target.secret, now, now + overlap)
            record(connection, tenant, who, "schedule.rotate", f"{ident} {place}", now)
        return now + overlap


def _with_secret(asked: ScheduleIn, place: int, secret: str) -> ScheduleIn:
    targets = list(asked.deliver)
    targets[place] = targets[place].model_copy(update={"secret": secret})
    return asked.model_copy(update={"deliver": tuple(targets)})


def _former(connection: Connection, tenant: str, ident: str, place: int, now: float) -> str | None:
    """The secret before the present one, while it signs."""
    mine = _mine(tenant, ident, place)
    return connection.scalar(select(former_secrets.c.secret).where(*mine, former_secrets.c.until > now))


def _keep(connection: Connection, tenant: str, ident: str, place: int, secret: str, now: float, until: float) -> None:
    """Keep a secret for a while, and none that signs no more."""
    own = and_(*_mine(tenant, ident, place))
    connection.execute(delete(former_secrets).where(or_(own, former_secrets.c.until <= now)))
    if until <= now:
        return
    row = {"tenant": tenant, "schedule": ident, "target": place, "secret": secret, "until": until}
    connection.execute(insert(former_secrets).values(**row))


def _mine(tenant: str, ident: str, place: int) -> tuple[ColumnElement[bool], ...]:
    table = former_secrets.c
    return table.tenant == tenant, table.schedule == ident, table.target == place
