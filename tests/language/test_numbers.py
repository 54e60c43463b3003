"""Numbers and what they are worth."""

from __future__ import annotations

import pytest

from briefing.language.numbers import Unit, find_all


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200 people and 3 dogs", [1200, 3]),
        ("two hundred and fifty thousand", [250_000]),
        ("twenty-one", [21]),
        ("1.5bn, 2 million, 4k", [1.5e9, 2e6, 4e3]),
        ("half a million, two dozen, a hundred", [5e5, 24, 100]),
        ("1,5 Prozent", [1.5]),
        ("2½ hours, ½ mile", [2.5, 0.5]),
        ("a 3-0 win after 30-40 minutes", [3, 0, 30, 40]),
        ("one of them, hundreds of others", []),
        ("1. Ships\n2) Crews of 9", [9]),
        ("", []),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    assert [number.value for number in find_all(text)] == values


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$3.6 billion", Unit.DOLLAR),
        ("12 per cent", Unit.PERCENT),
        ("twelve percent", Unit.PERCENT),
        ("40 euros", Unit.EURO),
        ("£5m", Unit.POUND),
        ("22:52", Unit.CLOCK),
        ("the 5th", Unit.ORDINAL),
        ("the third time", Unit.ORDINAL),
        ("40 miles", None),
    ],
)
def test_units(text: str, unit: Unit | None) -> None:
    assert [number.unit for number in find_all(text)] == [unit]


def test_a_clock_time_is_worth_its_minutes() -> None:
    assert find_all("at 01:30")[0].value == 90


def test_ranges_are_those_of_the_text() -> None:
    text = "They paid $3.6 billion for twenty-one ships."
    assert [text[number.start : number.end] for number in find_all(text)] == ["$3.6 billion", "twenty-one"]


def test_a_long_run_of_digits_is_read_quickly() -> None:
    assert find_all("1" * 50_000) == []
