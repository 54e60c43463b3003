"""Webhooks by the scheme of Standard Webhooks: one signed POST that names the page.

The page itself is not sent: a receiver reads it with a key of its own, so that an address with a mistake in it gives
nothing away. A receiver checks the signature, refuses what is older than five minutes by ``webhook-timestamp`` (each
attempt is signed anew), and remembers each ``webhook-id`` for as long, or for good: it is the same in every attempt.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing import SourceError
from briefing.service.archive import PageHead
from briefing.service.delivery.targets import WebhookTarget
from briefing.service.delivery.undelivered import UndeliveredError
from briefing.sources.addresses import NotPublicError, public_socket
from briefing.sources.web import web_address

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
