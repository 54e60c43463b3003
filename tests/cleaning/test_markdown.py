"""Markdown: markup is left out, and its words lead back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.cleaning import clean
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.document import Document, MediaType

TEXT = (Path(__file__).parent / "pages" / "orchard.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def orchard() -> Article:
    return clean(Document.of(TEXT, "orchard.md", MediaType.MARKDOWN))


def test_front_matter_is_read(orchard: Article) -> None:
    assert orchard.title == "Orchards ask for help after late frost"
    assert orchard.authors == ("Lena Fischer",)
    assert orchard.published is not None
    assert orchard.published.day == date(2024, 4, 26)
    assert orchard.url == "https://valley.example/orchards"


def test_headings_are_told_from_paragraphs(orchard: Article) -> None:
    assert list(orchard.of_kind(ParagraphKind.HEADING)) == ["What the growers want"]
    assert list(orchard.of_kind(ParagraphKind.TITLE)) == [orchard.title]


def test_links_emphasis_and_entities_lose_their_markup(orchard: Article) -> None:
    assert "their association said on Friday" in orchard.body
    assert "asked the province for emergency aid after" in orchard.body
    assert "set aside — or when" in orchard.body


def test_an_entity_leads_back_as_a_whole(orchard: Article) -> None:
    at = orchard.text.index("—")
    (source,) = orchard.source_map.to_source(Span(start=at, end=at + 1))
    assert source.slice(TEXT) == "&mdash;"


def test_words_behind_a_link_do_not_lead_into_its_address() -> None:
    text = "A [word](http://x.example/a.b). And then a sentence that is long enough to be a story of its own."
    article = clean(Document.of(text, "x.md", MediaType.MARKDOWN), keep_all=True)
    at = article.text.index(".")
    (source,) = article.source_map.to_source(Span(start=at, end=at + 1))
    assert source.start == text.index("). ") + 1


def test_code_and_tables_are_kept_verbatim() -> None:
    text = "```\nx = 1\n```\n\n| a | b |\n|---|---|\n| one | two |\n\n    indented code\n"
    article = clean(Document.of(text, "x.md", MediaType.MARKDOWN), keep_all=True)
    assert article.body.split("\n\n") == ["x = 1", "a", "b", "one", "two", "indented code"]


def test_front_matter_in_toml_is_read() -> None:
    story = "Norway has offered Iceland a share of its cod quota for the next two years, the Foreign Ministry said."
    block = '+++\ntitle = "Cod deal"\ndate = 2024-03-05T17:10:00Z\nauthors = ["Ann Lee"]\n[params]\ntitle = "no"\n+++\n'
    article = clean(Document.of(f"{block}\n{story}\n", "a.md", MediaType.MARKDOWN))
    assert (article.title, article.authors, article.body) == ("Cod deal", ("Ann Lee",), story)
    assert article.published is not None
    assert article.published.day.isoformat() == "2024-03-05"
