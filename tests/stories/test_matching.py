"""Which items are one, by the scores of their pairs: stated with made-up scores, on members of made-up articles."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from briefing.schema.brief import OpenQuestion
from briefing.stories import _matching
from briefing.stories._matching import NEVER, join
from briefing.stories._reports import Member, Report
from tests.stories.building import CONFIRMED, Notes, article

Scores = Mapping[str, float]


def members(places: str) -> list[Member[OpenQuestion]]:
    """A member for each letter; members of one letter stand in one article. Their ids count from 0."""
    reports = {
        letter: Report(told, Notes(told).brief(), letter, letter, letter)
        for letter in places
        for told in [article(letter, letter, "2023-03-01", "A title")]
    }
    return [
        Member(reports[letter], OpenQuestion(id=str(at), question="?", evidence=(), verdict=CONFIRMED))
        for at, letter in enumerate(places)
    ]


def joined(places: str, scores: Scores, **options: object) -> list[str]:
    """The clusters at a threshold of a half, as the ids of their members; ``scores`` by the ids of a pair."""

    def score(one: Member[OpenQuestion], other: Member[OpenQuestion]) -> float:
        return scores.get(f"{one.item.id}-{other.item.id}", 0.0)

    found = join(members(places), score, 0.5, **options)
    return [" ".join(member.item.id for member in cluster) for cluster in found]


PAIRED: dict[str, tuple[str, Scores, list[str]]] = {
    "a score at the threshold joins": ("ab", {"0-1": 0.5}, ["0 1"]),
    "a score below it does not": ("ab", {"0-1": 0.49}, ["0", "1"]),
    "the mean with all of a cluster counts: enough": ("abc", {"0-1": 0.9, "0-2": 0.8, "1-2": 0.2}, ["0 1 2"]),
    "the mean with all of a cluster counts: too little": ("abc", {"0-1": 0.9, "0-2": 0.8, "1-2": 0.1}, ["0 1", "2"]),
    "a pair without likeness counts as nought: enough": ("abc", {"0-1": 1.0, "1-2": 1.0}, ["0 1 2"]),
    "a pair without likeness counts as nought: too little": ("abc", {"0-1": 0.9, "1-2": 0.8}, ["0 1", "2"]),
    "two pairs join by the mean of four scores": (
        "abcd",
        {"0-1": 1.0, "2-3": 1.0, "0-2": 0.5, "0-3": 0.5, "1-2": 0.5, "1-3": 0.5},
        ["0 1 2 3"],
    ),
    "two pairs with three scores of a half stay apart": (
        "abcd",
        {"0-1": 1.0, "2-3": 1.0, "0-2": 0.5, "0-3": 0.5, "1-2": 0.5},
        ["0 1", "2 3"],
    ),
    "the best pair comes first": ("abc", {"0-1": 0.6, "1-2": 0.9}, ["0", "1 2"]),
    "what cannot be one is not, however like the rest": ("abc", {"0-1": 1.0, "1-2": 1.0, "0-2": NEVER}, ["0 1", "2"]),
    "two of one article must say nearly the same: they do": ("aa", {"0-1": 0.75}, ["0 1"]),
    "two of one article must say nearly the same: they do not": ("aa", {"0-1": 0.74}, ["0", "1"]),
    "so must they through one of another article": (
        "aba",
        {"0-1": 1.0, "1-2": 1.0, "0-2": 0.7},
        ["0 1", "2"],
    ),
    "and they do": ("aba", {"0-1": 1.0, "1-2": 1.0, "0-2": 0.75}, ["0 1 2"]),
    "and through a cluster that joined": (
        "abca",
        {"0-1": 1.0, "1-2": 0.9, "0-2": 0.9, "2-3": 0.85, "1-3": 0.8, "0-3": 0.7},
        ["0 1 2", "3"],
    ),
}


@pytest.mark.parametrize(("places", "scores", "expected"), PAIRED.values(), ids=PAIRED)
def test_clusters_by_the_scores_of_pairs(places: str, scores: Scores, expected: list[str]) -> None:
    assert joined(places, scores) == expected


TAKEN: dict[str, tuple[str, Scores, list[str]]] = {
    "a mean at the threshold joins": ("abc", {"0-2": 0.5}, ["0 2", "1"]),
    "a mean below it does not": ("abc", {"0-2": 0.49}, ["0", "1", "2"]),
    "of two clusters the likelier": ("abc", {"0-2": 0.6, "1-2": 0.7}, ["0", "1 2"]),
    "of two clusters that are as likely the first": ("abc", {"0-2": 0.6, "1-2": 0.6}, ["0 2", "1"]),
    "the mean of a cluster counts": ("abc", {"0-1": 0.9, "0-2": 0.9, "1-2": 0.1}, ["0 1 2"]),
    "the mean of a cluster counts: too little": ("abc", {"0-1": 0.9, "0-2": 0.9}, ["0 1", "2"]),
    "none of its own article that says something else": ("aba", {"0-2": 0.74, "1-2": 0.6}, ["0", "1 2"]),
    "one of its own article that says nearly the same": ("aba", {"0-2": 0.75, "1-2": 0.6}, ["0 2", "1"]),
    "a further one joins what a further one began": ("abcd", {"2-3": 0.6}, ["0", "1", "2 3"]),
    "and behind clusters that have joined": ("abcd", {"0-1": 0.9, "2-3": 0.6}, ["0 1", "2 3"]),
}


@pytest.mark.parametrize(("places", "scores", "expected"), TAKEN.values(), ids=TAKEN)
def test_a_member_beyond_those_that_are_paired_joins_a_cluster_or_begins_one(
    places: str, scores: Scores, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_matching, "MOST_PAIRED", 2)
    assert joined(places, scores) == expected


@pytest.mark.parametrize(
    ("eighth", "ninth", "expected"),
    [(0.9375, 0.0, 1), (0.8, 0.0, 2), (0.8, 1.0, 2)],
    ids=["eight of a cluster are asked", "the mean of eight is too little", "the ninth is not asked"],
)
def test_a_further_member_is_compared_with_eight_of_a_cluster(
    eighth: float, ninth: float, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_matching, "MOST_PAIRED", 9)
    among = {f"{i}-{j}": 1.0 for j in range(9) for i in range(j)}
    last = {f"{i}-9": 0.4375 for i in range(7)} | {"7-9": eighth, "8-9": ninth}
    assert len(joined("abcdefghij", among | last)) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(600, ["0 599", "1"]), (601, ["0 1", "600"])], ids=["all are paired", "the last is not"]
)
def test_up_to_600_members_are_all_compared_with_each_other(count: int, expected: list[str]) -> None:
    """The last is likest to the first, which it joins only where that pair comes before all others."""
    last = str(count - 1)
    like = {"0", "1", last}
    found = joined(
        "".join(map(chr, range(1000, 1000 + count))),
        {"0-1": 0.6, f"0-{last}": 0.9},
        handles=lambda member: ["like"] if member.item.id in like else [member.item.id],
    )
    assert [cluster for cluster in found if like.intersection(cluster.split())] == expected


def test_of_a_kind_the_first_is_compared_and_the_others_go_with_it() -> None:
    kind = {"0": "x", "1": "y", "2": "x"}
    scores = {"0-1": 0.5}
    assert joined("abc", scores, kinds=lambda member: kind[member.item.id]) == ["0 1 2"]
    assert joined("abc", {"1-2": 0.5}, kinds=lambda member: kind[member.item.id]) == ["0 2", "1"]


def test_members_that_share_no_handle_are_not_compared() -> None:
    scores = {"0-1": 1.0, "1-2": 1.0}
    handles = {"0": "x", "1": "xy", "2": "z"}
    assert joined("abc", scores, handles=lambda member: handles[member.item.id]) == ["0 1", "2"]
