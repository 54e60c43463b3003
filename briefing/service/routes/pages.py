"""Reading: pages in all their forms, the search, the feed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from briefing import feed
from briefing.service.archive import MOST
from briefing.service.auth import needs
from briefing.service.cached import as_sent
from briefing.service.forms import PageForm, chosen
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails
from briefing.service.routes.answers import PageOut, PagesOut, RowsOut, cursor, day_at, number_at, problems
from briefing.service.state import Service, service_of

router = APIRouter(prefix="/v1", tags=["pages"])
Reader = Annotated[Key, Depends(needs(Scope.READ))]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=64, description="the `next` of the part before")]
_LATEST = "latest"
_IN_FEED = 10


@router.get("/briefings", responses=problems())
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


@router.get(
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


@router.get("/search", responses=problems())
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


@router.get(
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
