"""What is read of the ledger for a day decides as much as all of it, and does not grow with its age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.ledger import Ledger, _writing
from briefing.ledger._book import Book
from briefing.ledger._concerned import read_concerned
from briefing.ledger._rows import read_book
from briefing.schema.briefing import BriefingData, Story
from briefing.schema.corrections import CorrectionKind
from briefing.schema.ledger import ChangeKind, EntryKind, LedgerOptions
from tests.exploring import examples
from tests.ledger.made_up import made_up
from tests.ledger.pages import PAGES
from tests.ledger.test_known import FIRST, STORIES, mixed

ARTICLES = tuple({article.id: article for page in PAGES.values() for article in page.articles}.values())
WEEK = LedgerOptions(window=7, silent_after=2)


@contextmanager
def reading_all() -> Iterator[None]:
    """Days are compared with all of the ledger."""
    with mock.patch.object(_writing, "read_concerned", lambda connection, *_, **__: read_book(connection)):
        yield


def told(where: Path, pages: Sequence[BriefingData], *, linked: bool = False) -> list[str]:
    """The pages of a new ledger, of which an editor may hold the last two offers to be one before the last day."""
    for old in where.parent.glob("*.db*"):
        old.unlink()
    with Ledger.open(where) as ledger:
        found = []
        for page in pages:
            if linked and page is pages[-1]:
                one, other = [entry.id for entry in ledger.entries() if entry.kind is EntryKind.OFFER][-2:]
                ledger.correct(CorrectionKind.LINK, one, other=other, by="Ann", now=datetime(2030, 1, 1, tzinfo=UTC))
            found.append(ledger.record(page).model_dump_json())
        if len(pages) > 1:
            found.append(ledger.record(pages[0].model_copy(update={"stories": ()}), replace=True).model_dump_json())
            found += [ledger.record(page).model_dump_json() for page in pages[1:]]
        return found


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.lists(st.sampled_from(STORIES), max_size=4), min_size=1, max_size=6), gap=st.integers(1, 5))
def test_the_part_that_is_read_decides_as_much_as_all(days: list[list[Story]], gap: int, tmp_path: Path) -> None:
    picked = [mixed(number * gap, tuple(stories)) for number, stories in enumerate(days)]
    pages = [page.model_copy(update={"articles": ARTICLES}) for page in picked]
    part = told(tmp_path / "part.db", pages)
    with reading_all():
        assert part == told(tmp_path / "all.db", pages)


def test_corrected_entries_are_read_with_what_they_are_held_to_be(tmp_path: Path) -> None:
    pages = [PAGES[number] for number in sorted(PAGES)]
    part = told(tmp_path / "part.db", pages, linked=True)
    with reading_all():
        assert part == told(tmp_path / "all.db", pages, linked=True)


def read_on(ledger: Ledger, page: BriefingData) -> Book:
    """What recording a page reads of a ledger."""
    found: list[Book] = []

    def kept(*args: object, **named: object) -> Book:
        found.append(read_concerned(*args, **named))  # type: ignore[arg-type]
        return found[-1]

    with mock.patch.object(_writing, "read_concerned", kept):
        ledger.record(page, options=WEEK)
    return found[0]


def test_an_old_ledger_is_read_no_further_than_a_young_one(where: str) -> None:
    random, running, sizes = Random(3), [], []
    with Ledger.open(where) as ledger:
        for number in range(40):
            running = [*random.sample(running, min(len(running), 2)), number * 10, number * 10 + 1]
            book = read_on(ledger, made_up(FIRST + timedelta(days=number), running, random))
            sizes.append(len(book.entries) + sum(map(len, book.tellings.values())))
        held = len(ledger.entries())
    assert held > 5 * max(sizes)
    assert sum(sizes[-10:]) < 1.3 * sum(sizes[5:15])


def test_of_a_story_that_always_runs_the_window_is_read(where: str) -> None:
    random, sizes = Random(3), []
    with Ledger.open(where) as ledger:
        for number in range(30):
            book = read_on(ledger, made_up(FIRST + timedelta(days=number), [1], random))
            sizes.append(sum(len(entry.states) for entry in book.entries.values() if entry.id[0] == "O"))
        offer = ledger.entries()[0]
    assert len(offer.states) == 30
    assert max(sizes) <= 2 * (WEEK.window + 4)


@pytest.mark.parametrize(("days", "kinds"), [(2, {ChangeKind.QUIET}), (1, set())])
def test_what_falls_silent_is_read_though_nothing_of_the_day_is_like_it(
    where: str, days: int, kinds: set[ChangeKind]
) -> None:
    with Ledger.open(where) as ledger:
        ledger.record(made_up(FIRST, [1], Random(1)), options=WEEK)
        page = ledger.record(made_up(FIRST + timedelta(days=days), [2], Random(1)), options=WEEK)
    assert {change.kind for change in page.quiet} == kinds


def test_whoever_was_named_long_ago_is_no_new_party(where: str) -> None:
    with Ledger.open(where) as ledger:
        for number in range(12):
            page = ledger.record(made_up(FIRST + timedelta(days=number), [1], Random(1)), options=WEEK)
    kinds = {change.kind for story in page.stories for change in story.changes}
    assert ChangeKind.NEW_PARTY not in kinds


def test_a_model_is_shown_no_entry_that_the_window_left_behind(where: str) -> None:
    with Ledger.open(where) as ledger:
        for days, number in ((0, 1), (5, 2)):  # by then it has fallen silent
            ledger.record(made_up(FIRST + timedelta(days=days), [number], Random(1)), options=WEEK)
        for days, shown in ((7, True), (8, False)):
            page = made_up(FIRST + timedelta(days=days), [1], Random(1))
            assert bool(ledger.linkable(page, options=WEEK).entries) is shown


def asking(page: BriefingData, further: str) -> BriefingData:
    """A page whose question goes on."""
    (told,) = page.stories
    (asked,) = told.open_questions
    asked = asked.model_copy(update={"question": f"{asked.question.removesuffix('?')} {further}?"})
    return page.model_copy(update={"stories": (told.model_copy(update={"open_questions": (asked,)}),)})


def parted_long_ago(where: Path) -> list[str]:
    """The pages of a ledger whose question an editor parted in two long before the window, and which asks both."""
    random = Random(3)
    for old in where.parent.glob("*.db*"):
        old.unlink()
    with Ledger.open(where) as ledger:
        pages = []
        for number in range(24):
            if number == 5:
                since, now = FIRST + timedelta(days=3), datetime(2030, 1, 1, tzinfo=UTC)
                ledger.correct(CorrectionKind.SPLIT, "Q1", since=since, by="Ann", now=now)
            page = made_up(FIRST + timedelta(days=number), [1], random)
            page = asking(page, "at night over the bridge") if number > 2 else page
            page = ledger.record(page, options=WEEK)
            pages.append(page.model_dump_json(exclude={"known"}))
    return pages


def test_what_an_editor_parted_before_the_window_stays_parted(tmp_path: Path) -> None:
    part = parted_long_ago(tmp_path / "part.db")
    with reading_all():
        every = parted_long_ago(tmp_path / "all.db")
    differing = [number for number, (one, other) in enumerate(zip(part, every, strict=True)) if one != other]
    assert '"Q2"' in part[-1]
    assert differing == []
