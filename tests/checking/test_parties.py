"""Who offers to whom, and who answers."""

from __future__ import annotations

import pytest

from briefing.checking.rules.names import Named
from briefing.schema.draft import DraftActor
from briefing.schema.terms import ActorKind, Stance
from briefing.schema.verdict import Problem
from tests.checking.articles import offer, response
from tests.checking.ruling import body, objections, person, state, struck

STATES = (state("v", "Norway"), state("o", "Sweden"), state("l", "Finland"))
SALT = (
    "Norway on Sunday rejected an offer by Sweden to host talks on the salt flats.\n\n"
    "Finland, which has no sea there, urged Norway to accept.\n\n"
    "Sweden's latest proposal is a year old. Norway was asked by the envoy to wait.\n\n"
    "Sweden wants peace, insisting that Norway stop digging."
)
BODY = ActorKind.ORGANISATION
WRONG = [(Problem.WRONG_PARTY, "offerer")]


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        # the owner of the offer
        ("an offer by Sweden to host talks", ("o", "v"), ("v", "o")),
        ("an offer by Sweden to host talks", ("o", None), ("v", "o")),
        # the one before the verb, behind an insertion too
        ("Finland, which has no sea there, urged Norway to accept", ("l", "v"), ("v", "l")),
        ("urged Norway to accept", ("l", "v"), ("v", "l")),
        # a participle is said of the first name
        ("insisting that Norway stop digging", ("o", "v"), ("v", "o")),
    ],
)
def test_an_offer_is_by_the_one_who_asks(
    quote: str, right: tuple[str, str | None], wrong: tuple[str, str | None]
) -> None:
    assert struck(offer("Talks", quote, offerer=right[0], recipient=right[1]), SALT, STATES) == []
    assert struck(offer("Talks", quote, offerer=wrong[0], recipient=wrong[1]), SALT, STATES) == WRONG


def test_a_third_of_the_same_kind_did_not_ask_where_it_is_not_named() -> None:
    text = "Sweden urged the envoys to wait.\n\nIt rained.\n\nIt snowed.\n\nFinland and the Harbour Board rose."
    cast = (*STATES[1:], body("b", "Harbour Board"))
    quote = "Sweden urged the envoys to wait"
    assert struck(offer("Wait", quote, offerer="l", recipient=None), text, cast) == WRONG
    # a body may ask through another
    assert struck(offer("Wait", quote, offerer="b", recipient=None), text, cast) == []


def test_what_stands_behind_a_quotation_stands_where_it_did() -> None:
    text = "It rained. Told to “wait”, Sweden demanded talks.\n\nIt snowed.\n\nNorway rose."
    quote = "Sweden demanded talks"
    assert struck(offer("Talks", quote, offerer="v", recipient="o"), text, STATES) == WRONG
    assert struck(offer("Talks", quote, offerer="o", recipient="v"), text, STATES) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        # passive, a noun, somebody before the verb, no verb of asking, the verb outside the quote
        ("Norway was asked by Sweden to wait.", "Norway was asked by Sweden to wait"),
        ("Norway heard the demand of Sweden.", "Norway heard the demand of Sweden"),
        ("Sweden and Norway proposed talks.", "Sweden and Norway proposed talks"),
        ("Norway stands before Sweden.", "Norway stands before Sweden"),
        ("Norway demanded a lot and Sweden a rise of pay.", "Sweden a rise of pay"),
        ("Norway said “Sweden, I demand talks”.", "Norway said “Sweden, I demand talks”"),
        ("It rained. “Norway demands talks,” Sweden said.", "“Norway demands talks,” Sweden said"),
    ],
)
def test_where_it_is_not_sure_who_asks_the_offer_stands(text: str, quote: str) -> None:
    assert struck(offer("Talks", quote, offerer="o", recipient="v"), text, STATES) == []


def answers(quote: str, text: str, cast: tuple[DraftActor, ...], responder: str) -> list[tuple[Problem, str | None]]:
    item = response("An answer", quote, offer_id=None, responder=responder, stance=Stance.OTHER)
    return struck(item, text, cast)


def test_an_answer_is_by_the_one_who_gives_it() -> None:
    text = "Norway rejected the plan of the envoys on Sunday.\n\nIt rained.\n\nIt snowed.\n\nFinland and Ana Lund rose."
    cast = (*STATES[::2], person("p", "Ana Lund"))
    quote = "Norway rejected the plan"
    assert answers(quote, text, cast, "v") == []
    assert answers(quote, text, cast, "l") == [(Problem.WRONG_PARTY, "responder")]
    assert answers(quote, text, cast, "p") == []  # a person may answer for a state
    assert answers("the plan of the envoys on Sunday", text, cast, "l") == []


def test_parts_of_one_name_are_not_surely_two() -> None:
    text = "Hong Kong police urged the marchers to leave."
    cast = (body("p", "Hong Kong police"), body("h", "Hong Kong"))
    assert struck(offer("Leave", "Hong Kong police urged", offerer="h", recipient=None), text, cast) == []


def test_two_bodies_that_share_a_word_are_two() -> None:
    health, relief = Named(["Health Operation Centre"], BODY), Named(["Relief Operation Centre"], BODY)
    assert health.other_than(relief)
    assert not health.other_than(Named(["Operation Centre"], BODY))
    assert not Named(["Health Operation Centre"]).other_than(Named(["Relief Operation Centre"]))  # kinds not known


def test_an_acronym_is_its_full_name() -> None:
    text = "The HOC urged the marchers to leave. It is the Health Operation Centre."
    cast = (body("h", "Health Operation Centre"), body("x", "HOC"))
    assert struck(offer("Leave", "The HOC urged the marchers", offerer="h", recipient=None), text, cast) == []


@pytest.mark.parametrize(
    ("sentence", "sure"),
    [
        ("Sweden has then also urged Norway to wait.", True),
        ("Sweden formally urged Norway to wait.", True),
        ("Sweden is urging Norway to wait.", True),
        ("Sweden, weary of it, urged Norway to wait.", True),
        ("Sweden sat down, urging Norway to wait.", True),
        # another may be before the verb
        ("Sweden fishermen then urged Norway to wait.", False),
        ("Sweden urging Norway to wait is new.", False),
        ("Sweden was then urged by Norway to wait.", False),
        # whose offer it is
        ("Talks follow Sweden's new old offer to Norway.", True),
        ("Talks follow Sweden's new old big offer to Norway.", False),
        ("Talks follow an offer made by Sweden to Norway.", True),
        ("Talks follow an offer just made by Sweden to Norway.", True),
        ("Talks follow an offer just made out by Sweden to Norway.", False),
        ("Talks follow an offer from the Sweden side to Norway.", True),
        ("Talks follow an offer about Sweden to Norway.", False),
    ],
)
def test_where_it_is_sure_who_asks(sentence: str, sure: bool) -> None:
    assert struck(offer("Talks", sentence, offerer="o", recipient="v"), sentence, STATES[:2]) == []
    assert struck(offer("Talks", sentence, offerer="v", recipient="o"), sentence, STATES[:2]) == (WRONG if sure else [])


@pytest.mark.parametrize(
    ("sentence", "sure"),
    [
        ("Norway rejected Sweden's offer.", True),
        ("Norway has seen Sweden's offer.", False),
        ("Norway offered to accept Sweden's proposal.", False),
        ("Everybody rejected Sweden's offer to Norway.", True),
    ],
)
def test_who_rejects_an_offer_did_not_make_it(sentence: str, sure: bool) -> None:
    assert struck(offer("Talks", sentence, offerer="v", recipient="o"), sentence, STATES[:2]) == (WRONG if sure else [])


def test_who_is_named_elsewhere_may_have_made_the_offer_that_everybody_rejects() -> None:
    text = "Everybody rejected Sweden's offer. Norway waits."
    item = offer("Talks", "Everybody rejected Sweden's offer", offerer="v", recipient="o")
    assert struck(item, text, STATES[:2]) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("European Union", "Norway welcomed an offer by the European Union"),
        ("United Nations", "Norway opposed an offer by the United Nations"),
        ("United States", "Norway rejected an offer by the United States"),
    ],
)
def test_a_headline_may_end_with_the_name_of_a_party(name: str, text: str) -> None:
    cast = (state("n", "Norway", text), body("x", name, text))
    source = f"{text}\n\nNorway waits."
    assert struck(offer("Talks", text, offerer="x", recipient=None), source, cast) == []
    assert struck(offer("Talks", text, offerer="n", recipient="x"), source, cast) == WRONG


def test_the_objection_shows_the_first_sentence_in_which_another_asks() -> None:
    text = "Sweden urged the envoys to wait. Sweden asked them twice.\n\nIt rained.\n\nFinland rose."
    item = offer("Wait", "Sweden asked them twice", "Sweden urged the envoys", offerer="l", recipient=None)
    (objection,) = objections(item, text, STATES[1:])
    assert (objection.problem, objection.passage) == (Problem.WRONG_PARTY, "Sweden urged the envoys to wait.")


def test_the_objection_names_the_party_as_the_draft_does() -> None:
    text = "Sweden urged the envoys to wait.\n\nIt rained.\n\nIt snowed.\n\nFinland rose."
    cast = (STATES[1], state("l", "Finland", aliases=("the Finns",)))
    item = offer("Wait", "Sweden urged the envoys to wait", offerer="l", recipient=None)
    (objection,) = objections(item, text, cast)
    assert (objection.claimed, objection.passage) == ("Finland", "Sweden urged the envoys to wait.")
