"""Damaged inputs through reading and cleaning: each must end in an article or a clear error, within bounds.

    python benchmarks/faults.py [--cases 1000] [--seed 1] [--seconds 15] [--megabytes 800]

Prints how the cases of each kind ended, the slowest of each kind, and the peak of memory. Exits with 1 where a case
ended in any other exception, or took longer or the process grew larger than the bounds.
"""

from __future__ import annotations

import asyncio
import faulthandler
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer
from fault_cases import Case, cases

from briefing.cleaning import clean
from briefing.errors import BriefingError
from briefing.schema.document import Document
from briefing.sources import SourceOptions, read

OPTIONS = SourceOptions(allow_private=True, timeout=2.0)
_HANGS = 120


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case (here without its content) ended: a count of articles and errors by name, and any exception that
    is none of ours.

    ``seconds`` are those of the clock, ``cpu`` those of the processor, which other work on the machine leaves alone.
    """

    case: Case
    number: int
    seconds: float
    cpu: float
    endings: Counter[str]
    faults: tuple[str, ...]


@dataclass(slots=True)
class Server:
    """Says what it is told to, over HTTP or nearly so."""

    case: Case | None = None
    url: str = ""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            request = await reader.readuntil(b"\r\n\r\n")
            if b"/robots.txt" in request.split(b"\r\n", 1)[0] or self.case is None:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            else:
                writer.write(self.case.content)
                await writer.drain()
                while self.case.endless and not writer.is_closing():
                    writer.write(self.case.endless)
                    await writer.drain()
                if self.case.drip:
                    await reader.read()
            await writer.drain()
        writer.close()


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """A server on a free port of loopback."""
    server = Server()
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()


async def run(all_cases: Iterable[Case], options: SourceOptions = OPTIONS) -> AsyncIterator[Outcome]:
    """Each case through reading and cleaning."""
    with tempfile.TemporaryDirectory() as folder:
        async with serving() as server:
            for number, case in enumerate(all_cases):
                server.case = case
                source = f"{server.url}/{number}" if case.served else _written(case, Path(folder))
                yield await _outcome(case, number, source, options)


def _written(case: Case, folder: Path) -> str:
    path = folder / case.name
    path.write_bytes(case.content)
    return str(path)


async def _outcome(case: Case, number: int, source: str, options: SourceOptions) -> Outcome:
    endings: Counter[str] = Counter()
    faults: list[str] = []
    started, begun = time.perf_counter(), time.process_time()
    try:
        async for found in read([source], options):
            ending = _ending(found)
            endings[ending.removeprefix("! ")] += 1
            if ending.startswith("! "):
                faults.append(ending)
    except Exception as error:
        faults.append(f"! {type(error).__name__} in sources: {str(error)[:200]}")
    if not endings and not faults:
        faults.append("! neither an article nor an error")
    seconds, cpu = time.perf_counter() - started, time.process_time() - begun
    return Outcome(replace(case, content=b"", endless=b""), number, seconds, cpu, endings, tuple(faults))


def _ending(found: Document | BriefingError) -> str:
    try:
        if isinstance(found, BriefingError):
            _clear(found)
            return type(found).__name__
        article = clean(found)
        article.model_dump_json()
    except BriefingError as error:
        _clear(error)
        return type(error).__name__
    except Exception as error:
        return f"! {type(error).__name__} in cleaning: {str(error)[:200]}"
    return "article"


def _clear(error: BriefingError) -> None:
    """A message is one line that can be printed, and no longer than a few."""
    text = str(error)
    if not text.isprintable() or len(text) > 1000:
        raise ValueError(f"message that is not clear: {text[:200]!a}")


def peak_megabytes() -> float:
    """The largest resident size of this process so far (Linux gives kilobytes, macOS bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000)


def main(
    count: Annotated[int, typer.Option("--cases", help="How many cases.")] = 1000,
    seed: Annotated[int, typer.Option(help="Another seed, other cases.")] = 1,
    seconds: Annotated[float, typer.Option(help="The longest that a case may keep the processor.")] = 15.0,
    megabytes: Annotated[float, typer.Option(help="The largest that the process may grow.")] = 800.0,
) -> None:
    """Run the cases and print the figures."""
    raise typer.Exit(asyncio.run(_report(count, seed, seconds, megabytes)))


async def _report(count: int, seed: int, seconds: float, megabytes: float) -> int:
    outcomes: defaultdict[str, list[Outcome]] = defaultdict(list)
    growth: Counter[str] = Counter()
    peak = before = peak_megabytes()
    async for outcome in run(cases(count, seed)):
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        outcomes[outcome.case.kind].append(outcome)
        growth[outcome.case.kind] += int(peak_megabytes() - peak)
        peak = peak_megabytes()
    faulthandler.cancel_dump_traceback_later()
    print(f"{'kind':26} cases articles errors  faults slowest  mean    cpu   MB  ended in")
    for kind, of_kind in outcomes.items():
        print(_line(kind, of_kind, growth[kind]))
    every = [outcome for of_kind in outcomes.values() for outcome in of_kind]
    bad = [outcome for outcome in every if outcome.faults or outcome.cpu > seconds]
    for outcome in bad:
        what = outcome.faults[0] if outcome.faults else "! too slow"
        print(f"case {outcome.number} ({outcome.case.kind}, {outcome.case.name}, {outcome.cpu:.1f} s): {what[2:]}")
    slowest, longest = max(outcome.seconds for outcome in every), max(outcome.cpu for outcome in every)
    print(
        f"{len(every)} cases, {len(bad)} bad; slowest {slowest:.1f} s, {longest:.1f} s of the processor; "
        f"peak {peak:.0f} MB ({before:.0f} MB before)"
    )
    return 1 if bad or peak > megabytes else 0


def _line(kind: str, outcomes: list[Outcome], growth: int) -> str:
    endings: Counter[str] = sum((outcome.endings for outcome in outcomes), Counter())
    errors = Counter({name: n for name, n in endings.items() if name != "article"})
    times = [outcome.seconds for outcome in outcomes]
    ended = ", ".join(f"{name} {n}" for name, n in sorted(errors.items()))
    faults = sum(bool(outcome.faults) for outcome in outcomes)
    return (
        f"{kind:26} {len(outcomes):5} {endings['article']:8} {errors.total():6} {faults:7} "
        f"{max(times):6.2f}s {sum(times) / len(times):5.2f}s {max(o.cpu for o in outcomes):5.2f}s {growth:4}  {ended}"
    )


if __name__ == "__main__":
    typer.run(main)
