"""Numbers: another of the same kind in its place, and what may well be the same number."""

from __future__ import annotations

import pytest

from briefing.schema.verdict import Problem
from tests.checking.articles import article, statement
from tests.checking.ruling import claimed, noted, objections, struck

WRONG = [Problem.WRONG_NUMBER]


@pytest.mark.parametrize(
    ("source", "wrong", "right"),
    [
        # money, by its currency
        ("Halden pays $13m for the pier.", "Halden pays $14m for it.", "Halden pays 13 million dollars."),
        ("Halden pays $13m for the pier.", "Halden pays $14m for it.", "Halden pays $13.2m for it."),
        ("The firm offers about $2bn (£1.06bn).", "It offers roughly $1.06bn.", "It offers about £1.06bn."),
        ("The firm offers about $2bn (£1.06bn).", "It offers £1.3bn.", "It offers £1.1bn."),
        ("The firm offers about $2bn (£1.06bn).", "It offers £1.3bn.", "It offers £1bn."),
        (
            "The firm was fined $550,000.",
            "A fine of more than $600,000.",
            "More than half a million dollars.",
        ),
        ("The firm was fined $550,000.", "A fine of less than $500,000.", "A fine of less than $600,000."),
        ("The firm was fined $550,000.", "A fine of $600,000 or more.", "A fine of $500,000 or more."),
        ("The firm was fined $550,000.", "A fine of $500,000 or less.", "A fine of $600,000 or less."),
        ("The firm was fined $550,000.", "A fine of nearly $500,000.", "A fine of nearly $600,000."),
        ("The firm was fined $550,000.", "A fine of about $400,000.", "A fine of about $500,000."),
        ("The wage rises to USD15.", "The wage rises to $25.", "The wage rises to $15."),
        # sums and differences of what is cited
        ("Ten owners pay $13m, insurers $155m.", "They pay $171m in all.", "They pay $168m in all."),
        ("Ten owners pay $13m, insurers $155m.", "Insurers pay $131m more.", "Insurers pay $142m more."),
        # percent
        ("Turnout was 35 to 12 percent.", "Turnout was 16 percent.", "Turnout was 35 percent."),
        ("Turnout was 35 percent.", "Some 90 percent stayed away.", "Some 65 percent stayed away."),
        ("Half of the crew left.", "80% of the crew left.", "50% of the crew left."),
        ("A third of the crew left, 40 in all.", "55% of the crew left.", "33% of the crew left."),
        ("Turnout was 35%.", "A tenth of the town voted.", "A third of the town voted."),
        ("Of 5667 cases 81 ended in death, and 95% are cured.", "About 2.9% died.", "About 1.4% died."),
        # lengths of time, by their unit
        ("The coach was banned for four years.", "It is a four-month ban.", "It is a four-year ban."),
        ("The coach was banned for four years.", "A ban of six years.", "A ban of 48 months."),
        ("The truce lasts 14 days.", "The truce lasts 10 days.", "The truce lasts two weeks."),
        # ages
        ("Okafor, 42, leads the union.", "Okafor, aged 24, leads it.", "Okafor is a 42-year-old."),
        ("Okafor, 42, leads the union.", "Okafor is aged 119.", "Okafor is aged 42."),
        ("Okafor, 42, leads the union.", "Okafor is aged 1.", "Okafor is aged 42."),
        ("The victim is eighteen years old.", "The victim is aged sixteen.", "The victim is aged eighteen."),
        ("He has 40 ships and is 27 years old.", "He is aged 40.", "He is aged 27."),
        ("He died at 27 of a fever.", "He was 40 years old.", "He was 27 years old."),
        # places in a row
        ("She is the third woman in the post.", "She is the second woman there.", "She is the third woman there."),
        # shares of what is counted, and by how much more it is
        ("Of the town's 200 voters 192 came, 10% of them late.", "Only 97% came.", "Only 96% came."),
        ("The board grew from 50 to 98 members, 30% of them new.", "It grew by 97%.", "It grew by 96%."),
        # things counted
        ("The shop sells two packs a head.", "The shop sells five packs a head.", "The shop sells two packs."),
        ("The shop sells two packs a head.", "The shop sells one pack a head.", "The shop sells 2 packs."),
        ("The raid hurt at least nineteen others.", "It hurt twenty-nine others.", "It hurt nineteen others."),
        ("Some 20 ferries sail.", "Some 30 ferries sail.", "Some 19 ferries sail."),
        ("The town has 12,345 voters.", "The town has 13,000 voters.", "The town has 12,300 voters."),
        ("Petrov and four other envoys came.", "Six envoys came.", "Five envoys came."),
        # a number whose things are named elsewhere
        ("The cap fell from four packs to two.", "It fell from six to two.", "It fell from four to two."),
    ],
)
def test_another_number_of_the_kind_is_wrong(source: str, wrong: str, right: str) -> None:
    assert claimed(wrong, source) == WRONG
    assert claimed(right, source) == []


@pytest.mark.parametrize(
    ("source", "wrong", "right"),
    [
        ("The town has 1,234 voters.", "The town has 1,273 voters.", "The town has 1,271 voters."),
        ("The town has 99 voters.", "The town has 101 voters.", "The town has 99 voters."),
        ("The town has 104 voters.", "The town has 108 voters.", "The town has 101 voters."),
        ("The truce lasts six days, the ban one month.", "The truce lasts 27 days.", "The truce lasts 28 days."),
        ("The town has 20 ferries.", "Some 27 ferries sail.", "Some 26 ferries sail."),
        ("The town has 20 ferries.", "Some 15 ferries sail.", "Some 16 ferries sail."),
        ("Some 20 ferries sail.", "The town has 27 ferries.", "The town has 26 ferries."),
        ("The town spent $3.4m.", "The town spent $2m.", "The town spent $3m."),
        ("The town spent $2.3m.", "The town spent $2m.", "The town spent $2.3m."),
        ("The town spent $6.7m.", "The town spent $8m.", "The town spent $7m."),
        ("The town spent $6.7m.", "The town spent $5m.", "The town spent $6m."),
        ("The truce lasts two weeks.", "The truce lasts two months.", "The truce lasts 14 days."),
        ("The truce lasts two days.", "The truce lasts two weeks.", "The truce lasts 48 hours."),
        ("The truce lasts 30 hours.", "The truce lasts 30 days.", "The truce lasts 30 hours."),
        ("The truce lasts two decades.", "The truce lasts two years.", "The truce lasts 20 years."),
        ("The truce lasts 12 months.", "The truce lasts 12 years.", "The truce lasts a year."),
        ("The truce lasts 26 weeks.", "The truce lasts 26 months.", "The truce lasts six months."),
        ("Two thirds of the crew left.", "90% of the crew left.", "67% of the crew left."),
        ("Three quarters of the crew left.", "40% of the crew left.", "75% of the crew left."),
        ("A quarter of the crew left.", "35% of the crew left.", "25% of the crew left."),
        ("A fifth of the crew left.", "30% of the crew left.", "20% of the crew left."),
        ("Turnout was 35%.", "A fifth of the town voted.", "A third of the town voted."),
        ("Three firms pay $10m, $20m and $40m.", "They pay $75m in all.", "They pay $70m in all."),
        ("Three firms pay $10m, $20m and $40m.", "They pay $25m together.", "They pay $30m together."),
        (
            "She is the third woman and the first clerk.",
            "She is the second woman there.",
            "She is the third woman there.",
        ),
        ("The town has 12 men and 15 women.", "The town has 27 men.", "The town has 12 men."),
        # what is rough stands up to thirty characters before a number, its unit behind it
        ("The town has 24 ferries.", f"Some{' ' * 27}20 ferries sail.", f"Some{' ' * 26}20 ferries sail."),
        ("The truce lasts 14 days.", f"It lasts 10{' ' * 27}days.", f"It lasts 10{' ' * 28}days."),
        ("The town has 24 ferries.", "20 ferries sail.", "~20 ferries sail."),
        # four words behind a number may be what it counts
        ("The town has 20 big new red ferries.", "The town has 30 ferries.", "The town has 20 ferries."),
        ("Ten owners pay $13m, insurers $155m.", "They pay more than $170m.", "They pay more than $168m."),
        ("Ten owners pay $100m, insurers $95m.", "They pay less than $4m.", "They pay less than $5m."),
        ("Ten owners pay $13m, insurers $155.4m.", "They pay $171m in all.", "They pay $168m in all."),
        ("A fifth of the crew left.", "27% of the crew left.", "26% of the crew left."),
        ("A tenth of the crew left.", "14% of the crew left.", "13% of the crew left."),
        ("Two thirds of the crew left.", "90% of the crew left.", "88% of the crew left."),
        ("Three quarters of the crew left.", "56% of the crew left.", "57% of the crew left."),
        ("Turnout was 35 percent.", "64 percent stayed away.", "65 percent stayed away."),
        ("The tax is 2.3 percent.", "The tax is 2.2 percent.", "The tax is 2.3 percent."),
        # small, none, and more than all
        ("The tax is 0.67 percent.", "The tax is 0.8 percent.", "The tax is 0.7 percent."),
        ("Sales rose 150.5%, and 20% of firms hired.", "30% of firms hired.", "20% of firms hired."),
        # a number in words behind a name is no label
        ("In Oslo four envoys came.", "Five envoys came.", "Four envoys came."),
        ("In Oslo one envoy came.", "Five envoys came.", "One envoy came."),
        # of none there is no share
        ("Of 200 voters 0 voters came, 10% of them late.", "Only 97% came.", "Only 10% came."),
        # a tenth between lengths of time in different units
        ("The ban lasts six days, the truce two years.", "It lasts 812 days.", "It lasts 811 days."),
        ("The ban lasts six days, the truce two months.", "It lasts 68 days.", "It lasts 67 days."),
        ("The ban lasts six days, the truce two weeks.", "It lasts 17 days.", "It lasts 15 days."),
        ("The ban lasts six days, the truce two decades.", "It lasts 8,117 days.", "It lasts 8,116 days."),
        ("The ban lasts seven hours, the truce 12 days.", "It lasts 321 hours.", "It lasts 319 hours."),
        # a quarter either way, where a figure is rough
        ("The town has 30 ferries.", "Some 41 ferries sail.", "Some 40 ferries sail."),
        ("The town has 50 ferries.", "Some 39 ferries sail.", "Some 40 ferries sail."),
        ("Some 20 ferries sail.", "The town has 14 ferries.", "The town has 15 ferries."),
        ("Turnout was 63%.", "Half of the town voted.", "Some 60% voted."),
        ("Turnout was 37%.", "Half of the town voted.", "Some 40% voted."),
        ("Turnout was 38%.", "Some 80% voted.", "Half of the town voted."),
        ("Turnout was 62%.", "Some 90% voted.", "Half of the town voted."),
        # what is a bound is not rounded
        ("The firm was fined $550,000.", "A fine of more than $560,000.", "A fine of more than $540,000."),
        ("The firm was fined $550,000.", "A fine of less than $540,000.", "A fine of less than $560,000."),
        # three percent from a hundred on
        ("The town ate 100.5 tonnes.", "The town ate 103.7 tonnes.", "The town ate 103.4 tonnes."),
        ("The town ate 99.5 tonnes.", "The town ate 101.5 tonnes.", "The town ate 99.5 tonnes."),
        # an eighth for what is cut to fewer figures
        ("The town spent $1.14m.", "The town spent $1m.", "The town spent $1.1m."),
        ("The town spent $1.14m.", "The town spent $1.2m.", "The town spent $1.14m."),
        ("The town spent $1.13m.", "The town spent $1.2m.", "The town spent $1m."),
        # a sum within a twentieth where a figure is rough
        ("Ten owners pay $13m, insurers $155m.", "They pay more than $159m.", "They pay more than $161m."),
        ("Ten owners pay $13m, insurers $155m.", "They pay over $169m.", "They pay less than $176m."),
    ],
)
def test_how_far_a_number_may_lie_from_that_of_the_source(source: str, wrong: str, right: str) -> None:
    """A large number within 3 %, a rough one within a quarter, a rounded one by no more than an eighth."""
    assert claimed(wrong, source) == WRONG
    assert claimed(right, source) == []


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        # the cited sentence has no number of the kind
        ("Halden pays $13m for the pier.", "Halden pays £14m for it."),
        ("Halden pays $13m for the pier.", "Halden has 14 piers."),
        ("The shop sells two packs a head.", "The shop has five doors."),
        ("The truce lasts 14 days.", "The truce lasts three weeks."),
        ("She is the third woman in the post.", "She won in the second round."),
        # the number stands there, and only what it counts is another
        ("Nine envoys and four clerks came.", "Four envoys came."),
        ("The board grows from 15 to 25 members.", "A board of 15 members."),
        # a share in words
        ("Twice as many voted, 35% of the town.", "Some 70% of the town voted."),
        ("He won by 42, not more.", "He is aged 50."),
        ("They came at 5pm.", "They came at 7pm."),
        ("Two envoys came.", "They came at 7 GMT."),
        ("The town has 20 4x4 cars.", "The town has 30 cars."),
        # too far behind, no age
        ("The town has 20 big new red fast ferries.", "The town has 30 ferries."),
        ("Okafor, 42, leads the union.", "Okafor is aged 120."),
        ("Okafor, 42, leads the union.", "Okafor is aged 0."),
        # nothing that counts: parts of names and dates, times, scores, ratios, what was counted before
        ("The truce lasts 14 days.", "Radio 4 reports on COVID-19 and Article 5."),
        ("The truce lasts 14 days.", "It begins on May 5 at 5pm, page 12."),
        ("Two envoys came.", "They won 3-1."),
        ("Two envoys came.", "They cured 19 in 20."),
        ("Four envoys came.", "The two met; one of them left."),
    ],
)
def test_what_is_not_surely_another_number_is_left_alone(source: str, claim: str) -> None:
    assert claimed(claim, source) == []


FAR = (
    "Petrov is 300 delegates behind Lund, whom he congratulated.\n\nThe count went on all night.\n\n"
    "The hall was full.\n\nAny candidate needs 1,991 delegates to be nominated by the party."
)


def test_a_number_from_elsewhere_is_wrong_where_the_words_beside_it_are_those_of_the_cited_sentence() -> None:
    assert claimed("Petrov is 1,991 delegates behind Lund.", FAR) == WRONG


def test_a_number_may_be_wrong_with_no_word_or_as_many_beside_it_as_elsewhere() -> None:
    assert claimed("It is $14m.", "Halden pays $13m for the pier.") == WRONG
    both = "Halden pays $13m for the pier.\n\nIt rained.\n\nHalden pays $14m for the barn."
    assert claimed("Halden pays $14m.", both) == WRONG


def test_a_number_whose_words_stand_beside_it_elsewhere_asks_for_that_quote_and_is_not_struck() -> None:
    item = statement("Any candidate needs 1,991 delegates to be nominated.", "Petrov is 300 delegates behind Lund")
    assert struck(item, FAR) == []
    assert noted(item, FAR) == [Problem.NEEDS_QUOTE]


def test_a_number_of_the_next_sentence_asks_for_no_further_quote() -> None:
    text = "Petrov is 300 delegates behind Lund. Any candidate needs 1,991 delegates to be nominated."
    item = statement("Any candidate needs 1,991 delegates to be nominated.", "Petrov is 300 delegates behind Lund")
    assert noted(item, text) == []


def test_a_number_that_stands_for_another_of_the_claim_is_in_nobodys_place() -> None:
    text = "The party offers $928 billion, below the last proposal.\n\nIt rained.\n\nThe house wants $1.7 trillion."
    item = statement("The party offers $928 billion in answer to $1.7 trillion.", "The party offers $928 billion")
    assert noted(item, text) == [Problem.NEEDS_QUOTE]


def test_the_objection_names_the_number_and_the_sentence() -> None:
    text = "It rained. Halden pays $13m for the pier. The sun came out."
    (objection,) = objections(statement("Halden pays $14m for it.", "Halden pays $13m"), text)
    assert (objection.claimed, objection.field, objection.passage) == ("$14m", "text", "Halden pays $13m for the pier.")
    assert objection.at is not None
    assert objection.at.slice(text) == objection.passage


def test_a_source_in_another_language_is_not_compared_word_by_word() -> None:
    text = "Die Firma zahlt 1.500 Euro und 3,5 Millionen Euro."
    item = statement("The firm pays 1,600 euros.", text)
    assert struck(item, article(text, language="de")) == []
    assert [problem for problem, _ in struck(item, article(text))] == WRONG
