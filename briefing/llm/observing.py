"""A span for each attempt, with its figures, where OpenTelemetry is installed.

`briefing.observability` says what is worked on; a span here stands inside of that and says what the model took. It
holds no text of an article or a reply, and no key.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any


def span(name: str, attributes: Mapping[str, str | int | float]) -> AbstractContextManager[Any]:
    """A span of a trace, or nothing where OpenTelemetry is not installed (extra ``otel``).

    The value is the span, or None. An exception that leaves it is recorded by its type and message, which hold no
    article text.
    """
    tracer = _tracer()
    if tracer is None:
        return nullcontext()
    found: AbstractContextManager[Any] = tracer.start_as_current_span(name, attributes=dict(attributes))
    return found


@cache
def _tracer() -> Any:
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    return trace.get_tracer("briefing.llm")
