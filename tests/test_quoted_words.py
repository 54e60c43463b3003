"""Quotations of a recorded draft, through the whole flow: what an article prints in marks is taken for that."""

from __future__ import annotations

import pytest

import briefing
from briefing.schema.terms import QuotationKind
from briefing.schema.verdict import Standing
from tests.replying import replying

OPENING = (
    "Ferry union weighs a second strike\n\nThe ferry union met on Tuesday to weigh a second strike in a month.\n\n"
)
SETTINGS = briefing.Settings(keep_all=True, proof="off")


def quotations(
    story: str, *quotes: str, standings: tuple[Standing, ...] = tuple(Standing)
) -> list[tuple[str, QuotationKind]]:
    """What becomes of quotations without a speaker that a model found in a story: those of these standings."""
    reply = {
        "headline": {"text": "", "quotes": []},
        **{section: [] for section in ("gist", "actors", "offers", "responses", "open_questions")},
        "quotations": [{"speaker": None, "kind": "direct", "quotes": [quote]} for quote in quotes],
    }
    page = briefing.generate(briefing.Document.of(OPENING + story, "ferry.txt"), SETTINGS, model=replying(reply))
    (brief,) = page.briefs
    return [(each.evidence[0].quote, each.kind) for each in brief.quotations if each.standing in standings]


@pytest.mark.parametrize(
    "story",
    [
        '"We want the rosters back," Vega said. "They were promised to us.\n\n'
        '"We strike again if they stay as they are," she said. "That is all."',
        'Vega said: "We want the rosters back. "We strike again if they stay as they are," she added. "That is all."',
        "“We want the rosters back.\n\nWe strike again if they stay as they are,” Vega told reporters.",
    ],
    ids=["next paragraph", "joined paragraphs", "no mark in the next paragraph"],
)
def test_words_of_a_speech_over_paragraphs_are_its_speakers_own(story: str) -> None:
    quotes = ("We want the rosters back", "We strike again if they stay as they are")
    assert quotations(story, *quotes) == [(quote, QuotationKind.DIRECT) for quote in quotes]


def test_words_between_two_quotations_are_nobodys() -> None:
    story = '"We want the rosters back.\n\n"We strike again," Vega told a crowd at the quay. "That is all."'
    assert quotations(story, "told a crowd at the quay", standings=(Standing.QUOTED,)) == []
