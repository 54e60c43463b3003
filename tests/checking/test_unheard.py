"""Names of people and places that an article never has."""

from __future__ import annotations

import pytest

from briefing.schema.verdict import Problem
from tests.checking.articles import article, statement
from tests.checking.ruling import claimed, objections, struck

PACT = (
    "Envoys of Denmark signed the fishing pact on Tuesday, Anna Kovic said. The US senator Lee Marsh (I-Vt.) called it "
    "weak. The European Medicines Board has no part in it. Traders in Bergen welcomed it."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Envoys signed the pact in Geneva.",
        "Envoys from Wisconsin signed the pact.",
        "Bill Clement signed the pact.",
        "Envoys signed the pact after Wisconsin's vote.",
        "Envoys signed the pact, said Anna Kovic in New Brunswick.",
    ],
)
def test_a_name_that_stands_nowhere_is_not_stated(claim: str) -> None:
    assert claimed(claim, PACT) == [Problem.NOT_STATED]


@pytest.mark.parametrize(
    "claim",
    [
        # the article has it, or a word of it, if only elsewhere or in another form
        "Envoys signed the pact, and traders in Bergen were glad.",
        "Envoys signed the pact that the Bergensians around Bergen like.",
        "Envoys signed the pact, said Hanna Kovic.",
        "Danish envoys of Copenhagen signed the pact.",
        # another spelling, an abbreviation, an acronym
        "Envoys signed the pact, and those in Berghen were glad.",
        "Envoys signed the pact that the senator from Vermont called weak.",
        # a lone word with a capital may be an adjective, and so may one that only looks like a place
        "Envoys signed the pact for Conservative voters.",
        "Envoys signed the pact against Wisconsin.",
        "Envoys signed the pact of Swedish making.",
        # offices, bodies and acronyms have too many names
        "Envoys signed the pact in Foreign Ministry.",
        "Envoys signed the pact in the Home Office.",
        "Envoys signed the pact at NAFO.",
        "Envoys signed the pact in McRae.",
        "Envoys signed the pact in NAfo.",
        # nothing before the first word places it
        "Wisconsin is what the envoys believe in",
        # too short to tell from an abbreviation
        "Envoys signed the pact in Ulm.",
        # days are no names
        "Envoys signed the pact, as said on Black Friday.",
        # capitals on every word say nothing
        "Envoys From Wisconsin Signed The Pact In Geneva On Tuesday",
        "envoys signed the pact in geneva.",
    ],
)
def test_what_may_be_in_the_article_under_another_name_is_left_alone(claim: str) -> None:
    assert Problem.NOT_STATED not in claimed(claim, PACT)


def test_an_acronym_of_the_article_stands_for_the_whole_name() -> None:
    assert claimed("Envoys of Northern Fisheries met.", "Envoys of NF met.") == []
    assert claimed("Envoys of Northern Fisheries met.", "Envoys of NK met.") == [Problem.NOT_STATED]


def test_title_and_outlet_are_part_of_what_the_article_says() -> None:
    source = article("Envoys signed the pact on Tuesday.")
    item = statement("Envoys signed the pact, according to Harbour Herald.", "Envoys signed the pact on Tuesday")
    assert struck(item, source) == [(Problem.NOT_STATED, "text")]
    assert struck(item, source.model_copy(update={"outlet": "Harbour Herald"})) == []
    assert struck(item, source.model_copy(update={"title": "A Harbour Herald report"})) == []


def test_the_objection_names_the_name() -> None:
    (objection,) = objections(statement("Envoys signed the pact in New Brunswick.", "Envoys of Denmark signed"), PACT)
    assert (objection.claimed, objection.passage) == ("New Brunswick", None)


@pytest.mark.parametrize(
    ("short", "heard"),
    [("Mst", True), ("Msst", False), ("Msst.", True), ("Ast", False), ("Mtc", False), ("mst", False)],
)
def test_an_abbreviation_begins_like_the_name_and_has_its_letters_in_order(short: str, heard: bool) -> None:
    expected = [] if heard else [Problem.NOT_STATED]
    assert claimed("Envoys met in Massachusetts.", f"Envoys of {short} met them.", "Envoys of") == expected


def test_nine_letters_of_thirteen_are_no_spelling() -> None:
    assert claimed("Envoys met in Zbcdefghijxyz.", "Envoys met in Abcdefghijklm.") == [Problem.NOT_STATED]


@pytest.mark.parametrize(("name", "heard"), [("Aergxnstyd", True), ("Aergxnstyq", False), ("Bergxqqqqq", True)])
def test_a_spelling_that_shares_seven_letters_of_ten_or_begins_alike_may_be_the_name(name: str, heard: bool) -> None:
    assert claimed(f"Envoys met in {name}.", "Envoys met in Bergenstad.") == ([] if heard else [Problem.NOT_STATED])


def test_four_letters_tell_a_name() -> None:
    assert claimed("Envoys met in Ulmo.", "Envoys met in Rome.") == [Problem.NOT_STATED]
    assert claimed("Envoys met Ana Lund.", "Envoys met Per Lund.") == []
    assert claimed("Envoys met Ana Lun.", "Envoys met Per Lun.") == []
