"""Do the tests notice one-line mistakes in the rules that decide what a page says?

    python benchmarks/mutants.py [--room NAME] [--module TEXT] [--share 0.25] [--jobs 2] [--floor 0.9]

Changes one operator, number or condition at a time in the check, the status and merging of stories, chunking and the
ledger's rules, and runs the tests of that room, those of the module's own name first and none after the first that
fails. Printed: killed and surviving mutants by module, then the survivors with what was changed. Not counted are
mutants that change no meaning: in annotations, in decorators (that a value is frozen, how much a cache holds), in how
arguments may be passed, and those that `EQUIVALENT` shows to change nothing that a caller can see. Fails where a
smaller share than the floor is killed.

cosmic-ray makes the changes. Each is tried in a fork of this process, which has imported what the tests import but
this project, and no file is written: the fork's import of the module finds the changed text.

A share below 1 takes that part of the mutants, chosen by hash, so that a run can be repeated.
"""

from __future__ import annotations

import ast
import gc
import importlib
import os
import re
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Annotated

import hypothesis
import pytest
import typer
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.ast.ast_query import ASTQuery
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent

ROOMS: dict[str, tuple[tuple[str, ...], str]] = {
    "check": (("briefing/checking/**/*.py",), "tests/checking"),
    "stories": (
        tuple(f"briefing/stories/_{name}.py" for name in ("status", "matching", "merging")),
        "tests/stories",
    ),
    "chunking": (("briefing/chunking.py",), "tests/test_chunking.py"),
    "ledger": (
        tuple(
            f"briefing/ledger/_{name}.py"
            for name in (
                *("reckoning", "matching", "statuses", "parties", "offers", "linking", "placing", "running"),
                *("changes", "concerned", "names", "identifying", "actors", "editing", "pages"),
            )
        ),
        "tests/ledger",
    ),
}
"""Modules, and the tests that must notice."""

_FIGURES = "briefing/checking/rules/figures.py"
EQUIVALENT: dict[str, str] = {
    f"{_FIGURES}, may_be: close = _CLOSE if min(a, b) >= _LARGE else 0"
    "  →  close = _CLOSE if min(a, b) > _LARGE else 0": "what lies within three percent above 100 is cut to it anyway",
    f"{_FIGURES}, may_be: close = _CLOSE if min(a, b) >= _LARGE else 0"
    "  →  close = _CLOSE if min(a, b) >= _LARGE else -1": "what is the same is told before",
    f"{_FIGURES}, _bounds: return 1, 1  →  return 2, 1": "what is the same is told before",
    f"{_FIGURES}, _bounds: return 1, 1  →  return 1, 0": "what is the same is told before",
    f"{_FIGURES}, _rounded: return rounded and abs(exact - printed) <= _ROUNDED * exact"
    "  →  return rounded and abs(exact - printed) < _ROUNDED * exact": "no decimal number is cut by just this share",
    f"{_FIGURES}, reckoned: results += [sum(same)] if len(same) > 2 else []"
    "  →  results += [sum(same)] if len(same) >= 2 else []": "the sum of two is there already",
    f"{_FIGURES}, reckoned: results += [sum(same)] if len(same) > 2 else []"
    "  →  results += [sum(same)] if len(same) > 1 else []": "the sum of two is there already",
}
"""Mutants that no caller can tell from the original, written as a survivor is printed, with the reason. No line number
is part of that: an entry holds until its line is changed, and then the run says that it is stale."""

_KINDS = re.compile(
    r"core/(?:ReplaceBinaryOperator_(?:Add_Sub|Sub_Add|Mul_Div|Div_Mul|FloorDiv_Mul|Mod_Mul)"
    r"|ReplaceComparisonOperator_(?:Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In)"
    r"|ReplaceUnaryOperator_Delete_Not|AddNot|ReplaceTrueWithFalse|ReplaceFalseWithTrue|ReplaceAndWithOr"
    r"|ReplaceOrWithAnd|ReplaceBreakWithContinue|ReplaceContinueWithBreak|NumberReplacer|ZeroIterationForLoop)"
)
"""Of each kind of operator one replacement: its nearest neighbour, which only a test at the bound can tell."""

_MEMORY = 4 << 30
"""Bytes that a mutant may come to hold: one that never stops collecting fails soon."""

_LONGEST = 600
"""Seconds that a run of the tests may take at most."""

_PYTEST = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", "--hypothesis-profile=mutants"),
    # What pytest would rewrite is imported once, before it.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where, the line before and after it, which of several that read the same, and the whole module."""

    module: str
    line: int
    function: str
    before: str
    after: str
    nth: int
    source: str

    @property
    def shown(self) -> str:
        again = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.module}, {self.function}: {self.before}  →  {self.after}{again}"


def main(
    room: Annotated[list[str] | None, typer.Option(help=f"of {', '.join(ROOMS)}; repeatable [all]")] = None,
    module: Annotated[str, typer.Option(help="only modules whose path holds this")] = "",
    share: Annotated[float, typer.Option(min=0.01, max=1.0)] = 1.0,
    jobs: Annotated[int, typer.Option(min=1, help="mutants that are tried at the same time")] = os.cpu_count() or 1,
    floor: Annotated[float, typer.Option(min=0.0, max=1.0)] = 0.9,
) -> None:
    """Print killed and surviving mutants; fail below the floor."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    outcomes: list[tuple[Mutant, bool]] = []
    for name in room or ROOMS:
        patterns, tests = ROOMS[name]
        paths = sorted(path for pattern in patterns for path in Path().glob(pattern) if module in path.as_posix())
        mutants = [mutant for path in paths for mutant in mutants_of(path, share)]
        outcomes += Bench(tests, jobs).outcomes([mutant for mutant in mutants if mutant.shown not in EQUIVALENT])
        modules, shown = {path.as_posix() for path in paths}, {mutant.shown for mutant in mutants}
        for entry in EQUIVALENT.keys() - shown if share == 1 else ():
            if entry.split(", ")[0] in modules:
                print(f"stale in EQUIVALENT: {entry}")
    _report(outcomes)
    sys.exit(sum(killed for _, killed in outcomes) < floor * len(outcomes))


def mutants_of(path: Path, share: float) -> Iterator[Mutant]:
    """The mutants of a module that change its meaning, each once."""
    source = path.read_text(encoding="utf-8")
    lines, seen = source.splitlines(), {_meaning(source), ""}
    nodes = list(ast_nodes(get_ast(source)))
    shown: Counter[tuple[str, str, str]] = Counter()
    for name in filter(_KINDS.fullmatch, operator_names()):
        operator = get_operator(name)()
        places = [(node, start) for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, (node, (line, column)) in enumerate(places):
            function, before = ASTQuery(node).get_definition_name() or "module", lines[line - 1].strip()
            number = int(sha256(f"{path.as_posix()} {name} {function} {before} {column}".encode()).hexdigest()[:8], 16)
            if number % 10_000 >= share * 10_000:
                continue
            mutated = mutate_code(source, operator, occurrence)
            if (meaning := _meaning(mutated)) not in seen:
                seen.add(meaning)
                after = mutated.splitlines()[line - 1].strip()
                shown[function, before, after] += 1
                nth = shown[function, before, after]
                yield Mutant(path.as_posix(), line, function, before, after, nth, mutated)


def _meaning(source: str) -> str:
    with suppress(SyntaxError):
        return ast.dump(_Bare().visit(ast.parse(source)))
    return ""


class _Bare(ast.NodeTransformer):
    """Takes from a module what says something to readers and tools alone."""

    def visit(self, node: ast.AST) -> ast.AST:
        for name in {"decorator_list", "returns", "annotation"} & set(node._fields):
            setattr(node, name, [])
        if isinstance(node, ast.arguments):
            node.args, node.posonlyargs, node.kwonlyargs = [*node.posonlyargs, *node.args, *node.kwonlyargs], [], []
            node.defaults, node.kw_defaults = [*node.defaults, *filter(None, node.kw_defaults)], []
        return self.generic_visit(node)


class Bench:
    """The tests of a room, and the forks that run them on one mutant each."""

    def __init__(self, tests: str, jobs: int) -> None:
        self._tests = sorted(map(str, Path().glob(f"{tests}/test_*.py"))) or [tests]
        self._jobs = jobs
        self._seconds = _LONGEST
        self._killers: Counter[tuple[str, str]] = Counter()
        """How many mutants of a module a file of tests noticed."""
        self._running: dict[int, tuple[Mutant, int]] = {}

    def outcomes(self, mutants: Sequence[Mutant]) -> list[tuple[Mutant, bool]]:
        """Each mutant, and whether a test noticed it."""
        self._warm_up()
        found: list[tuple[Mutant, bool]] = []
        for place, mutant in enumerate(mutants, start=1):
            if len(self._running) == self._jobs:
                found.append(self._next())
            print(f"{place}/{len(mutants)} {mutant.module}", end=" \r", file=sys.stderr, flush=True)
            pid, pipe = self._fork(mutant)
            self._running[pid] = mutant, pipe
        found += [self._next() for _ in list(self._running)]
        return found

    def _warm_up(self) -> None:
        """Import what the tests need, run them on the code as it is, and see how long they take."""
        pid, pipe = self._fork(None)
        names = _heard(pipe).split()
        os.waitpid(pid, 0)
        for name in names:
            with suppress(ImportError):
                importlib.import_module(name)
        gc.freeze()
        pid, pipe = self._fork(None)
        _heard(pipe)
        _, status, used = os.wait4(pid, 0)
        if status:
            sys.exit(f"mutants: the tests fail on the code as it is: python -m pytest {' '.join(self._tests)}")
        self._seconds = round(3 + 3 * (used.ru_utime + used.ru_stime))

    def _next(self) -> tuple[Mutant, bool]:
        """Wait for one of the forks. A test that fails and one that never ends have noticed the mutant."""
        pid, status = os.wait()
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # what its tests started
        mutant, pipe = self._running.pop(pid)
        self._killers[mutant.module, _heard(pipe)] += 1
        return mutant, status != 0

    def _fork(self, mutant: Mutant | None) -> tuple[int, int]:
        read, write = os.pipe()
        pid = os.fork()
        if pid:
            os.close(write)
            return pid, read
        status = 70
        try:
            os.setpgid(0, 0)
            self._bound()
            status = self._run(mutant, write)
        finally:
            os._exit(status)

    def _bound(self) -> None:
        """A mutant may run forever, wait forever, or collect forever: any of these ends the fork."""
        resource.setrlimit(resource.RLIMIT_CPU, (self._seconds, self._seconds))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.alarm(min(10 * self._seconds, _LONGEST))

    def _run(self, mutant: Mutant | None, write: int) -> int:
        """Run the tests in this fork. Told through the pipe: the file of the test that failed, or what was imported."""
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        told = _Told()
        if mutant:
            sys.meta_path.insert(0, _Changed(mutant))
        status = pytest.main([*_PYTEST, *sorted(self._tests, key=lambda file: self._likely(file, mutant))], [told])
        imported = " ".join(name for name in sys.modules if not re.match(r"(?:briefing|tests|__main__)\b", name))
        os.write(write, (told.failed if mutant else imported).encode())
        return int(status)

    def _likely(self, file: str, mutant: Mutant | None) -> tuple[int, bool]:
        """The less, the likelier it is that the tests of a file notice a mutant."""
        module = mutant.module if mutant else ""
        return -self._killers[module, file], Path(module).stem.strip("_") not in file


def _heard(pipe: int) -> str:
    with os.fdopen(pipe, encoding="utf-8") as told:
        return told.read()


class _Changed(SourceFileLoader):
    """Imports the changed text of one module."""

    def __init__(self, mutant: Mutant) -> None:
        name = mutant.module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        super().__init__(name, str(ROOT / mutant.module))
        self._source = mutant.source

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        return spec_from_file_location(fullname, loader=self) if fullname == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.get_filename(fullname), "exec", dont_inherit=True)


class _Told:
    """A plugin of pytest: the file of the first test that failed."""

    failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid.split("::")[0]


def _report(outcomes: Sequence[tuple[Mutant, bool]]) -> None:
    total = Counter(mutant.module for mutant, _ in outcomes)
    killed = Counter(mutant.module for mutant, noticed in outcomes if noticed)
    print(f"{'module':<44}{'mutants':>8}{'killed':>8}{'share':>7}")
    for module in sorted(total):
        print(f"{module:<44}{total[module]:>8}{killed[module]:>8}{killed[module] / total[module]:>7.3f}")
    print(f"{'all':<44}{total.total():>8}{killed.total():>8}{killed.total() / max(1, total.total()):>7.3f}")
    for mutant, noticed in sorted(outcomes, key=lambda outcome: (outcome[0].module, outcome[0].line)):
        if not noticed:
            print(f"survived  {mutant.shown}")


if __name__ == "__main__":
    # Few examples of each property, and the same ones every time.
    hypothesis.settings.register_profile("mutants", deadline=None, derandomize=True, max_examples=25)
    typer.run(main)
