from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from briefing.rendering.markdown import escape

_HIDING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(r"[\xad\u061c\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\U000e0000-\U000e007f]")


def rendered(text: str) -> str:
    """What a reader sees of an escaped text inside a list item."""
    page = markdown(f"- x{escape(text)}x", extensions=["tables", "sane_lists"])
    return html.unescape(page.removeprefix("<ul>\n<li>").removesuffix("</li>\n</ul>"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "![x](http://example.org/x.png)",
        "[a link](javascript:alert)",
        "# a heading",
        "| a | cell |",
        "**bold** _it_ `code`",
        "&lt;b&gt;",
        "1. a list",
        "---",
        "~~gone~~",
        "http://example.org and www.example.org and a@example.org",
        "[ani 1–2]",
        "back\\slash \\[",
    ],
)
def test_markup_of_a_source_is_shown_and_not_obeyed(hostile: str) -> None:
    assert rendered(hostile) == f"x{hostile}x"


def test_lines_of_a_source_can_not_begin_a_block() -> None:
    assert "\n" not in escape("quiet\n\n# Loud\n- list")


def test_direction_overrides_are_left_out() -> None:
    assert escape("a\u202eb") == "a b"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_text_is_shown_as_it_is(text: str) -> None:
    seen = " ".join(_HIDING.sub(" ", _UNSEEN.sub("", text)).split())
    assert rendered(text) == f"x{seen}x"
