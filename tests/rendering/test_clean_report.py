"""What cleaning did, for a person."""

from __future__ import annotations

from briefing.rendering.clean_report import ExplainedLine, explain, explained
from briefing.schema.article import Article, Dropped, DropReason, Paragraph, ParagraphKind, Timestamp
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.document import Document, MediaType

DUMP = "Menu\nThe board met.\nPhoto: A. Quill\nThey meet again.\n\n© Post"


def at(text: str, part: str) -> Span:
    return Span(start=text.index(part), end=text.index(part) + len(part))


def cleaned(document: Document, *kept: tuple[ParagraphKind, str], **fields: object) -> Article:
    """An article of passages of a document, in the order given."""
    paragraphs, runs, text = [], [], ""
    for kind, part in kept:
        text += "\n\n" if text else ""
        span = Span(start=len(text), end=len(text) + len(part))
        text += part
        paragraphs.append(Paragraph(kind=kind, span=span))
        if part in document.text:
            source = at(document.text, part)
            runs.append(MapRun(start=span.start, end=span.end, source_start=source.start, source_end=source.end))
    values = {
        "id": "a1",
        "ref": document.ref,
        "title": None,
        "outlet": None,
        "text": text,
        "paragraphs": tuple(paragraphs),
        "source_map": SourceMap(runs=tuple(runs)),
    }
    return Article.model_validate(values | fields)


def test_lines_come_in_the_order_of_the_document_with_their_fate():
    document = Document.of(DUMP, "a.txt")
    article = cleaned(
        document,
        (ParagraphKind.BODY, "The board met."),
        (ParagraphKind.BODY, "They meet again."),
        (ParagraphKind.CAPTION, "Photo: A. Quill"),
        dropped=(Dropped(span=at(DUMP, "Menu"), reason=DropReason.MENU),),
    )
    assert explained(document, article) == (
        ExplainedLine(text="Menu", span=at(DUMP, "Menu"), dropped=DropReason.MENU),
        ExplainedLine(text="The board met.", span=at(DUMP, "The board met."), kept=ParagraphKind.BODY),
        ExplainedLine(text="Photo: A. Quill", span=at(DUMP, "Photo: A. Quill"), kept=ParagraphKind.CAPTION),
        ExplainedLine(text="They meet again.", span=at(DUMP, "They meet again."), kept=ParagraphKind.BODY),
        ExplainedLine(text="© Post", span=at(DUMP, "© Post")),
    )
    assert explain(document, article) == (
        "a.txt\n"
        "3 of 5 passages kept\n"
        "\n"
        "- menu          Menu\n"
        "+ body          The board met.\n"
        "+ caption       Photo: A. Quill\n"
        "+ body          They meet again.\n"
        "- left out      © Post\n"
    )


def test_what_the_article_says_about_itself_stands_above():
    document = Document.of("The board met.", "a.jsonl", locator="3")
    article = cleaned(
        document,
        (ParagraphKind.TITLE, "Ferry talks"),
        (ParagraphKind.BODY, "The board met."),
        title="Ferry talks",
        authors=("Ada Quill", "Ben Rudd"),
        published=Timestamp(day="2024-03-04", quote="4 March"),
        updated=Timestamp(day="2024-03-05"),
    )
    assert explain(document, article).splitlines() == [
        "a.jsonl#3",
        "title: Ferry talks",
        "by: Ada Quill, Ben Rudd",
        "published: 2024-03-04 (from '4 March')",
        "updated: 2024-03-05",
        "2 of 2 passages kept",
        "",
        "+ title         Ferry talks",
        "+ body          The board met.",
    ]


def test_a_passage_that_its_carrier_gave_has_no_place_in_the_document():
    document = Document.of("The board met.", "a.jsonl", locator="1")
    article = cleaned(document, (ParagraphKind.TITLE, "Ferry"), (ParagraphKind.BODY, "The board met."))
    assert [line.span for line in explained(document, article)] == [None, Span(start=0, end=14)]


def test_long_lines_are_wrapped_beside_their_mark():
    text = "The harbour board met the crews on Monday."
    document = Document.of(text, "a.txt")
    shown = explain(document, cleaned(document, (ParagraphKind.BODY, text)), width=40)
    assert shown.splitlines()[3:] == [
        "+ body          The harbour board met",
        "+               the crews on Monday.",
    ]


def test_of_a_page_the_visible_text_is_shown():
    page = (
        "<html><head><title>Post</title><script>var a = '<p>x</p>';</script></head><nav><b>Home</b> &amp; <i>News</i>"
        "<li>Sport</nav><p>The board met.</p><footer>© Post</footer>"
    )
    document = Document.of(page, "a.html", MediaType.HTML)
    article = cleaned(
        document,
        (ParagraphKind.BODY, "The board met."),
        dropped=(Dropped(span=at(page, "<footer>© Post</footer>"), reason=DropReason.LEGAL),),
    )
    assert [(line.text, line.kept or line.dropped) for line in explained(document, article)] == [
        ("Post", None),
        ("Home & News", None),
        ("Sport", None),
        ("The board met.", ParagraphKind.BODY),
        ("© Post", DropReason.LEGAL),
    ]


def test_what_could_steer_a_terminal_is_not_shown():
    text = "The\x1b[2J board\u202e met\u200b."
    document = Document.of(text, "a.txt")
    (line,) = explained(document, cleaned(document, (ParagraphKind.BODY, text)))
    assert line.text == "The\ufffd[2J board met."
