"""The desk of a running service: people sign in with their passwords, and see the pages of their own tenant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Header, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from briefing.service.archive import ArchiveShelf, Hit
from briefing.service.desk.members import HEADERS, DeskRefusal, Members, SignedIn, is_ours, rendered
from briefing.service.desk.proposal_pages import proposal_router
from briefing.service.desk.proposing import TenantProposals
from briefing.service.desk.routes import Desk, desk_router
from briefing.service.desk.schedule_pages import schedule_router
from briefing.service.desk.uploading import upload_router
from briefing.service.keys import Scope
from briefing.service.ledgers import MAIN
from briefing.service.people import COOKIE, LONGEST, Session
from briefing.service.problems import ProblemDetails
from briefing.service.state import Service, service_of

BASE = "/desk"
_SECRET = b"desk"
TRIES_PER_MINUTE = 10
"""Of signing in, from one address."""


def add_desk(app: FastAPI, service: Service) -> None:
    """Put the desk into an application."""
    app.add_exception_handler(DeskRefusal, _refused)
    for router in _routers(two_people=service.options.two_people):
        app.include_router(router)


@cache
def _routers(*, two_people: bool) -> tuple[APIRouter, ...]:
    """The desk's pages, made once a process: which service answers, each request says."""
    # What is secret is the token that each session has in the database, so that every process takes the same forms.
    desk = Desk(_shelf, _person, _SECRET, BASE, _search, _proposals if two_people else None)
    members = Members(BASE, _SECRET, _session, partial(_shown, two_people=two_people))
    routers = (_signing_in(), _signing_out(), upload_router(members), schedule_router(members), desk_router(desk))
    return (*routers, proposal_router(desk, _proposals)) if two_people else routers


def _shelf(request: Request) -> ArchiveShelf:
    """The shelf of whoever is signed in; others are sent to sign in."""
    return service_of(request).shelf(_reader(request).person.tenant)


def _session(request: Request) -> Session | None:
    """The session of a request, if whoever began it still stands in the file of people as they did."""
    service, token = service_of(request), request.cookies.get(COOKIE)
    session = service.sessions.find(token) if token else None
    return session if session and service.people.still(session.person) else None


def _person(request: Request) -> SignedIn | None:
    session = _session(request)
    return _shown(session, two_people=service_of(request).options.two_people) if session else None


def _proposals(request: Request) -> TenantProposals:
    """The proposals of the tenant of whoever is signed in."""
    return TenantProposals(service_of(request).proposals, _reader(request).person.tenant)


def _search(request: Request, words: str, limit: int, offset: int) -> tuple[Hit, ...]:
    """Texts of the archive of whoever is signed in."""
    tenant = _reader(request).person.tenant
    return service_of(request).archive.search(tenant, words, limit=limit, offset=offset)


def _reader(request: Request) -> Session:
    """The session of somebody who may read; others are sent to sign in."""
    session = _session(request)
    if session is None or Scope.READ not in session.person.scopes:
        raise HTTPException(303, "sign in first", headers={"Location": f"{BASE}/sign-in"})
    return session


def _shown(session: Session, *, two_people: bool) -> SignedIn:
    """Somebody who signed in, as the desk's pages know them."""
    scopes = session.person.scopes
    return SignedIn(
        session.person.name,
        session.form_token,
        may_review=Scope.REVIEW in scopes,
        may_write=Scope.WRITE in scopes,
        signs_out=True,
        schedules=True,
        may_schedule=Scope.ADMIN in scopes,
        two_people=two_people,
    )


def _refused(_: Request, error: Exception) -> Response:
    """A refusal as a page: whoever is at the desk reads no JSON."""
    assert isinstance(error, DeskRefusal)
    return _explained(error.status_code, "Not allowed", error.detail)


def problem_page(problem: ProblemDetails) -> Response:
    """What went wrong, as a page."""
    wrong = [f"{each['at'].rpartition('/')[2]}: {each['reason']}" for each in problem.body.get("errors", ())]
    why = f"{problem.body['detail']} ({'; '.join(wrong)})" if wrong else problem.body["detail"]
    return _explained(problem.status, problem.body["title"], why, problem.headers)


def _explained(status: int, title: str, why: str, headers: Mapping[str, str] | None = None) -> Response:
    html = rendered("problem.html.j2", base=BASE, person=None, title=title, why=why)
    return HTMLResponse(html, status, headers={**HEADERS, **(headers or {})})


def _signing_in() -> APIRouter:
    router = APIRouter(prefix=BASE, include_in_schema=False)

    def form(fault: str | None = None, status: int = 200) -> HTMLResponse:
        html = rendered("sign_in.html.j2", base=BASE, person=None, title="Sign in", fault=fault)
        return HTMLResponse(html, status, headers=HEADERS)

    @router.get("")
    def door() -> Response:
        return RedirectResponse(f"{BASE}/", 308, headers=HEADERS)

    @router.get("/sign-in")
    def shown() -> HTMLResponse:
        return form()

    @router.post("/sign-in")
    def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=64)],
        password: Annotated[str, Form(max_length=1_000)],
        sec_fetch_site: Annotated[str | None, Header()] = None,
    ) -> Response:
        service = service_of(request)
        if sec_fetch_site not in (None, "same-origin", "none"):
            raise DeskRefusal(403, "this form was sent from another site")
        address = request.client.host if request.client else ""
        if service.rates.take(f"sign-in {address}", TRIES_PER_MINUTE):
            return form("Too many tries: wait a minute.", 429)
        person = service.people.check(name, password)
        if person is None:
            # A name that nobody has is not written down: it may be a password, typed in the wrong place.
            tenant = service.people.tenant_of(name)
            who = (tenant, name) if tenant else (MAIN, "unknown")
            service.sessions.refused(*who, f"from {address}")
            return form("Name or password is wrong.", 403)
        token, _ = service.sessions.begin(person)
        answer = RedirectResponse(f"{BASE}/", 303, headers=HEADERS)
        answer.set_cookie(COOKIE, token, max_age=int(LONGEST), path="/", secure=True, httponly=True, samesite="strict")
        return answer

    return router


def _signing_out() -> APIRouter:
    router = APIRouter(prefix=BASE, include_in_schema=False)

    @router.post("/sign-out")
    def sign_out(
        request: Request,
        token: Annotated[str, Form(max_length=200)],
        sec_fetch_site: Annotated[str | None, Header()] = None,
    ) -> Response:
        session = _session(request)
        if session and not is_ours(_SECRET, session.form_token, token, sec_fetch_site):
            raise DeskRefusal(403, "this form was not made for your session: open the page again")
        service_of(request).sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(f"{BASE}/sign-in", 303, headers=HEADERS)
        answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
        return answer

    return router
