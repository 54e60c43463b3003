"""The two real inputs: what cleaning must read in them, by general rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.cleaning import clean
from briefing.schema.article import Article, DropReason, ParagraphKind
from briefing.schema.document import Document

SEEDS = Path(__file__).parents[2] / "seeds"
CUT = SEEDS / "000_e2cf0d327df01b1b.txt"
AGENCY = SEEDS / "002_6c4bc6cef008b5cc.txt"


def _article(path: Path) -> Article:
    return clean(Document.of(path.read_text(encoding="utf-8"), path.name))


@pytest.fixture(scope="module")
def cut() -> Article:
    return _article(CUT)


@pytest.fixture(scope="module")
def agency() -> Article:
    return _article(AGENCY)


def test_title_outlet_byline_and_day_of_the_first(cut: Article) -> None:
    assert cut.title == "Nato and Russia in talks to reopen embassies"
    assert cut.outlet == "EUobserver"
    assert cut.authors == ("Andrew Rettman",)
    assert cut.dateline == "Brussels"
    assert cut.agency is None
    assert cut.published is not None
    assert cut.published.day == date(2022, 1, 13)
    assert cut.published.time is None
    assert cut.language == "en"


def test_body_of_the_first_ends_where_the_paywall_cuts_it(cut: Article) -> None:
    assert cut.cut == "paywall"
    body = cut.body.split("\n\n")
    assert body[0].startswith("Nato and Russia are in talks to reopen their embassies")
    assert len(body) == 4
    assert list(cut.of_kind(ParagraphKind.CUT_QUOTE)) == [body[-1]]
    assert body[-1].endswith("the Nato office in Mo...")


def test_caption_of_the_first_stands_beside_the_story_once(cut: Article) -> None:
    captions = list(cut.of_kind(ParagraphKind.CAPTION))
    assert len(captions) == 1
    assert captions[0].endswith("(Photo: nato.int)")
    assert "Photo" not in cut.story.slice(cut.text)


def test_title_outlet_agency_and_moment_of_the_second(agency: Article) -> None:
    assert agency.title == "NATO offered Russia to mutually restore missions: Moscow"
    assert agency.outlet == "Devdiscourse"
    assert agency.authors == ()
    assert agency.agency == "ANI"
    assert agency.origins == ("ANI", "Sputnik News Agency")
    assert agency.dateline == "Moscow"
    assert agency.published is not None
    assert agency.published.isoformat() == "2022-01-12T22:52+05:30"
    assert agency.updated == agency.published


def test_standfirst_of_the_second_that_repeats_its_body_stands_after_the_story(agency: Article) -> None:
    (standfirst,) = agency.of_kind(ParagraphKind.STANDFIRST)
    assert standfirst in agency.body
    assert agency.story.slice(agency.text).count(standfirst) == 1
    assert agency.cut is None


def test_note_and_caption_of_the_second_are_kept_apart(agency: Article) -> None:
    assert list(agency.of_kind(ParagraphKind.CAPTION)) == ["NATO Secretary-General Jens Stoltenberg. Image Credit: ANI"]
    (note,) = agency.of_kind(ParagraphKind.AGENCY_NOTE)
    assert "auto-generated from a syndicated feed" in note
    assert len(agency.body.split("\n\n")) == 4
    assert agency.body.endswith("(ANI)")


@pytest.mark.parametrize("path", [CUT, AGENCY], ids=["cut", "agency"])
def test_every_line_is_kept_or_dropped_with_its_place(path: Path) -> None:
    article, text = _article(path), path.read_text(encoding="utf-8")
    covered = {k for drop in article.dropped for k in range(drop.span.start, drop.span.end)}
    for run in article.source_map.runs:
        assert article.text[run.start : run.end] == text[run.source_start : run.source_end]
        covered.update(range(run.source_start, run.source_end))
    left = {k for k, character in enumerate(text) if not character.isspace() and character != "•"} - covered
    assert not left


@pytest.mark.parametrize("path", [CUT, AGENCY], ids=["cut", "agency"])
def test_nothing_of_menus_bios_related_or_trending_is_kept(path: Path) -> None:
    text = _article(path).text
    for word in ("spies", "black hole", "Windows 11", "Guardian", "Login", "Privacy"):
        assert word not in text


def test_reasons_name_what_was_left_out(cut: Article) -> None:
    text = CUT.read_text(encoding="utf-8")
    reasons = {drop.span.slice(text): drop.reason for drop in cut.dropped}
    assert reasons["by Andrew Rettman, Brussels,"] is DropReason.METADATA
    assert reasons["Exposed: Who were Russia's spies at Nato HQ?"] is DropReason.RELATED
    assert reasons["Already a member? Login here"] is DropReason.PAYWALL
