"""What stands around every request: its number, the bounds of its body, the headers of its answer, the counters."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefing.service.options import ServiceOptions
from briefing.service.problems import ProblemDetails, Shown, fault, shown


class Counters:
    """What is counted. No label holds what a caller made up, or whose request it was."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "briefing_requests", "Requests by route and status.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "briefing_request_seconds", "Seconds until a request was answered.", ("route",), registry=self.registry
        )
        self._deliveries = Gauge("briefing_deliveries", "Deliveries by state.", ("state",), registry=self.registry)
        self._jobs = Gauge("briefing_jobs", "Jobs by state.", ("state",), registry=self.registry)

    def request(self, scope: Any, status: int, seconds: float) -> None:
        """Count a request."""
        method, route = _named(scope)
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, jobs: dict[str, int], deliveries: dict[str, int]) -> bytes:
        """All of it, as Prometheus reads it."""
        for state, count in deliveries.items():
            self._deliveries.labels(state).set(count)
        for state, count in jobs.items():
            self._jobs.labels(state).set(count)
        return generate_latest(self.registry)


def _named(scope: Any) -> tuple[str, str]:
    """The method and the route of a request, without a word of its caller's."""
    method = scope["method"] if scope["method"] in _METHODS else "other"
    return method, str(getattr(scope.get("route"), "path", "none"))


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


logger = logging.getLogger("briefing.service")

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_READ = ("/v1/briefings", "/v1/feed", "/desk")
"""Where there are pages, for which HEAD is answered."""
_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of what says nothing of its own: nothing is loaded, nothing runs, nobody frames it."""


class Guard:
    """ASGI middleware, outermost. Starlette's own base for middleware costs a task for each request."""

    def __init__(
        self, app: ASGIApp, options: ServiceOptions, counters: Counters, pages: Mapping[str, Shown] | None = None
    ) -> None:
        self._app = app
        self._pages = pages or {}
        self._options = options
        self._counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, answer_of = _as_get(scope, send)
        number = uuid.uuid4().hex[:16]
        scope.setdefault("state", {})["request_id"] = number
        answer = _HeadedAnswer(answer_of, number)
        began = time.perf_counter()
        try:
            body = _Body(receive, scope, self._options)
            await self._app(scope, body.receive, answer.send)
        except ProblemDetails as problem:
            await self._instead(problem, scope, receive, answer)
        except Exception as error:
            await self._instead(fault(error, number), scope, receive, answer)
        finally:
            seconds = time.perf_counter() - began
            self._counters.request(scope, answer.status, seconds)
            logger.info("request %s: %s %s %d in %.0f ms", number, *_named(scope), answer.status, seconds * 1_000)

    async def _instead(self, problem: ProblemDetails, scope: Scope, receive: Receive, answer: _HeadedAnswer) -> None:
        if answer.status:  # the answer has begun: it can only be broken off
            raise RuntimeError("an answer was broken off") from None
        problem.headers.setdefault("connection", "close")
        await shown(problem, scope["path"], self._pages)(scope, receive, answer.send)


def _as_get(scope: Scope, send: Send) -> tuple[Scope, Send]:
    """A HEAD of a page as its GET, whose body is not sent."""
    if scope["method"] != "HEAD" or not scope["path"].startswith(_READ):
        return scope, send

    async def without_body(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return {**scope, "method": "GET"}, without_body


class _HeadedAnswer:
    """Sends, with the headers that every answer has."""

    def __init__(self, send: Send, number: str) -> None:
        self._send = send
        self._number = number
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _ALWAYS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", _CSP)
            headers.setdefault("cache-control", "no-store")
            headers["x-request-id"] = self._number
        await self._send(message)


class _Body:
    """Receives a body, no larger and no slower than is allowed."""

    def __init__(self, receive: Receive, scope: Scope, options: ServiceOptions) -> None:
        self._receive = receive
        self._most = options.most_body
        self._seconds = options.body_seconds
        self._until = time.monotonic() + options.body_seconds
        self._got = 0
        self._whole = False
        for name, value in scope["headers"]:
            if name == b"content-length" and (not value.isdigit() or int(value[:20]) > self._most):
                raise self._too_large()

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, self._until - time.monotonic())):
                message = await self._receive()
        except TimeoutError:
            raise ProblemDetails(408, f"the body was not there within {self._seconds:g} seconds") from None
        self._got += len(message.get("body", b""))
        if self._got > self._most:
            raise self._too_large()
        self._whole = not message.get("more_body", False)
        return message

    def _too_large(self) -> ProblemDetails:
        return ProblemDetails(413, f"the body has more than {self._most} bytes")
