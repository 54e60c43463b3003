"""Who answers, how, and what."""

from __future__ import annotations

import pytest

from briefing.schema.terms import OfferStatus
from tests.embedded.found import draft_of, responses

OFFER = "Denmark has offered Sweden to share the rescue ship. "


@pytest.mark.parametrize(
    ("text", "responder", "stance"),
    [
        ("Sweden accepted the offer on Monday.", "Sweden", "accepted"),
        ("Sweden has agreed to the proposal.", "Sweden", "accepted"),
        ("Sweden turned down the offer.", "Sweden", "rejected"),
        ("Sweden did not accept the offer.", "Sweden", "rejected"),
        ("Sweden said it would not take part in the plan.", "Sweden", "rejected"),
        ('"We will not accept such a deal," Sweden said.', "Sweden", "rejected"),
        ("Sweden has not yet answered the offer.", "Sweden", "pending"),
        ("Sweden has yet to respond to the offer.", "Sweden", "pending"),
        ("Sweden is considering the offer.", "Sweden", "pending"),
        ("Sweden would accept the offer if the crew were Swedish.", "Sweden", "conditional"),
    ],
)
def test_the_answer_is_found_with_its_stance(text: str, responder: str, stance: str) -> None:
    assert (responder, stance) in [(who, how) for who, how, _ in responses(OFFER + text)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway urged the court to reject the claim of the sailors.",
        "Norway said that Sweden should accept the plan.",
        "The ship is not welcome in Sweden.",
        "Sweden declined to say who owned the ship.",
        "Sweden praised the weather in spring.",
        "Sweden studied at the university of life.",
        "Sweden was open to accepting other plans.",
        "Sweden chose not to speak.",
        "Norway saw her veto in the papers of Sweden.",
    ],
)
def test_what_is_only_asked_for_or_nothing_is_no_answer(text: str) -> None:
    assert responses(text) == []


def test_an_answer_belongs_to_the_offer_it_speaks_of() -> None:
    text = (
        "Denmark has offered Sweden to share the rescue ship. Norway urged Finland to open the coal harbour. "
        "Finland rejected the demand to open the harbour. Sweden has not yet responded."
    )
    assert responses(text) == [("Finland", "rejected", "o2"), ("Sweden", "pending", "o1")]


def test_an_answer_told_before_an_offer_does_not_answer_it() -> None:
    text = "Sweden rejected a claim about fish. Denmark has offered Sweden to share the rescue ship."
    assert responses(text) == [("Sweden", "rejected", None)]


def test_one_silence_told_twice_is_one_response() -> None:
    text = OFFER + "Sweden has not yet responded to the offer. It was cold in May. Sweden has not yet answered."
    assert responses(text) == [("Sweden", "pending", "o1")]


def test_a_refusal_told_twice_is_one_response() -> None:
    text = (
        "Sweden rejected the trade agenda of Norway. It was cold. It rained. Sweden rejected the trade agenda in May."
    )
    assert [r[:2] for r in responses(text)] == [("Sweden", "rejected")]


def test_an_answer_to_nobody_by_an_outsider_is_left_out() -> None:
    assert responses(OFFER + "Chile accepted responsibility.") == []


@pytest.mark.parametrize(
    "text", ["Sweden did not respond to a request for comment.", "Sweden declined to comment on the offer."]
)
def test_no_comment_to_the_press_is_no_answer(text: str) -> None:
    assert responses(OFFER + text) == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Sweden refused to share the port.", "rejected"),
        ("Sweden agreed to share the port.", "accepted"),
        ("Sweden will not share the port.", "rejected"),
        ("Sweden denied that it had closed the port.", "rejected"),
    ],
)
def test_an_answer_needs_no_offer_in_the_text(text: str, stance: str) -> None:
    assert responses(text) == [("Sweden", stance, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway said that Sweden will not share the port.",
        "They agreed to lower tariffs for a year.",
        "Sweden is weighing a ban on fish.",
        "Sweden accepted responsibility.",
        "Sweden and Norway could not agree on a budget.",
    ],
)
def test_what_is_tied_to_nothing_is_no_answer(text: str) -> None:
    assert responses(text) == []


def test_both_who_agree_have_accepted_and_no_offer_of_either() -> None:
    agreed = responses("Norway and Sweden agreed to share the port.")
    assert agreed == [("Norway", "accepted", None), ("Sweden", "accepted", None)]
    assert responses("Norway agreed to share the port beside Sweden.") == [("Norway", "accepted", None)]


def test_only_the_addressee_decides_the_status() -> None:
    draft = draft_of(OFFER + "Norway rejected the offer to share the ship.")
    assert [o.status for o in draft.offers] == [OfferStatus.OPEN]
    assert [r.offer for r in draft.responses] == ["o1"]


def test_an_answer_by_a_pronoun_shows_whom_it_means() -> None:
    draft = draft_of("Premier Jan Holm has asked Sweden to leave. The weather was bad all day. He rejected the claim.")
    quotes = draft.responses[0].quotes
    assert quotes[0] == "He rejected the claim"
    assert "Jan Holm" in quotes[1]


def test_it_behind_said_is_who_said_so() -> None:
    text = OFFER + "Bolt Airlines liked it, while Acme Airlines said it rejected the plan."
    assert [who for who, how, _ in responses(text) if how == "rejected"] == ["Acme Airlines"]


@pytest.mark.parametrize(
    ("again", "number"),
    [
        ("Later Sweden agreed to suspend planned raids on the coast.", 1),
        ("Later Sweden agreed to share the harbour with Finland.", 2),
    ],
)
def test_one_act_of_one_party_is_one_response(again: str, number: int) -> None:
    filler = "It rained on the coast. The sea was high. Nobody sailed. "
    assert len(responses(f"Sweden agreed to suspend the bombing of ports. {filler}{again}")) == number
