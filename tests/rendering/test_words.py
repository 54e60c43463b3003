"""Times, statuses and objections as the page says them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from pydantic import TypeAdapter

from briefing.rendering.words import _zone, stance_words, status_words
from briefing.schema.terms import OfferStatus, Stance
from briefing.schema.verdict import Problem

INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        (None, ""),
        (UTC, " UTC"),
        (INDIA, " UTC+05:30"),
        (timezone(timedelta(hours=-3, minutes=-30)), " UTC-03:30"),
        (timezone(timedelta(hours=-5), "EST"), " UTC-05:00"),
    ],
)
def test_a_time_has_the_same_zone_once_it_was_written_and_read_back(zone: tzinfo | None, told: str) -> None:
    when = datetime(2022, 1, 12, 22, 52, tzinfo=zone)
    read = TypeAdapter(datetime).validate_json(TypeAdapter(datetime).dump_json(when))
    assert (_zone(when), _zone(read)) == (told, told)


def test_each_of_a_closed_list_has_words_of_its_own() -> None:
    for told in (
        [problem.words for problem in Problem],
        [status_words(status) for status in OfferStatus],
        [stance_words(stance) for stance in Stance],
    ):
        assert all(told)
        assert len(set(told)) == len(told)
        assert not any("_" in words for words in told)
