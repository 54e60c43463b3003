"""How long the event loop stands still while a page is made: what else runs on it, a web service say, waits so long.

    .venv/bin/python -m benchmarks.pauses --data DIR                  44 files of a day, with 0 and 1 worker
    .venv/bin/python -m benchmarks.pauses --data DIR --where 50       and what it was at when it stood still for 50 ms

A task sleeps for a millisecond again and again; a pause is what it overslept. ``p99 of time`` is over the moments of
the run and not over the beats, of which a pause of a second is one among thousands. ``own`` is what the loop's own
thread computed between two beats: unlike the others it is the same on a busy machine, and holds nothing of waiting for
another thread. ``embedded`` drafts in this process; ``endpoint`` is a scripted model in a process of its own that
drafts and proof-reads. ``linked`` has a ledger too. The library is imported before; what it imports later counts.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

import briefing
from benchmarks._endpoint import serving
from briefing.llm import ModelSettings
from briefing.settings import Settings

BEAT = 0.001


@dataclass
class Heart:
    """Beats on the loop, and keeps by how much each beat came late and what its thread computed meanwhile."""

    late: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    last: float = field(default_factory=time.perf_counter)

    async def beat(self) -> None:
        while True:
            self.last = time.perf_counter()
            own = time.thread_time()
            await asyncio.sleep(BEAT)
            self.busy.append(time.thread_time() - own)
            self.late.append(max(0.0, time.perf_counter() - self.last - BEAT))


def quantile_of_beats(late: Sequence[float], share: float) -> float:
    return sorted(late)[min(len(late) - 1, int(share * len(late)))]


def quantile_of_time(late: Sequence[float], share: float) -> float:
    """The pause that so large a share of all moments does not lie beyond."""
    left = share * sum(each + BEAT for each in late)
    for each in sorted(late):
        left -= each + BEAT
        if left <= 0:
            return each
    return max(late)


class Watch:
    """Another thread, which notes what the loop's thread is at whenever a beat is late."""

    def __init__(self, heart: Heart, limit: float) -> None:
        self.found: Counter[str] = Counter()
        self._heart, self._limit = heart, limit
        self._watched = threading.get_ident()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(self._limit / 2):
            if time.perf_counter() - self._heart.last > self._limit:
                frames = traceback.extract_stack(sys._current_frames()[self._watched])
                ours = [f"{Path(f.filename).stem}.{f.name}:{f.lineno}" for f in frames if "/briefing/" in f.filename]
                self.found[" < ".join(ours[:-6:-1]) or f"{frames[-1].filename}:{frames[-1].lineno}"] += 1


Work = Callable[[], Awaitable[None]]


async def measure(work: Work, where: float) -> tuple[Heart, float, Counter[str]]:
    """The pauses while some work is done, its seconds, and what the loop was at."""
    heart = Heart()
    beating = asyncio.ensure_future(heart.beat())
    await asyncio.sleep(0.05)
    heart.late.clear()
    heart.busy.clear()
    start = time.perf_counter()
    if where:
        with Watch(heart, where / 1000) as watch:
            await work()
        found = watch.found
    else:
        await work()
        found = Counter()
    seconds = time.perf_counter() - start
    await asyncio.sleep(2 * BEAT)  # the last pause is only known after it
    beating.cancel()
    return heart, seconds, found


async def one_page(inputs: Sequence[str], settings: Settings) -> None:
    page = await briefing.agenerate(inputs, settings)
    assert page.briefs, page.coverage.failures


async def one_stream(inputs: Sequence[str], settings: Settings) -> None:
    assert [result async for result in briefing.stream(inputs, settings) if result.brief]


def main(
    data: Annotated[Path, typer.Option(help="Folder of articles.")],
    count: Annotated[int, typer.Option(help="Files at most.")] = 44,
    latency: Annotated[float, typer.Option(help="Seconds before each reply of the endpoint.")] = 0.2,
    only: Annotated[str | None, typer.Option(help="Rows that hold this word.")] = None,
    where: Annotated[float, typer.Option(help="Show what held the loop for so many milliseconds.")] = 0.0,
) -> None:
    """Measure the pauses of the loop and print them."""
    files = [str(path) for path in sorted(data.iterdir()) if path.is_file()][:count] if data.is_dir() else []
    if not files:
        print(f"skipped: {data} holds no articles")
        return
    print(f"{len(files)} files; milliseconds that the event loop stood still")
    print(f"{'run':32} {'p50':>6} {'p99':>6} {'p99 of time':>12} {'longest':>8} ", end="")
    print(f"{'own p99':>8} {'own max':>8} {'run s':>7} {'cpu s':>7}")
    assert briefing.agenerate  # imported when it is named for the first time
    with serving("--latency", str(latency)) as served, tempfile.TemporaryDirectory() as folder:
        llm = ModelSettings(api_base=served.api_base, api_key="k")
        for name, work in _rows(files, llm, Path(folder)):
            if only and only not in name:
                continue
            cpu = time.process_time()
            heart, seconds, found = asyncio.run(measure(work, where))
            cpu, late = time.process_time() - cpu, heart.late
            beats = [quantile_of_beats(late, share) * 1000 for share in (0.5, 0.99)]
            moments, longest = quantile_of_time(late, 0.99) * 1000, max(late) * 1000
            own = quantile_of_beats(heart.busy, 0.99) * 1000, max(heart.busy) * 1000
            told = f"{name:32} {beats[0]:6.1f} {beats[1]:6.1f} {moments:12.1f} {longest:8.1f}"
            told += f" {own[0]:8.1f} {own[1]:8.1f} {seconds:7.2f} {cpu:7.2f}"
            print(told, flush=True)
            for at, times in found.most_common(15):
                print(f"  {times:4} {at}")


def _rows(files: Sequence[str], llm: ModelSettings, folder: Path) -> list[tuple[str, Work]]:
    """What is measured, the first with all imports still to be made."""
    rows: list[tuple[str, Work]] = []
    for workers in (0, 1):
        embedded = Settings(model="embedded", workers=workers)
        asking = Settings(model="openai/gpt-4o-mini", llm=llm, fallback=(), workers=workers)
        linked = embedded.model_copy(update={"ledger": str(folder / f"{workers}.db")})
        beside = f", {workers} worker" if workers else ""
        rows += [
            (f"embedded, page{beside}", lambda s=embedded: one_page(files, s)),  # type: ignore[misc]  # default binds
            (f"embedded, linked{beside}", lambda s=linked: one_page(files, s)),  # type: ignore[misc]  # default binds
            (f"endpoint, page{beside}", lambda s=asking: one_page(files, s)),  # type: ignore[misc]  # default binds
            (f"endpoint, stream{beside}", lambda s=asking: one_stream(files, s)),  # type: ignore[misc]  # default binds
        ]
    return rows


if __name__ == "__main__":
    typer.run(main)
