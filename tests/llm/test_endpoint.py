"""The scripted endpoint itself: what it leaves behind would fail whichever test comes later."""

from __future__ import annotations

import asyncio
import gc
import socket
import warnings

import pytest

from tests.endpoint import Answer, Endpoint


@pytest.mark.parametrize("turns", range(8))
def test_a_connection_that_comes_while_the_endpoint_stops_is_closed(turns: int) -> None:
    async def connect_and_stop() -> socket.socket:
        async with Endpoint([Answer("unasked")]) as endpoint:
            host, port = endpoint.root.removeprefix("http://").split(":")
            connection = socket.create_connection((host, int(port)))
            for _ in range(turns):
                await asyncio.sleep(0)
        return connection

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        connection = asyncio.run(connect_and_stop())
        gc.collect()
    with connection:
        assert [str(warning.message) for warning in caught if warning.category is ResourceWarning] == []
