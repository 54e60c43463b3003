"""The endpoint in a process of its own, for benchmarks: ``python -m tests.endpoint --latency 0.2``.

Prints its root URL as the first line and serves until its standard input is closed. ``GET /stats`` tells what it
saw, and ``DELETE /stats`` has it count anew.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from typing import Annotated, Any

import typer
from aiohttp import web

from tests.endpoint.answers import FaultKind
from tests.endpoint.articles import round_of
from tests.endpoint.mix import MIXED, article_of, seeded_mix
from tests.endpoint.server import Endpoint, Script, Seen


def main(
    latency: Annotated[float, typer.Option(help="Seconds before each reply.")] = 0.0,
    faults: Annotated[float, typer.Option(help="Share of requests that are spoiled.")] = 0.0,
    seed: Annotated[int, typer.Option(help="Which requests those are.")] = 1,
    kinds: Annotated[str | None, typer.Option(help="Kinds of faults, separated by commas.")] = None,
    stats: Annotated[bool, typer.Option(help="Count requests by article.")] = False,
) -> None:
    """Serve until standard input is closed."""
    chosen = [FaultKind(kind) for kind in kinds.split(",")] if kinds else list(MIXED)
    asyncio.run(_serve(seeded_mix(seed, faults, chosen, delay=latency), stats))


async def _serve(script: Script, count_articles: bool) -> None:
    asked: Counter[str] = Counter()

    def counting(seen: Seen) -> Any:
        if count_articles:
            asked[round_of(article_of(seen) or "")] += 1
        return script(seen)

    endpoint = Endpoint(counting, keep=False)

    async def stats(_: web.Request) -> web.Response:
        return web.json_response({"requests": endpoint.count, "peak": endpoint.peak, "articles": asked})

    async def forget(_: web.Request) -> web.Response:
        endpoint.count = endpoint.peak = 0
        asked.clear()
        return web.Response(status=204)

    endpoint.routes += [web.get("/stats", stats), web.delete("/stats", forget)]
    await endpoint.start()
    print(endpoint.root, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await endpoint.stop()


if __name__ == "__main__":
    typer.run(main)
