"""Running it: is it alive, can it work, what does it count, who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from briefing.service.auth import needs
from briefing.service.database import audit_lines
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails
from briefing.service.routes.answers import RowsOut, cursor, number_at, problems
from briefing.service.state import service_of

router = APIRouter(tags=["running"])
Admin = Annotated[Key, Depends(needs(Scope.ADMIN))]


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Whether the process answers."""
    return {"status": "alive"}


@router.get("/readyz", responses={503: problems()[503]})
async def readyz(request: Request) -> dict[str, str]:
    """Whether it can work: the database answers."""
    service = service_of(request)
    try:
        await service.off(service.jobs.counts)
    except Exception:
        raise ProblemDetails(503, "the database does not answer", headers={"Retry-After": "5"}) from None
    return {"status": "ready"}


@router.get(
    "/metrics",
    response_class=Response,
    responses={**problems(), 200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request, _: Admin) -> Response:
    """Counters for Prometheus. They are of all tenants, and so for a key with the scope admin."""
    service = service_of(request)
    counts = await service.off(service.jobs.counts)
    deliveries = await service.off(service.outbox.counts)
    return Response(service.counters.text(counts, deliveries), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/v1/audit", responses=problems())
async def audit(
    request: Request,
    key: Admin,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor_: Annotated[str | None, Query(alias="cursor", max_length=64)] = None,
) -> RowsOut:
    """Who of the key's tenant did what, latest first."""
    service = service_of(request)
    before = number_at(cursor_) if cursor_ else None
    rows = await service.off(audit_lines, service.database, key.tenant, before=before, limit=limit)
    return RowsOut(items=rows, next=cursor(rows[-1]["id"]) if len(rows) == limit else None)
