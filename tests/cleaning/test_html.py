"""HTML: the story, its facts, and the way back to the characters of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.cleaning import clean
from briefing.errors import NoArticleError
from briefing.schema.article import Article, DropReason, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.document import Carried, Document, MediaType

HTML = (Path(__file__).parent / "pages" / "bridge.html").read_text(encoding="utf-8")


def _clean(html: str, url: str | None = None) -> Article:
    return clean(Document.of(html, "page.html", MediaType.HTML, carried=Carried(url=url)))


@pytest.fixture(scope="module")
def bridge() -> Article:
    return _clean(HTML)


def _source(article: Article, html: str, words: str) -> list[str]:
    at = article.text.index(words)
    return [span.slice(html) for span in article.source_map.to_source(Span(start=at, end=at + len(words)))]


def test_facts_are_read_from_what_the_page_states(bridge: Article) -> None:
    assert bridge.title == "Old bridge to close for a year"
    assert bridge.outlet == "The Weir Gazette"
    assert bridge.authors == ("Grace Adeyemi",)
    assert bridge.language == "en"
    assert bridge.url == "https://weirgazette.example/2024/05/old-bridge"


def test_the_day_shown_wins_over_the_same_moment_in_utc(bridge: Article) -> None:
    assert bridge.published is not None
    assert bridge.published.isoformat() == "2024-05-03T00:30+01:00"


def test_the_headline_is_the_one_above_the_story(bridge: Article) -> None:
    (title,) = bridge.of_kind(ParagraphKind.TITLE)
    at = bridge.text.index(title)
    (span,) = bridge.source_map.to_source(Span(start=at, end=at + len(title)))
    assert HTML[: span.start].endswith("<h1>")


def test_a_date_line_in_the_story_is_metadata(bridge: Article) -> None:
    assert [(drop.span.slice(HTML), drop.reason) for drop in bridge.dropped] == [
        ("3 May 2024, 00:30 BST", DropReason.METADATA)
    ]


def test_entities_lead_back_as_they_are_written(bridge: Article) -> None:
    assert _source(bridge, HTML, "£4.2m & is") == ["&pound;4.2m &amp; is"]
    assert _source(bridge, HTML, "“We can’t") == ["&ldquo;We can&rsquo;t"]


def test_words_lead_back_across_tags(bridge: Article) -> None:
    assert _source(bridge, HTML, "answer before the") == ["answer ", "before", " the"]


def test_folded_white_space_leads_back_whole(bridge: Article) -> None:
    assert _source(bridge, HTML, "at Millgate") == ["at   Millgate"]


def test_menus_and_most_read_are_left_out(bridge: Article) -> None:
    assert "Swans" not in bridge.text
    assert "Sport" not in bridge.text


def _page(head: str, top: str = "") -> str:
    return HTML[: HTML.index("<title>")] + head + "</head><body><article>" + top + HTML[HTML.index("<p>The old") :]


def test_a_page_that_states_nothing_has_no_facts() -> None:
    article = _clean(_page("").replace(' lang="en-GB"', "").replace("&copy; 2024 The Weir Gazette.", ""))
    assert (article.title, article.outlet, article.authors, article.published) == (None, None, (), None)
    assert article.language == "en"


def test_the_address_dates_a_page_that_says_nothing_else() -> None:
    head = "<title>Old bridge to close for a year</title>"
    article = _clean(_page(head, "<h1>Old bridge to close for a year</h1>"), "https://x.example/2024/05/02/bridge")
    assert article.published is not None
    assert article.published.isoformat() == "2024-05-02"


def test_an_article_rewritten_long_after_has_no_known_publication() -> None:
    head = '<title>Best bridges</title><meta property="article:published_time" content="2019-01-05T10:00:00Z">'
    top = "<h1>Best bridges</h1><p>Updated: 3 May 2024</p>"
    article = _clean(_page(head, top))
    assert article.published is None
    assert article.updated is not None
    assert article.updated.isoformat() == "2024-05-03"


def test_desks_and_agencies_are_no_authors() -> None:
    for name in ("Gazette staff", "AFP", "admin", "https://x.example/me", "The Weir Gazette"):
        head = f'<meta name="author" content="{name}"><meta property="og:site_name" content="The Weir Gazette">'
        assert _clean(_page(head)).authors == ()


def test_names_lose_labels_and_degrees() -> None:
    head = '<meta name="author" content="By Ann O&#039;Neil, MD"><meta name="author" content="View all posts by Bo Li">'
    assert _clean(_page(head)).authors == ("Ann O'Neil", "Bo Li")


def test_a_byline_shown_is_read_where_machines_are_told_none() -> None:
    head = "<title>Old bridge to close</title>"
    top = "<h1>Old bridge to close</h1><div>Posted 2 May 2024 by Grace Adeyemi</div>"
    article = _clean(_page(head, top))
    assert article.authors == ("Grace Adeyemi",)
    assert article.published is not None
    assert article.published.isoformat() == "2024-05-02"


def test_marked_elements_and_time_are_read() -> None:
    top = '<p><a rel="author" href="/g">Grace Adeyemi</a> <time datetime="2024-05-02">Thursday</time></p>'
    article = _clean(_page("", top))
    assert article.authors == ("Grace Adeyemi",)
    assert article.published is not None
    assert article.published.isoformat() == "2024-05-02"


def test_time_elements_that_differ_date_nothing() -> None:
    top = '<time datetime="2024-05-02">a</time><time datetime="2023-01-01">b</time>'
    assert _clean(_page("", top)).published is None


def test_a_story_cut_by_a_paywall_is_marked() -> None:
    cut = HTML.replace("before the end of the month.", "...").replace(
        "<aside>", "<div>Subscribe to read on</div><aside>"
    )
    cut = cut.replace("an answer <em>before</em> the end of the month.", "an answer...")
    assert _clean(cut).cut == "paywall"


@pytest.mark.parametrize("html", ["", "<html></html>", "<p>", "<<<>>>", "<!-- " * 50, "<a " * 500, "<script>" * 50])
def test_pages_without_a_story_hold_no_article(html: str) -> None:
    with pytest.raises(NoArticleError):
        _clean(html)


@pytest.mark.parametrize(
    "html",
    [
        "<nav>x</nav>",
        "<nav>Home</nav><p>x</p>",
        "<html><head><title>The Gazette</title></head><body><nav>Home News Sport Weather Life Money Games</nav></body>",
        "<p>Read more</p>",
    ],
)
def test_pages_of_labels_alone_hold_no_article(html: str) -> None:
    with pytest.raises(NoArticleError, match="menu"):
        _clean(html)


@pytest.mark.parametrize(
    "story",
    [
        "The mayor resigned after a vote on Friday.",
        "The mayor has resigned. Nobody had asked her to, the council said.",
        "橋の工事は来年の春に始まり、二年ほどかかる見込みだ。",
    ],
)
def test_a_fragment_of_a_few_sentences_is_an_article(story: str) -> None:
    assert _clean(f"<p>{story}</p>").body == story
    assert _clean(f"<nav><a>Home</a></nav><p>{story}</p>").body == story


def test_a_page_that_the_extractor_refuses_is_read_by_its_lines() -> None:
    words = "The bridge &amp; its piers will be closed for a year, the council said on Thursday after an inspection."
    html = "<div>" * 3000 + words + "</div>" * 3000
    article = _clean(html)
    assert article.body.startswith("The bridge & its piers")
    assert _source(article, html, "bridge & its") == ["bridge &amp; its"]


def test_the_same_page_cleans_to_the_same_article_every_time() -> None:
    assert _clean(HTML) == _clean(HTML)


@pytest.mark.parametrize(
    "sentence",
    [
        'Both sides said that the vote will be held on <time datetime="2024-05-02">2 May 2024</time>.',
        '<strong><time datetime="2024-05-02">Thursday</time></strong> is the day of the vote, both sides said.',
        "“The talks begin on <time>2 May 2024</time> in the town hall.”",
    ],
)
def test_a_day_in_a_sentence_does_not_date_the_page(sentence: str) -> None:
    assert _clean(_page("", f"<p>{sentence}</p>")).published is None


@pytest.mark.parametrize(
    "label",
    [
        'Published on <time datetime="2024-05-02">2 May</time> by the newsroom of the paper.',
        'The Weir Gazette, <time datetime="2024-05-02">2 May</time>',
    ],
)
def test_a_day_in_a_label_dates_the_page_beside_one_in_a_sentence(label: str) -> None:
    told = "<p>Both sides said that the vote will be held on <time datetime='2024-06-09'>9 June</time>.</p>"
    article = _clean(_page("", f"<p>{label}</p>{told}"))
    assert article.published is not None
    assert article.published.day.isoformat() == "2024-05-02"


@pytest.mark.parametrize("tag", ["article", "main", "section", "div", "p"])
@pytest.mark.parametrize(
    "head", ["<title>{0}</title>", "<html><title>{0}</title>", "<meta charset=utf-8><title>{0}</title>"]
)
def test_a_page_need_not_name_its_head_and_body(head: str, tag: str) -> None:
    title, told = "Union offers truce", "The harbour union offered Norline a truce of ten days on Monday, it said."
    story = f"<h1>{title}</h1><p>{told}</p><p>Norline has not yet answered the offer, a spokeswoman said.</p>"
    text = f"<!doctype html>{head.format(title)}<{tag}>{story}</{tag}>"
    assert told in clean(Document.of(text, "a.html", MediaType.HTML)).text
