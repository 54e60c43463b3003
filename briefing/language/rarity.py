"""How telling a word is: the rarer in news at large, the more."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

UNKNOWN = 0.45
"""What a concept weighs, which stands for several words: about as much as the words that it stands for."""


def rarity(topic: str) -> float:
    """The weight of a topic (see `briefing.language.topics.topics`), 0 for a word of all texts to 1 for one of none."""
    documents, counts = _counts()
    if topic.isupper():
        return UNKNOWN
    return math.log((documents + 1) / (counts.get(topic, 0) + 1)) / math.log(documents + 1)


@lru_cache(maxsize=1)
def _counts() -> tuple[int, Mapping[str, int]]:
    """The number of news articles that were counted, and how many of them hold each stem: a part of the file of
    weights by which articles are grouped."""
    weights = json.loads((files("briefing") / "stories" / "_grouping" / "weights.json").read_text(encoding="utf-8"))
    return weights["documents"], weights["counts"]
