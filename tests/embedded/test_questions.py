"""Open questions are asked in the words of the text."""

from __future__ import annotations

import pytest

from tests.embedded.found import questions

CAST = "Norway urged Sweden to open the border. "


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Sweden has not yet answered the letter.", "Will Sweden answer the letter?"),
        ("Sweden has yet to decide on the border.", "How will Sweden decide on the border?"),
        ("Sweden may close the road.", "Will Sweden close the road?"),
        (
            "It is unclear whether the border will open on Friday.",
            "Is it known whether the border will open on Friday?",
        ),
        ("Sweden would not say how much the road costs.", "Is it known how much the road costs?"),
        ("Sweden sold the road for an undisclosed sum.", "What is the undisclosed sum?"),
        ("Sweden bought it, but the exact price was kept secret.", "What is the exact price?"),
        ("Sweden's intentions remained unclear.", "What are Sweden's intentions?"),
        ("The deal must be approved by Sweden.", "Will the deal be approved by Sweden?"),
        ("Sweden is scheduled to meet Norway in May.", "Will Sweden meet Norway in May?"),
        ("The court of Sweden will decide the case.", "How will the court of Sweden decide the case?"),
        ("Sweden refused to rule out a strike.", "What will come of this: Sweden refused to rule out a strike?"),
    ],
)
def test_a_gap_is_asked_about(text: str, question: str) -> None:
    assert question in questions(CAST + text)


@pytest.mark.parametrize(
    "text",
    [
        "Sweden met Norway in May.",
        "Sweden was questioned about the road.",
        "Sweden opened the road on Friday.",
    ],
)
def test_a_plain_report_leaves_nothing_open(text: str) -> None:
    assert questions(CAST + text) == []


def test_a_denied_possibility_is_not_asked_as_its_opposite() -> None:
    found = questions(CAST + "Sweden may not open the border this year.")
    assert not any(q.startswith("Will Sweden open") for q in found)


def test_four_questions_are_the_most() -> None:
    text = (
        "Sweden has yet to open the road. Norway has yet to sell its coal. Sweden may close a harbour. Norway has yet "
        "to pay the miners. Sweden might build ships. Norway has yet to ban whaling."
    )
    assert len(questions(CAST + text)) == 4
