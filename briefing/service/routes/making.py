"""Making: pages as jobs, how far they are and how to stop them; one brief while one waits; verification."""

from __future__ import annotations

import asyncio
import datetime as dt
import pathlib
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from briefing import (
    DataError,
    Document,
    Settings,
    SourceError,
    SourceOptions,
    UsageError,
    VerifyReport,
    abrief,
    read_documents,
    verify,
)
from briefing.pages import refuse_ahead
from briefing.service.auth import needs, too_many
from briefing.service.jobs import Job, KeyReusedError, QueueFullError
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails, invalid, spoken, told
from briefing.service.requests import ArticleIn, BriefingIn, JobRequest, PageWishes
from briefing.service.routes.answers import JobOut, problems
from briefing.service.state import Service, service_of

jobs_router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
Reader = Annotated[Key, Depends(needs(Scope.READ))]
Writer = Annotated[Key, Depends(needs(Scope.WRITE))]
Ident = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]

_LOOK = 0.5
_LONGEST = 900.0
"""Seconds for which progress is followed; a client connects again (server-sent events do so by themselves)."""
_SILENCE = 15.0


@jobs_router.get("/{ident}", responses=problems(404))
async def job(request: Request, ident: Ident, key: Reader) -> JobOut:
    """A job as it stands."""
    service = service_of(request)
    return await service.off(_out, service, key.tenant, ident)


@jobs_router.post("/{ident}/cancel", responses=problems(404))
async def cancel(request: Request, ident: Ident, key: Writer) -> JobOut:
    """Ask that a job be not done. One that is over stays what it is."""
    service = service_of(request)
    found = await service.off(service.jobs.cancel, key.tenant, ident, who=key.id)
    if found is None:
        raise _unknown()
    return await service.off(_out, service, key.tenant, ident)


@jobs_router.get(
    "/{ident}/events",
    response_class=StreamingResponse,
    responses={**problems(404), 200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(request: Request, ident: Ident, key: Reader) -> StreamingResponse:
    """The progress of a job as server-sent events: `progress` with each change, then `end`."""
    service = service_of(request)
    first = await service.off(_out, service, key.tenant, ident)
    if service.streams[key.tenant] >= service.options.most_streams:
        raise too_many(5)
    return StreamingResponse(
        _followed(service, key.tenant, first), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
    )


async def _followed(service: Service, tenant: str, shown: JobOut) -> AsyncIterator[str]:
    service.streams[tenant] += 1
    try:
        began = said = time.monotonic()
        yield _event("progress", shown)
        while not shown.over and time.monotonic() - began < _LONGEST:
            await asyncio.sleep(_LOOK)
            now = await service.off(_out, service, tenant, shown.id)
            if now != shown:
                shown, said = now, time.monotonic()
                yield _event("progress", shown)
            elif time.monotonic() - said > _SILENCE:
                said = time.monotonic()
                yield ": still there\n\n"
        if shown.over:
            yield _event("end", shown)
    finally:
        service.streams[tenant] -= 1


def _event(kind: str, shown: JobOut) -> str:
    return f"event: {kind}\ndata: {shown.model_dump_json()}\n\n"


def _out(service: Service, tenant: str, ident: str) -> JobOut:
    found: Job | None = service.jobs.get(tenant, ident)
    if found is None:
        raise _unknown()
    page = service.archive.by_id(tenant, found.page) if found.page else None
    return JobOut.of(found, page.head if page else None)


def _unknown() -> ProblemDetails:
    return ProblemDetails(404, "there is no such job")


making_router = APIRouter(prefix="/v1", tags=["making"])
_T = TypeVar("_T")

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_JSON, _FORM = "application/json", "multipart/form-data"
_UPLOAD = {
    "type": "object",
    "properties": {
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "wishes": {"type": "string", "description": "JSON: date, max_age, editor, replace", "example": "{}"},
    },
    "required": ["files"],
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            _JSON: {"schema": {"$ref": "#/components/schemas/BriefingIn"}},
            _FORM: {"schema": _UPLOAD},
        },
    }
}


@making_router.post("/briefings", status_code=202, openapi_extra=_BODY, responses=problems(400, 409, 415))
async def make(
    request: Request,
    response: Response,
    key: Writer,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> JobOut:
    """Make the page of some articles: a job, whose state and progress can be asked for.

    The same `Idempotency-Key` with the same request finds the same job; with another one it is refused.
    """
    if idempotency_key is not None and not _KEY.fullmatch(idempotency_key):
        raise ProblemDetails(422, "an Idempotency-Key is 1 to 200 printable ASCII characters", code="idempotency_key")
    service = service_of(request)
    kind = _kind(request)
    if kind == _JSON:
        body = await request.body()
        wanted, digest = await service.off(_from_json, body, service.options.most_articles)
    elif kind == _FORM:
        wanted, digest = await _from_form(request, service)
    else:
        raise ProblemDetails(415, f"send {_JSON} or {_FORM}")
    _refuse_ahead(wanted.wishes.date)
    try:
        job, new = await service.off(
            service.jobs.put,
            key.tenant,
            wanted.model_dump_json(),
            who=key.id,
            key=idempotency_key,
            most=service.options.most_waiting,
            digest=digest,
        )
    except KeyReusedError:
        raise ProblemDetails(409, "this Idempotency-Key came with another request", code="key_reused") from None
    except QueueFullError:
        detail = f"{service.options.most_waiting} jobs are waiting or under way"
        raise ProblemDetails(429, detail, code="queue_full", headers={"Retry-After": "10"}) from None
    response.headers["location"] = f"/v1/jobs/{job.id}"
    if not new:
        return await service.off(_out, service, key.tenant, job.id)
    service.runner.wake()
    return JobOut.of(job)


def _refuse_ahead(day: dt.date | None) -> None:
    try:
        refuse_ahead(day)
    except UsageError as error:
        raise ProblemDetails(422, spoken(str(error)), code="day_ahead") from None


_ARTICLE = {
    "requestBody": {"required": True, "content": {_JSON: {"schema": {"$ref": "#/components/schemas/ArticleIn"}}}}
}


@making_router.post("/briefs", openapi_extra=_ARTICLE, responses=problems(415))
async def brief_of(request: Request, _: Writer) -> dict[str, Any]:
    """The checked brief of one article, while one waits. Longer ones, and many, are for a job."""
    service = service_of(request)
    if _kind(request) != _JSON:
        raise ProblemDetails(415, f"send {_JSON}")
    try:
        article = await service.off(ArticleIn.model_validate_json, await request.body())
    except ValidationError as error:
        raise _not_valid(error) from None
    most, seconds = service.options.brief_characters, service.options.brief_seconds
    if len(article.text) > most:
        raise ProblemDetails(
            413, f"the article has more than {most} characters: make it a job", code="article_too_large"
        )
    sources = service.settings.sources.model_copy(update={"allow": "documents"})
    settings = Settings.model_validate(dict(service.settings) | {"ledger": None, "sources": sources})
    document = article.document(1)

    async def work() -> Any:
        async with asyncio.timeout(seconds):
            return await abrief(document, settings)

    try:
        made = await _computed(service, lambda: asyncio.run(work()))
    except TimeoutError:
        raise ProblemDetails(503, f"it took more than {seconds:g} seconds: make it a job", code="too_slow") from None
    found: dict[str, Any] = made.model_dump(mode="json")
    return found


@making_router.post(
    "/verify",
    openapi_extra={"requestBody": {"required": True, "content": {_JSON: {"schema": {"type": "object"}}}}},
    responses=problems(400, 415),
)
async def verified(request: Request, _: Reader) -> dict[str, Any]:
    """Rebuild a page from the sources and the replies that it keeps, and name every difference."""
    if _kind(request) != _JSON:
        raise ProblemDetails(415, f"send the JSON of a page as {_JSON}")
    body = await request.body()
    try:
        report = await _computed(service_of(request), lambda: _verify(body))
    except DataError as error:
        raise ProblemDetails(422, spoken(str(error)), code="no_page") from None
    failures = [each.model_copy(update={"reason": spoken(each.reason)}) for each in report.failures]
    shown = report.model_copy(update={"failures": tuple(failures)})
    return {"ok": report.ok, **shown.model_dump(mode="json")}


def _kind(request: Request) -> str:
    """The media type of a body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _not_valid(error: ValidationError) -> ProblemDetails:
    return invalid(error.errors(include_input=False, include_url=False, include_context=False))


def _verify(body: bytes) -> VerifyReport:
    """In an empty folder, so that a page which names a file of this machine finds none."""
    with tempfile.TemporaryDirectory() as empty:
        return verify(body, base=pathlib.Path(empty))


async def _computed(service: Service, work: Callable[[], _T]) -> _T:
    """Compute something heavy, a few at a time; whoever would wait for long is sent away."""
    try:
        async with asyncio.timeout(service.options.brief_seconds):
            await service.computing.acquire()
    except TimeoutError:
        raise ProblemDetails(503, "too much is being computed", headers={"Retry-After": "10"}) from None
    try:
        return await service.off(work)
    finally:
        service.computing.release()


def _from_json(body: bytes, most: int) -> tuple[JobRequest, str]:
    try:
        asked = BriefingIn.model_validate_json(body)
    except ValidationError as error:
        raise _not_valid(error) from None
    _bounded(len(asked.articles) + len(asked.urls), most)
    documents = tuple(article.document(number) for number, article in enumerate(asked.articles, start=1))
    wishes = PageWishes.model_validate(asked.model_dump(include=set(PageWishes.model_fields)))
    return JobRequest(documents=documents, urls=asked.urls, wishes=wishes), sha256(body).hexdigest()


async def _from_form(request: Request, service: Service) -> tuple[JobRequest, str]:
    async with request.form(max_files=service.options.most_articles, max_fields=5, max_part_size=100_000) as form:
        files = [
            (part.filename or "", await part.read()) for part in form.getlist("files") if isinstance(part, UploadFile)
        ]
        said = form.get("wishes") or "{}"
        if set(form) - {"files", "wishes"} or not isinstance(said, str):
            raise ProblemDetails(422, "a form has files and wishes, and nothing else")
    return await service.off(_from_files, files, said, service)


def _from_files(files: list[tuple[str, bytes]], said: str, service: Service) -> tuple[JobRequest, str]:
    try:
        wishes = PageWishes.model_validate_json(said)
    except ValidationError as error:
        raise _not_valid(error) from None
    if not files:
        raise ProblemDetails(422, "a form without files")
    options, most = service.settings.sources, service.options.most_articles
    documents: list[Document] = []
    for number, (name, data) in enumerate(files, start=1):
        documents += _documents(data, f"upload-{number}{_ending(name)}", options)
        _bounded(len(documents), most)
    digest = sha256(said.encode())
    for name, data in files:
        digest.update(sha256(name.encode("utf-8", "surrogatepass") + b"\0" + data).digest())
    return JobRequest(documents=tuple(documents), wishes=wishes), digest.hexdigest()


def _documents(data: bytes, name: str, options: SourceOptions) -> list[Document]:
    try:
        found = list(read_documents(data, name, options))
    except SourceError as error:
        raise told(error) from None
    for each in found:
        if isinstance(each, SourceError):
            raise told(each)
    return [each for each in found if isinstance(each, Document)]


def _ending(name: str) -> str:
    """The ending of an upload's name, which tells its kind; the rest of the name is the caller's, and is dropped."""
    match = re.search(r"(\.[a-zA-Z0-9]{1,8}){1,2}$", name[-20:])
    return match[0].lower() if match else ""


def _bounded(count: int, most: int) -> None:
    if count > most:
        raise ProblemDetails(413, f"a page is made of {most} articles at most", code="too_many_articles")
