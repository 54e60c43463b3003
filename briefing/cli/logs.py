"""Logs of the command line: to stderr, a line a record, as text or JSON."""

from __future__ import annotations

import logging
import sys
import warnings
from enum import StrEnum

from briefing.characters import shown


class LogForm(StrEnum):
    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class _Line(logging.Formatter):
    """One line a record; the traceback of a fault only where details were asked for."""

    def __init__(self, traceback: bool) -> None:
        super().__init__("%(levelname)s %(message)s")
        self._traceback = traceback

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and not self._traceback:
            fault = record.exc_info[1]
            line = (
                f"{record.levelname} {record.getMessage()}: {type(fault).__name__}: {fault} (--log-level debug: more)"
            )
        else:
            line = super().format(record)
        source = getattr(record, "article", None)
        return shown(f"{line} [{source}]" if source else line)


def set_up(level: LogLevel, form: LogForm) -> None:
    """Send what this package logs to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    if form is LogForm.JSON:
        from pythonjsonlogger.json import JsonFormatter

        handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", timestamp=False))
    else:
        handler.setFormatter(_Line(traceback=level is LogLevel.DEBUG))
    package = logging.getLogger("briefing")
    package.handlers = [handler]
    package.setLevel(level.value.upper())
    package.propagate = False
    # litellm serialises replies of a shape it does not expect; pydantic's warning would quote them.
    warnings.filterwarnings("ignore", message="Pydantic serializer warnings", category=UserWarning)
