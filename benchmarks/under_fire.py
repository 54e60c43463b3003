"""Whole runs that go wrong: faults, kills, and many articles.

    .venv/bin/python -m benchmarks.under_fire mix               1,000 articles, 30% of the requests spoiled
    .venv/bin/python -m benchmarks.under_fire kill              200 articles, kill -9 at 20 random moments
    .venv/bin/python -m benchmarks.under_fire memory            peak memory over 1,000 and 20,000 articles

Each prints what it found and exits with 1 where a bound does not hold.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated

import typer

from benchmarks._endpoint import ROOT, Served, serving
from briefing.llm import ModelRun, ModelSettings
from briefing.pipeline import ArticleResult, assemble, stream
from briefing.schema.document import Document
from briefing.settings import Settings
from tests.endpoint.answers import TRANSIENT
from tests.endpoint.articles import article, round_of
from tests.endpoint.mix import MIXED, drawn

MODEL = "openai/gpt-4o-mini"
KILL_IN_FLIGHT = 8
ROWS = 100
"""Rows of one input file: a file is read whole."""
MOST_REQUESTS = 1.6
MOST_MEMORY = 1.15

app = typer.Typer(help=__doc__, add_completion=False)


@app.command()
def mix(
    articles: Annotated[int, typer.Option(help="How many.")] = 1000,
    share: Annotated[float, typer.Option(help="Share of requests that are spoiled.")] = 0.3,
    seed: Annotated[int, typer.Option(help="Which those are.")] = 1,
) -> None:
    """Brief many articles through a seeded mix of faults, and compare with a run without."""
    with serving("--stats") as served:
        clean, _ = asyncio.run(_run(served, articles))
        ideal = served.stats()["requests"]
    with serving("--stats", "--faults", str(share), "--seed", str(seed)) as served:
        started = time.perf_counter()
        results, run = asyncio.run(_run(served, articles))
        seconds = time.perf_counter() - started
        requests, asked = served.stats()["requests"], served.stats()["articles"]
    outcomes = Counter(_outcome(result, before) for result, before in zip(results, clean, strict=True))
    passing = [n for n in range(articles) if _only_passing(clean[n], share, seed, asked[str(n)])]
    changed = sum(_outcome(results[n], clean[n]) != "done" for n in passing)
    reasons = Counter(_reason(result) for result in results if _reason(result))
    print(f"{articles} articles, {share:.0%} of requests spoiled, {seconds:.0f} s")
    print(f"requests: {requests}, without faults {ideal}: {requests / ideal:.2f} times (at most {MOST_REQUESTS})")
    print("outcomes:", ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())))
    print(
        f"of {len(passing)} articles that met no fault or passing ones alone, {changed} came out otherwise (must be 0)"
    )
    print("failed attempts:", ", ".join(f"{n} {fault}" for row in run.ledger.rows() for fault, n in row.faults.items()))
    for reason, count in reasons.most_common():
        print(f"  {count} x {reason}")
    told = outcomes.total() == articles and not outcomes["lost"]
    raise typer.Exit(0 if told and not changed and requests <= MOST_REQUESTS * ideal else 1)


@app.command()
def kill(
    articles: Annotated[int, typer.Option(help="How many.")] = 200,
    kills: Annotated[int, typer.Option(help="How often.")] = 20,
    seed: Annotated[int, typer.Option(help="When.")] = 1,
) -> None:
    """Kill a run at random moments, resume it each time, and compare with one that was let be."""
    rng = random.Random(seed)
    done, runs, other_bytes, paid_twice, sent = 0, 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as folder, serving("--stats", "--latency", "0.05") as served:
        undisturbed = _Child(served, articles, Path(folder) / "undisturbed").result()
        if '"failures":[]' not in undisturbed:
            raise SystemExit("the undisturbed run has failures: nothing to compare with")
        while done < kills:
            runs += 1
            store = Path(folder) / f"store-{runs}"
            before, kept = Counter(served.stats()["articles"]), Counter[str]()
            while done < kills:
                moment = served.stats()["requests"] + rng.randint(1, KILL_IN_FLIGHT + 2 * articles // kills)
                if not _Child(served, articles, store).kill_after(served, moment):
                    break
                done += 1
                asked = Counter(served.stats()["articles"]) - before
                kept.update({number: asked[number] for number in _kept(store) - set(kept)})
            resumed = _Child(served, articles, store).result()
            asked = Counter(served.stats()["articles"]) - before
            sent += asked.total()
            paid_twice += sum(asked[number] > times for number, times in kept.items())
            other_bytes += resumed != undisturbed
            print(f"run {runs}: {len(kept)} of {articles} replies were kept at the last kill, {asked.total()} requests")
    print(f"{done} kills in {runs} runs of {articles} articles, {sent} requests")
    print(f"asked again although kept: {paid_twice} (must be 0)")
    print(f"runs with other bytes than the undisturbed one: {other_bytes} (must be 0; {len(undisturbed):,} characters)")
    raise typer.Exit(1 if paid_twice or other_bytes else 0)


@app.command()
def memory(
    sizes: Annotated[str, typer.Option(help="Numbers of articles, separated by commas.")] = "1000,20000",
) -> None:
    """Peak memory of runs of different length, each in a process of its own."""
    peaks = {}
    with serving() as served, tempfile.TemporaryDirectory() as folder:
        for size in (int(size) for size in sizes.split(",")):
            inputs = Path(folder) / str(size)
            inputs.mkdir()
            for number, document in enumerate(_documents(size)):
                with (inputs / f"{number // ROWS:04}.jsonl").open("a", encoding="utf-8") as rows:
                    rows.write(json.dumps({"text": document.text}) + "\n")
            command = [sys.executable, "-m", "benchmarks.under_fire", "streamed", served.root, str(inputs), str(size)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            peaks[size] = float(done.stdout)
            print(f"{size:6} articles: peak {peaks[size]:.0f} MB")
    ratio = max(peaks.values()) / min(peaks.values())
    print(f"ratio {ratio:.2f} (at most {MOST_MEMORY})")
    raise typer.Exit(0 if ratio <= MOST_MEMORY else 1)


@app.command(hidden=True)
def streamed(root: str, inputs: Path, articles: int) -> None:
    """Brief the articles of a folder, keep no result, print this process's peak memory in MB."""

    async def run() -> int:
        done = 0
        async for result in stream([inputs], _settings(Served(root)), ordered=False):
            done += result.brief is not None
        return done

    assert asyncio.run(run()) == articles
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


@app.command(hidden=True)
def resumable(root: str, articles: int, store: Path) -> None:
    """Brief articles with a reply store, and write the briefing without its run stamp beside it."""
    settings = _settings(Served(root), cache=store).model_copy(update={"in_flight": KILL_IN_FLIGHT})
    data = asyncio.run(assemble(list(_documents(articles)), settings))
    store.with_suffix(".json").write_text(data.model_dump_json(exclude={"run"}), encoding="utf-8")


class _Child:
    """A resumable run in a process of its own."""

    def __init__(self, served: Served, articles: int, store: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.under_fire", "resumable", served.root, str(articles), str(store)]
        self._written = store.with_suffix(".json")
        self._process = subprocess.Popen(command, cwd=ROOT)

    def result(self) -> str:
        """Wait for it; what it wrote."""
        if self._process.wait() != 0:
            raise SystemExit("a run that was let be did not end well")
        return self._written.read_text(encoding="utf-8")

    def kill_after(self, served: Served, requests: int) -> bool:
        """Kill it once the endpoint has seen so many requests; False where it had finished by then."""
        while served.stats()["requests"] < requests:
            if self._process.poll() is not None:
                return False
            time.sleep(0.005)
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        return True


def _kept(store: Path) -> set[str]:
    """The numbers of the articles whose replies the store holds."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        return {round_of(row[0]) for row in db.execute("SELECT completion FROM replies")}


async def _run(served: Served, articles: int) -> tuple[list[ArticleResult], ModelRun]:
    run = ModelRun()
    results: AsyncIterator[ArticleResult] = stream(list(_documents(articles)), _settings(served), run=run)
    return [result async for result in results], run


def _documents(count: int) -> Iterator[Document]:
    for number in range(count):
        title, text = article(number, 1500)
        yield Document.of(f"{title}\n\n{text}\n", f"{number}.txt", keep_content=True)


def _settings(served: Served, cache: Path | None = None) -> Settings:
    llm = ModelSettings.model_validate(
        {"api_base": served.api_base, "api_key": "k", "cache": cache, "max_wait": 0.5, "attempts": 8, "timeout": 10}
    )
    return Settings.model_validate({"model": MODEL, "llm": llm, "fallback": (), "proof": "off", "in_flight": 32})


def _only_passing(clean: ArticleResult, share: float, seed: int, requests: int) -> bool:
    """Whether every fault that an article met was one that passes when the same is asked again."""
    assert clean.article is not None
    shown = clean.article.slice(clean.article.story)
    met = {drawn(seed, share, MIXED, shown, attempt) for attempt in range(1, requests + 1)}
    return met <= {None, *TRANSIENT}


def _outcome(result: ArticleResult, clean: ArticleResult) -> str:
    if result.brief is None:
        return "failed" if result.failure else "lost"
    if result.brief.partial:
        return "partial"
    same = result.brief == clean.brief and result.article == clean.article
    return "done" if same else "done, other than without faults"


def _reason(result: ArticleResult) -> str:
    if result.failure:
        return result.failure.reason[:100]
    return "; ".join(result.brief.partial)[:100] if result.brief else ""


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        app()
