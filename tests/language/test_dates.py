"""Dates as pages write them, and unknown where nothing decides."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from briefing.language.calendar import resolve_zone
from briefing.language.dates import DayOrder, day_order, find_stamps, find_text_dates

ANCHOR = date(2022, 1, 13)  # a Thursday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (" date 2022-01-13 Ad", date(2022, 1, 13)),
        ("2022/01/13", date(2022, 1, 13)),
        ("13.01.2022", date(2022, 1, 13)),
        ("01/13/2022", date(2022, 1, 13)),
        ("January 13, 2022", date(2022, 1, 13)),
        ("Jan. 13th, 2022", date(2022, 1, 13)),
        ("13 January 2022", date(2022, 1, 13)),
        ("13. Januar 2022", date(2022, 1, 13)),
        ("13 de enero de 2022", date(2022, 1, 13)),
        ("le 13 janvier 2022", date(2022, 1, 13)),
        ("2022年1月13日", date(2022, 1, 13)),
        ("11-11-2022", date(2022, 11, 11)),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str, day: date) -> None:
    assert [stamp.day for stamp in find_stamps(text)] == [day]


@pytest.mark.parametrize(
    "text", ["31.02.2022", "version 1.2.3", "tel. 01-23-4567", "13 January 1022", "1/2", "May 2022", ""]
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert find_stamps(text) == []


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("19 November 2019, 09:01 AM", datetime(2019, 11, 19, 9, 1)),
        ("November 19, 2019 at 12:05 am", datetime(2019, 11, 19, 0, 5)),
        ("10:15 PM EST, January 12, 2022", datetime(2022, 1, 12, 22, 15, tzinfo=timezone(timedelta(hours=-5)))),
        ("2022-01-12T22:52:10.123+05:30", datetime(2022, 1, 12, 22, 52, tzinfo=timezone(timedelta(hours=5.5)))),
        ("2022-01-12T22:52Z", datetime(2022, 1, 12, 22, 52, tzinfo=timezone.utc)),  # noqa: UP017 - as parsed
        ("12 January 2022 at 22.52 CET", datetime(2022, 1, 12, 22, 52, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_a_time_beside_a_day_is_read_with_its_zone(text: str, moment: datetime) -> None:
    (stamp,) = find_stamps(text)
    assert stamp.moment == moment
    assert stamp.span.slice(text) == text


@pytest.mark.parametrize("text", ["12 January 2022 99:99", "12 January 2022, 13 pm", "12 January 2022 5 min read"])
def test_what_is_no_time_is_not_read(text: str) -> None:
    (stamp,) = find_stamps(text)
    assert stamp.day == date(2022, 1, 12)
    assert stamp.clock is None


def test_an_open_order_stays_open_until_it_is_decided() -> None:
    (stamp,) = find_stamps("12-01-2022 22:52 IST")
    assert stamp.day is None
    assert stamp.read(DayOrder.DAY_FIRST).day == date(2022, 1, 12)
    assert stamp.read(DayOrder.MONTH_FIRST).day == date(2022, 12, 1)
    assert stamp.read(None).day is None


@pytest.mark.parametrize(
    ("page", "order"),
    [
        ("12-01-2022 22:52 IST", DayOrder.DAY_FIRST),
        ("12-01-2022 22:52 EST", DayOrder.MONTH_FIRST),
        ("12-01-2022 and 25-01-2022", DayOrder.DAY_FIRST),
        ("12/01/2022 and 12/25/2022", DayOrder.MONTH_FIRST),
        ("13/01/2022 and 12/25/2022", None),
        ("12-01-2022", None),
        ("12-01-2022 10:00 CET and 10-01-2022 10:00 PDT", None),
    ],
)
def test_zone_and_other_dates_of_the_page_decide_the_order(page: str, order: DayOrder | None) -> None:
    assert day_order(find_stamps(page)) is order


def test_the_outlets_zone_and_country_decide_where_the_dates_do_not() -> None:
    stamps = find_stamps("12-01-2022")
    assert day_order(stamps, outlet_zone="CET") is DayOrder.DAY_FIRST
    assert day_order(stamps, country="US") is DayOrder.MONTH_FIRST
    assert day_order(stamps, country="IN") is DayOrder.DAY_FIRST


@pytest.mark.parametrize(
    ("name", "page", "hours"),
    [
        ("IST", "Phone: +91-130-6444012, across India", 5.5),
        ("IST", "Jerusalem, Israel", 2),
        ("IST", "Dublin, Ireland; call +353 1 4960000", 1),
        ("BST", "www.gazette.co.uk", 1),
        ("CET", "", 1),
        ("+0530", "", 5.5),
        ("GMT+2", "", 2),
        ("UTC", "", 0),
    ],
)
def test_a_zone_is_resolved_by_what_the_page_shows(name: str, page: str, hours: float) -> None:
    zone = resolve_zone(name, page=page)
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("name", "page"), [("IST", ""), ("IST", "India and Israel"), ("XYZ", "India"), ("+9900", ""), ("CST", "no sign")]
)
def test_a_zone_that_nothing_decides_stays_unknown(name: str, page: str) -> None:
    assert resolve_zone(name, page=page) is None


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("continued on Wednesday (12 January).", "Wednesday (12 January", date(2022, 1, 12)),
        ("continued on Friday (12 January).", "Friday (12 January", None),
        ("as Sherman said on Wednesday", "Wednesday", date(2022, 1, 12)),
        ("they met on Thursday", "Thursday", date(2022, 1, 13)),
        ("the envoys will meet on Friday", "Friday", date(2022, 1, 14)),
        ("he said he would answer on Friday", "Friday", None),
        ("last Thursday", "last Thursday", date(2022, 1, 6)),
        ("next Monday", "next Monday", date(2022, 1, 17)),
        ("signed yesterday", "yesterday", date(2022, 1, 12)),
        ("the day after tomorrow", "the day after tomorrow", date(2022, 1, 15)),
        ("until 28 December", "28 December", date(2021, 12, 28)),
        ("on December 28, 2022", "December 28, 2022", date(2022, 12, 28)),
        ("on 2022-03-01", "2022-03-01", date(2022, 3, 1)),
        ("it may 5 times", "may 5", None),
    ],
)
def test_dates_in_text_resolve_against_the_page_date(text: str, written: str, day: date | None) -> None:
    (found,) = find_text_dates(text, ANCHOR)
    assert found.span.slice(text) == written
    assert found.day == day


def test_a_crowd_of_dates_is_bounded() -> None:
    assert len(find_stamps("2022-01-13 " * 1000, limit=50)) == 50
