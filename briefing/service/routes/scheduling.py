"""Schedules, and what became of the deliveries of their pages."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import ValidationError
from yarl import URL

from briefing import SourceError
from briefing.service.auth import needs
from briefing.service.delivery.outbox import DeliveryState
from briefing.service.delivery.targets import DeliveryOptions, MailTarget, StoreTarget, WebhookTarget
from briefing.service.delivery.webhook import HOUR, NoWebhookError, RotatingError, SameSecretError
from briefing.service.jobs import Job, QueueFullError
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails, invalid, spoken
from briefing.service.routes.answers import JobOut, cursor, number_at, problems
from briefing.service.routes.schedule_answers import (
    DeliveriesOut,
    DeliveryOut,
    RotatedOut,
    ScheduleOut,
    SchedulesOut,
    SecretIn,
    at_time,
)
from briefing.service.scheduled import ScheduleIn
from briefing.service.schedules import MOST, TooManySchedulesError, UnderWayError
from briefing.service.state import Service, service_of
from briefing.sources.web import is_public, web_address

router = APIRouter(prefix="/v1", tags=["schedules"])
Reader = Annotated[Key, Depends(needs(Scope.READ))]
Admin = Annotated[Key, Depends(needs(Scope.ADMIN))]
Ident = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
_JSON = "application/json"


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
    _only_json(request)
    service = service_of(request)
    try:
        asked = await service.off(ScheduleIn.model_validate_json, await request.body())
    except ValidationError as error:
        raise invalid(error.errors(include_input=False, include_url=False, include_context=False)) from None
    possible(asked, key.tenant, service)
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
        raise _unknown()
    return ScheduleOut.of(found)


@router.delete("/schedules/{ident}", status_code=204, response_class=Response, responses=problems(404))
async def remove(request: Request, ident: Ident, key: Admin) -> Response:
    """Forget a schedule, with what it still had to deliver."""
    service = service_of(request)
    if not await service.off(service.schedules.remove, key.tenant, ident, who=key.id):
        raise _unknown()
    return Response(status_code=204)


@router.post("/schedules/{ident}/pause", responses=problems(404))
async def pause(request: Request, ident: Ident, key: Admin) -> ScheduleOut:
    """Let a schedule rest. What it has to deliver is delivered all the same."""
    return await _paused(request, ident, key, paused=True)


@router.post("/schedules/{ident}/resume", responses=problems(404))
async def resume(request: Request, ident: Ident, key: Admin) -> ScheduleOut:
    """Let a schedule go on. Times that passed while it rested are not made up for."""
    return await _paused(request, ident, key, paused=False)


async def _paused(request: Request, ident: str, key: Key, *, paused: bool) -> ScheduleOut:
    service = service_of(request)
    found = await service.off(service.schedules.pause, key.tenant, ident, paused=paused, who=key.id)
    if found is None:
        raise _unknown()
    return ScheduleOut.of(found)


@router.post("/schedules/{ident}/run", status_code=202, responses=problems(404, 409))
async def run(request: Request, response: Response, ident: Ident, key: Admin) -> JobOut:
    """Make a page of a schedule now, beside its times, and deliver it: a job."""
    service = service_of(request)
    job = await service.off(run_now, service, key.tenant, ident, key.id)
    response.headers["location"] = f"/v1/jobs/{job.id}"
    return JobOut.of(job)


_SECRET = {"requestBody": {"required": True, "content": {_JSON: {"schema": {"$ref": "#/components/schemas/SecretIn"}}}}}


@router.post("/schedules/{ident}/secret", openapi_extra=_SECRET, responses=problems(404, 409, 415))
async def rotate(request: Request, ident: Ident, key: Admin) -> RotatedOut:
    """Have another secret sign a webhook. For a while both do: `webhook-signature` then holds two, the new one first.

    While the secret before the present one still signs, another rotation is refused unless its overlap is 0.
    """
    _only_json(request)
    service = service_of(request)
    try:
        asked = await service.off(SecretIn.model_validate_json, await request.body())
    except ValidationError as error:
        raise invalid(error.errors(include_input=False, include_url=False, include_context=False)) from None
    seconds, place = asked.overlap_hours * HOUR, asked.target
    try:
        until = await service.off(
            service.rotation.rotate, key.tenant, ident, place, asked.secret, overlap=seconds, who=key.id
        )
    except NoWebhookError:
        raise ProblemDetails(404, "there is no such schedule, or no webhook at this place of `deliver`") from None
    except SameSecretError:
        raise ProblemDetails(409, "this secret signs already: send a new one", code="same_secret") from None
    except RotatingError:
        detail = 'the secret before this one still signs: wait until it ends, or send "overlap_hours": 0'
        raise ProblemDetails(409, detail, code="rotating") from None
    return RotatedOut(former_until=at_time(until))


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


def run_now(service: Service, tenant: str, ident: str, who: str) -> Job:
    """The job of a page that somebody wants of a schedule now. It blocks.

    Raises:
        ProblemDetails: there is no such schedule, one is being made, or too many wait.
    """
    found = service.schedules.get(tenant, ident)
    if found is None:
        raise _unknown()
    most = service.options.most_waiting
    try:
        put = service.schedules.run(found, service.clockwork.inbox(found), who=who, most=most)
    except UnderWayError:
        raise ProblemDetails(409, "a page of this schedule is being made", code="under_way") from None
    except QueueFullError:
        raise ProblemDetails(429, f"{most} jobs are waiting or under way", code="queue_full") from None
    except OSError:
        raise ProblemDetails(503, "the folder of this tenant can't be read", code="no_inbox") from None
    job = service.jobs.get(tenant, put) if put else None
    if job is None:
        raise _unknown()
    service.runner.wake()
    return job


def possible(asked: ScheduleIn, tenant: str, service: Service) -> None:
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


def _only_json(request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        raise ProblemDetails(415, f"send {_JSON}")


def _unknown() -> ProblemDetails:
    return ProblemDetails(404, "there is no such schedule")
