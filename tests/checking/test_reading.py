"""Words as the rules read them, and the sentences of an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.checking.reading import ComparedText, SourceIndex, fold_word, words_beside
from briefing.schema.base import Span


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The U.S. envoy's well-known plan", ["the", "us", "envoy", "well", "known", "plan"]),
        ("Café d’Été, Nuñez’s", ["cafe", "d'ete", "nunez"]),
        ("snake_case 3.5% of 1,200", ["snake", "case", "35", "of", "1", "200"]),
        ("", []),
    ],
)
def test_words_are_folded_for_comparing(text: str, folded: list[str]) -> None:
    assert ComparedText(text).folded == folded


@given(st.text(max_size=80))
def test_every_word_is_a_slice_in_order(text: str) -> None:
    read = ComparedText(text)
    assert [word.folded for word in read.words] == read.folded
    assert len(read.stems) == len(read.folded)
    for word in read.words:
        assert text.replace("_", " ")[word.start : word.end] == word.form
        assert fold_word(word.form) == word.folded
        assert word.capital == word.form[:1].isupper()
    assert [word.start for word in read.words] == sorted(word.start for word in read.words)


@pytest.mark.parametrize(
    ("text", "cased"),
    [
        ("Okafor met the envoy in Oslo", True),
        ("okafor met the envoy in oslo", False),
        ("Okafor Meets The Envoy In Oslo Today", False),
        ("Ana Lund", True),
        ("", False),
    ],
)
def test_capitals_say_something_where_not_every_word_has_one(text: str, cased: bool) -> None:
    assert ComparedText(text).cased is cased


def test_the_words_beside_a_stretch_are_those_that_say_something() -> None:
    text = "The board of the old port will pay 40 envoys and 3 clerks in the spring of a wet year"
    read = ComparedText(text)
    at = text.index("40")
    assert words_beside(read, at, at + 2) == {"old", "port", "pay", "envoy", "clerk"}


def test_states_and_bodies_are_known_by_any_form() -> None:
    read = ComparedText("Moscow and the European Union told us that the US waits")
    assert read.known == [((0, 1), "Russia"), ((3, 5), "European Union"), ((9, 10), "United States")]
    assert ComparedText("nothing known here").known == []


def test_a_sentence_is_found_by_its_characters() -> None:
    index = SourceIndex("It rained. The sun came out.\n\nThey left.")
    assert [index.reading(at).text for at in range(3)] == ["It rained.", "The sun came out.", "They left."]
    assert list(index.sentences_in(Span(start=3, end=15))) == [0, 1]
    assert list(index.sentences_in(Span(start=11, end=28))) == [1]
    assert list(index.sentences_in(Span(start=11, end=12))) == [1]
    assert list(index.sentences_in(Span(start=3, end=11))) == [0]
    assert (index.sentence_of(0), index.sentence_of(10), index.sentence_of(11)) == (0, 0, 1)
    assert SourceIndex("  It rained.").sentence_of(0) == 0
    assert index.reading(1) is index.reading(1)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("russia and the European Union", [((3, 5), "European Union")]),
        ("The US and Iran met us", [((1, 2), "United States"), ((3, 4), "Iran")]),
        ("The Us and Iraq met", [((3, 4), "Iraq")]),
    ],
)
def test_a_state_has_a_capital_and_a_short_form_of_one_is_all_capitals(
    text: str, known: list[tuple[tuple[int, int], str]]
) -> None:
    assert ComparedText(text).known == known


@pytest.mark.parametrize(
    ("text", "cased"),
    [
        ("Ana Met Per Long Oslo", True),  # short words do not count
        ("Ana Lund Holm Berg", True),  # three long words
        ("Lund Holm Berg Oslo", False),
        ("Lund Holm Berg Oslo Dame went over", True),  # five of seven: less than four fifths
        ("Lund Holm Berg Oslo went", False),  # four of five
        ("Ana went", True),
        ("ana 1234 5678 lund", False),
        ("Lund Holm Berg Oslo 20th 30th", False),  # no words
    ],
)
def test_from_four_fifths_of_the_long_words_on_capitals_say_nothing(text: str, cased: bool) -> None:
    assert ComparedText(text).cased is cased


def test_five_words_on_either_side_stand_beside_a_stretch() -> None:
    text = "alpha beta gamma delta epsilon zeta 40 eta 4x theta iota kappa lambda"
    at = text.index("40")
    beside = {"beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"}
    assert words_beside(ComparedText(text), at, at + 2) == {
        each for word in beside for each in ComparedText(word).stems
    }
