"""What answers look like, for OpenAPI and for callers; and the cursors of lists."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from briefing.service.archive import PageHead
from briefing.service.jobs import Job, JobState
from briefing.service.problems import MEDIA_TYPE, ProblemDetails


class ProblemOut(BaseModel):
    """A problem (RFC 9457). ``code`` stays what it is over releases."""

    type: str
    title: str
    status: int
    code: str
    detail: str


class JobOut(BaseModel):
    """A job: ``queued``, ``running``, ``done``, ``failed`` or ``cancelled``."""

    id: str
    state: str
    seen: int
    attempts: int
    created: dt.datetime
    changed: dt.datetime
    page: str | None = Field(default=None, description="the page that it made, in the revision that it made")
    problem: dict[str, Any] | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return JobState(self.state).over

    @classmethod
    def of(cls, job: Job, page: PageHead | None = None) -> JobOut:
        return cls(
            id=job.id,
            state=job.state.value,
            seen=job.seen,
            attempts=job.attempts,
            created=dt.datetime.fromtimestamp(job.created, dt.UTC),
            changed=dt.datetime.fromtimestamp(job.changed, dt.UTC),
            page=f"/v1/briefings/{page.day}?revision={page.revision}" if page else None,
            problem=job.problem,
        )


class PageOut(BaseModel):
    """What a list says of a page."""

    date: dt.date
    revision: int
    digest: str
    made_at: dt.datetime
    articles: int
    stories: int
    headline: str
    href: str

    @classmethod
    def of(cls, head: PageHead) -> PageOut:
        return cls(
            date=head.day,
            revision=head.revision,
            digest=head.digest,
            made_at=head.made_at,
            articles=head.articles,
            stories=head.stories,
            headline=head.headline,
            href=f"/v1/briefings/{head.day}",
        )


class PagesOut(BaseModel):
    """A part of the list; ``next`` is the cursor of the part after it."""

    items: list[PageOut]
    next: str | None = None


class RowsOut(BaseModel):
    """A part of a list of the ledger, of the search or of the log."""

    items: list[dict[str, Any]]
    next: str | None = None


def cursor(value: object) -> str:
    """Where a list goes on. Callers send it back as it is."""
    return base64.urlsafe_b64encode(str(value).encode()).decode().rstrip("=")


def number_at(text: str | None) -> int:
    """The number in a cursor, 0 without one."""
    value = _read(text) if text else "0"
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise _bad_cursor()
    return int(value)


def day_at(text: str | None) -> dt.date | None:
    """The day in a cursor."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(_read(text))
    except ValueError:
        raise _bad_cursor() from None


def _read(text: str) -> str:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        raise _bad_cursor() from None


def _bad_cursor() -> ProblemDetails:
    return ProblemDetails(422, "no cursor that a list gave", code="cursor")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for OpenAPI."""
    schema = {"$ref": "#/components/schemas/ProblemOut"}
    return {
        status: {"description": "a problem (RFC 9457)", "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in (401, 403, 408, 413, 422, 429, 500, 503, *statuses)
    }
