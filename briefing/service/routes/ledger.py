"""Reading the ledger: its entries with filters, and what became of a story or an offer over days."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from briefing import Ledger, LedgerQuery, UsageError
from briefing.service.auth import needs
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails
from briefing.service.routes.answers import RowsOut, cursor, number_at, problems
from briefing.service.state import service_of

router = APIRouter(prefix="/v1", tags=["ledger"])
Reader = Annotated[Key, Depends(needs(Scope.READ))]
Filter = Annotated[str | None, Query(max_length=200)]


@router.get("/ledger", responses=problems())
async def entries(
    request: Request,
    key: Reader,
    actor: Filter = None,
    kind: Annotated[str | None, Query(pattern="^(offer|response|question)$")] = None,
    status: Annotated[str | None, Query(max_length=40)] = None,
    story: Annotated[str | None, Query(pattern="^S[0-9]{1,9}$")] = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    day: dt.date | None = None,
    open_only: Annotated[bool, Query(alias="open")] = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor_: Annotated[str | None, Query(alias="cursor", max_length=64)] = None,
) -> RowsOut:
    """Offers, responses and open questions; all that is asked for must hold."""
    query = LedgerQuery.model_validate(
        {"actor": actor, "kind": kind, "status": status, "story": story, "since": since, "until": until, "day": day}
        | {"open_only": open_only}
    )
    service, offset = service_of(request), number_at(cursor_)
    ledger = await service.off(service.ledgers.of, key.tenant)
    if ledger is None:
        return RowsOut(items=[])
    rows = await service.off(_rows, ledger, query, offset, limit)
    more = cursor(offset + limit) if len(rows) > limit else None
    return RowsOut(items=rows[:limit], next=more)


@router.get("/stories/{ident}", responses=problems(404))
async def story(request: Request, key: Reader, ident: Annotated[str, Path(pattern="^S[0-9]{1,9}$")]) -> dict[str, Any]:
    """A running story: all that was offered, answered and asked in it, day by day."""
    return await _timeline(request, key, ident)


@router.get("/offers/{ident}", responses=problems(404))
async def offer(
    request: Request, key: Reader, ident: Annotated[str, Path(pattern="^[ORQ][0-9]{1,9}$")]
) -> dict[str, Any]:
    """An offer (or an answer, or a question) with its versions, answers and statuses, day by day."""
    return await _timeline(request, key, ident)


async def _timeline(request: Request, key: Key, ident: str) -> dict[str, Any]:
    service = service_of(request)
    ledger = await service.off(service.ledgers.of, key.tenant)
    try:
        if ledger is None:
            raise UsageError("no ledger is kept")
        return await service.off(_told, ledger, ident)
    except UsageError:
        raise ProblemDetails(404, "the ledger holds nothing of this id") from None


def _told(ledger: Ledger, ident: str) -> dict[str, Any]:
    timeline, sources = ledger.timeline(ident), ledger.sources()
    cited = {piece.article for step in timeline.steps for piece in step.evidence}
    named = {article: sources[article].model_dump(mode="json") for article in sorted(cited) if article in sources}
    return timeline.model_dump(mode="json") | {"sources": named}


def _rows(ledger: Ledger, query: LedgerQuery, offset: int, limit: int) -> list[dict[str, Any]]:
    found = ledger.entries(query)[offset : offset + limit + 1]
    return [
        entry.model_dump(mode="json") | {"text": entry.text, "status": entry.status, "first": str(entry.opened)}
        for entry in found
    ]
