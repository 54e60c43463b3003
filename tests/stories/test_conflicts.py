"""Where sources differ: both spans, what is shown, and the rule that decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from briefing.rendering import to_markdown
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import Conflict, ConflictKind, Story
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance
from briefing.stories import bottom_line, tell
from tests.ledger.pages import page_of
from tests.stories.building import Notes, article

Told = tuple[Article, Brief]


_MORE = {
    "a": "Peru and Chile have been at odds over the grain for months, and merchants in Arica are losing patience.",
    "b": "Harvests in Peru were good this year. Those of Chile failed after a dry winter, its farmers say.",
    "c": "Ships wait before Iquique, a port in the north of Chile, where the grain of Peru used to be landed.",
    "d": "In Lima the minister praised the grain. In Santiago nobody would speak of Peru before the weekend.",
    "x": "The mills of Antofagasta stand still, and bread has become dear in the north of Chile since April.",
    "y": "The mills of Antofagasta stand still, and bread has become dear in the north of Chile since April.",
    "z": "Three lorries of flour reached Calama on Tuesday. Chile has asked Peru for more of them, drivers said.",
}


def report(
    ident: str, day: str, sentence: str, *, status: OfferStatus = OfferStatus.OPEN, agency: str | None = None
) -> Told:
    """An article on one offer of Peru to Chile, told in one sentence."""
    text = f"Peru offers Chile grain\n\n{sentence}\n\n{_MORE[ident]}"
    told = article(ident, f"Outlet {ident}", day, text, agency=agency)
    notes = Notes(told)
    peru, chile = (
        notes.actor("Peru", ActorKind.STATE, "Peru offers"),
        notes.actor("Chile", ActorKind.STATE, "Chile grain"),
    )
    notes.offer(peru, chile, "Deliver grain to the northern harbours", sentence, status=status)
    return told, notes.brief()


def only_story(told: Sequence[Told]) -> Story:
    (story,) = tell([a for a, _ in told], [b for _, b in told])
    return story


def conflicts(told: Sequence[Told], kind: ConflictKind) -> list[Conflict]:
    return [conflict for conflict in only_story(told).conflicts if conflict.kind is kind]


FIRST = report("a", "2023-06-01", "Peru has offered Chile to deliver 40,000 tonnes of grain to the northern harbours.")
OTHER = report("b", "2023-06-01", "Peru offered Chile to deliver 50,000 tonnes of grain to the northern harbours.")
LATER = report("c", "2023-06-02", "Peru offered Chile to deliver 50,000 tonnes of grain to its northern harbours.")


def test_numbers_of_one_thing_that_differ_are_a_conflict() -> None:
    (conflict,) = conflicts((FIRST, OTHER), ConflictKind.NUMBER)
    assert (conflict.about, conflict.shown) == ("O1", "40,000")
    assert [side.article for side in conflict.sides] == ["a", "b"]
    assert conflict.rule == "nothing decides between the sources; the first report is shown"


def test_the_later_number_is_shown_where_one_report_is_later() -> None:
    (conflict,) = conflicts((FIRST, LATER), ConflictKind.NUMBER)
    assert (conflict.shown, conflict.rule) == ("50,000", "the later report is shown")


def test_the_number_of_more_origins_is_shown_and_the_later_source_noted() -> None:
    third = report(
        "d", "2023-06-01", "Peru will deliver Chile 40,000 tonnes of grain to the northern harbours, it offers."
    )
    (conflict,) = conflicts((FIRST, LATER, third), ConflictKind.NUMBER)
    assert conflict.shown == "40,000"
    assert conflict.rule == (
        "the version of more independent origins is shown; outletc is later, so a change cannot be excluded"
    )


def test_two_outlets_with_one_agency_are_one_origin() -> None:
    copies = [
        report(
            ident,
            "2023-06-01",
            f"Peru offered Chile to deliver 50,000 tonnes of grain to {where} harbours.",
            agency="ANP",
        )
        for ident, where in (("x", "northern"), ("y", "its northern"))
    ]
    (conflict,) = conflicts((FIRST, *copies), ConflictKind.NUMBER)
    assert conflict.rule.startswith("nothing decides")


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru offered Chile to deliver about 41,000 tonnes of grain to the northern harbours.",
        "Peru offered Chile to deliver more than 35,000 tonnes of grain to the northern harbours.",
        "Peru offered Chile to deliver forty thousand tonnes of grain to the northern harbours.",
        "Peru offered Chile to deliver 12 cranes and 40,000 tonnes of grain to the northern harbours.",
        "Peru offered Chile in 2023 to deliver grain in 300 lorries to the northern harbours.",
        "Peru, 52 years a buyer of Chile's, offered to deliver grain, by GRAIN-19 tonnes, to the northern harbours.",
        "Peru offered Chile on 12 May to deliver grain to the northern harbours.",
    ],
    ids=["rough", "bound", "spelled", "among others", "of other things", "in a name", "in a date"],
)
def test_numbers_that_agree_or_count_something_else_are_none(sentence: str) -> None:
    assert conflicts((FIRST, report("z", "2023-06-01", sentence)), ConflictKind.NUMBER) == []


def test_coming_days_that_differ_are_a_conflict() -> None:
    one = report("a", "2023-06-01", "Peru has offered Chile to deliver grain to the northern harbours by 20 June.")
    two = report(
        "b", "2023-06-01", "Peru has offered Chile grain for the northern harbours, to be delivered by 25 June."
    )
    (conflict,) = conflicts((one, two), ConflictKind.DATE)
    assert (conflict.about, conflict.shown) == ("O1", "2023-06-20")
    assert {side.article for side in conflict.sides} == {"a", "b"}


def test_the_day_of_the_telling_is_no_conflict() -> None:
    one = report("a", "2023-06-01", "Peru offered Chile on Wednesday to deliver grain to the northern harbours.")
    two = report("b", "2023-06-01", "On Thursday Peru offered Chile to deliver grain to the northern harbours.")
    assert conflicts((one, two), ConflictKind.DATE) == []


def test_statuses_that_differ_on_one_day_are_a_conflict() -> None:
    accepted = report(
        "b",
        "2023-06-01",
        "Chile has taken up Peru's offer of grain for the northern harbours.",
        status=OfferStatus.ACCEPTED,
    )
    refused = report(
        "a", "2023-06-01", "Chile wants none of Peru's grain for the northern harbours.", status=OfferStatus.REJECTED
    )
    (conflict,) = conflicts((accepted, refused), ConflictKind.STATUS)
    assert {side.article for side in conflict.sides} == {"a", "b"}


def test_an_answer_of_a_later_day_is_a_step_and_no_conflict() -> None:
    noted, accepted = (
        _answered("a", "2023-06-01", Stance.PENDING, "Chile has taken note of it and not yet answered"),
        _answered("b", "2023-06-02", Stance.ACCEPTED, "Chile accepted it on Friday"),
    )
    story = only_story((noted, accepted))
    assert story.offers[0].status is OfferStatus.ACCEPTED
    assert [c for c in story.conflicts if c.kind is ConflictKind.STATUS] == []


def _answered(ident: str, day: str, stance: Stance, words: str) -> Told:
    text = (
        f"Peru offers Chile grain\n\nPeru has offered Chile grain for its northern harbours. {words}, officials said."
    )
    told = article(ident, f"Outlet {ident}", day, text)
    notes = Notes(told)
    peru, chile = notes.actor("Peru", ActorKind.STATE, "Peru has"), notes.actor("Chile", ActorKind.STATE, "Chile grain")
    offer = notes.offer(
        peru, chile, "Grain for the northern harbours", "Peru has offered Chile grain for its northern harbours"
    )
    notes.response(chile, offer, "Peru's offer of grain", stance, words, words)
    return told, notes.brief()


def _quoted(ident: str, speaker: str, kind: QuotationKind = QuotationKind.DIRECT, role: str = "") -> Told:
    words = "We will not load a single ship before the harbour is safe"
    text = (
        f"Peru and Chile quarrel over harbour\n\n“{words},” said {speaker} of the quarrel of Peru and Chile over grain."
    )
    told = article(ident, f"Outlet {ident}", "2023-06-01", text)
    notes = Notes(told)
    by_name = {"Peru": notes.actor("Peru", ActorKind.STATE, "Peru and Chile quarrel")}
    if role:
        by_name[speaker] = notes.actor(speaker, ActorKind.PERSON, f"said {speaker}", role=role)
    notes.quotation(by_name.get(speaker, speaker), kind, words)
    return told, notes.brief()


def test_one_quotation_of_two_speakers_is_a_conflict() -> None:
    (conflict,) = conflicts((_quoted("a", "Ana Quispe"), _quoted("b", "Jorge Rivas")), ConflictKind.ATTRIBUTION)
    assert (conflict.about, conflict.shown) == ("S1", "Ana Quispe")
    assert len(conflict.sides) == 2


def test_a_ministry_and_its_state_are_no_two_speakers() -> None:
    told = (_quoted("a", "Peru"), _quoted("b", "Peruvian Foreign Ministry"))
    assert conflicts(told, ConflictKind.ATTRIBUTION) == []


@pytest.mark.parametrize(
    ("role", "parties"), [("Peruvian foreign minister", 1), ("Peru Prime Minister", 1), ("Peruvian airline chief", 2)]
)
def test_whoever_speaks_for_a_state_by_office_and_the_state_are_no_two_speakers(role: str, parties: int) -> None:
    told = (_quoted("a", "Peru"), _quoted("b", "Jorge Rivas", role=role))
    assert len(conflicts(told, ConflictKind.ATTRIBUTION)) == parties - 1


def test_the_page_says_whom_each_source_gives_the_words_to() -> None:
    told = (_quoted("a", "Peru"), _quoted("b", "Jorge Rivas", role="engineer"))
    page = to_markdown(page_of(date(2023, 6, 1), told))
    words = "“We will not load a single ship before the harbour is safe”"
    assert f"On who said this: {words}, given to Peru [" in page
    assert f"against {words}, given to Jorge Rivas" in page


def test_a_cut_quotation_takes_no_part() -> None:
    told = (_quoted("a", "Ana Quispe"), _quoted("b", "Jorge Rivas", QuotationKind.CUT))
    assert conflicts(told, ConflictKind.ATTRIBUTION) == []


def _summed_up(ident: str, sentence: str) -> Told:
    text = f"Fire at mill in Arequipa\n\n{sentence}\n\nThe mill in Arequipa belongs to the Lumbreras family."
    told = article(ident, f"Outlet {ident}", "2023-06-01", text)
    notes = Notes(told)
    notes.headline(sentence, sentence)
    return told, notes.brief()


def test_like_sentences_of_two_summaries_with_other_numbers_are_a_conflict_of_the_story() -> None:
    told = (
        _summed_up("a", "A fire at a mill in Arequipa killed 12 workers on Thursday."),
        _summed_up("b", "At least 15 workers were killed in a fire at a mill in Arequipa on Thursday."),
    )
    (conflict,) = conflicts(told, ConflictKind.NUMBER)
    assert (conflict.about, conflict.shown) == ("S1", "12")
    line = bottom_line((only_story(told),))[-1]
    assert (line.text, line.refs) == ("The sources differ on a number in this story; shown as 12", ("C1",))


def test_a_difference_that_many_sentences_show_is_told_once() -> None:
    told = (
        _summed_up("a", "A fire at a mill in Arequipa killed 12 workers on Thursday."),
        _summed_up("b", "A fire at the mill in Arequipa killed 15 workers, its owners say."),
        _summed_up("c", "Arequipa mill fire killed 12 workers."),
    )
    (conflict,) = conflicts(told, ConflictKind.NUMBER)
    assert (conflict.shown, conflict.rule) == ("12", "the version of more independent origins is shown")


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("1 trillion", "1.2 trillion", False),
        ("1.3 trillion", "1.2 trillion", True),
        ("40 million", "41 million", False),
        ("41 million", "43 million", True),
        ("10", "12", True),
        ("up to 12", "10", False),
        ("up to 12", "13", True),
        ("more than 150", "at least 180", True),
        ("about 150", "at least 160", False),
    ],
)
def test_large_sums_may_be_rounded_and_counts_may_not(one: str, other: str, differ: bool) -> None:
    told = (
        _summed_up("a", f"The mill in Arequipa that burned was worth {one} pesos to its owners."),
        _summed_up("b", f"The owners say that the burned mill in Arequipa was worth {other} pesos."),
    )
    assert bool(conflicts(told, ConflictKind.NUMBER)) is differ
