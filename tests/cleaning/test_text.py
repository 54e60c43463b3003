"""Text dumps: what is kept, as what, and what is read into the article's fields."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefing.cleaning import clean
from briefing.errors import NoArticleError
from briefing.schema.article import Article, DropReason, ParagraphKind
from briefing.schema.document import Carried, Document

PAGES = Path(__file__).parent / "pages"

STORY = """The two governments have agreed to reopen the border crossing at Varn, which has been shut since the spring.

Officials from both sides met for three hours on Tuesday and signed a short protocol, the interior ministry said.

"We are glad that families can visit each other again," said the minister, who had proposed the talks in March.

The crossing will be open on weekdays at first. A second meeting, on freight, is planned for next month."""


def _clean(text: str, carried: Carried | None = None, *, keep_all: bool = False) -> Article:
    return clean(Document.of(text, "page.txt", carried=carried), keep_all=keep_all)


@pytest.fixture(scope="module")
def harbour() -> Article:
    return _clean((PAGES / "harbour.txt").read_text(encoding="utf-8"))


def test_an_article_alone_is_kept_whole() -> None:
    article = _clean(STORY)
    assert article.body == STORY
    assert article.title is None
    assert article.dropped == ()


def test_byline_outlet_and_both_moments_are_read(harbour: Article) -> None:
    assert harbour.authors == ("Mara Lindqvist", "Tom Okoro")
    assert harbour.outlet == "Norhaven Post"
    assert harbour.published is not None
    assert harbour.updated is not None
    assert harbour.published.isoformat() == "2024-03-14T18:05+01:00"
    assert harbour.updated.isoformat() == "2024-03-15T09:12+01:00"


def test_captions_and_corrections_stand_beside_the_story(harbour: Article) -> None:
    assert list(harbour.of_kind(ParagraphKind.CAPTION)) == [
        "Containers stand idle at the northern quay. (Photo: Jan Verhulst)"
    ]
    (correction,) = harbour.of_kind(ParagraphKind.CORRECTION)
    assert correction.startswith("Correction: an earlier version")
    assert "Correction" not in harbour.story.slice(harbour.text)


def test_comments_cookies_and_related_headlines_are_dropped_with_their_reason(harbour: Article) -> None:
    text = (PAGES / "harbour.txt").read_text(encoding="utf-8")
    reasons = {drop.span.slice(text): drop.reason for drop in harbour.dropped}
    assert reasons["Comments (23)"] is DropReason.COMMENTS
    assert reasons["Ferry crews vote on new contract"] is DropReason.RELATED
    assert reasons["We use cookies to improve your experience on this site. Accept all cookies"] is DropReason.COOKIES
    assert not any("my brother" in line for line in harbour.body.lower().split("\n\n"))


def test_a_standfirst_above_the_byline_is_no_body() -> None:
    head = "Border crossing at Varn to reopen after talks\n\nIt had been shut for half a year.\n\n"
    article = _clean(f"Home\nNews\n\n{head}By Nils Aker\n\n{STORY}\n\nPrivacy Policy\n")
    assert article.title == "Border crossing at Varn to reopen after talks"
    assert article.authors == ("Nils Aker",)
    assert article.body == STORY


def test_a_name_below_a_bare_by_is_the_author() -> None:
    article = _clean(f"Border crossing at Varn to reopen\n\nBy\nSarah E. Needham\n\n{STORY}")
    assert article.authors == ("Sarah E. Needham",)


def test_text_that_breaks_off_before_a_link_is_a_teaser() -> None:
    article = _clean(f"{STORY}\n\nThe freight companies, which have lost millions, would rather...\n\nRead more\n")
    assert article.cut == "teaser"
    assert not list(article.of_kind(ParagraphKind.CUT_QUOTE))


def test_text_that_ends_in_an_ellipsis_of_its_own_is_not_cut() -> None:
    assert _clean(f"{STORY}\n\nAnd so the wait went on...\n\nHe sighed and left the room without a word.").cut is None


def test_agency_and_origins_are_read_from_marks() -> None:
    story = f'{STORY} "It is a start," a spokesman told Interfax. (AFP)'
    article = _clean(f"Border crossing at Varn to reopen\n\n{story}")
    assert article.agency == "AFP"
    assert article.origins == ("AFP", "Interfax")


def test_a_dateline_with_its_agency_is_read() -> None:
    article = _clean(f"Border crossing at Varn to reopen\n\nVARN (Reuters) - {STORY}")
    assert article.dateline == "VARN"
    assert article.agency == "Reuters"


def test_an_unmarked_pair_of_capitals_is_no_agency() -> None:
    assert _clean(f"{STORY} They meet again soon. (XY)").agency is None


def test_a_numeric_date_that_nothing_decides_stays_unknown() -> None:
    article = _clean(f"Border crossing at Varn to reopen\n\nPublished: 04-03-2024\n\n{STORY}")
    assert article.published is None


def test_other_dates_of_the_page_decide_the_order_of_day_and_month() -> None:
    article = _clean(f"Border crossing at Varn to reopen\n\nPublished: 04-03-2024\n\n{STORY}\n\nLatest: 28-02-2024")
    assert article.published is not None
    assert article.published.day == date(2024, 3, 4)


def test_what_the_carrier_states_wins() -> None:
    moment = datetime(2024, 3, 5, 6, 30, tzinfo=UTC)
    carried = Carried(
        title="Border crossing at Varn to reopen",
        url="https://www.varn.example/1",
        published=moment,
        authors=("A. B.",),
    )
    article = _clean(f"Border crossing at Varn to reopen\n\nBy Nils Aker\n\n2024-03-04\n\n{STORY}", carried)
    assert article.authors == ("A. B.",)
    assert article.published is not None
    assert article.published.time == moment
    assert article.outlet == "varn.example"
    assert list(article.of_kind(ParagraphKind.TITLE)) == [carried.title]


def test_a_page_of_menus_holds_no_article() -> None:
    with pytest.raises(NoArticleError) as caught:
        _clean("Home\nNews\nSport\n")
    assert str(caught.value) == "page.txt: holds no article (3 lines of menu); pass --keep-all to use it as it is"


def test_an_empty_text_holds_no_article() -> None:
    with pytest.raises(NoArticleError, match=r"page\.txt: holds no article \(empty\)"):
        _clean(" \n\n ")


def test_a_page_of_menus_is_kept_where_told_to() -> None:
    article = _clean("Home\nNews\nSport\n", keep_all=True)
    assert article.body == "Home\n\nNews\n\nSport"


def test_an_unpunctuated_list_is_kept_by_the_fall_back() -> None:
    lines = [f"{k} cups of the finest flour from the old mill by the river, sifted twice and weighed" for k in range(9)]
    assert _clean("\n".join(lines)).body.count("flour") == 9


def test_ids_differ_by_text_and_record() -> None:
    first = clean(Document.of(STORY, "rows.jsonl", locator="1"))
    second = clean(Document.of(STORY, "rows.jsonl", locator="2"))
    assert first.id == f"{first.ref.sha256[:12]}-1"
    assert second.id.endswith("-2")


def test_characters_that_no_reader_sees_are_left_out() -> None:
    article = _clean(STORY.replace("two governments", "two gov\ufefferments"))
    assert "two goverments" in article.text.replace("\u200b", "")


def test_characters_that_no_file_can_hold_are_seen_to_be_missing() -> None:
    article = _clean(STORY.replace("two governments", "two\x00 governments\ud800"))
    assert "two\ufffd governments\ufffd" in article.text
    assert article.model_dump_json().encode()


def test_scripts_without_spaces_are_weighed_by_their_characters() -> None:
    story = "\n\n".join(["橋の工事は来年の春に始まり、二年ほどかかる見込みだと市の担当者は火曜日に説明した。"] * 3)
    article = _clean(f"ホーム\nニュース\n\n{story}\n\nお問い合わせ\n")
    assert article.language == "ja"
    assert "お問い合わせ" not in article.body
