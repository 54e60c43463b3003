"""The table of attempts: a line for each module here, which is a group of them."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.shell import shell

__all__ = ["shell"]

_HERE = Path(__file__).parent
_BROKE = ("failed", "error")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """How many attempts of each group held. Printed where this folder alone was asked for."""
    asked = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    if not asked or not all(path.is_relative_to(_HERE) for path in asked):
        return
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outcome, reports in terminalreporter.stats.items():
        for report in reports:
            is_call = getattr(report, "when", None) == "call" or outcome in (*_BROKE, "skipped")
            if isinstance(report, pytest.TestReport) and is_call:
                counts[Path(report.nodeid.partition("::")[0]).stem][outcome] += 1
    rows = [(_title(module), counts[module]) for module in sorted(counts)]
    width = max((len(title) for title, _ in rows), default=0)
    terminalreporter.write_line("")
    terminalreporter.write_line(f"{'attempts':<{width}}  tried  held  broke  left out")
    for title, count in [*rows, ("all", sum((count for _, count in rows), Counter()))]:
        broke, left = sum(count[each] for each in _BROKE), count["skipped"]
        terminalreporter.write_line(
            f"{title:<{width}}  {count['passed'] + broke:>5}  {count['passed']:>4}  {broke:>5}  {left:>8}"
        )


def _title(module: str) -> str:
    """The first sentence of a module's docstring."""
    written = ast.get_docstring(ast.parse((_HERE / f"{module}.py").read_text(encoding="utf-8"))) or module
    return written.partition("\n")[0].partition(". ")[0].rstrip(".")
