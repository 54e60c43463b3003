"""What stands inside quotation marks."""

from __future__ import annotations

import pytest

from briefing.language.quotations import find_quoted


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He said “we go” and “we stay”.", ["we go", "we stay"]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ("the 'quasi-state of war' of Korea's army", ["quasi-state of war"]),
        ("„Ja“, sagte er. «Oui», dit-il. 「はい」と言った。", ["Ja", "Oui", "はい"]),
        ("“an ‘inner’ one”", ["an ‘inner’ one"]),
        ("It's the workers' day", []),
        ("“”", []),
    ],
)
def test_quotations_are_found(text: str, inner: list[str]) -> None:
    assert [quoted.inner.slice(text) for quoted in find_quoted(text)] == inner


def test_an_open_mark_ends_with_its_paragraph() -> None:
    text = "“It goes on\n\n“and ends.” Then this."
    found = find_quoted(text)
    assert [(quoted.inner.slice(text), quoted.closed) for quoted in found] == [
        ("It goes on", False),
        ("and ends.", True),
    ]
