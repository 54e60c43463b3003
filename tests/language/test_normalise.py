"""Normalising, and the way back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.language.normalise import normalise

TEXTS = st.text(
    st.sampled_from("abAZé \n\t\u00a0\u200b\u00ad“”\"'’–—ﬁßİΣς中文。，\u0301½²…١אל\u0640\u1112\u1161")
    | st.characters(),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("A  b\n\tc", "a b c"),
        ("“It’s” – said", "'it's' - said"),
        ("re\u00adopen\u200bed", "reopened"),
        ("Cafe\u0301", "café"),
        ("oﬃce ＡＢＣ", "office abc"),
        ("Straße", "strasse"),
        ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
        ("中国\n人民 said", "中国人民 said"),
        ("10² or ½", "10² or ½"),
        ("``x''", "'x'"),
        ("\u1112\u1161\u11ab", "한"),
        ("a \u200b b", "a b"),
        ("", ""),
    ],
)
def test_same_words_in_one_spelling(text: str, normalised: str) -> None:
    assert normalise(text).text == normalised


def test_accents_make_other_words() -> None:
    assert normalise("pêche").text != normalise("peche").text


def test_a_ligature_leads_back_to_itself_from_each_of_its_letters() -> None:
    folded = normalise("an oﬃce")
    start = folded.text.index("f")
    assert folded.to_source(start, start + 1).slice("an oﬃce") == "ﬃ"
    assert folded.to_source(3, len(folded.text)).slice("an oﬃce") == "oﬃce"


def test_an_empty_range_leads_to_an_empty_range() -> None:
    assert len(normalise("a  b").to_source(2, 2)) == 0


@given(TEXTS)
def test_every_character_leads_back_into_the_text_in_order(text: str) -> None:
    folded = normalise(text)
    spans = [folded.to_source(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))


@given(TEXTS, TEXTS)
def test_what_is_cut_out_normalises_to_what_it_was_cut_from(before: str, word: str) -> None:
    text = f"{before}. {word} ."
    folded = normalise(text)
    span = folded.to_source(0, len(folded.text))
    assert normalise(span.slice(text)).text.strip() == folded.text.strip()
