"""How recording a day grows with the ledger.

    python -m benchmarks.ledger [--days 365] [--stories 20] [--articles 10] [--always 2] [--url URL]

Made-up days, each with as many stories of five items, and each story in as many articles. Some are told on all days,
half of the others go on from the day before. Prints the processor seconds of recording a day (the median of nine), with
the size of the ledger and of the process; at the end how the last days compare with those about day 30, and with those
about day 60: by then the window over which stories go on is full; and what asking all of the ledger takes.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Annotated

import typer

from briefing.ledger import Ledger, LedgerQuery
from briefing.ledger._book import PREFIX
from tests.ledger.made_up import made_up

_MARKS = (10, 30, 60, 100, 200, 300)
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
    with tempfile.TemporaryDirectory() as folder, Ledger.open(url or Path(folder) / "ledger.db") as ledger:
        random = Random(1)
        running: list[int] = []
        taken: list[float] = []
        print("   days  entries  seconds to record  ledger MB  process MB")
        for number in range(1, days + 1):
            kept = random.sample(running, min(len(running), (stories - always) // 2))
            running = kept + [number * 1000 + place for place in range(stories - always - len(kept))]
            day = date(2030, 1, 1) + timedelta(days=number)
            page = made_up(day, [*range(always), *running], random, articles=articles)
            began = time.process_time()
            told = ledger.record(page)
            taken.append(time.process_time() - began)
            if number in (*_MARKS, days):
                size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                given = told.known.last.items() if told.known else ()
                held = sum(last for letter, last in given if letter in PREFIX.values())
                about = _about(taken, number)
                print(f"{number:>7} {held:>8} {about:>18.3f} {size:>10.1f} {memory:>11.0f}", flush=True)
        for mark in (30, 60):
            if days > mark:
                print(f"the last day takes {_about(taken, days) / _about(taken, mark):.2f} times day {mark}")
        began = time.process_time()
        waiting = ledger.entries(LedgerQuery(status="open"))
        print(f"asking for {len(waiting)} open entries takes {time.process_time() - began:.1f} s")
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _about(taken: list[float], day: int) -> float:
    return median(taken[max(day - _AROUND, 0) : day])


if __name__ == "__main__":
    typer.run(main)
