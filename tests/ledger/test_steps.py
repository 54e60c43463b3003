"""Impossible steps are told as clashes, new versions as what they replace, and what a story, or a party, comes to."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.ledger import Ledger
from briefing.ledger._book import Book, OfferStanding, Reckoning
from briefing.ledger._day import DayItem, DayRecord, DayStory
from briefing.ledger._pages import clash_of, impossible
from briefing.ledger._placing import Placed, place
from briefing.ledger._reckoning import reckon
from briefing.rendering import to_markdown
from briefing.schema.base import ItemRef
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import Change, ChangeKind
from briefing.schema.links import Links, OfferLink, ResponseLink
from briefing.schema.terms import OfferStatus, Stance
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import FIRM, GUILD, NEXT_DAY, PORT, offer, reckoned, recorded, response, story


def changes(done: Reckoning) -> list[Change]:
    return [change for found in done.outcome.changes.values() for change in found]


def kinds(done: Reckoning) -> dict[str, ChangeKind]:
    return {change.item: change.kind for change in changes(done) if change.kind is not ChangeKind.NEW_PARTY}


def with_reason(page: BriefingData, status: OfferStatus, reason: str | None) -> BriefingData:
    """A page whose first offer stands so by its sources."""
    first, *others = page.stories
    told = first.offers[0].model_copy(update={"status": status, "status_reason": reason})
    first = first.model_copy(update={"offers": (told, *first.offers[1:])})
    return page.model_copy(update={"stories": (first, *others), "date": date(2023, 3, 5)})


@pytest.mark.parametrize(
    ("status", "reason", "clashes"),
    [
        (OfferStatus.OPEN, "Iceland is to reply", True),
        (OfferStatus.CONDITIONAL, None, True),
        (OfferStatus.OPEN, None, False),  # named in passing
        (OfferStatus.ACCEPTED, "Iceland accepted", False),
    ],
)
def test_what_was_accepted_and_is_told_as_open_is_a_clash_on_the_page(
    where: str, status: OfferStatus, reason: str | None, clashes: bool
) -> None:
    with Ledger.open(where) as ledger:
        for day in (1, 2, 3, 4):
            ledger.record(PAGES[day], options=NEXT_DAY)
        page = ledger.record(with_reason(PAGES[2], status, reason), options=NEXT_DAY)
    (told,) = page.stories
    assert told.offers[0].status == "accepted"
    found = [c for c in told.conflicts if c.about == "O1" and "by the ledger" in c.rule]
    assert len(found) == clashes
    if clashes:
        assert len({c.id for c in told.conflicts}) == len(told.conflicts)
        assert f"accepted since 2023-03-04 by the ledger, told of today as {status.words}" in found[0].rule
        assert "an accepted offer does not become that again" in to_markdown(page)


@pytest.mark.parametrize("held", list(OfferStatus))
def test_only_acceptance_can_not_be_undone(held: OfferStatus) -> None:
    steps = {told for told in OfferStatus if impossible(held, told)}
    assert bool(steps) == (held is OfferStatus.ACCEPTED)
    assert steps.isdisjoint({OfferStatus.ACCEPTED, OfferStatus.WITHDRAWN, OfferStatus.REJECTED, OfferStatus.LAPSED})


def test_a_standing_without_what_is_told_clashes_with_nothing() -> None:
    told = PAGES[1].stories[0].offers[0]
    assert not list(clash_of(told, OfferStanding(status=OfferStatus.ACCEPTED, since=date(2023, 3, 1))))


def test_a_closed_question_that_is_asked_again_is_a_clash_on_the_page(where: str) -> None:
    with Ledger.open(where) as ledger:
        for day in (1, 2, 3, 4):
            ledger.record(PAGES[day], options=NEXT_DAY)
        page = ledger.record(PAGES[1].model_copy(update={"date": date(2023, 3, 5)}), options=NEXT_DAY)
    (told,) = page.stories
    (asked,) = told.open_questions
    (conflict,) = (c for c in told.conflicts if c.about == asked.id)
    assert conflict.rule.startswith("asked as Q1 before and closed on 2023-03-04")
    assert asked.id != "Q1"


@pytest.mark.parametrize(
    ("first", "then", "kind"),
    [
        ("Bid of $30 a share", "Bid of $31 a share", ChangeKind.RAISED),
        ("Bid of $31 a share", "Bid of $30 a share", ChangeKind.REPLACED),
    ],
)
def test_a_new_bid_is_told_as_what_it_stands_in_the_place_of(first: str, then: str, kind: ChangeKind) -> None:
    *_, done = reckoned([story(offer(first))], [story(offer(then))])
    (change,) = [c for c in changes(done) if c.item == "O2"]
    assert (change.kind, change.instead_of, change.before, change.since) == (kind, "O1", None, date(2024, 5, 1))


def test_another_offer_is_simply_new() -> None:
    *_, done = reckoned([story(offer("A truce of ten days"))], [story(offer("Free passage for lorries"))])
    assert kinds(done)["O2"] is ChangeKind.NEW


def test_a_party_that_acts_for_the_first_time_is_new_once() -> None:
    first = story(offer("A truce of ten days"), articles=("x",))
    again = response("Refuses the truce of ten days", by=PORT, answers="o", at=50)
    days = reckoned(
        [first],
        [story(offer("A truce of ten days"), again, articles=("x",), parties=(FIRM, GUILD, PORT))],
        [story(offer("A truce of ten days"), again, articles=("x",), parties=(FIRM, GUILD, PORT))],
    )
    new = [[c.party for c in changes(done) if c.kind is ChangeKind.NEW_PARTY] for done in days]
    assert new == [[], ["Harbour"], []]


def test_who_was_asked_before_is_no_new_party_when_it_answers() -> None:
    first = story(offer("A truce of ten days"), articles=("x",))
    *_, done = reckoned(
        [first], [story(offer("A truce of ten days"), response("Refuses the truce", answers="o"), articles=("x",))]
    )
    assert ChangeKind.NEW_PARTY not in {c.kind for c in changes(done)}


def two_asked(*answers: DayItem) -> DayStory:
    asked = offer("A truce of ten days").model_copy(update={"others": (GUILD, PORT)})
    return story(asked, *answers, articles=("x",), parties=(FIRM, GUILD, PORT))


def test_an_offer_to_two_parties_stands_with_each_by_its_own_answer() -> None:
    refusal = response("Refuses the truce", answers="o", key="r")
    consent = response("Agrees to the truce", answers="o", key="p", by=PORT, stance=Stance.ACCEPTED, at=60)
    days = reckoned([two_asked()], [two_asked(refusal)], [two_asked(consent)])
    stands = [[(e.name, e.status, e.since and e.since.day) for e in d.outcome.each.get("O1", ())] for d in days]
    assert stands == [
        [],
        [("Guild", "rejected", 2), ("Harbour", None, None)],
        [("Guild", "rejected", 2), ("Harbour", "accepted", 3)],
    ]


@pytest.mark.parametrize(
    ("guild", "port", "status"),
    [
        (Stance.REJECTED, Stance.ACCEPTED, "rejected"),
        (Stance.ACCEPTED, Stance.REJECTED, "rejected"),
        (Stance.ACCEPTED, Stance.ACCEPTED, "accepted"),
        (Stance.REJECTED, Stance.REJECTED, "rejected"),
        (Stance.ACCEPTED, None, "accepted"),  # of the other nothing is known, and the page says so
    ],
)
def test_what_one_of_two_accepts_and_the_other_rejects_is_rejected(
    guild: Stance, port: Stance | None, status: str
) -> None:
    first = response("Answers the truce", answers="o", key="r", stance=guild)
    then = [response("Answers it too", answers="o", key="p", by=PORT, stance=port, at=60)] if port else []
    told = {Stance.ACCEPTED: OfferStatus.ACCEPTED, Stance.REJECTED: OfferStatus.REJECTED}
    days = [
        (two_asked(first), told[guild]),
        (two_asked(*then), told[port] if port else OfferStatus.OPEN),
        (two_asked(), OfferStatus.OPEN),
    ]
    done = reckoned(*[[_at(day, stands)] for day, stands in days])
    assert [each.states["O1"].status for each in done] == [told[guild].value, status, status]


def _at(day: DayStory, status: OfferStatus) -> DayStory:
    """The day with its offers at a status."""
    items = (item.model_copy(update={"status": status.value}) if item.key == "o" else item for item in day.items)
    return day.model_copy(update={"items": tuple(items)})


def test_of_an_offer_to_one_party_nothing_is_told_of_each() -> None:
    (done,) = reckoned([story(offer("A truce of ten days"), response("Refuses the truce", answers="o"))])
    assert done.outcome.each == {}


def test_a_response_settles_all_offers_that_it_is_linked_to() -> None:
    two = [
        story(offer("A truce of ten days", key="offer x a"), offer("Free passage for lorries", key="offer x b", at=9))
    ]
    (first,) = reckoned(two)
    book = recorded(Book(), first)
    refusal = response("Refuses both", key="response y r").model_copy(
        update={"members": (ItemRef(article="y", item="r"),)}
    )
    record = DayRecord(day=date(2024, 5, 2), stories=(story(refusal, key="y", articles=("y",)),))
    said = Links(responses=(ResponseLink(item=ItemRef(article="y", item="r"), answers=("O1", "O2")),), by="model")
    done = reckon(book, record, date(2024, 5, 1), place(book, record, said), NEXT_DAY)
    held = {entry.id: entry for entry in done.entries}
    assert held["R1"].all_answers == ("O1", "O2")
    assert {ident: state.status for ident, state in done.states.items() if ident[0] == "O"} == {
        "O1": "rejected",
        "O2": "rejected",
    }
    again = reckon(
        recorded(book, done),
        record.model_copy(update={"day": date(2024, 5, 3)}),
        record.day,
        place(recorded(book, done), record.model_copy(update={"day": date(2024, 5, 3)}), said),
        NEXT_DAY,
    )
    assert {entry.id for entry in again.entries if entry.id[0] == "R"} == {"R1"}


def linked_to(book: Book, record: DayRecord, running: dict[str, str], **offers: str) -> Reckoning:
    links = Links(offers=tuple(OfferLink(item=ItemRef(article=key, item="o"), entry=e) for key, e in offers.items()))
    return reckon(book, record, date(2024, 5, 1), Placed(links, running), NEXT_DAY)


def test_a_story_that_tells_on_another_one_says_so_once() -> None:
    days = [
        story(offer("A truce of ten days", key="offer a o"), key="a", articles=("a",)),
        story(offer("Free passage for lorries", key="offer b o", by=PORT), key="b", articles=("b",), parties=(PORT,)),
    ]
    (first,) = reckoned(days)
    book = recorded(Book(), first)
    joined = DayRecord(day=date(2024, 5, 2), stories=(days[1],))
    done = linked_to(book, joined, {"b": "S1"}, b="O2")
    assert {ident: course.joins for ident, course in done.outcome.courses.items()} == {"S1": ("S2",)}
    book = recorded(book, done)
    again = linked_to(book, joined.model_copy(update={"day": date(2024, 5, 3)}), {"b": "S1"}, b="O2")
    assert again.outcome.courses == {}


def test_a_new_story_that_tells_of_another_ones_items_is_parted_from_it() -> None:
    first = story(offer("A truce of ten days", key="offer a o"), key="a", articles=("a",))
    (done,) = reckoned([first])
    record = DayRecord(day=date(2024, 5, 2), stories=(first,))
    done = linked_to(recorded(Book(), done), record, {"a": "T1"}, a="O1")
    assert {ident: course.parted_from for ident, course in done.outcome.courses.items()} == {"S2": ("S1",)}
