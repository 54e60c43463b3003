"""Counters for Prometheus, in a registry of each service's own."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


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
        route = str(getattr(scope.get("route"), "path", "none"))
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, jobs: dict[str, int], deliveries: dict[str, int]) -> bytes:
        """All of it, as Prometheus reads it."""
        for state, count in deliveries.items():
            self._deliveries.labels(state).set(count)
        for state, count in jobs.items():
            self._jobs.labels(state).set(count)
        return generate_latest(self.registry)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
