"""Dates as carriers state them: ISO 8601, the mail form of RFC 5322, or seconds since 1970."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from pydantic import TypeAdapter, ValidationError

_MOMENT = TypeAdapter(datetime)
_MAX_LENGTH = 64


def carried_time(value: object) -> datetime | None:
    """The time that ``value`` states, None where it is no such form: ``12/01/2022`` is not guessed at.

    A day without a time becomes its midnight, without a zone.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip()[:_MAX_LENGTH]
    try:
        return _MOMENT.validate_python(value)
    except ValidationError:
        pass
    try:
        return parsedate_to_datetime(value) if isinstance(value, str) else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
