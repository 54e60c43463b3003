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
            "Twitter",
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
            "A group of 20 senators wrote to the Pentagon on Tuesday urging it to halt the sale of bombs.",
            "20 senators",
            "Pentagon",
            "halt the sale of bombs",
        ),
        (
            "The association gave the government until Friday to come up with a better offer.",
            "association",
            "government",
            "come up with a better offer",
        ),
        (
            "Residents demanded that Governor Rick Snyder resign over the crisis.",
            "residents",
            "Rick Snyder",
            "Governor Rick Snyder resign over the crisis",
        ),
        ("The teachers want smaller classes.", "teachers", None, "smaller classes"),
        ("Slovakia asked for an exemption of three years.", "Slovakia", None, "an exemption of three years"),
        (
            "Sherman said Norway and Iceland remain ready to talk to Russia about fish.",
            "Norway",
            "Russia",
            "talk to Russia about fish",
        ),
        ("Norway and Iceland are in talks to reopen the strait.", "Norway", "Iceland", "reopen the strait"),
        (
            "The guarantees proposed by Moscow were discussed at length in Vienna.",
            "Moscow",
            None,
            "The guarantees proposed by Moscow were discussed at length in Vienna",
        ),
        (
            "Macron's call for talks was heard in the capital.",
            "Macron",
            None,
            "call for talks",
        ),
        (
            "Arsenal have made a £60m bid for midfielder Tom Price.",
            "Arsenal",
            None,
            "60m bid for midfielder Tom Price",
        ),
        ("Donald Tusk suggested a longer extension.", "Donald Tusk", None, "a longer extension"),
        ("Oslo sought compensation for the damage.", "Oslo", None, "compensation for the damage"),
        (
            "A Russian proposal to share the base was read out.",
            "Russian government",
            None,
            "proposal to share the base",
        ),
        ("Norway made an offer to Sweden to share the base.", "Norway", "Sweden", "offer to Sweden to share the base"),
        ("Norway asked Sweden and Denmark to share the base.", "Norway", "Sweden", "share the base"),
        ("Norway asked officials of Tesco Group to share the base.", "Norway", "Tesco Group", "share the base"),
        ("Norway called on rival Eva Lang to resign.", "Norway", "Eva Lang", "resign"),
        ("Mayor Eva Lang wrote to Tesco Group asking to see the base.", "Eva Lang", "Tesco Group", "see the base"),
        ("Norway wants Sweden to share the base.", "Norway", "Sweden", "share the base"),
        ("Norway vowed to close the strait until Sweden pays.", "Norway", None, "close the strait until Sweden pays"),
        ("Norway gave Sweden 48 hours to leave the base.", "Norway", "Sweden", "leave the base"),
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
            "Sweden was urged by Norway to share the base",
        ),
        ("Jan Holm expressed hope that the council could meet.", "Jan Holm", None, "the council could meet"),
        ("Acme Group put forward a proposal to share the base.", "Acme Group", None, "proposal to share the base"),
        (
            '"We stand ready," said Norway, "to share the base with Sweden."',
            "Norway",
            "Sweden",
            "share the base with Sweden",
        ),
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


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("let's discuss this emergency first", "discuss this emergency first"),
        ("Please bring her home", "bring her home"),
        ("The cuts must be withdrawn", "The cuts must be withdrawn"),
        ("We are ready to take 500 children", "take 500 children"),
        ("I hope that Anne Stone will come back", "Anne Stone will come back"),
    ],
)
def test_what_a_party_says_itself_is_its_offer(words: str, what: str) -> None:
    assert ("Maria Lopez", what) in [(who, thing) for who, _, thing in offers(f'Maria Lopez said: "{words}."')]


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("Israel has agreed to a four-day truce with Hamas.", ("Israel", "Hamas"), OfferStatus.ACCEPTED),
        ("Facebook has agreed to buy WhatsApp for $19bn.", ("Facebook", "WhatsApp"), OfferStatus.ACCEPTED),
        ("Acme Ltd. (Acme) acquired the maker Bolt Group.", ("Acme Ltd.", "Bolt Group"), OfferStatus.ACCEPTED),
        (
            "Tesco and Salling Group announced an agreement over selling the stores to Salling Group.",
            ("Salling Group", "Tesco"),
            OfferStatus.ACCEPTED,
        ),
        (
            "The memorandum between Turkey and Libya allows drilling.",
            ("Turkey", "Libya"),
            OfferStatus.ACCEPTED,
        ),
        (
            "At the request of premier Boris Stone, the Queen Maud Trust suspended the sale.",
            ("Boris Stone", "Queen Maud Trust"),
            OfferStatus.ACCEPTED,
        ),
        ("India plans to offer talks to Pakistan.", ("India", "Pakistan"), OfferStatus.PLANNED),
        ("Google has rejected a request from Australia.", ("Australia", None), OfferStatus.REJECTED),
        ("Google has rejected the request of talks by Australia.", ("Australia", None), OfferStatus.REJECTED),
        ("Google has rejected Norway's request.", ("Norway", "Google"), OfferStatus.REJECTED),
    ],
)
def test_deals_plans_and_answered_requests_have_their_status(
    text: str, parties: tuple[str, str | None], status: OfferStatus
) -> None:
    draft = draft_of(text)
    known = {a.id: a.name for a in draft.actors}
    found = [((known[o.offerer], known.get(o.recipient or "")), o.status) for o in draft.offers]
    assert (parties, status) in found


def test_who_joins_what_others_made_makes_an_offer_of_its_own() -> None:
    expected = [("Ghana", None, "agreed to join the scheme"), ("Malawi", None, "agreed to join the scheme")]
    assert offers("Ghana and Malawi have agreed to join the scheme.") == expected
    assert [who for who, _, _ in offers("Ghana and Malawi signed the Oslo Agreement.")] == ["Ghana", "Malawi"]


def test_a_deal_is_no_less_one_for_an_earlier_refusal() -> None:
    draft = draft_of("Acme Group agreed a deal with Bolt Group. Bolt Group turned down a bid last week.")
    assert [o.status for o in draft.offers] == [OfferStatus.ACCEPTED]


def test_a_demand_told_twice_is_one_offer() -> None:
    text = (
        "Norway urged Sweden to open the border for trains. Later that day Norway again urged Sweden to open the "
        "border for trains from the north."
    )
    assert len(offers(text)) == 1


def test_deals_of_the_past_told_late_are_background() -> None:
    late = "In 2015 Acme Group acquired Bolt Group. "
    assert offers("Nobody came to the hall on Monday. " * 12 + late) == []
