"""The days, months and years that a text names."""

from __future__ import annotations

import pytest

from briefing.language.calendar import Day, find_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on Monday and on Sundays", ["Monday", "Sundays"]),
        ("on November 15, 2030, and on 4th of May", ["November 15, 2030", "4th of May"]),
        ("3 Mar 2030, Jan. 5 and September 2031", ["3 Mar 2030", "Jan. 5", "September 2031"]),
        ("In March and by May; the March of Time", ["March", "May", "March"]),
        ("They march in; May they win. August guests may come.", []),
        ("since 2001, the 1964 film, 2019's best", ["2001", "1964", "2019"]),
        ("2000 people, 1,995 ships, $2000, 2050s, 1899 and 20190", []),
        ("1999 votes and the 2020 votes", ["2020"]),
        ("monday, june, nothing", []),
        ("", []),
    ],
)
def test_days_are_found_as_they_are_named(text: str, days: list[str]) -> None:
    assert [text[day.start : day.end] for day in find_days(text)] == days


@pytest.mark.parametrize(
    ("text", "weekday", "day", "month", "year"),
    [
        ("Sunday", 6, None, None, None),
        ("15 November 2030", None, 15, 11, 2030),
        ("Sept. 9", None, 9, 9, None),
        ("in June", None, None, 6, None),
        ("in 2001", None, None, None, 2001),
    ],
)
def test_what_a_mention_says(text: str, weekday: int, day: int, month: int, year: int) -> None:
    (found,) = find_days(text)
    assert (found.weekday, found.day, found.month, found.year) == (weekday, day, month, year)


def test_two_days_may_be_one_where_nothing_that_both_say_differs() -> None:
    whole, month = Day(0, 1, day=15, month=11, year=2030), Day(0, 1, month=11)
    assert whole.may_be(month)
    assert not whole.rivals(month)
    other = Day(0, 1, day=16, month=11)
    assert not whole.may_be(other)
    assert whole.rivals(other)
    assert not Day(0, 1, weekday=0).may_be(month)
    assert not Day(0, 1, weekday=0).rivals(month)
