"""Schedules, and what became of the deliveries of their pages."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError
from yarl import URL

from briefing import SourceError
from briefing.service.auth import needs
from briefing.service.delivery.options import DeliveryOptions
from briefing.service.delivery.outbox import Delivery, DeliveryState
from briefing.service.delivery.targets import MailTarget, StoreTarget, WebhookTarget
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails, invalid
from briefing.service.routes.answers import cursor, number_at, problems
from briefing.service.scheduled import ScheduleIn
from briefing.service.schedules import MOST, Schedule, TooManySchedulesError
from briefing.service.state import Service, service_of
from briefing.service.wording import spoken
from briefing.sources.addresses import is_public
from briefing.sources.web import web_address

router = APIRouter(prefix="/v1", tags=["schedules"])
Reader = Annotated[Key, Depends(needs(Scope.READ))]
Admin = Annotated[Key, Depends(needs(Scope.ADMIN))]
Ident = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
_JSON = "application/json"


class TargetOut(BaseModel):
    """A target without its secrets: of a webhook no more than the host."""

    kind: str
    to: str


class ScheduleOut(BaseModel):
    """A schedule; `next` is when it is due, null where it never is again."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0b7f3c52a1d84f6e9c2b5a7d1e3f4a6b",
                    "name": "Morning",
                    "cron": "30 6 * * 1-5",
                    "zone": "Europe/Berlin",
                    "urls": ["https://news.example/feed.xml"],
                    "inbox": False,
                    "date": "due",
                    "max_age": 3,
                    "editor": None,
                    "replace": False,
                    "deliver": [{"kind": "webhook", "to": "https://desk.example"}],
                    "next": "2026-04-07T04:30:00Z",
                    "created": "2026-04-06T12:00:00Z",
                }
            ]
        }
    )

    id: str
    name: str
    cron: str
    zone: str
    urls: list[str]
    inbox: bool
    date: str
    max_age: int | None
    editor: str | None
    replace: bool
    deliver: list[TargetOut]
    next: dt.datetime | None
    created: dt.datetime

    @classmethod
    def of(cls, schedule: Schedule) -> ScheduleOut:
        shown = schedule.asked.model_dump(exclude={"deliver"})
        targets = [TargetOut(kind=target.kind, to=target.shown) for target in schedule.asked.deliver]
        following = _time(schedule.due)
        return cls(id=schedule.id, **shown, deliver=targets, next=following, created=_at(schedule.created))


class SchedulesOut(BaseModel):
    """All schedules of a tenant."""

    items: list[ScheduleOut]


class DeliveryOut(BaseModel):
    """A delivery: `waiting`, `sending`, `done`, `dead` or `cancelled`. Its id is the `webhook-id`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "5d1c2b3a4f5e6d7c8b9a0f1e2d3c4b5a",
                    "schedule": "0b7f3c52a1d84f6e9c2b5a7d1e3f4a6b",
                    "kind": "webhook",
                    "to": "https://desk.example",
                    "state": "dead",
                    "attempts": 8,
                    "next": None,
                    "error": "answered 500",
                    "created": "2026-04-07T04:31:10Z",
                    "changed": "2026-04-08T12:40:00Z",
                }
            ]
        }
    )

    id: str
    schedule: str
    kind: str
    to: str | None
    state: str
    attempts: int
    next: dt.datetime | None
    error: str | None
    created: dt.datetime
    changed: dt.datetime

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryOut:
        return cls(
            id=delivery.id,
            schedule=delivery.schedule,
            kind=delivery.kind,
            to=delivery.target.shown if delivery.target else None,
            state=delivery.state.value,
            attempts=delivery.attempts,
            next=_time(delivery.next),
            error=delivery.error,
            created=_at(delivery.created),
            changed=_at(delivery.changed),
        )


class DeliveriesOut(BaseModel):
    """A part of the list; `next` is the cursor of the part after it."""

    items: list[DeliveryOut]
    next: str | None = None


_BODY = {"requestBody": {"required": True, "content": {_JSON: {"schema": {"$ref": "#/components/schemas/ScheduleIn"}}}}}


@router.get("/schedules", responses=problems())
async def schedules(request: Request, key: Reader) -> SchedulesOut:
    """The schedules of the key's tenant, without the secrets of their targets."""
    service = service_of(request)
    found = await service.off(service.schedules.listed, key.tenant)
    return SchedulesOut(items=[ScheduleOut.of(each) for each in found])


@router.post("/schedules", status_code=201, openapi_extra=_BODY, responses=problems(400, 409, 415))
async def add(request: Request, response: Response, key: Admin) -> ScheduleOut:
    """Make a page at the times of a cron expression, each time once, and deliver it once it is accepted.

    Where clocks change, a time of day that is skipped comes right after the gap, and one that is there twice comes
    once. Times that pass while the service stands still are made up for by one page. Between two pages lie five
    minutes at least: due times that come sooner are passed over.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        raise ProblemDetails(415, f"send {_JSON}")
    service = service_of(request)
    try:
        asked = await service.off(ScheduleIn.model_validate_json, await request.body())
    except ValidationError as error:
        raise invalid(error.errors(include_input=False, include_url=False, include_context=False)) from None
    _possible(asked, key.tenant, service)
    try:
        made = await service.off(service.schedules.add, key.tenant, asked, who=key.id)
    except TooManySchedulesError:
        raise ProblemDetails(409, f"a tenant has {MOST} schedules at most", code="too_many_schedules") from None
    response.headers["location"] = f"/v1/schedules/{made.id}"
    return ScheduleOut.of(made)


@router.get("/schedules/{ident}", responses=problems(404))
async def schedule(request: Request, ident: Ident, key: Reader) -> ScheduleOut:
    """A schedule."""
    service = service_of(request)
    found = await service.off(service.schedules.get, key.tenant, ident)
    if found is None:
        raise ProblemDetails(404, "there is no such schedule")
    return ScheduleOut.of(found)


@router.delete("/schedules/{ident}", status_code=204, response_class=Response, responses=problems(404))
async def remove(request: Request, ident: Ident, key: Admin) -> Response:
    """Forget a schedule, with what it still had to deliver."""
    service = service_of(request)
    if not await service.off(service.schedules.remove, key.tenant, ident, who=key.id):
        raise ProblemDetails(404, "there is no such schedule")
    return Response(status_code=204)


@router.get("/deliveries", responses=problems())
async def deliveries(
    request: Request,
    key: Reader,
    state: Annotated[DeliveryState | None, Query(description="`dead`: those that were given up")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor_: Annotated[str | None, Query(alias="cursor", max_length=64)] = None,
) -> DeliveriesOut:
    """The deliveries of the key's tenant, latest first, with the last error of each."""
    service = service_of(request)
    before = number_at(cursor_) if cursor_ else None
    found = await service.off(service.outbox.listed, key.tenant, state, before=before, limit=limit)
    more = cursor(found[-1].number) if len(found) == limit else None
    return DeliveriesOut(items=[DeliveryOut.of(each) for each in found], next=more)


@router.post("/deliveries/{ident}/retry", status_code=202, responses=problems(404, 409))
async def retry(request: Request, ident: Ident, key: Admin) -> DeliveryOut:
    """Try a dead delivery again, from its first attempt on."""
    service = service_of(request)
    again = await service.off(service.outbox.again, key.tenant, ident, who=key.id)
    found = await service.off(service.outbox.get, key.tenant, ident)
    if found is None:
        raise ProblemDetails(404, "there is no such delivery")
    if not again:
        raise ProblemDetails(409, "the delivery is not dead", code="not_dead")
    return DeliveryOut.of(found)


def _possible(asked: ScheduleIn, tenant: str, service: Service) -> None:
    """What can be known before it is due. Names are looked up, and their addresses checked, at each use."""
    options = service.options.delivery
    if asked.inbox and tenant not in options.inboxes:
        raise ProblemDetails(422, "the operator has no folder for this tenant", code="no_inbox")
    hooks = [target.url for target in asked.deliver if isinstance(target, WebhookTarget)]
    for url in (*asked.urls, *hooks):
        _allowed(url, private=service.settings.sources.allow_private)
    for target in asked.deliver:
        _configured(target, options)


def _allowed(url: str, *, private: bool) -> None:
    try:
        host = web_address(url, "an address").host or ""
    except SourceError as error:
        raise ProblemDetails(422, spoken(str(error)), code="address") from None
    if not private and _numeric(host) and not is_public(host):
        raise ProblemDetails(422, f"{URL(url).scheme}://{host} is no public address", code="address")


def _numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _configured(target: WebhookTarget | MailTarget | StoreTarget, options: DeliveryOptions) -> None:
    if isinstance(target, MailTarget):
        if options.smtp is None:
            raise ProblemDetails(422, "the operator has no mail server for it", code="no_mail")
        if not options.smtp.takes(target.to):
            raise ProblemDetails(422, "the operator lets no mail go to this domain", code="no_recipient")
    if isinstance(target, StoreTarget) and target.store not in options.stores:
        raise ProblemDetails(422, "the operator has no store of this name", code="no_store")


def _at(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _time(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else _at(seconds)
