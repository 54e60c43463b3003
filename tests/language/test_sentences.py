"""Sentences: every visible character in one of them, in order, whatever the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.language import sentences as module
from briefing.language.sentences import sentences

_WORDS = st.sampled_from(
    [
        "The minister spoke. ",
        "“",
        "”",
        '"',
        "(",
        "Mr. Okoro said ",
        "\n",
        "\n\n",
        "\r\n",
        "é",
        "😀",
        "x" * 300,
        " ",
        "?! ",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(_WORDS, max_size=400).map("".join))


@given(TEXTS)
def test_sentences_cover_every_visible_character_in_order(text: str) -> None:
    found = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(span.slice(text) == span.slice(text).strip() != "" for span in found)
    covered = "".join(span.slice(text) for span in found)
    assert "".join(covered.split()) == "".join(text.split())


def test_a_long_text_is_cut_at_blank_lines_where_it_has_some() -> None:
    paragraph = "The council met on Monday and Dr. Amadi spoke. Nobody else did, “and that was that.”"
    text = "\n\n".join([paragraph] * 200)
    found = sentences(text)
    assert len(found) == 400
    assert {span.slice(text) for span in found} == {span.slice(paragraph) for span in sentences(paragraph)}


@pytest.mark.parametrize("join", [" ", "\n"])
def test_a_long_paragraph_is_cut_where_sentences_end(join: str) -> None:
    told = ["Mr. Okoro, who had come from St. Mary by train, asked the ministers for patience."] * 300
    text = join.join(told)
    assert [span.slice(text) for span in sentences(text)] == told


@pytest.mark.parametrize("unit", ["“", "word ", "word\n", "He said “this and "])
def test_the_splitter_is_never_given_more_than_a_bounded_piece(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given_lengths: list[int] = []
    split = module.get_sentence_boundaries

    def spy(language: str, text: str) -> object:
        given_lengths.append(len(text))
        return split(language, text)

    monkeypatch.setattr(module, "get_sentence_boundaries", spy)
    text = unit * (50_000 // len(unit))
    found = sentences(text)
    assert max(given_lengths) <= 4_000
    assert "".join("".join(span.slice(text) for span in found).split()) == "".join(text.split())


MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
CUT = "Jan Feb Mar Apr Jun Jul Aug Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun"
SPELT_OUT = "may might can will must should me ill no art miss fed con etc ok id Fed Art OK UN US DC CA"


@pytest.mark.parametrize("word", " ".join((MONTHS, DAYS, CUT, SPELT_OUT)).split())
@pytest.mark.parametrize("stop", [".", ".”"])
def test_a_word_that_is_an_abbreviation_too_ends_a_sentence(word: str, stop: str) -> None:
    told = f"Norway wants the ship back by {word}{stop}"
    text = f"{told} Sweden refused."
    assert [span.slice(text) for span in sentences(text)] == [told, "Sweden refused."]


@pytest.mark.parametrize(
    "text",
    [
        "Norway lives at No. 10 and at No. Ten.",
        "Norway broke Art. II of it.",
        "Norway met on Jan. 5 in Oslo.",
        "In Jan. Sweden refused.",
        "On 5 Jan. Sweden refused.",
        "In late Jan. Sweden refused.",
        "Norway met Sen. Ada Holm of Bangor, Me. Tuesday.",
        "MR. HOLM OF NORWAY MET DR. LANG.",
        "Norway met Holm vs. Sweden in court.",
        "Norway met Acme Inc. Chairman Jan Holm.",
    ],
)
def test_an_abbreviation_before_a_capital_ends_none(text: str) -> None:
    assert [span.slice(text) for span in sentences(text)] == [text]


def test_a_language_without_these_words_keeps_the_splitter_s_own_rules() -> None:
    text = "Norwegen will es bis No. Schweden lehnt ab."
    assert len(sentences(text)) == 2
    assert len(sentences(text, "de")) == 1
