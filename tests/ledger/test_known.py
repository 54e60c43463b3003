"""What a page keeps of the ledger is all that its day depends on, and the page is told again from it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ledger import Ledger, retell
from briefing.ledger._book import Book
from briefing.ledger._day import read_day
from briefing.ledger._pages import book_of, known_of
from briefing.ledger._placing import one_each, place
from briefing.ledger._reckoning import reckon
from briefing.schema.briefing import BriefingData, Story
from briefing.schema.ledger import LedgerKnown
from tests.exploring import examples
from tests.ledger.made_up import made_up
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY, reckoned_with, recorded

STORIES = tuple(story for number in sorted(PAGES) for story in PAGES[number].stories)
FIRST = date(2031, 1, 1)


def mixed(day: int, picked: tuple[Story, ...]) -> BriefingData:
    """A page of a day with stories of several days."""
    one_each = {min(story.articles): story for story in picked}
    return PAGES[1].model_copy(update={"date": FIRST + timedelta(days=day), "stories": tuple(one_each.values())})


def compared(book: Book, page: BriefingData, since: date | None) -> LedgerKnown:
    """What is known of a book, once a day was reckoned with it and with all of the book alike."""
    record = read_day(page)
    placed = one_each(place(book, record), record)
    known = known_of(book, record, since, placed, NEXT_DAY)
    with_all = reckon(book, record, since, placed, NEXT_DAY)
    with_known = reckon(book_of(known), record, since, placed, NEXT_DAY)
    assert with_known.outcome == with_all.outcome
    assert with_known.states == with_all.states
    assert with_known.tellings == with_all.tellings
    assert [each.id for each in with_known.entries] == [each.id for each in with_all.entries]
    assert known_of(book_of(known), record, since, placed, NEXT_DAY) == known
    assert LedgerKnown.model_validate_json(known.model_dump_json()) == known
    return known


def after(book: Book, page: BriefingData, since: date | None) -> Book:
    """The book once a day is recorded."""
    return recorded(book, reckoned_with(book, read_day(page), since))


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.lists(st.sampled_from(STORIES), max_size=4), min_size=1, max_size=7))
def test_a_day_comes_to_the_same_with_what_is_known_and_with_the_whole_ledger(days: list[list[Story]]) -> None:
    book, since = Book(), None
    for number, picked in enumerate(days):
        page = mixed(number, tuple(picked))
        compared(book, page, since)
        book, since = after(book, page, since), page.date


def test_of_a_long_ledger_little_is_known() -> None:
    random, book, since = Random(7), Book(), None
    running: list[int] = []
    sizes = []
    for number in range(24):
        kept = random.sample(running, min(len(running), 4))
        running = kept + [number * 100 + place for place in range(8 - len(kept))]
        page = made_up(FIRST + timedelta(days=number), running, random)
        sizes.append(len(compared(book, page, since).entries))
        book, since = after(book, page, since), page.date
    assert len(book.entries) > 400
    assert max(sizes[-5:]) < len(book.entries) / 3


@pytest.mark.parametrize("number", sorted(PAGES))
def test_a_recorded_page_is_told_again_from_what_it_keeps(where: str, number: int) -> None:
    with Ledger.open(where) as ledger:
        pages = {each: ledger.record(PAGES[each]) for each in sorted(PAGES) if each <= number}
    page = pages[number]
    assert page.known is not None
    assert page.known.since == page.since
    assert retell(PAGES[number], page.known) == page


def test_a_day_recorded_twice_gives_the_same_page_and_the_same_known(where: str) -> None:
    with Ledger.open(where) as ledger:
        first = [ledger.record(PAGES[number]) for number in (1, 2, 3)]
        assert [ledger.record(PAGES[number]) for number in (1, 2, 3)] == first


def test_days_that_are_reckoned_anew_keep_what_they_are_reckoned_with(where: str) -> None:
    with Ledger.open(where) as ledger:
        for number in (1, 3, 4):
            ledger.record(PAGES[number])
        inserted = ledger.record(PAGES[2], replace=True)
        later = [ledger.record(PAGES[number]) for number in (3, 4)]
    for number, page in zip((2, 3, 4), (inserted, *later), strict=True):
        assert page.known is not None
        assert retell(PAGES[number], page.known) == page
    assert later[0].since == PAGES[2].date


def test_stories_that_come_in_another_order_keep_their_numbers(where: str) -> None:
    page = PAGES[3]
    turned = page.model_copy(update={"stories": page.stories[::-1]})
    scored = tuple(
        story.model_copy(update={"importance": story.importance.model_copy(update={"score": float(place)})})
        for place, story in enumerate(page.stories)
    )
    with Ledger.open(where) as ledger:
        first = ledger.record(page)
        again = ledger.record(turned.model_copy(update={"stories": scored}))
    assert {story.id: story.title for story in first.stories} == {story.id: story.title for story in again.stories}
    assert again.known is not None
    assert retell(turned.model_copy(update={"stories": scored}), again.known) == again


def test_a_day_that_an_earlier_release_recorded_has_nothing_known(tmp_path: object) -> None:
    from pathlib import Path

    from sqlalchemy import text

    from briefing.ledger._database import Database

    where = str(Path(str(tmp_path)) / "ledger.db")
    with Ledger.open(where) as ledger:
        ledger.record(PAGES[1])
    database = Database.open(where)
    with database.writing() as connection:
        connection.execute(text("UPDATE ledger_days SET known = NULL"))
    database.close()
    with Ledger.open(where) as ledger:
        assert ledger.record(PAGES[1]).known is None
        assert ledger.record(PAGES[1], replace=True).known is None
        assert ledger.record(PAGES[2]).known is not None
