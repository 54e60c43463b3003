"""The list of proposals, and the forms with which another person decides on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Header, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from briefing.errors import UsageError
from briefing.service.desk.members import HEADERS
from briefing.service.desk.proposing import TenantProposals
from briefing.service.desk.routes import Desk, answer, reviewer
from briefing.service.proposals import MOST, Proposal

Token = Annotated[str, Form(max_length=200)]
Site = Annotated[str | None, Header()]


def proposal_router(desk: Desk, proposals: Callable[[Request], TenantProposals]) -> APIRouter:
    """What a desk has where a correction takes two people."""
    router = APIRouter(prefix=f"{desk.base}/proposals", include_in_schema=False)

    def decided(request: Request, work: Callable[[], Proposal]) -> Response:
        try:
            entry = work().entry
        except UsageError as error:
            return answer(desk, request, "problem.html.j2", 422, title="Not decided", why=str(error))
        return RedirectResponse(f"{desk.base}/entries/{entry}", 303, headers=HEADERS)

    @router.get("")
    def listed(request: Request) -> HTMLResponse:
        desk.shelf(request)  # which refuses who may not read
        found = proposals(request).waiting()
        full = len(found) == MOST
        return answer(desk, request, "proposals.html.j2", title="Proposals", proposals=found, full=full)

    @router.post("/{number}/approve")
    def approve(request: Request, number: int, token: Token, sec_fetch_site: Site = None) -> Response:
        person, shelf = reviewer(desk, request, token, sec_fetch_site), desk.shelf(request)
        return decided(request, lambda: proposals(request).approve(number, person.name, shelf))

    @router.post("/{number}/decline")
    def decline(request: Request, number: int, token: Token, sec_fetch_site: Site = None) -> Response:
        person = reviewer(desk, request, token, sec_fetch_site)
        desk.shelf(request)
        return decided(request, lambda: proposals(request).decline(number, person.name))

    return router
