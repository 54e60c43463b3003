"""Open questions are the sentences in which a text itself says what is not known or decided."""

from __future__ import annotations

import pytest

from tests.embedded.found import questions

CAST = "Norway urged Sweden to open the border. "


@pytest.mark.parametrize(
    "text",
    [
        "Sweden has not yet answered the letter.",
        "Whether Sweden opens the border is a matter of weeks.",
        "Drivers in Sweden are full of doubt about whether the border opens.",
        "Sweden has yet to decide on the border.",
        "It is unclear whether the border will open on Friday.",
        "Sweden would not say how much the road costs.",
        "A deal must be approved by the parliament of Sweden.",
        "Sweden gave no details of when the border opens.",
        "A decision on the road is expected in May, and could be put off.",
    ],
)
def test_a_gap_is_told_in_the_words_of_its_sentence(text: str) -> None:
    assert questions(CAST + text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Sweden met Norway in May.",
        "Sweden bowed to the will of the courts in May.",
        "The settlement was put to the courts last week.",
        "Sweden will open a bakery in the old harbour.",
        "Sweden may meet Norway in the capital.",
        "Norway and Sweden are scheduled to begin talks on Monday.",
        "Sweden will be put before the courts next week.",
        "Whether or not the border opens, Sweden builds a road.",
        "Sweden was questioned about the road.",
        "Sweden is spending more on roads than Norway.",
        "Norway urged Sweden to leave the disputed island in the north.",
    ],
)
def test_a_plain_report_leaves_nothing_open(text: str) -> None:
    assert questions(CAST + text) == []


def test_a_sentence_of_very_many_words_is_no_question() -> None:
    long = "It is unclear whether Sweden will open the border" + " and the road" * 13
    assert questions(f"{CAST}{long}.") == []
    assert questions(f"{CAST}It is unclear whether Sweden will open the border and the road.") != []


def test_four_questions_are_the_most() -> None:
    text = (
        "Sweden has yet to open the road. Norway has yet to sell its coal. Sweden has yet to close a harbour. Norway "
        "has yet to pay the miners. Sweden has yet to build ships. Norway has yet to ban whaling."
    )
    assert len(questions(CAST + text)) == 4


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("It has yet to be approved by the parliament of Sweden.", False),
        ("The bill has yet to be approved by the parliament of Sweden.", False),
        ("The bill on the border has yet to be approved by Sweden.", True),
        ("It is not clear what Sweden makes of the border.", True),
        ("Norway urged Finland to pay for the road, but has yet to say when.", False),
        ("Norway opened a road to Finland, but has yet to say when it closes.", True),
    ],
)
def test_a_question_says_what_it_is_about_and_is_no_item_already(text: str, asked: bool) -> None:
    assert bool(questions(CAST + text)) is asked
