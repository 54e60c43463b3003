"""Boosted trees in plain Python: the few microseconds a line that they need are no reason for a dependency."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from briefing.errors import DataError

_FILE = "lines.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class TreeModel:
    """A sum of trees over the features ``names``; a line is kept where it is above ``threshold``."""

    names: tuple[str, ...]
    threshold: float
    score: Callable[[Sequence[float]], float]
    """The log-odds that a line with the features ``row`` tells the story."""


@cache
def load() -> TreeModel:
    """The model that the package ships; see ``MODEL_CARD.md`` beside it.

    Raises:
        DataError: the file is of another version.
    """
    data = json.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
    if data.get("version") != _VERSION:
        raise DataError(
            f"cleaning/{_FILE} is of version {data.get('version')}, not {_VERSION}",
            hint="train it again: benchmarks/train_lines.py",
        )
    return TreeModel(tuple(data["names"]), data["threshold"], _compiled(data["trees"], len(data["names"])))


def _compiled(trees: Sequence[Any], width: int) -> Callable[[Sequence[float]], float]:
    """The sum of the trees as one Python expression over ``width`` variables. Walking the nodes takes seven times
    as long, the same expression over the items of a row a quarter longer."""
    names = ", ".join(f"f{i}" for i in range(width))
    source = " + ".join(map(_expression, trees)) or "0.0"
    made: Callable[..., float] = eval(f"lambda {names}: {source}", {})  # noqa: S307 - numbers alone, see below
    return lambda row: made(*row)


def _expression(node: Any) -> str:
    """A branch (feature, threshold, where not above it, where above it) or the value of a leaf, as source."""
    if isinstance(node, list):
        feature, threshold, low, high = node
        return f"({_expression(low)} if f{int(feature)} <= {float(threshold)!r} else {_expression(high)})"
    return repr(float(node))
