"""What is sent and answered about schedules and deliveries."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field

from briefing.service.delivery.outbox import Delivery
from briefing.service.delivery.targets import Secret
from briefing.service.schedules import Schedule


class TargetOut(BaseModel):
    """A target without its secrets: of a webhook no more than the host."""

    kind: str
    to: str


class ScheduleOut(BaseModel):
    """A schedule; `next` is when it is due, null where it never is again or while it is paused."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0b7f3c52a1d84f6e9c2b5a7d1e3f4a6b",
                    "name": "Morning",
                    "cron": "30 6 * * 1-5",
                    "zone": "Europe/Berlin",
                    "urls": ["https://news.example/feed.xml"],
                    "inbox": False,
                    "date": "due",
                    "max_age": 3,
                    "editor": None,
                    "replace": False,
                    "deliver": [{"kind": "webhook", "to": "https://desk.example"}],
                    "paused": False,
                    "next": "2026-04-07T04:30:00Z",
                    "created": "2026-04-06T12:00:00Z",
                }
            ]
        }
    )

    id: str
    name: str
    cron: str
    zone: str
    urls: list[str]
    inbox: bool
    date: str
    max_age: int | None
    editor: str | None
    replace: bool
    deliver: list[TargetOut]
    paused: bool
    next: dt.datetime | None
    created: dt.datetime

    @classmethod
    def of(cls, schedule: Schedule) -> ScheduleOut:
        shown = schedule.asked.model_dump(exclude={"deliver"})
        targets = [TargetOut(kind=target.kind, to=target.shown) for target in schedule.asked.deliver]
        following = _time(schedule.due)
        return cls(
            id=schedule.id,
            **shown,
            deliver=targets,
            paused=schedule.paused,
            next=following,
            created=at_time(schedule.created),
        )


class SchedulesOut(BaseModel):
    """All schedules of a tenant."""

    items: list[ScheduleOut]


class SecretIn(BaseModel):
    """A secret in the place of another."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={
            "examples": [{"target": 0, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "overlap_hours": 24}]
        },
    )

    target: int = Field(default=0, ge=0, lt=10, description="place of the webhook in `deliver`, from 0 on")
    secret: Secret
    overlap_hours: float = Field(
        default=24.0, ge=0, le=720, description="hours for which the present one signs too; 0: it ends at once"
    )


class RotatedOut(BaseModel):
    """`former_until` is when the secret before signs no more."""

    former_until: dt.datetime


class DeliveryOut(BaseModel):
    """A delivery: `waiting`, `sending`, `done`, `dead` or `cancelled`. Its id is the `webhook-id`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "5d1c2b3a4f5e6d7c8b9a0f1e2d3c4b5a",
                    "schedule": "0b7f3c52a1d84f6e9c2b5a7d1e3f4a6b",
                    "kind": "webhook",
                    "to": "https://desk.example",
                    "state": "dead",
                    "attempts": 8,
                    "next": None,
                    "error": "answered 500",
                    "created": "2026-04-07T04:31:10Z",
                    "changed": "2026-04-08T12:40:00Z",
                }
            ]
        }
    )

    id: str
    schedule: str
    kind: str
    to: str | None
    state: str
    attempts: int
    next: dt.datetime | None
    error: str | None
    created: dt.datetime
    changed: dt.datetime

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryOut:
        return cls(
            id=delivery.id,
            schedule=delivery.schedule,
            kind=delivery.kind,
            to=delivery.target.shown if delivery.target else None,
            state=delivery.state.value,
            attempts=delivery.attempts,
            next=_time(delivery.next),
            error=delivery.error,
            created=at_time(delivery.created),
            changed=at_time(delivery.changed),
        )


class DeliveriesOut(BaseModel):
    """A part of the list; `next` is the cursor of the part after it."""

    items: list[DeliveryOut]
    next: str | None = None


def at_time(seconds: float) -> dt.datetime:
    """Seconds since 1970 as a time."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _time(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else at_time(seconds)
