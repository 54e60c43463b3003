"""The application: routes, problems and the guard around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from briefing import Settings, __version__
from briefing.service import problems
from briefing.service.desk.mounting import BASE, add_desk, problem_page
from briefing.service.guard import Guard
from briefing.service.mcp_mounting import agent_router
from briefing.service.options import ServiceOptions
from briefing.service.requests import BriefingIn
from briefing.service.routes.answers import ProblemOut
from briefing.service.routes.making import jobs_router, making_router
from briefing.service.routes.reading import ledger_router, pages_router
from briefing.service.routes.running import router as running_router
from briefing.service.routes.schedule_answers import SecretIn
from briefing.service.routes.scheduling import router as schedules_router
from briefing.service.scheduled import ScheduleIn
from briefing.service.state import Service


def make_app(options: ServiceOptions | None = None, settings: Settings | None = None) -> FastAPI:
    """The service as an ASGI application. Its database is opened here, and closed when the application ends.

    Args:
        settings: how pages are made; the defaults if None, which ask no model.
    """
    options = options or ServiceOptions()
    service = Service(options, settings or Settings())

    @asynccontextmanager
    async def running_service(_: FastAPI) -> AsyncIterator[None]:
        service.start()
        try:
            yield
        finally:
            await asyncio.to_thread(service.close)

    app = FastAPI(
        title="briefing",
        version=__version__,
        summary="Structured, auditable news briefings.",
        lifespan=running_service,
        openapi_url="/v1/openapi.json",
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    own = (pages_router, ledger_router, making_router, jobs_router, schedules_router, running_router)
    for router in (*own, agent_router()):
        app.include_router(router)
    add_desk(app, service)
    people = {BASE: problem_page}
    problems.add_to(app, people)
    app.add_middleware(Guard, options=options, counters=service.counters, pages=people)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign] # as FastAPI's own documentation does it
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The description, with the schemas of what is read by hand and of problems."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        for model in (BriefingIn, ScheduleIn, SecretIn, ProblemOut):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {})
            schemas[model.__name__] = schema
        made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        for path, operations in made["paths"].items():
            for operation in operations.values():
                operation["security"] = [] if path in ("/healthz", "/readyz") else [{"key": []}]
        app.openapi_schema = made
    return app.openapi_schema
