"""Who is who over days: one identity for each, and never one for two."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ledger import Ledger
from briefing.ledger._names import ActorMention
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import LedgerOptions
from tests.exploring import examples
from tests.ledger.acting import BODY, GROUP, PERSON, STATE, Who, one, page, told_in, who, who_is_who
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY

TALKS = "Arms talks open in Vienna"
PORT = "Dockers strike at Felixmouth harbour"


def days(ledger: Ledger, *pages: BriefingData) -> None:
    for each in pages:
        ledger.record(each)


def joined(tmp_path: Path, first: Who, later: Who, *, stories: tuple[str, str] = (TALKS, TALKS)) -> bool:
    """Whether what two days call somebody is one identity."""
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        beside = who("Austria", kind=STATE)
        days(ledger, page(1, told_in(stories[0], first, beside)), page(2, told_in(stories[1], later, beside)))
        acting = [actor for actor in ledger.actors() if actor.name != "Austria"]
        return len(acting) == 1 and (acting[0].first, acting[0].last) == (date(2031, 3, 1), date(2031, 3, 2))


@pytest.mark.parametrize("stories", [(TALKS, TALKS), (TALKS, PORT)])
@pytest.mark.parametrize(
    ("first", "later"),
    [
        (who("John Sullivan"), who("John J. Sullivan")),
        (who("Deputy Secretary of State John Sullivan"), who("Ambassador John J. Sullivan")),
        (who("Emmanuel Macron", "French President Emmanuel Macron"), who("Emmanuel Macron")),
        (who("Pope Francis", "Jorge Bergoglio"), who("Jorge Bergoglio")),
        (who("Jorge Bergoglio"), who("Pope Francis", "Jorge Bergoglio")),
        (who("John Sullivan", "Sullivan"), who("Sullivan")),
        (who("Lula"), who("Lula")),
        (who("Russia", kind=STATE), who("Kremlin", kind=STATE)),
        (who("French government", kind=BODY), who("France", kind=STATE)),
        (who("European Union", kind=BODY), who("EU", kind=BODY)),
        (who("Norline plc", kind=BODY), who("Norline", kind=BODY)),
        (who("Deckhands' Union", kind=BODY), who("Deckhands' Union", kind=BODY)),
        (who("National Transitional Council", "NTC", kind=BODY), who("NTC", kind=BODY)),
    ],
)
def test_what_is_one_anywhere(tmp_path: Path, first: Who, later: Who, stories: tuple[str, str]) -> None:
    assert joined(tmp_path, first, later, stories=stories)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (who("John J. Sullivan"), who("John P. Sullivan")),
        (who("John Sullivan"), who("Jake Sullivan")),
        (who("Donald Trump"), who("Donald Trump Jr.")),
        (who("Nicolas Sarkozy", "President Sarkozy"), who("François Hollande", "President Hollande")),
        (who("Emmanuel Macron", "the president"), who("Vladimir Putin", "the president")),
        (who("Emmanuel Macron", "French President Macron"), who("France", kind=STATE)),
        (who("Morgan Stanley"), who("Morgan Stanley", kind=BODY)),
        (who("Russia – Foreign Ministry", "Moscow", kind=BODY), who("Russia", kind=STATE)),
        (who("Muammar Gaddafi", "Saif Gaddafi"), who("Saif Gaddafi")),
        (who("the suspect"), who("the suspect")),
        (who("Hu Li's mother"), who("Hu Li's mother")),
    ],
)
def test_what_is_not_one_even_in_one_story(tmp_path: Path, first: Who, later: Who) -> None:
    assert not joined(tmp_path, first, later)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (who("Moammar Gadhafi"), who("Muammar Gaddafi")),
        (who("Gadhafi"), who("Moammar Gadhafi")),
        (who("rebels", kind=GROUP), who("rebels", kind=GROUP)),
        (who("Gaddafi's forces", kind=GROUP), who("Gaddafi's forces", kind=GROUP)),
        (who("Electoral Commission", kind=BODY), who("Electoral Commission", kind=BODY)),
        (who("Health Ministry", kind=BODY), who("Health Ministry", kind=BODY)),
    ],
)
def test_what_is_one_only_in_one_story(tmp_path: Path, first: Who, later: Who) -> None:
    assert joined(tmp_path, first, later)
    with Ledger.open(tmp_path / "other.db") as ledger:
        days(ledger, page(1, told_in(TALKS, first)), page(2, told_in(PORT, later)))
        assert len({story.id for story in ledger.stories()}) == 2
        own = [actor for actor in ledger.actors() if actor.kind is first.kind]
        assert len(own) == 2


def test_a_last_name_alone_is_the_one_who_bears_it_and_nobody_where_two_do(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        days(ledger, page(1, told_in(TALKS, who("John Sullivan"))), page(2, told_in(PORT, who("Sullivan"))))
        assert who_is_who(ledger) == {"P1": {"John Sullivan", "Sullivan"}}
        days(ledger, page(3, told_in(PORT, who("Kathleen Sullivan"))), page(4, told_in(PORT, who("Sullivan"))))
        assert one(ledger, "John Sullivan").last == date(2031, 3, 2)
        assert one(ledger, "Kathleen Sullivan").last == date(2031, 3, 3)


@pytest.mark.parametrize(("gap", "same"), [(45, True), (46, False)])
def test_a_last_name_alone_counts_within_the_window(tmp_path: Path, gap: int, *, same: bool) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        first = date(2031, 3, 1)
        later = first + timedelta(days=gap)
        days(ledger, page(first, told_in(TALKS, who("John Sullivan"))), page(later, told_in(PORT, who("Sullivan"))))
        assert (len(ledger.actors()) == 1) is same
        days(ledger, page(later + timedelta(days=400), told_in(PORT, who("John J. Sullivan"))))
        assert {"John Sullivan", "John J. Sullivan"} <= who_is_who(ledger)["P1"]


def test_a_last_name_alone_is_nobody_of_another_state(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        days(ledger, page(1, told_in(TALKS, who("Hu Li", "Chinese Foreign Minister Hu Li"))))
        days(ledger, page(2, told_in(PORT, who("Li", "Danish Foreign Minister Li"))))
        assert len(ledger.actors()) == 2
        days(ledger, page(3, told_in(PORT, who("Hu", "Chinese Foreign Minister Hu"))))
        assert len(ledger.actors()) == 3  # Hu is no last name that a source gave him


def test_an_office_alone_is_its_holder_until_another_is_named(tmp_path: Path) -> None:
    french = who("the French president")
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        days(
            ledger,
            page(1, told_in(PORT, french)),
            page(2, told_in(TALKS, who("Nicolas Sarkozy", "French President Nicolas Sarkozy"))),
            page(3, told_in(TALKS, french, who("the US president"))),
            page(4, told_in(TALKS, who("François Hollande", "French President Hollande"))),
            page(5, told_in(TALKS, french, who("the president"))),
        )
        assert who_is_who(ledger) == {
            "P1": {"Nicolas Sarkozy", "French President Nicolas Sarkozy", "the French president"},
            "P2": {"François Hollande", "French President Hollande", "the French president"},
        }
        used = {each.text: (each.first.day, each.last.day) for each in one(ledger, "Sarkozy").names}
        assert used == {
            "Nicolas Sarkozy": (2, 2),
            "French President Nicolas Sarkozy": (2, 2),
            "the French president": (3, 3),
        }


def test_two_of_one_story_are_never_one(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        days(
            ledger,
            page(1, told_in(TALKS, who("Bashar Assad", "Assad"))),
            page(2, told_in(TALKS, who("Bashar Assad"), who("Assad"))),
        )
        assert who_is_who(ledger)["P1"] == {"Bashar Assad", "Assad"}
        assert one(ledger, "P1").names[1].last == date(2031, 3, 1)


def test_a_name_tied_to_another_of_the_story_is_not_taken_twice(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        days(
            ledger,
            page(1, told_in(TALKS, who("Jorge Bergoglio"))),
            page(2, told_in(TALKS, who("Jorge Bergoglio"), who("Pope Francis", "Jorge Bergoglio"))),
        )
        assert who_is_who(ledger)["P1"] == {"Jorge Bergoglio"}


def test_a_full_name_is_no_last_name_that_two_bear(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        days(
            ledger,
            page(1, told_in(TALKS, who("Gadhafi"))),
            page(2, told_in(PORT, who("Saif Gadhafi"))),
            page(3, told_in(TALKS, who("Moammar Gadhafi"))),
        )
        assert len(ledger.actors()) == 3


def test_of_two_who_are_named_alike_it_is_the_one_of_the_story(tmp_path: Path) -> None:
    firm = who("Norline", kind=BODY)
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        days(
            ledger,
            page(1, told_in(TALKS, who("John J. Sullivan")), told_in(PORT, who("John P. Sullivan"), firm)),
            page(2, told_in(PORT, who("John Sullivan"), firm)),
        )
        assert one(ledger, "John P. Sullivan").last == date(2031, 3, 2)


def test_an_identity_tells_what_it_did_and_when(where: str) -> None:
    with Ledger.open(where) as ledger:
        for day in PAGES.values():
            ledger.record(day, options=NEXT_DAY)
        norway, iceland = one(ledger, "Norway"), one(ledger, "Iceland")
    assert (norway.kind, norway.first, norway.last.year) == (STATE, date(2023, 3, 1), 2023)
    assert "O1" in norway.made
    assert "O1" in iceland.received
    assert "O1" in iceland.answered
    assert "S1" in norway.stories


def test_an_actor_is_found_by_id_name_alias_and_words_of_one(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        days(ledger, page(1, told_in(TALKS, who("John J. Sullivan", "the envoy"), who("Ivan Petrov"))))
        for name in ("P2", "Sullivan", "john j sullivan", "Mr. Sullivan", "envoy"):
            assert [actor.name for actor in ledger.actors(name)] == ["John J. Sullivan"], name
        assert ledger.actors("Sull") == ledger.actors("") == ledger.actors("P9") == ()


MONTH = [
    page(1, told_in(TALKS, who("John Sullivan"), who("Ivan Petrov")), told_in(PORT, who("Ann Reed"))),
    page(2, told_in(TALKS, who("John J. Sullivan")), told_in(PORT, who("Reed"), who("Norline", kind=BODY))),
    page(3, told_in(TALKS, who("Petrov"), who("Sullivan")), told_in(PORT, who("Ann Reed", "Reed"))),
]


def all_of(ledger: Ledger) -> list[str]:
    return [actor.model_dump_json() for actor in ledger.actors()]


@settings(max_examples=examples(20), deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_order_within_a_day_gives_the_same_identities(random: Random) -> None:
    def shuffled(day: BriefingData) -> BriefingData:
        stories = [
            story.model_copy(update={"actors": tuple(random.sample(story.actors, len(story.actors)))})
            for story in day.stories
        ]
        return day.model_copy(update={"stories": tuple(random.sample(stories, len(stories)))})

    with Ledger.open("sqlite://") as plain, Ledger.open("sqlite://") as other:
        days(plain, *MONTH)
        days(other, *map(shuffled, MONTH))
        assert all_of(other) == all_of(plain)


def test_days_recorded_again_or_late_leave_who_is_who(where: str) -> None:
    with Ledger.open(where) as ledger:
        days(ledger, *MONTH)
        before = who_is_who(ledger)
        ledger.record(MONTH[1].model_copy(update={"stories": ()}), replace=True)
        assert {"Norline"} not in who_is_who(ledger).values()
        ledger.record(MONTH[1], replace=True)
        after = who_is_who(ledger)
        assert sorted(map(sorted, after.values())) == sorted(map(sorted, before.values()))
        assert {ident for ident, names in before.items() if after.get(ident) != names} <= {"P4"}  # taken out and back
        late = page(date(2031, 2, 27), told_in(TALKS, who("Ivan Petrov", "Petrov")))
        ledger.record(late, replace=True)
        assert one(ledger, "Petrov").first == date(2031, 2, 27)
        assert who_is_who(ledger) == after


def test_a_page_names_the_identities_of_its_actors(where: str) -> None:
    with Ledger.open(where) as ledger:
        first, second = (ledger.record(day) for day in MONTH[:2])
        known = {actor.name: actor.identity.id for s in first.stories for actor in s.actors if actor.identity}
        again = {actor.name: actor.identity.id for s in second.stories for actor in s.actors if actor.identity}
        assert again["John J. Sullivan"] == known["John Sullivan"]
        assert again["Reed"] == known["Ann Reed"]
        assert ledger.record(MONTH[1]) == second


def test_the_window_is_that_of_the_days(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        short = LedgerOptions(window=1)
        ledger.record(page(1, told_in(TALKS, who("John Sullivan"))), options=short)
        ledger.record(page(3, told_in(PORT, who("Sullivan"))), options=short)
        assert len(ledger.actors()) == 2


NAMES = st.text(max_size=400).map(lambda text: text.replace("\x00", "").encode("utf-8", "ignore").decode())
KINDS = st.sampled_from([PERSON, BODY, STATE, GROUP])


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(NAMES, min_size=1, max_size=30), KINDS, NAMES).map(
            lambda parts: Who(tuple(parts[0]), parts[1], parts[2])
        ),
        max_size=5,
    )
)
def test_hostile_names_are_bounded_and_leave_the_same_ledger_twice(actors: list[Who]) -> None:
    days_of = [page(day, told_in(TALKS, *actors)) for day in (1, 2)]
    with Ledger.open("sqlite://") as ledger, Ledger.open("sqlite://") as other:
        days(ledger, *days_of)
        days(other, *days_of)
        assert all_of(ledger) == all_of(other)
        for actor in ledger.actors():
            assert all(len(used.text) <= 160 for used in (*actor.names, *actor.roles))
            ledger.actors(actor.name)


def test_of_many_names_some_are_kept() -> None:
    with Ledger.open("sqlite://") as ledger:
        many = who(*(f"Ann Reed {n}" for n in range(99)), role="r" * 999)
        days(ledger, page(1, told_in(TALKS, many)))
        (actor,) = ledger.actors()
        assert (len(actor.names), len(actor.roles[0].text)) == (16, 160)
        assert "Ann Reed 0" in {used.text for used in actor.names}


def test_a_mention_names_itself_first() -> None:
    mention = ActorMention(day=date(2031, 3, 1), place=0, story="S1", name="B", names=("A", "B"))
    assert mention.forms == ("B", "A")
