"""How likely two articles report one event: a logistic function of their comparison, squares and products included.

The weights were fitted by ``benchmarks/train_stories.py``; ``weights.json`` holds them with their card.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from operator import mul
from typing import Annotated

from pydantic import Field, model_validator

from briefing.schema.base import Model
from briefing.stories._grouping._pairs import FEATURES
from briefing.stories._grouping._profile import Background

BOND = 2.0
"""What a shared offer adds to the log-odds: it makes 30% into 77%, and leaves 2% at 13%. Set by hand, since no labelled
news has both events and offers."""


class Weights(Model):
    """The file of weights.

    ``low`` and ``high`` bound each feature to what the training saw, since squares run away beyond it. ``squares``
    are the weights of the products of features i <= j, in the order (0,0), (0,1), ..., (1,1), ...
    """

    card: dict[str, str]
    features: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    intercept: float
    linear: tuple[float, ...]
    squares: tuple[float, ...]
    threshold: Annotated[float, Field(gt=0, lt=1)]
    documents: int
    counts: dict[str, int] = Field(description="stem → how many of the documents hold it")

    @model_validator(mode="after")
    def _shapes(self) -> Weights:
        size = len(FEATURES)
        if self.features != FEATURES or len(self.linear) != size or len(self.squares) != size * (size + 1) // 2:
            raise ValueError("the weights were fitted for other features; run benchmarks/train_stories.py")
        return self


class LinkModel:
    """The fitted function.

    Attributes:
        threshold: the least mean likelihood between two groups that are one event.
        background: how common words are in news at large.
    """

    __slots__ = ("_bounds", "_intercept", "_linear", "_rows", "background", "threshold")

    def __init__(self, weights: Weights) -> None:
        self.threshold = weights.threshold
        self.background = Background(weights.documents, weights.counts)
        self._bounds = tuple(zip(weights.low, weights.high, strict=True))
        self._intercept = weights.intercept
        self._linear = weights.linear
        size, start, rows = len(weights.linear), 0, []
        for row in range(size):
            rows.append(weights.squares[start : start + size - row])
            start += size - row
        self._rows = tuple(rows)

    def bounded(self, values: Sequence[float]) -> list[float]:
        """The features, each within what the training saw."""
        return [
            low if value < low else high if value > high else value
            for value, (low, high) in zip(values, self._bounds, strict=True)
        ]

    def chance(self, values: Sequence[float], bonded: bool = False) -> float:
        """The likelihood, 0 to 1, that a pair with these `FEATURES` reports one event.

        ``bonded`` says that both report one offer.
        """
        x = self.bounded(values)
        logit = self._intercept + (BOND if bonded else 0.0)
        for at, value in enumerate(x):
            if value:
                logit += value * (self._linear[at] + sum(map(mul, self._rows[at], x[at:])))
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights that ship with the package, read at the first use."""
    text = (files("briefing.stories._grouping") / "weights.json").read_text(encoding="utf-8")
    return Weights.model_validate_json(text)


@lru_cache(maxsize=1)
def load_model() -> LinkModel:
    """The model with the weights that ship with the package."""
    return LinkModel(load_weights())
