"""Days, months and years: another in its place, and what may well be the same day."""

from __future__ import annotations

import pytest

from briefing.schema.verdict import Problem
from tests.checking.articles import statement
from tests.checking.ruling import claimed, noted

WRONG = [Problem.WRONG_DATE]


@pytest.mark.parametrize(
    ("source", "wrong", "right"),
    [
        ("The envoy spoke on Saturday in Oslo.", "The envoy spoke on Sunday.", "The envoy spoke on Saturday."),
        ("In March the party held a debate.", "A debate in January.", "A debate in March."),
        ("In March the party held a debate.", "A debate on 3 April.", "A debate on 3 March."),
        ("The strike began on November 15.", "It began on November 16.", "It began on 15 November."),
        ("The strike began on November 15.", "It began in October.", "It began in November."),
        ("The case dates back to 2001.", "The case goes back to 1995.", "The case goes back to 2001."),
        ("The 1964 film was found in a cellar.", "A 1969 film was found.", "A 1964 film was found."),
        ("The vote is on 4 May 2030.", "The vote is on 4 May 2031.", "The vote is in May 2030."),
    ],
)
def test_another_day_of_the_kind_is_wrong(source: str, wrong: str, right: str) -> None:
    assert claimed(wrong, source) == WRONG
    assert claimed(right, source) == []


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        # a day of another kind may be the same day
        ("The envoy spoke on Saturday in Oslo.", "The envoy spoke on 3 April."),
        ("The envoy spoke in March.", "The envoy spoke in 2030."),
        # what tells time in other words may come to any day
        ("The envoy spoke yesterday, after talks on Saturday.", "The envoy spoke on Sunday."),
        ("The envoy spoke two weeks later, in March.", "The envoy spoke in April."),
        ("The envoy spoke in the same week, on Monday.", "The envoy spoke on Tuesday."),
        # both stand there
        ("The shop opens on Monday and closes on Friday.", "The shop closes on Monday."),
        # no day at all
        ("The envoy spoke in March.", "The envoy may speak; guests march. 2000 people came."),
    ],
)
def test_what_is_not_surely_another_day_is_left_alone(source: str, claim: str) -> None:
    assert claimed(claim, source) == []


def test_a_day_whose_words_stand_beside_it_elsewhere_asks_for_that_quote() -> None:
    text = "The envoy spoke in March.\n\nIt rained.\n\nThe sun came out.\n\nThe union will vote on the pact in June."
    item = statement("The union will vote on the pact in June.", "The envoy spoke in March")
    assert noted(item, text) == [Problem.NEEDS_QUOTE]
    far = statement("The envoy spoke in June.", "The envoy spoke in March")
    assert noted(far, text) == WRONG


def test_a_day_that_stands_for_another_of_the_claim_is_in_nobodys_place() -> None:
    text = "The talks begin on Monday."
    assert claimed("The talks begin on Monday and end on Friday.", text) == []
