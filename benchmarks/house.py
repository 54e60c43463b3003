"""Print the house as a table: how large its rooms are, and what in them repeats or is called by nobody.

    python benchmarks/house.py              (--names lists what each count stands for)

Everything is read from the source as text. A public name counts as called by tests alone where no other line of the
package, the benchmarks or the examples holds its word: names that a library calls by convention (validators, command
line commands, plug-in hooks) have decorators, and are left out; so are methods of private classes.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parent.parent
LONG_FUNCTION, LONG_MODULE, SHORT_MODULE = 50, 400, 60

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class House:
    """The modules of the package, by their path, with the text and the tree of each."""

    texts: Mapping[Path, str]
    trees: Mapping[Path, ast.Module]

    @classmethod
    def read(cls, folder: Path) -> House:
        texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}
        return cls(texts, {path: ast.parse(text) for path, text in texts.items()})

    def sizes(self) -> dict[Path, int]:
        """Lines by module."""
        return {path: text.count("\n") for path, text in self.texts.items()}

    def classes_of_one_name(self) -> dict[str, list[Path]]:
        """The modules of each class name that several classes have."""
        found: defaultdict[str, list[Path]] = defaultdict(list)
        for path, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    found[node.name].append(path)
        return {name: paths for name, paths in found.items() if len(paths) > 1}

    def long_functions(self) -> Iterator[tuple[Path, str, int]]:
        for path, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = (node.end_lineno or node.lineno) - node.lineno + 1
                    if lines > LONG_FUNCTION:
                        yield path, node.name, lines

    def uncalled(self, callers: Iterable[Path]) -> Iterator[tuple[Path, str]]:
        """Public functions, classes and methods whose word stands once in the package and in no caller."""
        words = Counter(word for text in self.texts.values() for word in _WORD.findall(text))
        for path in callers:
            words.update(_WORD.findall(path.read_text(encoding="utf-8")))
        for path, tree in self.trees.items():
            for node in _definitions(tree):
                if not node.name.startswith("_") and not node.decorator_list and words[node.name] == 1:
                    yield path, node.name


def _definitions(tree: ast.Module) -> Iterator[_Definition]:
    for node in tree.body:
        if isinstance(node, _Definition):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (each for each in node.body if isinstance(each, _Definition))


def main(
    package: Annotated[Path, typer.Option(help="folder of the package")] = ROOT / "briefing",
    names: Annotated[bool, typer.Option("--names", help="what each count stands for")] = False,
) -> None:
    """Print the table."""
    house = House.read(package)
    sizes = house.sizes()
    callers = [path for folder in ("benchmarks", "examples") for path in (package.parent / folder).rglob("*.py")]
    found: dict[str, list[str]] = {
        "class names with several meanings": sorted(house.classes_of_one_name()),
        f"functions over {LONG_FUNCTION} lines": [
            f"{path.relative_to(package)}: {name} ({lines})" for path, name, lines in house.long_functions()
        ],
        f"modules over {LONG_MODULE} lines": [
            f"{path.relative_to(package)} ({lines})" for path, lines in sizes.items() if lines > LONG_MODULE
        ],
        f"modules under {SHORT_MODULE} lines": [
            f"{path.relative_to(package)} ({lines})" for path, lines in sizes.items() if lines < SHORT_MODULE
        ],
        "public names that only tests call": [
            f"{path.relative_to(package)}: {name}" for path, name in house.uncalled(callers)
        ],
    }
    rows = {"modules": len(sizes), "lines": sum(sizes.values()), "mean": round(sum(sizes.values()) / len(sizes))}
    for what, count in (rows | {what: len(each) for what, each in found.items()}).items():
        print(f"{what:<36} {count:>7,}")
    if names:
        for what, each in found.items():
            print(f"\n{what}:", *each, sep="\n  ")


if __name__ == "__main__":
    typer.run(main)
