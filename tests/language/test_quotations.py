"""What stands inside quotation marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.language.quotations import find_quoted

WORDS = st.sampled_from(["talks", "Norway", "said.", "it's", "end,", "34", "—", "(yes)", "no!", "’", "'", "\n"])
MARKS = st.sampled_from(['"', "“", "”", "„", "«", "»", "''", "’’", "「", "」", "‘"])
SPACES = st.sampled_from(["", " ", " ", "\n", "\n\n", "\n \n"])
TEXTS = st.lists(st.tuples(st.one_of(WORDS, MARKS), SPACES), max_size=40).map(lambda ps: "".join(w + s for w, s in ps))


def found_in(text: str) -> list[tuple[str, bool]]:
    return [(quoted.inner.slice(text).strip(), quoted.closed) for quoted in find_quoted(text)]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He said “we go” and “we stay”.", ["we go", "we stay"]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ("the 'quasi-state of war' of Korea's army", ["quasi-state of war"]),
        ("„Ja“, sagte er. «Oui», dit-il. 「はい」と言った。", ["Ja", "Oui", "はい"]),
        ("»Ja«, sagte er. « Oui », dit-il. ”Ja”, sade hon.", ["Ja", "Oui", "Ja"]),
        ("“an ‘inner’ one”", ["an ‘inner’ one"]),
        ('"We call it a "disaster" here," he said. "So be it."', ['We call it a "disaster" here,', "So be it."]),
        ("called “Glasgow (“No Place”). “It is,” he said. “Just so.”", ["Glasgow (“No Place", "It is,", "Just so."]),
        ('“One," he said. "Two,” she said.', ["One,", "Two,"]),
        ("warned of “serious harm.’’ It said so.", ["serious harm."]),
        ('("Yes") and —"no"— and said:"so"', ["Yes", "no", "so"]),
        ('he wrote."We go on,"she said.Then "x".', ["We go on,", "x"]),
        ("It's the workers' day", []),
        ("“”", []),
    ],
)
def test_quotations_are_found(text: str, inner: list[str]) -> None:
    assert [words for words, _ in found_in(text)] == inner


@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u202f"])
def test_a_mark_before_each_paragraph_of_a_french_speech_goes_on_with_it(gap: str) -> None:
    text = f"Il a dit : «{gap}Nous offrons une trêve.\n\n»{gap}Et nous attendons.{gap}» Elle a refusé."
    assert found_in(text) == [("Nous offrons une trêve.", False), ("Et nous attendons.", True)]


def test_a_closing_mark_before_a_paragraph_closes_nothing_that_was_not_open() -> None:
    assert found_in("Elle a refusé.\n\n» Et nous attendons.\n\n« Oui », dit-il.")[-1] == ("Oui", True)


def test_an_open_mark_ends_with_its_paragraph() -> None:
    text = "“It goes on\n\n“and ends.” Then this."
    assert found_in(text) == [("It goes on", False), ("and ends.", True)]


@pytest.mark.parametrize("mark", ['"', "“"])
def test_paragraphs_of_a_speech_may_stand_in_one_line(mark: str) -> None:
    closing = "”" if mark == "“" else mark
    text = (
        f"He said: {mark}We support it. {mark}But we will go on,{closing} he added. {mark}It helps,{closing} she said."
    )
    assert found_in(text) == [("We support it.", False), ("But we will go on,", True), ("It helps,", True)]


def test_paragraphs_of_a_speech_may_be_joined_without_a_space() -> None:
    text = '"We were as open as possible."They will return," he said."They go home," the police said.'
    expected = [("We were as open as possible.", False), ("They will return,", True), ("They go home,", True)]
    assert found_in(text) == expected


def test_a_speech_may_run_over_paragraphs_that_open_with_no_mark() -> None:
    text = "“We want a truce.\n\nWe want the forces out.\n\nThese are our terms,” she said.\n\nNobody answered."
    assert found_in(text) == [
        ("We want a truce.", False),
        ("We want the forces out.", False),
        ("These are our terms,", True),
    ]


def test_a_mark_that_opens_ends_the_wait_for_one_that_closes() -> None:
    text = "“We want a truce.\n\nNobody answered.\n\nHe said “no” and left."
    assert found_in(text) == [("We want a truce.", False), ("no", True)]


@pytest.mark.parametrize(("between", "spoken"), [(8, True), (9, False)])
def test_a_speech_runs_over_eight_paragraphs_without_a_mark(between: int, spoken: bool) -> None:
    text = "\n\n".join(["“We want a truce.", *["More of it."] * between, "the end,” she said."])
    found = found_in(text)
    assert len(found) == (between + 2 if spoken else 1)


def test_an_inch_opens_nothing() -> None:
    assert found_in('The 34" screen of "Norland" is new.') == [("Norland", True)]


@given(TEXTS)
def test_stretches_stand_in_order_within_their_paragraphs(text: str) -> None:
    found = find_quoted(text)
    assert all(one.inner.end <= other.inner.start for one, other in pairwise(found))
    for quoted in found:
        words = quoted.inner.slice(text)
        assert words.strip()
        assert "\n\n" not in words


@given(TEXTS, st.sampled_from(["“We go on.", '"We go on.', "He said “we go on", '"Yes," he said. "No.']))
def test_a_mark_that_nothing_closes_swaps_nothing_behind_it(text: str, opened: str) -> None:
    """What follows begins with a quotation of its own, as it does in print."""
    rest = f"“Now,” she said. {text}"
    before = f"{opened}\n\n"
    shifted = [quoted.inner for quoted in find_quoted(before + rest) if quoted.inner.start >= len(before)]
    assert [span.slice(before + rest) for span in shifted] == [q.inner.slice(rest) for q in find_quoted(rest)]
