"""Making a page from the desk: files are sent, and the job is watched on a page that loads itself again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, Header, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from briefing import Document, SourceError, read_documents
from briefing.service.desk.forms import form_token, is_ours
from briefing.service.desk.pages import DeskRefusal, rendered
from briefing.service.desk.routes import HEADERS, SignedIn
from briefing.service.jobs import QueueFullError
from briefing.service.keys import Scope
from briefing.service.requests import JobRequest
from briefing.service.sessions import Session
from briefing.service.state import Service, service_of
from briefing.service.wording import spoken

_AGAIN = {"Refresh": "1"}
_LONGEST_ENDING = 9


def upload_router(
    base: str, secret: bytes, session_of: Callable[[Request], Session | None], person_of: Callable[[Session], SignedIn]
) -> APIRouter:
    """The form, what takes it, and the page of a job; for those who may write."""
    router = APIRouter(prefix=base, include_in_schema=False)

    def writer(request: Request) -> Session:
        session = session_of(request)
        if session is None:
            raise HTTPException(303, "sign in first", headers={"Location": f"{base}/sign-in"})
        if Scope.WRITE not in session.person.scopes:
            raise DeskRefusal(403, "making pages takes somebody who may write")
        return session

    def page(
        session: Session, template: str, status: int = 200, more: dict[str, str] | None = None, **values: object
    ) -> HTMLResponse:
        token = form_token(secret, session.form_token)
        html = rendered(template, base=base, person=person_of(session), token=token, **values)
        return HTMLResponse(html, status, headers={**HEADERS, **(more or {})})

    @router.get("/make")
    def shown(request: Request) -> HTMLResponse:
        return page(writer(request), "make.html.j2", title="Make a page", fault=None)

    @router.post("/make")
    def make(
        request: Request,
        files: Annotated[list[UploadFile], File()],
        token: Annotated[str, Form(max_length=200)],
        sec_fetch_site: Annotated[str | None, Header()] = None,
    ) -> Response:
        session, service = writer(request), service_of(request)
        if not is_ours(secret, session.form_token, token, sec_fetch_site):
            raise DeskRefusal(403, "this form was not made for your session: open the page again")
        try:
            documents = _documents(files, service)
            wanted = JobRequest(documents=tuple(documents)).model_dump_json()
            most = service.options.most_waiting
            job, _ = service.jobs.put(session.person.tenant, wanted, who=session.person.name, most=most)
        except (SourceError, QueueFullError) as error:
            why = spoken(str(error)) or "too many jobs are waiting"
            return page(session, "make.html.j2", 422, title="Make a page", fault=why)
        service.runner.wake()
        return RedirectResponse(f"{base}/jobs/{job.id}", 303, headers=HEADERS)

    @router.get("/jobs/{ident}")
    def job(request: Request, ident: str) -> HTMLResponse:
        session, service = writer(request), service_of(request)
        found = service.jobs.get(session.person.tenant, ident)
        if found is None:
            return page(session, "problem.html.j2", 404, title="Not here", why="there is no such job")
        made = service.archive.by_id(session.person.tenant, found.page) if found.page else None
        again = None if found.state.over else _AGAIN
        day = made.head.day if made else None
        return page(session, "job.html.j2", more=again, title="A page is made", job=found, day=day)

    return router


def _documents(files: list[UploadFile], service: Service) -> list[Document]:
    """What the files hold. Each is called by its number: no name of a caller's is ever a path.

    Raises:
        SourceError: one of them can't be read, or there are too many.
    """
    found: list[Document] = []
    for number, file in enumerate(files, start=1):
        ending = PurePath(file.filename or "").suffix.lower()
        name = f"upload-{number}{ending if ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING else ''}"
        for each in read_documents(file.file.read(), name, service.settings.sources):
            if isinstance(each, SourceError):
                raise each
            found.append(each)
        if len(found) > service.options.most_articles:
            raise SourceError("the files", f"a page is made of {service.options.most_articles} articles at most")
    return found
