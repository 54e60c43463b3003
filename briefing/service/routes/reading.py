"""Reading: pages in all their forms, the search, the feed; the ledger, and what became of its entries over days."""

from __future__ import annotations

import datetime as dt
import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from briefing import Ledger, LedgerQuery, UsageError, feed
from briefing.schema.corrections import struck_of
from briefing.schema.ledger import QuestionStatus
from briefing.schema.terms import OfferStatus, Stance
from briefing.service.archive import MOST
from briefing.service.auth import needs
from briefing.service.forms import PageForm, as_sent, chosen
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails
from briefing.service.routes.answers import PageOut, PagesOut, RowsOut, cursor, day_at, number_at, problems
from briefing.service.state import Service, service_of

pages_router = APIRouter(prefix="/v1", tags=["pages"])
Reader = Annotated[Key, Depends(needs(Scope.READ))]
Admin = Annotated[Key, Depends(needs(Scope.ADMIN))]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=64, description="the `next` of the part before")]
_LATEST = "latest"
_IN_FEED = 10


@pages_router.get("/briefings", responses=problems())
async def briefings(
    request: Request,
    key: Reader,
    limit: Limit = 20,
    cursor_: Annotated[str | None, Query(alias="cursor", max_length=64)] = None,
) -> PagesOut:
    """The pages, latest day first, each in its latest revision."""
    service = service_of(request)
    heads = await service.off(service.archive.days, key.tenant, before=day_at(cursor_), limit=limit)
    more = cursor(heads[-1].day) if len(heads) == limit else None
    return PagesOut(items=[PageOut.of(head) for head in heads], next=more)


_FORMS = {form.value: {"schema": {"type": "object" if "json" in form.value else "string"}} for form in PageForm}


@pages_router.get(
    "/briefings/{day}",
    response_class=Response,
    responses={
        **problems(404, 406),
        200: {"description": "the page in the form that Accept names", "content": _FORMS},
        304: {"description": "the page is the one that the caller has"},
    },
)
async def briefing(
    request: Request,
    day: str,
    key: Reader,
    revision: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """The page of a day (or `latest`) as HTML, JSON, Markdown, mail or Web Annotations, whichever Accept names."""
    form = chosen(request.headers.get("accept"))
    if form is None:
        raise ProblemDetails(406, f"there is: {', '.join(PageForm)}")
    service, wanted = service_of(request), _day(day)
    if revision is not None and wanted is None:
        raise ProblemDetails(422, "a revision is of a day: name it")
    if revision is None:
        sent = service.pages.fresh(key.tenant, wanted, form)
        sent = sent or await service.off(service.pages.load, key.tenant, wanted, form)
    else:
        stored = await service.off(service.archive.on, key.tenant, wanted or dt.date.min, revision)
        sent = await service.off(as_sent, stored, form) if stored else None
    if sent is None:
        raise ProblemDetails(404, "there is no page of this day")
    if sent.unchanged(request.headers.get("if-none-match"), request.headers.get("if-modified-since")):
        return Response(status_code=304, headers=sent.headers)
    return Response(sent.body, headers=sent.headers, media_type=sent.content_type)


@pages_router.delete("/briefings/{day}", status_code=204, responses=problems(404, 409))
async def withdraw(request: Request, day: Annotated[dt.date, Path(description="YYYY-MM-DD")], key: Admin) -> None:
    """Take the pages of a day back, such as one of a mistyped year, and the day out of the ledger.

    Where the ledger holds it, it has to be its latest day, and no correction may have been made since.
    """
    service = service_of(request)
    ledger = await service.off(service.ledgers.of, key.tenant)
    held = ledger is not None and day in await service.off(ledger.days)
    if ledger is not None and held:
        await service.off(ledger.forget_day, day)
    gone = await service.off(service.archive.withdraw, key.tenant, day, who=key.id, now=time.time())
    service.pages.forget(key.tenant)
    if not gone and not held:
        raise ProblemDetails(404, "there is no page of this day")


@pages_router.get("/search", responses=problems())
async def search(
    request: Request,
    key: Reader,
    q: Annotated[str, Query(min_length=1, max_length=300, description="words that all have to be there")],
    limit: Limit = 20,
    cursor_: Annotated[str | None, Query(alias="cursor", max_length=64)] = None,
) -> RowsOut:
    """Stories and articles in which all the words stand, by the database's own full-text search."""
    service, offset = service_of(request), number_at(cursor_)
    hits = await service.off(service.archive.search, key.tenant, q, limit=limit, offset=offset)
    items = [{"date": str(hit.day), "kind": hit.kind, "ref": hit.ref, "snippet": hit.snippet} for hit in hits]
    return RowsOut(items=items, next=cursor(offset + limit) if len(hits) == limit else None)


@pages_router.get(
    "/feed",
    response_class=Response,
    responses={**problems(), 200: {"content": {"application/atom+xml": {"schema": {"type": "string"}}}}},
)
async def atom(request: Request, key: Reader) -> Response:
    """The last days as an Atom feed."""
    service = service_of(request)
    text = await service.off(_feed, service, key.tenant)
    return Response(text, media_type="application/atom+xml", headers={"cache-control": "private, no-cache"})


def _feed(service: Service, tenant: str) -> str:
    found = [service.archive.by_id(tenant, head.id) for head in service.archive.days(tenant, limit=_IN_FEED)]
    return feed([page.briefing() for page in found if page])


def _day(text: str) -> dt.date | None:
    """A day of an address; None is the latest."""
    if text == _LATEST:
        return None
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or str(found) != text:  # weeks and days without hyphens are ISO's too
        raise ProblemDetails(422, "write days as YYYY-MM-DD, or latest", code="day")
    return found


ledger_router = APIRouter(prefix="/v1", tags=["ledger"])
_STATUSES = dict.fromkeys(each.value for kind in (OfferStatus, Stance, QuestionStatus) for each in kind)
Filter = Annotated[str | None, Query(max_length=200)]


@ledger_router.get("/ledger", responses=problems())
async def entries(
    request: Request,
    key: Reader,
    actor: Filter = None,
    kind: Annotated[str | None, Query(pattern="^(offer|response|question)$")] = None,
    status: Annotated[str | None, Query(pattern=f"^({'|'.join(_STATUSES)})$")] = None,
    story: Annotated[str | None, Query(pattern="^S[0-9]{1,9}$")] = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    day: dt.date | None = None,
    open_only: Annotated[bool, Query(alias="open")] = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor_: Annotated[str | None, Query(alias="cursor", max_length=64)] = None,
) -> RowsOut:
    """Offers, responses and open questions; all that is asked for must hold.

    `corrections` of each is what people say of it and did not take back, `struck` whether one of them holds it to be
    wrong. What was struck is listed, and never as open.
    """
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


@ledger_router.get("/stories/{ident}", responses=problems(404))
async def story(request: Request, key: Reader, ident: Annotated[str, Path(pattern="^S[0-9]{1,9}$")]) -> dict[str, Any]:
    """A running story: all that was offered, answered and asked in it, day by day.

    `corrections` is what people say of any of it and did not take back; a step is `struck` where they hold the entry to
    be wrong.
    """
    return await _timeline(request, key, ident)


@ledger_router.get("/offers/{ident}", responses=problems(404))
async def offer(
    request: Request, key: Reader, ident: Annotated[str, Path(pattern="^[ORQ][0-9]{1,9}$")]
) -> dict[str, Any]:
    """An offer (or an answer, or a question) with its versions, answers and statuses, day by day.

    `corrections` is what people say of any of these and did not take back; `struck` whether they hold this one to be
    wrong, and in each step, the entry of that.
    """
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
    struck = ident in struck_of(timeline.corrections)
    return timeline.model_dump(mode="json") | {"struck": struck, "sources": named}


def _rows(ledger: Ledger, query: LedgerQuery, offset: int, limit: int) -> list[dict[str, Any]]:
    found = ledger.entries(query)[offset : offset + limit + 1]
    return [
        entry.model_dump(mode="json")
        | {"text": entry.text, "status": entry.status, "first": str(entry.opened), "struck": entry.struck}
        for entry in found
    ]
