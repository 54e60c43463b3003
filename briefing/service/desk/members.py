"""Who is at the desk: their session, the pages that they are shown, and whether a form is theirs."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from briefing.characters import visible
from briefing.schema.ledger import held_since
from briefing.service.keys import Scope
from briefing.service.people import Session

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in; ``session`` is what the forms are bound to.

    ``may_write``, ``signs_out``, ``two_people``, ``schedules`` and ``may_schedule`` lead to pages and forms that a
    service has beside the desk's own.
    """

    name: str
    session: str
    may_review: bool = False
    may_write: bool = False
    signs_out: bool = False
    two_people: bool = False
    schedules: bool = False
    may_schedule: bool = False


_SAME = ("same-origin", "none")


def form_token(secret: bytes, session: str) -> str:
    """What a form of a session carries."""
    return hmac.new(secret, b"desk form\0" + session.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def is_ours(secret: bytes, session: str, token: str, fetched_from: str | None) -> bool:
    """Whether a form was made by us for this session, and not sent from another site.

    Args:
        fetched_from: the header Sec-Fetch-Site, which pages can't set; None where the browser sends none.
    """
    if fetched_from is not None and fetched_from not in _SAME:
        return False
    known = form_token(secret, session)
    return hmac.compare_digest(known.encode(), token.encode("utf-8", "surrogatepass"))


class DeskRefusal(HTTPException):
    """What a person may not do at the desk, with words for that person."""


@cache
def extra_style() -> str:
    """What the desk's style sheet has beside that of the page."""
    return files("briefing.service.desk").joinpath("templates", "desk.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("briefing.service.desk"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.filters["held_since"] = held_since
    environment.filters["words"] = lambda value: str(value).replace("_", " ")
    environment.filters["names"] = lambda actors: {actor.id: actor.name for actor in actors}
    return environment


def rendered(template: str, **values: Any) -> str:
    """A page of the desk."""
    return _environment().get_template(template).render(**values)


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
