"""The ways in which a text may name somebody, and when two names are surely of two."""

from __future__ import annotations

import pytest

from briefing.checking.reading import ComparedText
from briefing.checking.rules.names import Actors, Named, alike, capitals, folded_words, is_adjective, is_name
from briefing.checking.scene import first
from briefing.schema.terms import ActorKind
from tests.checking.ruling import body, person, state
from tests.checking.stories import Story
from tests.factories import article as whole

PERSON, BODY, STATE = ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.STATE


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("The Harbour Board", ("harbour", "board")),
        ("the Board", ("board",)),
        ("A Board", ("board",)),
        ("Harbour the Board", ("harbour", "the", "board")),
        ("The", ("the",)),
        ("", ()),
    ],
)
def test_a_name_is_compared_without_an_article_before_it(form: str, words: tuple[str, ...]) -> None:
    assert folded_words(form) == words


@pytest.mark.parametrize(
    ("forms", "kind", "words"),
    [
        # the first and last word of a body
        (("Harbour Pilots Workers Board",), BODY, {"harbour", "board"}),
        (("Bank of the North",), BODY, {"bank", "north"}),
        (("The Board",), BODY, {"board"}),
        # of a person those that its name has, without titles
        (("Maria Okafor", "the senator", "Okafor"), PERSON, {"maria", "okafor"}),
        (("President Okafor",), PERSON, {"okafor"}),
        (("Senator", "Senator Lund"), PERSON, {"senator"}),
        (("", " "), BODY, set()),
    ],
)
def test_some_words_of_a_name_stand_for_it(forms: tuple[str, ...], kind: ActorKind, words: set[str]) -> None:
    assert Named(forms, kind).words == words


@pytest.mark.parametrize(
    ("named", "text", "places"),
    [
        (Named(["Maria Okafor"], PERSON), "Maria Okafor and Okafor met Maria.", [(0, 2), (1, 2), (3, 4)]),
        (Named(["Harbour Board", "Board"], BODY), "The Harbour Board is a Board.", [(1, 3), (2, 3), (5, 6)]),
        (Named(["Harbour Board"], BODY), "The Board of the Harbour met.", []),
        (Named(["Russia"], STATE), "Moscow waits, and Russia does.", [(0, 1), (3, 4)]),
        (Named(["Russia"], PERSON), "Moscow waits.", []),
        (Named(["President"], PERSON), "The president met Lund.", [(1, 2)]),
        (Named(["Maria Okafor", "our envoy in Oslo"], PERSON), "Oslo waits.", []),
    ],
)
def test_where_a_text_names_an_actor(named: Named, text: str, places: list[tuple[int, int]]) -> None:
    assert named.places(ComparedText(text)) == places
    assert named.stand_in(ComparedText(text)) is (bool(places) or "Board" in text)


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        (Named(["Maria Okafor"], PERSON), Named(["Tom Reyes"], PERSON), True),
        (Named(["Maria Okafor"], PERSON), Named(["Okafor"], PERSON), False),
        (Named(["Harbour Board"], BODY), Named(["Harbour Board of Oslo"], BODY), False),
        (Named(["Harbour Board of Oslo"], BODY), Named(["Harbour Board"], BODY), False),
        (Named(["Russia"], STATE), Named(["Moscow"], STATE), False),
        (Named(["Russia"], STATE), Named(["Norway"], STATE), True),
        # a word in common shows nothing where both kinds are known
        (Named(["Harbour Board"], BODY), Named(["Harbour Union"], BODY), True),
        (Named(["Harbour Board"], BODY), Named(["Harbour Union"]), False),
        (Named(["Harbour Board"]), Named(["Harbour Union"], BODY), False),
        (Named(["Harbour Board"]), Named(["Ferry Union"]), True),
        # an acronym, from either side
        (Named(["HB"], BODY), Named(["Harbour Board"], BODY), False),
        (Named(["Harbour Board"], BODY), Named(["HB"], BODY), False),
    ],
)
def test_when_two_names_are_surely_of_two(one: Named, other: Named, two: bool) -> None:
    assert one.other_than(other) is two


def test_an_actor_is_no_other_than_itself() -> None:
    one = Named(["The"], BODY)
    assert not one.other_than(one)


def test_actors_are_found_in_the_order_of_the_text_and_the_longer_name_first() -> None:
    actors = Actors(
        {each.id: each for each in (state("n", "Norway"), body("g", "Norway Ferry Group"), person("p", "Ana Lund"))}
    )
    found = actors.in_text(ComparedText("The ferries of Norway Ferry Group and Ana Lund sail to Norway."))
    assert [place for place, _ in found] == [(3, 6), (3, 4), (7, 9), (8, 9), (11, 12)]
    inner = Actors({each.id: each for each in (body("b", "Ferry"), body("g", "Norway Ferry Group"))})
    assert [place for place, _ in inner.in_text(ComparedText("Norway Ferry Group sails."))] == [(0, 3), (1, 2)]
    assert actors.get(None) is actors.get("x") is None
    assert actors.get("n") is actors.named("n") is actors.called("Norway")
    assert actors.called("Sweden") is None
    assert actors.named("Sweden").forms == ("Sweden",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The envoy Ana Lund met Nils Holm-Berg.", ["Ana Lund", "Nils Holm-Berg"]),
        ("Lund's Oslo office", ["Lund's", "Oslo"]),
        ("Lund, Oslo and Bergen", ["Lund", "Oslo", "Bergen"]),
        ("President Lund spoke, and the President left.", ["Lund"]),
        ("Ana Lund (Oslo)", ["Ana Lund", "Oslo"]),
        ("no name", []),
    ],
)
def test_runs_of_capitals_are_names_without_their_titles(text: str, names: list[str]) -> None:
    read = ComparedText(text)
    assert [text[read.words[first].start : read.words[last - 1].end] for first, last in capitals(read)] == names


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("Zelensky", "Zelenskyy", True),
        ("Berg", "Bergenstad", True),
        ("Bergenstad", "Berg", True),
        ("Bergenstad", "Aergxnstyd", True),  # seven letters of ten
        ("Bergenstad", "Aergxnstyq", False),
        ("Abcdefghijklm", "Zbcdefghijxyz", False),  # nine of thirteen
        ("Oslo", "Bergen", False),
    ],
)
def test_spellings_of_one_name(one: str, other: str, may_be: bool) -> None:
    assert alike(Named([one]), Named([other])) is may_be


@pytest.mark.parametrize(
    ("form", "adjective", "name"),
    [
        ("Norwegian", True, False),
        ("Norway", False, True),
        ("Frenchman", True, False),
        ("Harbour Board", False, True),
        ("the Russian side", False, False),
    ],
)
def test_adjectives_of_peoples_are_no_names(form: str, adjective: bool, name: bool) -> None:
    assert (is_adjective(form), is_name(form)) == (adjective, name)


@pytest.mark.parametrize(
    ("name", "text", "place"), [("Ford", "a ford", 2), ("Abu", "an abu", None), ("EXPO", "an expo", None)]
)
def test_a_name_of_three_letters_is_found_by_its_capitals(name: str, text: str, place: int | None) -> None:
    story = Story(whole(f"{name} rose."))
    assert first(story.actor("a1", name), text) == place
