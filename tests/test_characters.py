"""What comes in can go out: as UTF-8, in a database, on a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.characters import readable, usable

TEXTS = st.text(st.characters(exclude_categories=()))


@given(TEXTS)
def test_usable_text_is_as_long_as_before_and_can_be_encoded(text: str) -> None:
    found = usable(text)
    assert len(found) == len(text)
    assert found.encode().decode() == found
    assert "\x00" not in found


@given(TEXTS)
def test_readable_text_holds_no_control_characters_and_stays_readable(text: str) -> None:
    found = readable(text)
    assert all(character.isprintable() or ord(character) > 0x9F or character in "\t\n" for character in found)
    assert readable(found) == found == usable(found)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf"))))
def test_other_text_stays_as_it_is(text: str) -> None:
    assert readable(text) == usable(text) == text
