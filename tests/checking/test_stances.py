"""Offers that nobody made, and stances and verbs that the cited sentence turns round."""

from __future__ import annotations

import pytest

from briefing.schema.terms import OfferStatus, Stance
from briefing.schema.verdict import Problem
from tests.checking.articles import offer, question, response, statement
from tests.checking.ruling import claimed, objections, state, struck

CAST = (state("n", "Norway"), state("s", "Sweden"))
DENIED = [(Problem.CONTRADICTED, "offerer")]
STATUS = [(Problem.CONTRADICTED, "status")]
STANCE = [(Problem.CONTRADICTED, "stance")]


def offered(
    sentence: str, status: OfferStatus = OfferStatus.OPEN, quote: str | None = None
) -> list[tuple[Problem, str | None]]:
    text = f"{sentence} Sweden and Norway share a sea."
    return struck(offer("Talks on fishing", quote or sentence, offerer="n", recipient="s", status=status), text, CAST)


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway has not offered Sweden talks on fishing.",
        "Norway hasn't offered Sweden talks on fishing.",
        "Norway never offered Sweden talks on fishing.",
        "Norway will never offer Sweden talks on fishing.",
        "Norway denied reports that it had offered Sweden talks on fishing.",
        "Norway ruled out offering Sweden talks on fishing.",
        "Norway has no plans to offer Sweden talks on fishing.",
        "Norway stopped short of offering Sweden talks on fishing.",
        "Norway refused to offer Sweden talks on fishing.",
        "Norway declined to offer Sweden talks on fishing.",
        "Norway failed to offer Sweden talks on fishing.",
        "Norway does not demand that Sweden leave the strait.",
        "Norway is unwilling to propose talks on fishing.",
        "Had Norway offered Sweden talks on fishing, the row would be over.",
        "Norway could have offered Sweden talks on fishing but did not.",
    ],
)
def test_an_offer_whose_verb_is_denied_is_none(sentence: str) -> None:
    assert offered(sentence) == DENIED


def test_a_quote_that_begins_behind_the_denial_hides_nothing() -> None:
    sentence = "Norway did not offer Sweden talks on fishing."
    assert offered(sentence, quote="offer Sweden talks on fishing") == DENIED


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway has offered Sweden talks on fishing.",
        "Norway has not only offered Sweden talks; it has asked for them twice.",
        "Norway, not for the first time, offered Sweden talks on fishing.",
        "Norway offered Sweden not to fish there.",
        "Norway would like talks, and offered Sweden a date.",
        "It has not been said what Norway offered.",
        "Sweden has not offered talks, and Norway sat.",
    ],
)
def test_an_offer_whose_verb_is_not_denied_stands(sentence: str) -> None:
    assert Problem.CONTRADICTED not in [problem for problem, _ in offered(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway will propose talks on fishing.",
        "Norway plans to propose talks on fishing.",
        "Norway intends to formally propose talks on fishing.",
        "Norway is expected to propose talks on fishing.",
    ],
)
def test_what_is_still_to_be_offered_is_not_settled(sentence: str) -> None:
    for status in (OfferStatus.ACCEPTED, OfferStatus.PARTLY_ACCEPTED, OfferStatus.REJECTED, OfferStatus.COUNTERED):
        assert offered(sentence, status) == STATUS
    for status in (OfferStatus.PLANNED, OfferStatus.OPEN, OfferStatus.CONDITIONAL):
        assert offered(sentence, status) == []


def test_what_was_offered_may_be_settled() -> None:
    assert offered("Norway proposed talks on fishing.", OfferStatus.ACCEPTED) == []
    both = "Norway proposed talks on fishing, and Norway will propose more."
    assert offered(both, OfferStatus.ACCEPTED) == []


def answered(sentence: str, stance: Stance) -> list[tuple[Problem, str | None]]:
    text = f"{sentence} Norway waits."
    item = response("An answer", sentence, offer_id=None, responder="s", stance=stance, to="the plan of Norway")
    return struck(item, text, CAST)


@pytest.mark.parametrize(
    ("sentence", "wrong", "right"),
    [
        ("Sweden rejected the plan.", [Stance.ACCEPTED, Stance.PARTIAL], [Stance.REJECTED, Stance.OTHER]),
        ("Sweden did not accept the plan.", [Stance.ACCEPTED], [Stance.REJECTED, Stance.PENDING]),
        ("Sweden is contesting the plan.", [Stance.ACCEPTED], [Stance.REJECTED]),
        ("Sweden accepted the plan.", [Stance.REJECTED], [Stance.ACCEPTED, Stance.CONDITIONAL]),
        ("Sweden has not rejected the plan.", [Stance.REJECTED], [Stance.ACCEPTED, Stance.PENDING]),
        ("Sweden did not respond to the plan.", [Stance.ACCEPTED, Stance.REJECTED, Stance.PARTIAL], [Stance.PENDING]),
        ("Sweden has not yet answered.", [Stance.ACCEPTED], [Stance.PENDING, Stance.OTHER]),
        # a yes and a no, or a yes that is turned
        ("Sweden accepted the plan. Sweden rejected the date.", [], [Stance.ACCEPTED, Stance.REJECTED]),
        ("Sweden accepted the plan but not its date.", [], [Stance.ACCEPTED, Stance.REJECTED, Stance.PARTIAL]),
        ("Sweden rejected the plan, although it likes its date.", [Stance.ACCEPTED], [Stance.PARTIAL]),
        # somebody else's answer, and none at all
        ("Sweden heard that Norway rejected the plan.", [], [Stance.ACCEPTED]),
        ("Sweden responded to the plan.", [], [Stance.ACCEPTED, Stance.REJECTED]),
        ("Sweden will reject the plan.", [], [Stance.ACCEPTED]),
        ("Sweden went back to the plan.", [], [Stance.REJECTED]),
    ],
)
def test_a_stance_that_the_verb_turns_round_is_wrong(sentence: str, wrong: list[Stance], right: list[Stance]) -> None:
    for stance in wrong:
        assert answered(sentence, stance) == STANCE
    for stance in right:
        assert answered(sentence, stance) == []


@pytest.mark.parametrize(
    ("source", "claim", "fault"),
    [
        ("The port did not offer the union a rise of pay.", "The port offered the union a rise.", True),
        ("The port offered the union a rise of pay.", "The port did not offer the union a rise.", True),
        ("The port rejected the ceasefire plan.", "The port accepted the ceasefire plan.", True),
        ("The port accepted the ceasefire plan.", "The port rejected the ceasefire plan.", True),
        ("The port backs the ceasefire plan.", "The port opposes the ceasefire plan.", True),
        ("The port has not accepted the ceasefire plan.", "The port accepted the ceasefire plan.", True),
        ("The port has not accepted the ceasefire plan.", "The port rejected the ceasefire plan.", False),
        # another doer, another object, both said, still to come
        ("The union rejected the ceasefire plan.", "The port accepted the ceasefire plan.", False),
        ("The port rejected the ceasefire plan.", "The port accepted the mediator.", False),
        ("The port rejected the plan, then the port accepted the plan.", "The port accepted the plan.", False),
        ("The port will reject the ceasefire plan.", "The port accepted the ceasefire plan.", False),
        ("The port offered the union a rise of pay.", "The port offered the union a rise.", False),
        ("The port did not want to give up control.", "The port wanted to keep control.", False),
    ],
)
def test_a_claim_whose_verb_is_turned_round_is_contradicted(source: str, claim: str, fault: bool) -> None:
    assert claimed(claim, source) == ([Problem.CONTRADICTED] if fault else [])


def test_a_question_asserts_nothing() -> None:
    text = "The port rejected the ceasefire plan."
    assert struck(question("Will it be that the port accepted the ceasefire plan?", text), text) == []


def test_the_denial_of_an_offer_strikes_the_line_of_the_gist_that_reports_it() -> None:
    text = "Norway denies offer of talks\n\nNorway has not offered Sweden talks on fishing, its minister said."
    line = statement("Norway offered Sweden talks on fishing.", "Norway has not offered Sweden talks on fishing")
    assert struck(line, text, CAST) == [(Problem.CONTRADICTED, "text")]


@pytest.mark.parametrize(
    "sentence",
    [
        # the noun of an offer, behind an article or an owner, and no verb
        "Norway did not take the offer of talks on fishing.",
        "Norway did not read Sweden's offer of talks.",
        "Norway never liked his demand.",
        "Norway will never be offered talks.",
        "Norway will never be formally offered talks.",
        "Norway has not been formally asked for talks.",
        # somebody else
        "Norway did not, Sweden offered talks.",
    ],
)
def test_only_a_verb_of_the_offerer_makes_an_offer(sentence: str) -> None:
    assert offered(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Offered nothing, Norway has not offered talks on fishing.",
        "Norway has clearly never formally offered Sweden talks.",
        "Norway is not offering Sweden talks.",
        "Norway never quite formally offered Sweden talks.",
        "On Monday, in Oslo, Norway has not offered Sweden talks.",
        "Norway did, never offering Sweden talks.",
    ],
)
def test_adverbs_stand_between_a_denial_and_its_verb(sentence: str) -> None:
    assert offered(sentence) == DENIED


@pytest.mark.parametrize(
    ("source", "claim", "fault"),
    [
        # the same thing: the first word behind the verb, or two further ones before the clause ends
        ("The port rejected the pay plan.", "The port accepted the pay plan.", True),
        ("The port rejected the new pay plan.", "The port accepted the old pay plan.", True),
        ("The port rejected the new pay plan.", "The port accepted the old date plan.", False),
        ("The port rejected talks, saying the pay plan was bad.", "The port accepted the pay plan.", False),
        ("The port rejected talks that the pay plan held.", "The port accepted the pay plan.", False),
        ("The port rejected talks.", "The port accepted talks.", True),
        ("The port rejected the plan.", "The port accepted the plan.", True),
        ("The port rejected a new 3.5 percent rise.", "The port accepted the 3.5 percent rise.", True),
        # eight words behind the verb
        ("The port rejected b c d e f g pay plan.", "The port accepted the pay plan.", True),
        ("The port rejected b c d e f g h pay plan.", "The port accepted the pay plan.", False),
        # nobody who does it
        ("Rejecting the pay plan is wrong.", "Accepting the pay plan is wrong.", False),
        ("The port rejected it.", "The port accepted.", False),
        # no contrary: still to come, or an offer beside an answer
        ("The port will offer pay talks.", "The port did not offer pay talks.", False),
        ("The port offered pay talks.", "The port rejected pay talks.", False),
        ("The port did not accept pay talks.", "The port did not reject pay talks.", True),
        ("The port accepts pay talks.", "The port approved pay talks.", False),
        ("The port did not accept pay talks.", "The port approved pay talks.", True),
    ],
)
def test_verbs_turn_each_other_round_where_they_are_of_one_thing(source: str, claim: str, fault: bool) -> None:
    assert claimed(claim, source) == ([Problem.CONTRADICTED] if fault else [])


@pytest.mark.parametrize(("letters", "denied"), [(388, True), (389, False)])
def test_a_clause_has_four_hundred_characters_before_its_verb(letters: int, denied: bool) -> None:
    sentence = f"Had {'x' * letters} Norway offered Sweden talks on fishing, the row would be over."
    assert offered(sentence) == (DENIED if denied else [])


def test_the_objection_shows_the_first_sentence_that_turns_it_round() -> None:
    denied = ("Norway has not offered Sweden talks.", "Norway never offered Sweden talks.")
    refused = ("Sweden rejected the plan.", "Sweden opposed the plan.")
    text = " ".join((*denied, *refused))
    answer = response("An answer", *refused, offer_id=None, responder="s", stance=Stance.ACCEPTED, to="the plan")
    line = statement("Sweden accepted the plan.", *refused)
    for item, sentence in (
        (offer("Talks", *denied, offerer="n", recipient="s"), denied[0]),
        (answer, refused[0]),
        (line, refused[0]),
    ):
        (objection,) = objections(item, text, CAST)
        assert (objection.problem, objection.passage) == (Problem.CONTRADICTED, sentence)


def test_the_objection_names_the_offerer_by_its_name() -> None:
    text = "Norway has not offered Sweden talks."
    cast = (state("n", "Norway", aliases=("the Norwegians",)), CAST[1])
    (objection,) = objections(offer("Talks", text, offerer="n", recipient="s"), text, cast)
    assert (objection.claimed, objection.passage) == ("Norway: Talks", text)
