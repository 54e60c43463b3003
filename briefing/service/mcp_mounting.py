"""Agents at ``/mcp`` of a running service: streamable HTTP, with the keys, scopes and tenants of the API."""

from __future__ import annotations

import asyncio
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope

from briefing import BriefingError
from briefing.service.auth import needs, too_many
from briefing.service.keys import Key, Scope
from briefing.service.problems import ProblemDetails, told
from briefing.service.state import Service, service_of

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

MOST_BYTES = 1_000_000
"""Of one call: names of tools and short arguments."""


def agent_router() -> APIRouter:
    """The one address. What it answers is the protocol's own, and stands in no description of the API.

    Each call is a request of its own: no session is kept, so nothing of one caller can be taken up by another, and any
    process of several answers. GET, which would hold a stream open, and DELETE are not for here.
    """
    router, servers = APIRouter(include_in_schema=False), _Servers()

    @router.post("/mcp", response_class=Response)
    async def called(request: Request, key: Annotated[Key, Depends(needs(Scope.READ))]) -> Response:
        if not _is_ours(request):
            raise ProblemDetails(403, "this was sent by a page of another site", code="origin")
        service = service_of(request)
        return _Answered(await service.off(servers.of, service, key.tenant), service, key.tenant)

    return router


class _Servers:
    """A server for each tenant, made once: it knows no other tenant's shelf, whatever it is asked."""

    def __init__(self) -> None:
        self._made: dict[str, Server[Any]] = {}
        self._lock = Lock()

    def of(self, service: Service, tenant: str) -> Server[Any]:
        from briefing.service.mcp_server import archive_server  # imports the SDK, which takes a second

        with self._lock:
            if tenant not in self._made:
                made = archive_server(service.shelf(tenant), _said)
                made.streamable_http_app()  # which alone shows the server below
                self._made[tenant] = made.session_manager.app
            return self._made[tenant]


class _Answered(Response):
    """A response that the SDK writes itself."""

    def __init__(self, server: Server[Any], service: Service, tenant: str) -> None:
        super().__init__()
        self._server, self._service, self._tenant = server, service, tenant

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        seconds, busy = self._service.options.agent_seconds, self._service.agents
        if busy[self._tenant] >= self._service.options.most_agents:
            raise too_many(1)
        busy[self._tenant] += 1
        try:
            async with asyncio.timeout(seconds):
                await self._answer(scope, receive, send)
        except TimeoutError:
            raise ProblemDetails(503, f"it took more than {seconds:g} seconds: ask for less", code="too_slow") from None
        finally:
            busy[self._tenant] -= 1

    async def _answer(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        # One for each call: it can be run once, and outlives nothing that way.
        manager = StreamableHTTPSessionManager(
            self._server, json_response=True, stateless=True, max_request_body_size=MOST_BYTES
        )
        async with manager.run():
            await manager.handle_request(scope, receive, send)


def _said(error: BriefingError) -> str:
    """As the API tells it: what is wrong with a database or a file is for whoever runs the service."""
    return str(told(error).body["detail"])


def _is_ours(request: Request) -> bool:
    """Whether no page of another site sent it. Programs name no origin; the protocol asks that one be looked at."""
    origin, host = request.headers.get("origin"), request.headers.get("host")
    return origin is None or origin in (f"http://{host}", f"https://{host}")
