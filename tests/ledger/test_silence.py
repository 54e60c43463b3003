"""What becomes of what no source speaks of: a deadline that passes, and silence that is told once."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.ledger._book import Book, Reckoning
from briefing.ledger._day import DayItem, DayRecord, DayStory
from briefing.ledger._placing import one_each, place
from briefing.ledger._reckoning import reckon
from briefing.schema.ledger import ChangeKind, LedgerOptions
from briefing.schema.terms import OfferStatus, Stance
from tests.ledger.reckoned import PORT, offer, question, recorded, response, story

WEEK = LedgerOptions(silent_after=7)
FIVE = "tunnels bridges harbours markets gardens"


def on(*days: tuple[int, list[DayStory]]) -> list[Reckoning]:
    """What each of these days of May comes to."""
    found, book, since = [], Book(), None
    for number, stories in days:
        day = date(2024, 5, number)
        record = DayRecord(day=day, stories=tuple(stories))
        done = reckon(book, record, since, one_each(place(book, record), record), WEEK)
        found.append(done)
        book, since = recorded(book, done), day
    return found


def told(*items: DayItem) -> list[DayStory]:
    return [story(*items, articles=["a"])]


def due(day: int, **more: object) -> DayItem:
    return offer(FIVE).model_copy(update={"due": date(2024, 5, day), **more})


ELSEWHERE = [story(title="other news", key="z", parties=[PORT], articles=["z"])]


@pytest.mark.parametrize(
    ("first", "day", "lapsed"),
    [
        (due(3), 3, False),
        (due(3), 4, True),
        (due(3, status=OfferStatus.ACCEPTED.value), 4, False),
        (due(3, status=OfferStatus.PLANNED.value), 4, False),
        (offer(FIVE), 4, False),
    ],
    ids=["on its day", "after it", "accepted", "planned", "without a deadline"],
)
def test_an_unanswered_offer_lapses_when_its_deadline_has_passed(first: DayItem, day: int, lapsed: bool) -> None:
    done = on((1, told(first)), (day, ELSEWHERE))[-1]
    assert ("O1" in done.states) is lapsed
    if lapsed:
        state = done.states["O1"]
        assert (state.status, state.reported, bool(state.evidence)) == ("lapsed", False, True)
        (change,) = done.outcome.quiet
        assert (change.kind, change.before, change.after) == (ChangeKind.UPDATED, "open", "lapsed")
        assert change.text.endswith("(due 2024-05-03)")
        assert change.evidence == ()


def test_an_offer_that_is_told_of_after_its_deadline_does_not_lapse() -> None:
    assert on((1, told(due(3))), (4, told(offer(FIVE))))[-1].states["O1"].status == "open"


def test_an_answer_on_the_day_after_comes_before_the_lapse() -> None:
    answer = response("Takes them", to=f"the {FIVE} of Gullwing", stance=Stance.ACCEPTED)
    assert on((1, told(due(3))), (4, told(answer)))[-1].states["O1"].status == "accepted"


def test_an_offer_lapses_once() -> None:
    done = on((1, told(due(3))), (4, ELSEWHERE), (5, ELSEWHERE))[-1]
    assert "O1" not in done.states
    assert done.outcome.quiet == ()


@pytest.mark.parametrize(("days", "told_on"), [((2, 7), None), ((2, 8), 8), ((8, 9), 8), ((20, 21), 20)], ids=str)
def test_what_waits_falls_silent_once_after_a_set_time(days: tuple[int, int], told_on: int | None) -> None:
    done = on((1, told(offer(FIVE), question("When will they come?"))), *((day, ELSEWHERE) for day in days))
    silent = [each.day.day for each in done[1:] for change in each.outcome.quiet if change.kind is ChangeKind.QUIET]
    assert silent == ([told_on, told_on] if told_on else [])


def test_a_raised_offer_is_no_more_waited_for() -> None:
    bids = on((1, told(offer("Bid of $30 a share"))), (2, told(offer("Bid of $31 a share"))), (9, ELSEWHERE))
    assert [change.item for change in bids[-1].outcome.quiet] == ["O2"]
