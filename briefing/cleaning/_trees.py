"""Boosted trees in plain Python: the few microseconds a line that they need are no reason for a dependency."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from briefing.errors import DataError

_FILE = "lines.json"
_VERSION = 1

Node = tuple[int, float, Any, Any] | float
"""A branch (feature, threshold, where not above it, where above it) or the value of a leaf."""


@dataclass(frozen=True, slots=True)
class Model:
    """A sum of trees over the features ``names``; a line is kept where it is above ``threshold``."""

    names: tuple[str, ...]
    threshold: float
    trees: tuple[Node, ...]

    def score(self, row: Sequence[float]) -> float:
        """The log-odds that a line with the features ``row`` tells the story."""
        total = 0.0
        for node in self.trees:
            while node.__class__ is tuple:
                feature, threshold, low, high = node
                node = low if row[feature] <= threshold else high
            total += node  # type: ignore[operator]  # a leaf: the loop ends at one
        return total


@cache
def load() -> Model:
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
    return Model(tuple(data["names"]), data["threshold"], tuple(_node(tree) for tree in data["trees"]))


def _node(stored: Any) -> Node:
    if isinstance(stored, list):
        feature, threshold, low, high = stored
        return feature, threshold, _node(low), _node(high)
    return float(stored)
