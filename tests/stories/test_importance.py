"""What makes a story matter, and the reasons that the page gives for it."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.schema.briefing import Importance, Story
from briefing.schema.ledger import Change, ChangeKind
from briefing.schema.terms import ActorKind
from briefing.stories import StoryOptions, WatchList, tell, weigh_changes
from tests.stories.building import Notes, article

YESTERDAY = date(2023, 3, 1)


def told(ident: str, outlet: str, *, kind: ActorKind = ActorKind.STATE) -> Story:
    """A story of one article with one offer between actors of a kind."""
    text = "The owners offer a new road by the fjord\n\nThe quarry owners offered Halvik a new road by the fjord."
    own = article(ident, outlet, "2023-03-02", text)
    notes = Notes(own)
    owners, villagers = (
        notes.actor("owners", kind, "The quarry owners"),
        notes.actor("villagers", kind, "Halvik"),
    )
    notes.offer(owners, villagers, "A new road by the fjord", "offered Halvik a new road by the fjord")
    (story,) = tell((own,), (notes.brief(),))
    return story


def moved(story: Story, *kinds: ChangeKind) -> Story:
    changes = tuple(Change(kind=kind, item=f"O{n}", text="", after="open") for n, kind in enumerate(kinds, start=1))
    return story.model_copy(update={"changes": changes})


def test_offers_between_states_or_organisations_count_more_than_others() -> None:
    assert told("a", "X", kind=ActorKind.ORGANISATION).importance == Importance(
        level="low", score=1.0, reasons=("1 open offer between states or organisations",)
    )
    assert told("a", "X", kind=ActorKind.GROUP).importance == Importance(
        level="low", score=0.5, reasons=("open offer",)
    )


def test_an_outlet_may_be_watched_and_a_weight_may_sink_a_story() -> None:
    own = article("a", "The Fjord Post", "2023-03-02", "Weather\n\nIt rained in Bergen.")
    watch = WatchList(outlets=("The Fjord Post",), topics=("rained", "snow"), weights={"rained": -3})
    (story,) = tell((own,), (Notes(own).brief(),), StoryOptions(watch=watch))
    assert story.importance == Importance(
        level="low", score=-4.0, reasons=("watch topic rained", "watch outlet The Fjord Post")
    )


@pytest.mark.parametrize(
    ("kinds", "points", "reason"),
    [
        ((ChangeKind.ANSWERED, ChangeKind.NEW, ChangeKind.NEW), 1, "since 2023-03-01: 1 answered, 2 new"),
        ((ChangeKind.UPDATED, ChangeKind.UNCHANGED), 1, "since 2023-03-01: 1 updated"),
        ((ChangeKind.UNCHANGED, ChangeKind.QUIET), -1, "its offers, answers and questions stand as on 2023-03-01"),
    ],
)
def test_what_moves_rises_and_what_repeats_sinks(kinds: tuple[ChangeKind, ...], points: int, reason: str) -> None:
    story = told("a", "X")
    (weighed,) = weigh_changes((moved(story, *kinds),), YESTERDAY)
    assert weighed.importance.score == story.importance.score + points
    assert weighed.importance.reasons[-1] == reason


def test_a_story_that_moved_passes_one_that_repeats() -> None:
    still, news = moved(told("a", "X"), ChangeKind.UNCHANGED), moved(told("b", "Y"), ChangeKind.NEW)
    assert [s.articles for s in weigh_changes((still, news), YESTERDAY)] == [("b",), ("a",)]


def test_without_an_earlier_day_or_changes_nothing_is_weighed() -> None:
    story = told("a", "X")
    assert weigh_changes((moved(story, ChangeKind.NEW),), None) == (moved(story, ChangeKind.NEW),)
    assert weigh_changes((story,), YESTERDAY) == (story,)
