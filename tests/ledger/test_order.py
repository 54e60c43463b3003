"""Any order of the stories of a page, and of their items, gives the same ledger."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ledger._book import Book
from briefing.ledger._day import read_day
from briefing.schema.briefing import BriefingData, Story
from tests.exploring import examples
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import reckoned_with, recorded


def _book(pages: list[BriefingData]) -> Book:
    """The book after some days, without a database."""
    book, since = Book(), None
    for page in pages:
        book, since = recorded(book, reckoned_with(book, read_day(page), since)), page.date
    return book


@cache
def _expected() -> Book:
    return _book([PAGES[number] for number in sorted(PAGES)])


def _shuffled(page: BriefingData, random: Random) -> BriefingData:
    """The page with its stories, and the items of each, in another order and under other ids."""
    stories = [_shuffled_story(story, random) for story in page.stories]
    random.shuffle(stories)
    return page.model_copy(update={"stories": tuple(stories)})


def _shuffled_story(story: Story, random: Random) -> Story:
    parts = {}
    for name in ("actors", "offers", "responses", "open_questions", "articles"):
        items = list(getattr(story, name))
        random.shuffle(items)
        parts[name] = tuple(items)
    new = {offer.id: f"O{place}" for place, offer in enumerate(parts["offers"], start=50)}
    parts["offers"] = tuple(offer.model_copy(update={"id": new[offer.id]}) for offer in parts["offers"])
    parts["responses"] = tuple(
        response.model_copy(update={"offers": tuple(new[offer] for offer in response.offers)})
        for response in parts["responses"]
    )
    return story.model_copy(update=parts)


@settings(max_examples=examples(25), deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_order_of_stories_and_items_gives_the_same_ledger(random: Random) -> None:
    pages = [_shuffled(PAGES[number], random) for number in sorted(PAGES)]
    assert _book(pages) == _expected()
    for number, page in zip(sorted(PAGES), pages, strict=True):
        assert read_day(page).digest == read_day(PAGES[number]).digest
