"""How the time of a run grows with what it is given: each input at a quarter, half and all of its size.

    python benchmarks/growth.py [--only WORD] [--size 1.0] [--seconds 10] [--jobs 1]
    python benchmarks/growth.py --only "list items" --profile

Prints the CPU seconds at the three sizes, the exponent of the growth between the last two (1 is linear, 2 quadratic),
and what became of the input. Exits with 1 where an input of full size takes more CPU than its bound, or grows faster
than the allowed exponent while it takes a second or more: below that the measure is noise, and no harm is done.
"""

from __future__ import annotations

import cProfile
import json
import math
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer
from growth_cases import CASES, Case

EXPONENT = 1.4
"""n log n over a doubling at these sizes is 1.1; caches that no longer hold the input add a little."""
_WORTH_MEASURING = 2.0
"""Seconds from which on the exponent counts."""
_TICK = 1e-4
"""Seconds: below this nothing is measured."""
_MOST = 60
"""Seconds of CPU for one case with all its sizes, as a factor of its bound: then it is stopped."""


def main(
    only: Annotated[str, typer.Option(help="Only the cases with this word in their names.")] = "",
    size: Annotated[float, typer.Option(help="Share of the full sizes.")] = 1.0,
    seconds: Annotated[float | None, typer.Option(help="Another bound, in CPU seconds.")] = None,
    jobs: Annotated[int, typer.Option(help="Cases measured at the same time.")] = 1,
    profile: Annotated[bool, typer.Option(help="Print where the time goes at full size, instead.")] = False,
) -> None:
    """Measure the cases and print the table."""
    chosen = [case for case in CASES if only in case.name]
    if profile:
        for case in chosen:
            _profile(case, max(1, int(case.size * size)))
        return
    width = max(len(case.name) for case in chosen)
    print(f"{'input':{width}} {'full size':>9} {'quarter':>8} {'half':>8} {'full':>8} {'exponent':>8}  ended in")
    bad = 0
    with ThreadPoolExecutor(jobs) as pool:
        for case, measured in zip(chosen, pool.map(lambda case: _measured(case, size), chosen), strict=True):
            bound = seconds or case.seconds
            times = [*(f"{taken:8.2f}" for taken, _ in measured), *["       –"] * (3 - len(measured))]
            growth = exponent([taken for taken, _ in measured])
            problem = _problem([taken for taken, _ in measured], growth, bound)
            bad += problem is not None
            shown = "–" if growth is None else f"{growth:.2f}"
            ending = measured[-1][1] if measured else "–"
            print(
                f"{case.name:{width}} {int(case.size * size):9} {' '.join(times)} {shown:>8}  {problem or ending}",
                flush=True,
            )
    print(f"{len(chosen)} inputs, {bad} too slow or growing too fast")
    raise typer.Exit(1 if bad else 0)


def exponent(times: list[float]) -> float | None:
    """The power of the size by which the time grew over the last doubling; None where it was not measured."""
    if len(times) < 3:
        return None
    return math.log2(max(times[2], _TICK) / max(times[1], _TICK))


def _problem(times: list[float], growth: float | None, bound: float) -> str | None:
    if growth is None:
        return f"! stopped after {_MOST} s"
    if times[-1] > bound:
        return f"! more than {bound:.0f} s"
    if growth > EXPONENT and times[-1] >= _WORTH_MEASURING:
        return f"! grows faster than n^{EXPONENT}"
    return None


def _measured(case: Case, share: float) -> list[tuple[float, str]]:
    """CPU seconds and ending at each size, in a process of its own; less than three where it was stopped."""
    sizes = [max(1, int(case.size * share / part)) for part in (4, 2, 1)]
    command = [sys.executable, __file__, "measure", case.name, *map(str, sizes)]
    found: list[tuple[float, str]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            taken, ending = json.loads(line)
            found.append((taken, ending))
    return found


def _measure(name: str, sizes: list[int]) -> None:
    """Print the CPU seconds of one case at each size, imports and caches warmed up before."""
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST, _MOST + 5))
    case = next(case for case in CASES if case.name == name)
    with tempfile.TemporaryDirectory() as folder:
        case.prepare(3, Path(folder))()
        for size in sizes:
            print(json.dumps(_timed(case.prepare(size, Path(folder)))), flush=True)


def _timed(work: Callable[[], str]) -> tuple[float, str]:
    began = time.process_time()
    ending = work()
    return time.process_time() - began, ending


def _profile(case: Case, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        case.prepare(3, Path(folder))()
        work = case.prepare(size, Path(folder))
        profiler = cProfile.Profile()
        profiler.enable()
        ending = work()
        profiler.disable()
    print(f"{case.name}, {size}: {ending}")
    stats = pstats.Stats(profiler)
    stats.sort_stats("tottime").print_stats(18)
    stats.sort_stats("cumtime").print_stats(45)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        _measure(sys.argv[2], list(map(int, sys.argv[3:])))
    else:
        typer.run(main)
