"""Stems."""

from __future__ import annotations

import pytest

from briefing.language.stems import is_irregular_form, stem


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("offers", "offered", "en"),
        ("gave", "giving", "en"),
        ("women", "woman", "en"),
        ("verhandelt", "verhandelte", "de"),
        ("proposals", "proposal", "xx"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str, language: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_irregular_forms_are_known() -> None:
    assert (is_irregular_form("drew"), is_irregular_form("draw")) == (True, False)
