"""Who asks: the key of a request, whether it has the scope that is needed, and its rate."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.security import HTTPBearer

from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails
from briefing.service.state import Service, service_of

BEARER = HTTPBearer(auto_error=False, description="an API key of `briefing keys new`")
_MOST_KNOWN = 1_000


def needs(scope: Scope) -> Callable[[Request], Awaitable[Key]]:
    """A dependency: the key of a request, if it has a scope. The tenant of all that follows is the key's."""

    async def allowed(request: Request) -> Key:
        service = service_of(request)
        key = await _key(service, request)
        if wait := service.rates.take(f"key {key.id}", key.per_minute):
            raise too_many(wait)
        if scope not in key.scopes:
            raise ProblemDetails(403, f"this needs a key with the scope {scope.value}")
        return key

    return allowed


def too_many(wait: float) -> ProblemDetails:
    """That somebody has to wait."""
    return ProblemDetails(
        429, "this key or address asks too often", headers={"Retry-After": str(max(1, math.ceil(wait)))}
    )


async def _key(service: Service, request: Request) -> Key:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    key = await _found(service, token.strip()) if kind.lower() == "bearer" else None
    if key is None:
        address = request.client.host if request.client else ""
        if wait := service.rates.take(f"address {address}", service.options.per_minute_unknown):
            raise too_many(wait)
        raise ProblemDetails(
            401, "send a valid key as Authorization: Bearer ...", headers={"WWW-Authenticate": "Bearer"}
        )
    return key


async def _found(service: Service, token: str) -> Key | None:
    known = service.known.get(token)
    if known and time.monotonic() - known[0] < service.options.fresh_seconds:
        key = known[1]
        return key if key.expires is None or key.expires > time.time() else None
    found = await service.off(service.keys.find, token)
    if found is None:
        service.known.pop(token, None)
        return None
    if len(service.known) >= _MOST_KNOWN:
        service.known.clear()
    service.known[token] = (time.monotonic(), found)
    return found
