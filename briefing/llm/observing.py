"""What a run shows of itself: fields on log records, and OpenTelemetry spans where that is installed.

Records and spans name run, article, request, model and stage. Neither holds text of an article or a reply, nor keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache
from typing import Any

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
    return trace.get_tracer("briefing")
