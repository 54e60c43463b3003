"""A cluster on one machine beside one process: articles a second, memory of a worker, and the grouping of a large day.

    .venv/bin/python -m benchmarks.cluster                              4,000 articles, 200 ms: local, 1 and 2 workers
    .venv/bin/python -m benchmarks.cluster --articles 120 --block 20 --in-flight 16 --kills 10     a worker killed
    .venv/bin/python -m benchmarks.cluster --memory 2000,10000          memory of a worker by the length of the run
    .venv/bin/python -m benchmarks.cluster --group 5000,20000 --data dev.jsonl.gz      time, growth, the same groups
    .venv/bin/python -m benchmarks.cluster --group 5000,20000,100000 --data dev.jsonl.gz --no-workers  one process alone

The endpoint runs in a process of its own on the same cores, and so do the shared database and the head. What two cores
allow is therefore taken from the local run: the cores by all the processor time that an article took there, the
endpoint's share included. ``cores free`` are those that other programs of the machine left in the time of a run, and
``of it`` is the part of what these allow that was reached. ``--data`` are rows {title, text, outlet, date, event};
their texts are recombined, a title and five passages of two events' articles each, told in names, numbers and words of
the made event's own, so that a day of any size has events of the usual size. ``--overlapping`` leaves the passages as
they are and marks the events: then the more of them share passages, the larger the day is.
"""

from __future__ import annotations

import json
import math
import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Annotated

import typer

from benchmarks._endpoint import Served, serving
from briefing import Settings
from briefing.cluster import ClusterRun, Engine, EngineName, open_engine, run_blocks
from briefing.schema.article import Article
from tests.endpoint.articles import article

Groups = tuple[tuple[str, ...], ...]

_LOOKS = 0.25
"""Seconds between two looks at the memory of workers."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds of wall and processor, requests, and megabytes of the largest worker."""

    articles: int
    wall: float
    cpu: float
    requests: int
    worker_mb: float
    free: float
    """Cores that nobody else had."""
    endpoint: float
    """Of ``cpu``, the endpoint's."""

    @property
    def rate(self) -> float:
        return self.articles / self.wall


def main(
    articles: Annotated[int, typer.Option(help="How many, once for each engine.")] = 4000,
    latency: Annotated[float, typer.Option(help="Seconds before each reply.")] = 0.2,
    block: Annotated[int, typer.Option(help="Articles of a task.")] = 200,
    in_flight: Annotated[int, typer.Option(help="Requests at once, all workers together.")] = 128,
    kills: Annotated[int, typer.Option(help="Moments at which a worker is killed, a run for each.")] = 0,
    memory: Annotated[str | None, typer.Option(help="Numbers of articles, separated by commas.")] = None,
    group: Annotated[str | None, typer.Option(help="Numbers of documents, separated by commas.")] = None,
    data: Annotated[Path | None, typer.Option(help="Rows whose texts are recombined.")] = None,
    serial: Annotated[bool, typer.Option(help="Group without workers too, and compare.")] = True,
    workers: Annotated[bool, typer.Option(help="Group with two workers.")] = True,
    overlapping: Annotated[bool, typer.Option(help="Let made events share passages.")] = False,
    out: Annotated[Path | None, typer.Option(help="File to put the figures in, for benchmarks.capacity.")] = None,
) -> None:
    """Measure side by side, in one run."""
    if group:
        _group_all(_numbers(group), data, serial=serial, workers=workers, overlapping=overlapping)
        return
    with serving("--latency", str(latency)) as served:
        if kills:
            _kills(kills, articles, block, in_flight, served)
        elif memory:
            _memory(_numbers(memory), block, in_flight, served)
        else:
            _rates(articles, block, in_flight, served, latency, out)


def _rates(articles: int, block: int, in_flight: int, served: Served, latency: float, out: Path | None) -> None:
    found: dict[str, Measured] = {}
    for name, engine, workers in (("local", "local", 1), ("1 worker", "dask", 1), ("2 workers", "dask", 2)):
        found[name] = _run(articles, block, in_flight, served, EngineName(engine), workers)
    print(f"{articles} articles; two whole cores allow {2 * articles / found['local'].cpu:.0f} articles/s")
    print("           wall s  articles/s  cpu ms/article  requests  worker MB  cores free  of it")
    for name, m in found.items():
        print(
            f"{name:10} {m.wall:6.1f} {m.rate:11.1f} {m.cpu / articles * 1000:15.2f} {m.requests:9} "
            f"{m.worker_mb:10.0f} {m.free:11.2f} {m.rate / (m.free * articles / found['local'].cpu):6.2f}"
        )
    if out:
        local = found["local"]
        setting = {
            "articles": articles,
            "in_flight": in_flight,
            "latency": latency,
            "block": block,
            "calls": local.requests / articles,
            "worker_cpu": (local.cpu - local.endpoint) / articles,
            "beside_cpu": local.endpoint / articles,
            "database": _database(500) * local.requests / articles,
        }
        told = {name: {"rate": m.rate, "cpu": m.cpu / articles, "free": m.free} for name, m in found.items()}
        out.write_text(json.dumps({"setting": setting, **told}, indent=1))


def _database(requests: int) -> float:
    """Seconds of the shared database for a request: a claim, and its reply kept."""
    import asyncio

    from briefing import Completion, FinishReason
    from briefing.cluster.board import Board, database_url
    from briefing.cluster.leases import Renewal
    from briefing.cluster.replies import SharedReplies

    async def one(shared: SharedReplies, number: int) -> None:
        key = f"{number:064x}"
        async with shared.turn(key, longest=60.0):
            reply = Completion(text="x" * 3000, finish_reason=FinishReason.STOP, model="m")
            await shared.put(key, reply)

    async def all_of(board: Board) -> float:
        await board.do(Renewal("w", 600.0))
        shared, started = SharedReplies(board, "w"), time.perf_counter()
        for first in range(0, requests, 50):
            await asyncio.gather(*(one(shared, number) for number in range(first, first + 50)))
        return (time.perf_counter() - started) / requests

    with tempfile.TemporaryDirectory() as folder:
        board = Board(database_url(str(Path(folder) / "board.db")))
        board.prepare()
        try:
            return asyncio.run(all_of(board))
        finally:
            board.close()


def _kills(kills: int, articles: int, block: int, in_flight: int, served: Served) -> None:
    """A worker is killed in the middle of a block, at so many moments of a run."""
    with tempfile.TemporaryDirectory() as folder, open_engine(EngineName.DASK, workers=2) as engine:
        root = Path(folder)
        _write(root / "articles.jsonl", articles)
        llm = {"api_base": served.api_base, "api_key": "k", "concurrency": in_flight}
        told = {"model": "openai/gpt-4o-mini", "proof": "off", "in_flight": in_flight, "llm": llm}
        settings = Settings.model_validate(told)

        def digests(name: str, killing: Callable[[], None] | None) -> tuple[list[str], int]:
            run = ClusterRun(
                [str(root / "articles.jsonl")], str(root / name), str(root / f"{name}.db"), settings, block
            )
            asked = served.stats()["requests"]
            killer = threading.Thread(target=killing, daemon=True) if killing else None
            if killer:
                killer.start()
            manifest = run_blocks(run, engine)
            if killer:
                killer.join()
            files = [file.sha256 for done in manifest.blocks for file in done.files]
            return files, served.stats()["requests"] - asked

        whole, asked = digests("whole", None)
        started = time.perf_counter()
        digests("warm", None)  # imports and first connections are no part of how long a run takes
        takes = time.perf_counter() - started
        for moment in range(kills):
            after = takes * (moment + 0.5) / kills
            found, again = digests(f"killed-{moment}", lambda after=after, n=moment: _kill(after, n))  # type: ignore[misc]
            same = "the same bytes" if found == whole else "OTHER BYTES"
            print(
                f"killed after {after:5.1f} s of {takes:.1f}: {same}, {again - asked} requests made again", flush=True
            )


def _kill(after: float, number: int) -> None:
    from distributed import get_client

    time.sleep(after)
    # One that was killed before may still be on its way back: it has no answer then.
    pids = sorted(pid for pid in get_client().run(os.getpid, on_error="return").values() if isinstance(pid, int))
    os.kill(pids[number % len(pids)], signal.SIGKILL)


def _memory(sizes: list[int], block: int, in_flight: int, served: Served) -> None:
    for size in sizes:
        m = _run(size, block, in_flight, served, EngineName.DASK, 2)
        print(
            f"{size:7} articles: {m.worker_mb:6.0f} MB the largest worker at its peak, {m.rate:.0f} articles/s",
            flush=True,
        )


def _run(articles: int, block: int, in_flight: int, served: Served, name: EngineName, workers: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root / "articles.jsonl", articles)
        llm = {"api_base": served.api_base, "api_key": "k", "concurrency": in_flight}
        settings = Settings.model_validate(
            {"model": "openai/gpt-4o-mini", "proof": "off", "in_flight": in_flight, "llm": llm}
        )
        run = ClusterRun([str(root / "articles.jsonl")], str(root / "out"), str(root / "shared.db"), settings, block)
        with open_engine(name, workers=workers) as engine:
            warm = ClusterRun([_warm(root)], str(root / "warm"), str(root / "warm.db"), settings, 4)
            run_blocks(warm, engine)
            asked = served.stats()["requests"]
            with _watched() as seen:
                started = time.perf_counter()
                manifest = run_blocks(run, engine)
                wall = time.perf_counter() - started
        done = sum(each.articles for each in manifest.blocks)
        assert done == articles, f"{done} of {articles} briefed"
        return Measured(
            articles,
            wall,
            seen.cpu,
            served.stats()["requests"] - asked,
            seen.peak / 1e6,
            seen.free(wall),
            seen.endpoint,
        )


def _write(path: Path, count: int, first: int = 0) -> None:
    with path.open("w") as lines:
        for number in range(first, first + count):
            title, text = article(number, 4000)
            row = {"title": title, "text": text, "published": "2026-01-05T10:00:00Z", "outlet": f"Wire {number % 9}"}
            lines.write(json.dumps(row) + "\n")


def _warm(root: Path) -> str:
    """A few articles of other numbers: imports and first connections are no part of a rate."""
    _write(root / "warm.jsonl", 16, 10_000_000)
    return str(root / "warm.jsonl")


@dataclass(slots=True)
class _Seen:
    peak: float = 0.0
    cpu: float = 0.0
    machine: float = 0.0
    endpoint: float = 0.0

    def free(self, wall: float) -> float:
        import psutil

        return float(psutil.cpu_count() or 1) - max(0.0, self.machine - self.cpu) / wall


@contextmanager
def _watched() -> Iterator[_Seen]:
    """The processor time of this process and all below it, and the largest memory of one that has one of its own."""
    import psutil

    own, seen, stop = psutil.Process(), _Seen(), threading.Event()

    served: set[int] = set()

    def look() -> dict[int, float]:
        times = {}
        for process in (own, *own.children(recursive=True)):
            try:
                spent, line = process.cpu_times(), " ".join(process.cmdline())
                times[process.pid] = spent.user + spent.system
                if "tests.endpoint" in line:
                    served.add(process.pid)
                else:
                    seen.peak = max(seen.peak, process.memory_info().rss if process.pid != own.pid else 0.0)
            except psutil.Error:
                continue
        return times

    def watch() -> None:
        while not stop.wait(_LOOKS):
            look()

    busy, before = _busy(), look()
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()
        after = look()
        seen.machine = _busy() - busy
        seen.endpoint = sum(spent - before.get(pid, 0.0) for pid, spent in after.items() if pid in served)
        seen.cpu = sum(spent - before.get(pid, 0.0) for pid, spent in after.items())
        seen.peak = seen.peak or psutil.Process().memory_info().rss


def _busy() -> float:
    """Seconds that the machine's cores have worked, for whomever."""
    import psutil

    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def _group_all(sizes: list[int], data: Path | None, *, serial: bool, workers: bool, overlapping: bool) -> None:
    if data is None or not data.exists():
        print("no evaluation data: pass --data with rows {title, text, outlet, date, event}; nothing measured")
        return
    import benchmarks._recombined as days

    make = days.overlapping if overlapping else days.recombined
    walls: list[tuple[int, float]] = []
    cpu: list[tuple[int, float]] = []
    with open_engine(EngineName.DASK, workers=2) if workers else nullcontext() as engine:
        _grouped(engine, make(data, 200, random.Random(0)))  # imports
        for size in sizes:
            articles = make(data, size, random.Random(size))
            spread: Groups | None = None
            if engine:
                started = time.perf_counter()
                spread = _grouped(engine, articles)
                walls.append((size, time.perf_counter() - started))
                print(f"{size:7} documents: {walls[-1][1]:7.1f} s with two workers, {_sizes(spread)}", flush=True)
            if serial:
                started, spent = time.perf_counter(), time.process_time()
                alone = _grouped(None, articles)
                cpu.append((size, time.process_time() - spent))
                told = f"{cpu[-1][1]:7.1f} s of processor alone ({time.perf_counter() - started:.1f} s, {_peak()} MB)"
                same = "" if spread is None else ", the same" if alone == spread else ", OTHER"
                print(f"{size:7} documents: {told}, {_sizes(alone)}{same}", flush=True)
    _grows("with two workers, time", walls)
    _grows("alone, processor time", cpu)


def _sizes(groups: Groups) -> str:
    """How many groups, and how large: of all, of the group that an article is in, and of the largest."""
    sizes, count = [len(group) for group in groups], sum(map(len, groups))
    mean, seen = count / len(sizes), sum(size * size for size in sizes) / count
    return f"{len(sizes)} groups of {mean:.1f} (an article's has {seen:.1f}, the largest {max(sizes)})"


def _peak() -> int:
    """Megabytes that this process has had at most."""
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


def _grows(what: str, points: list[tuple[int, float]]) -> None:
    if len(points) > 1:
        (n, s), (m, t) = points[0], points[-1]
        print(f"{what}: grows as n^{math.log(t / s) / math.log(m / n):.2f}")


def _grouped(engine: Engine | None, articles: Sequence[Article]) -> Groups:
    from briefing.stories import group

    return group(articles, mapped=engine.mapped) if engine else group(articles)


if __name__ == "__main__":
    typer.run(main)
