"""The reply to a proof-reading: strict in what is asked for, patient with what comes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from briefing.extraction.prompts import proof_schema
from briefing.schema.proof import CONTENT, FIELDS, FRAME, ProofReply, Spotted
from briefing.schema.verdict import Level, Problem
from tests.endpoint.asked import objection

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def read(value: Any) -> tuple[Spotted, ...]:
    return ProofReply.model_validate(value, strict=False).objections


def one(**changes: Any) -> Spotted:
    (spotted,) = read({"objections": [objection(7, "wrong_number", "what", "10 days") | changes]})
    return spotted


def test_an_objection_is_read_as_it_stands() -> None:
    assert one() == Spotted(claim=7, level=Level.CONTENT, field="what", problem=Problem.WRONG_NUMBER, words="10 days")


@pytest.mark.parametrize(
    ("given_", "number"),
    [(7, 7), ("7", 7), ("claim 7", 7), ("#7", 7), (7.0, 7), (None, 0), ("seven", 0), ([7], 0), (True, 0), (-3, -3)],
)
def test_the_number_of_a_claim_comes_in_many_forms(given_: Any, number: int) -> None:
    assert one(claim=given_).claim == number


@pytest.mark.parametrize(
    ("given_", "problem"),
    [
        ("Wrong number", Problem.WRONG_NUMBER),
        ("NOT-AN-OFFER", Problem.NOT_AN_OFFER),
        ("wrong_figure", None),
        ("needs_quote", None),
        (None, None),
        (3, None),
    ],
)
def test_a_problem_is_one_of_the_list_or_none(given_: Any, problem: Problem | None) -> None:
    assert one(problem=given_).problem is problem


def test_what_is_left_out_is_empty_and_what_is_added_is_not_read() -> None:
    (spotted,) = read({"objections": [{"claim": 3, "reason": "So it says."}], "verdict": "mixed"})
    assert spotted == Spotted(claim=3, level=Level.CONTENT, field=None, problem=None, words="")


def test_a_bare_list_is_a_list_of_objections() -> None:
    assert read([]) == ()
    assert [spotted.claim for spotted in read([objection(2, "contradicted"), "and so on"])] == [2, 0]


@pytest.mark.parametrize("value", [{}, {"result": "all good"}, {"objections": None}, {"objections": "none"}, None, 7])
def test_what_holds_no_list_does_not_pass_for_one_that_lets_all_stand(value: Any) -> None:
    with pytest.raises(ValidationError):
        read(value)


@given(st.lists(JSON, max_size=5))
def test_no_entry_of_the_list_loses_the_others(entries: list[Any]) -> None:
    found = read({"objections": [*entries, objection(7, "contradicted")]})
    assert len(found) == len(entries) + 1
    assert found[-1].claim == 7


def test_the_schema_names_the_problems_and_fields_that_there_are() -> None:
    properties = proof_schema().definition["$defs"]["Spotted"]["properties"]
    assert properties["problem"]["enum"] == [problem.value for problem in (*CONTENT, *FRAME)]
    assert properties["field"]["enum"] == list(FIELDS)
    assert {problem.level for problem in CONTENT} == {Level.CONTENT}
    assert {problem.level for problem in FRAME} == {Level.FRAME}
