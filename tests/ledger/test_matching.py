"""Which items and stories of a day the ledger knows: stated on days of a few made-up words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from briefing.ledger._day import DayItem, DayParty, DayStory
from briefing.schema.terms import Stance
from tests.ledger.reckoned import FIRM, GUILD, PORT, offer, question, reckoned, response, story


def ids(*days: Sequence[DayStory]) -> dict[str, str]:
    """The ids of the items of the last day, by their keys."""
    return reckoned(*days)[-1].outcome.ids


def stories(*days: Sequence[DayStory]) -> dict[str, str]:
    """The ids of the stories of the last day, by their keys."""
    return reckoned(*days)[-1].outcome.stories


# Two topics of five and of five are 0.4 alike, two of five and of eight 0.35; three of five and of five 0.6, three of
# five and of six 0.57.
FIVE = "tunnels bridges harbours markets gardens"


@pytest.mark.parametrize(
    ("today", "known"),
    [
        pytest.param(offer(FIVE), True, id="the same words"),
        pytest.param(offer("tunnels bridges lanterns kitchens windows"), True, id="like words"),
        pytest.param(offer("tunnels bridges lanterns kitchens windows carpets saddles barrels"), False, id="less like"),
        pytest.param(offer("lanterns", FIVE), True, id="in one of its wordings"),
        pytest.param(offer(FIVE, to=None), True, id="to nobody named"),
        pytest.param(offer(FIVE, to=PORT), False, id="to somebody else"),
        pytest.param(offer(FIVE, by=PORT), False, id="of somebody else"),
    ],
)
def test_an_offer_of_a_running_story_is_known_by_its_parties_and_words(today: DayItem, known: bool) -> None:
    day = [story(offer(FIVE), articles=["a"])], [story(today, articles=["a"])]
    assert (ids(*day)["o"] == "O1") is known


@pytest.mark.parametrize(
    ("first", "today", "known"),
    [
        ("a rise of 4 percent", "a rise of 4 percent", True),
        ("a rise of 4 percent", "a rise of 6 percent", False),
        ("a rise of 4 percent", "a rise", True),
        ("a rise", "a rise of 4 percent", True),
        ("a rise of 4 percent and 20 euros", "a rise of 4 percent", True),
    ],
)
def test_an_offer_of_other_amounts_is_another_unless_one_names_none(first: str, today: str, known: bool) -> None:
    day = (
        [story(offer(f"{first} for bakers at night"), articles=["a"])],
        [story(offer(f"{today} for bakers at night"), articles=["a"])],
    )
    assert (ids(*day)["o"] == "O1") is known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("tunnels bridges harbours lanterns kitchens", True),
        ("tunnels bridges harbours lanterns kitchens saddles", False),
    ],
    ids=["0.6", "0.57"],
)
def test_an_offer_of_another_story_must_be_more_like(text: str, known: bool) -> None:
    """A story told from the same article goes on as itself, so that the second of the day is another."""
    first = [story(offer(FIVE), key="one", articles=["a"]), story(key="two", articles=["b"], parties=[PORT])]
    assert (ids(first, [story(offer(text), key="two", articles=["b"])])["o"] == "O1") is known


def test_the_offer_of_the_same_story_comes_before_a_liker_one_of_another() -> None:
    first = [
        story(offer("tunnels bridges lanterns kitchens windows", key="o1"), key="one", articles=["a"]),
        story(offer(FIVE, key="o2"), key="two", articles=["b"]),
    ]
    before = ids(first)
    assert ids(first, [story(offer(FIVE), key="one", articles=["a"])])["o"] == before["o1"]


def test_the_likest_of_two_offers_is_the_one_that_is_known_and_each_once() -> None:
    first = [story(offer(FIVE), articles=["a"])]
    like, liker = "tunnels bridges lanterns kitchens windows", "tunnels bridges harbours markets windows"
    for one, other in [(like, liker), (liker, like)]:
        found = ids(first, [story(offer(one, key="o1"), offer(other, key="o2", at=10), articles=["a"])])
        assert found == {"o1" if one == liker else "o2": "O1", "o2" if one == liker else "o1": "O2"}


def test_an_offer_is_the_likest_of_two_that_are_known() -> None:
    one = offer("tunnels bridges harbours markets gardens", key="o1")
    other = offer("lanterns kitchens windows carpets saddles", key="o2", at=10)
    first = [story(one, other, articles=["a"])]
    mixed = offer("tunnels bridges windows carpets saddles", key="o")
    assert ids(first, [story(mixed, articles=["a"])])["o"] == ids(first)["o2"]


@pytest.mark.parametrize(
    ("today", "known"),
    [
        pytest.param(response("Wants none of it", answers="o"), True, id="the same"),
        pytest.param(response("Turns ships away", answers="o"), True, id="in other words"),
        pytest.param(response("Wants none of it", answers="o", stance=Stance.ACCEPTED), False, id="another stance"),
        pytest.param(response("Wants none of it", answers="o", by=PORT), False, id="somebody else"),
        pytest.param(response("Wants none of it"), False, id="to no offer"),
    ],
)
def test_a_response_to_an_offer_is_known_by_who_answers_what_and_how(today: DayItem, known: bool) -> None:
    day = (
        [story(offer(FIVE), response("Wants none of it", answers="o"), articles=["a"])],
        [story(offer(FIVE), today, articles=["a"])],
    )
    assert (ids(*day)["r"] == "R1") is known


def test_of_two_known_responses_to_an_offer_the_liker_is_meant() -> None:
    one = response("Wants tunnels and bridges", key="r1", answers="o")
    other = response("Sends ships and barrels", key="r2", answers="o", at=30)
    first = [story(offer(FIVE), one, other, articles=["a"])]
    today = story(offer(FIVE), response("Sends the ships with barrels", answers="o"), articles=["a"])
    assert ids(first, [today])["r"] == ids(first)["r2"]


@pytest.mark.parametrize(
    ("text", "articles", "known"),
    [
        (FIVE, "a", True),
        ("tunnels bridges lanterns kitchens windows", "a", True),
        ("tunnels bridges lanterns kitchens windows carpets saddles barrels", "a", False),
        (FIVE, "b", False),
    ],
    ids=["same words", "like words", "less like words", "another story"],
)
def test_a_response_to_no_offer_is_known_by_its_words_in_its_story(text: str, articles: str, known: bool) -> None:
    first = [story(response(FIVE), articles=["a"]), story(key="two", articles=["b"], parties=[PORT])]
    assert (ids(first, [story(response(text), articles=[articles])])["r"] == "R1") is known


@pytest.mark.parametrize(
    ("today", "known"),
    [
        pytest.param(question(f"When will {FIVE} come?"), True, id="the same words"),
        pytest.param(question("Who pays for tunnels, bridges and harbours?", key="q"), True, id="like words"),
        pytest.param(question("Who pays for tunnels and lanterns?"), False, id="unlike words"),
        pytest.param(question("Lanterns?", f"When will {FIVE} come?"), True, id="in one of its wordings"),
    ],
)
def test_a_question_of_a_running_story_is_known_by_what_it_asks(today: DayItem, known: bool) -> None:
    day = [story(question(f"When will {FIVE} come?"), articles=["a"])], [story(today, articles=["a"])]
    assert (ids(*day)["q"] == "Q1") is known


def test_a_question_about_nothing_is_known_by_its_words_alone() -> None:
    day = [story(question("Will the guild answer?"), articles=["a"])]
    assert ids(day, day)["q"] == "Q1"
    assert ids(day, [story(question("Will the guild respond?"), articles=["a"])])["q"] == "Q2"


def test_the_same_words_come_before_as_many_topics() -> None:
    """Two questions about the same things, of which the later one has the words of the known one."""
    first = [story(question("When will bridges and tunnels come?"), articles=["a"])]
    one = question("Where will tunnels and bridges come?", key="q1")
    other = question("When will bridges and tunnels come?", key="q2", at=50)
    assert ids(first, [story(one, other, articles=["a"])]) == {"q1": "Q2", "q2": "Q1"}


TOLD = "tunnels bridges harbours markets gardens orchards"
UNLIKE = "lanterns kitchens windows carpets saddles barrels"
MANY = [DayParty(side=f"firm {number}", name=f"Firm {number}") for number in range(4)]


@pytest.mark.parametrize(
    ("first", "today", "goes_on"),
    [
        pytest.param(story(title=TOLD), story(title=TOLD), True, id="the same account"),
        pytest.param(story(title=TOLD), story(title=UNLIKE), False, id="another account"),
        pytest.param(story(title=TOLD), story(title=TOLD, parties=[PORT]), False, id="the same of others"),
        pytest.param(
            story(title=TOLD), story(title=TOLD, parties=[PORT, GUILD]), False, id="the same with one of the actors"
        ),
        pytest.param(
            story(title=TOLD), story(title=TOLD, parties=[GUILD]), True, id="the same with one who acts alone"
        ),
        pytest.param(
            story(title=TOLD, articles=["a"]),
            story(title=UNLIKE, articles=["a", "b"], parties=[PORT]),
            True,
            id="one article in common",
        ),
        pytest.param(
            story(offer(FIVE), title=UNLIKE, parties=[*MANY, FIRM, GUILD]),
            story(offer(FIVE), title="ladders candles", parties=[FIRM, PORT]),
            True,
            id="one offer in common",
        ),
        pytest.param(story(title="", lines=[TOLD]), story(title=TOLD), True, id="its summary"),
        pytest.param(story(title=TOLD), story(title="", lines=[TOLD]), True, id="the summary of the day"),
        pytest.param(story(question(TOLD)), story(title=TOLD), True, id="what was asked"),
        pytest.param(story(title=TOLD), story(question(TOLD)), True, id="what the day asks"),
    ],
)
def test_a_story_goes_on_by_an_article_an_offer_or_its_actors_and_words(
    first: DayStory, today: DayStory, goes_on: bool
) -> None:
    assert (stories([first], [today]) == {"s": "S1"}) is goes_on


@pytest.mark.parametrize(("title", "goes_on"), [("bridges and windows", False), ("bridges and gardens", True)])
def test_two_words_that_are_not_common_are_needed(title: str, goes_on: bool) -> None:
    assert (stories([story(title=TOLD)], [story(title=title)]) == {"s": "S1"}) is goes_on


def test_words_count_by_the_days_that_were_told_in_them() -> None:
    """Of four days one spoke of the bridges and gardens: a fourth of the days, half of the weight."""
    others = [[story(title=UNLIKE, articles=["a"])] for _ in range(3)]
    told = [story(title="bridges gardens", articles=["a"])]
    today = [story(title="bridges gardens")]
    assert stories(told, today) == {"s": "S1"}
    assert stories(told, *others, today) == {"s": "S2"}


def test_actors_who_are_in_all_stories_tie_nothing_together() -> None:
    """The trap of a president: with two more stories of the same two actors they weigh a third each."""
    one = story(title=TOLD, key="one", articles=["a"])
    two = story(title=UNLIKE, key="two", articles=["b"])
    three = story(title="ladders candles hammers needles", key="three", articles=["c"])
    assert stories([one], [story(title=TOLD)]) == {"s": "S1"}
    assert stories([one, two, three], [story(title=TOLD)]) == {"s": "S4"}


def test_of_two_stories_that_continue_one_the_first_does_where_the_page_is_not_told_again() -> None:
    less = "tunnels bridges harbours lanterns kitchens windows"
    found = stories([story(title=TOLD)], [story(title=TOLD, key="one"), story(title=less, key="two")])
    assert found == {"one": "S1", "two": "S2"}


def test_a_story_goes_on_as_the_likest_of_two() -> None:
    first = [story(title=TOLD, key="one"), story(title=UNLIKE, key="two")]
    before = stories(first)
    mixed = "tunnels bridges carpets saddles barrels windows"
    assert stories(first, [story(title=mixed)])["s"] == before["two"]


def test_an_article_in_common_outweighs_like_accounts() -> None:
    first = [story(title=UNLIKE, key="one", articles=["a"]), story(title=TOLD, key="two", articles=["b"])]
    assert stories(first, [story(title=TOLD, articles=["a"])])["s"] == stories(first)["one"]
