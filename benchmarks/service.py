"""The service beside a bare FastAPI hello, its loop under fifty jobs, and its memory over thousands of requests.

    python benchmarks/service.py

Both servers run on loopback in processes of their own and are asked in turn, in rounds, by the same client over
connections that stay open: what the machine does meanwhile hits both. Exit code 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROUNDS = 6
TOLD = (
    "Harbour union offers ferry firm a truce\n\nThe harbour union offered Norline a truce of {n} days if the firm "
    "takes back 40 dismissed deckhands.\n\nNorline has not yet answered the offer, a spokeswoman said on Monday."
)


def hello(port: int) -> None:
    import uvicorn
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/")
    async def root() -> dict[str, str]:
        return {"hello": "world"}

    uvicorn.run(app, port=port, log_config=None, access_log=False)


def service(port: int, folder: Path) -> None:
    """The service, with one more address that tells the longest pauses of its loop."""
    import uvicorn

    import briefing
    from briefing.service.app import make_app
    from briefing.service.keys import Scope
    from briefing.service.options import ServiceOptions

    options = ServiceOptions(database=str(folder / "s.db"), jobs=2)
    app = make_app(options, briefing.Settings(ledger=str(folder / "l.db")))
    token, _ = app.state.service.keys.new("main", "", list(Scope), per_minute=10_000_000)
    (folder / "token").write_text(token)
    pauses: list[float] = []
    watching: list[asyncio.Task[None]] = []

    async def watch() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            pauses.append(time.perf_counter() - before - 0.01)

    @app.get("/pauses")
    async def told() -> list[float]:
        if not watching:
            watching.append(asyncio.create_task(watch()))
        found = pauses[:]
        pauses.clear()
        return found

    uvicorn.run(app, port=port, log_config=None, access_log=False)


async def load(client: httpx.AsyncClient, path: str, headers: dict[str, str], count: int) -> tuple[float, list[float]]:
    """Requests a second, and how long each took, with eight at once."""
    took: list[float] = []
    left = iter(range(count))

    async def ask() -> None:
        for _ in left:
            before = time.perf_counter()
            answer = await client.get(path, headers=headers)
            took.append(time.perf_counter() - before)
            assert answer.status_code == 200, answer.text

    began = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(8)))
    return count / (time.perf_counter() - began), took


async def measured(ports: tuple[int, int], folder: Path, pid: int, requests: int, jobs: int) -> bool:
    limits = httpx.Limits(max_connections=8, max_keepalive_connections=8)
    token = await until_there(folder, ports)
    key = {"authorization": f"Bearer {token}"}
    page = key | {"accept": "text/html"}
    async with (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{ports[0]}", limits=limits, timeout=60) as bare,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{ports[1]}", limits=limits, timeout=60) as ours,
    ):
        await make(ours, key, 1)
        await load(ours, "/v1/briefings/2026-04-01", page, 200)
        await load(bare, "/", {}, 200)
        rates: tuple[list[float], list[float]] = ([], [])
        times: tuple[list[float], list[float]] = ([], [])
        memory = []
        for _ in range(ROUNDS):
            for at, (client, path, headers) in enumerate(((bare, "/", {}), (ours, "/v1/briefings/2026-04-01", page))):
                rate, took = await load(client, path, headers, requests // ROUNDS)
                rates[at].append(rate)
                times[at].extend(took)
            memory.append(resident(pid))
        ratio = sorted(rates[1])[ROUNDS // 2] / sorted(rates[0])[ROUNDS // 2]
        slow = [at_99(each) for each in times]
        size = len((await ours.get("/v1/briefings/2026-04-01", headers=page)).content)
        print(f"hello {sorted(rates[0])[ROUNDS // 2]:.0f}/s, p99 {slow[0] * 1000:.1f} ms")
        print(f"page of {size / 1000:.0f} kB {sorted(rates[1])[ROUNDS // 2]:.0f}/s, p99 {slow[1] * 1000:.1f} ms")
        print(f"ratio {ratio:.2f} (at least .5), p99 {slow[1] / slow[0]:.1f} times (at most 3)")
        grown = memory[-1] - memory[1]
        print(
            f"memory over {requests} requests: {', '.join(f'{each:.0f}' for each in memory)} MB (flat: at most 5 more)"
        )
        await ours.get("/pauses")
        began = time.perf_counter()
        await make(ours, key, jobs)
        pauses = (await ours.get("/pauses")).json()
        done = time.perf_counter() - began
    pause = at_99(pauses)
    print(
        f"{jobs} jobs at once in {done:.1f} s: pauses of the loop p99 {pause * 1000:.1f} ms (below 100), "
        f"longest {max(pauses) * 1000:.0f} ms"
    )
    return ratio >= 0.5 and slow[1] <= 3 * slow[0] and pause < 0.1 and grown <= 5


async def make(client: httpx.AsyncClient, key: dict[str, str], count: int) -> None:
    """Put jobs in line at once, and wait for all."""
    bodies = [
        {"articles": [{"text": TOLD.format(n=number)}] * 1, "date": "2026-04-01", "replace": True}
        for number in range(count)
    ]
    put = await asyncio.gather(*(client.post("/v1/briefings", json=body, headers=key) for body in bodies))
    waiting = {answer.json()["id"] for answer in put}
    while waiting:
        await asyncio.sleep(0.2)
        ident = next(iter(waiting))
        state = (await client.get(f"/v1/jobs/{ident}", headers=key)).json()["state"]
        assert state != "failed"
        if state == "done":
            waiting.discard(ident)


async def until_there(folder: Path, ports: tuple[int, int]) -> str:
    for port in ports:
        for _ in range(600):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            except OSError:
                await asyncio.sleep(0.2)
    return (folder / "token").read_text()


def at_99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)] if values else 0.0


def resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=5_000)
    parser.add_argument("--jobs", type=int, default=50)
    parser.add_argument("--be", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.be:
        kind, port, folder = given.be
        hello(int(port)) if kind == "hello" else service(int(port), Path(folder))
        return
    with tempfile.TemporaryDirectory() as name:
        ports = (free_port(), free_port())
        servers = [
            subprocess.Popen([sys.executable, __file__, "--be", kind, str(port), name])
            for kind, port in zip(("hello", "service"), ports, strict=True)
        ]
        try:
            well = asyncio.run(measured(ports, Path(name), servers[1].pid, given.requests, given.jobs))
        finally:
            for server in servers:
                server.kill()
                server.wait()
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
