"""Names of persons and the offices that titles name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.language.parties import (
    Office,
    PersonName,
    may_be_related,
    office_of,
    person_name,
    same_person,
    sound_key,
    spelled_otherwise,
)


def name_of(text: str) -> PersonName:
    found = person_name(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deputy Secretary of State John J. Sullivan", ("john", ("j",), "sullivan", "")),
        ("Donald Trump, Jr.", ("donald", (), "trump", "jr")),
        ("Gadhafi", ("", (), "gadhafi", "")),
        ("von der Leyen", ("", (), "leyen", "")),
        ("Stephen King", ("stephen", (), "king", "")),
        ("Dr. King", ("", (), "king", "")),
    ],
)
def test_the_parts_of_a_name(text: str, expected: tuple[object, ...]) -> None:
    assert name_of(text) == expected


@pytest.mark.parametrize("text", ["", " ", "the suspect", "Ohio governor", "French President", "A b c d e f g h I"])
def test_a_description_is_no_name(text: str) -> None:
    assert person_name(text) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("John Sullivan", "John J. Sullivan", True),
        ("John James Sullivan", "John J. Sullivan", True),
        ("John P. Sullivan", "John J. Sullivan", False),
        ("John Sullivan", "John James Sullivan", False),
        ("John Sullivan", "Jake Sullivan", False),
        ("Donald Trump", "Donald Trump Jr.", False),
    ],
)
def test_with_and_without_middle_initials_it_is_one_name(one: str, other: str, *, same: bool) -> None:
    assert same_person(name_of(one), name_of(other)) is same
    assert same_person(name_of(other), name_of(one)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Moammar Gadhafi", "Muammar Gaddafi", True),
        ("Mustafa Abdul Jalil", "Mustafa Abdel Jalil", True),
        ("Mario Rossi", "Maria Rossi", False),
        ("Moammar Gadhafi", "Saif Gaddafi", False),
        ("Gadhafi", "Gaddafi", False),
        ("Mustafa Abdul Jalil", "Mustafa Jalil", False),
    ],
)
def test_two_spellings_of_a_foreign_name(one: str, other: str, *, same: bool) -> None:
    assert spelled_otherwise(name_of(one), name_of(other)) is same
    assert not same or sound_key(name_of(one)) == sound_key(name_of(other))


def test_a_relative_bears_the_last_name_with_another_first_one() -> None:
    assert may_be_related(name_of("Muammar Gaddafi"), name_of("Saif Gaddafi"))
    assert not may_be_related(name_of("Joe Biden"), name_of("Joseph Biden"))
    assert not may_be_related(name_of("Pope Francis"), name_of("Jorge Bergoglio"))


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("French President Emmanuel Macron", Office("france", "president")),
        ("the president of France", Office("france", "president")),
        ("the NATO secretary-general", Office("nato", "secretary general")),
        ("President of the European Commission Ursula von der Leyen", Office("european commission", "president")),
        ("President Macron", Office(None, "president")),
        ("former French President Sarkozy", None),
        ("President-elect Biden", None),
        ("Vice President Harris", None),
        ("US Senator Sanders", None),
        ("the president of the club", None),
        ("Martin Luther King", None),
        ("", None),
    ],
)
def test_an_office_that_one_person_holds(text: str, office: Office | None) -> None:
    assert office_of(text) == office


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    office_of(text)
    person = person_name(text)
    assert person is None or person.last
