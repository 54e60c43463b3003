"""How recording a day grows with the ledger.

    python -m benchmarks.ledger [--days 365] [--stories 20] [--articles 10] [--always 2] [--url URL]

Made-up days, each with as many stories of five items, and each story in as many articles. Some are told on all days,
half of the others go on from the day before. Prints the processor seconds of recording a day (the median of nine), with
the size of the ledger and of the process. At the end the last days are compared with those up to day 30 and up to day
60 (by then the window over which stories go on is full): these are recorded again into younger ledgers, in turn with
the last days, so that whatever else the machine does slows all of them alike. A younger ledger is always SQLite.
"""

from __future__ import annotations

import gc
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Annotated

import typer

from briefing.ledger import Ledger, LedgerQuery
from briefing.ledger._book import PREFIX
from briefing.schema.briefing import BriefingData
from tests.ledger.made_up import made_up

_MARKS = (10, 30, 60, 100, 200, 300)
_YOUNG = (30, 60)
_AROUND = 9
"""Days of which the median counts: the last of them is the one that is named."""


def main(
    days: Annotated[int, typer.Option(help="Days to record.")] = 365,
    stories: Annotated[int, typer.Option(help="Stories a day.")] = 20,
    articles: Annotated[int, typer.Option(help="Articles that tell each of them.")] = 10,
    always: Annotated[int, typer.Option(help="Stories that are told on all days.")] = 2,
    url: Annotated[str | None, typer.Option(help="An empty database; unset: SQLite in a temporary file.")] = None,
) -> None:
    """Record made-up days and print what it takes."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as opened:
        folder = Path(place)
        ledger = opened.enter_context(Ledger.open(url or folder / "ledger.db"))
        pages = _pages(stories, articles, always)
        taken: list[float] = []
        print("   days  entries  seconds to record  ledger MB  process MB")
        for number in range(1, days - _AROUND + 1):
            taken.append(_seconds(ledger, page := next(pages)))
            if number in _MARKS:
                _show(number, page, ledger, taken, folder)
        young = {}
        for mark in (each for each in _YOUNG if each < days):
            own = _pages(stories, articles, always)
            young[mark] = opened.enter_context(Ledger.open(folder / f"{mark}.db")), own
            for _ in range(mark - _AROUND):
                young[mark][0].record(next(own))
        beside: dict[int, list[float]] = {mark: [] for mark in young}
        for _ in range(_AROUND):
            taken.append(_seconds(ledger, page := next(pages)))
            for mark, (other, own) in young.items():
                beside[mark].append(_seconds(other, next(own)))
        _show(days, page, ledger, taken, folder)
        print(f"the last days take {median(taken[-_AROUND:]):.3f} s")
        for mark, seconds in beside.items():
            ratio = median(taken[-_AROUND:]) / median(seconds)
            print(f"day {mark} of a younger ledger {median(seconds):.3f} s: the last takes {ratio:.2f} times that")
        began = time.process_time()
        waiting = ledger.entries(LedgerQuery(status="open"))
        print(f"asking for {len(waiting)} open entries takes {time.process_time() - began:.1f} s")
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _pages(stories: int, articles: int, always: int) -> Iterator[BriefingData]:
    random = Random(1)
    running: list[int] = []
    number = 0
    while True:
        number += 1
        kept = random.sample(running, min(len(running), (stories - always) // 2))
        running = kept + [number * 1000 + place for place in range(stories - always - len(kept))]
        day = date(2030, 1, 1) + timedelta(days=number)
        yield made_up(day, [*range(always), *running], random, articles=articles)


def _seconds(ledger: Ledger, page: BriefingData) -> float:
    """Processor seconds of recording a day; what collects garbage strikes now one day, now another, and waits."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    ledger.record(page)
    taken = time.process_time() - began
    gc.enable()
    return taken


def _show(number: int, page: BriefingData, ledger: Ledger, taken: list[float], folder: Path) -> None:
    known = ledger.record(page).known  # it is recorded: the same page comes back
    held = sum(last for letter, last in known.last.items() if letter in PREFIX.values()) if known else 0
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = median(taken[-_AROUND:])
    print(f"{number:>7} {held:>8} {seconds:>18.3f} {_megabytes(folder):>10.1f} {memory:>11.0f}", flush=True)


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.glob("ledger.db*")) / 1e6


if __name__ == "__main__":
    typer.run(main)
