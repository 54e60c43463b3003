"""Making a page from the desk: files are sent, and the job is watched on a page that loads itself again."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, Header, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from briefing import Document, SourceError, read_documents
from briefing.service.desk.members import HEADERS, Members
from briefing.service.jobs import QueueFullError
from briefing.service.keys import Scope
from briefing.service.people import Session
from briefing.service.problems import spoken
from briefing.service.requests import JobRequest, PageWishes
from briefing.service.state import Service, service_of

_AGAIN = {"Refresh": "1"}
_LONGEST_ENDING = 9
_WHY = "making pages takes somebody who may write"


def upload_router(members: Members) -> APIRouter:
    """The form, what takes it, and the page of a job; for those who may write."""
    router, page = APIRouter(prefix=members.base, include_in_schema=False), members.page

    def writer(request: Request) -> Session:
        return members.session(request, Scope.WRITE, why=_WHY)

    @router.get("/make")
    def shown(request: Request) -> HTMLResponse:
        return page(writer(request), "make.html.j2", title="Make a page", fault=None)

    @router.post("/make")
    def make(
        request: Request,
        files: Annotated[list[UploadFile], File()],
        token: Annotated[str, Form(max_length=200)],
        replace: Annotated[bool, Form()] = False,
        sec_fetch_site: Annotated[str | None, Header()] = None,
    ) -> Response:
        session = members.sender(request, Scope.WRITE, why=_WHY, token=token, fetched_from=sec_fetch_site)
        service = service_of(request)
        try:
            documents = _documents(files, service)
            wanted = JobRequest(documents=tuple(documents), wishes=PageWishes(replace=replace)).model_dump_json()
            most = service.options.most_waiting
            job, _ = service.jobs.put(session.person.tenant, wanted, who=session.person.name, most=most)
        except (SourceError, QueueFullError) as error:
            why = spoken(str(error)) or "too many jobs are waiting"
            return page(session, "make.html.j2", 422, title="Make a page", fault=why)
        service.runner.wake()
        return RedirectResponse(f"{members.base}/jobs/{job.id}", 303, headers=HEADERS)

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
