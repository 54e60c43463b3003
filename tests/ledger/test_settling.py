"""What a day does to the offers, answers and questions that it speaks of, one rule at a time."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.ledger._book import Book, Reckoning
from briefing.ledger._day import DayItem, DayRecord, DayStory
from briefing.schema.ledger import ChangeKind, LedgerEntry
from briefing.schema.terms import OfferStatus, Stance
from tests.ledger.reckoned import FIRM, GUILD, PORT, offer, piece, question, reckoned, reckoned_with, response, story

FIVE = "tunnels bridges harbours markets gardens"
OTHER = "lanterns kitchens windows carpets saddles"


def told(*items: DayItem) -> list[DayStory]:
    """A day with the one story that goes on from day to day."""
    return [story(*items, articles=["a"])]


def entry(done: Reckoning, ident: str) -> LedgerEntry:
    return next(each for each in done.entries if each.id == ident)


def brought(done: Reckoning, ident: str) -> tuple[str, tuple[str, ...], bool]:
    """The status that a day brings an entry, by what, and whether sources speak of the entry itself."""
    state = done.states[ident]
    return state.status, state.by, state.reported


def shown(done: Reckoning, ident: str) -> list[int]:
    """Where the evidence starts of the change of an entry."""
    (change,) = [each for changes in done.outcome.changes.values() for each in changes if each.item == ident]
    return [each.start for each in change.evidence]


ACCEPTS = response("Takes them", answers="o", stance=Stance.ACCEPTED)
ACCEPTED = offer(FIVE, status=OfferStatus.ACCEPTED)
PENDING = response("Studies them", answers="o", stance=Stance.PENDING)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([offer(FIVE)], ("open", ()), id="an offer alone"),
        pytest.param([ACCEPTED, ACCEPTS], ("accepted", ("R1",)), id="an answer that brings the status"),
        pytest.param([offer(FIVE), ACCEPTS], ("open", ()), id="an answer that brings another"),
        pytest.param([offer(FIVE), PENDING], ("open", ("R1",)), id="silence that leaves it open"),
        pytest.param(
            [offer(FIVE, status=OfferStatus.ACKNOWLEDGED), PENDING], ("acknowledged", ("R1",)), id="or acknowledged"
        ),
        pytest.param([ACCEPTED, PENDING], ("accepted", ()), id="silence brings no decision"),
        pytest.param(
            [offer(FIVE), response("Sees", answers="o", stance=Stance.OTHER)],
            ("open", ()),
            id="no silence",
        ),
        pytest.param(
            [ACCEPTED, response("Sees", answers="o", stance=Stance.OTHER)], ("accepted", ()), id="or brings a decision"
        ),
        pytest.param([ACCEPTED, response("Takes", stance=Stance.ACCEPTED)], ("accepted", ()), id="to nothing"),
    ],
)
def test_what_brings_an_offer_where_it_stands(items: list[DayItem], expected: tuple[str, tuple[str, ...]]) -> None:
    (done,) = reckoned(told(*items))
    assert brought(done, "O1") == (*expected, True)


def test_the_words_of_the_answer_show_what_a_day_changes_and_those_of_the_offer_what_it_does_not() -> None:
    first, second, third = reckoned(told(offer(FIVE)), told(ACCEPTED, ACCEPTS), told(ACCEPTED))
    assert [each.start for each in first.states["O1"].evidence] == [0]
    assert [each.start for each in second.states["O1"].evidence] == [20, 0]
    assert shown(second, "O1") == [20]
    assert shown(third, "O1") == [0]


def test_of_several_answers_those_of_the_day_come_first() -> None:
    again = response("Takes them", key="r2", answers="o", stance=Stance.ACCEPTED, at=20)
    fresh = response("Signs", key="r1", by=PORT, answers="o", stance=Stance.ACCEPTED, at=30)
    _, done = reckoned(told(ACCEPTED, ACCEPTS), told(ACCEPTED, again, fresh))
    assert done.outcome.ids["r2"] == "R1"
    assert brought(done, "O1") == ("accepted", ("R2", "R1"), True)
    assert shown(done, "O1") == [30]


def test_an_offer_that_sources_call_open_again_stays_as_it_was_and_says_since_when() -> None:
    _, done = reckoned(told(ACCEPTED, ACCEPTS), told(offer(FIVE), PENDING))
    assert brought(done, "O1") == ("accepted", (), True)
    (standing,) = done.outcome.standing.items()
    assert (standing[0], standing[1].status, standing[1].since) == ("O1", OfferStatus.ACCEPTED, date(2024, 5, 1))


def test_an_offer_that_stands_where_it_stood_or_is_new_needs_no_word_of_the_ledger() -> None:
    for done in reckoned(told(ACCEPTED), told(ACCEPTED)):
        assert done.outcome.standing == {}


def test_an_answer_to_an_offer_that_is_not_restated_moves_it() -> None:
    to_it = response("Refuses", to=FIVE, at=20)
    _, done = reckoned(told(offer(FIVE)), told(response("Sees", key="r0", to=FIVE, stance=Stance.OTHER), to_it))
    assert brought(done, "O1") == ("rejected", (done.outcome.ids["r"],), False)
    assert entry(done, done.outcome.ids["r"]).answers == "O1"


def test_an_answer_without_an_offer_is_to_none_that_is_restated() -> None:
    """The page, which shows both, has not linked them."""
    _, done = reckoned(told(offer(FIVE)), told(offer(FIVE), response("Refuses", to=FIVE)))
    assert entry(done, "R1").answers is None
    assert brought(done, "O1") == ("open", (), True)


COUNTERS = response("Wants other things", answers="o", stance=Stance.COUNTER_OFFER, at=20)
COUNTER = offer(OTHER, key="c", by=GUILD, to=FIRM, at=20)
COUNTERED = offer(FIVE, status=OfferStatus.COUNTERED)


@pytest.mark.parametrize(
    ("items", "answers"),
    [
        pytest.param([COUNTERED, COUNTERS, COUNTER], "O1", id="in the words of the answer"),
        pytest.param(
            [COUNTERED, COUNTERS, COUNTER.model_copy(update={"evidence": piece("x", 80)})], "O1", id="in other words"
        ),
        pytest.param(
            [COUNTERED, COUNTERS.model_copy(update={"status": Stance.REJECTED.value}), COUNTER], None, id="no counter"
        ),
        pytest.param(
            [COUNTERED, response("Refuses", key="r0", answers="o", at=90), COUNTERS, COUNTER],
            "O1",
            id="not first",
        ),
        pytest.param([COUNTERED, COUNTERS.model_copy(update={"answers": None}), COUNTER], None, id="to no offer"),
        pytest.param([COUNTERED, COUNTERS, COUNTER.model_copy(update={"party": PORT})], None, id="of somebody else"),
    ],
)
def test_an_offer_with_which_an_offer_is_countered_is_led_to_it(items: list[DayItem], answers: str | None) -> None:
    (done,) = reckoned(told(*items))
    assert entry(done, done.outcome.ids["c"]).answers == answers


def test_of_two_offers_that_may_counter_neither_is_led_to_the_countered() -> None:
    far = COUNTER.model_copy(update={"evidence": piece("x", 80)})
    farther = offer("ropes hammers needles", key="d", by=GUILD, to=FIRM, at=90)
    (done,) = reckoned(told(COUNTERED, COUNTERS, far, farther))
    assert [entry(done, done.outcome.ids[key]).answers for key in "cd"] == [None, None]
    (done,) = reckoned(told(COUNTERED, COUNTERS, COUNTER, farther))
    assert [entry(done, done.outcome.ids[key]).answers for key in "cd"] == ["O1", None]


def test_a_countered_offer_names_the_answer_and_the_offer_that_counter_it() -> None:
    _, done = reckoned(told(offer(FIVE)), told(COUNTERED, COUNTERS, COUNTER))
    assert brought(done, "O1") == ("countered", ("R1", "O2"), True)
    _, done = reckoned(told(COUNTERED, COUNTERS, COUNTER), told(ACCEPTED, ACCEPTS, COUNTER))
    assert brought(done, "O1") == ("accepted", ("R2",), True)


ASKED = question("Will the guild accept tunnels, bridges, harbours, markets and gardens?")
ASKED_VAGUELY = question("Who pays for tunnels, bridges, harbours, markets and gardens?")


def test_a_question_is_led_to_the_offer_that_it_asks_about_once() -> None:
    first, second, third = reckoned(
        told(offer(FIVE), ASKED_VAGUELY),
        told(offer(FIVE), ASKED),
        told(offer(FIVE, key="o"), offer(f"{FIVE} towers", key="p", by=PORT, at=10), ASKED),
    )
    assert entry(first, "Q1").answers is None
    assert entry(second, "Q1").answers == "O1"
    assert entry(third, "Q1").answers == "O1"


def test_a_final_answer_closes_the_question_and_names_what_closed_it() -> None:
    _, done = reckoned(told(offer(FIVE), ASKED), told(ACCEPTED, ACCEPTS))
    assert brought(done, "Q1") == ("closed", ("R1",), False)
    assert shown(done, "Q1") == [20]
    _, done = reckoned(told(offer(FIVE), ASKED), told(ACCEPTED))
    assert brought(done, "Q1") == ("closed", ("O1",), False)
    _, done = reckoned(told(offer(FIVE), ASKED), told(COUNTERED, ASKED))
    assert brought(done, "Q1") == ("open", (), True)


def test_the_offer_that_counters_closes_the_question_where_it_is_accepted() -> None:
    taken = COUNTER.model_copy(update={"status": OfferStatus.ACCEPTED.value})
    refused = COUNTER.model_copy(update={"status": OfferStatus.REJECTED.value})
    before = told(COUNTERED, COUNTERS, COUNTER, ASKED)
    assert brought(reckoned(before, told(taken))[-1], "Q1") == ("closed", ("O2",), False)
    assert "Q1" not in reckoned(before, told(refused))[-1].states


def test_a_day_that_is_reckoned_again_comes_to_the_same() -> None:
    """What the ledger knows of the day itself, and of later ones, plays no part in it."""
    days = told(offer(FIVE), ASKED), told(ACCEPTED, ACCEPTS)
    first, second = reckoned(*days)
    entries = {each.id: each.model_copy(update={"states": (second.states[each.id],)}) for each in second.entries}
    states = {ident: (first.states[ident],) for ident in first.states}
    entries = {
        ident: each.model_copy(update={"states": (*states.get(ident, ()), *each.states)})
        for ident, each in entries.items()
    }
    tellings = {ident: (first.tellings[ident], second.tellings[ident]) for ident in second.tellings}
    book = Book(entries, tellings, {"O": 1, "R": 1, "Q": 1, "S": 1})
    record = DayRecord(day=date(2024, 5, 2), stories=tuple(days[1]))
    again = reckoned_with(book, record, date(2024, 5, 1))
    kinds = {each.item: each.kind for changes in again.outcome.changes.values() for each in changes}
    assert kinds["O1"] is ChangeKind.ANSWERED
    assert again.states["O1"] == second.states["O1"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (None, ChangeKind.UNCHANGED),
        (date(2024, 5, 1), ChangeKind.UNCHANGED),
        (date(2024, 5, 2), ChangeKind.ANSWERED),
    ],
    ids=["nobody says when", "told again", "given today"],
)
def test_the_answer_of_today_to_a_repeated_offer_is_news(said: date | None, kind: ChangeKind) -> None:
    refused = offer(FIVE, status=OfferStatus.REJECTED)
    answer = response("Turns them down", answers="o")
    today = answer.model_copy(update={"said": said})
    done = reckoned(told(refused, answer), told(refused, today))[-1]
    (change,) = [each for changes in done.outcome.changes.values() for each in changes if each.item == "O1"]
    assert (change.kind, change.before, change.after) == (kind, "rejected", "rejected")


def test_an_answer_of_before_that_is_told_today_undoes_nothing() -> None:
    late = response("Takes them", answers="o", stance=Stance.ACCEPTED).model_copy(update={"said": date(2024, 4, 30)})
    refused = told(offer(FIVE, status=OfferStatus.REJECTED), response("Turns them down", answers="o"))
    assert reckoned(refused, told(offer(FIVE), late))[-1].states["O1"].status == "rejected"
