"""Who offers or demands what of whom, sentence by sentence."""

from __future__ import annotations

import pytest

from briefing.schema.terms import OfferStatus
from tests.embedded.found import draft_of, offers


@pytest.mark.parametrize(
    ("text", "offerer", "recipient", "what"),
    [
        (
            "Denmark has offered Sweden to share the rescue ship.",
            "Denmark",
            "Sweden",
            "share the rescue ship",
        ),
        (
            "Elon Musk offered to buy Twitter for $54.20 a share.",
            "Elon Musk",
            None,
            "buy Twitter for $54.20 a share",
        ),
        (
            "Foreign Secretary Jane Raab urged the US Embassy to reconsider.",
            "Jane Raab",
            "US Embassy",
            "reconsider",
        ),
        (
            "Fans of the club have called for owner Mike Ashley to sell up after another defeat.",
            "fans",
            "Mike Ashley",
            "sell up after another defeat",
        ),
        (
            "Wales has asked the British government on Monday to make the tips safe.",
            "Wales",
            "British government",
            "make the tips safe",
        ),
        (
            "Residents demanded that Governor Rick Snyder resign over the crisis.",
            "residents",
            "Rick Snyder",
            "Governor Rick Snyder resign over the crisis",
        ),
        ("Slovakia asked for an exemption of three years.", "Slovakia", None, "an exemption of three years"),
        (
            "Sherman said Norway and Iceland remain ready to talk to Russia about fish.",
            "Norway",
            "Russia",
            "talk to Russia about fish",
        ),
        ("Norway and Iceland are in talks to reopen the strait.", "Norway", "Iceland", "reopen the strait"),
        (
            "Arsenal have made a £60m bid for midfielder Tom Price.",
            "Arsenal",
            None,
            "60m bid for midfielder Tom Price",
        ),
        ("Norway made an offer to Sweden to share the base.", "Norway", "Sweden", "offer to Sweden to share the base"),
        ("Norway asked Sweden and Denmark to share the base.", "Norway", "Sweden", "share the base"),
        ("Norway asked officials of Tesco Group to share the base.", "Norway", "Tesco Group", "share the base"),
        ("Norway called on rival Eva Lang to resign.", "Norway", "Eva Lang", "resign"),
        (
            "Norway said it would free the crew if Sweden left the base.",
            "Norway",
            "Sweden",
            "free the crew if Sweden left the base",
        ),
        ("Norway insists that Sweden must share the base.", "Norway", "Sweden", "Sweden must share the base"),
        (
            "Sweden was urged by Norway to share the base.",
            "Norway",
            "Sweden",
            "share the base",
        ),
        ("Acme Group put forward a proposal to share the base.", "Acme Group", None, "proposal to share the base"),
    ],
)
def test_the_offer_is_found_with_its_parties(text: str, offerer: str, recipient: str | None, what: str) -> None:
    assert (offerer, recipient, what) in offers(text)


@pytest.mark.parametrize(
    "text",
    [
        "Norway did not ask Sweden to leave the alliance.",
        "If Norway offers Sweden to share the ship, it will be a surprise.",
        "The rock had nothing to offer to the climbers of Norway.",
        "The minister offered no details of the Norwegian plan.",
        "Norway passed a law on fish and sent troops to the border.",
        "A Norwegian offer was mentioned.",
        "The film tells of a request for help.",
        "Norway wanted to stay in the union of states.",
        "Norway gave a speech, offering a rare view of the base.",
        "It was all that Norway has to offer to the world of art.",
        "Norway is not ready to share the base with anybody.",
        "Norway said it would accept the plan if Sweden did.",
        "Norway asked for comment on the plan.",
        "Norway insisted so much on it.",
        "Norway gave Sweden a medal in May.",
    ],
)
def test_what_nobody_offers_is_no_offer(text: str) -> None:
    assert offers(text) == []


def test_a_demand_under_threat_names_its_condition() -> None:
    draft = draft_of("Iran warned that it would close the strait if the United States did not lift its sanctions.")
    assert [o.conditions for o in draft.offers] == [("if the United States did not lift its sanctions",)]
    assert offers("Iran said it would close the strait unless Norway lifted its ban.")[0][:2] == ("Iran", "Norway")


def test_what_a_known_party_says_itself_is_its_offer() -> None:
    assert ("Maria Lopez", None, "take 500 children") in offers(
        'Mayor Maria Lopez said: "We are ready to take 500 children."'
    )
    assert offers('Wuzzle said: "We are ready to take 500 children."') == []


def test_what_somebody_will_offer_is_planned() -> None:
    draft = draft_of("India will offer talks to Pakistan.")
    assert [o.status for o in draft.offers] == [OfferStatus.PLANNED]


@pytest.mark.parametrize(
    "text",
    [
        "Ghana and Malawi have agreed to share the port.",
        "Ghana has agreed to a four-day truce with Malawi.",
        "Ghana signed a deal with Malawi on shared ships.",
    ],
)
def test_what_two_do_together_is_an_offer_of_neither(text: str) -> None:
    assert offers(text) == []


def test_who_agrees_with_another_to_ask_a_third_still_asks() -> None:
    text = "Ghana and Malawi agreed on a truce and asked Kenya to share the port."
    assert [o[:2] for o in offers(text)] == [("Ghana", "Kenya")]


def test_an_offer_known_only_by_its_refusal_is_told_by_the_answer() -> None:
    draft = draft_of("Google has rejected a request from Australia to pay for news.")
    assert draft.offers == ()
    assert [r.to for r in draft.responses] == ["a request from Australia to pay for news"]


@pytest.mark.parametrize(
    ("text", "offerer", "recipient", "what"),
    [
        ("Norway offered Sweden joint patrols.", "Norway", "Sweden", "joint patrols"),
        ("Norway has offered Sweden talks on fish.", "Norway", "Sweden", "talks on fish"),
        ("Norland has promised Sudria aid.", "Norland", "Sudria", "aid"),
        ("Norway offered Sweden a ship for the winter.", "Norway", "Sweden", "a ship for the winter"),
        ("Norway demanded an apology from Sweden.", "Norway", "Sweden", "an apology from Sweden"),
        ("Norway said Sweden must leave the port.", "Norway", "Sweden", "Sweden must leave the port"),
        ("Norway has pressed the workers at the mill (Acme) to stop.", "Norway", "workers", "stop"),
        ("Norway said it would release two Swedish sailors.", "Norway", None, "release two Swedish sailors"),
        ("Palestinian factions urged Norway to send a ship.", "Palestinian factions", "Norway", "send a ship"),
        ("Norway unveiled a proposal to share the port.", "Norway", None, "proposal to share the port"),
        ("Norway offered talks to Sweden.", "Norway", "Sweden", "talks to Sweden"),
    ],
)
def test_the_frame_tells_who_is_asked(text: str, offerer: str, recipient: str | None, what: str) -> None:
    assert (offerer, recipient, what) in offers(text)


@pytest.mark.parametrize(
    "text",
    [
        "The rules that Norway demands of nobody are read in the hall by others.",
        "Others urged them to leave the port at once.",
        "Norway had offered Sweden no ship.",
        "Norway will release a report on fish, a paper said.",
        "Norway agreed to the truce after talks with Sweden.",
        "Norway urged them, Sweden said.",
    ],
)
def test_what_is_not_sure_is_no_offer(text: str) -> None:
    assert [o for o in offers(text) if o[1] is not None] == []


def test_history_counts_against_an_offer() -> None:
    assert offers("Norway offered talks to Sweden.")
    assert offers("In 2011 Norway offered talks to Sweden.") == []
    assert offers("Norway had offered talks to Sweden.") == []
    assert offers("Norway said that it had offered talks to Sweden.")


def test_a_demand_told_twice_is_one_offer() -> None:
    text = (
        "Norway urged Sweden to open the border for trains. Later that day Norway again urged Sweden to open the "
        "border for trains from the north."
    )
    assert len(offers(text)) == 1


def test_deals_of_the_past_told_late_are_background() -> None:
    late = "In 2015 Acme Group acquired Bolt Group. "
    assert offers("Nobody came to the hall on Monday. " * 12 + late) == []


def test_a_pledge_on_a_condition_needs_nobody_to_meet_it() -> None:
    (offer,) = draft_of("Norway said it would close the port if the strike went on.").offers
    assert offer.conditions == ("if the strike went on",)
    assert offers("Norway said it would close the port in May.") == []


def test_a_quotation_that_an_offer_opens_is_closed() -> None:
    text = 'Norway asked Sweden to open the port "as a gesture."'
    assert offers(text)[0][2] == 'open the port "as a gesture."'


def test_a_noun_far_behind_its_verb_is_still_its_object() -> None:
    text = "Senate Republicans unveiled a $568 billion infrastructure proposal to the House."
    assert offers(text)[0][0] == "Senate Republicans"


@pytest.mark.parametrize(
    ("again", "count"),
    [
        ("Japan offered China to buy 25 aircraft.", 2),
        ("Japan offered China to buy the aircraft.", 1),
        ("Japan offered China to buy twenty aircraft.", 1),
        ("Japan offered China to buy 20 aircraft for Osaka.", 1),
        ("Japan offered China to buy 20 aircraft for Japan.", 1),
    ],
)
def test_an_offer_told_again_is_one_unless_a_number_makes_it_another(again: str, count: int) -> None:
    assert len(offers(f"Japan offered China to buy 20 aircraft. {again}")) == count


@pytest.mark.parametrize(("port", "count"), [("Vigo", 2), ("Cadiz", 1)])
def test_an_offer_told_again_is_one_unless_a_name_makes_it_another(port: str, count: int) -> None:
    text = f"Spain offered France to open the port of Cadiz. Spain also offered France to open the port of {port} soon."
    assert len(offers(text)) == count
