"""What the desk's pages show of schedules, and a schedule as its form sends it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from briefing.errors import UsageError
from briefing.service.delivery.outbox import Delivery
from briefing.service.due import zone_named
from briefing.service.scheduled import ScheduleIn
from briefing.service.schedules import Result, Schedule, Schedules

MOST_WRONG = 5
FIELDS = ("name", "cron", "zone", "urls", "inbox", "date", "max_age", "editor", "replace")
TARGETS = ("webhook", "secret", "mail", "store")
"""Fields of the form that say where the page goes, each at most once; schedules with more are made over the API."""


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A schedule with what came of its last times, latest first. Times are those of its zone."""

    id: str
    name: str
    asked: ScheduleIn
    paused: bool
    next: str | None
    results: tuple[tuple[str, Result], ...]

    @property
    def last(self) -> tuple[str, Result] | None:
        return self.results[0] if self.results else None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery in words, without what is secret of its target."""

    id: str
    kind: str
    to: str
    state: str
    attempts: int
    next: str | None
    error: str | None
    created: str


def schedule_view(schedules: Schedules, schedule: Schedule, *, results: int) -> ScheduleView:
    """A schedule with its last results, so many at most."""
    zone = schedule.asked.zone
    found = schedules.results(schedule.tenant, schedule.id, limit=results)
    told = tuple((_time(each.due, zone), each) for each in found)
    following = None if schedule.due is None else _time(schedule.due, zone)
    name = schedule.asked.name.strip() or f"{schedule.asked.cron} {zone}"
    return ScheduleView(schedule.id, name, schedule.asked, schedule.paused, following, told)


def delivery_view(delivery: Delivery) -> DeliveryView:
    """A delivery, its times in UTC."""
    return DeliveryView(
        id=delivery.id,
        kind=delivery.kind,
        to=delivery.target.shown if delivery.target else "a schedule that is gone",
        state=delivery.state.value,
        attempts=delivery.attempts,
        next=None if delivery.next is None else _time(delivery.next, "UTC"),
        error=delivery.error,
        created=_time(delivery.created, "UTC"),
    )


def schedule_sent(form: dict[str, str]) -> ScheduleIn:
    """A schedule as the form says it.

    Raises:
        UsageError: it can't be one; the message names the fields, and repeats no value.
    """
    asked: dict[str, Any] = {name: form[name].strip() for name in ("name", "cron", "zone") if form.get(name)}
    asked |= {"urls": form.get("urls", "").split(), "inbox": bool(form.get("inbox"))}
    asked |= {"date": form.get("date") or "due", "replace": bool(form.get("replace"))}
    asked |= {name: form[name].strip() for name in ("max_age", "editor") if form.get(name, "").strip()}
    try:
        return ScheduleIn.model_validate({**asked, "deliver": _targets(form)})
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False, include_context=False)
        said = [f"{_field(each['loc'])}: {each['msg'].removeprefix('Value error, ')}" for each in wrong[:MOST_WRONG]]
        raise UsageError("; ".join(said)) from None


def _targets(form: dict[str, str]) -> list[dict[str, str]]:
    said = {name: form.get(name, "").strip() for name in TARGETS}
    found: list[dict[str, str]] = []
    if said["webhook"] or said["secret"]:
        found.append({"kind": "webhook", "url": said["webhook"], "secret": said["secret"]})
    if said["mail"]:
        found.append({"kind": "mail", "to": said["mail"]})
    if said["store"]:
        found.append({"kind": "store", "store": said["store"]})
    return found


def _field(place: tuple[int | str, ...]) -> str:
    """Where a fault is, as the form's labels have it."""
    words = [str(each) for each in place if not isinstance(each, int)]
    return " ".join(words).replace("deliver ", "").replace("_", " ") or "schedule"


def _time(seconds: float, zone: str) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, zone_named(zone)):%Y-%m-%d %H:%M} {zone}"
