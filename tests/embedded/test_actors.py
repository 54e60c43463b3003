"""Who is who: full names, titles, acronyms, metonyms, nouns and pronouns."""

from __future__ import annotations

import pytest

from briefing.schema.draft import DraftActor
from briefing.schema.terms import ActorKind
from tests.embedded.found import draft_of, offers


def actor(text: str, name: str) -> DraftActor:
    return next(a for a in draft_of(text).actors if a.name == name)


def test_a_person_is_one_with_and_without_title() -> None:
    text = "Swedish Prime Minister Eva Lang urged Norway to wait. Mr. Holm agreed. Lang asked Norway to wait again."
    found = actor(text, "Eva Lang")
    assert found.kind is ActorKind.PERSON
    assert "Lang" in found.aliases


def test_an_acronym_in_brackets_is_the_same_body() -> None:
    text = "The Recording Union of Artists (RUA) asked Norway to pay. RUA said that it was pleased."
    assert "RUA" in actor(text, "Recording Union of Artists").aliases


def test_a_capital_that_acts_is_its_state_and_one_behind_in_is_a_place() -> None:
    assert offers("Moscow has offered Norway to open the strait.")[0][0] == "Moscow"
    text = "Russia urged Norway to wait. Ministers met in Moscow. Moscow asked Norway to sign."
    assert "Moscow" in actor(text, "Russia").aliases
    text = "Ministers met in Cairo. They urged Norway to wait."
    assert [who for who, _, _ in offers(text)] == ["ministers"]


def test_a_noun_is_led_back_to_the_body_it_means() -> None:
    text = "The Transport Ministry met Norway on Monday. The ministry urged Norway to wait."
    assert offers(text)[0][0] == "Transport Ministry"
    assert "ministry" in actor(text, "Transport Ministry").aliases


def test_an_office_is_led_to_its_bearer_and_a_vice_is_no_president() -> None:
    text = (
        "President Eva Lang met Vice President Jan Holm. Later the president urged Norway to wait. "
        "The Senate Minority Leader, Tom Price, asked Norway to sign."
    )
    assert [who for who, _, _ in offers(text)] == ["Eva Lang", "Tom Price"]


def test_an_office_behind_a_name_belongs_to_it() -> None:
    text = "Nora Lind, the Speaker of the House, met Norway. The Speaker urged Norway to wait."
    assert offers(text)[0][0] == "Nora Lind"


def test_an_apposition_is_the_person() -> None:
    assert offers("The minister, Faton Peci, offered to double the payments.")[0][0] == "Faton Peci"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The mayor urged Norway to wait.", []),
        ("The mayor of Oslo, Eva Lang, urged Norway to wait.", ["Eva Lang"]),
        ("The Foreign Ministry urged Norway to wait.", []),
        ("Sweden's Foreign Ministry urged Norway to wait.", ["Sweden"]),
        ("Sweden: The Foreign Ministry urged Norway to wait.", ["Sweden"]),
        ("Both leaders urged Norway to wait.", []),
        ("Finnish observers urged Norway to wait.", ["Finnish observers"]),
        ("The World Bank urged Norway to wait.", ["World Bank"]),
    ],
)
def test_a_body_or_an_office_acts_where_it_is_told_whose_it_is(text: str, who: list[str]) -> None:
    assert [found for found, _, _ in offers(text)] == who


@pytest.mark.parametrize(("word", "named"), [("fish", False), ("ship", True)])
def test_a_heading_of_words_that_the_story_writes_small_names_nobody(word: str, named: bool) -> None:
    text = f"Norway and Fish met on Monday. Fish left. Fish came back. The {word} was cold. Norway urged Sweden to pay."
    assert ("Fish" in {a.name for a in draft_of(text).actors}) is named


def test_officials_speak_for_who_stands_before_or_behind_them() -> None:
    assert offers("Tesco Group officials urged Norway to wait.")[0][0] == "Tesco Group"
    assert offers("Members of the Nordic Council urged Norway to wait.")[0][0] == "Nordic Council"
    assert offers("The Swedish government urged Norway to wait.")[0][0] == "Swedish government"


def test_their_government_is_not_theirs() -> None:
    text = "Protesters filled the square in May. Their government proposed a law on fish."
    assert "Protesters" not in [who for who, _, _ in offers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The Clean Air Act demanded a lot.",
        "Hurricane Ida called for care.",
        "The Daily Mail asked for an interview.",
        "WASHINGTON (AP) - It asked for rain.",
        "On Twitter it was asked for more.",
    ],
)
def test_laws_papers_and_datelines_are_no_parties(text: str) -> None:
    assert offers(text) == []


def test_names_hold_their_small_words() -> None:
    text = "Ursula von der Leyen urged the Department of Health to wait. John F. Kennedy Group asked Norway to pay."
    draft = draft_of(text)
    assert {"Ursula von der Leyen", "Department of Health", "John F. Kennedy Group"} <= {a.name for a in draft.actors}


def test_a_body_with_a_storm_in_its_name_is_a_body() -> None:
    assert offers("The National Hurricane Center urged Norway to wait.")[0][0] == "National Hurricane Center"
    assert offers("The Center for Food Safety urged Norway to wait.")[0][0] == "Center for Food Safety"


def test_north_and_south_are_koreas_only_beside_them() -> None:
    text = "South Korea urged North Korea to wait. The South asked the North to sign a paper."
    assert {a.name for a in draft_of(text).actors} == {"South Korea", "North Korea"}
    assert offers("The North asked Norway to wait for the South.") == []


def test_the_role_is_the_title_that_an_actor_bears() -> None:
    assert actor("Sweden urged President Eva Lang to wait.", "Eva Lang").role == "President"
    assert actor("Sweden urged Norway to wait.", "Norway").role == ""


def test_they_are_the_group_that_was_the_subject() -> None:
    text = "Striking writers met in Rome on Monday. They called on Norway to pay."
    assert offers(text)[0][:2] == ("writers", "Norway")
