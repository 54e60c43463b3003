"""Dates as carriers write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.sources.carried import carried_time


def hours(ahead: float) -> timezone:
    return timezone(timedelta(hours=ahead))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("20260303", datetime(2026, 3, 3)),
        (20260303, datetime(2026, 3, 3)),
        ("20260303T101500Z", datetime(2026, 3, 3, 10, 15, tzinfo=UTC)),
        ("20260303101500", datetime(2026, 3, 3, 10, 15)),
        ("1772539200", datetime(2026, 3, 3, 12, tzinfo=UTC)),
        (1772539200000, datetime(2026, 3, 3, 12, tzinfo=UTC)),
        ("1772539200000000", datetime(2026, 3, 3, 12, tzinfo=UTC)),
        ("2026-03-03 10:00:00 +0000 UTC", datetime(2026, 3, 3, 10, tzinfo=UTC)),
        ("2026/03/03", datetime(2026, 3, 3)),
        ("02.03.2026", datetime(2026, 3, 2)),
        ("3/25/2026 5:10:00 PM", datetime(2026, 3, 25, 17, 10)),
        ("April 8, 2026", datetime(2026, 4, 8)),
        ("2026年03月05日 17:10", datetime(2026, 3, 5, 17, 10)),
    ],
)
def test_a_date_is_read_in_whatever_form_is_plain(stated, expected):
    assert carried_time(stated) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Mo, 02 Mär 2026 11:41:36 +0100", datetime(2026, 3, 2, 11, 41, 36, tzinfo=hours(1))),
        ("mar., 05 mai 2026 17:10:00 +0200", datetime(2026, 5, 5, 17, 10, tzinfo=hours(2))),
        ("Вт, 05 мая 2026 17:10:00 +0300", datetime(2026, 5, 5, 17, 10, tzinfo=hours(3))),
        ("Ke, 30 Lok 2024 11:34:37 +0000", datetime(2024, 10, 30, 11, 34, 37, tzinfo=UTC)),
        ("Tue, 18 Sept 2018 15:53:56 +0300", datetime(2018, 9, 18, 15, 53, 56, tzinfo=hours(3))),
        ("Tue, 05 Mar 2024 00:10:00 CET", datetime(2024, 3, 5, 0, 10, tzinfo=hours(1))),
        ("Tue, 05 Mar 2024 00:10:00 GMT+7", datetime(2024, 3, 5, 0, 10, tzinfo=hours(7))),
        ("Tue, 05 Mar 2024 00:10:00 IST", datetime(2024, 3, 5, 0, 10)),  # India's, Ireland's or Israel's
    ],
)
def test_months_of_other_languages_and_names_of_zones_are_read(stated, expected):
    read = carried_time(stated)
    assert read == expected
    assert read.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize(
    "stated",
    ["03/05/2026", "2026", 0, 260303, "0001-01-01T00:00:00Z", "2026-02-30", "20261303", "5 Foo 2026", "", None, True],
)
def test_what_states_no_day_of_news_is_none(stated):
    assert carried_time(stated) is None


@pytest.mark.parametrize(("year", "is_read"), [(1989, False), (1990, True), (2100, True), (2101, False)])
def test_years_outside_of_the_web_are_none(year, is_read):
    assert (carried_time(f"{year}-06-01") is not None) is is_read


@given(st.one_of(st.text(max_size=80), st.integers(), st.floats(), st.dates().map(str), st.datetimes().map(str)))
def test_nothing_that_is_stated_raises(stated):
    read = carried_time(stated)
    assert read is None or 1990 <= read.year <= 2100


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e300, float("inf"), float("nan"), 10**21])
def test_a_number_too_large_for_a_time_is_none(number):
    assert carried_time(number) is None
