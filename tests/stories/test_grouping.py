"""Which articles report one event."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.schema.article import Article
from briefing.stories import explain_grouping, extend, group
from tests.stories.building import article

FERRY_A = article(
    "ferry-a",
    "Coast Daily",
    "2023-05-04",
    "Ferry crews at Holyhead walk out over rota\n\n"
    "Ferry crews at Holyhead walked out on Thursday over a new rota that Stenmark Lines wants to bring in from June. "
    "The Seafarers' League said 240 of its members had joined the strike and demanded that the plan be withdrawn.",
)
FERRY_B = article(
    "ferry-b",
    "Evening Ledger",
    "2023-05-04",
    "Stenmark strike halts sailings to Dublin\n\n"
    "Sailings from Holyhead to Dublin were halted on Thursday after 240 of the Seafarers' League stopped work. "
    "They want Stenmark Lines to drop a rota that is to begin in June; the company has offered to meet on Monday.",
)
FERRY_FIRE = article(
    "ferry-fire",
    "Coast Daily",
    "2023-05-04",
    "Fire in engine room of trawler off Holyhead\n\n"
    "Five fishermen were brought ashore at Holyhead on Thursday after a fire aboard the trawler Guillemot. "
    "The coastguard said nobody was hurt and that the cause of the fire was being looked into.",
)
TREATY = article(
    "treaty",
    "World Wire",
    "2023-05-04",
    "Peru and Chile sign pact on lake water\n\n"
    "Peru and Chile signed a pact on the use of lake water in the high Andes on Wednesday. The ministers of both "
    "countries, Ana Quispe and Jorge Rivas, said the pact would be put to their parliaments this year.",
)
FERRY_NEXT = article(
    "ferry-next",
    "World Wire",
    "2023-05-05",
    "Stenmark and ferry crews to meet over rota\n\n"
    "Stenmark Lines and the Seafarers' League are to meet on Monday over the rota that led 240 crew at Holyhead "
    "to stop work on Thursday and halted all sailings to Dublin.",
)
DAY = (FERRY_A, FERRY_B, FERRY_FIRE, TREATY)


def test_one_event_in_other_words_is_one_story_and_other_events_in_one_place_are_not() -> None:
    assert group(DAY) == (("ferry-a", "ferry-b"), ("ferry-fire",), ("treaty",))


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_any_order_gives_the_same_groups(shuffler: random.Random) -> None:
    articles = [*DAY, FERRY_NEXT]
    shuffler.shuffle(articles)
    assert group(articles) == (("ferry-a", "ferry-b", "ferry-next"), ("ferry-fire",), ("treaty",))


def test_an_article_that_comes_twice_counts_once() -> None:
    assert group((TREATY, TREATY)) == (("treaty",),)


def test_no_articles_no_groups() -> None:
    assert group(()) == ()


def test_articles_without_words_stand_alone() -> None:
    assert group((article("x", None, None, "…"), article("y", None, None, "…"))) == (("x",), ("y",))


def test_a_text_without_title_is_grouped_by_its_body() -> None:
    untitled = article("untitled", None, None, FERRY_B.body, titled=False)
    assert ("ferry-a", "untitled") in group((FERRY_A, untitled, TREATY))


def test_a_new_day_joins_the_stories_that_stand() -> None:
    assert extend(group(DAY), DAY, (FERRY_NEXT,)) == (
        ("ferry-a", "ferry-b", "ferry-next"),
        ("ferry-fire",),
        ("treaty",),
    )


def test_groups_that_stand_are_neither_split_nor_merged() -> None:
    standing = (("ferry-a", "treaty"), ("ferry-b",))
    grown = extend(standing, (FERRY_A, TREATY, FERRY_B), (FERRY_NEXT,))
    assert {frozenset(ids) - {"ferry-next"} for ids in grown} == {
        frozenset({"ferry-a", "treaty"}),
        frozenset({"ferry-b"}),
    }


def test_extending_by_nothing_changes_nothing() -> None:
    assert extend((("ferry-a", "ferry-b"),), (FERRY_A, FERRY_B), ()) == (("ferry-a", "ferry-b"),)


def test_the_reason_names_what_two_articles_share() -> None:
    reason = explain_grouping(DAY, "ferry-a", "ferry-b")
    assert reason.together
    assert reason.likelihood >= reason.threshold
    assert {"stenmark", "holyhead"} <= set(reason.shared)
    assert reason.shared_numbers == ("240",)
    assert reason.days_apart == 0
    assert str(reason).startswith("one story: likelihood 0.9")


def test_the_reason_says_what_parts_two_articles() -> None:
    reason = explain_grouping(DAY, "ferry-a", "ferry-fire")
    assert not reason.together
    assert reason.likelihood < reason.threshold
    assert str(reason).startswith("two stories: likelihood 0.")


def test_a_pair_decided_by_the_articles_around_it_says_so() -> None:
    reason = explain_grouping(DAY, "ferry-a", "ferry-b", threshold=0.9999)
    assert "decided by the articles around them" in str(reason.model_copy(update={"together": True}))


def test_a_reason_for_an_unknown_article_is_refused() -> None:
    with pytest.raises(KeyError):
        explain_grouping(DAY, "ferry-a", "nobody")


def test_a_date_far_away_parts_articles_that_words_would_join() -> None:
    def moved(ident: str, day: str) -> Article:
        return article(ident, "World Wire", day, FERRY_NEXT.text)

    near = explain_grouping((FERRY_A, moved("near", "2023-05-05")), "ferry-a", "near")
    far = explain_grouping((FERRY_A, moved("far", "2023-06-20")), "ferry-a", "far")
    assert near.likelihood > far.likelihood
