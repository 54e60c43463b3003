"""Does the source support the claim: one thing that differs at a time, and what must not raise an alarm."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.grounding import SourceIndex, check_claim
from briefing.schema.evidence import ReasonCode, Ruling

SOURCE = (
    "The Chinese government has offered Norway a trade deal worth $2.4 billion, the foreign ministry said on Tuesday. "
    "Anders Holm, who leads the Norwegian Fishers' Association, called it “a controlled burn of our industry”.\n\n"
    "Parliament will vote within 30 days. The deal would lower tariffs on salmon for twelve years and raise those on "
    "cheese. The minister did not say whether the opposition would support it.\n\n"
    "Moscow has not responded. In October the Civil Aviation Review Board approved 97 new flights by yellow and blue "
    "seaplanes to the northern islands. Prices reached the highest level since 2019 in voluntary auctions. "
    "Holm's sister Kari broke her shoulder in June. Ministers accepted the plan after talks in Oslo."
)
INDEX = SourceIndex(SOURCE)


def codes(claim: str, **context: object) -> list[ReasonCode]:
    return [reason.code for reason in check_claim(INDEX, claim, **context).reasons]  # type: ignore[arg-type]  # keywords pass through


@pytest.mark.parametrize(
    "claim",
    [
        "China has offered Norway a trade deal worth 2.4 billion dollars.",
        "Beijing's trade deal with Norway is worth $2,400 million.",
        "Anders Holm leads the Norwegian fishers' association.",
        "Parliament will vote within thirty days.",
        "The deal lowers tariffs on salmon for 12 years.",
        "Both countries signed nothing yet.",
        "Nearly 100 new flights were approved in October.",
        "CARB approved the flights.",
        "Russia has not yet responded.",
        "The minister declined to say whether the opposition would support it.",
        "Holm called it “a controlled burn of our industry”.",
        "Will parliament accept the deal?",
        "MPs vote in parliament on the deal with the Chinese.",
        "",
    ],
)
def test_what_the_source_says_in_other_forms_is_supported(claim: str) -> None:
    assert check_claim(INDEX, claim).ruling is Ruling.SUPPORTED


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("The deal is worth $2.6 billion.", ReasonCode.NUMBER_NEW),
        ("Some 512 people protested.", ReasonCode.NUMBER_NEW),
        ("Parliament will vote within 97 days.", ReasonCode.NUMBER_DIFFERS),
        ("The deal is worth 2.4 billion euros.", ReasonCode.NUMBER_NEW),
        ("The foreign ministry said so on Friday.", ReasonCode.DATE_DIFFERS),
        ("In March the board approved new flights.", ReasonCode.DATE_DIFFERS),
        ("The Japanese government has offered a deal.", ReasonCode.NAME_NEW),
        ("Talks were held in Bergen.", ReasonCode.NAME_NEW),
        ("Holm met Petra Lund.", ReasonCode.NAME_NEW),
        ("Tore Holm leads the fishers.", ReasonCode.NAME_NEW),
        ("President Holm spoke.", ReasonCode.NAME_NEW),
        ("Moscow has responded.", ReasonCode.NEGATION_DIFFERS),
        ("Parliament will not vote within 30 days.", ReasonCode.NEGATION_DIFFERS),
        ("Prices reached the lowest level since 2019.", ReasonCode.NEGATION_DIFFERS),
        ("Prices were set in mandatory auctions.", ReasonCode.NEGATION_DIFFERS),
        ("Ministers rejected the plan after talks in Oslo.", ReasonCode.NEGATION_DIFFERS),
        ("Seaplanes are yellow and green.", ReasonCode.NAME_DIFFERS),
        ("Flights go to the southern islands.", ReasonCode.NAME_DIFFERS),
        ("Holm called it “an uncontrolled burn of our industry”.", ReasonCode.QUOTATION_ALTERED),
        ("Holm's sister Kari broke her knee in June.", ReasonCode.NAME_DIFFERS),
        ("The vote comes within 30 weeks.", ReasonCode.NAME_DIFFERS),
    ],
)
def test_what_differs_from_the_source_is_rejected(claim: str, code: ReasonCode) -> None:
    assert code in codes(claim)
    assert check_claim(INDEX, claim).ruling is Ruling.REJECTED


def test_a_difference_shows_what_the_source_has_and_where() -> None:
    (reason,) = check_claim(INDEX, "Parliament will vote within 97 days.").reasons
    assert (reason.claimed, reason.found) == ("97", "30")
    assert reason.at is not None
    assert reason.at.slice(SOURCE) == "30"


def test_a_number_may_be_taken_from_the_same_sentence_only_for_the_same_thing() -> None:
    index = SourceIndex(
        "Yields touched 0.505% on Monday, breaching the bank's 0.5% cap for the second straight session."
    )
    assert check_claim(index, "Yields breached the bank's 0.505% cap.").ruling is Ruling.REJECTED
    assert check_claim(index, "Yields breached the 0.5% cap for the first straight session.").ruling is Ruling.REJECTED
    assert check_claim(index, "Yields touched 0.505%.").ruling is Ruling.SUPPORTED


def test_ages_and_decades_are_numbers_of_the_source() -> None:
    index = SourceIndex("Mrs Berg, 44, kept a record player from the 1960s. It plays for 12 years.")
    assert check_claim(index, "The 44-year-old Mrs Berg kept a record player from the 60s.").ruling is Ruling.SUPPORTED


def test_a_weekday_is_held_against_the_sentence_that_the_claim_rests_on() -> None:
    index = SourceIndex("The bank said on Wednesday it would buy bonds to contain yields. Shares fell on Tuesday.")
    claim = "The bank said on Tuesday it would buy bonds to contain yields."
    assert [reason.code for reason in check_claim(index, claim).reasons] == [ReasonCode.DATE_DIFFERS]


def test_relative_days_count_from_the_day_of_the_article() -> None:
    index = SourceIndex("The council met yesterday. It meets again on 20 January.")
    day = date(2022, 1, 13)  # a Thursday
    assert check_claim(index, "The council met on Wednesday.", anchor=day).ruling is Ruling.SUPPORTED
    assert check_claim(index, "The council met on 12 January.", anchor=day).ruling is Ruling.SUPPORTED
    assert check_claim(index, "The council met on Monday.", anchor=day).ruling is Ruling.REJECTED


def test_a_first_name_may_be_added_to_a_bare_surname() -> None:
    index = SourceIndex("The letter was signed by Okafor. Later Okafor spoke.")
    assert check_claim(index, "The letter of Maria Okafor was read.").ruling is Ruling.SUPPORTED


def test_a_first_name_of_another_person_is_held_against_a_surname() -> None:
    index = SourceIndex("The towers were restored by Nigel Morter. His partner Kim Tilley joined him.")
    assert [reason.code for reason in check_claim(index, "It was Nigel Tilley who joined.").reasons] == [
        ReasonCode.NAME_DIFFERS
    ]


def test_another_spelling_of_a_long_name_is_the_same_name() -> None:
    index = SourceIndex("They met President Zelenskyy in Kyiv.")
    assert check_claim(index, "They met President Zelensky.").ruling is Ruling.SUPPORTED


@pytest.mark.parametrize("known", ["Oceanline", "Oceanline Holding"])
def test_known_names_need_not_stand_in_the_source(known: str) -> None:
    assert check_claim(INDEX, "The deal pleases Oceanline.", known=[known]).ruling is Ruling.SUPPORTED


def test_a_capital_as_a_place_is_no_metonym() -> None:
    index = SourceIndex("Activists stood before the Russian embassy in London.")
    assert check_claim(index, "Activists stood in Moscow.").ruling is Ruling.REJECTED
    assert check_claim(index, "Moscow has an embassy.").ruling is Ruling.SUPPORTED


def test_a_bare_subject_at_the_start_is_a_name() -> None:
    assert ReasonCode.NAME_NEW in codes("Buzzfilm has offered a deal.")
    assert ReasonCode.NAME_NEW in codes("Petronella's deal is worth it.")


def test_each_sentence_rests_on_its_own() -> None:
    claim = "Parliament will vote within 30 days. Prices reached the lowest level since 2019."
    assert codes(claim) == [ReasonCode.NEGATION_DIFFERS]


def test_a_lower_cased_source_raises_no_alarm_over_capitals() -> None:
    index = SourceIndex("the minister met okafor in bergen on tuesday .")
    assert check_claim(index, "the minister met okafor in bergen").ruling is Ruling.SUPPORTED
    assert check_claim(index, "the minister met okafor in france").ruling is Ruling.REJECTED


def test_a_claim_beside_other_passages_is_left_to_a_judge() -> None:
    from briefing.grounding.checks import Claim, Context, run

    place = SOURCE.index("Holm's sister")
    span = INDEX.locator.locate("broke her shoulder in June").spans
    assert span[0].start > place
    claim = Claim("Parliament weighs the trade deal on salmon tariffs", "what")
    assert [reason.code for reason in run(Context(INDEX, claim, span))] == [ReasonCode.LOW_OVERLAP]


def test_an_empty_source_supports_no_name() -> None:
    assert check_claim(SourceIndex(""), "Nothing in Bergen.").ruling is Ruling.REJECTED
    assert check_claim(SourceIndex(""), "nothing.").ruling is Ruling.SUPPORTED
