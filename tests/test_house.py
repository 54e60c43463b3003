"""The house keeps its order: one class name has one meaning, and every module says first what it holds."""

from __future__ import annotations

import ast
import inspect
import typing
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import briefing

PACKAGE = Path(briefing.__file__).parent

FOUND_AND_CHECKED = {"Offer", "Response", "Story"}
"""What the embedded engine finds in a text has the name of what becomes of it in a brief."""


@pytest.fixture(scope="module")
def modules() -> dict[Path, ast.Module]:
    """The modules of the package, parsed."""
    return {path.relative_to(PACKAGE): ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}


def test_one_class_name_has_one_meaning(modules: dict[Path, ast.Module]) -> None:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(path.as_posix())
    several = {name: sorted(found) for name, found in homes.items() if len(found) > 1}
    assert {name: found for name, found in several.items() if name not in FOUND_AND_CHECKED} == {}
    assert {sum(not each.startswith("embedded/") for each in found) for found in several.values()} <= {1}


def test_every_module_says_first_what_it_holds(modules: dict[Path, ast.Module]) -> None:
    first_lines = {path: (ast.get_docstring(tree) or "").partition("\n")[0] for path, tree in modules.items()}
    assert [path for path, line in first_lines.items() if len(line.split()) < 3] == []


def test_every_type_that_a_public_function_names_is_public() -> None:
    faces = [getattr(briefing, name) for name in briefing.__all__]
    functions = [face for face in faces if inspect.isfunction(face)]
    functions += [each for each in vars(briefing.Briefing).values() if inspect.isfunction(each)]
    hints = [hint for function in functions for hint in typing.get_type_hints(function).values()]
    named = {each.__name__ for hint in hints for each in ours(hint)}
    assert {"Workers", "VerifyReport", "RenderingOptions"} <= named
    assert named - set(briefing.__all__) == set()


def ours(hint: object) -> Iterator[type]:
    """The classes of this package that a type is made of."""
    if isinstance(hint, type) and hint.__module__.startswith("briefing"):
        yield hint
    for part in typing.get_args(hint):
        yield from ours(part)
