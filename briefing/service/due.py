"""When a schedule is due: a cron expression, read in a time zone.

Where clocks change, it is as with Debian's cron: a time of day that is skipped comes right after the gap, one that is
there twice comes once; expressions for every minute or hour follow the time that passes.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
