"""Which entry an offer is by rules alone: parties, amounts, plans and words, on days of a few made-up words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from briefing.ledger._book import Reckoning
from briefing.ledger._day import DayItem, DayParty, DayStory
from briefing.schema.base import ItemRef
from briefing.schema.ledger import LedgerEntry
from briefing.schema.terms import OfferStatus, Stance
from tests.ledger.reckoned import FIRM, GUILD, PORT, offer, reckoned, response, story

REJECTED = OfferStatus.REJECTED


def told(*items: DayItem) -> list[DayStory]:
    """A day with the one story that goes on from day to day."""
    return [story(*items, articles=["a"])]


def entries(*days: Sequence[DayStory]) -> dict[str, LedgerEntry]:
    """The entries of the last day by the keys of its items, with their states of that day."""
    done = reckoned(*days)[-1]
    return {key: _with_state(done, ident) for key, ident in done.outcome.ids.items()}


def _with_state(done: Reckoning, ident: str) -> LedgerEntry:
    entry = next(each for each in done.entries if each.id == ident)
    return entry.model_copy(update={"states": (done.states[ident],)})


def named(name: str, *forms: str) -> DayParty:
    return DayParty(side=name.casefold(), name=name, forms=(name, *forms))


@pytest.mark.parametrize(
    ("before", "today", "same", "version"),
    [
        ("Bid of $30 a share", "Bid of $30 a share in cash", True, None),
        ("Bid of $30 a share", "Bid of $31 a share", False, "O1"),
        ("Bid of $30 a share", "Raise from $30 to $31 a share", False, "O1"),
        ("Bid of $30 a share", "$30.50 a share for all of it", False, "O1"),
        ("Bid of $30 a share", "Takeover bid of $9 billion", False, None),
        ("Plan of $2.25 trillion for bridges", "Initial $2.3 trillion proposal", True, None),
        ("Plan of $2.25 trillion for bridges", "$2.4 trillion proposal", False, "O1"),
        ("Plan of $568 billion for bridges", "Infrastructure package", True, None),
    ],
)
def test_another_amount_is_another_version_of_the_bid(before: str, today: str, same: bool, version: str | None) -> None:
    found = entries(told(offer(before)), told(offer(today)))["o"]
    assert (found.id == "O1", found.version_of) == (same, version)


def test_a_raised_bid_starts_open_whatever_became_of_the_last() -> None:
    refused = [offer("Bid of $30 a share", status=REJECTED), response("Turns it down", answers="o")]
    raised = entries(told(*refused), told(offer("Bid of $31 a share")))["o"]
    assert (raised.id, raised.version_of, raised.status) == ("O2", "O1", "open")


def test_a_bid_that_was_refused_is_not_the_first_that_names_an_amount() -> None:
    found = entries(told(offer("Takeover bid", status=REJECTED)), told(offer("Bid of $31 a share")))["o"]
    assert (found.id, found.status) == ("O2", "open")


@pytest.mark.parametrize(
    ("status", "same"), [(OfferStatus.ACCEPTED, True), (OfferStatus.OPEN, False), (OfferStatus.PLANNED, False)]
)
def test_a_meeting_that_was_held_is_none_that_is_still_to_come(status: OfferStatus, same: bool) -> None:
    first = told(offer("Council meeting on bridges", status=OfferStatus.ACCEPTED))
    again = entries(first, told(offer("Another council meeting on bridges soon", status=status)))["o"]
    assert (again.id == "O1") is same


@pytest.mark.parametrize(
    ("before", "today", "same"),
    [
        ("Roadmap with a halt of cranes", "Plan to end the strike", True),
        ("Roadmap with a halt of cranes", "Peace initiative", True),
        ("Roadmap with a halt of cranes", "Call to end the strike", False),
        ("Demand to halt the cranes", "Plan to end the strike", False),
        ("Roadmap with a halt of cranes", "Offer of free ladders", False),
        ("Roadmap with a halt of cranes", "Latest offer", True),
    ],
)
def test_the_one_plan_of_a_party_is_known_by_being_a_plan(before: str, today: str, same: bool) -> None:
    found = entries(told(offer(before)), told(offer(today)))["o"]
    assert (found.id == "O1") is same
    assert found.perhaps == (None if same else found.perhaps)


def test_of_two_plans_none_is_meant_for_sure_and_the_page_says_so() -> None:
    first = told(offer("Roadmap for cranes", key="o1"), offer("Blueprint for ladders and kegs", key="o2", at=10))
    found = entries(first, told(offer("Plan to end the strike")))["o"]
    assert (found.id, found.perhaps) == ("O3", "O1")


def plans(*articles: str) -> list[DayItem]:
    """Plans of one party for other things, one an article; no article of the day tells of one alone."""
    words = (
        "Roadmap for cranes",
        "Blueprint for ladders and kegs",
        "Package of tunnels",
        "Demand of new harbour tolls",
    )
    return [
        offer(text, key=f"offer {article} o{at}", at=at).model_copy(
            update={"members": (ItemRef(article=article, item=f"o{at}"),)}
        )
        for at, (text, article) in enumerate(zip(words, articles, strict=False))
    ]


def test_plans_that_stand_side_by_side_on_one_day_are_perhaps_one() -> None:
    found = entries([story(*plans("x", "x", "y"), articles=("x", "y"))])
    perhaps = {entry.id: entry.perhaps for entry in found.values()}
    # An article that tells two apart says that they are two.
    assert perhaps == {"O1": None, "O2": None, "O3": "O1"}


def test_what_is_like_nothing_of_the_day_is_perhaps_nothing() -> None:
    found = entries([story(*plans("x", "x", "x", "y"), articles=("x", "y"))])
    assert found["offer y o3"].perhaps is None


def test_a_plan_that_was_settled_is_none_that_is_told_as_open() -> None:
    first = told(offer("Roadmap for cranes", status=REJECTED))
    assert entries(first, told(offer("Plan to end the strike")))["o"].id == "O2"
    assert entries(first, told(offer("Plan to end the strike", status=REJECTED)))["o"].id == "O1"


@pytest.mark.parametrize(
    ("before", "today", "same"),
    [
        (named("Muammar Gaddafi"), named("Moammar Gadhafi"), True),
        (named("Muammar Gaddafi"), named("Gadhafi"), True),
        (named("Muammar Gaddafi"), named("Saif Gadhafi"), False),
        (named("Anna Gates"), named("Anna Katz"), False),
        (named("Libyan rebels"), named("rebels"), True),
        (named("Senate Republicans"), named("Republicans"), True),
        (named("Senate Republicans"), named("House Republicans"), False),
        (named("Guild of Bakers", "the guild"), named("Guild of Millers", "the guild"), False),
        (named("Harbour Board", "Pilots"), named("Pilots"), True),
    ],
)
def test_a_party_is_known_in_its_story_by_other_spellings_and_parts(
    before: DayParty, today: DayParty, same: bool
) -> None:
    words = "tunnels bridges harbours markets gardens"
    found = entries(told(offer(words, by=before, to=PORT)), told(offer(words, by=today, to=PORT)))["o"]
    assert (found.id == "O1") is same


def test_lists_of_addressees_agree_where_they_share_one_and_grow() -> None:
    words = "tunnels bridges harbours markets gardens"
    both = offer(words).model_copy(update={"others": (GUILD, PORT)})
    third = entries(told(both), told(offer(words, to=PORT)), told(offer(words, to=GUILD)))["o"]
    assert (third.id, [party.name for party in third.addressees]) == ("O1", ["Guild", "Harbour"])


def test_an_answer_goes_to_the_one_offer_whose_party_it_names() -> None:
    first = told(
        offer("Halt of cranes at night", key="o1", by=FIRM, to=GUILD),
        offer("Halt of cranes at noon", key="o2", by=PORT, to=GUILD, at=10),
    )
    whose = entries(first, told(response("Says no", to="the halt of cranes that Harbour wants")))["r"]
    nobodys = entries(first, told(response("Says no", to="the halt of cranes")))["r"]
    assert (whose.answers, nobodys.answers) == ("O2", None)


def test_an_answer_moves_only_the_offer_that_it_is_given_to() -> None:
    first = told(offer("Bid of $30 a share"), offer("Seats on the board", key="o2", at=10))
    done = reckoned(first, told(response("Takes them", to="the seats on the board", stance=Stance.ACCEPTED)))[-1]
    assert {ident: state.status for ident, state in done.states.items() if ident[0] == "O"} in ({}, {"O2": "accepted"})
