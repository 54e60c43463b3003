"""The house keeps its order: one class name has one meaning, and every module says first what it holds."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import briefing

PACKAGE = Path(briefing.__file__).parent
MODULES = {path.relative_to(PACKAGE): ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}

FOUND_AND_CHECKED = {"Cast", "Offer", "Response", "Story"}
"""What the embedded engine finds in a text has the name of what becomes of it in a brief."""


def test_one_class_name_has_one_meaning() -> None:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(path.as_posix())
    several = {name: sorted(found) for name, found in homes.items() if len(found) > 1}
    assert {name: found for name, found in several.items() if name not in FOUND_AND_CHECKED} == {}
    assert {sum(not each.startswith("embedded/") for each in found) for found in several.values()} <= {1}


def test_every_module_says_first_what_it_holds() -> None:
    first_lines = {path: (ast.get_docstring(tree) or "").partition("\n")[0] for path, tree in MODULES.items()}
    assert [path for path, line in first_lines.items() if len(line.split()) < 3] == []
