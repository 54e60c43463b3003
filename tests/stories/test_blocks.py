"""Grouping in blocks that other processes do: the groups of one process."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import pytest

from briefing.schema.article import Article
from briefing.stories import group
from briefing.stories._grouping import _blocks
from tests.stories.building import article

T = TypeVar("T")
R = TypeVar("R")


class Elsewhere:
    """Sends the work and its results as another process gets them, and does the last block first."""

    def __init__(self) -> None:
        self.blocks = 0

    def __call__(self, work: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]:
        self.blocks += len(values)
        sent = [pickle.loads(pickle.dumps((work, value))) for value in values]
        done = [pickle.loads(pickle.dumps(function(value))) for function, value in reversed(sent)]
        return list(reversed(done))


@pytest.fixture(scope="module")
def day() -> list[Article]:
    """Thirty events with words of their own, told by three outlets each."""
    rng, articles = random.Random(1), []
    for event in range(30):
        words = ["".join(rng.choices("bdfgklmnprstv", k=3)) + rng.choice("aeiou") + "ren" for _ in range(40)]
        for outlet in range(3):
            told = " ".join(f"The {one} {other} met." for one, other in zip(words[outlet:], words[20:], strict=False))
            title = f"{words[0].title()} {words[1]} {words[2]}"
            articles.append(article(f"a{event}-{outlet}", f"Outlet {outlet}", "2026-01-05", f"{title}\n\n{told}"))
    rng.shuffle(articles)
    return articles


@pytest.mark.parametrize("size", [1, 7, 90])
def test_blocks_of_any_size_give_the_groups_of_one_process(
    day: list[Article], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = group(day)
    monkeypatch.setattr(_blocks, "BLOCK", size)
    monkeypatch.setattr(_blocks, "_SEARCHES", 90 // size)
    monkeypatch.setattr(_blocks, "_PAIRS", size)
    elsewhere = Elsewhere()

    assert group(day, mapped=elsewhere) == alone
    assert 1 < len(alone) < 90
    assert elsewhere.blocks >= 90 // size
