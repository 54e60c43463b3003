"""What a run shows of itself: fields on log records, and OpenTelemetry spans where that is installed.

Records and spans name run, article, request, model and stage. Neither holds text of an article or a reply, nor keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from briefing.errors import ModelError

_article: ContextVar[str | None] = ContextVar("briefing_article", default=None)


@contextmanager
def about(article: str) -> Iterator[None]:
    """Whatever is asked inside is about this article (its id)."""
    token = _article.set(article)
    try:
        yield
    finally:
        _article.reset(token)


def current_article() -> str | None:
    """The id of the article that is worked on, None outside of `about`."""
    return _article.get()


@contextmanager
def span(name: str, attributes: Mapping[str, str | int | float]) -> Iterator[Any]:
    """A span of a trace, or nothing where OpenTelemetry is not installed (extra ``otel``).

    The value is the span, or None. An exception that leaves it is told by its kind alone: its message may quote a
    provider, which may quote the article.
    """
    tracer = _tracer()
    if tracer is None:
        yield None
        return
    with tracer.start_as_current_span(
        name, attributes=dict(attributes), record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield current
        except Exception as error:
            _mark_failed(current, error)
            raise


def _mark_failed(current: Any, error: Exception) -> None:
    from opentelemetry.trace import StatusCode

    fault = error.fault.value if isinstance(error, ModelError) and error.fault else None
    current.set_attribute("error.type", fault or type(error).__name__)
    current.set_status(StatusCode.ERROR, error.summary if isinstance(error, ModelError) else None)


@cache
def _tracer() -> Any:
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    return trace.get_tracer("briefing")
