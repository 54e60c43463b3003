"""Articles a second against an endpoint of fixed latency: how near to the wire, and at what CPU.

    .venv/bin/python -m benchmarks.throughput                                  400 articles, 200 ms, 64 in flight
    .venv/bin/python -m benchmarks.throughput --latency 0.02 --in-flight 256   the CPU's limit
    .venv/bin/python -m benchmarks.throughput --profile                        where the CPU goes

The endpoint runs in a process of its own. All systems do the same articles one after the other in each round, in this
process; printed are medians over the rounds. ``x ideal`` is wall time over that of whole waves (articles / in flight,
rounded up, times latency); ``per core`` is articles a second of CPU time, that of a worker process included.

``calls`` systems send one request an article and read the reply; ``pipeline`` systems do everything from the document
to the checked brief, ``+ worker`` with a process beside this one that cleans and checks, up before the clock
starts as in a service. ``instructor`` and ``langextract`` are measured where they are installed, at their own settings;
neither checks quotes against numbers, dates or names.
"""

from __future__ import annotations

import asyncio
import cProfile
import gc
import json
import math
import pstats
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from benchmarks._endpoint import Served, cpu_seconds, serving
from benchmarks._peers import PEERS
from briefing.extraction.prompts import draft_schema, load_prompt
from briefing.llm import CompletionRequest, ModelSettings, open_model
from briefing.llm.envelope import wrap
from briefing.pipeline import open_workers, stream
from briefing.schema.document import Document
from briefing.settings import Settings
from briefing.workers import Workers
from tests.endpoint.articles import article


@dataclass(frozen=True, slots=True)
class Load:
    """What every system is given."""

    texts: tuple[str, ...]
    in_flight: int
    served: Served
    worker: Workers


@dataclass(frozen=True, slots=True)
class Measured:
    wall: float
    cpu: float


System = Callable[[Load], Awaitable[None]]


def main(
    articles: Annotated[int, typer.Option(help="How many.")] = 400,
    latency: Annotated[float, typer.Option(help="Seconds before each reply.")] = 0.2,
    in_flight: Annotated[int, typer.Option(help="Requests at once.")] = 64,
    size: Annotated[int, typer.Option(help="Characters an article.")] = 4000,
    rounds: Annotated[int, typer.Option(help="Medians of so many.")] = 3,
    only: Annotated[str | None, typer.Option(help="Systems by name, separated by commas.")] = None,
    profile: Annotated[bool, typer.Option(help="Show where the CPU goes in the whole pipeline.")] = False,
) -> None:
    """Measure all systems side by side."""
    texts = tuple("\n\n".join(article(n, size)) for n in range(articles))
    chosen = only.split(",") if only else list(SYSTEMS)
    if unknown := set(chosen) - set(SYSTEMS):
        raise typer.BadParameter(f"unknown: {sorted(unknown)}; known: {sorted(SYSTEMS)}", param_hint="--only")
    with serving("--latency", str(latency)) as served:
        load = Load(texts, in_flight, served, open_workers(1, alone=0))
        if profile:
            _profile(load)
            return
        runs = asyncio.run(_rounds(load, chosen, rounds))
    _print(runs, articles, math.ceil(articles / in_flight) * latency)


async def _rounds(load: Load, chosen: Sequence[str], rounds: int) -> dict[str, list[Measured]]:
    runs: dict[str, list[Measured]] = {name: [] for name in chosen}
    async with load.worker:
        await load.worker.start()
        for name in chosen:
            await _measure(SYSTEMS[name], replace(load, texts=load.texts[:8]))  # imports and first connections
        # What all systems have imported is out of the garbage collector's sight, as in our command line.
        gc.collect()
        gc.freeze()
        for _ in range(rounds):
            for name in chosen:
                runs[name].append(await _measure(SYSTEMS[name], load))
    return runs


async def _measure(system: System, load: Load) -> Measured:
    gc.collect()
    cpu, wall = await _cpu(load), time.perf_counter()
    await system(load)
    wall = time.perf_counter() - wall
    return Measured(wall, await _cpu(load) - cpu)


async def _cpu(load: Load) -> float:
    """Seconds of processor time that this process and the worker have had."""
    return time.process_time() + (float(await load.worker.give(cpu_seconds)) if load.worker.has_room() else 0.0)


def _print(runs: dict[str, list[Measured]], articles: int, ideal: float) -> None:
    print(f"{articles} articles, ideal {ideal:.2f} s")
    print(f"{'system':24} {'wall s':>7} {'x ideal':>8} {'articles/s':>11} {'cpu s':>7} {'per core':>9}")
    for name, measured in runs.items():
        wall = statistics.median(m.wall for m in measured)
        cpu = statistics.median(m.cpu for m in measured)
        print(f"{name:24} {wall:7.2f} {wall / ideal:8.2f} {articles / wall:11.0f} {cpu:7.2f} {articles / cpu:9.0f}")


async def _raw_aiohttp(load: Load) -> None:
    """The wire itself: one POST an article, the reply parsed as JSON."""
    import aiohttp

    bodies = [_body(text) for text in load.texts]
    slots = asyncio.Semaphore(load.in_flight)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=load.in_flight)) as session:

        async def call(body: bytes) -> None:
            async with (
                slots,
                session.post(
                    f"{load.served.api_base}/chat/completions", data=body, headers={"Content-Type": "application/json"}
                ) as reply,
            ):
                json.loads((await reply.json())["choices"][0]["message"]["content"])

        await asyncio.gather(*(call(body) for body in bodies))


async def _calls(name: str, load: Load) -> None:
    """Our model layer alone."""
    model = open_model(name, _llm(load))
    requests = [_request(text) for text in load.texts]
    replies = await asyncio.gather(*(model.complete(request) for request in requests))
    assert all(json.loads(reply.text)["offers"] for reply in replies)
    await model.aclose()


async def _pipeline(name: str, load: Load, *, worker: bool = False) -> None:
    """Everything from the document to the checked brief."""
    settings = Settings.model_validate(
        {"model": name, "llm": _llm(load), "in_flight": load.in_flight, "fallback": (), "proof": "off"}
    )
    documents = [Document.of(text, f"{n}.txt", keep_content=True) for n, text in enumerate(load.texts)]
    async for result in stream(documents, settings, ordered=False, workers=load.worker if worker else None):
        assert result.brief is not None and result.brief.offers, result.failure


SYSTEMS: dict[str, System] = {
    "raw aiohttp": _raw_aiohttp,
    "calls openai": lambda load: _calls("openai/gpt-4o-mini", load),
    "calls litellm": lambda load: _calls("litellm/openai/gpt-4o-mini", load),
    "pipeline openai": lambda load: _pipeline("openai/gpt-4o-mini", load),
    "pipeline openai + worker": lambda load: _pipeline("openai/gpt-4o-mini", load, worker=True),
    "pipeline litellm": lambda load: _pipeline("litellm/openai/gpt-4o-mini", load),
    **{
        name: lambda load, peer=peer: peer(load.served.api_base, load.texts, load.in_flight)  # type: ignore[misc]  # default binds
        for name, peer in PEERS.items()
    },
}


def _llm(load: Load) -> ModelSettings:
    return ModelSettings.model_validate(
        {"api_base": load.served.api_base, "api_key": "k", "concurrency": load.in_flight}
    )


def _request(text: str) -> CompletionRequest:
    values = {"article": wrap(text), "about": "", "language": "en", "part": 1, "parts": 1, "sofar": None, "known": None}
    messages = load_prompt("brief").render(values)
    return CompletionRequest(messages=messages, reply_schema=draft_schema())


def _body(text: str) -> bytes:
    request = _request(text)
    schema = draft_schema()
    return json.dumps(
        {
            "model": "gpt-4o-mini",
            "messages": [message.model_dump() for message in request.messages],
            "max_tokens": request.max_tokens,
            "temperature": 0,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": schema.name, "strict": True, "schema": schema.definition},
            },
        }
    ).encode()


def _profile(load: Load) -> None:
    """CPU by package, over one run of the whole pipeline. The profiler itself slows small functions most."""
    system = SYSTEMS["pipeline openai"]
    asyncio.run(_awaited(system(replace(load, texts=load.texts[:8]))))
    profiler = cProfile.Profile(timer=time.process_time)
    profiler.runcall(lambda: asyncio.run(_awaited(system(load))))
    spent: Counter[str] = Counter()
    for (file, _, function), (_, _, own, _, _) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]  # untyped
        spent[_room(file, function)] += own
    total = sum(spent.values())
    print(f"{total / len(load.texts) * 1000:.2f} ms of CPU an article, under the profiler")
    for room, seconds in spent.most_common(24):
        print(f"{room:28} {seconds / len(load.texts) * 1000:7.2f} ms {seconds / total:6.1%}")


async def _awaited(work: Awaitable[None]) -> None:
    await work


def _room(file: str, function: str) -> str:
    parts = Path(file).parts
    if "briefing" in parts and "site-packages" not in parts:
        inside = parts[len(parts) - parts[::-1].index("briefing") :]
        return f"briefing.{inside[0].removesuffix('.py')}"
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1].removesuffix(".py")
    return "built in: " + function.split(" ")[-1].strip("<>'")[:16] if file == "~" else "standard library"


if __name__ == "__main__":
    typer.run(main)
