"""Plain text whose lines were wrapped is read as the paragraphs that it was."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.schema.document import MediaType
from tests.cleaning.pages import PARAGRAPHS, TITLE, cleaned


def _wrapped(width: int, *, blank: bool = True) -> str:
    paragraphs = ["\n".join(textwrap.wrap(each, width)) for each in (TITLE, *PARAGRAPHS)]
    return ("\n\n" if blank else "\n").join(paragraphs)


def _paragraphs(text: str) -> list[str]:
    return cleaned(text, MediaType.TEXT).text.split("\n\n")


@pytest.mark.parametrize("width", [40, 66, 72, 76, 80, 100, 120])
def test_a_wrapped_article_is_the_one_that_was_never_wrapped(width: int) -> None:
    assert _paragraphs(_wrapped(width)) == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize("width", [66, 80, 100])
def test_paragraphs_need_no_blank_lines_between_them(width: int) -> None:
    whole = " ".join(_paragraphs(_wrapped(width, blank=False)))
    assert whole.split() == " ".join([TITLE, *PARAGRAPHS]).split()


@given(st.integers(36, 130))
@settings(max_examples=40, deadline=None)
def test_no_word_is_lost_at_any_width(width: int) -> None:
    assert " ".join(_paragraphs(_wrapped(width))).split() == " ".join([TITLE, *PARAGRAPHS]).split()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029"])
def test_one_break_in_the_middle_of_a_sentence_ends_no_paragraph(end: str) -> None:
    broken = f"The islanders will not{end}accept a ship a week, their mayor said on Monday evening."
    text = "\n\n".join([*PARAGRAPHS[:2], broken, *PARAGRAPHS[2:]])
    whole = "The islanders will not accept a ship a week, their mayor said on Monday evening."
    assert whole in _paragraphs(text)


def test_a_soft_break_of_a_mail_leaves_one_space() -> None:
    assert "\n\n".join(_paragraphs(_wrapped(72).replace("\n", " \n").replace(" \n \n", "\n\n"))).count("  ") == 0


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    text = "\n\n".join(
        [*PARAGRAPHS, "The company called it a well-\nmeant but not a final offer, and went home early."]
    )
    assert _paragraphs(text)[-1].startswith("The company called it a well-meant but")


def test_a_wrapped_line_leads_back_across_its_breaks() -> None:
    text = _wrapped(72)
    article = cleaned(text, MediaType.TEXT)
    at = article.text.index(PARAGRAPHS[0])
    spans = article.source_map.to_source(type(article.paragraphs[0].span)(start=at, end=at + len(PARAGRAPHS[0])))
    assert text[spans[0].start : spans[-1].end].split() == PARAGRAPHS[0].split()


def test_a_menu_is_not_joined_to_the_story_below_it() -> None:
    menu = "Home\nNews\nSport\nOpinion"
    assert _paragraphs(f"{menu}\n\n{_wrapped(72)}") == [TITLE, *PARAGRAPHS]


def test_list_items_stay_apart() -> None:
    items = "- a ship a day for the milk of the farms\n- a fifth week of leave for all of the crews\n- pay for Sundays"
    text = "\n\n".join([*PARAGRAPHS[:3], items, *PARAGRAPHS[3:]])
    assert not any("milk of the farms a fifth" in paragraph for paragraph in _paragraphs(text))


def test_a_label_behind_a_sentence_stays_apart() -> None:
    lines = _wrapped(72).replace("\n\nAbout 900", "\nShare this article\nAbout 900")
    assert not any("Share this" in paragraph and len(paragraph) > 30 for paragraph in _paragraphs(lines))


def test_lines_of_a_script_without_spaces_are_joined_without_one() -> None:
    long = (
        "渡轮公司星期一向船员提出增加一周休假的方案，希望结束从星期六开始的停航。"
        "公司说，方案将在星期三之前由船员投票决定，星期日的工资问题仍未解决。"
    )
    text = "\n".join(long[i : i + 20] for i in range(0, len(long), 20))
    assert long in cleaned(text, MediaType.TEXT).text.replace("\n\n", "")
