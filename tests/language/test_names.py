from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.language.names import (
    StateForm,
    all_state_forms,
    canonical_organisation,
    canonical_state,
    fold,
    is_acronym_of,
    kind_of,
    same_actor,
    state_behind,
    state_mention,
    without_titles,
)
from briefing.schema.terms import ActorKind


@pytest.mark.parametrize(
    ("name", "state", "form"),
    [
        ("Russia", "Russia", StateForm.NAME),
        ("Russian", "Russia", StateForm.ADJECTIVE),
        ("Moscow", "Russia", StateForm.CAPITAL),
        ("the Kremlin", "Russia", StateForm.METONYM),
        ("the Russian side", "Russia", StateForm.METONYM),
        ("U.S.", "United States", StateForm.NAME),
        ("the United Kingdom", "United Kingdom", StateForm.NAME),
        ("Türkiye", "Turkey", StateForm.NAME),
        ("Kiev", "Ukraine", StateForm.CAPITAL),
        ("Poles", "Poland", StateForm.ADJECTIVE),
        ("French", "France", StateForm.ADJECTIVE),
    ],
)
def test_a_state_is_known_by_each_of_its_forms(name: str, state: str, form: StateForm) -> None:
    mention = state_mention(name)
    assert mention is not None
    assert (mention.state, mention.form) == (state, form)


@pytest.mark.parametrize("name", ["us", "it", "and", "NATO", "Brussels", "Victoria", "", "the", "Yugoslavia"])
def test_words_bodies_and_common_place_names_are_no_states(name: str) -> None:
    assert canonical_state(name) is None


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Moscow", "Russia"),
        ("Russian Foreign Ministry", "Russia"),
        ("Turkish Ministry of Foreign Affairs", "Turkey"),
        ("the British government", "United Kingdom"),
        ("Government of India", "India"),
        ("French President Emmanuel Macron", "France"),
        ("Prime Minister of Israel", "Israel"),
        ("Russian Railways", None),
        ("Emmanuel Macron", None),
        ("Bank of England", None),
        ("", None),
    ],
)
def test_organs_and_leaders_speak_for_their_state(name: str, state: str | None) -> None:
    assert state_behind(name) == state


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("French President Emmanuel Macron", "Emmanuel Macron"),
        ("NATO Secretary-General Jens Stoltenberg", "Jens Stoltenberg"),
        ("the NATO chief", "NATO chief"),
        ("Secretary-General Jens Stoltenberg", "Jens Stoltenberg"),
        ("Mr Smith", "Smith"),
        ("US Deputy Secretary of State Wendy Sherman", "Wendy Sherman"),
        ("the Secretary-General", "Secretary-General"),
        ("Russian Foreign Ministry", "Russian Foreign Ministry"),
        ("Prime Minister of Israel", "Prime Minister of Israel"),
    ],
)
def test_titles_are_taken_off_persons_only(name: str, bare: str) -> None:
    assert without_titles(name) == bare


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Moscow", ActorKind.STATE),
        ("the Iranian government", ActorKind.STATE),
        ("Government of India", ActorKind.STATE),
        ("NATO", ActorKind.ORGANISATION),
        ("Russian Foreign Ministry", ActorKind.ORGANISATION),
        ("University of Oxford", ActorKind.ORGANISATION),
        ("Acme Inc", ActorKind.ORGANISATION),
        ("RIAA", ActorKind.ORGANISATION),
        ("Prime Minister Boris Johnson", ActorKind.PERSON),
        ("striking workers", ActorKind.GROUP),
        ("the families of the victims", ActorKind.GROUP),
        ("Danes", ActorKind.GROUP),
        ("Macron", None),
        ("", None),
    ],
)
def test_form_shows_the_kind(name: str, kind: ActorKind | None) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("NATO", "Nato"),
        ("Moscow", "Russia"),
        ("UK", "Britain"),
        ("Macron", "French President Emmanuel Macron"),
        ("Secretary-General Jens Stoltenberg", "Stoltenberg"),
        ("Salling", "Salling Group"),
        ("RIAA", "Recording Industry Association of America"),
        ("EU", "the European Union"),
        ("Erdogan", "Erdoğan"),
        ("The Beatles", "Beatles"),
    ],
)
def test_forms_of_one_actor_are_the_same(first: str, second: str) -> None:
    assert same_actor(first, second)
    assert same_actor(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Russian", "Russia"),
        ("Russian Foreign Ministry", "Russia"),
        ("North Korea", "South Korea"),
        ("Labour Party", "Conservative Party"),
        ("World Bank", "National Bank"),
        ("Foreign Ministry", "Ministry"),
        ("Prime Minister", "Foreign Minister"),
        ("European Union", "African Union"),
        ("Macron", ""),
    ],
)
def test_others_are_not(first: str, second: str) -> None:
    assert not same_actor(first, second)
    assert not same_actor(second, first)


def test_an_acronym_may_leave_small_words_out() -> None:
    assert is_acronym_of("NHC", "National Hurricane Center")
    assert is_acronym_of("DoJ", "Department of Justice")
    assert not is_acronym_of("NHC", "National Hockey League")
    assert not is_acronym_of("the", "Trade Health Economy")


def test_acronyms_of_bodies_must_be_upper_case() -> None:
    assert canonical_organisation("WHO") == "World Health Organization"
    assert canonical_organisation("who") is None


def test_forms_come_in_one_order_and_folded() -> None:
    forms = [form for form, _ in all_state_forms()]
    assert forms == [form for form, _ in all_state_forms()]
    assert all(fold(form) == form for form in forms)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_answered_and_sameness_is_symmetric(first: str, second: str) -> None:
    assert same_actor(first, second) == same_actor(second, first)
    assert fold(fold(first)) == fold(first)
    assert kind_of(first) is None or isinstance(kind_of(first), ActorKind)
    assert isinstance(without_titles(first), str)
    state_behind(first)
