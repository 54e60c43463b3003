"""Copies are told by one measure: what the page lists as a copy and what it counts as one origin agree."""

from __future__ import annotations

import random

import pytest

from briefing.cleaning.duplicates import find_duplicates
from briefing.language import dates
from briefing.language.copies import COPY, similarity, words_of
from briefing.stories._reports import provenance_of
from tests.factories import article


def _prose(seed: int, words: int = 120) -> list[str]:
    random_words = random.Random(seed)
    return ["".join(random_words.choices("abcdefghijklmnop", k=6)) for _ in range(words)]


@pytest.mark.parametrize("kept", [30, 50, 56, 60, 64, 70, 90, 120])
def test_the_list_of_copies_and_the_count_of_origins_agree(kept: int) -> None:
    first = _prose(1)
    second = first[:kept] + _prose(2)[kept:]
    both = [
        article(f"Title of {name}\n\n{' '.join(text)}.", source=name, id=name, outlet=name)
        for name, text in (("a", first), ("b", second))
    ]
    share = similarity(*(words_of(each.body or each.text) for each in both))
    listed, origins = bool(find_duplicates(both)), len({each.origin for each in provenance_of(both).values()})
    assert listed == (share >= COPY)
    assert origins == (1 if listed else 2)


def test_a_line_is_asked_for_its_dates_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    read = dates._stamps
    monkeypatch.setattr(dates, "_stamps", lambda text: asked.append(text) or read(text))
    line = "Published 12 January 2031, updated 13 January 2031"
    assert [len(dates.find_stamps(line, limit)) for limit in (1, 4, 6)] == [1, 2, 2]
    assert asked == [line]
