"""Who is at the desk of a service: their session, the pages that they are shown, and whether a form is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse

from briefing.service.desk.forms import form_token, is_ours
from briefing.service.desk.pages import DeskRefusal, rendered
from briefing.service.desk.routes import HEADERS, SignedIn
from briefing.service.keys import Scope
from briefing.service.sessions import Session


@dataclass(frozen=True, slots=True)
class Members:
    """What pages of a service's desk need beside the service.

    Attributes:
        base: the path that the desk is mounted at.
        secret: what the tokens of forms are made with.
        session_of: the session of a request, None where nobody is signed in.
        person_of: who that is, as the pages know them.
    """

    base: str
    secret: bytes
    session_of: Callable[[Request], Session | None]
    person_of: Callable[[Session], SignedIn]

    def session(self, request: Request, *scopes: Scope, why: str) -> Session:
        """The session of somebody who may; who is not signed in is sent to sign in.

        Raises:
            DeskRefusal: they may not, and ``why`` is told.
        """
        session = self.session_of(request)
        if session is None:
            raise HTTPException(303, "sign in first", headers={"Location": f"{self.base}/sign-in"})
        if not session.person.scopes.issuperset(scopes):
            raise DeskRefusal(403, why)
        return session

    def sender(self, request: Request, *scopes: Scope, why: str, token: str, fetched_from: str | None) -> Session:
        """The session of somebody who may, and sent a form that was made for it.

        Raises:
            DeskRefusal: they may not, or another site made the form.
        """
        session = self.session(request, *scopes, why=why)
        if not is_ours(self.secret, session.form_token, token, fetched_from):
            raise DeskRefusal(403, "this form was not made for your session: open the page again")
        return session

    def page(
        self,
        session: Session,
        template: str,
        status: int = 200,
        more: Mapping[str, str] | None = None,
        **values: object,
    ) -> HTMLResponse:
        """A page for whoever is signed in."""
        token = form_token(self.secret, session.form_token)
        html = rendered(template, base=self.base, person=self.person_of(session), token=token, **values)
        return HTMLResponse(html, status, headers={**HEADERS, **(more or {})})
