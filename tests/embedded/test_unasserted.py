"""Acts in a clause that is part of the subject of another verb: their sentence does not assert them."""

from __future__ import annotations

import pytest

from briefing.embedded import read
from tests.embedded.found import offers, responses

OFFERED = "France offered Iran to resume talks"


@pytest.mark.parametrize(
    "text",
    [
        "Reports that France offered Iran to resume talks are false.",
        "Claims that Japan offered China to buy aircraft are untrue.",
        "Reports that Norway asked Sweden to share the ship could not be confirmed.",
        "Reports in the press of Oslo that Norway asked Sweden to share the ship were met with silence.",
        "The idea that Japan demanded an apology from China is absurd.",
        "That Norway has offered Sweden to share the ship was news to the crew.",
        "News that France offered Iran to resume talks sent oil prices down.",
        "A report saying France offered Iran to resume talks is wrong.",
        "Reports of how France offered Iran to resume talks are wrong.",
        "How France offered Iran to resume talks remains a mystery.",
        "The plan that Norway proposed to Sweden is costly.",
        "The ministry said the news that France offered Iran talks is false.",
        "A man who swears that Norway asked Sweden to share the ship was ill.",
        "Amid reports that France offered Iran to resume talks, oil prices fell.",
        "Claims that Norway made an offer to Sweden to share the ship are untrue.",
        "Reports that Norway, after a long night, asked Sweden to share the ship are untrue.",
        "A novel in which France offered Iran to resume talks and Iran accepted the offer won the prize.",
        "A film where France offers Iran to resume talks was shown in Oslo.",
    ],
)
def test_a_clause_within_a_subject_tells_no_offer(text: str) -> None:
    assert offers(text) == []


@pytest.mark.parametrize("predicate", ["is false", "surprised Oslo", "has been denied", "could not be confirmed"])
def test_a_clause_within_a_subject_tells_no_answer(predicate: str) -> None:
    offer = "Norway offered Sweden to share the ship. "
    assert responses(f"{offer}The report that Sweden rejected the offer of Norway {predicate}.") == []
    assert responses(f"{offer}A novel in which Sweden rejected the offer of Norway {predicate}.") == []


@pytest.mark.parametrize(
    "told",
    [
        f"It was reported that {OFFERED}.",
        f"Reports said that {OFFERED}.",
        f"Reuters reports that {OFFERED}.",
        f"Sources close to the ministry say that {OFFERED}.",
        f"The envoy insinuates that {OFFERED}.",
        f"The minister told reporters that {OFFERED}, which are overdue.",
        f"A man who was ill said that {OFFERED}.",
        f"When the talks had ended, the minister said that {OFFERED}, officials said.",
        f"The minister of Norway, which is a small land, said on Monday that {OFFERED}.",
        f"The truth is that {OFFERED}.",
    ],
)
def test_a_clause_that_a_verb_has_for_its_object_tells_an_offer(told: str) -> None:
    assert ("France", "Iran", "resume talks") in offers(told)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Oslo, where Norway offered Sweden a ship, is old.", ("Norway", "Sweden", "a ship")),
        ("France, which offered Iran to resume talks, is a small land.", ("France", "Iran", "resume talks")),
        ("On the day that Norway offered Sweden a ship, Denmark left.", ("Norway", "Sweden", "a ship")),
        ("In Oslo that day Norway offered Sweden a ship, and the crew was glad.", ("Norway", "Sweden", "a ship")),
        ("The envoy left talks in which Norway offered Sweden a ship.", ("Norway", "Sweden", "a ship")),
    ],
)
def test_a_clause_set_off_or_behind_the_verb_tells_an_offer(text: str, found: tuple[str, str, str]) -> None:
    assert offers(text) == [found]


def test_who_offered_in_passing_did_so_and_the_thing_ends_before_the_verb_of_the_sentence() -> None:
    assert offers("The firm Acme Group that offered Sweden a ship is bankrupt.") == [("Acme Group", "Sweden", "a ship")]
    assert offers("The government of Norway that asked Sweden to share the ship has fallen.") == [
        ("Norway", "Sweden", "share the ship")
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"It is not true that {OFFERED}.",
        f"Norway did not say that {OFFERED}.",
        f"Norway hasn't said that {OFFERED}.",
        f"It was never reported that {OFFERED}.",
    ],
)
def test_what_a_negated_verb_has_for_its_object_is_no_offer(text: str) -> None:
    assert offers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"It is true that {OFFERED}.",
        f"Norway did not only say that {OFFERED}.",
        f"Norway did not reply but said that {OFFERED}.",
        f"Norway, which did not reply, said that {OFFERED}.",
    ],
)
def test_a_negation_of_another_verb_leaves_an_offer(text: str) -> None:
    assert ("France", "Iran", "resume talks") in offers(text)


def test_clauses_within_clauses_without_end_are_read_in_bounded_time() -> None:
    text = "Reports that Norway asked Sweden to say " + "that the union which Norway asked to go " * 90 + "are false."
    assert read(text).headline.quotes[0] in text
