"""Which articles are compared at all, at the bounds of the rules that keep them few."""

from __future__ import annotations

import pytest

from briefing.stories._grouping import _blocks, _pairs
from briefing.stories._grouping._blocks import pairs_of
from briefing.stories._grouping._link import _LEAST as LEAST
from briefing.stories._grouping._link import put_together
from briefing.stories._grouping._pairs import TopWords, candidates_of, holders_of
from briefing.streaming import each_in_turn

COMMON: TopWords = (("common", 0.5),)


def found(at: int, top: list[TopWords], most: int = 10_000) -> list[int]:
    return sorted(candidates_of(at, top[at], holders_of(top), most))


def test_a_word_whose_holders_can_all_be_read_finds_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pairs, "_BESIDE", 1)
    monkeypatch.setattr(_pairs, "_MOST_READ", 9)
    assert found(4, [COMMON] * 9) == [0, 1, 2, 3, 5, 6, 7, 8]


def test_a_word_with_one_holder_more_finds_those_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pairs, "_BESIDE", 1)
    monkeypatch.setattr(_pairs, "_MOST_READ", 8)
    assert found(4, [COMMON] * 9) == [3]
    monkeypatch.setattr(_pairs, "_BESIDE", 2)
    assert found(4, [COMMON] * 9) == [2, 3, 5]


def test_the_rarest_words_are_read_first_whatever_they_weigh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pairs, "_BESIDE", 1)
    monkeypatch.setattr(_pairs, "_MOST_READ", 10)
    rare: TopWords = (("common", 0.5), ("rare", 0.3))
    top = [rare, *[COMMON] * 8, rare]
    assert 9 in found(0, top)
    assert len(found(0, top)) < 9


def test_a_word_with_too_many_holders_counts_for_the_likeliest_of_those_that_others_find(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rare word alone is below the least that is asked of a candidate, both together are above."""
    weak: TopWords = (("common", 0.1), ("rare", 0.19))
    far = [weak, *[(("common", 0.1),)] * 8, weak]
    monkeypatch.setattr(_pairs, "_BESIDE", 1)
    monkeypatch.setattr(_pairs, "_MOST_READ", 10)
    assert found(0, far) == [9]
    monkeypatch.setattr(_pairs, "_LIKELIEST", 1)
    assert found(0, far) == []


def test_a_word_that_stands_everywhere_finds_nobody_beside_words_that_do_not() -> None:
    own: list[TopWords] = [(("common", 0.5), (f"a{at}", 0.3)) for at in range(9)]
    assert found(4, own, most=9) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert found(4, own, most=8) == []


def test_what_an_article_reads_does_not_grow_with_the_day() -> None:
    """Every word of every article stands in a tenth of all: the longest index that there may be for the most words."""
    for count in (1_000, 4_000, 16_000):
        top: list[TopWords] = [[(f"w{at % 10}-{word}", 0.2) for word in range(_pairs.TOP_WORDS)] for at in range(count)]
        holders = holders_of(top)
        whole = _pairs._read_whole(top[0], holders, count)
        assert sum(len(holders[word][0]) for word in whole) <= _pairs._MOST_READ
        assert 0 < len(candidates_of(0, top[0], holders, count)) <= 40


def test_articles_of_one_event_find_each_other_among_words_of_the_whole_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of an event share two rare words; all else is shared by a fifth of the day."""
    top: list[TopWords] = [
        [(f"rare-{at // 3}-{word}", 0.3) for word in range(2)] + [(f"w{(at + word) % 5}", 0.2) for word in range(4)]
        for at in range(300)
    ]
    true = {(at, other) for at in range(300) for other in range(at + 1, at - at % 3 + 3)}
    monkeypatch.setattr(_pairs, "_MOST_READ", 6)
    assert true <= pairs_of(top, frozenset(range(300)), each_in_turn)


@pytest.mark.parametrize("tile", [1, 10, 50])
def test_a_block_of_pairs_has_two_tiles_and_each_pair_is_in_one(tile: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_blocks, "_TILE", tile)
    pairs = {(at, other) for at in range(50) for other in range(at + 1, 50, 7)}
    blocks = _blocks._tiles(pairs, 50)
    assert sorted(pair for block in blocks for pair in block) == sorted(pairs)
    assert max(len(_blocks._both(block)) for block in blocks) <= 2 * tile


def test_pairs_are_cut_where_they_are_more_than_a_block_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = {(0, other) for other in range(1, 9)}
    monkeypatch.setattr(_blocks, "_COMPARISONS", 2)
    for size, blocks in ((8, [8]), (7, [7, 1]), (3, [4, 4])):
        monkeypatch.setattr(_blocks, "_PAIRS", size)
        assert [len(block) for block in _blocks._tiles(pairs, 9)] == blocks


def test_parts_are_put_together_where_their_samples_share_a_word_and_are_alike() -> None:
    parts = [list(range(LEAST)), list(range(LEAST, 2 * LEAST))]
    asked: list[tuple[int, int]] = []

    def chance(one: int, other: int) -> float:
        asked.append((one, other))
        return 0.3

    def words(at: int) -> list[str]:
        return ["shared", f"own-{at}"]

    assert put_together(parts, chance, words, 0.3) == [[*parts[0], *parts[1]]]
    assert put_together(parts, chance, words, 0.31) == parts
    asked.clear()
    assert put_together(parts, chance, lambda at: [f"own-{at}"], 0.3) == parts
    assert not asked


def test_small_groups_are_no_parts() -> None:
    small = [list(range(LEAST - 1)), list(range(LEAST - 1, 2 * LEAST - 2))]
    assert put_together(small, lambda *_: 1.0, lambda _: ["shared"], 0.3) == small
