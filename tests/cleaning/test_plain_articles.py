"""Articles that come alone, without a page around them: nothing of them is taken for furniture."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.cleaning import clean
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.document import Document, MediaType

HEADLINE = "Harbour pilots suspend strike as talks resume"
DATELINE = "TAMPERE, June 4, 2024 (Reuters) - "
LEAD = (
    "Harbour pilots in Finland suspended a four-day strike on Tuesday after the employers agreed to reopen talks on "
    "shifts at night."
)
SECOND = "The pilots' union had asked for two more crews at each of the three harbours."
LAST = "The state mediator welcomed it."


def _clean(text: str, media_type: MediaType = MediaType.TEXT) -> Article:
    return clean(Document.of(text, "page.txt", media_type))


@pytest.mark.parametrize("dateline", [DATELINE, "TAMPERE, Finland (AP) — ", "TAMPERE - ", ""])
def test_headline_and_short_last_sentence_of_an_article_alone_are_kept(dateline: str) -> None:
    article = _clean(f"{HEADLINE}\n\n{dateline}{LEAD}\n\n{SECOND}\n\n{LAST}\n")
    assert article.title == HEADLINE
    assert article.body == f"{dateline}{LEAD}\n\n{SECOND}\n\n{LAST}"
    assert article.dropped == ()


@pytest.mark.parametrize(
    "headline", ["Night shifts: what the pilots want", "Will the pilots sail?", "Pilots' strike over"]
)
def test_a_headline_needs_no_word_of_the_story_above_a_dateline(headline: str) -> None:
    article = _clean(f"{headline}\n\nTAMPERE, 4 June 2024 - {LEAD}\n\n{SECOND}")
    assert article.title == headline


def test_a_byline_between_headline_and_lead_stays_metadata() -> None:
    article = _clean(f"{HEADLINE}\n\nBy Aino Virta\n\n{LEAD}\n\n{SECOND}\n\n{LAST}")
    assert article.title == HEADLINE
    assert article.authors == ("Aino Virta",)
    assert article.body == f"{LEAD}\n\n{SECOND}\n\n{LAST}"


def test_headings_between_the_paragraphs_are_kept() -> None:
    article = _clean(f"{HEADLINE}\n\n{LEAD}\n\nWhat the pilots want\n\n{SECOND}\n\n{LAST}")
    assert list(article.of_kind(ParagraphKind.HEADING)) == ["What the pilots want"]
    assert article.body.endswith(LAST)


@pytest.mark.parametrize("text", [f"{LEAD}", f"{LAST} {SECOND}", f"{SECOND}\n\n{LAST}"])
def test_a_few_sentences_alone_are_an_article(text: str) -> None:
    assert _clean(text).body == text


def test_a_first_sentence_is_no_headline() -> None:
    assert _clean(f"{SECOND}\n\n{LEAD}\n\n{LAST}").title is None


def test_a_short_sentence_between_paragraphs_of_a_page_is_kept() -> None:
    furniture = "Home\nNews\nSport\nSubscribe\n\n"
    story = "\n\n".join(
        [LEAD, SECOND, "Nobody objected.", "The pilots sail again.", LEAD.replace("four", "two"), SECOND]
    )
    article = _clean(f"{furniture}{HEADLINE}\n\n{story}\n\n{LAST}\n")
    assert article.body.endswith(LAST)
    assert "Home" not in article.text


@pytest.mark.parametrize(
    "furniture",
    ["Sign up for our newsletter.", "Visit us on the quay.", "Read more: Ferry crews vote.", "Copyright 2024."],
)
def test_furniture_behind_a_story_is_left_out_though_it_is_a_sentence(furniture: str) -> None:
    article = _clean(f"{HEADLINE}\n\n{DATELINE}{LEAD}\n\n{SECOND}\n\n{LEAD}\n\n{furniture}\n")
    assert furniture not in article.text
    assert article.title == HEADLINE


@pytest.mark.parametrize("below", ["Home\nNews\nSport", "Home\n\nNews\n\nSubscribe now"])
def test_a_short_last_sentence_above_the_foot_of_a_page_is_kept(below: str) -> None:
    article = _clean(f"{HEADLINE}\n\n{DATELINE}{LEAD}\n\n{SECOND}\n\n{LAST}\n\n{below}\n")
    assert article.body == f"{DATELINE}{LEAD}\n\n{SECOND}\n\n{LAST}"


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("TAMPERE, June 4, 2024 (Reuters) - ", date(2024, 6, 4)),
        ("TAMPERE, 4 June 2024 - ", date(2024, 6, 4)),
        ("Tampere, Tuesday, June 4, 2024 — ", date(2024, 6, 4)),
        ("TAMPERE, 4. Juni 2024 (dpa) - ", date(2024, 6, 4)),
        ("TAMPERE, June 4 (Reuters) - ", None),
        ("TAMPERE, June 40, 2024 - ", None),
        ("TAMPERE (Reuters) - ", None),
    ],
)
@pytest.mark.parametrize("media_type", [MediaType.TEXT, MediaType.HTML])
def test_a_dateline_dates_the_article_where_it_has_its_year(
    stated: str, day: date | None, media_type: MediaType
) -> None:
    parts = (HEADLINE, f"{stated}{LEAD}", SECOND, SECOND, LAST)
    if media_type is MediaType.HTML:
        text = "<html><body><article><h1>{}</h1><p>{}</p><p>{}</p><p>{}</p><p>{}</p></article></body></html>".format(
            *parts
        )
    else:
        text = "\n\n".join(parts)
    published = _clean(text, media_type).published
    assert (published.day if published else None) == day
    if published:
        assert published.time is None
        assert published.quote
        assert published.quote in stated


def test_a_date_below_the_headline_wins_over_the_dateline() -> None:
    published = _clean(f"{HEADLINE}\n\nPublished: 5 June 2024\n\n{DATELINE}{LEAD}\n\n{SECOND}").published
    assert published is not None
    assert published.day == date(2024, 6, 5)


@pytest.mark.parametrize("opening", ["Brussels - ", "Paris - ", "Brussels, Belgium - ", "KYIV - "])
def test_a_hyphen_behind_a_capital_city_ends_a_dateline(opening: str) -> None:
    found = _clean(f"{HEADLINE}\n\n{opening}{LEAD}\n\n{SECOND}").dateline
    assert found == opening.removesuffix(" - ")


@pytest.mark.parametrize(
    "opening", ["Budget - ", "EU - ", "Pilots and others - ", "Paris - a city - ", "Lima - A Port - "]
)
def test_a_hyphen_alone_makes_no_dateline(opening: str) -> None:
    assert _clean(f"{HEADLINE}\n\n{opening}{LEAD}\n\n{SECOND}").dateline is None
