"""Do the tests notice one-line mistakes in the rules that decide what a page says?

    python benchmarks/mutants.py [--room NAME] [--share 0.25] [--jobs 2] [--floor 0.9]

Changes one operator, number or condition at a time in the check, the status and merging of stories, chunking and the
ledger's rules, and runs the tests of that room (cosmic-ray makes the changes, in copies of this folder). Printed:
killed and surviving mutants by module, then the survivors with what was changed. Those that `EQUIVALENT` shows to
change nothing that a caller can see are not counted, nor are flags of a decorator: that a value is frozen is a
statement of intent. Fails where a smaller share than the floor is killed.

A share below 1 takes that part of the mutants, chosen by hash, so that a run can be repeated.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

ROOMS: dict[str, tuple[tuple[str, ...], str]] = {
    "check": (("briefing/checking",), "tests/checking"),
    "stories": (
        tuple(f"briefing/stories/_{name}.py" for name in ("status", "matching", "offers", "responses", "questions")),
        "tests/stories",
    ),
    "chunking": (("briefing/chunking.py",), "tests/test_chunking.py"),
    "ledger": (("briefing/ledger/_reckoning.py", "briefing/ledger/_matching.py"), "tests/ledger"),
}
"""Modules, and the tests that must notice."""

EQUIVALENT: dict[tuple[str, str], str] = {}
"""Changed lines (module, the line after the change) that no caller can tell from the original, with the reason."""

_CONFIG = """
[cosmic-ray]
module-path = {modules}
timeout = 120.0
excluded-modules = []
test-command = "{python} -m pytest -n 0 -q -x -p no:cacheprovider --no-cov {tests}"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = [
  "core/ReplaceBinaryOperator_(?!Add_Sub|Sub_Add|Mul_Div|Div_Mul|FloorDiv_Mul|Mod_Mul).*",
  "core/ReplaceComparisonOperator_(?!Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In).*",
  "core/ReplaceUnaryOperator_(?!Delete_Not).*",
  "core/VariableInserter", "core/VariableReplacer", "core/RemoveDecorator", "core/ExceptionReplacer",
]
"""
"""Of each kind of operator one replacement: its nearest neighbour, which only a test at the bound can tell."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where, and the line before and after it."""

    module: str
    before: str
    after: str
    killed: bool

    @property
    def equivalent(self) -> bool:
        return self.before.startswith("@") or (self.module, self.after) in EQUIVALENT


def main(
    room: Annotated[list[str] | None, typer.Option(help=f"of {', '.join(ROOMS)}; repeatable [all]")] = None,
    share: Annotated[float, typer.Option(min=0.01, max=1.0)] = 1.0,
    jobs: Annotated[int, typer.Option(min=1, help="copies that are worked on at the same time")] = 2,
    floor: Annotated[float, typer.Option(min=0.0, max=1.0)] = 0.9,
) -> None:
    """Print killed and surviving mutants; fail below the floor."""
    wanted = room or list(ROOMS)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        parts = [(name, part) for name in wanted for part in range(jobs)]
        found = pool.map(lambda job: list(_run(Path(folder), *job, jobs, share)), parts)
        mutants = [mutant for each in found for mutant in each]
    _report(mutants)
    counted = [mutant for mutant in mutants if not mutant.equivalent]
    killed = sum(mutant.killed for mutant in counted)
    sys.exit(killed < floor * len(counted))


def _run(folder: Path, room: str, part: int, parts: int, share: float) -> Iterator[Mutant]:
    """The mutants of one part of a room, made in a copy of the project."""
    modules, tests = ROOMS[room]
    copy = folder / f"{room}-{part}"
    ignored = shutil.ignore_patterns(".git", ".venv", "out", "*_cache", "__pycache__", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=ignored)
    quoted = "[" + ", ".join(f'"{module}"' for module in modules) + "]"
    (copy / "mutants.toml").write_text(
        _CONFIG.format(modules=quoted, python=sys.executable, tests=tests), encoding="utf-8"
    )
    _tool(copy, "cosmic-ray", "init", "mutants.toml", "session.sqlite")
    _tool(copy, "cr-filter-operators", "session.sqlite", "mutants.toml")
    _choose(copy / "session.sqlite", part, parts, share)
    _tool(copy, "cosmic-ray", "exec", "mutants.toml", "session.sqlite")
    yield from _results(copy / "session.sqlite")


def _tool(folder: Path, name: str, *arguments: str) -> None:
    done = subprocess.run([BIN / name, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"mutants: {name} {arguments[0]} failed:\n{done.stderr[-2000:]}")


def _choose(session: Path, part: int, parts: int, share: float) -> None:
    """Leave only the mutants of this part and of the share that was asked for."""
    with sqlite3.connect(session) as database:
        skipped = [job for (job,) in database.execute("select job_id from work_results")]
        rows = database.execute(
            "select job_id, module_path, operator_name, occurrence, operator_args from mutation_specs"
        ).fetchall()
        left_out = [job for job, *what in rows if not _chosen("|".join(map(str, what)), part, parts, share)]
        for job in {*skipped, *left_out}:
            for table in ("work_results", "mutation_specs", "work_items"):
                database.execute(f"delete from {table} where job_id = ?", (job,))


def _chosen(what: str, part: int, parts: int, share: float) -> bool:
    number = int(sha256(what.encode()).hexdigest()[:8], 16)
    return number % parts == part and (number // parts) % 10_000 < share * 10_000


def _results(session: Path) -> Iterator[Mutant]:
    with sqlite3.connect(session) as database:
        rows = database.execute(
            "select m.module_path, r.test_outcome, r.diff from work_results r join mutation_specs m using (job_id)"
        ).fetchall()
    for module, outcome, diff in rows:
        lines = (diff or "").splitlines()
        before = next((line[1:].strip() for line in lines if line.startswith("-") and line[:3] != "---"), "")
        after = next((line[1:].strip() for line in lines if line.startswith("+") and line[:3] != "+++"), "")
        yield Mutant(module, before, after, killed="survived" not in str(outcome).lower())


def _report(mutants: Sequence[Mutant]) -> None:
    total, killed, same = (
        Counter(m.module for m in mutants),
        Counter(m.module for m in mutants if m.killed),
        Counter(m.module for m in mutants if m.equivalent and not m.killed),
    )
    print(f"{'module':<44}{'mutants':>8}{'killed':>8}{'same':>6}{'share':>7}")
    for module in sorted(total):
        counted = total[module] - same[module]
        share = killed[module] / counted if counted else 1.0
        print(f"{module:<44}{total[module]:>8}{killed[module]:>8}{same[module]:>6}{share:>7.2f}")
    counted = total.total() - same.total()
    share = killed.total() / max(1, counted)
    print(f"{'all':<44}{total.total():>8}{killed.total():>8}{same.total():>6}{share:>7.2f}")
    for mutant in mutants:
        if not mutant.killed and not mutant.equivalent:
            print(f"survived  {mutant.module}: {mutant.before}  →  {mutant.after}")


if __name__ == "__main__":
    typer.run(main)
