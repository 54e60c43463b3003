"""Jobs: their state, their progress as it comes, and how to stop them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import StreamingResponse

from briefing.service.auth import needs, too_many
from briefing.service.jobs import Job
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails
from briefing.service.routes.answers import JobOut, problems
from briefing.service.state import Service, service_of

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
Reader = Annotated[Key, Depends(needs(Scope.READ))]
Writer = Annotated[Key, Depends(needs(Scope.WRITE))]
Ident = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]

_LOOK = 0.5
_LONGEST = 900.0
"""Seconds for which progress is followed; a client connects again (server-sent events do so by themselves)."""
_SILENCE = 15.0


@router.get("/{ident}", responses=problems(404))
async def job(request: Request, ident: Ident, key: Reader) -> JobOut:
    """A job as it stands."""
    service = service_of(request)
    return await service.off(_out, service, key.tenant, ident)


@router.post("/{ident}/cancel", responses=problems(404))
async def cancel(request: Request, ident: Ident, key: Writer) -> JobOut:
    """Ask that a job be not done. One that is over stays what it is."""
    service = service_of(request)
    found = await service.off(service.jobs.cancel, key.tenant, ident, who=key.id)
    if found is None:
        raise _unknown()
    return JobOut.of(found)


@router.get(
    "/{ident}/events",
    response_class=StreamingResponse,
    responses={**problems(404), 200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(request: Request, ident: Ident, key: Reader) -> StreamingResponse:
    """The progress of a job as server-sent events: `progress` with each change, then `end`."""
    service = service_of(request)
    first = await service.off(_out, service, key.tenant, ident)
    if service.streams[key.tenant] >= service.options.most_streams:
        raise too_many(5)
    return StreamingResponse(
        _followed(service, key.tenant, first), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
    )


async def _followed(service: Service, tenant: str, shown: JobOut) -> AsyncIterator[str]:
    service.streams[tenant] += 1
    try:
        began = said = time.monotonic()
        yield _event("progress", shown)
        while not shown.over and time.monotonic() - began < _LONGEST:
            await asyncio.sleep(_LOOK)
            now = await service.off(_out, service, tenant, shown.id)
            if now != shown:
                shown, said = now, time.monotonic()
                yield _event("progress", shown)
            elif time.monotonic() - said > _SILENCE:
                said = time.monotonic()
                yield ": still there\n\n"
        if shown.over:
            yield _event("end", shown)
    finally:
        service.streams[tenant] -= 1


def _event(kind: str, shown: JobOut) -> str:
    return f"event: {kind}\ndata: {shown.model_dump_json()}\n\n"


def _out(service: Service, tenant: str, ident: str) -> JobOut:
    found: Job | None = service.jobs.get(tenant, ident)
    if found is None:
        raise _unknown()
    page = service.archive.by_id(tenant, found.page) if found.page else None
    return JobOut.of(found, page.head if page else None)


def _unknown() -> ProblemDetails:
    return ProblemDetails(404, "there is no such job")
