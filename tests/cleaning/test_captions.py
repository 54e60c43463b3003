"""Captions of pictures that are told by what stands below them."""

from __future__ import annotations

import pytest

from briefing.cleaning import clean
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.document import Document, MediaType

CAPTION = "Minister Ann Brown looks on during a press conference at the harbour office in Bergen on April 6, 2026."
STORY = (
    "Norway has offered Iceland a share of its cod quota for the next two years, the Foreign Ministry said.\n\n"
    "Iceland has not yet answered the offer, which was made at a meeting of both governments on Tuesday.\n\n"
    "Fishermen of both countries have argued over cod in the northern waters for more than thirty years."
)


def _clean(text: str, media: MediaType = MediaType.TEXT) -> Article:
    return clean(Document.of(text, "page", media))


@pytest.mark.parametrize("media", [MediaType.TEXT, MediaType.MARKDOWN])
@pytest.mark.parametrize(
    "credit", ["Jo Lund | Afp | Getty Images", "Jo Lund | Reuters", "REUTERS/Jo Lund", "Jo Lund/AFP via Getty Images"]
)
def test_a_dated_line_above_a_credit_is_the_pictures_caption(credit: str, media: MediaType) -> None:
    article = _clean(f"{CAPTION}\n\n{credit}\n\n{STORY}", media)
    assert CAPTION in article.of_kind(ParagraphKind.CAPTION)
    assert article.body == STORY


@pytest.mark.parametrize("place", ["in Bergen.", "in Washington, D.C.", "."])
def test_the_place_may_stand_behind_the_day(place: str) -> None:
    caption = f"Minister Ann Brown looks on during a press conference on Monday, April 6, 2026, {place}"
    assert _clean(f"{caption}\n\nJo Lund | Reuters\n\n{STORY}").body == STORY


@pytest.mark.parametrize(
    ("line", "below"),
    [
        (CAPTION, "Jo Lund | Harbour News"),
        (CAPTION, "Reuters"),
        (CAPTION.replace(", 2026", ""), "Jo Lund | Reuters"),
        (
            "On April 6, 2026, Norway offered Iceland a share of its cod quota, and its fishing boats were told.",
            "Jo Lund | Reuters",
        ),
    ],
    ids=["no agency", "no photographer", "no year", "the day opens the sentence"],
)
def test_a_paragraph_that_no_credit_proves_a_caption_is_the_story(line: str, below: str) -> None:
    assert line in _clean(f"{line}\n\n{below}\n\n{STORY}").body


def test_place_and_day_in_capitals_open_a_caption() -> None:
    caption = "BERGEN, NORWAY - APRIL 08: A trawler leaves the harbour as talks on quotas of cod begin in the town."
    assert caption in _clean(f"{caption}\n\n{STORY}").of_kind(ParagraphKind.CAPTION)


def test_place_and_day_in_mixed_case_open_a_story() -> None:
    dateline = "BERGEN, April 8 - A trawler left the harbour as talks on quotas of cod began in the town on Tuesday."
    assert dateline in _clean(f"{dateline}\n\n{STORY}").body


def test_a_caption_alone_is_all_that_there_is() -> None:
    assert CAPTION in _clean(f"{CAPTION}\n\nJo Lund | Reuters").body
