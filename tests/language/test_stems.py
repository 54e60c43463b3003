"""Stems."""

from __future__ import annotations

import pytest

from briefing.language.topics import stem


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
