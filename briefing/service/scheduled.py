"""A schedule as it is sent and as it is kept, and when it is due."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from briefing import Document
from briefing.service.delivery.targets import Target
from briefing.service.requests import JobRequest, PageWishes, Url

_FIELDS = 5
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
_LATEST_YEAR = 9_000
"""Far from the end of the calendar, at which arithmetic fails."""


def next_due(cron: str, zone: str, after: float) -> float | None:
    """The first due time after a time, both in seconds since 1970; None where none comes.

    Raises:
        ValueError: there is no such zone, or the expression is none.
    """
    from cronsim import CronSim, CronSimError

    if len(cron.split()) != _FIELDS:
        raise ValueError("a cron expression has five fields: minute, hour, day, month, weekday")
    start = dt.datetime.fromtimestamp(after, zone_named(zone))
    try:
        for found in CronSim(cron, start):
            # In the hour that comes twice, the first of both may be over already.
            if found.timestamp() > after:
                return found.timestamp()
            if found.year > _LATEST_YEAR:
                break
    except CronSimError as error:
        raise ValueError(f"no cron expression ({error})") from None
    return None


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its name in the IANA's list.

    Raises:
        ValueError: there is none of this name.
    """
    if not _ZONE.fullmatch(name):
        raise ValueError("no time zone: use a name such as Europe/Berlin")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise ValueError("there is no such time zone: use a name such as Europe/Berlin") from None


def day_of(due: float, zone: str) -> dt.date:
    """The day on which a time falls there."""
    return dt.datetime.fromtimestamp(due, zone_named(zone)).date()


class ScheduleIn(BaseModel):
    """A page that is made again and again, of what stands at its addresses then."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={
            "examples": [
                {
                    "name": "Morning",
                    "cron": "30 6 * * 1-5",
                    "zone": "Europe/Berlin",
                    "urls": ["https://news.example/feed.xml"],
                    "max_age": 3,
                    "deliver": [
                        {
                            "kind": "webhook",
                            "url": "https://desk.example/hooks/briefing",
                            "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        },
                        {"kind": "mail", "to": "desk@news.example"},
                        {"kind": "store", "store": "archive", "forms": ["html", "json"]},
                    ],
                }
            ]
        },
    )

    name: Annotated[str, StringConstraints(max_length=200)] = ""
    cron: Annotated[str, StringConstraints(min_length=9, max_length=100)] = Field(
        description="minute, hour, day of the month, month, day of the week", examples=["30 6 * * 1-5"]
    )
    zone: Annotated[str, StringConstraints(max_length=64)] = Field(
        default="UTC", description="a time zone of the IANA's list", examples=["Europe/Berlin"]
    )
    urls: tuple[Url, ...] = Field(default=(), max_length=100, description="feeds and articles")
    inbox: bool = Field(default=False, description="also take the files of the folder that the operator has for you")
    date: Literal["due", "published"] = Field(
        default="due", description="day of the page: that on which it is due, or the latest publication date"
    )
    max_age: int | None = Field(default=None, ge=0, le=3_650, description="days before it that an article may be of")
    editor: Annotated[str, StringConstraints(max_length=200)] | None = None
    replace: bool = Field(
        default=False, description="rewrite the day where the ledger holds it, as a page made twice a day needs it"
    )
    deliver: tuple[Target, ...] = Field(default=(), max_length=10)

    @model_validator(mode="after")
    def _possible(self) -> ScheduleIn:
        if not self.urls and not self.inbox:
            raise ValueError("neither urls nor the inbox")
        next_due(self.cron, self.zone, 0.0)
        return self

    def request(self, due: float, documents: tuple[Document, ...]) -> JobRequest:
        """What the job of a due time works on."""
        wishes = PageWishes(
            date=day_of(due, self.zone) if self.date == "due" else None,
            max_age=self.max_age,
            editor=self.editor,
            replace=self.replace,
        )
        return JobRequest(documents=documents, urls=self.urls, wishes=wishes)
