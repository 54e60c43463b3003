"""What each rule and each word list of the embedded engine is worth: the figures with it switched off.

    python benchmarks/ablation.py --read READ.jsonl --blind BLIND.jsonl.gz --sentences SENTENCES.jsonl

A rule is a function that says yes or no, or finds something or nothing: switched off it says no and finds nothing. A
list is a set or a table of words: switched off it is empty. Printed is the change of each figure where one is switched
off, the dearest on unseen articles and sentences first. What stands at 0 on all of them is a candidate for deletion,
unless a test shows what it keeps from being printed falsely, or it went into a larger table when that was built.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Annotated, Any, NamedTuple

import typer

sys.path.insert(0, str(Path(__file__).parent))
import sentences
from _brief_scoring import SECTIONS, Score
from embedded import rows_of, scored

from briefing import embedded

Figures = Mapping[str, float]
_NEUTRAL: dict[str, Callable[..., Any]] = {"bool": lambda *_, **__: False, "None": lambda *_, **__: None}


class Part(NamedTuple):
    """Something that can be switched off: where it stands, what it is called, and what stands there instead."""

    holder: object
    name: str
    off: object

    @property
    def label(self) -> str:
        """Module or class, and name."""
        return f"{getattr(self.holder, '__name__', '').rpartition('.')[2]}.{self.name}"


def main(
    read: Annotated[Path, typer.Option(help="annotated articles that may be read")],
    blind: Annotated[Path, typer.Option(help="annotated articles that are only run")],
    labelled: Annotated[Path, typer.Option("--sentences", help="labelled sentences")],
    only: Annotated[str, typer.Option(help="switch off only parts whose label holds this")] = "",
) -> None:
    """Print a line a part."""
    halves, lines = (rows_of(read), rows_of(blind)), rows_of(labelled)

    def figures() -> Figures:
        return _figures(halves, lines)

    base = figures()
    print(f"{'switched off':<44}" + "".join(f"{name:>12}" for name in base))
    print(f"{'nothing':<44}" + "".join(f"{value:>12.3f}" for value in base.values()))
    found = []
    for part in _parts():
        if only in part.label:
            with _without(part):
                found.append((part.label, _change(figures, base)))
    for label, change in sorted(found, key=lambda row: _cost(row[1])):
        shown = "  fails" if change is None else "".join(f"{value:>+12.3f}" for value in change.values())
        print(f"{label:<44}{shown}")


def _change(figures: Callable[[], Figures], base: Figures) -> Figures | None:
    """How each figure differs, None where nothing can be read without the part."""
    try:
        return {name: value - base[name] for name, value in figures().items()}
    except Exception:  # a part that others take for granted
        return None


def _cost(change: Figures | None) -> float:
    return -9.0 if change is None else change["unseen F1"] + change["found"] + change["both"] - change["alarms"] / 10


def _figures(halves: tuple[list[dict[str, Any]], ...], lines: list[dict[str, Any]]) -> Figures:
    (seen, _), (unseen, _) = (scored(rows) for rows in halves)
    odd = [row for row in lines if int("".join(c for c in row["id"] if c.isdigit())) % 2]
    told = sentences.figures(odd)
    return {
        "read F1": _mean(seen),
        "unseen F1": _mean(unseen),
        "offers": unseen.sections["offers"].f1,
        "responses": unseen.sections["responses"].f1,
        "found": told["found, mean"],
        "both": told["both parties REQUEST"],
        "swapped": max(told[f"swapped {root}"] for root in sentences.ASKED),
        "false": told["false offers"],
        "alarms": float(seen.false_alarms + unseen.false_alarms),
    }


def _mean(result: Score) -> float:
    return sum(result.sections[section].f1 for section in SECTIONS) / len(SECTIONS)


def _modules() -> list[ModuleType]:
    names = [info.name for info in pkgutil.iter_modules(embedded.__path__)]
    return [importlib.import_module(f"{embedded.__name__}.{name}") for name in sorted(names)]


def _parts() -> Iterator[Part]:
    """Every rule and list of the engine, each once, where it is defined."""
    known: set[int] = set()
    for module in _modules():
        classes = [c for c in vars(module).values() if isinstance(c, type) and c.__module__ == module.__name__]
        for holder in (module, *classes):
            for name, value in list(vars(holder).items()):
                off = _off(value, module)
                if off is not None and id(value) not in known:
                    known.add(id(value))
                    yield Part(holder, name, off)


def _off(value: object, module: ModuleType) -> object | None:
    """What stands for a part that is switched off; None where there is nothing to switch off."""
    if isinstance(value, FunctionType) and value.__module__ == module.__name__:
        return _NEUTRAL.get(str(value.__annotations__.get("return", "")).rpartition("| ")[2])
    if isinstance(value, frozenset) and value and all(isinstance(word, str) for word in value):
        return frozenset()
    return {} if isinstance(value, Mapping) and value and not isinstance(value, dict) else None


@contextmanager
def _without(part: Part) -> Iterator[None]:
    """The engine with a part switched off wherever its name leads to it."""
    value = vars(part.holder)[part.name]
    holders = [part.holder, *(m for m in _modules() if m is not part.holder and vars(m).get(part.name) is value)]
    for holder in holders:
        setattr(holder, part.name, part.off)
    try:
        yield
    finally:
        for holder in holders:
            setattr(holder, part.name, value)


if __name__ == "__main__":
    typer.run(main)
