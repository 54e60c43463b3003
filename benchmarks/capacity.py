"""What ten million articles a day take: a discrete-event simulation, calibrated on measured runs and held against them.

    .venv/bin/python -m benchmarks.cluster --articles 1600 --out rates.json
    .venv/bin/python -m benchmarks.capacity rates.json                          the check, and the table
    .venv/bin/python -m benchmarks.capacity rates.json --latency 6 --tokens 3400 --price 0.0012

Stations are queues: the cores of a worker, the connections to the provider, its tokens a minute, the shared database.
An article computes, asks, computes and is written, block after block as the engine does it. What a station's service
takes is measured; only the numbers of workers, connections and tokens are varied. The check simulates each measured run
as it was (the endpoint and the head took their part of the same two cores) and must come within 15 %. A day of ten
million articles is simulated for a few minutes of its steady state, and scaled to the day.
"""

from __future__ import annotations

import heapq
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer

from briefing.cluster.engines import BLOCKS

DAY = 86_400.0
_WITHIN = 0.15
_WAVES = 10
"""Times that what a worker has under way fits into a block."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is bought, and what an article takes of it.

    ``blocks`` are those that a worker has under way at once. ``cpu`` is seconds of a worker's core for an article,
    ``beside`` those that share the machine with it (endpoint and head in the check, nothing in a real cluster);
    ``database`` seconds of the one shared database.
    """

    workers: int
    cores: float
    connections: int
    latency: float
    calls: float
    cpu: float
    beside: float = 0.0
    tokens: float = 0.0
    tokens_per_minute: float | None = None
    database: float = 0.0
    block: int = 200
    at_once: int = 128
    blocks: int = 1


@dataclass(slots=True)
class Station:
    """So many servers and a line before them; how long they were busy."""

    servers: int
    busy: float = 0.0
    free: int = field(init=False)
    line: deque[tuple[float, Callable[[], None]]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.free = self.servers


class Simulation:
    """Events in the order of time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.now = 0.0
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0
        self.cores = [Station(1) for _ in range(plan.workers)]
        self.wire = Station(plan.connections)
        self.board = Station(1)
        self.done: list[float] = []
        """When each article was."""
        self._tokens_at = 0.0
        self.waited_for_tokens = 0.0
        # Where there are fewer cores than processes on them, each second of work takes longer.
        wanted = plan.workers * (plan.cpu + plan.beside) / plan.cpu
        self._slower = max(1.0, wanted / plan.cores)

    def run(self, articles: int) -> float:
        """Seconds for so many articles."""
        left = articles
        for worker in range(self.plan.workers * self.plan.blocks):
            left = self._block(worker % self.plan.workers, left)
        self._left = left
        while self._events:
            self.now, _, event = heapq.heappop(self._events)
            event()
        return self.now

    @property
    def steady(self) -> float:
        """Articles a second between the first fifth and the last."""
        fifth = len(self.done) // 5
        return (len(self.done) - 2 * fifth - 1) / (self.done[-fifth - 1] - self.done[fifth])

    def _block(self, worker: int, left: int) -> int:
        count = min(self.plan.block, left)
        if not count:
            return 0
        state = {"left": count, "to_begin": count}

        def begin() -> None:
            if state["to_begin"]:
                state["to_begin"] -= 1
                self._article(worker, ended)

        def ended() -> None:
            self.done.append(self.now)
            state["left"] -= 1
            begin()
            if not state["left"]:
                self._left = self._block(worker, self._left)

        for _ in range(min(count, self.plan.at_once)):
            begin()
        return left - count

    def _article(self, worker: int, ended: Callable[[], None]) -> None:
        plan, core = self.plan, self.cores[worker]
        half = plan.cpu * self._slower / 2
        ask = plan.latency * plan.calls

        def asked() -> None:
            self._serve(self.board, plan.database, lambda: self._serve(core, half, ended))

        def ready() -> None:
            self._at(self._when_tokens_allow(), lambda: self._serve(self.wire, ask, asked))

        self._serve(core, half, ready)

    def _when_tokens_allow(self) -> float:
        rate = self.plan.tokens_per_minute
        if not rate:
            return self.now
        self._tokens_at = max(self._tokens_at, self.now) + self.plan.tokens * 60 / rate
        self.waited_for_tokens += self._tokens_at - self.now
        return self._tokens_at

    def _serve(self, station: Station, seconds: float, then: Callable[[], None]) -> None:
        if not station.free:
            station.line.append((seconds, then))
            return
        station.free -= 1
        station.busy += seconds

        def over() -> None:
            station.free += 1
            then()
            if station.line and station.free:
                self._serve(station, *station.line.popleft())

        self._at(self.now + seconds, over)

    def _at(self, time: float, event: Callable[[], None]) -> None:
        self._number += 1
        heapq.heappush(self._events, (time, self._number, event))


def main(
    measured: Annotated[Path, typer.Argument(help="Figures of benchmarks.cluster --out.")],
    latency: Annotated[float, typer.Option(help="Seconds of a model's reply.")] = 6.0,
    tokens: Annotated[float, typer.Option(help="Tokens of an article, all calls together.")] = 4500.0,
    price: Annotated[float, typer.Option(help="US dollars of an article.")] = 0.0013,
    kilobytes: Annotated[float, typer.Option(help="Of the shared database for an article.")] = 6.0,
    day: Annotated[int, typer.Option(help="Articles of the largest day.")] = 10_000_000,
) -> None:
    """Check the simulation against the measured runs, then print what saturates first."""
    found = json.loads(measured.read_text())
    worst = check(found)
    verdict = "within" if worst <= _WITHIN else "NOT within"
    print(f"worst difference {worst:.0%}: {verdict} {_WITHIN:.0%}\n")
    cpu, database = found["setting"]["worker_cpu"], found["setting"]["database"]
    base = Plan(
        workers=1, cores=1e9, connections=128, latency=latency, calls=1.0, cpu=cpu, tokens=tokens, database=database
    )
    print("articles/day  workers  connections  tokens/min  reached/day  first to saturate    US$/day   database GB")
    for articles in sorted({10_000, 100_000, 1_000_000, day}):
        for plan in plans(base, articles):
            print(_row(plan, articles, price, kilobytes))


def check(found: dict[str, dict[str, float]]) -> float:
    """Print each measured run beside its simulation; the largest difference."""
    told, worst = found["setting"], 0.0
    # What head, scheduler and leases take beside the articles: measured with one worker, and so a prediction for two.
    around = max(0.0, found["1 worker"]["cpu"] - found["local"]["cpu"])
    print("run        measured/s  simulated/s  difference")
    for name, workers in (("local", 1), ("1 worker", 1), ("2 workers", 2)):
        plan = Plan(
            workers=workers,
            cores=found[name]["free"],
            connections=int(told["in_flight"]),
            latency=told["latency"],
            calls=told["calls"],
            cpu=told["worker_cpu"],
            beside=told["beside_cpu"] + (0.0 if name == "local" else around),
            block=int(told["block"]),
            at_once=int(told["in_flight"]),
            blocks=1 if name == "local" else BLOCKS,
        )
        articles = int(told["articles"])
        rate = articles / Simulation(plan).run(articles)
        difference = rate / found[name]["rate"] - 1
        worst = max(worst, abs(difference))
        print(f"{name:10} {found[name]['rate']:10.1f} {rate:12.1f} {difference:+11.1%}")
    return worst


def plans(base: Plan, articles: int) -> list[Plan]:
    """What such a day needs by the mean of its seconds, with a fifth to spare; and the same with each part short."""
    rate = 1.2 * articles / DAY
    enough = replace(
        base,
        workers=max(1, round(rate * base.cpu + 0.5)),
        connections=max(8, round(rate * base.latency * base.calls + 0.5)),
        tokens_per_minute=rate * base.tokens * 60,
    )
    at_once = 2 * max(8, -(-enough.connections // enough.workers))
    # A worker ends a block before it begins another: one no longer than what is under way leaves connections idle.
    enough = replace(enough, at_once=at_once, block=max(200, _WAVES * at_once), blocks=BLOCKS)
    if articles < 1_000_000:
        return [enough]
    short = [
        replace(enough, workers=max(1, enough.workers // 2)),
        replace(enough, connections=enough.connections // 2),
        replace(enough, tokens_per_minute=(enough.tokens_per_minute or 0) / 2),
    ]
    return [enough, *short]


def _row(plan: Plan, articles: int, price: float, kilobytes: float) -> str:
    wave = plan.workers * plan.at_once
    count = max(3 * plan.workers * plan.block, 20 * wave)
    run = Simulation(plan)
    seconds = run.run(count)
    reached = run.steady * DAY
    busy = {
        "workers' cores": sum(core.busy for core in run.cores) / (len(run.cores) * seconds),
        "connections": run.wire.busy / (run.wire.servers * seconds),
        "tokens a minute": count * plan.tokens * 60 / ((plan.tokens_per_minute or 1e18) * seconds),
        "the database": run.board.busy / seconds,
    }
    first = max(busy, key=lambda name: busy[name])
    cost, size = articles * price, articles * kilobytes / 1e6
    return (
        f"{articles:12,} {plan.workers:8} {plan.connections:12,} {(plan.tokens_per_minute or 0) / 1e6:10.2f}M "
        f"{reached:12,.0f}  {first + f' {busy[first]:.0%}':22} {cost:8,.0f} {size:12.1f}"
    )


if __name__ == "__main__":
    typer.run(main)
