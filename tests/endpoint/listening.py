"""A web application that listens on loopback, and leaves no connection behind."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

from aiohttp import web

_BACKLOG = 1024
_TURNS_OF_ACCEPTING = 5
"""Turns of the event loop in which asyncio makes a connection that it has accepted: two in CPython 3.11 to 3.13."""


@contextlib.asynccontextmanager
async def listening(app: web.Application, port: int = 0) -> AsyncIterator[str]:
    """The address of an application, as long as the context lasts; a port of 0 takes a free one."""
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    taken = socket.create_server(("127.0.0.1", port), backlog=_BACKLOG)
    try:
        await web.SockSite(runner, taken, backlog=_BACKLOG).start()
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        # A connection that asyncio has accepted and not yet made when its server closes is never closed by anybody:
        # it is found much later, as a warning in whichever test runs then. So the accepting ends first.
        asyncio.get_running_loop().remove_reader(taken)
        for _ in range(_TURNS_OF_ACCEPTING):
            await asyncio.sleep(0)
        await runner.cleanup()
