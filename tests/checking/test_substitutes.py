"""Names in a claim where the cited sentence has another among the same words."""

from __future__ import annotations

import pytest

from briefing.schema.verdict import Problem
from tests.checking.articles import statement
from tests.checking.ruling import body, claimed, objections, struck

WRONG = [Problem.WRONG_PARTY]
FINE = "The Harbour Board fined Northline 500 million crowns on Tuesday. Westferry and Eastferry face similar cases."
PACT = "Belgium accepted the ceasefire plan on Sunday, mediators said. Denmark asked for changes. Egypt drew it up."
OFFICE = (
    "State's Attorney Eileen Burke's office said on Tuesday it is conducting a legal review of the new order.\n\n"
    "Unions asked for guidance.\n\nIt rained.\n\nKim Fox, her predecessor, declined to comment."
)


@pytest.mark.parametrize(
    ("source", "wrong", "right"),
    [
        (FINE, "The Harbour Board fined Westferry 500 million crowns.", "The Harbour Board fined Northline."),
        (PACT, "Denmark accepted the ceasefire plan on Sunday.", "Belgium accepted the ceasefire plan on Sunday."),
        (PACT, "Egypt accepted the ceasefire plan.", "The Belgians accepted the ceasefire plan."),
        (OFFICE, "State's Attorney Kim Fox's office is reviewing it.", "State's Attorney Eileen Burke's office is."),
        # the two sides the other way round
        (
            "Norway has offered Sweden new talks on fishing rights.",
            "Sweden has offered Norway new talks.",
            "Norway offered Sweden new talks.",
        ),
    ],
)
def test_another_name_among_the_same_words_is_wrong(source: str, wrong: str, right: str) -> None:
    assert claimed(wrong, source) == WRONG
    assert claimed(right, source) == []


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        # it is named in the cited sentence, if only in another part of it
        ("Poland, which borders Lithuania, expelled two envoys on Friday.", "Lithuania expelled two envoys on Friday."),
        # other words beside it
        (PACT, "Denmark wants the ceasefire plan changed."),
        ("The envoys met in Oslo and the talks went on.", "The envoys met before Bergen saw talks."),
        # another form or spelling of one name
        ("Moscow accepted the ceasefire plan on Sunday.", "Russia accepted the ceasefire plan on Sunday."),
        ("President Zelenskyy accepted the ceasefire plan.", "President Zelensky accepted the ceasefire plan."),
        ("The envoy Robert Prud accepted the ceasefire plan.", "The envoy Rob accepted the ceasefire plan."),
        # a people and a place, a first word that is no name, a title in capitals
        ("Danish ministers accepted the ceasefire plan.", "Sweden ministers accepted the ceasefire plan."),
        ("Denmark demands a ceasefire plan and calls for talks.", "Calls demands a ceasefire plan."),
        ("Denmark Accepted The Ceasefire Plan On Sunday", "Sweden accepted the ceasefire plan."),
        # days are no names
        ("They met on Monday to sign the pact.", "They met on Tuesday to sign papers."),
        # what both do with each other has no sides
        ("Norway met Sweden for talks.", "Sweden met Norway for talks."),
        ("Norway was offered talks by Sweden on Monday.", "Sweden offered Norway talks on Monday."),
        # a stop between a name and its verb, words that only end alike
        ("Sweden fined Norway.", "Norway: fined Sweden."),
        ("Sweden fined Norway, once.", "Norway fined: Sweden."),
        ("Crowds of Norway left the hall. Sweden won.", "Crowds of Sweden sat in the hall."),
    ],
)
def test_what_is_not_surely_another_name_is_left_alone(source: str, claim: str) -> None:
    assert Problem.WRONG_PARTY not in claimed(claim, source)


def test_two_names_of_one_word_whose_sort_is_open_need_more_of_the_same_words() -> None:
    tail = " Bergenhus is further north."
    assert claimed("Crowds were seen at Bergenhus.", f"Crowds were seen at Oslohus.{tail}") == []
    assert claimed("Big crowds were seen at Bergenhus.", f"Big crowds were seen at Oslohus.{tail}") == WRONG


def test_an_actor_of_the_draft_is_known_by_its_aliases() -> None:
    cast = (
        body("a1", "Harbour Board", "The Harbour Board", aliases=("HB",)),
        body("a2", "Westferry Lines", "Westferry", aliases=("Westferry",)),
    )
    text = "HB fined Northline 500 million crowns on Tuesday. Westferry pays nothing to the Harbour Board."
    quote = "HB fined Northline 500 million crowns on Tuesday"
    true = statement("The Harbour Board fined Northline 500 million crowns.", quote)
    false = statement("Westferry fined Northline 500 million crowns.", quote)
    assert struck(true, text, cast) == []
    assert struck(false, text, cast) == [(Problem.WRONG_PARTY, "text")]


def test_the_objection_names_the_name_and_the_sentence() -> None:
    quote = "The Harbour Board fined Northline 500 million crowns on Tuesday"
    (objection,) = objections(statement("The Harbour Board fined Westferry 500 million crowns.", quote), FINE)
    assert (objection.claimed, objection.passage) == ("Westferry", f"{quote}.")


@pytest.mark.parametrize(
    ("source", "wrong", "right"),
    [
        # two words beside the names are enough for two states, for two names of two words, for two people of the draft
        ("Crowds were seen in Norway.", "Crowds were seen in Sweden.", "Crowds were seen in Oslo."),
        ("Crowds were seen at Harbour Hall.", "Crowds were seen at Ferry House.", "Crowds were seen at Ferryhouse."),
        # the sides of a verb, in whatever sentence
        ("It rained. Norway has fined Sweden.", "Sweden fined Norway.", "Norway fined Sweden."),
    ],
)
def test_how_many_words_show_that_a_name_is_in_anothers_place(source: str, wrong: str, right: str) -> None:
    item = statement(wrong, source)
    assert (Problem.WRONG_PARTY, "text") in struck(item, source + " Sweden, Ferry House and Norway rose.")
    assert Problem.WRONG_PARTY not in claimed(right, source)


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("Sweden fined Norway, and Norway fined Sweden.", False),
        ("Sweden fined Norway, and Norway fined Finland.", True),
        ("Sweden fined Finland, and Finland fined Norway.", False),
    ],
)
def test_two_names_have_changed_places_where_the_source_has_them_the_other_way_round_alone(
    source: str, wrong: bool
) -> None:
    assert claimed("Norway fined Sweden.", source) == (WRONG if wrong else [])


def test_each_two_names_that_follow_each_other_may_have_changed_places() -> None:
    assert claimed("Bergen and Norway fined Sweden.", "Sweden fined Norway, not Bergen.") == WRONG


@pytest.mark.parametrize(("weak", "wrong"), [(8, True), (9, False)])
def test_ten_words_beside_a_name_are_compared(weak: int, wrong: bool) -> None:
    words = f"Big crowds {'the ' * weak}"
    source = f"{words}Norway rose. Sweden won."
    assert claimed(f"{words}Sweden sat.", source) == (WRONG if wrong else [])


def test_a_name_of_one_word_and_one_of_two_may_be_of_two_sorts() -> None:
    source = "Crowds were seen at {}. {} is further north."
    for one, other in (("Bergenhus", "Ferry House"), ("Ferry House", "Bergenhus")):
        assert claimed(f"Crowds were seen at {one}.", source.format(other, one)) == []
        assert claimed(f"Big crowds were seen at {one}.", "Big c" + source.format(other, one)[1:]) == WRONG


def test_a_first_word_that_the_article_never_has_is_no_name() -> None:
    assert Problem.WRONG_PARTY in claimed("Karl Lund accepted the ceasefire plan.", PACT)  # two words are one
    assert claimed("Traders accepted the ceasefire plan.", PACT) == []
    assert claimed("Egypt accepted the ceasefire plan.", PACT) == WRONG
