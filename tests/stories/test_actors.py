"""One name for each actor, whatever the articles call it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import Story, StoryActor
from briefing.schema.terms import ActorKind
from briefing.stories import bottom_line, tell
from tests.stories.building import Notes, article

STATE, BODY, PERSON, GROUP = ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.PERSON, ActorKind.GROUP

Named = tuple[str, ActorKind, tuple[str, ...]]


def reports(*cast: tuple[Named, ...]) -> list[tuple[Article, Brief]]:
    """An article on one event for each cast, naming its actors."""
    found = []
    for place, named in enumerate(cast):
        forms = "; ".join(form for name, _, aliases in named for form in (name, *aliases))
        text = f"Talks on the Oder ferry in Szczecin\n\nAt the talks on the Oder ferry in Szczecin were named: {forms}."
        own = article(f"a{place}", f"Outlet {place}", "2023-02-02", text)
        notes = Notes(own)
        for name, kind, aliases in named:
            notes.actor(name, kind, name, aliases=aliases, role=f"named in {place}")
        found.append((own, notes.brief()))
    return found


def actors(*cast: tuple[Named, ...]) -> dict[str, StoryActor]:
    told = reports(*cast)
    (story,) = tell([a for a, _ in told], [b for _, b in told])
    return {actor.name: actor for actor in story.actors}


def test_an_alliance_has_one_name_however_it_is_spelled() -> None:
    found = actors((("NATO", BODY, ("the alliance",)),), (("Nato", BODY, ()),))
    assert list(found) == ["NATO"]
    assert found["NATO"].aliases == ("the alliance", "Nato")
    assert found["NATO"].outlets == ("outlet0", "outlet1")


def test_a_capital_is_the_state_where_it_acts_as_one() -> None:
    assert list(actors((("Moscow", STATE, ()),), (("Russia", STATE, ("Moscow",)),))) == ["Russia"]


def test_a_capital_that_does_not_act_as_the_state_is_not_the_state() -> None:
    assert set(actors((("Moscow", GROUP, ()),), (("Russia", STATE, ()),))) == {"Moscow", "Russia"}


def test_ministries_are_shown_as_part_of_their_state_and_act_for_it() -> None:
    found = actors(
        (("Russian Foreign Ministry", BODY, ()), ("Foreign Ministry of Ukraine", BODY, ())), (("Russia", STATE, ()),)
    )
    assert set(found) == {"Russia – Foreign Ministry", "Ukraine – Foreign Ministry", "Russia"}
    assert found["Russia – Foreign Ministry"].side == found["Russia"].side


def test_two_ministries_of_a_state_are_two_actors() -> None:
    assert len(actors((("Russian Foreign Ministry", BODY, ()),), (("Russian Defence Ministry", BODY, ()),))) == 2


def test_a_government_is_its_state() -> None:
    assert list(actors((("the Russian government", STATE, ()),), (("Russia", STATE, ()),))) == ["Russia"]


def test_a_person_is_shown_without_titles_and_fully() -> None:
    found = actors((("President Maria Lind", PERSON, ()),), (("Lind", PERSON, ("the president",)),))
    assert list(found) == ["Maria Lind"]


def test_the_same_title_does_not_make_two_people_one() -> None:
    found = actors((("Maria Lind", PERSON, ("the president",)),), (("Paul Okoye", PERSON, ("the president",)),))
    assert set(found) == {"Maria Lind", "Paul Okoye"}


def test_a_person_is_never_a_body_of_that_name() -> None:
    assert len(actors((("Stenmark", PERSON, ()),), (("Stenmark Lines", BODY, ("Stenmark",)),))) == 2


def test_those_who_speak_for_a_party_act_for_it_and_others_do_not() -> None:
    found = actors(
        (
            ("Jens Dahl", PERSON, ("NATO Secretary-General",)),
            ("Ilse Brandt", PERSON, ("German Chancellor Ilse Brandt",)),
            ("Otto Kern", PERSON, ("German opposition leader Otto Kern",)),
            ("John Abel", PERSON, ("US senator",)),
        )
    )
    assert {name: actor.side for name, actor in found.items()} == {
        "Jens Dahl": "nato",
        "Ilse Brandt": "germany",
        "Otto Kern": "otto kern",
        "John Abel": "john abel",
    }


def test_an_actor_has_all_its_roles_members_and_evidence() -> None:
    (actor,) = actors((("NATO", BODY, ()),), (("Nato", BODY, ()),)).values()
    assert actor.roles == ("named in 0", "named in 1")
    assert [ref.article for ref in actor.members] == ["a0", "a1"]
    assert [piece.quote for piece in actor.evidence] == ["NATO", "Nato"]


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_any_order_of_articles_and_briefs_gives_the_same_page(shuffler: random.Random) -> None:
    told = reports(
        (("NATO", BODY, ("the alliance",)), ("Moscow", STATE, ())),
        (("Russia", STATE, ()), ("Nato", BODY, ())),
        (("Russian Foreign Ministry", BODY, ()), ("Jens Dahl", PERSON, ("NATO Secretary-General",))),
    )
    other = article("other", "Outlet 9", None, "Cod is dear in Bodø\n\nCod has become dear in Bodø, its shops say.")
    told.append((other, Notes(other).brief()))

    def page(rows: list[tuple[Article, Brief]], briefs: list[Brief]) -> tuple[tuple[Story, ...], object]:
        stories = tell([a for a, _ in rows], briefs)
        return stories, bottom_line(stories)

    expected = page(told, [b for _, b in told])
    rows, briefs = list(told), [b for _, b in told]
    shuffler.shuffle(rows)
    shuffler.shuffle(briefs)
    assert page(rows, briefs) == expected
