"""What would be false on the page: denials, reports at third hand, words and deeds of somebody else."""

from __future__ import annotations

import pytest

from tests.embedded.found import draft_of, names, offers, quotes, responses


@pytest.mark.parametrize(
    "line",
    [
        "MADRID, March 3, 2024 (EFE) - ",
        "MADRID (EFE) -- ",
        "Madrid, 14 June 2023 - ",
        "MADRID, Aug. 3 – ",
        "Madrid - ",
        "Madrid – ",
    ],
)
def test_a_dateline_is_no_party_and_in_no_quote(line: str) -> None:
    draft = draft_of(f"{line}Norway has offered Sweden to share the ship. The company asked Norway for a map.")
    assert set(names(draft).values()) == {"Norway", "Sweden"}
    assert not any("adrid" in quote.casefold() for quote in quotes(draft))


def test_a_capital_that_is_said_for_a_body_is_no_party_as_the_place_of_a_report() -> None:
    draft = draft_of("Brussels - NATO offered Russia to reopen the embassies. Russia rejected the offer.")
    assert set(names(draft).values()) == {"NATO", "Russia"}
    assert not any("Brussels" in quote for quote in quotes(draft))


def test_a_dash_behind_a_place_opens_no_dateline_by_itself() -> None:
    assert any("Lima -" in quote for quote in quotes(draft_of("Lima - a port - asked Norway to share the ship.")))


def test_short_months_and_compounds_of_names_are_no_parties() -> None:
    text = "On 3 Aug the minister of Norway said that Sweden had accepted a UN-drafted plan for the strait."
    assert not {"Aug", "UN-drafted", "UN"} & set(names(draft_of(text)).values())


@pytest.mark.parametrize(
    "text",
    [
        "Norway denied reports that it had offered Sweden a share of the ship.",
        "Norway denied promising a ship to Sweden.",
        "Norway has never offered, nor will it offer, a ship to Sweden.",
        "Norway rejected as fiction a report that it had asked Sweden to share the ship.",
        "The minister denied it, contradicting Norway, which had said that Sweden had offered a ship.",
        "Neither Norway nor Denmark offered a ship to Sweden.",
    ],
)
def test_what_is_denied_is_no_offer(text: str) -> None:
    assert offers(text) == []


def test_behind_a_denial_the_main_subject_may_still_offer() -> None:
    assert offers("Norway denied the claim but offered Sweden a ship.")[0][:2] == ("Norway", "Sweden")


def test_neither_nor_accepts_for_nobody() -> None:
    assert responses("Neither Norway nor Denmark accepted a Swedish proposal for a new strait.") == []


def test_who_neither_accepts_nor_rejects_has_not_answered() -> None:
    text = "Denmark has offered Sweden to share the ship. Sweden neither accepts nor rejects the offer."
    assert not {"accepted", "rejected"} & {stance for _, stance, _ in responses(text)}


def test_a_thing_ends_where_the_relative_clause_does() -> None:
    text = "Norway, which last week offered to share the ship with Sweden, did not reply."
    assert offers(text)[0][2] == "share the ship with Sweden"


def test_a_second_verb_keeps_the_main_subject() -> None:
    draft = draft_of("Norway demanded that Sweden go further and rejected the plan. It rained.")
    assert [names(draft)[r.responder] for r in draft.responses] == ["Norway"]


def test_a_participle_behind_a_comma_has_the_subject_of_the_sentence() -> None:
    text = "Norway described the truce as a step, calling on Sweden to open the port."
    assert offers(text) == [("Norway", "Sweden", "open the port")]


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian ministers met in Oslo on Monday. They called for a truce of two weeks.",
        "Eva Lang is heading to Sweden as Norway calls for the island to come under its control.",
    ],
)
def test_what_they_call_for_and_what_is_told_by_the_way_is_no_offer(text: str) -> None:
    assert offers(text) == []


def test_a_state_with_a_size_before_it_is_no_person() -> None:
    kinds = {
        a.name: a.kind.value for a in draft_of("Banks in major Norway asked Sweden to wait. Norway agreed.").actors
    }
    assert kinds.get("Norway", "state") == "state"


def test_they_whom_nobody_before_stands_for_agree_to_nothing() -> None:
    text = "Eva Lang met ten students on Monday. The presidents met in Oslo, where they agreed to lower the tariffs."
    assert not [who for who, _, _ in responses(text) if "students" in who]


def test_a_quote_begins_with_the_whole_subject() -> None:
    draft = draft_of("Peru, Chile and Bolivia urged both sides to wait. Acme Group chief Eva Lang urged Norway to pay.")
    assert [o.quotes[0].split(" urged")[0] for o in draft.offers] == [
        "Peru, Chile and Bolivia",
        "Acme Group chief Eva Lang",
    ]


def test_nobody_answers_an_offer_of_the_own_side() -> None:
    offer = "Acme Group offered the union a raise of five percent. "
    for answer in (
        "Acme Group's chief financial officer Eva Lang rejected the offer in March.",
        "Acme Group president Eva Lang rejected the offer in March.",
        "Acme Group rejected an offer in March.",
    ):
        assert ("rejected", "o1") not in [r[1:] for r in responses(offer + answer)]
    text = "President Eva Lang offered to share the ship. The government rejected the offer later."
    assert ("rejected", "o1") not in [r[1:] for r in responses(text)]


def test_who_denies_a_claim_answers_no_offer() -> None:
    offer = "Norway asked Sweden for a rescue ship. "
    assert responses(offer + "Sweden denied that it had threatened to keep the ship.") == [("Sweden", "rejected", None)]
    assert responses(offer + "Sweden denied the request for a ship.") == [("Sweden", "rejected", "o1")]


@pytest.mark.parametrize("who", ["Norway", "Sweden"])
def test_applause_and_blame_are_no_answers(who: str) -> None:
    offer = "Denmark has offered Sweden to share the rescue ship. "
    assert responses(f"{offer}{who} welcomed the offer to share the ship. {who} praised the offer.") == []


@pytest.mark.parametrize(
    "answer",
    [
        '"We have no intention of calling off the strike," Sweden said.',
        '"The plan was not acceptable to the members of the party," Eva Lang said.',
        "If Denmark were to offer a bus, Sweden would accept.",
        '"I would have accepted it on the spot," Eva Lang said.',
    ],
)
def test_words_about_something_else_answer_no_offer(answer: str) -> None:
    offer = "Denmark has offered Sweden to share the rescue ship. "
    assert all(of is None for _, _, of in responses(offer + answer))


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ("Sweden on Sunday rejected the offer of Denmark.", "rejected the offer of Denmark"),
        ("Sweden, the sailors said, has yet to answer the offer.", "has yet to answer the offer"),
    ],
)
def test_what_is_answered_begins_with_its_verb(answer: str, what: str) -> None:
    draft = draft_of("Denmark has offered Sweden to share the rescue ship. " + answer)
    assert [r.what for r in draft.responses] == [what]


@pytest.mark.parametrize(
    "text",
    [
        "Norway proposed flights, trains and safe passage to Oslo.",
        "Norway proposed on Monday to exchange Eva Lang for two sailors. Eva Lang was ill.",
    ],
)
def test_where_one_goes_and_whom_one_hands_over_is_no_recipient(text: str) -> None:
    assert [o[:2] for o in offers(text)] == [("Norway", None)]


def test_nobody_known_offers_what_they_in_a_quotation_ask_for() -> None:
    text = 'The council met on Monday. "They asked for more time," councillor Eva Lang said.'
    assert offers(text) == []


def test_a_contract_with_nobody_is_no_offer() -> None:
    assert offers("Acme Group signed the contract instead.") == []


def test_an_officer_of_a_land_is_a_person() -> None:
    text = "Skane state governor Eva Lang, however, said she was ready to talk to any gang in the north."
    assert [o[0] for o in offers(text)] == ["Eva Lang"]


def test_an_office_with_another_owner_is_not_the_named_bearer() -> None:
    text = "Norway's prime minister urged Denmark to wait. Swedish Prime Minister Eva Lang offered Finland a ship."
    draft = draft_of(text)
    assert not any("prime minister" in a.aliases for a in draft.actors)
    assert [names(draft)[o.offerer] for o in draft.offers] == ["Norway", "Eva Lang"]


def test_a_title_that_two_persons_bear_is_an_alias_of_neither() -> None:
    text = (
        "Prime Minister Eva Lang asked Sweden to wait. The prime minister left. "
        "Prime Minister Jan Holm asked Finland to pay."
    )
    assert not any("prime minister" in a.aliases for a in draft_of(text).actors)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norway offered Sweden a ship. Norway withdrew the offer on Monday.", "withdrawn"),
        ("Norway offered Sweden a ship. Norway has not withdrawn the offer.", "open"),
        ("Norway offered Sweden a ship. Finland withdrew an offer of its own.", "open"),
    ],
)
def test_an_offer_taken_back_is_withdrawn(text: str, status: str) -> None:
    offer = draft_of(text).offers[0]
    assert offer.status.value == status
    assert status == "open" or any("withdr" in quote for quote in offer.quotes)


@pytest.mark.parametrize(
    "answer",
    [
        "Sweden has yet to decide whether to accept the offer.",
        "Sweden wants to accept the offer.",
        "Sweden hesitated to accept the offer.",
        "Sweden has no plans to accept the offer.",
        "Sweden plans to reject the offer.",
        "Sweden rejected nothing.",
    ],
)
def test_what_is_not_done_yet_is_no_answer(answer: str) -> None:
    offer = "Denmark has offered Sweden to share the rescue ship. "
    assert not {"accepted", "rejected"} & {stance for _, stance, _ in responses(offer + answer)}


@pytest.mark.parametrize(
    "text",
    [
        "Norway offered to mediate, an offer that Eva Lang accepted and Jan Holm did not.",
        "Peru and Chile were asked by Norway to observe a truce; Chile agreed, Peru refused.",
    ],
)
def test_two_answers_in_one_breath_leave_the_offer_open(text: str) -> None:
    draft = draft_of(text)
    assert [o.status.value for o in draft.offers] == ["open"]


def test_an_answer_in_the_passive_is_told_in_full() -> None:
    draft = draft_of("The wage offer of Acme Group was turned down by the Nordic Union on Monday.")
    assert [r.what for r in draft.responses] == [r.quotes[0] for r in draft.responses] != []


def test_the_company_is_neither_of_two_firms() -> None:
    text = "Acme Group met Bolt Group on Monday. The company offered Norway a ship."
    assert not {"Acme Group", "Bolt Group"} & {who for who, _, _ in offers(text)}


@pytest.mark.parametrize(
    "answer",
    [
        "Sweden said it was false that it had accepted the offer.",
        "It is unclear whether Sweden accepted the offer.",
        "Had Sweden accepted the offer, all would be well.",
        "No Swedish party accepted the offer.",
        "Unless Sweden accepted the offer, ships would leave.",
    ],
)
def test_what_is_only_supposed_is_no_answer(answer: str) -> None:
    offer = "Denmark has offered Sweden to share the rescue ship. "
    assert "accepted" not in {stance for _, stance, _ in responses(offer + answer)}


@pytest.mark.parametrize(
    "text",
    [
        "Norway refused to offer Sweden a ship.",
        "Norway has no plans to offer Sweden a ship.",
        "Norway was asked to offer Sweden a ship.",
        "Norway could offer Sweden a ship.",
        "Norway would have offered Sweden a ship.",
        "Norway allegedly offered Sweden a ship.",
        "Norway made no offer to share the ship with Sweden.",
        "It is unclear whether Norway offered Sweden a ship.",
        "Had Norway offered Sweden a ship, it would have sailed.",
        "No Norwegian firm offered Sweden a ship.",
        "The report that Norway had offered Sweden a ship was false, Oslo said.",
        "Norway had offered Sweden a ship, a claim that Oslo denies.",
    ],
)
def test_what_is_not_told_to_have_been_offered_is_no_offer(text: str) -> None:
    assert not any(thing.startswith(("a ship", "offer to share")) for _, _, thing in offers(text))


def test_of_two_opposite_answers_the_later_holds() -> None:
    offer = "Denmark has offered Sweden to share the rescue ship. "
    assert responses(offer + "Sweden rejected the offer but later accepted it.") == [("Sweden", "accepted", "o1")]


def test_the_owner_in_the_plural_belongs_to_the_subject() -> None:
    draft = draft_of("The Rail Workers' Union demanded a rise of 9 percent, though it left the talks.")
    assert [o.quotes[0] for o in draft.offers] == ["The Rail Workers' Union demanded a rise of 9 percent"]


def test_who_does_not_applaud_has_not_refused() -> None:
    offer = "Denmark has offered Sweden to share the rescue ship. "
    assert responses(offer + "Neither Norway nor Finland welcomed the offer.") == []


def test_a_pronoun_for_a_person_is_no_state() -> None:
    text = "His words came after the Norwegian president said he had agreed to suspend the strikes for a week."
    assert "Norway" not in {who for who, _, _ in responses(text)}


def test_a_refusal_of_what_is_known_needs_no_name_for_it() -> None:
    assert responses("Sweden dismissed the complaint on Monday.") == [("Sweden", "rejected", None)]
    assert responses("Sweden dismissed complaints on Monday.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sweden had rejected the offer.", False),
        ("Sweden said it had rejected the offer.", True),
        ("An official told a paper that Sweden had rejected the offer.", False),
        ("Sweden has repeatedly rejected the offer.", False),
        ("Sweden has flatly rejected the offer.", True),
        ("Sweden rejected the offer in March.", False),
        ("In March Sweden rejected the offer.", False),
        ("Sweden rejected the offer on 3 March.", True),
        ("Sweden rejected the offer of a base in March.", True),
        ("Sweden rejected the offer two years ago.", False),
        ("Sweden refused to open the base before the vote.", True),
    ],
)
def test_what_came_before_the_day_is_not_the_act_of_the_day(text: str, found: bool) -> None:
    assert ("Sweden", "rejected") in [r[:2] for r in responses(text)] or not found
    assert found or responses(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("Norway made a proposal to Sweden in January.", False), ("Norway made a proposal to Sweden on Monday.", True)],
)
def test_a_proposal_of_an_earlier_month_is_no_offer(text: str, found: bool) -> None:
    assert bool(offers(text)) is found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Finland said Norway asked Sweden to open the port.", "Finland said"),
        ("Norway said it asked Sweden to open the port.", None),
        ("Norway asked Sweden to open the port.", None),
    ],
)
def test_an_act_in_words_of_others_is_told_with_those_words(text: str, words: str | None) -> None:
    assert [o.reported for o in draft_of(text).offers] == [words]
    answered = text.replace("asked Sweden to open the port", "rejected the offer")
    assert [r.reported for r in draft_of(answered).responses] == [words]


def test_who_stands_behind_the_verb_of_saying_is_no_stumbling_block() -> None:
    text = '"Go!" said the ministry of Finland as Norway asked Sweden to open the port.'
    assert [o.reported for o in draft_of(text).offers] in ([], [None])


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Sweden refused to accept the offer.", ["rejected"]),
        ("Sweden refused to rule out the offer.", []),
        ("Sweden declined to reject the offer.", []),
        ("Sweden will not rule out accepting the offer.", []),
        ("Sweden will not take part in the offer.", ["rejected"]),
    ],
)
def test_who_refuses_to_refuse_leaves_it_open(text: str, stances: list[str]) -> None:
    offer = "Norway has offered Sweden to share the rescue ship. "
    assert [stance for _, stance, _ in responses(offer + text)] == stances


@pytest.mark.parametrize("word", ["May", "June", "March", "Jan", "Sept", "Friday", "me", "no", "p.m", "Acme Inc"])
def test_a_thing_ends_where_its_sentence_does(word: str) -> None:
    text = f"Norway offered Sweden to sail the ship by {word}. The Danes left. Sweden rejected the offer."
    assert offers(text)[0][2].rstrip(".") == f"sail the ship by {word}"
    assert responses(text) == [("Sweden", "rejected", "o1")]


@pytest.mark.parametrize(
    "where", ["at 5 p.m. Friday", "at 5 p.m. GMT on the day", "for Acme Inc. (HDT)", "for Gen. He Wei", "on Jan. 5"]
)
def test_a_sentence_goes_on_behind_an_abbreviation(where: str) -> None:
    assert offers(f"Norway offered Sweden to sail the ship {where}.")[0][2] == f"sail the ship {where}"
