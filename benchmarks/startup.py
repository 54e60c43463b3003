"""Start-up: how long help, import and a page of the seeds take, as ratios to a bare `python -c pass`.

    python benchmarks/startup.py [--runs 15]

All commands run in turn within each round, so that a busy machine slows all of them alike; medians are compared.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import typer

SEEDS = Path(__file__).parent.parent / "seeds"

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import briefing": ["-c", "import briefing"],
    "briefing --help": ["-m", "briefing", "--help"],
    "briefing --version": ["-m", "briefing", "--version"],
    "a page of the seeds": ["-m", "briefing", "generate", str(SEEDS), "--quiet", "--model", "embedded"],
}
MOST = 12.0
"""The largest ratio that `briefing --help` may have."""


def main(runs: int = 15) -> None:
    """Print the table; exit with 1 where `briefing --help` is above its bound."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, arguments in COMMANDS.items():
            begin = time.perf_counter()
            subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
            times[name].append(time.perf_counter() - begin)
    bare = statistics.median(times["python -c pass"])
    print(f"{'command':<20} {'median ms':>10} {'ratio':>7}")
    ratios = {}
    for name, taken in times.items():
        median = statistics.median(taken)
        ratios[name] = median / bare
        print(f"{name:<20} {median * 1000:>10.1f} {ratios[name]:>7.1f}")
    if ratios["briefing --help"] > MOST:
        sys.exit(f"briefing --help takes more than {MOST} times a bare start")


if __name__ == "__main__":
    typer.run(main)
