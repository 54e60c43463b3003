"""Schedules and deliveries at the desk: who may read sees them, who has the scope `admin` changes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Header, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from briefing.errors import UsageError
from briefing.service.delivery.outbox import DeliveryState
from briefing.service.desk.members import Members
from briefing.service.desk.routes import HEADERS
from briefing.service.desk.schedule_views import FIELDS, TARGETS, delivery_view, schedule_sent, schedule_view
from briefing.service.keys import Scope
from briefing.service.problems import ProblemDetails
from briefing.service.routes.scheduling import possible, run_now
from briefing.service.schedules import MOST, Schedule, TooManySchedulesError
from briefing.service.sessions import Session
from briefing.service.state import Service, service_of

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
