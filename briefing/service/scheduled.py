"""A schedule as it is sent and as it is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from briefing import Document
from briefing.service.delivery.targets import Target
from briefing.service.due import day_of, next_due
from briefing.service.requests import JobRequest, PageWishes, Url


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
