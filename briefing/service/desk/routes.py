"""The addresses of the desk: reading for all who may read, forms for those who may review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from briefing.errors import BriefingError, UsageError
from briefing.ledger import LedgerQuery
from briefing.rendering.templating import stylesheet
from briefing.schema.corrections import CorrectionKind
from briefing.schema.ledger import EntryKind
from briefing.service.archive import Hit
from briefing.service.desk import views
from briefing.service.desk.export import corrected_drafts
from briefing.service.desk.members import HEADERS, DeskRefusal, SignedIn, extra_style, form_token, is_ours, rendered
from briefing.service.desk.proposing import UNDO, TenantProposals
from briefing.service.desk.views import marked
from briefing.service.problems import told
from briefing.service.said import SaidNow
from briefing.service.shelf import Shelf, latest

MOST_ENTRIES = 200
_MOST_DAYS = 120
MOST_HITS = 25

Ident = Annotated[str, Query(max_length=40)]
Text = Annotated[str | None, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk needs of whoever mounts it.

    Attributes:
        shelf: whose pages a request reads; it refuses who may not read by raising `HTTPException`.
        person: who is signed in, None where nobody is.
        secret: what the tokens of forms are made with.
        base: the path that the desk is mounted at.
        search: texts of the archive with all of some words, at most so many, from a place on; None where pages are not
            indexed, and the desk has no search then.
        proposals: what waits for a second person; None where one person's word is enough.
    """

    shelf: Callable[[Request], Shelf]
    person: Callable[[Request], SignedIn | None]
    secret: bytes
    base: str = "/desk"
    search: Callable[[Request, str, int, int], tuple[Hit, ...]] | None = None
    proposals: Callable[[Request], TenantProposals] | None = None


def desk_router(desk: Desk) -> APIRouter:
    """The desk's routes, at `Desk.base`. Handlers block, and so run in threads."""
    router = APIRouter(prefix=desk.base, include_in_schema=False)
    _add_reading(router, desk)
    _add_ledger(router, desk)
    _add_archive(router, desk)
    _add_reviewing(router, desk)
    _add_corrections(router, desk)
    return router


def answer(desk: Desk, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the desk for whoever is signed in."""
    person = desk.person(request)
    token = form_token(desk.secret, person.session) if person else ""
    html = rendered(template, base=desk.base, person=person, token=token, **values)
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def _entry(
    desk: Desk, request: Request, found: views.EntryPage, status: int = 200, fault: str | None = None
) -> HTMLResponse:
    waiting = desk.proposals(request).waiting(found.entry.id) if desk.proposals else ()
    title = found.entry.text
    return answer(desk, request, "entry.html.j2", status, title=title, found=found, fault=fault, proposals=waiting)


def reviewer(desk: Desk, request: Request, token: str, fetched_from: str | None) -> SignedIn:
    """Who sent a form of a review.

    Raises:
        DeskRefusal: nobody who may, or not from a page of ours.
    """
    person = desk.person(request)
    if person is None or not person.may_review:
        raise DeskRefusal(403, "reviewing takes somebody who is signed in and may review")
    if not is_ours(desk.secret, person.session, token, fetched_from):
        raise DeskRefusal(403, "this form was not made for your session: open the page again")
    return person


def _told(desk: Desk, request: Request, work: Callable[[Shelf], HTMLResponse]) -> HTMLResponse:
    """A page, or one that says why there is none."""
    shelf = desk.shelf(request)
    try:
        return work(shelf)
    except BriefingError as error:
        if isinstance(error, UsageError):
            return answer(desk, request, "problem.html.j2", 404, title="Not here", why=str(error))
        # What is wrong with a database or a file is for whoever runs it: the log has it.
        why = told(error).body["detail"]
        return answer(desk, request, "problem.html.j2", 500, title="Not readable now", why=why)


def _add_reading(router: APIRouter, desk: Desk) -> None:
    @router.get("/desk.css")
    def style() -> Response:
        return Response(stylesheet() + extra_style(), media_type="text/css", headers=HEADERS)

    @router.get("/")
    def today(request: Request, day: date | None = None) -> HTMLResponse:
        def work(shelf: Shelf) -> HTMLResponse:
            page = shelf.page(day) if day else latest(shelf)
            title, people = f"Briefing of {page.date}", SaidNow(shelf).on(page)
            return answer(desk, request, "today.html.j2", title=title, page=page, days=shelf.days(), people=people)

        return _told(desk, request, work)

    @router.get("/stories/{ident}")
    def story(request: Request, ident: str, day: date | None = None) -> HTMLResponse:
        def work(shelf: Shelf) -> HTMLResponse:
            page = shelf.page(day) if day else latest(shelf)
            told = next((each for each in page.stories if each.id == ident), None)
            timeline = views.timeline_of(shelf, ident)
            if told is None and timeline is None:
                raise UsageError(f"no story {ident} on the page of {page.date}")
            title = told.title if told else timeline.title if timeline else ident
            people = SaidNow(shelf).on(page)
            return answer(
                desk, request, "story.html.j2", title=title, page=page, story=told, timeline=timeline, people=people
            )

        return _told(desk, request, work)

    @router.get("/articles/{day}/{ident}")
    def article(request: Request, day: date, ident: str) -> HTMLResponse:
        def work(shelf: Shelf) -> HTMLResponse:
            page = shelf.page(day)
            found = views.article_of(page, ident)
            title = found.title or "untitled"
            pieces = marked(page, found, SaidNow(shelf).on(page))
            return answer(desk, request, "article.html.j2", title=title, page=page, article=found, pieces=pieces)

        return _told(desk, request, work)


def _add_ledger(router: APIRouter, desk: Desk) -> None:
    @router.get("/ledger")
    def ledger(
        request: Request,
        actor: Text = None,
        kind: Text = None,
        status: Text = None,
        since: Text = None,
        until: Text = None,
        open_only: bool = False,
    ) -> HTMLResponse:
        # A form sends empty fields for what is not asked.
        asked = {"actor": actor, "kind": kind, "status": status, "since": since, "until": until}
        given = {name: value for name, value in asked.items() if value}

        def work(shelf: Shelf) -> HTMLResponse:
            try:
                query = LedgerQuery.model_validate({**given, "open_only": open_only})
            except ValueError as error:
                raise UsageError("these filters make no sense", hint="days are YYYY-MM-DD") from error
            found = views.entries(shelf, query)
            return answer(
                desk,
                request,
                "ledger.html.j2",
                title="Ledger",
                entries=found[:MOST_ENTRIES],
                left_off=max(0, len(found) - MOST_ENTRIES),
                asked={**dict.fromkeys(asked, ""), **given},
                open_only=open_only,
                kinds=[each.value for each in EntryKind],
            )

        return _told(desk, request, work)

    @router.get("/entries/{ident}")
    def entry(request: Request, ident: str) -> HTMLResponse:
        def work(shelf: Shelf) -> HTMLResponse:
            found = views.entry_page(shelf, ident)
            return _entry(desk, request, found)

        return _told(desk, request, work)


def _add_archive(router: APIRouter, desk: Desk) -> None:
    @router.get("/archive")
    def archive(request: Request, q: Text = None, cursor: Text = None) -> HTMLResponse:
        def work(shelf: Shelf) -> HTMLResponse:
            start = views.place_of(cursor)
            # One more than is shown tells whether the list goes on.
            hits = desk.search(request, q, MOST_HITS + 1, start) if desk.search and q else ()
            return answer(
                desk,
                request,
                "archive.html.j2",
                title="Archive",
                days=list(reversed(shelf.days()))[:_MOST_DAYS],
                searches=desk.search is not None,
                q=q or "",
                hits=hits[:MOST_HITS],
                further=start + MOST_HITS if len(hits) > MOST_HITS else None,
            )

        return _told(desk, request, work)

    @router.get("/runs")
    def runs(request: Request) -> HTMLResponse:
        def work(shelf: Shelf) -> HTMLResponse:
            return answer(desk, request, "runs.html.j2", title="Runs", runs=views.runs(shelf))

        return _told(desk, request, work)


def _add_reviewing(router: APIRouter, desk: Desk) -> None:
    @router.post("/entries/{ident}/review")
    def review(
        request: Request,
        ident: str,
        kind: Annotated[CorrectionKind, Form()],
        token: Annotated[str, Form(max_length=200)],
        value: Annotated[str, Form(max_length=500)] = "",
        sec_fetch_site: Annotated[str | None, Header()] = None,
    ) -> Response:
        person = reviewer(desk, request, token, sec_fetch_site)
        shelf = desk.shelf(request)
        try:
            fields = _what(kind, value)
            with shelf.ledger() as ledger:
                if desk.proposals:
                    # By the ledger as it stands: whoever approves is not to learn what the proposer could have known.
                    ledger.check_correction(kind, ident, by=person.name, **fields)
                    desk.proposals(request).add(ident, kind, fields, person.name)
                else:
                    ledger.correct(kind, ident, by=person.name, **fields)
        except UsageError as error:
            try:
                found = views.entry_page(shelf, ident)
            except UsageError:
                return answer(desk, request, "problem.html.j2", 404, title="Not here", why=str(error))
            return _entry(desk, request, found, 422, str(error))
        return RedirectResponse(f"{desk.base}/entries/{ident}", 303, headers=HEADERS)


def _add_corrections(router: APIRouter, desk: Desk) -> None:
    @router.get("/corrections.jsonl")
    def corrections(request: Request) -> Response:
        person = desk.person(request)
        if person is None or not person.may_review:
            raise DeskRefusal(403, "exporting takes somebody who is signed in and may review")
        shelf = desk.shelf(request)
        with shelf.ledger() as ledger:
            said = ledger.corrections()
        pages = (shelf.page(day) for day in shelf.days()[-_MOST_DAYS:])
        return Response("".join(corrected_drafts(pages, said)), media_type="application/jsonl", headers=HEADERS)

    @router.post("/corrections/{number}/undo")
    def undo(
        request: Request,
        number: int,
        token: Annotated[str, Form(max_length=200)],
        sec_fetch_site: Annotated[str | None, Header()] = None,
    ) -> Response:
        person = reviewer(desk, request, token, sec_fetch_site)
        try:
            with desk.shelf(request).ledger() as ledger:
                if desk.proposals:
                    found = next((each for each in ledger.corrections() if each.number == number), None)
                    if found is None or found.undone:
                        raise UsageError(f"there is no correction {number} that stands")
                    desk.proposals(request).add(found.entry, UNDO, {"number": number}, person.name)
                else:
                    found = ledger.undo(number, by=person.name)
        except UsageError as error:
            return answer(desk, request, "problem.html.j2", 422, title="Not undone", why=str(error))
        return RedirectResponse(f"{desk.base}/entries/{found.entry}", 303, headers=HEADERS)


def _what(kind: CorrectionKind, value: str) -> dict[str, Any]:
    """The field of a correction that a form's one value is for."""
    value = value.strip()
    match kind:
        case CorrectionKind.LINK:
            return {"other": value}
        case CorrectionKind.STATUS:
            return {"status": value.replace(" ", "_")}
        case CorrectionKind.NOTE | CorrectionKind.STRIKE:
            return {"note": value}
        case CorrectionKind.CONFIRM:
            return {"note": value} if value else {}
        case _:
            raise UsageError(f"{kind.value} is done on the command line", hint="briefing ledger --help")
