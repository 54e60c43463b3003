"""Schedules and deliveries at the desk: who may read sees them, who has the scope `admin` changes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Header, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from briefing.errors import UsageError
from briefing.service.delivery.outbox import Delivery, DeliveryState
from briefing.service.desk.members import HEADERS, Members
from briefing.service.keys import Scope
from briefing.service.people import Session
from briefing.service.problems import ProblemDetails
from briefing.service.routes.scheduling import possible, run_now
from briefing.service.scheduled import ScheduleIn, zone_named
from briefing.service.schedules import MOST, Result, Schedule, Schedules, TooManySchedulesError
from briefing.service.state import Service, service_of

MOST_WRONG = 5
FIELDS = ("name", "cron", "zone", "urls", "inbox", "date", "max_age", "editor", "replace")
TARGETS = ("webhook", "secret", "mail", "store")
"""Fields of the form that say where the page goes, each at most once; schedules with more are made over the API."""


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A schedule with what came of its last times, latest first. Times are those of its zone."""

    id: str
    name: str
    asked: ScheduleIn
    paused: bool
    next: str | None
    results: tuple[tuple[str, Result], ...]

    @property
    def last(self) -> tuple[str, Result] | None:
        return self.results[0] if self.results else None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery in words, without what is secret of its target."""

    id: str
    kind: str
    to: str
    state: str
    attempts: int
    next: str | None
    error: str | None
    created: str


def schedule_view(schedules: Schedules, schedule: Schedule, *, results: int) -> ScheduleView:
    """A schedule with its last results, so many at most."""
    zone = schedule.asked.zone
    found = schedules.results(schedule.tenant, schedule.id, limit=results)
    told = tuple((_time(each.due, zone), each) for each in found)
    following = None if schedule.due is None else _time(schedule.due, zone)
    name = schedule.asked.name.strip() or f"{schedule.asked.cron} {zone}"
    return ScheduleView(schedule.id, name, schedule.asked, schedule.paused, following, told)


def delivery_view(delivery: Delivery) -> DeliveryView:
    """A delivery, its times in UTC."""
    return DeliveryView(
        id=delivery.id,
        kind=delivery.kind,
        to=delivery.target.shown if delivery.target else "a schedule that is gone",
        state=delivery.state.value,
        attempts=delivery.attempts,
        next=None if delivery.next is None else _time(delivery.next, "UTC"),
        error=delivery.error,
        created=_time(delivery.created, "UTC"),
    )


def schedule_sent(form: dict[str, str]) -> ScheduleIn:
    """A schedule as the form says it.

    Raises:
        UsageError: it can't be one; the message names the fields, and repeats no value.
    """
    asked: dict[str, Any] = {name: form[name].strip() for name in ("name", "cron", "zone") if form.get(name)}
    asked |= {"urls": form.get("urls", "").split(), "inbox": bool(form.get("inbox"))}
    asked |= {"date": form.get("date") or "due", "replace": bool(form.get("replace"))}
    asked |= {name: form[name].strip() for name in ("max_age", "editor") if form.get(name, "").strip()}
    try:
        return ScheduleIn.model_validate({**asked, "deliver": _targets(form)})
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False, include_context=False)
        said = [f"{_field(each['loc'])}: {each['msg'].removeprefix('Value error, ')}" for each in wrong[:MOST_WRONG]]
        raise UsageError("; ".join(said)) from None


def _targets(form: dict[str, str]) -> list[dict[str, str]]:
    said = {name: form.get(name, "").strip() for name in TARGETS}
    found: list[dict[str, str]] = []
    if said["webhook"] or said["secret"]:
        found.append({"kind": "webhook", "url": said["webhook"], "secret": said["secret"]})
    if said["mail"]:
        found.append({"kind": "mail", "to": said["mail"]})
    if said["store"]:
        found.append({"kind": "store", "store": said["store"]})
    return found


def _field(place: tuple[int | str, ...]) -> str:
    """Where a fault is, as the form's labels have it."""
    words = [str(each) for each in place if not isinstance(each, int)]
    return " ".join(words).replace("deliver ", "").replace("_", " ") or "schedule"


def _time(seconds: float, zone: str) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, zone_named(zone)):%Y-%m-%d %H:%M} {zone}"


Token = Annotated[str, Form(max_length=200)]
Site = Annotated[str | None, Header()]
Ident = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Said = Annotated[str, Form(max_length=2_000)]
Act = Literal["pause", "resume", "run", "remove"]

MOST_SHOWN = 20
"""Results, deliveries and those that were given up, on one page."""
_READS = "schedules are shown to those who may read"
_CHANGES = "changing schedules takes somebody with the scopes admin and read"
_EMPTY = dict.fromkeys((*FIELDS, *TARGETS), "") | {"zone": "UTC", "date": "due"}


def schedule_router(members: Members) -> APIRouter:
    """The pages, and the forms on them. Handlers block, and so run in threads."""
    router = APIRouter(prefix=members.base, include_in_schema=False)
    pages = _SchedulePages(members)
    router.get("/schedules")(pages.listed)
    router.get("/schedules/new")(pages.form)
    router.post("/schedules/new")(pages.add)
    router.get("/schedules/{ident}")(pages.one)
    router.post("/schedules/{ident}/{act}")(pages.change)
    router.post("/deliveries/{ident}/retry")(pages.retry)
    return router


class _SchedulePages:
    """One method for each address."""

    def __init__(self, members: Members) -> None:
        self._members = members

    def listed(self, request: Request) -> HTMLResponse:
        session, service = self._reader(request), service_of(request)
        tenant = session.person.tenant
        found = [schedule_view(service.schedules, each, results=1) for each in service.schedules.listed(tenant)]
        dead = service.outbox.listed(tenant, DeliveryState.DEAD, limit=MOST_SHOWN)
        given_up = [delivery_view(each) for each in dead]
        return self._members.page(session, "schedules.html.j2", title="Schedules", schedules=found, given_up=given_up)

    def form(self, request: Request) -> HTMLResponse:
        session = self._members.session(request, Scope.ADMIN, Scope.READ, why=_CHANGES)
        return self._form(session, service_of(request), _EMPTY)

    def add(
        self,
        request: Request,
        token: Token,
        name: Said = "",
        cron: Said = "",
        zone: Said = "",
        urls: Annotated[str, Form(max_length=200_000)] = "",
        inbox: Said = "",
        date: Said = "due",
        max_age: Said = "",
        editor: Said = "",
        replace: Said = "",
        webhook: Said = "",
        secret: Said = "",
        mail: Said = "",
        store: Said = "",
        sec_fetch_site: Site = None,
    ) -> Response:
        session, service = self._manager(request, token, sec_fetch_site), service_of(request)
        said = {"name": name, "cron": cron, "zone": zone, "urls": urls, "inbox": inbox, "date": date}
        said |= {"max_age": max_age, "editor": editor, "replace": replace}
        said |= {"webhook": webhook, "secret": secret, "mail": mail, "store": store}
        try:
            asked = schedule_sent(said)
            possible(asked, session.person.tenant, service)
            made = service.schedules.add(session.person.tenant, asked, who=session.person.name)
        except (UsageError, ProblemDetails, TooManySchedulesError) as error:
            why = str(error) or f"there are {MOST} schedules: remove one first"
            # A secret that was typed is not sent back.
            return self._form(session, service, {**said, "secret": ""}, why)
        return self._to(made.id)

    def one(self, request: Request, ident: Ident) -> HTMLResponse:
        session, service = self._reader(request), service_of(request)
        found = self._found(service, session, ident)
        sent = service.outbox.listed(found.tenant, schedule=found.id, limit=MOST_SHOWN)
        view = schedule_view(service.schedules, found, results=MOST_SHOWN)
        deliveries = [delivery_view(each) for each in sent]
        return self._members.page(session, "schedule.html.j2", title=view.name, schedule=view, deliveries=deliveries)

    def change(self, request: Request, ident: Ident, act: Act, token: Token, sec_fetch_site: Site = None) -> Response:
        session, service = self._manager(request, token, sec_fetch_site), service_of(request)
        tenant, who, schedules = session.person.tenant, session.person.name, service.schedules
        self._found(service, session, ident)
        acts: dict[Act, Callable[[], object]] = {
            "pause": lambda: schedules.pause(tenant, ident, paused=True, who=who),
            "resume": lambda: schedules.pause(tenant, ident, paused=False, who=who),
            "run": lambda: run_now(service, tenant, ident, who),
            "remove": lambda: schedules.remove(tenant, ident, who=who),
        }
        acts[act]()
        return self._to("" if act == "remove" else ident)

    def retry(self, request: Request, ident: Ident, token: Token, sec_fetch_site: Site = None) -> Response:
        session, service = self._manager(request, token, sec_fetch_site), service_of(request)
        tenant = session.person.tenant
        found = service.outbox.get(tenant, ident)
        if found is None:
            raise ProblemDetails(404, "there is no such delivery")
        if not service.outbox.again(tenant, ident, who=session.person.name):
            raise ProblemDetails(409, "the delivery is not given up")
        return self._to(found.schedule if found.target else "")

    def _reader(self, request: Request) -> Session:
        return self._members.session(request, Scope.READ, why=_READS)

    def _manager(self, request: Request, token: str, fetched_from: str | None) -> Session:
        scopes = Scope.ADMIN, Scope.READ
        return self._members.sender(request, *scopes, why=_CHANGES, token=token, fetched_from=fetched_from)

    @staticmethod
    def _found(service: Service, session: Session, ident: str) -> Schedule:
        found = service.schedules.get(session.person.tenant, ident)
        if found is None:
            raise ProblemDetails(404, "there is no such schedule")
        return found

    def _form(self, session: Session, service: Service, said: dict[str, str], fault: str | None = None) -> HTMLResponse:
        ways = service.options.delivery
        return self._members.page(
            session,
            "schedule_new.html.j2",
            422 if fault else 200,
            title="New schedule",
            said=said,
            fault=fault,
            inbox=session.person.tenant in ways.inboxes,
            mails=ways.smtp is not None,
            stores=sorted(ways.stores),
        )

    def _to(self, ident: str) -> Response:
        where = f"{self._members.base}/schedules{f'/{ident}' if ident else ''}"
        return RedirectResponse(where, 303, headers=HEADERS)
