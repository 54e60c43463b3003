"""Webhooks by the scheme of Standard Webhooks: one signed POST that names the page; and their secrets, in turn.

The page itself is not sent: a receiver reads it with a key of its own, so that an address with a mistake in it gives
nothing away. A receiver checks the signature, refuses what is older than five minutes by ``webhook-timestamp`` (each
attempt is signed anew), and remembers each ``webhook-id`` for as long, or for good: it is the same in every attempt.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from briefing import SourceError
from briefing.service.archive import PageHead
from briefing.service.database import ServiceDatabase, add_audit_line
from briefing.service.delivery.targets import UndeliveredError, WebhookTarget
from briefing.service.scheduled import ScheduleIn
from briefing.service.tables import former_secrets, schedules
from briefing.sources.web import NotPublicError, public_socket, web_address

if TYPE_CHECKING:
    from aiohttp import ClientResponse


_GONE = 410
_LONGEST_HEADLINE = 500


def body_of(head: PageHead) -> str:
    """What is said of an accepted page."""
    data = {
        "date": head.day.isoformat(),
        "revision": head.revision,
        "digest": head.digest,
        "headline": head.headline[:_LONGEST_HEADLINE],
        "articles": head.articles,
        "stories": head.stories,
        "href": f"/v1/briefings/{head.day}?revision={head.revision}",
    }
    return json.dumps({"type": "briefing.accepted", "timestamp": head.made_at.isoformat(), "data": data})


def signed_headers(secrets: Sequence[str], ident: str, at: dt.datetime, body: str) -> dict[str, str]:
    """The headers of an attempt. Each secret signs: a receiver that knows one of them takes it.

    Args:
        at: when it is made, in UTC.
    """
    from standardwebhooks import Webhook

    return {
        "webhook-id": ident,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(ident, at, body) for secret in secrets),
        "content-type": "application/json",
    }


async def post(
    target: WebhookTarget, ident: str, body: str, *, seconds: float, allow_private: bool, former: str | None = None
) -> None:
    """Make one attempt. Redirects are not followed, and nothing of the answer is read but its status.

    Args:
        former: a secret that signs beside the target's own.

    Raises:
        UndeliveredError: it failed.
    """
    from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

    secrets = [target.secret, *([former] if former else [])]
    headers = signed_headers(secrets, ident, dt.datetime.now(dt.UTC), body)
    try:
        url = web_address(target.url, "webhook")
        async with (
            ClientSession(
                connector=TCPConnector(socket_factory=None if allow_private else public_socket),
                cookie_jar=DummyCookieJar(),
                timeout=ClientTimeout(total=seconds),
                trust_env=False,
            ) as session,
            session.post(url, data=body.encode(), headers=headers, allow_redirects=False) as answer,
        ):
            _judge(answer)
    except SourceError:
        raise UndeliveredError("the address is none that may be asked", final=True) from None
    except TimeoutError:
        raise UndeliveredError(f"no answer within {seconds:g} seconds") from None
    except (ClientError, OSError, ValueError) as error:
        raise _unreachable(error) from None


def _judge(answer: ClientResponse) -> None:
    status = answer.status
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise UndeliveredError(f"answered {status}: redirects are not followed")
    after = answer.headers.get("Retry-After", "")
    wait = float(after) if after.isascii() and after.isdigit() and len(after) < 7 else None
    raise UndeliveredError(f"answered {status}", final=status == _GONE, after=wait)


def _unreachable(error: Exception) -> UndeliveredError:
    """By its kind alone: the system's own words name addresses of the network that the service runs in."""
    cause = getattr(error, "os_error", error)
    if isinstance(cause, NotPublicError):
        return UndeliveredError("refused: it is no public address", final=True)
    return UndeliveredError(f"it can't be reached ({type(error).__name__})")


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
            add_audit_line(connection, tenant, who, "schedule.rotate", f"{ident} {place}", now)
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
