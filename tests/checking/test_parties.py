"""Who offers to whom, and who answers."""

from __future__ import annotations

import pytest

from briefing.checking.rules.names import Named
from briefing.schema.draft import DraftActor
from briefing.schema.terms import ActorKind, Stance
from briefing.schema.verdict import Problem
from tests.checking.articles import offer, response
from tests.checking.ruling import body, person, state, struck

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
