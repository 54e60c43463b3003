"""Every kept character leads back to the document, whatever the document holds."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.characters import usable
from briefing.cleaning import clean
from briefing.cleaning._pieces import visible_text
from briefing.errors import NoArticleError
from briefing.schema.article import Article
from briefing.schema.base import SourceMap
from briefing.schema.document import Document, MediaType
from tests.exploring import examples

PROSE = st.sampled_from(
    [
        "The council agreed on Tuesday to rebuild the bridge, and to pay for it out of next year's budget.",
        '"We have waited for this for ten years," said the mayor, who had asked for it first. Nobody disagreed.',
        "Work is to begin in the spring; it will take about two years, according to the engineers who planned it.",
        "L’été dernier, la commune avait déjà réparé les deux piles du milieu, pour un coût de 3 millions d’euros.",
        "橋の工事は来年の春に始まり、二年ほどかかる見込みだと市の担当者は火曜日に説明した。",
        "The ferry \u200bwill run\u00a0until then & every hour <on weekdays>, [said](http://x.example/a.b) *it*...",
    ]
)
FURNITURE = st.sampled_from(
    [
        "Home",
        "  • News",
        "Sign in",
        "By Jane Roe",
        "12-01-2022 22:52 IST",
        "Related articles",
        "Comments (3)",
        "© 2022 X",
        "(Photo: A. B.)",
        "Correction: a name was wrong.",
        "1",
        "# Bridge to be rebuilt",
        "---",
        "> quoted",
        "```",
        "| a | b |",
        "<b>",
        "&amp; &lt;p&gt;",
        "![alt](u.png)",
        "\ufeff\x00\x07",
        "\ud800 lone",
        "Already a member? Login here",
    ]
)
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\n \n", "\x0b", "\u2028"])
DUMPS = st.lists(st.tuples(st.one_of(PROSE, FURNITURE, st.text(max_size=40)), ENDS), max_size=14).map(
    lambda parts: "".join(text + end for text, end in parts)
)
TAGS = st.sampled_from(
    [
        "<p>{}</p>",
        "<div>{}</div>",
        "<h2>{}</h2>",
        "<p>{}<br>more &amp; more</p>",
        "<li>{}</li>",
        "<p><b>{}</b>, it said.</p>",
        "<!-- {} -->",
        "<script>var a = '{}';</script>",
        "<p>{}",
        "<a href='>'>{}</a>",
        "{}<",
        "<td>&nbsp;{}</td>",
    ]
)
PAGES = st.lists(st.tuples(TAGS, st.one_of(PROSE, FURNITURE)), max_size=10).map(
    lambda parts: (
        "<html><body><article>"
        + "\n ".join(tag.replace("{}", text) for tag, text in parts)
        + "</article></body></html>"
    )
)

FEW = settings(max_examples=examples(60), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def _cleaned(text: str, media: MediaType, *, keep_all: bool = False) -> Article | None:
    try:
        return clean(Document.of(text, "generated", media), keep_all=keep_all)
    except NoArticleError:
        return None


def _assert_leads_back(article: Article, text: str) -> None:
    text = usable(text)  # as the document has it
    covered = [False] * len(article.text)
    position = 0
    for run in article.source_map.runs:
        assert run.start >= position, "runs are sorted and apart"
        position = run.end
        assert 0 <= run.source_start < run.source_end <= len(text)
        if run.verbatim:
            assert article.text[run.start : run.end] == text[run.source_start : run.source_end]
        covered[run.start : run.end] = [True] * (run.end - run.start)
    assert all(known or c.isspace() for known, c in zip(covered, article.text, strict=True))
    assert "\n\n".join(article.slice(p.span) for p in article.paragraphs) == article.text
    for drop in article.dropped:
        assert drop.span.end <= len(text)
    article.model_dump_json()
    assert isinstance(article.source_map, SourceMap)


@FEW
@given(DUMPS, st.booleans())
def test_text_dumps_lead_back(text: str, keep_all: bool) -> None:
    article = _cleaned(text, MediaType.TEXT, keep_all=keep_all)
    assert article or not keep_all or not any(c.isprintable() and not c.isspace() for c in text)
    if article:
        _assert_leads_back(article, text)


@FEW
@given(DUMPS)
def test_markdown_leads_back(text: str) -> None:
    article = _cleaned(text, MediaType.MARKDOWN, keep_all=True)
    if article:
        _assert_leads_back(article, text)


@FEW
@given(PAGES)
def test_html_leads_back(html: str) -> None:
    article = _cleaned(html, MediaType.HTML)
    if article:
        _assert_leads_back(article, html)


def test_no_character_that_is_left_out_is_printable() -> None:
    unseen = [c for c in map(chr, range(0x110000)) if visible_text(c) == ""]
    assert len(unseen) > 2_000
    selectors = set(map(chr, range(0xE0100, 0xE01F0)))  # they choose the form of an ideograph, and of nothing else
    assert selectors == {c for c in unseen if c.isprintable()}
