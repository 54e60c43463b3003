"""How recording a day grows with the ledger: ``python -m benchmarks.ledger [--days 120] [--stories 20] [--url URL]``.

Made-up days, each with as many stories of five items; half of the stories go on from the day before. Prints the seconds
of recording the last of 10, 30, ... days, with the size of the ledger, and of asking it.
"""

from __future__ import annotations

import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from briefing.ledger import Ledger, LedgerQuery
from tests.ledger.made_up import made_up


def main(
    days: Annotated[int, typer.Option(help="Days to record.")] = 120,
    stories: Annotated[int, typer.Option(help="Stories a day.")] = 20,
    url: Annotated[str | None, typer.Option(help="An empty database; unset: SQLite in a temporary file.")] = None,
) -> None:
    """Record made-up days and print what it takes."""
    with tempfile.TemporaryDirectory() as folder, Ledger.open(url or Path(folder) / "ledger.db") as ledger:
        random = Random(1)
        running: list[int] = []
        marks = {mark for power in range(1, 5) for mark in (10**power, 3 * 10**power)} | {days}
        print("   days  entries  seconds to record  to ask")
        for number in range(1, days + 1):
            kept = random.sample(running, min(len(running), stories // 2))
            running = kept + [number * 1000 + place for place in range(stories - len(kept))]
            page = made_up(date(2030, 1, 1) + timedelta(days=number), running, random)
            began = time.perf_counter()
            ledger.record(page)
            recorded = time.perf_counter() - began
            if number in marks:
                began = time.perf_counter()
                ledger.entries(LedgerQuery(status="open"))
                asked = time.perf_counter() - began
                print(f"{number:>7} {len(ledger.entries()):>8} {recorded:>18.3f} {asked:>7.3f}")


if __name__ == "__main__":
    typer.run(main)
