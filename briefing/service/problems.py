"""Problems as RFC 9457 has them: each with a status, a code that stays, and the words of the API."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from briefing import BriefingError, DataError, ModelError, SourceError, UsageError

logger = logging.getLogger("briefing.service")

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: ("bad_request", "The request can't be read"),
    401: ("no_key", "A valid API key is needed"),
    403: ("forbidden", "The key does not allow this"),
    404: ("not_found", "There is nothing here"),
    405: ("method", "This method is not for here"),
    406: ("not_acceptable", "There is no such form of it"),
    408: ("too_slow", "The request took too long"),
    409: ("conflict", "It contradicts what is there"),
    413: ("too_large", "The request is too large"),
    415: ("media_type", "This kind of content is not taken"),
    422: ("invalid", "The request is not valid"),
    429: ("too_many", "Too many requests"),
    500: ("fault", "The service failed"),
    503: ("unavailable", "The service can't do this now"),
}
_MOST_ERRORS = 20


class ProblemDetails(Exception):  # noqa: N818 - RFC 9457 calls it so
    """What a caller is told went wrong."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        known, title = _TITLES.get(status, ("error", "Error"))
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {"type": f"urn:briefing:problem:{code or known}", "title": title, "status": status}
        self.body |= {"code": code or known, "detail": detail, **more}

    def response(self) -> Response:
        return Response(
            json.dumps(self.body, ensure_ascii=True), self.status, media_type=MEDIA_TYPE, headers=self.headers
        )


def told(error: BriefingError) -> ProblemDetails:
    """An error of the library as a problem, in words for whoever sent a request."""
    if isinstance(error, DataError):
        logger.error("%s", error)
        return ProblemDetails(503, "the database or a file of the service can't be used", headers={"Retry-After": "5"})
    words = spoken(str(error)) or "the request can't be answered"
    if isinstance(error, UsageError):
        return ProblemDetails(409, words, code="refused")
    if isinstance(error, ModelError):
        return ProblemDetails(503, error.summary, code="model", headers={"Retry-After": "30"})
    if isinstance(error, SourceError):
        return ProblemDetails(422, words, code="no_article")
    return ProblemDetails(422, words, code="no_brief")


Shown = Callable[[ProblemDetails], Response]


def add_to(app: FastAPI, pages: Mapping[str, Shown] | None = None) -> None:
    """Answer every error of an application as a problem.

    Args:
        pages: how problems are shown to people, by the path below which there are pages.
    """
    read = _Errors(pages or {})
    for kind in (ProblemDetails, BriefingError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, read.answer)


class _Errors:
    """Errors as problems, or as pages where there are pages."""

    def __init__(self, pages: Mapping[str, Shown]) -> None:
        self._pages = pages

    async def answer(self, request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and error.status_code < 400:  # leads elsewhere
            return Response(status_code=error.status_code, headers=error.headers)
        return shown(as_problem(error), request.url.path, self._pages)


def shown(problem: ProblemDetails, path: str, pages: Mapping[str, Shown]) -> Response:
    """A problem as a page where the path is one of pages, else by RFC 9457."""
    show = next((show for base, show in pages.items() if path == base or path.startswith(f"{base}/")), None)
    return show(problem) if show else problem.response()


def as_problem(error: Exception) -> ProblemDetails:
    """One of the errors that routes raise."""
    if isinstance(error, ProblemDetails):
        return error
    if isinstance(error, BriefingError):
        return told(error)
    if isinstance(error, RequestValidationError):
        return invalid(error.errors())
    assert isinstance(error, HTTPException)
    title = _TITLES.get(error.status_code, ("error", "Error"))[1]
    return ProblemDetails(error.status_code, title, headers=error.headers)


def invalid(errors: Any) -> ProblemDetails:
    """What is wrong with a request, by place. The values themselves are not repeated."""
    places = [
        {"at": "/".join(map(str, each["loc"]))[:200], "reason": each["msg"][:200]} for each in errors[:_MOST_ERRORS]
    ]
    said = "1 place is" if len(errors) == 1 else f"{len(errors)} places are"
    return ProblemDetails(422, f"{said} not valid", errors=places)


def fault(error: Exception, request_id: str) -> ProblemDetails:
    """A fault of ours: the log has it, the caller its number."""
    logger.error("request %s failed", request_id, exc_info=error)
    return ProblemDetails(500, "the service failed; its log has more under this request's number", request=request_id)


_INSTEAD: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"--replace-day\b"), 'send "replace": true to have the day rewritten'),
    (re.compile(r"\braise max_(bytes|characters)\b"), "split it"),
    (re.compile(r"--date\b"), 'or send the day as "date"'),
    (re.compile(r"--fallback\b"), "send the request again later"),
    (re.compile(r"--(base|allow)\b"), "only what the page itself keeps of its sources is read here"),
)
"""What a caller can do instead of what a hint tells whoever is at a command line."""
_OPERATORS = re.compile(
    r"(?<![\w-])--[a-z]"  # flags
    r"|`?\bbriefing (models|generate|ledger|people|keys|trust|serve|mcp)\b"
    r"|\b(llm|extraction|sources|cleaning|rendering)\.[a-z_]+"  # settings
    r"|\b(unset|set) [a-z]+_[a-z_]+\b"
    r"|\b[A-Z]+_API_KEY\b|\bBRIEFING_[A-Z]+\b"
    r"|\bSOURCE_DATE_EPOCH\b|benchmarks/|`make "
)
_LEDGER = re.compile(r"^ledger \S+: ")
"""Where the ledger is, is for whoever runs the service to know."""


def spoken(text: str) -> str:
    """A message without hints that a caller can't follow, and with those that they can."""
    clauses = [_clause(clause) for clause in _LEDGER.sub("the ledger: ", text).split("; ")]
    return "; ".join(dict.fromkeys(clause for clause in clauses if clause))


def _clause(clause: str) -> str:
    for flag, instead in _INSTEAD:
        if flag.search(clause):
            return instead
    return "" if _OPERATORS.search(clause) else clause
